"""Opens what a source or a server showed, as it will be stored. One bad mail never hides the others."""

from __future__ import annotations

from sellwright.derive.storing import Read
from sellwright.interactions.failures import CannotRead
from sellwright.interactions.values import Found, RawMail, Refused
from sellwright.interactions.values import Message as MessageValue
from sellwright.mailroom import reading
from sellwright.protocols.files import Entry
from sellwright.settings import Settings


def open_all(entries: list[Entry], settings: Settings) -> list[Read]:
    """Items as they will be stored. Never raises for what an item holds."""
    loaded = [_load(entry) for entry in entries]
    mails = [one for one in loaded if isinstance(one, RawMail)]
    try:
        messages: list[MessageValue | Refused] = list(reading.read_all(mails, settings))
    except Exception:  # one bad mail must never hide the others: one by one, and it becomes a row that says so
        messages = [_read_one(mail, settings) for mail in mails]
    found = iter(zip(messages, mails, strict=True))
    return [
        Read(entry.path, entry.size, *next(found)) if isinstance(one, RawMail) else Read(entry.path, entry.size, one)
        for entry, one in zip(entries, loaded, strict=True)
    ]


def _load(entry: Entry) -> Found:
    try:
        return entry.load()
    except CannotRead as failure:
        return Refused(entry.path, "failed", failure.message)
    except Exception as error:
        return Refused(entry.path, "failed", "could not be read", type(error).__name__)


def _read_one(mail: RawMail, settings: Settings) -> MessageValue | Refused:
    try:
        return reading.read(mail, settings)
    except Exception as error:
        return Refused(mail.path, "failed", "could not be understood", type(error).__name__)
