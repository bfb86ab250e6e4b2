"""The book: everything the mailboxes tell, ready to be asked. What commands and, later, pages read from."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sellwright.interactions import addresses
from sellwright.interactions.failures import NothingFound
from sellwright.interactions.people import guess_me
from sellwright.interactions.values import (
    Direction,
    Message,
    Person,
    Relation,
    RelationKind,
    Relationship,
)
from sellwright.mailroom import assembling, cache, codec, following, intake
from sellwright.mailroom.filing import Ours
from sellwright.settings import Settings
from sellwright.today.passages import OwnLetter

DAY = 86_400.0
HORIZON_DAYS = 400.0  # asks and promises older than this are history: they are shown in messages, not followed up
EXAMPLES = 3
LARGE_BYTES = 25_000_000
FIRST_WORDS = 160  # characters
LETTERS_SEARCHED = 20_000  # newest letters of ours in which answers given before are looked for


@dataclass(frozen=True, slots=True)
class Filed:
    """A message with its place in the book."""

    message: Message
    direction: Direction
    thread: str
    parent: str  # id of the message it answers, or ''
    relation: str
    same_id: tuple[str, ...]  # other messages that carry the same Message-ID with another body


@dataclass(frozen=True, slots=True)
class Count:
    """One reason and how often it was met, with a few places where."""

    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What went in and what became of it: `total` = `stored` + skipped + failed."""

    total: int
    stored: int
    skipped: tuple[Count, ...]
    failed: tuple[Count, ...]
    kinds: tuple[tuple[str, int], ...]


