"""WhatsApp's "Export chat" (.txt), from Android and iPhone, in any language's way of writing a date.

The export states no time zone: times are read as UTC. Addresses are the names in the owner's address book
(`whatsapp:anna berg`), or `tel:` where WhatsApp shows a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from sellwright.interactions.mime import decode_bytes
from sellwright.interactions.values import Address, Chat
from sellwright.protocols.dates import DateOrder
from sellwright.protocols.disk import single_file
from sellwright.protocols.files import BAD_DATE, SYSTEM_LINE, Blob, Entry, Reader, ready, refusal
from sellwright.protocols.tables import identity, lines_of

_STAMP = (
    r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?,?\s{1,3}(?:\w{2}\s?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
)
_SPEAKER = re.compile(r"([^:\n]{1,80}?):(?:\s|$)(.*)", re.S)
_WITH = re.compile(r"(?:whatsapp[- ]chat |chat whatsapp |conversation whatsapp |chat de whatsapp )"
                   r"(?:with|mit|avec|con|com|met|med|z|ile) (.+)", re.I)  # fmt: skip
_NUMBER = re.compile(r"\+[\d\s()./-]{6,24}$")
_MOST_PEOPLE = 300
_MOST_LINES = 2000  # of one message


@cache  # compiled when first needed: every command imports every source
def _line() -> re.Pattern[str]:
    return re.compile(rf"\u200e?(?:\[({_STAMP})\]\s?|({_STAMP})\s[-–]\s|({_STAMP}),\s)(.*)", re.S)


@cache
def _media() -> re.Pattern[str]:
    return re.compile(
        r"\u200e?<[^<>]{0,10}(?:media|medien|médias|multimedia|mídia|media-|медиа|arquivo|medya|allegati)[^<>]{0,40}>$"
        r"|\u200e(?:image|video|audio|sticker|gif|document|contact card|bild|foto|immagine|imagen|imagem|vidéo|photo)\b"
        r"[^\n]{0,60}$"
        r"|\u200e?<(?:attached|anhang|pièce jointe|adjunto|anexado|allegato|bijgevoegd): [^<>\n]{1,200}>$",
        re.I,
    )


@dataclass(slots=True)
class _Seen:
    """What the first pass over the file learns."""

    order: DateOrder = field(default_factory=DateOrder)
    people: dict[str, None] = field(default_factory=dict)


def _recognises(name: str, head: bytes) -> bool:
    if not name.lower().endswith(".txt"):
        return False
    lines = [line for line in decode_bytes(head).lstrip("\ufeff").splitlines()[:40] if line.strip()]
    stamped = [found for found in map(_match, lines) if found]
    return bool(lines) and _match(lines[0]) is not None and any(_speaker(found[1])[0] for found in stamped)


def _match(line: str) -> tuple[str, str] | None:
    """(stamp, the rest) of a line that begins a message."""
    # Narrow and hard spaces before AM and PM would each need a place in the pattern.
    found = _line().match(line[:400].replace("\u202f", " ").replace("\u00a0", " ") + line[400:])
    return (found.group(1) or found.group(2) or found.group(3), found.group(4)) if found else None


def _speaker(rest: str) -> tuple[str, str]:
    """(name, text); the name is '' for a line of the program, which has no 'name:'."""
    found = _SPEAKER.match(rest)
    if not found or found.group(1).startswith(("http", "\u200e")) or any(mark in found.group(1) for mark in '"“”«»'):
        return "", rest
    return found.group(1).strip(" \u200e~\u202a\u202c"), found.group(2)


def _entries(blob: Blob) -> Iterator[Entry]:
    seen = _look_over(blob)
    title = _title(blob.file_name)
    if title and len(seen.people) <= 1:
        seen.people.setdefault(title)
    minute, same = None, Counter[tuple[str, str]]()
    for number, stamp, text in _messages(blob):
        name = f"{blob.name}#{number}"
        who, said = _speaker(text)
        when = seen.order.read(stamp)
        if when is None:
            yield refusal(name, BAD_DATE, stamp)
        elif not who or ("\u200e" in said[:1] and not _media().match(said.strip())):
            yield refusal(name, SYSTEM_LINE)
        else:
            said = "" if _media().match(said.strip()) else said.strip().replace("\u200e", "")
            sender = _address(who)
            others = tuple(_address(other) for other in seen.people if other != who)
            conversation = title or ", ".join(sorted(seen.people)[:5])
            # Exports know no more than the minute: "ok" twice in it is two messages.
            if when != minute:
                minute, same = when, Counter()
            same[who, said] += 1
            digest = identity("whatsapp", when.isoformat(), sender.email, said, str(same[who, said]))
            chat = Chat(digest, name, when, "whatsapp", sender, others, conversation, said)
            yield ready(chat, when.timestamp(), len(said))


def _look_over(blob: Blob) -> _Seen:
    seen = _Seen()
    for line in lines_of(blob):
        found = _match(line)
        if found:
            seen.order.see(found[0])
            who, said = _speaker(found[1])
            if who and not said.startswith("\u200e") and len(seen.people) < _MOST_PEOPLE:
                seen.people.setdefault(who)
    return seen


def _messages(blob: Blob) -> Iterator[tuple[int, str, str]]:
    """(line number, stamp, text): a line without a stamp goes on with the message before."""
    begun: tuple[int, str] | None = None
    text: list[str] = []
    for number, line in enumerate(lines_of(blob), 1):
        found = _match(line)
        if found is None:
            if len(text) < _MOST_LINES:
                text.append(line)
            continue
        if begun:
            yield (*begun, "".join(text))
        begun, text = (number, found[0]), [found[1]]
    if begun:
        yield (*begun, "".join(text))


def _title(name: str) -> str:
    """The chat's name from the file's: 'WhatsApp Chat with Anna Berg.txt' is Anna Berg."""
    found = _WITH.match(name.rpartition(".")[0].replace("_", " "))
    return found.group(1).strip() if found else ""


def _address(who: str) -> Address:
    if _NUMBER.match(who):
        return Address("tel:+" + re.sub(r"\D", "", who), who)
    return Address("whatsapp:" + " ".join(who.lower().split()), who)


SOURCE = single_file("whatsapp", "WhatsApp chat export (.txt)", 37, Reader(recognises=_recognises, entries=_entries))
