"""What can be told of a mail from its first bytes, without parsing it: whether it is one, and roughly its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache, partial

from sellwright.interactions.mime import decode_header
from sellwright.interactions.values import Found, RawMail, Refused
from sellwright.protocols.files import (
    DELETED,
    EMPTY,
    MAX_MAIL_BYTES,
    NOT_A_MESSAGE,
    PROGRAM_NOTE,
    TOO_LARGE,
    Blob,
    Entry,
    bytes_or_refusal,
    refusal,
)

HEADER_WINDOW = 16 * 1024  # how far into a mail its Date and status headers are looked for
_MONTHS = {m: i for i, m in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ZONES = {b"EST": -5, b"EDT": -4, b"CST": -6, b"CDT": -5, b"MST": -7, b"MDT": -6, b"PST": -8, b"PDT": -7}
_DATE = re.compile(
    rb"[ \t\r\n]*(?:[A-Za-z]{3,9},?[ \t\r\n]+)?(\d{1,2})[ \t]+([A-Za-z]{3})[a-z]{0,6}[ \t]+(\d{4}|\d{2})[ \t]+"
    rb"(\d{1,2}):(\d\d)(?::(\d\d))?(?:[ \t]+(?:([+-])(\d\d):?(\d\d)|([A-Z]{1,5})\b))?"
)
_ASCTIME = re.compile(
    rb"\b([A-Z][a-z]{2})[ ]+(\d{1,2})[ ]+(\d{1,2}):(\d\d)(?::(\d\d))?(?: +[A-Z]{2,5}| +[+-]\d{4}){0,2} +(\d{4})"
)
_DATE_ANY_CASE = re.compile(rb"\n(?:date|resent-date|delivery-date|x-original-date)[ \t]*:", re.I)
_HEADER = re.compile(rb"[!-9;-~]{1,76}[ \t]?:")
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|cc|bcc|subject|date|sender|reply-to|return-path|received|recieved|message-id|delivered-to|in-reply-to|"
    rb"references|mime-version|content-type|x-[a-z-]{2,40}|arc-seal|dkim-signature|authentication-results|envelope-to|"
    rb"x-gm-thrid|status)[ \t]?:",
    re.I | re.M,
)
_PLAIN_HEADER = re.compile(
    rb"(?:from|to|cc|subject|date|sender|return-path|received|message-id|delivered-to)[ \t]?:", re.I
)
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.M)
_LABELS = re.compile(rb"^x-gmail-labels:[ \t]*((?:[^\n]|\n[ \t])*)", re.I | re.M)
_LABEL = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)')
_MOZILLA_STATUS = re.compile(rb"^X-Mozilla-Status:[ \t]*([0-9A-Fa-f]{4})", re.M)
_EXPUNGED = 0x0008  # nsMsgMessageFlags: the mail stands in the file until the folder is compacted


def date_guess(data: bytes, start: int = 0, stop: int = -1) -> float:
    """Seconds since 1970 UTC of the mail that begins at `start`, from its Date header, else its Received line, else
    its mbox line; 0.0 when none can be read. Looks at no more than `HEADER_WINDOW` bytes."""
    limit = min(start + HEADER_WINDOW, len(data) if stop < 0 else stop)
    at = data.find(b"\nDate:", start, limit)
    if at >= 0:
        found = _time_at(data, at + 6)
        # A Date after an empty line is somebody quoting a mail.
        if found and data.find(b"\n\n", start, at + 1) < 0 and data.find(b"\n\r\n", start, at + 1) < 0:
            return found
    return _date_elsewhere(data[start:limit])


def _date_elsewhere(window: bytes) -> float:
    head = re.split(rb"\r?\n\r?\n|\r\r", window, maxsplit=1)[0]
    if b"\r" in head and b"\n" not in head:
        head = head.replace(b"\r", b"\n")
    named = _DATE_ANY_CASE.search(b"\n" + head)
    if named:
        found = _time_at(b"\n" + head, named.end())
        if found:
            return found
    received = head.find(b"Received:")
    if received >= 0:
        mark = head.find(b";", received, received + 2000)
        if mark >= 0:
            found = _time_at(head, mark + 1)
            if found:
                return found
    if head.startswith(b"From "):
        line = _ASCTIME.search(head.split(b"\n", 1)[0])
        if line:
            month, day, hour, minute, second, year = line.groups()
            return _seconds(int(year), month, int(day), (int(hour), int(minute), int(second or 0)), 0)
    return 0.0


def _time_at(data: bytes, position: int) -> float:
    found = _DATE.match(data, position, position + 120)
    if found:
        day, month, year, hour, minute, second, sign, off_hours, off_minutes, zone = found.groups()
        offset = 0
        if sign:
            offset = (int(off_hours) * 60 + int(off_minutes)) * (-60 if sign == b"-" else 60)
        elif zone:
            offset = _ZONES.get(zone, 0) * 3600
        number = int(year)
        if len(year) == 2:
            number += 1900 if number > 68 else 2000
        return _seconds(number, month, int(day), (int(hour), int(minute), int(second or 0)), offset)
    from email.utils import parsedate_tz  # slow to import, and needed for odd dates alone

    line_end = data.find(b"\n", position, position + 200)
    text = data[position : line_end if line_end > 0 else position + 200].decode("latin-1").strip()
    parsed = None
    try:
        parsed = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        return 0.0
    if parsed is None or max(abs(number) for number in parsed[:6]) > 9999:
        return 0.0
    name = b"jan feb mar apr may jun jul aug sep oct nov dec".split()[(parsed[1] - 1) % 12]
    return _seconds(parsed[0], name, parsed[2], (parsed[3], parsed[4], parsed[5]), parsed[9] or 0)


def _seconds(year: int, month: bytes, day: int, clock: tuple[int, int, int], offset: int) -> float:
    return max(0.0, _day_start(year, month, day) + clock[0] * 3600 + clock[1] * 60 + clock[2] - offset)


@lru_cache(4096)
def _day_start(year: int, month: bytes, day: int) -> float:
    """Seconds since 1970 at a day's midnight UTC; far below zero for what is no day."""
    try:
        return (date(year, _MONTHS[month.lower()], day).toordinal() - 719163) * 86400.0
    except (ValueError, KeyError):
        return -1e15


