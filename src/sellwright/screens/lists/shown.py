"""A page of a list as its templates want it: rows of cells, headers that order, filters, views, columns to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.screens import addresses, words
from sellwright.screens.lists import asked as addressed
from sellwright.screens.lists import labels
from sellwright.screens.lists.asked import Opened
from sellwright.screens.lists.starting import STARTS
from sellwright.store.lists.asking import BARE, Condition
from sellwright.store.lists.nouns import Column, Noun
from sellwright.store.lists.reading import FEW, Page, Row, chosen
from sellwright.store.models import Person, Stage, User
from sellwright.store.ready import ready

MOST_COLLEAGUES = 200
_PAGES = {"person": "person", "firm": "company", "deal": "deal", "promise": "message", "touch": "message"}
_BRIEF = frozenset({"at", "date", "moment", "relation", "side", "channel", "outcome"})
_STEADY = frozenset({"relation", "effort", "owner", "firm", "stage", "side", "channel"})  # the same all down a page
_LINKED = {"firm": "company", "who": "person"}
EDITED = frozenset({"person", "firm", "deal"})  # lists whose rows are changed where they stand


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `column`: its key where it can be changed, else ''."""

    label: str
    text: str
    url: str = ""
    column: str = ""
    chip: bool = False
    number: bool = False
    late: bool = False
    brief: bool = False  # stays on one line


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    id: str
    url: str
    name: str
    column: str  # of the name, where that can be changed
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Choices:
    """What filters and cells choose among: (value, words)."""

    colleagues: list[tuple[str, str]]
    stages: list[tuple[str, str]]


@ready
def _colleagues() -> QuerySet[Any, Any]:
    rows = User.objects.filter(is_active=True).order_by("name", "email")
    return rows.values_list("public_id", "name", "email")[:MOST_COLLEAGUES]


@ready
def _stages() -> QuerySet[Any, Any]:
    return Stage.objects.order_by("pipeline__position", "position").values_list("public_id", "name")


def choices(noun: str) -> Choices:
    """One query; two for deals."""
    colleagues = [(public_id, name or email) for public_id, name, email in _colleagues()]
    return Choices(colleagues, list(_stages()) if noun == "deal" else [])


def may_edit(user: User, noun: str) -> bool:
    """Whether somebody changes rows of this list."""
    return noun in EDITED and access.may(user, "deal" if noun == "deal" else "person")


def lines(noun: Noun, page: Page, opened: Opened, user: User, now: datetime, held: Choices) -> list[Line]:
    """The rows."""
    columns = chosen(noun, opened.asked)
    first, others = columns[0], columns[1:]
    edits = may_edit(user, noun.key)
    named = _named(columns, page.rows, user, held)
    route = _PAGES[noun.key]
    heads = [(column, labels.label(column), column.key if edits and column.edit else "") for column in others]
    made: dict[tuple[str, Any, str], Cell] = {}

    def cell(column: Column, label: str, edit: str, row: Row) -> Cell:
        if column.field or column.kind not in _STEADY:
            return _cell(column, label, edit, row, now, named)
        key = (column.key, row.values.get(column.key), row.refs.get(column.key, ""))
        if key not in made:
            made[key] = _cell(column, label, edit, row, now, named)
        return made[key]

    return [
        Line(
            id=row.public_id,
            url=addresses.of(route, row.public_id),
            name=labels.said(first, row.values[first.key], "", now) or _("(no name)"),
            column=first.key if edits and first.edit else "",
            cells=tuple(cell(column, label, edit, row) for column, label, edit in heads),
        )
        for row in page.rows
    ]


def cell_of(column: Column, row: Row | None, user: User, now: datetime, held: Choices) -> Cell:
    """One cell of a row, as its list shows it."""
    if row is None:
        return Cell(labels.label(column), "")
    return _cell(column, labels.label(column), column.key, row, now, _named([column], [row], user, held))


