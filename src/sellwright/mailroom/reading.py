"""Opens one letter: bytes in, a `Message` out. Never raises for what a mail contains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from sellwright.interactions import (
    addresses,
    body,
    dates,
    kinds,
    language,
    mime,
    new_text,
    sentences,
    signatures,
    tells,
)
from sellwright.interactions.lowered import Lowered, prepare
from sellwright.interactions.values import Act, Address, Ask, Attachment, Fact, Message, Promise, RawMail, Verdict
from sellwright.measures import acts, asks, promises
from sellwright.settings import Settings

_ID = re.compile(r"<([^<>\s]+)>")
_WRITTEN_BY_HAND = ("human", "form")
_BLANKS = b" \t\n\r\v\f"
_NOBODY = Address("")
UNPROVEN = "unproven_sender"
MAX_TEXT = body.MAX_TEXT  # no person writes more in one mail


@dataclass(slots=True)
class _Opening:
    """A letter on its way to a `Message`; each step below fills in what it finds."""

    raw: RawMail
    settings: Settings
    mail: mime.Part = field(init=False)
    problems: list[str] = field(init=False)
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    sender: Address = _NOBODY
    at: datetime | None = None
    cut: new_text.Cut = field(init=False)
    verdict: Verdict = field(init=False)
    parts: list[sentences.Part] = field(default_factory=list)
    lowered: Lowered | None = None
    language: str = ""
    asks: tuple[Ask, ...] = ()
    promises: tuple[Promise, ...] = ()
    acts: tuple[Act, ...] = ()
    marks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    names: tuple[str, tuple[str, ...], tuple[str, ...]] = ("", (), ())
    id: str = ""


def read(raw: RawMail, settings: Settings) -> Message:
    """A mail's bytes as a `Message`. `settings` gives the thresholds of asks and promises."""
    return read_all([raw], settings)[0]


def read_all(raws: Iterable[RawMail], settings: Settings) -> list[Message]:
    """Some hundreds of mails, in order: the same messages that `read` gives one by one.

    Each step is taken for all mails before the next step begins, so that a processor has the code and tables of one
    step at hand: that takes a third less time than going through all steps mail by mail. All are held meanwhile.
    """
    opened = [_Opening(raw, settings) for raw in raws]
    for step in _FOR_ALL:
        for letter in opened:
            step(letter)
    by_hand = [letter for letter in opened if letter.verdict.kind in _WRITTEN_BY_HAND]
    for step in _FOR_WHAT_WAS_WRITTEN:
        for letter in by_hand:
            step(letter)
    return list(map(_message, opened))


def _parse(letter: _Opening) -> None:
    letter.mail = mime.parse(letter.raw.data)
    letter.problems = [problem for part in letter.mail.walk() for problem in part.problems]


def _read_body(letter: _Opening) -> None:
    found = body.read(letter.mail)
    letter.text, letter.attachments = found.text, found.attachments
    if len(letter.text) > MAX_TEXT:
        letter.text = letter.text[:MAX_TEXT]
        letter.problems.append(f"only the first {MAX_TEXT:,} characters were read")


def _read_head(letter: _Opening) -> None:
    headers = letter.mail.headers
    letter.sender = sender_of(headers)
    letter.at = sent_at(headers, letter.problems)
    letter.names = _identity(headers)


def _cut(letter: _Opening) -> None:
    letter.cut = new_text.cut(letter.text, letter.sender.name)


def _classify(letter: _Opening) -> None:
    letter.verdict = kinds.classify(letter.mail, letter.text, letter.cut.new_text, letter.sender, letter.at)


def _find_marks(letter: _Opening) -> None:
    headers, files = letter.mail.headers, tuple(attachment.name for attachment in letter.attachments)
    marks = header_marks(headers)
    letter.marks = (*marks, *tells.tells(headers.get("subject"), letter.cut.new_text, marks, files))
    if tells.names_reader(headers.get("to"), headers.get("subject"), letter.cut.new_text):
        letter.marks = (*letter.marks, "names_us")


def _find_facts(letter: _Opening) -> None:
    if letter.cut.signature:
        letter.facts = signatures.read_facts(letter.text, letter.cut.signature, letter.sender)


def _name(letter: _Opening) -> None:
    headers = letter.mail.headers
    fallback = headers.get("date"), letter.sender.email, headers.get("subject")
    letter.id = _stable_id(letter.names[0], fallback, letter.text)


def _split(letter: _Opening) -> None:
    written, verdict = letter.cut.new_text, letter.verdict
    if verdict.kind == "form":
        # A form's spans are those of the robot's letter: the human's words are searched in it as they stand.
        start = max(written.find(verdict.inside_text), 0) if verdict.inside_text else 0
        found = sentences.split(verdict.inside_text or written)
        letter.parts = [(begin + start, end + start, words) for begin, end, words in found]
    else:
        letter.parts = sentences.split(written)


