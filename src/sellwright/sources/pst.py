"""Outlook's .pst and .ost, read by libpff (the optional part `pst`).

A .pst keeps no mail as it came. It keeps the headers of what was received, the texts, and the attachments; from these a
mail is put together again. What Outlook sent itself has no headers there: they are made from its own fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from functools import partial
from typing import Any

from sellwright.interactions.failures import CannotRead, ExtraNeeded
from sellwright.interactions.mime import decode_bytes
from sellwright.interactions.values import Found, RawMail, Refused
from sellwright.protocols.disk import BlobFile, shown, single_file, sized
from sellwright.protocols.files import (
    DAMAGED,
    MAX_MAIL_BYTES,
    NOT_A_MESSAGE,
    TOO_LARGE,
    Blob,
    Entry,
    Names,
    Reader,
    refusal,
)
from sellwright.protocols.mails import looks_like_mail

_MOST_LEVELS = 60
_STRUCTURE = ("content-type", "content-transfer-encoding", "mime-version", "content-length")
_CLASS, _EMAIL, _ADDRESS, _RECIPIENTS = 0x001A, 0x5D01, 0x0C1F, (("To", 0x0E04), ("Cc", 0x0E03))
_MESSAGE_ID, _REPLY_TO_ID = 0x1035, 0x1042


def _recognises(name: str, head: bytes) -> bool:
    return head.startswith(b"!BDN")


def _entries(blob: Blob) -> Iterator[Entry]:
    try:
        import pypff
    except ImportError as error:
        raise ExtraNeeded(
            f"{blob.name} is an Outlook file, and the part that reads it is not installed.",
            "Install it with: pip install 'sellwright[pst]'",
        ) from error
    book = pypff.file()
    try:
        book.open_file_object(BlobFile(sized(blob)))
        root = book.get_root_folder()
    except (OSError, RuntimeError, MemoryError) as error:
        raise CannotRead(
            f"{blob.name} is damaged: the Outlook file cannot be opened.",
            "Repair it with Outlook's scanpst, or copy it again while Outlook is closed.",
        ) from error
    if root is not None:
        # `book` travels with every entry: libpff's messages are void once their file is closed.
        yield from _folder(root, (blob.name, ""), book, 0)


def _folder(folder: Any, place: tuple[str, str], book: Any, level: int) -> Iterator[Entry]:
    file, above = place
    for number in range(_asked(folder.get_number_of_sub_messages, 0)):
        name = f"{file}#{above}{number}"
        try:
            message = folder.get_sub_message(number)
            at = message.get_delivery_time() or message.get_client_submit_time()
        except (OSError, RuntimeError, ValueError) as error:
            yield refusal(name, DAMAGED, str(error))
            continue
        seconds = at.replace(tzinfo=UTC).timestamp() if at and at.year > 1970 else 0.0
        yield Entry(name, 0, seconds, partial(_load, message, name, above, book))
    names = Names()
    for number in range(_asked(folder.get_number_of_sub_folders, 0)):
        try:
            child = folder.get_sub_folder(number)
            called = names.once(shown(child.get_name() or str(number)).replace("/", "_"))
        except (OSError, RuntimeError, ValueError) as error:
            yield refusal(f"{file}#{above}{number}/", DAMAGED, str(error))
            continue
        if level < _MOST_LEVELS:
            yield from _folder(child, (file, f"{above}{called}/"), book, level + 1)


def _asked(ask: Any, instead: Any) -> Any:
    """What libpff answers, or `instead` where the file is damaged in that place."""
    try:
        answer = ask()
    except (OSError, RuntimeError, ValueError, UnicodeError):
        return instead
    return instead if answer is None else answer


def _load(message: Any, name: str, above: str, book: Any) -> Found:
    try:
        return _mail(message, name, above)
    except (OSError, RuntimeError, ValueError) as error:  # libpff, in a damaged place of the file
        return Refused(name, "failed", DAMAGED, str(error)[:200])


def _mail(message: Any, name: str, above: str) -> Found:
    kind = _property(message, _CLASS)
    if kind and not kind.upper().startswith(("IPM.NOTE", "REPORT.IPM", "IPM.SCHEDULE")):
        return Refused(name, "skipped", NOT_A_MESSAGE, kind[:60])
    attachments = _attachments(message)
    if attachments is None:
        return Refused(name, "skipped", TOO_LARGE)
    data = mail_bytes(message, attachments)
    labels = tuple(part for part in above.rstrip("/").split("/")[-1:] if part and part.lower() != "inbox")
    return RawMail(name, data, labels)


def _attachments(message: Any) -> list[tuple[str, bytes]] | None:
    """(name, bytes) of each attachment; None when together they are over the limit."""
    found, total = [], 0
    for number in range(_asked(message.get_number_of_attachments, 0)):
        attachment = _asked(partial(message.get_attachment, number), None)
        size = _asked(attachment.get_size, 0) if attachment is not None else 0
        total += size
        if total > MAX_MAIL_BYTES:
            return None
        if attachment is not None:
            called = _asked(attachment.get_long_filename, "") if hasattr(attachment, "get_long_filename") else ""
            found.append((called or f"attachment-{number}", _asked(partial(attachment.read_buffer, size), b"")))
    return found


def mail_bytes(message: Any, attachments: list[tuple[str, bytes]]) -> bytes:
    """A mail (RFC 5322) from what Outlook kept: the headers as received, its texts, its attachments."""
    from email.message import Message
    from email.mime.application import MIMEApplication
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    texts: list[Message] = []
    plain, marked = _asked(message.get_plain_text_body, b""), _asked(message.get_html_body, b"")
    if plain or not marked:
        texts.append(MIMEText(_text(plain), "plain", "utf-8"))
    if marked:
        texts.append(MIMEText(_text(marked), "html", "utf-8"))
    body: Message = texts[0] if len(texts) == 1 else MIMEMultipart("alternative", _subparts=texts)
    if attachments:
        body = MIMEMultipart("mixed", _subparts=[body])
        for called, data in attachments:
            part = MIMEApplication(data)
            part.add_header("Content-Disposition", "attachment", filename=called)
            body.attach(part)
    return _headers(message) + b"\n" + body.as_bytes()


def _headers(message: Any) -> bytes:
    """The header lines but those of the body's structure, which is a new one; each ends in a line end."""
    stated = _text(_asked(message.get_transport_headers, "")).replace("\r\n", "\n").strip("\n") + "\n"
    # The blank line that parts headers from the body must not come early.
    stated = stated.partition("\n\n")[0].rstrip("\n") + "\n"
    if not looks_like_mail(stated.encode("utf-8", "replace")):
        stated = _own_headers(message)
    kept, dropping = [], False
    for line in stated.split("\n"):
        if line[:1] not in (" ", "\t"):
            dropping = line.partition(":")[0].strip().lower() in _STRUCTURE
        if line.strip() and not dropping:
            kept.append(line)
    return "\n".join(kept).encode("utf-8", "replace")


