"""Follows up what was asked and promised: once for a book, as far back as a day needs, so that it is quick to plan.

What came of each ask and promise is kept with the time of its evidence: a replayed day does not see evidence that came
after it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sellwright.interactions.values import Ask, Pledge, Question, Touch
from sellwright.mailroom import cache, codec
from sellwright.measures import pledges

SCHEMA = """
DROP TABLE IF EXISTS followed;
CREATE TABLE followed (row INTEGER PRIMARY KEY, person TEXT NOT NULL, body TEXT NOT NULL);
"""
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def follow_since(connection: sqlite3.Connection, since: float) -> None:
    """See that everything asked and promised from `since` on (seconds since 1970 UTC) is followed up."""
    mark = cache.meta(connection, "followed since")
    if mark and float(mark) <= since:
        return
    connection.executescript(SCHEMA)
    connection.execute("BEGIN IMMEDIATE")
    try:
        _follow_all(connection, since)
        cache.set_meta(connection, "followed since", repr(since))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _follow_all(connection: sqlite3.Connection, since: float) -> None:
    """Fill `followed` from `touch`, person by person, in order of Person.key."""
    read = connection.cursor()
    rows = read.execute("SELECT person, n, body, found FROM touch WHERE at >= ? ORDER BY row", (since,))
    for person, group in groupby(rows, key=itemgetter(0)):
        held = list(group)
        if any(found for _, _, _, found in held):
            followed = _follow(connection, held)
            connection.executemany("INSERT INTO followed (person, body) VALUES (?, ?)", [(person, b) for b in followed])
    connection.execute("CREATE INDEX followed_person ON followed (person)")


def _follow(connection: sqlite3.Connection, held: Sequence[tuple[str, int, str, str]]) -> Iterator[str]:
    touches = [codec.unpack_touch(body) for _, _, body, _ in held]
    numbers = {touch.id: n for touch, (_, n, _, _) in zip(touches, held, strict=True)}
    return follow(touches, [found for _, _, _, found in held], _Words(connection, numbers))


def follow(touches: Sequence[Touch], found: Sequence[str], words: Mapping[str, str]) -> Iterator[str]:
    """What became of each ask and promise of one relationship, packed for `read`.

    `touches` oldest first; `found` holds for each of them what its letter asked and promised (as kept at intake, '' for
    nothing); `words` gives `pledges.words_of` each letter by its id, and is asked only where evidence is looked for.
    """
    questions, promised = [], []
    for touch, kept in zip(touches, found, strict=True):
        if kept and touch.human:
            asks, promises = json.loads(kept)[:2]
            questions += [Question(Ask(*ask), touch.id, touch.at, touch.side) for ask in asks]
            promised += [Pledge(codec.unpack_promise(promise), touch.id, touch.at, touch.side) for promise in promises]
    times = {touch.id: touch.at for touch in touches}
    for question in pledges.settle(questions, touches):
        row: list[Any] = ["ask", codec.pack_ask(question.ask), question.message, question.at, question.side]
        yield _dumps([*row, question.answered_by, times.get(question.answered_by, 0.0)])
    for pledge in pledges.keep(promised, touches, words):
        shown_by = pledge.kept_by or pledge.renewed_by
        row = ["promise", codec.pack_promise(pledge.promise), pledge.message, pledge.at, pledge.side]
        yield _dumps([*row, pledge.kept_by, times.get(shown_by, 0.0), pledge.renewed_by])


class _Words(Mapping[str, str]):
    """The words of letters by message id, fetched when evidence is looked for in them; most never are."""

    def __init__(self, connection: sqlite3.Connection, numbers: Mapping[str, int]) -> None:
        self.connection = connection
        self.numbers = numbers

    def __getitem__(self, message_id: str) -> str:
        query = "SELECT body FROM message WHERE n = ?"
        row = self.connection.execute(query, (self.numbers[message_id],)).fetchone()
        if row is None:
            raise KeyError(message_id)
        return pledges.words_of(*codec.unpack_words(row[0]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


def read(bodies: Sequence[str], now: float, since: float) -> tuple[tuple[Question, ...], tuple[Pledge, ...]]:
    """What was asked and promised between `since` and `now`, with only the evidence that stood there at `now`."""
    questions, promised = [], []
    for body in bodies:
        row = json.loads(body)
        if not since <= row[3] <= now:
            continue
        shown = row[6] <= now
        if row[0] == "ask":
            questions.append(Question(Ask(*row[1]), row[2], row[3], row[4], row[5] if shown else ""))
        else:
            pledge = Pledge(codec.unpack_promise(row[1]), row[2], row[3], row[4])
            promised.append(replace(pledge, kept_by=row[5], renewed_by=row[7]) if shown else pledge)
    return tuple(questions), tuple(promised)