class Book:
    """Open it with `open_book`; close it, or use it in a `with`."""

    def __init__(self, connection: sqlite3.Connection, ours: Ours, settings: Settings) -> None:
        self.connection = connection
        self.ours = ours
        self.settings = settings

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.connection.close()

    # -- people ---------------------------------------------------------------------------------------------------

    def find_person(self, words: str) -> Person:
        """The person of an address or a name. NothingFound when there is none, or names all when there are several."""
        wanted = words.strip().lower()
        row = self.connection.execute("SELECT person FROM reached_at WHERE email = ?", (wanted,)).fetchone()
        if row:
            return self._person(row[0])
        pattern = f"%{wanted}%"
        rows = self.connection.execute(
            "SELECT DISTINCT p.key, p.name FROM person p JOIN reached_at r ON r.person = p.key"
            " WHERE lower(p.name) LIKE ? OR r.email LIKE ? ORDER BY p.key LIMIT 9",
            (pattern, pattern),
        ).fetchall()
        exact = [key for key, name in rows if name.lower() == wanted]
        if len(rows) == 1 or len(exact) == 1:
            return self._person(exact[0] if exact else rows[0][0])
        if rows:
            names = ", ".join(f"{name} <{key}>" if name else key for key, name in rows[:8])
            raise NothingFound(
                f"{words!r} fits more than one person: {names}.", "Give the address of the one you mean."
            )
        raise NothingFound(
            f"Nobody called {words!r} is in this mail.", "Give an address or part of a name as it stands there."
        )

    def _person(self, key: str) -> Person:
        row = self.connection.execute(
            "SELECT key, name, addresses, firm, role FROM person WHERE key = ?", (key,)
        ).fetchone()
        return Person(row[0], row[1], tuple(json.loads(row[2])), row[3], bool(row[4]))

    def relationship(self, person: Person, now: float) -> Relationship:
        """Everything between us and one person, as it stood at `now`."""
        following.follow_since(self.connection, now - HORIZON_DAYS * DAY)
        relation = self.connection.execute("SELECT relation FROM person WHERE key = ?", (person.key,)).fetchone()
        rows = self.connection.execute("SELECT body FROM touch WHERE person = ? ORDER BY row", (person.key,))
        followed = self.connection.execute("SELECT body FROM followed WHERE person = ? ORDER BY row", (person.key,))
        bodies = [body for (body,) in rows], [body for (body,) in followed]
        return _relationship(person, read_relation(relation[0]), bodies, now)

    def colleagues(self, person: Person, now: float) -> list[Relationship]:
        """The others at their firm with whom there is anything between us."""
        if not person.firm:
            return []
        keys = self.connection.execute(
            "SELECT key FROM person WHERE firm = ? AND key != ? ORDER BY key LIMIT 50", (person.firm, person.key)
        ).fetchall()
        return [self.relationship(self._person(key), now) for (key,) in keys]

    def relationships(self, now: float) -> Iterator[Relationship]:
        """Everybody outside with whom there is anything, as it stood at `now`, in order of Person.key."""
        following.follow_since(self.connection, now - HORIZON_DAYS * DAY)
        people = self.connection.execute("SELECT key, name, addresses, firm, role, relation FROM person ORDER BY key")
        touches = _Alongside(self.connection.execute("SELECT person, body FROM touch ORDER BY row"))
        followed = _Alongside(self.connection.execute("SELECT person, body FROM followed ORDER BY row"))
        for key, name, reached, firm, role, relation in people:
            bodies = touches.of(key), followed.of(key)
            if bodies[0]:
                person = Person(key, name, tuple(json.loads(reached)), firm, bool(role))
                yield _relationship(person, read_relation(relation), bodies, now)

    def is_mine(self, relationship: Relationship) -> bool:
        """Whether the reader takes part in it, rather than only a colleague whose mail is here too."""
        mine = self.ours.is_me
        return self.ours.whole_firm or any(
            not touch.author or mine(touch.author) or addresses.is_role(touch.author) for touch in relationship.touches
        )

    def first_words(self) -> Mapping[str, str]:
        """By message id, the first words of what was written; looked up when asked."""
        return _FirstWords(self)

    # -- messages -------------------------------------------------------------------------------------------------

    def messages(self) -> Iterator[Filed]:
        """Every stored message, oldest first."""
        twins = self._twins()
        relations = dict(self.connection.execute("SELECT key, relation FROM person"))
        query = (
            "SELECT m.body, f.direction, f.thread, p.id, f.person FROM message m JOIN filing f ON f.n = m.n"
            " LEFT JOIN message p ON p.n = f.parent ORDER BY m.at, m.n"
        )
        for body, direction, thread, parent, person in self.connection.execute(query):
            message = codec.unpack(body)
            relation = read_relation(relations[person]).kind if person in relations else ""
            others = tuple(other for other in twins.get(message.message_id, ()) if other != message.id)
            yield Filed(message, direction, thread, parent or "", relation, others)

    def _twins(self) -> dict[str, tuple[str, ...]]:
        rows = self.connection.execute(
            "SELECT message_id, group_concat(id, ' ') FROM message WHERE message_id != ''"
            " GROUP BY message_id HAVING count(*) > 1"
        )
        return {message_id: tuple(ids.split()) for message_id, ids in rows}

    def messages_with(self, person: Person) -> list[Message]:
        """All mail with one person, oldest first."""
        rows = self.connection.execute(
            "SELECT m.body FROM touch t JOIN message m ON m.n = t.n WHERE t.person = ? ORDER BY t.row", (person.key,)
        )
        return [codec.unpack(row[0]) for row in rows]

    def message(self, message_id: str) -> Message | None:
        """The message with that id."""
        row = self.connection.execute("SELECT body FROM message WHERE id = ?", (message_id,)).fetchone()
        return codec.unpack(row[0]) if row else None

    def our_letters(self, before: float) -> Iterator[tuple[Message, tuple[str, ...]]]:
        """Letters that people of ours wrote to people outside, oldest first, each with its readers (Person.key)."""
        query = (
            "SELECT m.body, group_concat(DISTINCT t.person) FROM message m JOIN filing f ON f.n = m.n"
            " JOIN touch t ON t.n = m.n WHERE f.direction = 'out' AND m.kind = 'human' AND m.at <= ?"
            " GROUP BY m.n ORDER BY m.at, m.n"
        )
        for body, readers in self.connection.execute(query, (before,)):
            yield codec.unpack(body), tuple(readers.split(","))

    def answers_of_ours(self, before: float) -> Iterator[OwnLetter]:
        """Our letters to people outside, newest first, each with the letter it answered: where passages are found."""
        query = (
            "SELECT m.body, group_concat(DISTINCT t.person), p.body FROM message m JOIN filing f ON f.n = m.n"
            " JOIN touch t ON t.n = m.n LEFT JOIN message p ON p.n = f.parent"
            " WHERE f.direction = 'out' AND m.kind = 'human' AND m.at <= ? GROUP BY m.n ORDER BY m.at DESC, m.n LIMIT ?"
        )
        for body, readers, parent in self.connection.execute(query, (before, LETTERS_SEARCHED)):
            yield OwnLetter(codec.unpack(body), tuple(readers.split(",")), codec.unpack(parent) if parent else None)

    def newest_at(self) -> float:
        """When the newest message was sent, in seconds since 1970 UTC; 0.0 when there is none."""
        return float(self.connection.execute("SELECT coalesce(max(at), 0) FROM message").fetchone()[0])

    # -- the account ----------------------------------------------------------------------------------------------

    def account(self) -> Account:
        """What the mailboxes held and what became of it."""
        return account(self.connection)


def account(connection: sqlite3.Connection) -> Account:
    """What the mailboxes held and what became of it."""
    totals = Counter(dict(connection.execute("SELECT outcome, count(*) FROM item GROUP BY outcome").fetchall()))
    kinds = connection.execute("SELECT kind, count(*) FROM message GROUP BY kind ORDER BY 2 DESC, 1").fetchall()
    return Account(
        total=sum(totals.values()),
        stored=totals["stored"],
        skipped=_reasons(connection, "skipped"),
        failed=_reasons(connection, "failed"),
        kinds=tuple((str(kind), int(count)) for kind, count in kinds),
    )