def _lower(letter: _Opening) -> None:
    letter.lowered = prepare(letter.parts)


def _guess(letter: _Opening) -> None:
    letter.language = language.guess(letter.cut.new_text)


def _find_asks(letter: _Opening) -> None:
    threshold = letter.settings.ask_threshold
    letter.asks = asks.find(letter.parts, letter.language, threshold, letter.lowered)


def _find_promises(letter: _Opening) -> None:
    threshold = letter.settings.promise_threshold
    found = promises.find(letter.parts, letter.language, letter.at, threshold, lowered=letter.lowered)
    letter.promises = found


def _find_acts(letter: _Opening) -> None:
    letter.acts = acts.find(letter.cut.new_text, letter.parts, letter.attachments, lowered=letter.lowered)


_FOR_ALL = (_parse, _read_body, _read_head, _cut, _classify, _find_marks, _find_facts, _name)
_FOR_WHAT_WAS_WRITTEN = (_split, _lower, _guess, _find_asks, _find_promises, _find_acts)


def _message(letter: _Opening) -> Message:
    headers = letter.mail.headers
    message_id, in_reply_to, references = letter.names
    return Message(
        id=letter.id,
        path=letter.raw.path,
        message_id=message_id,
        in_reply_to=in_reply_to,
        references=references,
        at=letter.at,
        sender=letter.sender,
        to=addresses.parse(headers.get("to")),
        cc=addresses.parse(headers.get("cc")) if "cc" in headers else (),
        reply_to=addresses.parse(headers.get("reply-to")) if "reply-to" in headers else (),
        subject=headers.get("subject"),
        text=letter.text,
        new_text=letter.cut.new_text,
        spans=letter.cut.spans,
        verdict=letter.verdict,
        facts=letter.facts,
        attachments=letter.attachments,
        asks=letter.asks,
        promises=letter.promises,
        acts=letter.acts,
        language=letter.language,
        labels=letter.raw.labels,
        delivered_to=_delivered_to(headers),
        marks=letter.marks,
        problems=tuple(letter.problems),
    )


def sender_of(headers: mime.Headers) -> Address:
    """Who wrote: From, else Sender, else Return-Path; an empty address when the mail names nobody."""
    for name in ("from", "sender", "return-path"):
        if name in headers:
            found = addresses.parse(headers.get(name))
            if found:
                return found[0]
    return Address("")


def sent_at(headers: mime.Headers, problems: list[str]) -> datetime | None:
    """When it was sent: the Date header, else the newest Received line that has a date."""
    at = dates.read_date(headers.get("date")) if "date" in headers else None
    if at is None:
        for line in headers.all("received")[:5]:
            at = dates.read_date(line.rpartition(";")[2].strip())
            if at:
                problems.append("no usable Date header: the time is that of a Received line")
                return at
        problems.append("no usable date")
    return at


def _delivered_to(headers: mime.Headers) -> str:
    for name in ("delivered-to", "x-original-to"):
        if name in headers:
            found = addresses.parse(headers.get(name))
            if found:
                return found[0].email
    return ""


def header_marks(headers: mime.Headers) -> frozenset[str]:
    """What the headers say that rules of relation and trust read."""
    marks = set()
    if "list-unsubscribe" in headers:
        marks.add("unsubscribe_offer")
    if headers.get("precedence").lower() in ("bulk", "junk", "list"):
        marks.add("bulk")
    if is_unproven(headers.get("authentication-results")):
        marks.add(UNPROVEN)
    return frozenset(marks)


def is_unproven(checks: str) -> bool:
    """Whether an Authentication-Results header says that the sender is not who the letter says."""
    checks = checks.lower()
    return "dmarc=fail" in checks or ("spf=fail" in checks and "dkim=pass" not in checks)


def _identity(headers: mime.Headers) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    raw = headers.get("message-id")
    own = _ID.search(raw)
    message_id = own.group(1) if own else raw.strip("<> ")[:250]
    replied = _ID.findall(headers.get("in-reply-to")) if "in-reply-to" in headers else []
    chain = _ID.findall(headers.get("references")) if "references" in headers else []
    return message_id, tuple(replied[:5]), tuple(chain[-50:])


def _stable_id(message_id: str, fallback: tuple[str, ...], text: str) -> str:
    """The same for the same mail wherever it is found; another body under one Message-ID is another message."""
    named = message_id or "\0".join(fallback)
    content = f"{named}\n{text}".encode("utf-8", "replace").translate(None, _BLANKS)  # however its lines were wrapped
    return blake2b(content, digest_size=8).hexdigest()
