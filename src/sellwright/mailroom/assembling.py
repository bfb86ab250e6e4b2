"""Puts the book together: who is who, which thread, which way, what each message was as a touch, who they are to us.

Runs over the whole cache whenever a mailbox or `--me` changed, and keeps what it found in the same file. Messages
pass through one at a time; memory grows with people and threads only.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from sellwright.interactions.people import PeopleBook
from sellwright.interactions.threads import Threader, Threads
from sellwright.interactions.values import Address, Call, Chat, Meeting, RelationKind, Side, Touch
from sellwright.mailroom import cache, codec, following, reaching
from sellwright.mailroom.dossiers import Dossiers
from sellwright.mailroom.filing import Filer, Ours, Row
from sellwright.settings import Settings

ASSEMBLY_VERSION = 3
_BATCH = 2000

_SCHEMA = """
DROP TABLE IF EXISTS person;
DROP TABLE IF EXISTS reached_at;
DROP TABLE IF EXISTS filing;
DROP TABLE IF EXISTS touch;
DROP TABLE IF EXISTS loose_touch;
CREATE TABLE person (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, addresses TEXT NOT NULL, firm TEXT NOT NULL, role INTEGER NOT NULL,
  relation TEXT NOT NULL, merged TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE reached_at (email TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE filing (
  n INTEGER PRIMARY KEY, thread TEXT NOT NULL, parent INTEGER, direction TEXT NOT NULL, person TEXT NOT NULL
);
CREATE TABLE loose_touch (
  person TEXT NOT NULL, at REAL NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL, found TEXT NOT NULL
);
CREATE TABLE touch (
  row INTEGER PRIMARY KEY, person TEXT NOT NULL, at REAL NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL,
  found TEXT NOT NULL
);
"""
_ROWS = "SELECT n, id, at, sender, recipients, copied, kind, words, found, marks FROM message ORDER BY at, n"
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def assemble(
    connection: sqlite3.Connection, ours: Ours, settings: Settings, corrections: Mapping[str, RelationKind]
) -> None:
    """Derive everything anew in one transaction, unless it stands there already for the same mail and the same us."""
    mark = f"{cache.version()}/{ASSEMBLY_VERSION}|{sorted(ours.me)}|{sorted(ours.domains)}|{ours.whole_firm}"
    mark += f"|{sorted(corrections.items())}|"
    mark += str(connection.execute("SELECT count(*), coalesce(max(n), 0), total(crc) FROM item").fetchone())
    if cache.meta(connection, "assembled") == mark:
        return
    connection.executescript(_SCHEMA + following.SCHEMA)
    cache.set_meta(connection, "followed since", "")
    connection.execute("BEGIN IMMEDIATE")
    try:
        _Assembly(connection, ours).run(Dossiers(ours, corrections, settings))
        cache.set_meta(connection, "assembled", mark)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


class _Assembly:
    def __init__(self, connection: sqlite3.Connection, ours: Ours) -> None:
        self.connection = connection
        self.ours = ours
        self.email = self._emails()
        self.keys: dict[str, str] = {}

    def _emails(self) -> list[str]:
        """Address number -> e-mail."""
        top = self.connection.execute("SELECT coalesce(max(n), 0) FROM address").fetchone()[0]
        emails = [""] * (top + 1)
        for n, email in self.connection.execute("SELECT n, email FROM address"):
            emails[n] = email
        return emails

    def run(self, dossiers: Dossiers) -> None:
        numbers, threads = self._threads()
        self._who_is_who(threads)
        self._file(numbers, threads, dossiers)
        self._events(dossiers)
        self.connection.execute(
            "INSERT INTO touch (person, at, n, body, found) SELECT person, at, n, body, found FROM loose_touch"
            " ORDER BY person, at, n"
        )
        self.connection.execute("DROP TABLE loose_touch")
        self.connection.execute("CREATE INDEX touch_person ON touch (person)")
        self._relations(dossiers)

    def _threads(self) -> tuple[array[int], Threads]:
        """Message numbers in order of time, and the threads of that order."""
        threader = Threader()
        numbers = array("q")
        query = "SELECT n, message_id, parents, subject, at, sender, recipients FROM message ORDER BY at, n"
        for n, message_id, parents, subject, at, sender, recipients in self.connection.execute(query):
            people = [self.email[sender], *(self.email[int(r)] for r in recipients.split()[:5])]
            threader.add(message_id, parents.split(), subject, (at, people))
            numbers.append(n)
        return numbers, threader.finish()

    def _who_is_who(self, threads: Threads) -> None:
        book = PeopleBook()
        known = {n: Address(*rest) for n, *rest in self.connection.execute("SELECT n, email, name FROM address")}
        query = "SELECT at, sender, recipients, copied, reply, kind FROM message ORDER BY at, n"
        for row, (at, sender, recipients, copied, reply, kind) in enumerate(self.connection.execute(query)):
            if known[sender].email:
                book.see(known[sender], at, threads.thread(row))
            for n in (*recipients.split(), *copied.split()):
                if known[int(n)].email:
                    book.see(known[int(n)], at)
            if reply and kind == "human" and known[reply].email and known[sender].email:
                book.same(known[sender].email, known[reply].email, "Reply-To")
        reaching.join(self.connection, book, known.values())
        self.people = book.finish()
        for person in self.people.people():
            for email in person.addresses:
                self.keys[email] = person.key

    def _key(self, email: str) -> str:
        return self.keys.get(email, email)

    def _file(self, numbers: array[int], threads: Threads, dossiers: Dossiers) -> None:
        filer = Filer(self.ours, self._key, self._names_me)
        filings: list[tuple[int, str, int | None, str, str]] = []
        touches: list[tuple[str, float, int, str, str]] = []
        read = self.connection.cursor()
        for index, (n, row, found) in enumerate(self._rows(read, threads)):
            filed = filer.file(row)
            dossiers.add(row, filed)
            above = threads.parent(index)
            other = filed.touches[0].person if filed.touches else ""
            filings.append((n, row.thread, numbers[above] if above >= 0 else None, filed.direction, other))
            touches += [(touch.person, touch.at, n, codec.pack_touch(touch), found) for touch in filed.touches]
            if len(filings) >= _BATCH:
                self._write(filings, touches)
        self._write(filings, touches)

    def _rows(self, cursor: sqlite3.Cursor, threads: Threads) -> Iterator[tuple[int, Row, str]]:
        emails = self.email
        for index, columns in enumerate(cursor.execute(_ROWS)):
            n, message, at, sender, recipients, copied, kind, words, found, marks = columns
            asks, acts = 0, ()
            kept = ""
            if found:
                asked, promised, done = json.loads(found)
                asks, acts = len(asked), tuple(name for name, _ in done)
                kept = found if asked or promised else ""
            yield n, Row(
                n, message, at, emails[sender], tuple(emails[int(r)] for r in recipients.split()),
                tuple(emails[int(c)] for c in copied.split()), kind, words, asks, acts,
                frozenset(marks.split()), threads.thread(index),
            ), kept  # fmt: skip

    def _names_me(self, row: Row) -> bool:
        """Whether a letter that only copies us greets or names us: then it is addressed to us all the same."""
        body = self.connection.execute("SELECT body FROM message WHERE n = ?", (row.n,)).fetchone()
        opening = codec.unpack(body[0]).new_text[:200].lower() if body else ""
        names = {name.partition(" ")[0].lower() for email in self.ours.me for name in self._names_of(email)}
        return any(len(name) > 2 and name in opening for name in names)

    def _names_of(self, email: str) -> list[str]:
        rows = self.connection.execute("SELECT name FROM address WHERE email = ? AND name != ''", (email,))
        return [row[0] for row in rows]

    def _write(
        self, filings: list[tuple[int, str, int | None, str, str]], touches: list[tuple[str, float, int, str, str]]
    ) -> None:
        self.connection.executemany("INSERT INTO filing VALUES (?, ?, ?, ?, ?)", filings)
        self.connection.executemany("INSERT INTO loose_touch VALUES (?, ?, ?, ?, ?)", touches)
        filings.clear()
        touches.clear()

    def _events(self, dossiers: Dossiers) -> None:
        read = self.connection.cursor()
        for n, body in read.execute("SELECT n, body FROM event ORDER BY at, n"):
            touches = list(self._touches_of(codec.unpack_event(body)))
            dossiers.add_event(touches)
            rows = [(touch.person, touch.at, n, codec.pack_touch(touch), "") for touch in touches]
            self.connection.executemany("INSERT INTO loose_touch VALUES (?, ?, ?, ?, ?)", rows)

    def _touches_of(self, event: Meeting | Call | Chat) -> Iterator[Touch]:
        if isinstance(event, Meeting):
            yield from self._meeting(event)
        elif isinstance(event, Call):
            minutes = event.minutes if event.answered else 0.0
            yield Touch(
                event.id, event.at.timestamp(), event.side, self._key(event.other.email), "call", minutes=minutes
            )
        else:
            mine = self.ours.has(event.sender.email) or self._is_my_name(event.sender.name)
            others = [event.sender] if not mine else [a for a in event.to if not self._is_my_name(a.name)]
            for address in others[:5]:
                yield Touch(
                    event.id, event.at.timestamp(), "us" if mine else "them", self._key(address.email), "chat",
                    thread=event.conversation, asks=event.text.count("?"),
                )  # fmt: skip

    def _is_my_name(self, name: str) -> bool:
        mine = {known.lower() for email in self.ours.me for known in self._names_of(email)}
        return bool(name) and name.lower() in mine

    def _meeting(self, meeting: Meeting) -> Iterator[Touch]:
        """One touch a person of theirs. Cancelled ones did not happen; nor what they, or all of ours, declined."""
        if meeting.cancelled or meeting.all_day:
            return
        came = [a.address.email for a in meeting.attendees if a.answer != "declined"]
        organiser = meeting.organiser.email if meeting.organiser else ""
        everybody = list(dict.fromkeys(email for email in [organiser, *came] if email))
        theirs = list(dict.fromkeys(self._key(email) for email in everybody if not self.ours.has(email)))
        ours = sum(self.ours.has(email) for email in everybody)
        if not ours and any(self.ours.has(a.address.email) for a in meeting.attendees):
            return
        minutes = (meeting.end_at - meeting.start_at).total_seconds() / 60
        side: Side = "us" if not organiser or self.ours.has(organiser) else "them"
        for person in theirs[:20]:
            yield Touch(
                meeting.id, meeting.start_at.timestamp(), side, person, "meeting", minutes=minutes, ours=max(ours, 1),
                author=next((email for email in everybody if self.ours.is_me(email)), ""),
            )  # fmt: skip

    def _relations(self, dossiers: Dossiers) -> None:
        """One row a person who is not of ours, with who they are to us."""
        dossiers.close(lambda key: self.people.person(key).firm)
        rows = []
        emails = []
        for person in self.people.people():
            relation = dossiers.relation(person)
            merged = _dumps(list(self.people.evidence(person.key)))
            rows.append(
                (
                    person.key,
                    person.name,
                    _dumps(person.addresses),
                    person.firm,
                    person.role,
                    _dumps(asdict(relation)),
                    merged,
                )
            )
            emails += [(email, person.key) for email in person.addresses]
        self.connection.executemany("INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self.connection.executemany("INSERT OR REPLACE INTO reached_at VALUES (?, ?)", emails)
