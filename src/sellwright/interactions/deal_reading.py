"""A book of deals out of a table: one row a deal, or one row for each stage a deal entered.

What would make every answer wrong is refused in one sentence (two currencies, no outcome). What is wrong with single
deals is named, and they are left out. Deals that went back a stage are kept and named: a return is part of the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np

from sellwright.interactions import deal_headings
from sellwright.interactions.deal_stays import Course, arranged
from sellwright.interactions.deals import LOST, NO_DECISION, OPEN, WON, Deals
from sellwright.interactions.failures import CannotRead
from sellwright.interactions.table_words import (
    Table,
    amount,
    currency,
    day,
    day_order,
    decimal_mark,
    is_blank,
    yes_or_no,
)

_WON = frozenset(("won", "closed won", "closedwon", "win", "gewonnen", "gagné", "gagne", "ganado", "ganada", "sold",
                  "deal won", "signed", "accepted", "converted"))  # fmt: skip
_LOST = frozenset(("lost", "closed lost", "closedlost", "loss", "verloren", "perdu", "perdido", "perdida", "perso",
                   "deal lost", "rejected", "abgelehnt", "absage"))  # fmt: skip
_NONE = frozenset(("no decision", "nodecision", "abandoned", "disqualified", "cancelled", "canceled", "stalled",
                   "withdrawn", "keine entscheidung", "dead", "dropped", "unqualified", "eingestellt"))  # fmt: skip
_SHOWN = 3
FUTURE_DAYS = 1  # a day beyond "now" is another time zone; more is a plan, not a fact


@dataclass(slots=True)
class _Deal:
    """One deal while it is read."""

    key: str
    row: int
    place: int  # of its row in the table
    opened: float = np.nan
    closed: float = np.nan
    outcome: int = OPEN
    value: float = np.nan
    steps: list[tuple[str, float]] = field(default_factory=list)  # stage and day entered, in order
    stage: str = ""


@lru_cache(maxsize=10_000)
def outcome_of(word: str) -> int | None:
    """What a stage or outcome says: won, lost, no decision; None for any other word."""
    low = " ".join(word.lower().replace("-", " ").replace("_", " ").split())
    return WON if low in _WON else LOST if low in _LOST else NO_DECISION if low in _NONE else None


def rows_shown(numbers: Sequence[int]) -> str:
    """'row 4' or 'rows 4, 9, 12 and 5 more', the headings being row 1."""
    shown = ", ".join(str(number + 1) for number in numbers[:_SHOWN])
    more = f" and {len(numbers) - _SHOWN:,} more" if len(numbers) > _SHOWN else ""
    return f"row{'s' if len(numbers) > 1 else ''} {shown}{more}"


class Reader:
    """Reads one table. What is wrong with rows gathers in `bad`, by what is wrong."""

    def __init__(self, table: Table, places: Mapping[str, int], stages: Sequence[str], today: date) -> None:
        self.table, self.places, self.stages, self.today = table, dict(places), tuple(stages), today
        self.bad: dict[str, list[int]] = {}
        self.notes: list[str] = []
        self._cells = {role: table.column(place) for role, place in places.items()}
        days = [self._cells[role] for role in ("opened", "closed", "won on", "lost on", "entered") if role in places]
        self.order = day_order([cell for column in days for cell in column[:20_000]])
        values = self._cells.get("value", [])
        self.mark = decimal_mark(values[:20_000])

    def deals(self, only_currency: str) -> tuple[list[_Deal], str]:
        """The deals, and their currency. CannotRead when the table cannot be a book of deals."""
        if not {"outcome", "stage", "won on", "lost on"} & self.places.keys():
            raise CannotRead(
                f"{self.table.name} does not say how its deals ended: no column with a stage, an outcome or a day won.",
                f"Its columns are: {', '.join(self.table.headings)[:300]}. Say which: --column stage=HEADING",
            )
        keep = self._one_currency(only_currency)
        is_log = self._is_log()
        found = self._log(keep[0]) if is_log else self._one_row_each(keep[0])
        return [deal for deal in found if self._is_right(deal)], keep[1]

    def _cell(self, role: str, i: int) -> str:
        cells = self._cells.get(role)
        return cells[i] if cells is not None else ""

    def _blame(self, what: str, row: int) -> None:
        self.bad.setdefault(what, []).append(row)

    def _day(self, role: str, i: int) -> float:
        cell = self._cell(role, i)
        if is_blank(cell):
            return np.nan
        found = day(cell, self.order)
        if found is None:
            self._blame(f"the day {role.replace(' on', '')} cannot be read; taken as unknown", self.table.numbers[i])
            return np.nan
        return float(found.toordinal())

    def _one_currency(self, only: str) -> tuple[list[int], str]:
        """The rows to read and their currency. CannotRead when amounts are in several."""
        column, values = self._cells.get("currency"), self._cells.get("value")
        source = column if column is not None else values
        if source is None:
            return list(range(len(self.table.rows))), ""
        named = [currency(cell) if not is_blank(cell) else "" for cell in source]
        kinds = sorted({name for name in named if name})
        if only:
            kept = [i for i, name in enumerate(named) if name == only.upper()]
            if not kept:
                raise CannotRead(f"No deal is in {only.upper()}.", f"There are: {', '.join(kinds) or 'none named'}.")
            if len(kept) < len(named):
                rest = len(named) - len(kept)
                others = "1 other is not" if rest == 1 else f"{rest:,} others are not"
                self.notes.append(f"Only deals in {only.upper()} are counted; {others}.")
            return kept, only.upper()
        if len(kinds) > 1:
            raise CannotRead(
                f"The deals of {self.table.name} are in {len(kinds)} currencies ({', '.join(kinds[:5])}):"
                " their sum means nothing.",
                f"Convert them to one, or keep only one: --currency {max(kinds, key=named.count)}",
            )
        return list(range(len(named))), kinds[0] if kinds else ""

    def _is_log(self) -> bool:
        """One row for each stage entered: deals repeat, with a stage and a day."""
        if not {"deal", "stage", "entered"} <= self.places.keys():
            return False
        keys = self._cells["deal"]
        return len(set(keys)) < 0.9 * len(keys)

    def _log(self, rows: Sequence[int]) -> list[_Deal]:
        keys, days, stages = (self._cells[role] for role in ("deal", "entered", "stage"))
        values = self._cells.get("value")
        events: dict[str, list[tuple[int, int]]] = {}
        for i in rows:
            on = day(days[i], self.order)
            if on is None:
                self._blame("no readable day; left out", self.table.numbers[i])
            else:
                events.setdefault(keys[i], []).append((on.toordinal(), i))
        found = []
        for key, steps in events.items():
            steps.sort()
            deal = _Deal(key, self.table.numbers[steps[0][1]], steps[0][1], opened=float(steps[0][0]))
            for at, i in steps:
                word = stages[i]
                ended = outcome_of(word)
                if deal.outcome != OPEN:
                    what = "the deal moved on after it was closed; the later moves are left out"
                    self._blame(what, self.table.numbers[i])
                    break
                if ended is not None:
                    deal.outcome, deal.closed, deal.place = ended, float(at), i
                elif word and (not deal.steps or deal.steps[-1][0] != word):
                    deal.steps.append((word, float(at)))
                value = amount(values[i], self.mark) if values else None
                deal.value = value if value is not None else deal.value
            found.append(deal)
        return found

    def _one_row_each(self, rows: Sequence[int]) -> list[_Deal]:
        dated = self._stage_columns()
        found, seen = [], set()
        for i in rows:
            row = self.table.numbers[i]
            key = self._cell("deal", i) or f"row {row + 1}"
            if key in seen:
                self._blame("the same deal a second time; left out", row)
                continue
            seen.add(key)
            deal = _Deal(key, row, i, opened=self._day("opened" if "opened" in self.places else "entered", i))
            self._end(deal, i)
            text = self._cell("value", i)
            value = amount(text, self.mark)
            if value is None and not is_blank(text):
                self._blame("the amount cannot be read; taken as unknown", row)
            deal.value = np.nan if value is None else value
            for stage, cells in dated:
                at = day(cells[i], self.order) if not is_blank(cells[i]) else None
                if at is not None:
                    deal.steps.append((stage, float(at.toordinal())))
            found.append(deal)
        return found

    def _stage_columns(self) -> list[tuple[str, list[str]]]:
        """Columns that tell when a deal entered a stage."""
        found = []
        for place, heading in enumerate(self.table.headings):
            stage = deal_headings.stage_named(heading)
            if place in self.places.values() or not stage or (self.stages and stage not in self.stages):
                continue
            cells = self.table.column(place)
            if deal_headings.holds_days(cells):
                found.append((stage, cells))
        return found

    def _end(self, deal: _Deal, i: int) -> None:
        """How and when a deal of one row ended."""
        word, said = self._cell("stage", i), self._cell("outcome", i)
        closed, won, lost = (self._day(role, i) for role in ("closed", "won on", "lost on"))
        ended = outcome_of(said) if said else None
        if ended is None:
            ended = outcome_of(word)
        if ended is None and yes_or_no(said) is not None:
            ended = WON if yes_or_no(said) else (LOST if "closed" not in self.places or not np.isnan(closed) else OPEN)
        if ended is None:
            ended = WON if not np.isnan(won) else LOST if not np.isnan(lost) else OPEN
            if not word and not said and not np.isnan(closed) and ended == OPEN:
                self._blame("closed, but not how; left out", deal.row)
                deal.outcome = -1
                return
        deal.outcome = ended
        deal.stage = word if outcome_of(word) is None else ""
        if ended != OPEN:  # the closing day of an open deal is a forecast
            deal.closed = next((at for at in (won if ended == WON else lost, closed) if not np.isnan(at)), np.nan)

    def _is_right(self, deal: _Deal) -> bool:
        if deal.outcome < 0:
            return False
        today = self.today.toordinal() + FUTURE_DAYS
        if deal.opened > deal.closed:
            self._blame("closed before it opened; left out", deal.row)
            return False
        if deal.opened > today or deal.closed > today:
            self._blame("a day that is still to come; left out", deal.row)
            return False
        if deal.value < 0:
            self._blame("an amount below nothing; left out", deal.row)
            return False
        return True


def read(
    table: Table,
    said: Mapping[str, str],
    plain: Callable[[str], str],
    today: date,
    *,
    stages: Sequence[str] = (),
    only_currency: str = "",
    people: Sequence[str] = (),
) -> Deals:
    """The book in a table. `said`: {role: heading} where a person said so; `people`: headings that name who sells,
    besides those that say so themselves. CannotRead when it cannot be one."""
    reader = Reader(table, deal_headings.roles(table, said, plain), stages, today)
    found, money = reader.deals(only_currency)
    if not found:
        raise CannotRead(
            f"{table.name} holds no deal that can be read.", "Look at its columns: --column opened=HEADING"
        )
    course: Course = arranged(
        [deal.steps for deal in found], [(d.opened, d.closed, d.outcome, d.stage) for d in found],
        _seen_to(found), [s.lower() for s in stages], [deal.row for deal in found],
    )  # fmt: skip
    kept = np.flatnonzero(course.kept)
    deals = [found[i] for i in kept]
    used = set(reader.places.values()) - {reader.places[r] for r in ("account", "closed") if r in reader.places}
    columns = {
        heading: tuple(table.rows[deal.place][place] for deal in deals)
        for place, heading in enumerate(table.headings) if place not in used
    }  # fmt: skip
    were = "was" if len(table.damaged) == 1 else "were"
    damaged = f"{rows_shown(table.damaged).capitalize()} could not be read and {were} left out."
    problems = [damaged] if table.damaged else []
    problems += [f"{rows_shown(rows).capitalize()}: {what}." for what, rows in reader.bad.items()]
    account = reader._cells.get("account")
    given = {plain(heading) for heading in people}
    return Deals(
        tuple(deal.key for deal in deals),
        _accounts([account[deal.place] for deal in deals] if account else [""] * len(deals)),
        np.array([deal.opened for deal in deals]),
        np.array([deal.closed for deal in deals]),
        np.array([deal.outcome for deal in deals], np.int64),
        np.array([deal.value for deal in deals]),
        course.stages,
        course.stays,
        columns,
        people=frozenset(h for h in columns if deal_headings.names_people(h) or plain(h) in given),
        accounts_named=frozenset(table.headings[p] for r, p in reader.places.items() if r == "account"),
        dated=frozenset(h for h, cells in columns.items() if deal_headings.holds_days(cells)),
        seen_to=_seen_to(found),
        currency=money,
        problems=(*reader.notes, *problems, *course.problems),
    )


def _seen_to(deals: Sequence[_Deal]) -> float:
    """The last day anything happened."""
    days = [at for deal in deals for at in (deal.opened, deal.closed, *(at for _, at in deal.steps)) if at == at]
    return max(days, default=0.0)


def _accounts(cells: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number a firm; a deal without one is its own."""
    numbers: dict[str, int] = {}
    own = (cell.lower() if not is_blank(cell) else f"\0{i}" for i, cell in enumerate(cells))
    return np.array([numbers.setdefault(firm, len(numbers)) for firm in own], np.int64)
