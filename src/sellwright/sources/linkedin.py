"""LinkedIn's messages.csv, from "Get a copy of your data"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from sellwright.interactions.values import Address, Chat
from sellwright.protocols.dates import DateOrder
from sellwright.protocols.disk import single_file
from sellwright.protocols.files import BAD_DATE, DAMAGED, DRAFT, EMPTY, Blob, Entry, Reader, ready, refusal
from sellwright.protocols.tables import columns, heading_of, identity, rows_of

_COLUMNS = {
    "conversation": ("conversationid", "threadid"),
    "sender": ("from", "sender", "sendername"),
    "sender_url": ("senderprofileurl", "fromprofileurl"),
    "to": ("to", "recipient", "recipients", "recipientnames"),
    "to_urls": ("recipientprofileurls", "recipientprofileurl", "toprofileurls"),
    "date": ("date", "sentat", "datetime", "timestamp"),
    "subject": ("subject",),
    "text": ("content", "message", "body", "text"),
    "draft": ("ismessagedraft",),
}
_SLUG = re.compile(r"linkedin\.com/(?:in|pub|company|school)/([^/?#\s]+)", re.I)
_MARKUP = re.compile(r"<(/?)(p|br|div|span|li|ul|ol|a|strong|em|b|i)\b[^<>]{0,500}>", re.I)


def _recognises(name: str, head: bytes) -> bool:
    if not name.lower().endswith((".csv", ".tsv", ".txt")):
        return False
    found = columns(heading_of(head), _COLUMNS)
    return {"sender", "date", "text"} <= found.keys() and bool({"conversation", "sender_url", "to_urls"} & found.keys())


def _entries(blob: Blob) -> Iterator[Entry]:
    order = _learn(blob)
    places: dict[str, int] = {}
    for number, cells in rows_of(blob):
        if number == 0:
            places = columns(cells or [], _COLUMNS)
            continue
        name = f"{blob.name}#{number}"
        if cells is None:
            yield refusal(name, DAMAGED, "the row cannot be read")
            continue
        row = {key: cells[index].strip() if index < len(cells) else "" for key, index in places.items()}
        yield _entry(row, name, order)


def _learn(blob: Blob) -> DateOrder:
    order, place = DateOrder(), -1
    for number, cells in rows_of(blob):
        if number == 0:
            place = columns(cells or [], _COLUMNS)["date"]
        elif cells and place < len(cells):
            order.see(cells[place].strip())
    return order


def _entry(row: dict[str, str], name: str, order: DateOrder) -> Entry:
    when = order.read(row["date"])
    if row.get("draft", "").lower() in ("yes", "true", "1"):
        return refusal(name, DRAFT)
    text = _plain(row["text"])
    if not text and not row.get("subject"):
        return refusal(name, EMPTY)
    if when is None:
        return refusal(name, BAD_DATE, row["date"][:60])
    sender = _address(row["sender"], row.get("sender_url", ""))
    chat = Chat(
        id=identity("linkedin", row.get("conversation", ""), when.isoformat(), sender.email, text),
        path=name,
        at=when,
        service="linkedin",
        sender=sender,
        to=_recipients(row.get("to", ""), row.get("to_urls", "")),
        conversation=row.get("conversation", ""),
        text=text or row.get("subject", ""),
    )
    return ready(chat, when.timestamp(), len(text))


def _plain(text: str) -> str:
    """Some messages are exported as HTML, most as text; LinkedIn's own few tags are taken off."""
    if "<" in text:
        text = _MARKUP.sub(lambda tag: "\n" if tag.group(2).lower() in ("br", "p", "div", "li") else "", text)
    if "&" in text:
        from html import unescape

        text = unescape(text)
    return text.strip()


def _recipients(names: str, urls: str) -> tuple[Address, ...]:
    links = [url.strip() for url in re.split(r"[,;\s]+", urls) if url.strip()]
    people = [name.strip() for name in names.split(",") if name.strip()]
    if len(links) == len(people):
        return tuple(_address(name, link) for name, link in zip(people, links, strict=True))
    if links:
        # A name may hold a comma ("Anna Berg, PhD"): then one link has one name, and several keep theirs unnamed.
        return tuple(_address(names.strip() if len(links) == 1 else "", link) for link in links)
    return tuple(_address(name, "") for name in people)


def _address(name: str, url: str) -> Address:
    slug = _SLUG.search(url)
    handle = unquote(slug.group(1)).lower() if slug else " ".join(name.lower().split()) or "unknown"
    return Address(f"linkedin:{handle}", name.strip())


SOURCE = single_file("linkedin", "LinkedIn messages.csv", 35, Reader(recognises=_recognises, entries=_entries))
