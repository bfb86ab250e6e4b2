"""Which of a mail's parts is its letter, and what is attached."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sellwright.interactions import html_text
from sellwright.interactions.mime import Part
from sellwright.interactions.values import Attachment

_STUB = re.compile(r"\bhtml\b", re.I)  # "your mail program cannot show HTML": a plain part that is no letter
_STUB_LENGTH = 300
MAX_TEXT = 200_000  # characters of a letter that are read; parts that begin after them are left out


@dataclass(frozen=True, slots=True)
class Body:
    """`text` is the letter as plain text, `html` whether it was read from HTML; attachments in order."""

    text: str
    html: bool
    attachments: tuple[Attachment, ...]


def read(mail: Part) -> Body:
    """The letter inside a mail. Linear in its size; attachments are measured, never decoded.

    Of alternatives the plain one is taken, unless it is empty or only says that one should read HTML. Mails inside
    the mail (forwarded as attachment, returned by a mail server) are attachments: somebody else wrote those.
    """
    pieces: list[tuple[str, bool]] = []
    attachments: list[Attachment] = []
    _gather(mail, pieces, attachments, top=True)
    texts: list[str] = []
    room, chars, tags = MAX_TEXT, html_text.MAX_CHARS, html_text.MAX_TAGS
    for piece, html in pieces:
        text = piece
        if html:  # of all HTML together no more is read than of one letter
            text = html_text.to_text(piece, chars, tags)
            chars, tags = chars - len(piece), tags - piece.count("<")
        if text:
            texts.append(text.strip("\n"))
        room -= len(text)
        if room < 0 or chars <= 0 or tags <= 0:
            break
    return Body("\n".join(texts), any(h for _, h in pieces), tuple(attachments))


def _gather(part: Part, pieces: list[tuple[str, bool]], attachments: list[Attachment], top: bool = False) -> None:
    kind = part.content_type
    if kind == "multipart/alternative":
        _gather_alternative(part, pieces, attachments)
    elif kind.startswith("multipart/"):
        for child in part.parts:
            _gather(child, pieces, attachments)
    elif kind in ("text/plain", "text/html", "text/enriched", "text") and (top or not _is_file(part)):
        pieces.append((part.text(), kind == "text/html"))
    elif kind.startswith(("message/delivery", "message/disposition", "message/feedback", "text/rfc822-headers")):
        return
    else:
        attachments.append(_attachment(part))


def _gather_alternative(part: Part, pieces: list[tuple[str, bool]], attachments: list[Attachment]) -> None:
    """The plain version if it is a letter, else the last version that is (RFC 2046: the last is the richest)."""
    plain = next((child for child in part.parts if child.content_type == "text/plain" and not _is_file(child)), None)
    others = [child for child in part.parts if child is not plain]
    text = plain.text() if plain else ""
    has_other = any(child.content_type == "text/html" or child.parts for child in others)
    if text.strip() and not (has_other and len(text) < _STUB_LENGTH and _STUB.search(text)):
        pieces.append((text, False))
        found: list[tuple[str, bool]] = []
        for child in others:  # an attachment may hide inside the rich version
            if child.parts or _is_file(child):
                _gather(child, found, attachments)
        return
    for child in reversed(others):
        rich: list[tuple[str, bool]] = []
        _gather(child, rich, attachments)
        if any(piece.strip() for piece, _ in rich):
            pieces.extend(rich)
            return
    if text:
        pieces.append((text, False))


def _is_file(part: Part) -> bool:
    headers = part.headers
    if "content-disposition" not in headers:
        return "name" in part.params and part.content_type != "text/html"
    return part.disposition == "attachment" or bool(part.name and part.disposition != "inline")


def _attachment(part: Part) -> Attachment:
    size = len(part.body)
    if part.headers.get("content-transfer-encoding").lower() == "base64":
        size = size * 3 // 4
    name = part.name
    if not name and part.content_type == "message/rfc822" and part.parts:
        name = part.parts[0].headers.get("subject")[:120]
    return Attachment(name[:200], part.content_type[:100], size)
