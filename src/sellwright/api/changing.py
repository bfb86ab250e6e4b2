"""Values of a request put into the cells of a person, a firm or a deal: the same deed as a cell edited in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from ninja import Field
from pydantic import StrictBool, StrictFloat, StrictInt

from sellwright.actions import editing
from sellwright.actions.refusing import Refused
from sellwright.api.problems import Problem
from sellwright.store.lists import cells
from sellwright.store.lists.nouns import Column
from sellwright.store.models import Deal, Firm, Person, User

_Key = Annotated[str, Field(pattern=r"^[-A-Za-z0-9_]{1,60}$")]
_Word = Annotated[str, Field(max_length=10_000)]
Custom = Annotated[
    dict[_Key, StrictBool | StrictInt | StrictFloat | _Word | list[_Word] | None],
    Field(
        default_factory=dict,
        max_length=100,
        json_schema_extra={"additionalProperties": False},
        description="Values of the workspace's own fields by their key: a number for number and money, true or false"
        " for yes_no, a list of words for choices, text for all others. null empties one; those left out stay.",
    ),
]


def put(by: User, row: Person | Firm | Deal, given: Mapping[str, Any], custom: Mapping[str, Any] | None = None) -> None:
    """Puts values into cells, in the caller's transaction: `given` by the name of the column, `custom` by the key of
    the workspace's own field. Raises a Problem (409) for what is no such field, is of another kind or does not fit."""
    for name, value in given.items():
        _put(by, row, (name, name), value)
    for key, value in (custom or {}).items():
        _put(by, row, (f"x.{key}", f"custom.{key:.60}"), value)


def _put(by: User, row: Person | Firm | Deal, name: tuple[str, str], value: Any) -> None:
    key, where = name
    noun = type(row).__name__.lower()
    column = cells.column_of(noun, key)
    if column is None:
        raise Problem(409, "There is no such field.", where)
    words = _words(column, value)
    if words is None:
        raise Problem(409, f"It takes {_WANTED.get(column.kind, 'text')}.", where)
    try:
        editing.edit(by=by, noun=noun, public_id=row.public_id, column=key, words=words)
    except Refused as refused:
        raise Problem(409, refused.message, where) from None


_WANTED = {
    "yes_no": "true or false", "number": "a number", "money": "a number", "choices": "a list of words, none with a ;",
}  # fmt: skip


def _words(column: Column, value: Any) -> list[str] | None:
    """The value as it would be typed; None when it is of another kind."""
    if value is None:
        return [""]
    if column.kind == "yes_no":
        return ["yes" if value else "no"] if isinstance(value, bool) else None
    if column.kind in ("number", "money"):
        return [repr(value)] if isinstance(value, int | float) and not isinstance(value, bool) else None
    if column.kind == "choices":
        fits = isinstance(value, list) and all(isinstance(one, str) and ";" not in one for one in value)
        return value if fits else None
    return [value] if isinstance(value, str) else None