def _cell(column: Column, label: str, edit: str, row: Row, now: datetime, named: dict[str, str]) -> Cell:
    value, ref = row.values.get(column.key), row.refs.get(column.key, "")
    if column.field and column.kind in ("person", "colleague"):
        text = named.get(str(value), "") if value else ""
    else:
        text = labels.said(column, value, ref, now)
    late = column.key in ("next_step_date", "due") and bool(value) and str(value)[:10] < now.date().isoformat()
    route = _LINKED.get(column.kind, "")
    url = addresses.of(route, ref) if route and ref and text else ""
    late = late and not row.values.get("outcome") and bool(row.values.get("open", True))
    is_chip, is_number = column.kind in ("relation", "stage"), column.kind in labels.NUMERIC
    return Cell(label, words.shortened(text, 90), url, edit, is_chip, is_number, late, column.kind in _BRIEF)


def _named(columns: Sequence[Column], rows: Sequence[Row], user: User, held: Choices) -> dict[str, str]:
    """Names of colleagues and people that own fields hold by their public ids; one query where there are people."""
    named = dict(held.colleagues) if any(column.kind == "colleague" for column in columns) else {}
    own = [column.key for column in columns if column.kind == "person"]
    ids = {str(row.values[key]) for row in rows for key in own if row.values.get(key)}
    if ids:
        people: QuerySet[Person] = access.people(user).filter(public_id__in=ids)
        named |= {one.public_id: str(one) for one in people}
    return named


def heads(noun: Noun, opened: Opened) -> list[dict[str, Any]]:
    """The columns' headers: where a click leads, and how the list is ordered now."""
    sort, down = opened.asked.sort or noun.sort, opened.asked.down if opened.asked.sort else noun.down
    found = []
    for column in chosen(noun, opened.asked):
        here = column.key == sort
        asked = replace(opened.asked.first_page(), sort=column.key, down=not down if here else column.kind == "at")
        found.append({
            "label": labels.label(column),
            "number": column.kind in labels.NUMERIC,
            "url": opened.url(asked) if column.order is not None else "",
            "sorted": ("descending" if down else "ascending") if here else "",
        })  # fmt: skip
    return found


def tabs(user: User, opened: Opened) -> dict[str, Any]:
    """The views, as tabs."""
    noun = opened.asked.noun
    links = [{"url": addressed.url(one.asked, one.key, one.asked), "label": one.name, "here": one.key == opened.view,
              "count": None} for one in STARTS[noun]]  # fmt: skip
    base = reverse(labels.ROUTES[noun])
    links += [
        {"url": f"{base}?view={row.public_id}", "label": row.name, "here": row.public_id == opened.view, "count": None}
        for row in addressed.views(user, noun)
    ]
    return {"label": _("Views"), "links": links}


def filters(noun: Noun, opened: Opened, held: Choices, user: User) -> dict[str, Any]:
    """The bar of filters: quick ones, what is set, and what a new condition may be of."""
    asked = opened.asked
    hidden = [(name, value) for name, value in _all_pairs(opened) if name != "q"]
    quick = [_quick(noun, opened, key, held) for key in ("relation", "stage", "side", "channel", "owner")
             if noun.column(key) is not None and noun.column(key).ways]  # type: ignore[union-attr]  # fmt: skip
    shown = [one for one in quick if one is not None]
    names = {one["name"] for one in shown}
    return {
        "url": reverse(labels.ROUTES[noun.key]),
        "query": asked.words,
        "hint": labels.SOUGHT[noun.key],
        "is_open": any(one["chosen"] for one in shown),
        "hidden": [pair for pair in hidden if not _is_quick(pair, names)],
        "quick": shown,
        "set": [{"label": condition_words(noun, one, held, user), "url": opened.url(_without(opened, one))}
                for one in asked.conditions],
        "chosen": [one["chosen"] for one in shown if one["chosen"]],
        "columns": tuple((one.key, labels.label(one), " ".join(one.ways)) for one in noun.columns if one.ways),
        "values": tuple((one.key, tuple(found)) for one in noun.columns
                        if one.ways and (found := labels.options(one, held.colleagues, held.stages))),
        "ways": tuple((way, word) for way, word in labels.in_language("WAYS").items() if way != "at"),
        "is_narrowed": bool(asked.words) or asked.conditions != STARTS[noun.key][0].asked.conditions,
    }  # fmt: skip


