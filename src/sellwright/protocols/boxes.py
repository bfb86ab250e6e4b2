"""The mbox layout: many mails in one file, each behind a line that begins with "From " (RFC 4155, and what programs
really write). Read in stretches of 1 MB, so memory does not grow with the file.

Where a mail begins is decided by the line itself and by what stands around it, because "From " also begins ordinary
sentences and not every program quotes those: see `begins_mail`. Content-Length headers are not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sellwright.interactions.values import Found, Refused
from sellwright.protocols.files import MAX_MAIL_BYTES, TOO_LARGE, Blob, Entry, bytes_or_refusal
from sellwright.protocols.mails import HEADER_WINDOW, date_guess, looks_like_mail, raw_mail

CHUNK = 1024 * 1024
_LINE = 512  # a "From " line is not longer
_MARK = b"\nFrom "
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_ZONE = rb"(?: +(?:[A-Z]{2,5}|[+-]\d{4}))"
_DATED = re.compile(
    rb" (?:" + _DAY + rb",? +" + _MONTH + rb" +\d{1,2} +\d{1,2}:\d\d(?::\d\d)?" + _ZONE + rb"{0,2} +\d{2,4}"
    rb"|" + _DAY + rb",? +\d{1,2}[ -]" + _MONTH + rb"[ -]\d{2,4} +\d{1,2}:\d\d(?::\d\d)?"
    rb"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)" + _ZONE + rb"{0,2}(?: +remote from [!-~]+)?[ \t\r]*$"
)
_SENT_BY = re.compile(rb"From (?:[^\s@]+@[^\s@]+|-|\?\?\?@\?\?\?|MAILER-DAEMON)(?:[ \t\r]|$)")
_HEADER_AFTER = re.compile(
    rb"(?:return-path|received|delivered-to|message-id|date|from|to|subject|mime-version|content-type|status|sender|"
    rb"reply-to|x-[a-z0-9-]{2,60})[ \t]?:|>From ",
    re.I,
)
_TRACE_AFTER = re.compile(
    rb"(?:return-path|received|delivered-to|message-id|date|from|mime-version|status|x-[a-z0-9-]{2,60})[ \t]?:", re.I
)


def begins_mail(data: bytes, at: int, first: bool = False) -> bool:
    """Whether the "From " at `at` begins a mail. It does when the line ends in a date and either an empty line stands
    before it or a header after it; without a date, when there is an empty line before, an address in the line, and a
    header after that only mail programs write. At the start of a file a header after it is enough."""
    end = data.find(b"\n", at, at + _LINE)
    if end < 0:
        return False
    line = data[at:end]
    if _DATED.search(line):
        return first or _blank_before(data, at) or bool(_HEADER_AFTER.match(data, end + 1))
    if first:
        return bool(_HEADER_AFTER.match(data, end + 1))
    return bool(_blank_before(data, at) and _SENT_BY.match(line) and _TRACE_AFTER.match(data, end + 1))


def _blank_before(data: bytes, at: int) -> bool:
    before = data[max(0, at - 3) : at]
    return before.endswith((b"\n\n", b"\n\r\n")) or before in (b"\n", b"\r\n")


def is_box(head: bytes, name: str = "") -> bool:
    """Whether a file's first bytes are those of an mbox. A file called .mbox may begin with something else."""
    start = len(head) - len(head.lstrip(b"\xef\xbb\xbf\r\n \0"))
    if head.startswith(b"From ", start):
        return begins_mail(head, start, first=True)
    if name.lower().endswith((".mbox", ".mbx")) and b"\0" not in head[:512]:
        at = head.find(_MARK)
        while at >= 0:
            if begins_mail(head, at + 1):
                return True
            at = head.find(_MARK, at + 1)
        return looks_like_mail(head)
    return False


def box_entries(blob: Blob) -> Iterator[Entry]:
    """`Reader.entries` for an mbox: one entry a mail, named `name#byte offset`, in file order."""
    for start, size, at in _stretches(blob):
        yield Entry(f"{blob.name}#{start}", size, at, partial(_load, blob, start, size))


def _stretches(blob: Blob) -> Iterator[tuple[int, int, float]]:
    """(offset, bytes, guessed time) of each mail, and of whatever stands before the first."""
    base, buffer, seen = 0, b"", 0
    start, when, opened = 0, 0.0, False
    while True:
        more = blob.read(base + len(buffer), CHUNK)
        last = len(more) < CHUNK
        buffer += more
        if not opened and buffer:
            opened = True
            start = len(buffer) - len(buffer.lstrip(b"\xef\xbb\xbf\r\n \0"))
            when, seen = date_guess(buffer, start), start
        # A mail's first lines must be in hand before it is judged, so the buffer's last stretch waits.
        ready = len(buffer) if last else len(buffer) - HEADER_WINDOW
        at = buffer.find(_MARK, seen, ready)
        while at >= 0:
            if begins_mail(buffer, at + 1):
                yield start, base + at + 1 - start, when
                start, when = base + at + 1, date_guess(buffer, at + 1)
            at = buffer.find(_MARK, at + 1, ready)
        if last and not (more and _more_follows(blob, base + len(buffer))):
            break
        seen = max(seen, min(ready, len(buffer)) - len(_MARK))
        base, buffer, seen = base + max(0, seen - 4), buffer[max(0, seen - 4) :], min(seen, 4)
    if base + len(buffer) > start:
        yield start, base + len(buffer) - start, when


def _more_follows(blob: Blob, offset: int) -> bool:
    return bool(blob.size < 0 and blob.read(offset, 1))


def _load(blob: Blob, start: int, size: int) -> Found:
    path = f"{blob.name}#{start}"
    if size > MAX_MAIL_BYTES:
        return Refused(path, "skipped", TOO_LARGE)
    data = bytes_or_refusal(blob, path, start, size)
    if isinstance(data, Refused):
        return data
    if not data.startswith(b"From ") and not looks_like_mail(data[:HEADER_WINDOW]):
        return Refused(path, "skipped", "text before the first mail")
    return raw_mail(path, data, blob.labels, boxed=True)
