"""What is asked of a list: which columns, narrowed by what, in which order, from where on. Plain values, kept in views
and carried by addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

MOST_CONDITIONS = 12
MOST_COLUMNS = 30
MOST_VALUES = 40  # of one condition
LONGEST = 200  # characters of one value

# How a column may be narrowed, by the kind of what stands in it.
TEXT_WAYS = ("has", "is", "empty", "filled")
NUMBER_WAYS = ("more", "less", "is", "empty", "filled")
DAY_WAYS = ("last", "older", "next", "before", "after", "is", "empty", "filled")
CHOICE_WAYS = ("any", "none", "empty", "filled")
YES_WAYS = ("yes", "no")
WAYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "long", "link", "email", "phone", "firm", "name", "who"), TEXT_WAYS),
    **dict.fromkeys(("number", "money"), NUMBER_WAYS),
    **dict.fromkeys(("date", "moment", "at"), DAY_WAYS),
    **dict.fromkeys(
        (
            "choice",
            "choices",
            "relation",
            "effort",
            "owner",
            "colleague",
            "person",
            "stage",
            "outcome",
            "side",
            "state",
        ),
        CHOICE_WAYS,
    ),
    "yes_no": YES_WAYS,
    "channel": CHOICE_WAYS[:2],
    "human": CHOICE_WAYS[:1],
    "count": (),
}
BARE = frozenset({"empty", "filled", "yes", "no"})  # ways that need no value


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a row must meet: `column` `way` `values` ("title" "has" "head of")."""

    column: str
    way: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of the list of a noun (person, firm, deal, promise, touch). `after` and `before` are keys of
    rows, as a page gives them; at most one of them is set."""

    noun: str
    words: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""  # '' as the list comes
    down: bool = False
    columns: tuple[str, ...] = ()  # () as the list comes
    after: str = ""
    before: str = ""

    def first_page(self) -> Asked:
        """The same from its beginning."""
        return replace(self, after="", before="")

    def as_json(self) -> dict[str, Any]:
        """As a view keeps it."""
        return {
            "words": self.words,
            "conditions": [[one.column, one.way, list(one.values)] for one in self.conditions],
            "sort": self.sort,
            "down": self.down,
            "columns": list(self.columns),
        }


def from_json(noun: str, held: Mapping[str, Any]) -> Asked:
    """What `as_json` wrote; what makes no sense in it is passed over."""
    conditions = [_condition(one) for one in _list(held.get("conditions"))[:MOST_CONDITIONS]]
    return Asked(
        noun=noun,
        words=_text(held.get("words")),
        conditions=tuple(one for one in conditions if one is not None),
        sort=_text(held.get("sort")),
        down=bool(held.get("down")),
        columns=tuple(_text(one) for one in _list(held.get("columns"))[:MOST_COLUMNS]),
    )


def _condition(one: Any) -> Condition | None:
    if not (isinstance(one, list) and len(one) == 3 and isinstance(one[2], list)):
        return None
    return Condition(_text(one[0]), _text(one[1]), tuple(_text(value) for value in one[2][:MOST_VALUES]))


def _list(held: Any) -> Sequence[Any]:
    return held if isinstance(held, list) else []


def _text(held: Any) -> str:
    return " ".join(held.replace("\0", " ").split())[:LONGEST] if isinstance(held, str) else ""
