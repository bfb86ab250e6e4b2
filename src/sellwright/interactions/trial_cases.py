"""The cases of a trial out of a table: who was assigned what and when, and how it came out.

What would make the answer wrong is refused in one sentence: a case in both arms, a measure that changed midway, a third
arm. What is wrong with single rows is named and the row left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.table_words import Table, amount, day, day_order, decimal_mark, is_blank, yes_or_no
from sellwright.interactions.trials import Arm, Case, Period, touching

COLUMNS = {
    "case": ("case", "caseid", "lead", "leadid", "id", "deal", "dealid", "contact", "email", "name", "kunde", "fall"),
    "arm": ("arm", "way", "group", "variant", "strategy", "treatment", "how", "version", "gruppe", "variante", "weg"),
    "assigned": ("assigned", "assignedon", "assignedat", "assigneddate", "assignedto", "date", "day", "start",
                 "started", "created", "zugeteilt", "zugeteiltam", "datum", "tag"),
    "outcome": ("outcome", "success", "result", "converted", "won", "reached", "ergebnis", "erfolg", "y"),
    "outcome date": ("outcomedate", "outcomeon", "outcomeat", "successdate", "successon", "wondate", "wonat",
                     "convertedat", "converteddate", "erfolgam", "erreichtam"),
    "pair": ("pair", "block", "paar"),
    "account": ("account", "company", "firm", "firma", "customer", "organisation", "organization"),
    "measure": ("measure", "metric", "measuredas", "outcomemeasure", "mass", "maß", "kennzahl"),
    "window": ("window", "windowdays", "fenster", "fenstertage"),
    "period": ("period", "week", "woche", "month", "monat", "periode", "quarter"),
    "person": ("person", "people", "who", "seller", "rep", "agent", "team", "mitarbeiter"),
}  # fmt: skip
_OLD = frozenset(
    ("old", "control", "a", "baseline", "before", "alt", "alte", "bisher", "current", "standard", "0", "no")
)
_NEW = frozenset(("new", "treatment", "b", "test", "after", "neu", "neue", "variant", "challenger", "1", "yes"))
_WASHOUT = frozenset(("washout", "wash-out", "gap", "pause", ""))
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table of a trial says. `periods` for weeks and roll-outs, `cases` for pairs; `problems` in words."""

    cases: tuple[Case, ...]
    periods: tuple[Period, ...]
    names: dict[Arm, str]  # what the table calls each arm
    problems: tuple[str, ...]
    measure: str = ""  # what the table says it counts, '' when it does not say
    window_days: int | None = None
    dated: bool = True  # there is a day of assignment


def find_columns(table: Table, said: Mapping[str, str], plain: Callable[[str], str]) -> dict[str, int]:
    """Where each wanted column stands: as `said` by a person, else by its heading. CannotRead for a heading that is not
    there. `plain` takes case and marks off a heading."""
    there = {plain(heading): index for index, heading in reversed(list(enumerate(table.headings)))}
    found = {}
    for name, known in COLUMNS.items():
        if name in said:
            if plain(said[name]) not in there:
                raise CannotRead(f"{table.name} has no column {said[name]!r}.", _headings(table))
            found[name] = there[plain(said[name])]
            continue
        index = next((there[word] for word in known if word in there), None)
        if index is not None and index not in found.values():
            found[name] = index
    return found


def read(table: Table, places: Mapping[str, int], names: Mapping[Arm, str], design: str = "pairs") -> Reading:
    """The cases (or periods) of a table. CannotRead when it is no trial's table or would answer wrongly."""
    if "arm" not in places:
        raise CannotRead(f"{table.name} has no column that says which way each case was assigned.", _headings(table))
    if "outcome" not in places and "outcome date" not in places:
        raise CannotRead(f"{table.name} has no column with the outcome.", _headings(table))
    arms = _arms(table, places["arm"], names)
    measure = _single(table, places.get("measure"), "measure")
    window = _single(table, places.get("window"), "window")
    called: dict[Arm, str] = {arm: word for word, arm in reversed(list(arms.items()))}
    problems = [f"{_rows(table.damaged)} could not be read and was left out."] if table.damaged else []
    days = int(amount(window, ".") or 0) or None if window else None
    if design != "pairs":
        return Reading((), _periods(table, places, arms), called, tuple(problems), measure, days, "assigned" in places)
    cases = _cases(table, places, arms, problems)
    _refuse_touching(table, places, cases)
    return Reading(tuple(cases), (), called, tuple(problems), measure, days, "assigned" in places)


def _headings(table: Table) -> str:
    return f"Its columns are: {', '.join(table.headings)[:300]}. Say which it is: --column arm=HEADING"


def _rows(numbers: tuple[int, ...] | list[int]) -> str:
    """'Row 4' or 'Rows 4, 9, 12 and 5 more': as a spreadsheet counts them, the heading being row 1."""
    shown = ", ".join(str(number + 1) for number in numbers[:_SHOWN])
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return f"Row{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _arms(table: Table, index: int, names: Mapping[Arm, str]) -> dict[str, Arm]:
    """What each word in the column of arms means. CannotRead unless there are exactly two."""
    words = [word for word in dict.fromkeys(cell.lower() for cell in table.column(index)) if word not in _WASHOUT]
    if len(words) > 2:
        raise CannotRead(
            f"{table.name} has {len(words)} arms ({', '.join(words[:4])}): a trial sets one new way against the old.",
            "Keep two of them, or make a trial of each new way.",
        )
    given: dict[str, Arm] = {name.lower(): arm for arm, name in names.items()}
    found: dict[str, Arm] = {}
    for word in words:
        arm: Arm | None = given.get(word) or ("old" if word in _OLD else "new" if word in _NEW else None)
        if arm is not None:
            found[word] = arm
    if len(words) == 2 and len(found) == 1:  # the other one is the other one
        other: Arm = "old" if "new" in found.values() else "new"
        found[next(word for word in words if word not in found)] = other
    if set(found) != set(words) or len(set(found.values())) != len(found):
        raise CannotRead(
            f"{table.name} calls its arms {' and '.join(words)}: which is the new way?",
            f"Say so: --old {words[0]!r} --new {words[-1]!r}",
        )
    if len(words) < 2:
        raise CannotRead(f"{table.name} has only one arm ({', '.join(words) or 'none'}).", "Both ways are needed.")
    return found