def _reasons(connection: sqlite3.Connection, outcome: str) -> tuple[Count, ...]:
    rows = connection.execute(
        "SELECT reason, count(*) FROM item WHERE outcome = ? GROUP BY reason ORDER BY 2 DESC, 1", (outcome,)
    ).fetchall()
    counts = []
    for reason, count in rows:
        examples = connection.execute(
            "SELECT path, detail FROM item WHERE outcome = ? AND reason = ? ORDER BY n LIMIT ?",
            (outcome, reason, EXAMPLES),
        )
        counts.append(Count(reason, count, tuple(f"{path}: {detail}" if detail else path for path, detail in examples)))
    return tuple(counts)


def is_new_and_large(paths: list[Path], settings: Settings) -> bool:
    """Whether reading these will take a while: never read before, and more than a few thousand messages."""
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return size > LARGE_BYTES and not _cache_file(paths, settings).exists()


def _cache_file(paths: list[Path], settings: Settings) -> Path:
    return cache.file_for(paths, f"{settings.ask_threshold}|{settings.promise_threshold}")


def open_account(
    paths: list[Path], settings: Settings, progress: intake.Progress = lambda items, done, total: None
) -> Account:
    """Read mailboxes and say what became of each item, without putting the book together."""
    connection = cache.connect(_cache_file(paths, settings))
    try:
        intake.take_in(connection, paths, settings, progress)
        return account(connection)
    finally:
        connection.close()


def open_book(
    paths: list[Path],
    me: list[str],
    settings: Settings,
    progress: intake.Progress = lambda items, done, total: None,
    newest: int = 0,
    corrections: Mapping[str, RelationKind] | None = None,
) -> Book:
    """Read mailboxes (only what is new since the last time) and put the book together.

    `me` holds addresses or '@firm.com'; empty: guessed from the mail, and `Book.ours.why` says how. Raises CannotRead
    when a mailbox cannot be read and NothingFound when it holds no mail at all.
    """
    connection = cache.connect(_cache_file(paths, settings))
    try:
        intake.take_in(connection, paths, settings, progress, newest)
        if not connection.execute("SELECT 1 FROM message LIMIT 1").fetchone():
            total = connection.execute("SELECT count(*) FROM item").fetchone()[0]
            names = ", ".join(str(path) for path in paths)
            raise NothingFound(
                f"There is no mail in {names} ({total} items, none of them a message).",
                "Run `sellwright check` on it to see what each item is.",
            )
        ours = Ours.of(me) if me else _guess(connection)
        assembling.assemble(connection, ours, settings, corrections or {})
    except BaseException:
        connection.close()
        raise
    return Book(connection, ours, settings)


def _guess(connection: sqlite3.Connection) -> Ours:
    """Who the reader is, from whose mail this looks like."""
    counts: dict[str, list[int]] = {}
    email = dict(connection.execute("SELECT n, email FROM address").fetchall())
    for sender, recipients, copied, delivered, marks in connection.execute(
        "SELECT sender, recipients, copied, delivered, marks FROM message"
    ):
        counts.setdefault(email[sender], [0, 0, 0])[0] += 1
        for n in (*recipients.split(), *copied.split()):
            counts.setdefault(email[int(n)], [0, 0, 0])[1] += 1
        if delivered:
            counts.setdefault(delivered, [0, 0, 0])[2] += 1
        if "sent_label" in marks:
            counts[email[sender]][2] += 1
    counts.pop("", None)
    me, why = guess_me((address, n[0], n[1], n[2]) for address, n in counts.items())
    return Ours.of(list(me), why)


def read_relation(text: str) -> Relation:
    """A Relation from its stored JSON."""
    row: dict[str, Any] = json.loads(text)
    return Relation(**{**row, "evidence": tuple(row["evidence"]), "ids": tuple(row["ids"])})


class _FirstWords(Mapping[str, str]):
    """The first sentence or so of a letter, by its id."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __getitem__(self, message_id: str) -> str:
        message = self.book.message(message_id)
        if message is None:
            raise KeyError(message_id)
        return " ".join((message.verdict.inside_text or message.new_text).split())[:FIRST_WORDS]

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self.book.connection.execute("SELECT id FROM message"))

    def __len__(self) -> int:
        return int(self.book.connection.execute("SELECT count(*) FROM message").fetchone()[0])


class _Alongside:
    """Rows in order of person, taken person by person beside another walk in the same order."""

    def __init__(self, rows: Iterator[tuple[str, str]]) -> None:
        self.rows = rows
        self.next = next(rows, None)

    def of(self, person: str) -> list[str]:
        found = []
        while self.next and self.next[0] <= person:
            if self.next[0] == person:
                found.append(self.next[1])
            self.next = next(self.rows, None)
        return found


def _relationship(person: Person, relation: Relation, bodies: tuple[list[str], list[str]], now: float) -> Relationship:
    """`bodies`: packed touches, and what was asked and promised. A replayed day does not know what came after it, but
    for meetings: those are known ahead."""
    held = map(codec.unpack_touch, bodies[0])
    touches = tuple(touch for touch in held if touch.at <= now or touch.channel == "meeting")
    asked, promised = following.read(bodies[1], now, now - HORIZON_DAYS * DAY) if bodies[1] else ((), ())
    return Relationship(person, relation, touches, asked, promised)


__all__ = ["Account", "Book", "Count", "Filed", "account", "open_account", "open_book", "read_relation"]
