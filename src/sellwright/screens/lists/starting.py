"""The views a new workspace starts with. They are everybody's, cannot be changed, and are kept beside by saving one's
own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from sellwright.store.lists.asking import Asked, Condition

Words = str | Promise


@dataclass(frozen=True)
class Start:
    """A view that is there from the beginning; the first of a list is how it opens."""

    key: str
    name: Words
    asked: Asked


def _start(noun: str, key: str, name: Words, *conditions: tuple[str, str, str], **more: object) -> Start:
    tests = tuple(
        Condition(column, way, tuple(values.split("|")) if values else ()) for column, way, values in conditions
    )
    return Start(key, name, Asked(noun, conditions=tests, **more))  # type: ignore[arg-type]


_QUIET = ("relation", "any", "customer|prospect|partner")
STARTS: dict[str, tuple[Start, ...]] = {
    "person": (
        _start("person", "all", later("Everybody")),
        _start("person", "mine", later("Mine"), ("owner", "any", "me")),
        _start("person", "quiet", later("Quiet for a month"), _QUIET, ("last", "older", "30"), sort="last", down=True),
        _start("person", "unowned", later("Nobody looks after"), ("owner", "empty", ""), sort="last", down=True),
    ),
    "firm": (
        _start("firm", "all", later("All")),
        _start("firm", "mine", later("Mine"), ("owner", "any", "me")),
        _start("firm", "quiet", later("Quiet for a quarter"), ("last", "older", "90"), sort="last", down=True),
        _start("firm", "unowned", later("Nobody looks after"), ("owner", "empty", "")),
    ),
    "deal": (
        _start("deal", "open", later("Open"), ("outcome", "any", "open")),
        _start("deal", "mine", later("Mine, open"), ("outcome", "any", "open"), ("owner", "any", "me")),
        _start("deal", "late", later("Next step is late"), ("outcome", "any", "open"), ("next_step_date", "older", "0"),
               sort="next_step_date"),
        _start("deal", "decided", later("Decided this quarter"), ("closed", "last", "90"),
               columns=("name", "firm", "outcome", "outcome_reason", "amount", "closed", "owner")),
    ),
    "promise": (
        _start("promise", "open", later("All open"), ("open", "yes", "")),
        _start("promise", "ours", later("Ours"), ("open", "yes", ""), ("side", "any", "us")),
        _start("promise", "theirs", later("Theirs"), ("open", "yes", ""), ("side", "any", "them")),
        _start("promise", "late", later("Late"), ("open", "yes", ""), ("due", "older", "0")),
    ),
    "touch": (
        _start("touch", "all", later("All")),
        _start("touch", "them", later("From them"), ("side", "any", "them"), ("kind", "any", "person")),
        _start("touch", "talks", later("Calls and meetings"), ("channel", "any", "call|meeting")),
        _start("touch", "week", later("This week"), ("at", "last", "7")),
    ),
}  # fmt: skip


def start(noun: str, key: str) -> Start | None:
    """The starting view of that key."""
    return next((one for one in STARTS[noun] if one.key == key), None)