def looks_like_mail(head: bytes) -> bool:
    """Whether bytes without a telling name begin like a mail: header lines from the first line on, two of them known
    mail headers, one of these a header that only mails have."""
    head = head.lstrip(b"\xef\xbb\xbf \r\n")
    if head.startswith((b"From ", b">From ")):
        head = head.partition(b"\n")[2]
    if not _HEADER.match(head):
        return False
    block = re.split(rb"\r?\n\r?\n|\r\r", head, maxsplit=1)[0]
    if b"\r" in block and b"\n" not in block:
        block = block.replace(b"\r", b"\n")
    known = _MAIL_HEADER.findall(block)
    return len(known) >= 2 and any(_PLAIN_HEADER.match(name) for name in known)


def raw_mail(path: str, data: bytes, labels: tuple[str, ...] = (), boxed: bool = False) -> Found:
    """A mail's value from its bytes, or why there is none. `boxed`: the bytes stood in an mbox, so its first line and
    its quoting of "From " are taken off."""
    start, end = 0, len(data)
    if data.startswith(b"From "):
        start = data.find(b"\n") + 1 or data.find(b"\r") + 1 or end
    if boxed and end > start and data.endswith(b"\n"):
        # The empty line before the next "From " line belongs to the mbox.
        end -= 2 if data.endswith(b"\r\n") else 1
    data = data[start:end]
    if boxed and b">From " in data:
        data = _QUOTED_FROM.sub(b"", data)
    if not data[:64].strip() and not data.strip():
        return Refused(path, "skipped", EMPTY)
    stop = data.find(b"\n\n", 0, HEADER_WINDOW)
    head = data[: stop if stop >= 0 else HEADER_WINDOW]
    if b"\nX-Mozilla-Status:" in head or head.startswith(b"X-Mozilla-Status:"):
        status = _MOZILLA_STATUS.search(head)
        if status and int(status.group(1), 16) & _EXPUNGED:
            return Refused(path, "skipped", DELETED)
    if b"FOLDER INTERNAL DATA" in head and (b"X-IMAP" in head or b"Mail System Internal Data" in head):
        return Refused(path, "skipped", PROGRAM_NOTE)
    if b"X-Gmail-Labels:" in head:
        named = _LABELS.search(head)
        labels += split_labels(decode_header(named.group(1))) if named else ()
    return RawMail(path, data, labels)


def split_labels(text: str) -> tuple[str, ...]:
    """Google's label list as labels: commas part them, quotation marks hold a comma inside."""
    if '"' not in text:
        return tuple(label for piece in text.split(",") if (label := piece.strip()))
    found = (quoted.replace('\\"', '"') or plain.strip() for quoted, plain in _LABEL.findall(text))
    return tuple(label for label in found if label)


def mail_entry(blob: Blob, head: bytes) -> Entry:
    """The one entry of a blob that is one mail."""
    if blob.size > MAX_MAIL_BYTES:
        return refusal(blob.name, TOO_LARGE, size=blob.size)
    return Entry(blob.name, max(blob.size, len(head)), date_guess(head), partial(_load, blob))


def _load(blob: Blob) -> Found:
    data = bytes_or_refusal(blob, blob.name, 0, MAX_MAIL_BYTES + 1)
    if isinstance(data, Refused):
        return data
    if len(data) > MAX_MAIL_BYTES:
        return Refused(blob.name, "skipped", TOO_LARGE)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data[:512] and not data.startswith(b"From ") and not _HEADER.match(data.lstrip()[:100]):
        return Refused(blob.name, "skipped", NOT_A_MESSAGE, "binary")
    return raw_mail(blob.name, data, blob.labels)


def single_mail(blob: Blob) -> Iterator[Entry]:
    """`Reader.entries` for one mail."""
    yield mail_entry(blob, blob.read(0, HEADER_WINDOW))
