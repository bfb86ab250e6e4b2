"""What of each side is kept when several people (or firms) become one: column by column, as picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sellwright.actions.refusing import Refused
from sellwright.store.models import Firm, Person

BOTH = "both"
PICKED: dict[str, tuple[str, ...]] = {
    "person": ("name", "key", "firm_id", "title", "telephone", "place", "link", "about", "owner_id"),
    "firm": ("name", "domain", "industry", "headcount", "telephone", "place", "link", "about", "owner_id"),
}
# Not picked, with the reason: ids stay; who was added by hand stays seen; the earliest meeting is a fact.
LEFT: dict[str, tuple[str, ...]] = {
    "person": ("id", "public_id", "is_desk", "by_hand", "first_at", "extra", "sort_name"),
    "firm": ("id", "public_id", "by_hand", "extra", "sort_name"),
}
_JOINED = {"about": "\n\n", "telephone": ", "}  # columns of which both may be kept
_NULLABLE = ("firm_id", "owner_id", "domain", "headcount")
EXTRA = "extra."  # before the key of a field the workspace made
_NOT_YET: tuple[Any, ...] = (None, "", [], {})
_Row = Person | Firm


@dataclass(frozen=True, slots=True)
class Choice:
    """One column in which the sides differ or one has nothing: `values` by public id, filled ones only. `picked` is a
    public id or BOTH; `may_join` says whether both can be kept."""

    field: str
    values: dict[str, Any]
    picked: str
    may_join: bool


def choices(noun: str, rows: Sequence[_Row], picks: Mapping[str, str]) -> list[Choice]:
    """What there is to pick, the one kept first among `rows`. What nobody picked is the first filled value. Refused
    for a pick there is not."""
    found = []
    for field in (*PICKED[noun], *_extra_keys(rows)):
        values = {row.public_id: value for row in rows if (value := _value(row, field)) not in _NOT_YET}
        if not values:
            continue
        joined = len(values) > 1 and _joined(field, list(values.values())) is not None
        picked = picks.get(field) or next(iter(values))
        if not (joined if picked == BOTH else picked in {row.public_id for row in rows}):
            raise Refused(_("That value cannot be kept: pick one that is shown."), field)
        found.append(Choice(field, values, picked, joined))
    return found


def kept(row: _Row, found: Sequence[Choice]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changes on the one kept: (before, after) by field."""
    before, after = {}, {}
    for choice in found:
        value = choice.values.get(choice.picked)
        if choice.picked == BOTH:
            value = _joined(choice.field, list(choice.values.values()))
        if value is None:
            value = _empty(row, choice.field)
        old = _value(row, choice.field)
        if value != old:
            before[choice.field], after[choice.field] = old, value
    return before, after


def write(row: _Row, values: Mapping[str, Any]) -> None:
    """Sets these fields on a row; does not save."""
    for field, value in values.items():
        if not field.startswith(EXTRA):
            setattr(row, field, value)
        elif value in _NOT_YET:
            row.extra.pop(field.removeprefix(EXTRA), None)
        else:
            row.extra[field.removeprefix(EXTRA)] = value


def changed_since(row: _Row, after: Mapping[str, Any]) -> list[str]:
    """Fields that no longer hold what the merge wrote."""
    return [field for field, value in after.items() if _value(row, field) != value]


def _extra_keys(rows: Sequence[_Row]) -> list[str]:
    return [EXTRA + key for key in dict.fromkeys(key for row in rows for key in row.extra)]


def _value(row: _Row, field: str) -> Any:
    if field.startswith(EXTRA):
        return row.extra.get(field.removeprefix(EXTRA))
    value = getattr(row, field)
    return "" if field == "key" and str(value).startswith("none:") else value


def _empty(row: _Row, field: str) -> Any:
    """What stands where nothing is known. A person's key is never empty."""
    if field == "key":
        return f"none:{row.public_id}"
    return None if field.startswith(EXTRA) or field in _NULLABLE else ""


def _joined(field: str, values: Sequence[Any]) -> Any:
    """All values as one; None where that cannot be."""
    if all(isinstance(value, list) for value in values):
        return list(dict.fromkeys(one for value in values for one in value))
    different = list(dict.fromkeys(values)) if all(isinstance(value, str) for value in values) else []
    if len(different) < 2 or field not in _JOINED:
        return None
    text = _JOINED[field].join(different)
    return text if field != "telephone" or len(text) <= 60 else None