def _own_headers(message: Any) -> str:
    from email.utils import format_datetime, formataddr

    sender = formataddr((_line(_asked(message.get_sender_name, "")), _property(message, _EMAIL, _ADDRESS)), "utf-8")
    lines = [f"From: {sender}"]
    lines += [f"{header}: {_property(message, number)}" for header, number in _RECIPIENTS if _property(message, number)]
    at = _asked(message.get_client_submit_time, None) or _asked(message.get_delivery_time, None)
    if at:
        lines.append(f"Date: {format_datetime(at.replace(tzinfo=UTC))}")
    lines.append(f"Subject: {_line(_asked(message.get_subject, ''))}")
    for header, number in (("Message-ID", _MESSAGE_ID), ("In-Reply-To", _REPLY_TO_ID)):
        value = _property(message, number)
        if value:
            lines.append(f"{header}: {value}")
    return "\n".join(lines)


def _property(message: Any, *numbers: int) -> str:
    """A text property by its number, the first of several that is there; ''."""
    for index in range(_asked(message.get_number_of_record_sets, 0)):
        record = _asked(partial(message.get_record_set, index), None)
        for entry in record.entries if record is not None else ():
            if entry.entry_type in numbers and entry.data:
                return _line(_asked(entry.get_data_as_string, ""))
    return ""


def _line(text: str | bytes) -> str:
    return " ".join(_text(text).replace("\0", "").split())


def _text(text: str | bytes) -> str:
    return decode_bytes(text) if isinstance(text, bytes) else text or ""


SOURCE = single_file(
    "pst", "Outlook .pst (with pip install 'sellwright[pst]')", 16, Reader(recognises=_recognises, entries=_entries)
)