def _all_pairs(opened: Opened) -> list[tuple[str, str]]:
    """What is asked, spelled out, so that a form can add to it."""
    nothing = replace(opened.kept, words="\0")
    return addressed.pairs(opened.asked.first_page(), opened.view, nothing)


def _is_quick(pair: tuple[str, str], names: set[str]) -> bool:
    condition = addressed.read_condition(pair[1]) if pair[0] == "f" else None
    return condition is not None and condition.column in names and condition.way == "any" and len(condition.values) == 1


def _quick(noun: Noun, opened: Opened, key: str, held: Choices) -> dict[str, Any] | None:
    """A choice that is one click away, unless something more is asked of its column."""
    column = noun.column(key)
    assert column is not None
    mine = [one for one in opened.asked.conditions if one.column == key]
    if len(mine) > 1 or any(one.way != "any" or len(one.values) != 1 for one in mine):
        return None
    here = mine[0].values[0] if mine else ""
    options = labels.options(column, held.colleagues, held.stages)
    shown = (("", _("any"), not here), *((f"{key}:any:{value}", label, value == here) for value, label in options))
    chosen_now = f"{key}:any:{here}" if here else ""
    return {"name": key, "label": labels.label(column), "options": shown, "chosen": chosen_now}


def _without(opened: Opened, condition: Condition) -> Any:
    asked = opened.asked.first_page()
    return replace(asked, conditions=tuple(one for one in asked.conditions if one is not condition))


def condition_words(noun: Noun, condition: Condition, held: Choices, user: User) -> str:
    """ "Title holds head of"."""
    column = noun.column(condition.column)
    if column is None:
        return condition.column
    named = dict(labels.options(column, held.colleagues, held.stages))
    values = _(" or ").join(named.get(value, value) for value in condition.values)
    way = str(labels.WAYS.get(condition.way, condition.way))
    if condition.way == "at":
        return f"{labels.label(column)}: {_firm_words(condition, user)}"
    if condition.way in BARE:
        return f"{labels.label(column)} {way}"
    if "…" in way:
        return f"{labels.label(column)} {way.replace('…', values)}"
    return f"{labels.label(column)}: {values}" if condition.way == "any" else f"{labels.label(column)} {way} {values}"


def _firm_words(condition: Condition, user: User) -> str:
    """The name of the firm a list is narrowed to, if the viewer may know of it."""
    firm = access.firms(user).filter(public_id__in=condition.values).first()
    return str(firm) if firm else _("a firm you do not know")


def columns(noun: Noun, opened: Opened) -> tuple[tuple[str, str, bool], ...]:
    """Which columns can be chosen; those that are come first, in their order."""
    here = [column.key for column in chosen(noun, opened.asked)]
    others = [column.key for column in noun.columns if column.key not in here and (column.value or column.field)]
    found = [noun.column(key) for key in (*here, *others)]
    return tuple(
        (column.key, labels.label(column), column.key in here)
        for column in found
        if column is not None and column.key != noun.columns[0].key
    )


def paging(page: Page, opened: Opened) -> dict[str, str]:
    """Context of parts/paging.html."""
    asked = opened.asked
    noun_words = {
        "person": ngettext("%(n)s person", "%(n)s people", page.count),
        "firm": ngettext("%(n)s firm", "%(n)s firms", page.count),
        "deal": ngettext("%(n)s deal", "%(n)s deals", page.count),
        "promise": ngettext("%(n)s promise", "%(n)s promises", page.count),
    }.get(asked.noun, "")
    return {
        "before_url": opened.url(replace(asked, before=page.before, after="")) if page.before else "",
        "after_url": opened.url(replace(asked, after=page.after, before="")) if page.after else "",
        "said": noun_words % {"n": words.capped(page.count, FEW)} if noun_words else "",
    }
