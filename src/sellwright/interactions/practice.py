"""A practice ledger: lines in the order they were written, never changed (cards C10 and C11). JSON, one object a line.

`card`: something to practise, from one's own weak sentence. `rep`: one try at it, with a mark. `hours`: a sitting or
selling time. `rest`: a card that is put away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sellwright.interactions.failures import CannotRead
from sellwright.stats.fsrs import Mark

MARKS: Mapping[str, Mark] = {"again": 1, "hard": 2, "good": 3, "easy": 4}
Sort = Literal["performing", "practice"]
MOST_MINUTES = 1440.0


@dataclass(frozen=True, slots=True)
class Card:
    """Something to practise. `needed`: the day it is wanted for, if there is one."""

    id: str
    on: date
    behaviour: str
    words: str  # the weak sentence
    target: str  # what to do instead
    source: str = ""
    why: str = ""
    needed: date | None = None


@dataclass(frozen=True, slots=True)
class Rep:
    """One try at a card."""

    card: str
    at: datetime  # aware
    mark: Mark
    minutes: float = 0.0
    feedback: str = ""  # whose, or which recording


@dataclass(frozen=True, slots=True)
class Hours:
    """Time, as its owner says. The four marks: one behaviour, a stated target, feedback, and a repeat after it."""

    on: date
    sort: Sort
    minutes: float
    behaviour: str = ""
    target: str = ""
    feedback: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything in the file, in its order; `resting`: ids of cards put away."""

    cards: tuple[Card, ...] = ()
    reps: tuple[Rep, ...] = ()
    hours: tuple[Hours, ...] = ()
    resting: frozenset[str] = frozenset()

    def card(self, words: str) -> Card | None:
        """The card of an id, or of its beginning when that fits one only."""
        found = [card for card in self.cards if card.id.startswith(words.lower())] if words else []
        return found[0] if len(found) == 1 else None


def read(lines: Iterable[str], name: str) -> Ledger:
    """A ledger from its lines. CannotRead names the first line that is none."""
    cards: dict[str, Card] = {}
    reps, hours, resting = [], [], set()
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
            kind = row["kind"]
            if kind == "card":
                card = _card(row)
                cards[card.id] = card
                resting.discard(card.id)
            elif kind == "rep":
                rep = _rep(row)
                if rep.card not in cards:
                    raise ValueError(f"there is no card {rep.card!r} before it")
                reps.append(rep)
            elif kind == "hours":
                hours.append(_hours(row))
            elif kind == "rest":
                resting.add(str(row["card"]))
            else:
                raise ValueError(f"{kind!r} is no kind of line")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            why = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise CannotRead(
                f"{name}, line {number} is no line of a practice ledger: {why}.", "Correct or take out that line."
            ) from error
    return Ledger(tuple(cards.values()), tuple(reps), tuple(hours), frozenset(resting))


def line(kind: str, values: Mapping[str, Any]) -> str:
    """One line for the file, empty values left out."""
    kept = {key: _plain(value) for key, value in values.items() if value not in (None, "", False)}
    return json.dumps({"kind": kind, **kept}, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _card(row: Mapping[str, Any]) -> Card:
    needed = row.get("needed")
    return Card(
        str(row["id"]), date.fromisoformat(row["on"]), _words(row["behaviour"]), _words(row["words"]),
        _words(row.get("target", "")), _words(row.get("source", "")), _words(row.get("why", "")),
        date.fromisoformat(needed) if needed else None,
    )  # fmt: skip


def _rep(row: Mapping[str, Any]) -> Rep:
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is None:
        raise ValueError("its time has no zone")
    if row["mark"] not in MARKS:
        raise ValueError(f"{row['mark']!r} is no mark")
    return Rep(
        str(row["card"]), at, MARKS[row["mark"]], minutes(row.get("minutes", 0)), _words(row.get("feedback", ""))
    )


def _hours(row: Mapping[str, Any]) -> Hours:
    sort = row["sort"]
    if sort not in ("performing", "practice"):
        raise ValueError(f"{sort!r} is neither performing nor practice")
    return Hours(
        date.fromisoformat(row["on"]), sort, minutes(row["minutes"]), _words(row.get("behaviour", "")),
        _words(row.get("target", "")), _words(row.get("feedback", "")), bool(row.get("repeated", False)),
    )  # fmt: skip


def minutes(value: Any) -> float:
    """Minutes of a sitting, from 0 to a day's. ValueError otherwise."""
    found = float(value)
    if not 0 <= found <= MOST_MINUTES:
        raise ValueError(f"{found:g} minutes: a day has 1,440")
    return found


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} are no words")
    return value
