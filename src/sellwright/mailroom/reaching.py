"""Joins telephone numbers and chat names to the people of the mail: by the number in a signature, or by a full name
that only one person bears. Everything else stays a person of its own: rather two entries than one wrong one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sellwright.interactions import names
from sellwright.interactions.people import PeopleBook
from sellwright.interactions.values import Address, Call, Chat, Meeting, Message
from sellwright.mailroom import codec

SCHEMA = "CREATE TABLE phone (digits TEXT NOT NULL, email TEXT NOT NULL, PRIMARY KEY (digits, email)) WITHOUT ROWID;"
LAST_DIGITS = 9  # enough to tell numbers apart, few enough that +49 30 and 030 meet
AFTER_ALL_MAIL = 4e9  # seconds: a number is seen after every mail, so that a person's key stays a mail address


def keep_numbers(connection: sqlite3.Connection, messages: Iterable[Message]) -> None:
    """Note the telephone numbers in the letters' signatures as their senders'."""
    rows = {
        (digits(fact.value), message.sender.email)
        for message in messages
        if message.sender.email
        for fact in message.facts
        if fact.name in ("phone", "mobile")
    }
    connection.executemany("INSERT OR IGNORE INTO phone VALUES (?, ?)", [row for row in sorted(rows) if row[0]])


def digits(number: str) -> str:
    """The last nine digits of a number; '' when there are fewer than seven."""
    found = "".join(filter(str.isdigit, number.replace("(0)", "")))
    return found[-LAST_DIGITS:] if len(found) >= 7 else ""


def people_in(event: Meeting | Call | Chat) -> list[Address]:
    """Everybody a meeting, call or chat line names."""
    if isinstance(event, Meeting):
        return [*([event.organiser] if event.organiser else []), *(a.address for a in event.attendees)]
    return [event.other] if isinstance(event, Call) else [event.sender, *event.to]


def join(connection: sqlite3.Connection, book: PeopleBook, mail: Iterable[Address]) -> None:
    """Show the people of meetings, calls and chats to the book, with the reason why one is somebody known by mail."""
    rows = [body for (body,) in connection.execute("SELECT body FROM event ORDER BY at, n")]
    if not rows:
        return
    by_number: dict[str, set[str]] = {}
    for found, email in connection.execute("SELECT digits, email FROM phone ORDER BY digits, email"):
        by_number.setdefault(found, set()).add(email)
    by_name: dict[str, set[str]] = {}
    for address in mail:
        full = names.fold(names.clean(address.name))
        if " " in full:
            by_name.setdefault(full, set()).add(address.email)
    joined: set[Address] = set()
    for body in rows:
        for address in people_in(codec.unpack_event(body)):
            book.see(address, AFTER_ALL_MAIL)
            scheme, colon, rest = address.email.partition(":")
            if not colon or address in joined:
                continue
            joined.add(address)
            same = by_number.get(digits(rest), set()) if scheme == "tel" else set()
            why = "the number in their signature"
            if len(same) != 1:
                same, why = by_name.get(names.fold(names.clean(address.name)), set()), "the same full name"
            if len(same) == 1:
                book.same(next(iter(same)), address.email, why, certain=True)
