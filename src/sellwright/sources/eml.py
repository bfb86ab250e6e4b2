"""One mail in one file: .eml, Apple Mail's .emlx, and files of no telling name that begin like a mail."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sellwright.interactions.values import Found, Refused
from sellwright.protocols.disk import single_file
from sellwright.protocols.files import DELETED, MAX_MAIL_BYTES, Blob, Entry, Reader, bytes_or_refusal
from sellwright.protocols.mails import date_guess, looks_like_mail, mail_entry, raw_mail

_EMLX_DELETED = 2  # bit 1 of the flags Apple Mail writes behind the mail


def _recognises(name: str, head: bytes) -> bool:
    lower = name.lower()
    if lower.endswith((".eml", ".emlx", ".mht.eml")):
        return True
    return looks_like_mail(head)


def _entries(blob: Blob) -> Iterator[Entry]:
    head = blob.read(0, 16 * 1024)
    if blob.file_name.lower().endswith(".emlx") and blob.size <= MAX_MAIL_BYTES:
        count, start = _count_line(head)
        if start:
            yield Entry(blob.name, count, date_guess(head, start), partial(_load_emlx, blob))
            return
    yield mail_entry(blob, head)


def _count_line(head: bytes) -> tuple[int, int]:
    """Apple Mail's first line: the mail's bytes, and where the mail begins. (0, 0) when there is no such line."""
    line, newline, _ = head[:64].partition(b"\n")
    if not newline or not line.strip().isdigit():
        return 0, 0
    return int(line), len(line) + 1


def _load_emlx(blob: Blob) -> Found:
    data = bytes_or_refusal(blob, blob.name, 0, MAX_MAIL_BYTES + 1)
    if isinstance(data, Refused):
        return data
    count, start = _count_line(data)
    behind = data[start + count :]
    flags = behind.partition(b"<key>flags</key>")[2][:200].partition(b"<integer>")[2].partition(b"<")[0]
    if flags.strip().isdigit() and int(flags) & _EMLX_DELETED:
        return Refused(blob.name, "skipped", DELETED)
    return raw_mail(blob.name, data[start : start + count], blob.labels)


SOURCE = single_file("eml", "single mail (.eml, .emlx)", 50, Reader(recognises=_recognises, entries=_entries))