def _single(table: Table, index: int | None, what: str) -> str:
    """The one value of a column that must not change. CannotRead names the row where it did."""
    if index is None:
        return ""
    first = ""
    for number, cell in zip(table.numbers, table.column(index), strict=True):
        if is_blank(cell):
            continue
        first = first or cell
        if cell.lower() != first.lower():
            raise CannotRead(
                f"The {what} changed midway: {first!r} until row {number + 1} says {cell!r}.",
                "A changed measure is a new trial: keep the rows of one measure, or plan a new trial.",
            )
    return first


def _cases(table: Table, places: Mapping[str, int], arms: Mapping[str, Arm], problems: list[str]) -> list[Case]:
    def cells(name: str) -> list[str]:
        return table.column(places[name]) if name in places else [""] * len(table.rows)

    keys, words, assigned, outcomes = cells("case"), cells("arm"), cells("assigned"), cells("outcome")
    ended, pairs = cells("outcome date"), cells("pair")
    order = day_order(assigned + ended)
    bad: dict[str, list[int]] = {}
    seen: set[tuple[str, Arm]] = set()
    found = []
    for i, number in enumerate(table.numbers):
        arm = arms.get(words[i].lower())
        on, success_on = day(assigned[i], order), day(ended[i], order)
        if arm is None or (
            is_blank(assigned[i]) and is_blank(outcomes[i]) and is_blank(ended[i]) and places.get("assigned")
        ):
            continue  # a slot nobody has taken yet
        success = yes_or_no(outcomes[i]) if not is_blank(outcomes[i]) else (True if success_on else None)
        wrong = _wrong(table, places, i, (on, success_on, success), order)
        if not wrong and keys[i] and (keys[i], arm) in seen:
            wrong = "the same case a second time"
        if wrong:
            bad.setdefault(wrong, []).append(number)
            continue
        seen.add((keys[i], arm))
        found.append(Case(keys[i], arm, number, on, success, success_on if success else None, pairs[i]))
    problems += [f"{_rows(rows)}: {what}; left out." for what, rows in bad.items()]
    return found


def _wrong(
    table: Table, places: Mapping[str, int], i: int, read_as: tuple[date | None, date | None, bool | None], order: str
) -> str:
    """What is wrong with one row, '' when nothing is. CannotRead when the outcome is counted in another way there."""
    on, success_on, success = read_as
    row = table.rows[i]
    outcome = row[places["outcome"]].strip() if "outcome" in places else ""
    if not is_blank(outcome) and success is None:
        raise CannotRead(
            f"Row {table.numbers[i] + 1} of {table.name} has the outcome {outcome!r}, which is neither yes nor no.",
            "A trial counts one thing, yes or no, within a fixed window; what is counted otherwise is another trial.",
        )
    if "assigned" in places and on is None:
        return "no readable day of assignment"
    if "outcome date" in places and not is_blank(row[places["outcome date"]]) and success_on is None:
        return "no readable day of the outcome"
    if on and success_on and success_on < on:
        return "the outcome came before the assignment"
    return ""


def _refuse_touching(table: Table, places: Mapping[str, int], cases: list[Case]) -> None:
    both = touching(cases)
    what = "case"
    if not both and "account" in places:
        firms = dict(zip(table.numbers, table.column(places["account"]), strict=True))
        both = touching([Case(firms[case.row], case.arm, case.row) for case in cases])
        what = "account"
    if both:
        more = f" and {len(both) - _SHOWN} more" if len(both) > _SHOWN else ""
        raise CannotRead(
            f"The arms touch: {', '.join(both[:_SHOWN])}{more} {'is' if len(both) == 1 else 'are'} in both, so what one"
            f" way did cannot be told from the other.",
            f"Assign each {what} one way only; where the two ways meet anyway, alternate weeks"
            f" (sellwright trial plan --design switchback).",
        )


def _periods(table: Table, places: Mapping[str, int], arms: Mapping[str, Arm]) -> tuple[Period, ...]:
    if "outcome" not in places:
        raise CannotRead(f"{table.name} has no column with each period's outcome.", _headings(table))
    outcomes = table.column(places["outcome"])
    mark = decimal_mark(outcomes)
    place = places.get("period", places.get("assigned"))
    if place is None:
        raise CannotRead(f"{table.name} has no column that says which period a row is.", _headings(table))
    found = []
    for i, cell in enumerate(outcomes):
        arm = arms.get(table.rows[i][places["arm"]].strip().lower())
        if arm is None or is_blank(cell):
            continue
        value = amount(cell, mark)
        if value is None:
            raise CannotRead(
                f"Row {table.numbers[i] + 1} of {table.name}: {cell!r} is no number.", "Write one number for a period."
            )
        person = table.rows[i][places["person"]].strip() if "person" in places else ""
        found.append(Period(arm, table.rows[i][place].strip(), value, person))
    return tuple(found)
