"""Tries an account before anything of it is kept: connects, signs in, asks for folders, reads one head."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sellwright import outbound
from sellwright.capture.failures import CaptureError, SignInAgain, TryLater
from sellwright.capture.imap_session import Session
from sellwright.capture.imap_sign_in import Door
from sellwright.capture.imap_wire import Cut
from sellwright.capture.readers import reader_of
from sellwright.capture.reading import Found
from sellwright.store.models import Account

COUNT_SECONDS = 6.0  # for counting; what is not counted by then stays uncounted
MOST_COUNTED = 40  # folders


@dataclass(frozen=True, slots=True)
class Seen:
    """A folder as it was found; `messages` where the server counts."""

    found: Found
    messages: int | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What was found. `since[i]` is how many messages of the folders read at first came on the i-th day asked for or
    later; None where the server did not say in time."""

    folders: tuple[Seen, ...]
    since: tuple[int | None, ...] = ()

    @property
    def messages(self) -> int | None:
        """Messages in the folders that are read at first."""
        known = [one.messages for one in self.folders if one.found.is_read_at_first and one.messages is not None]
        return sum(known) if known else None


def mailbox(door: Door, days: Sequence[date] = (), *, allowed: outbound.Reach | None = None) -> Tried:
    """Tries an IMAP mailbox. Raises CaptureError, with a sentence for the person."""
    session = Session.open(door, allowed or outbound.reach())
    try:
        folders = [Seen(one.found) for one in session.folders()]
        _read_one(session, folders)
        until = time.monotonic() + COUNT_SECONDS
        counted = _counted(session, folders)
        return Tried(counted, _since(session, counted, days, until))
    except Cut as failure:
        raise TryLater("The line broke while we were looking.", "Try once more.") from failure
    finally:
        session.close()


def other(account: Account) -> Tried:
    """Tries an account of another kind, not kept yet, by what reads it: it shows its folders or calendars."""
    reader = reader_of(account)
    try:
        return Tried(tuple(Seen(one) for one in reader.folders()))
    finally:
        reader.close()


def _read_one(session: Session, folders: Sequence[Seen]) -> None:
    """One message's head, where there is one: a server that lists folders and lets nobody read is found out now."""
    if not folders:
        raise SignInAgain("The server let us in and shows no folder.", "Check that this is the right account.")
    inbox = next((one for one in folders if one.found.role == "inbox"), folders[0])
    counts = session.select(inbox.found.name)
    if counts.messages > 0:
        newest = session.numbers(b"*")[-1:] or session.numbers()[-1:]
        session.heads(b"%d" % newest[0], 1) if newest else []


def _counted(session: Session, folders: Sequence[Seen]) -> tuple[Seen, ...]:
    wanted = [one.found.name for one in folders[:MOST_COUNTED]]
    try:
        counts = session.count(wanted)
    except CaptureError:
        return tuple(folders)
    return tuple(
        replace(one, messages=counts[one.found.name].messages)
        if one.found.name in counts and counts[one.found.name].messages >= 0 else one
        for one in folders
    )  # fmt: skip


def _since(session: Session, folders: Sequence[Seen], days: Sequence[date], until: float) -> tuple[int | None, ...]:
    sums: list[int | None] = [0] * len(days)
    for one in folders:
        if not one.found.is_read_at_first or one.messages == 0:
            continue
        if time.monotonic() > until or one.messages is None:
            return (None,) * len(days)
        try:
            session.select(one.found.name)
            for place, day in enumerate(days):
                found = len(session.numbers(b"SINCE " + _day(day)))
                held = sums[place]
                sums[place] = None if held is None else held + found
        except CaptureError:
            return (None,) * len(days)
    return tuple(sums)


def _day(day: date) -> bytes:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # in any locale
    return f"{day.day}-{months[day.month - 1]}-{day.year}".encode()
