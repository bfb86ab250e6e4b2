"""The door to a language model, shut unless --door opens it: any endpoint that speaks the OpenAI chat protocol.

What leaves is said first and agreed to. Plain HTTP only to this machine. A model that does not answer in time, or not
in the form asked for, costs nothing but a note: the review is then made without it.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.talk_door import MOST_CHARACTERS, MOST_QUESTIONS, Question, answer, questions
from sellwright.interactions.talk_labels import Label, Sides
from sellwright.interactions.talks import Talk

KEY = "SELLWRIGHT_DOOR_KEY"  # in the environment, never on the command line where others may see it
SECONDS = 60.0  # for one answer, whole
MOST_BYTES = 2_000_000
_PIECE = 65536


@dataclass(frozen=True, slots=True)
class Door:
    """Where it leads. `path` is the one requests go to."""

    secure: bool
    host: str
    port: int
    path: str
    model: str

    @property
    def name(self) -> str:
        """As a person reads it."""
        return f"{self.host}:{self.port}"


def to(url: str, model: str) -> Door:
    """A door from the base address of an endpoint (…/v1). CannotRead for an address that will not do."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CannotRead(f"--door {url} is no address.", "Write it as https://host/v1.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise CannotRead(f"--door {url} will not do.", "Write it as https://host/v1, without a password or a question.")
    secure = parts.scheme == "https"
    if not secure and not _here(parts.hostname):
        raise CannotRead(f"--door {url} would send a talk in the open.", "Use https, or a model on this machine.")
    path = parts.path.rstrip("/") + "/chat/completions"
    return Door(secure, parts.hostname, port or (443 if secure else 80), path, model)


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def leaving(asked: tuple[Question, ...], door: Door) -> str:
    """What would leave the machine, in one sentence, and the beginning of it."""
    turns = sum(len(one.turns) for one in asked)
    words = sum(len(turn.text.split()) for one in asked for turn in one.turns)
    first = asked[0].turns[0].text if asked else ""
    return (
        f"To {door.name} ({'encrypted' if door.secure else 'this machine'}) go {turns} turns, {words} words: all that"
        " either side says, word for word, with the names in it. Speakers become us and them; times, the chat and the"
        f" file's name stay here. It begins: “{first[:120]}”"
    )


def labels(
    talk: Talk, sides: Sides, door: Door, agreed: Callable[[str], bool]
) -> tuple[tuple[Label, ...], tuple[str, ...]]:
    """What the model finds, each on words that stand in the talk, and notes on what went wrong."""
    asked = questions(talk, sides)
    if not asked or not agreed(leaving(asked, door)):
        return (), ("Nothing was sent: the review is made here alone.",)
    found: list[Label] = []
    notes: list[str] = []
    dropped = 0
    for one in asked:
        try:
            made = answer(_ask(door, one), one.turns, sides)
        except (OSError, http.client.HTTPException, ValueError) as error:
            notes.append(
                f"The language model at {door.name} gave no answer ({_why(error)}): it is left out from here on."
            )
            break
        if made is None:
            notes.append(f"The language model at {door.name} answered in another form than asked: it is left out.")
            continue
        found += made[0]
        dropped += made[1]
    if dropped:
        notes.append(f"{dropped} of its labels were dropped: unknown, of the wrong side, or not on words of the talk.")
    if found:
        notes.append(
            f"The language model at {door.name} marked {len(found)} moments; read their quotes before you trust them."
        )
    if len(asked) == MOST_QUESTIONS:
        notes.append(f"Only the first {MOST_QUESTIONS * MOST_CHARACTERS:,} characters or so were sent.")
    return tuple(found), tuple(notes)


def _ask(door: Door, one: Question) -> str:
    """The words of the answer. OSError, HTTPException or ValueError when there are none in time."""
    body = json.dumps({"model": door.model, "messages": one.messages, "temperature": 0, "stream": False}).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key := os.environ.get(KEY):
        headers["Authorization"] = f"Bearer {key}"
    until = time.monotonic() + SECONDS
    line: http.client.HTTPConnection
    if door.secure:
        line = http.client.HTTPSConnection(door.host, door.port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        line = http.client.HTTPConnection(door.host, door.port, timeout=SECONDS)
    try:
        line.request("POST", door.path, body, headers)
        reply = line.getresponse()
        if reply.status != 200:  # a redirect too: what was agreed to goes where it was agreed to
            raise ValueError(f"it said {reply.status}")
        return _words(_whole(line, reply, until))
    finally:
        line.close()


def _whole(line: http.client.HTTPConnection, reply: http.client.HTTPResponse, until: float) -> bytes:
    """The body, within the time for all of it: a server that drips must not hold a person up."""
    read = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("too slow")
        if line.sock is not None:
            line.sock.settimeout(left)
        piece = reply.read1(_PIECE)
        if not piece:
            return bytes(read)
        read += piece
        if len(read) > MOST_BYTES:
            raise ValueError("it said too much")


def _words(body: bytes) -> str:
    try:
        said = json.loads(body)["choices"][0]["message"]["content"]
    except (LookupError, TypeError, RecursionError, ValueError) as error:
        raise ValueError("not an answer of a chat") from error
    if not isinstance(said, str):
        raise ValueError("not an answer of a chat")
    return said


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "too slow"
    return str(error)[:120] or type(error).__name__
