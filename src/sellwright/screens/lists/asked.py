"""What an address asks of a list, and the address of what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from sellwright.screens.asking import one_line
from sellwright.screens.lists.labels import ROUTES
from sellwright.screens.lists.starting import STARTS, start
from sellwright.store.lists import asking
from sellwright.store.lists.asking import MOST_COLUMNS, MOST_CONDITIONS, MOST_VALUES, Asked, Condition
from sellwright.store.models import User, View

_DECIDED = ("won", "lost", "no decision")
_OWN = ("q", "f", "sort", "cols", "relation", "owner", "firm", "state", "whose", "add", "as")


@dataclass(frozen=True)
class Opened:
    """A list as an address opens it: `view` is the key of the view it began with, `kept` what that view holds."""

    asked: Asked
    view: str
    kept: Asked
    row: View | None = None  # where the view is somebody's, not a starting one

    @property
    def is_changed(self) -> bool:
        """Whether more or less is asked than the view holds."""
        return self.asked.first_page() != self.kept

    def url(self, asked: Asked | None = None) -> str:
        """The address of this list, or with something else asked of it."""
        return url(asked or self.asked, self.view, self.kept)


def opened(user: User, noun: str, query: QueryDict, last: str = "") -> Opened:
    """The list that is asked for. Without a word in the address it opens with the view used last. One query where a
    view is somebody's own."""
    wanted = query.get("view", "")[:20] or ("" if any(name in query for name in _OWN) else last)
    found = start(noun, wanted)
    row = None
    if found is None and wanted.isalnum():
        row = next((one for one in views(user, noun) if one.public_id == wanted), None)
    first = STARTS[noun][0]
    kept = found.asked if found else asking.from_json(noun, row.asked) if row else first.asked
    view = found.key if found else row.public_id if row else first.key
    asked = _typed(noun, query, kept) if any(name in query for name in _OWN) else kept
    asked = replace(asked, after=query.get("after", "")[:600], before=query.get("before", "")[:600])
    return Opened(asked, view, kept, row)


def views(user: User, noun: str) -> list[View]:
    """The views that a user may open, kept with the user for this request."""
    from sellwright.actions.views import seen

    held: dict[str, list[View]] = user.__dict__.setdefault("_views_of_lists", {})
    if noun not in held:
        held[noun] = list(seen(user, noun)[:200])
    return held[noun]


def _typed(noun: str, query: QueryDict, kept: Asked) -> Asked:
    """What an address says itself."""
    conditions = [one for one in map(read_condition, query.getlist("f")[:MOST_CONDITIONS]) if one is not None]
    for column, way in (("relation", "any"), ("owner", "any"), ("firm", "at")):
        value = query.get(column, "")
        if value and value.replace("_", "").isalnum() and value.isascii() and len(value) <= 20:
            conditions = [one for one in conditions if one.column != column]
            conditions.append(Condition(column, way, (value,)))
    conditions += _of_deals(noun, query)
    if query.get("add"):
        conditions += filter(None, [_added(query)])
    if not any(name in query for name in ("f", "state", "as")):
        said = {one.column for one in conditions}
        stays = [one for one in kept.conditions if one.column in ("outcome", "open") and one.column not in said]
        conditions = [*stays, *conditions]
    sort = query.get("sort", "")[:80]
    columns = tuple(name[:80] for name in query.getlist("cols") for name in name.split(",") if name)[:MOST_COLUMNS]
    if noun == "deal" and not columns and query.get("state") in _DECIDED:
        decided = start("deal", "decided")
        columns = decided.asked.columns if decided else ()
    return Asked(
        noun, one_line(query.get("q", "")), tuple(conditions[:MOST_CONDITIONS]), sort.removeprefix("-"),
        sort.startswith("-"), columns,
    )  # fmt: skip


def _of_deals(noun: str, query: QueryDict) -> list[Condition]:
    """The two choices that the list of deals has had from the beginning."""
    if noun != "deal":
        return []
    found = [Condition("owner", "any", ("me",))] if query.get("whose") == "mine" else []
    state = query.get("state")
    if state is not None:
        found.append(Condition("outcome", "any", (state if state in _DECIDED else "open",)))
    return found


def _added(query: QueryDict) -> Condition | None:
    """The condition that a form adds: `add` (a column), `way`, `value` (any number of times)."""
    values = tuple(one_line(value, asking.LONGEST) for value in query.getlist("value")[:MOST_VALUES])
    way = query.get("way", "")[:10]
    held = tuple(value for value in values if value)
    return Condition(query.get("add", "")[:80], way, held) if held or way in asking.BARE else None


def read_condition(text: str) -> Condition | None:
    """ "title:has:head of" as an address carries it."""
    column, _mark, rest = text.partition(":")
    way, _mark, values = rest.partition(":")
    if not column or not way:
        return None
    parts = [one_line(one.replace("%7C", "|").replace("%25", "%"), asking.LONGEST) for one in values.split("|")]
    return Condition(column[:80], way[:10], tuple(part for part in parts if part)[:MOST_VALUES])


def written_condition(one: Condition) -> str:
    """The same the other way."""
    values = "|".join(value.replace("%", "%25").replace("|", "%7C") for value in one.values)
    return f"{one.column}:{one.way}:{values}"


def pairs(asked: Asked, view: str, kept: Asked) -> list[tuple[str, str]]:
    """The words of an address, without where it goes on."""
    found = [("view", view)]
    if asked.first_page() == kept:
        return found
    found.append(("as", "1"))
    if asked.words:
        found.append(("q", asked.words))
    found += [("f", written_condition(one)) for one in asked.conditions]
    if asked.sort:
        found.append(("sort", f"-{asked.sort}" if asked.down else asked.sort))
    if asked.columns:
        found.append(("cols", ",".join(asked.columns)))
    return found


def url(asked: Asked, view: str, kept: Asked, route: str = "", args: Sequence[Any] = ()) -> str:
    """The address of a list."""
    found = pairs(asked, view, kept)
    found += [(name, value) for name, value in (("after", asked.after), ("before", asked.before)) if value]
    return reverse(route or ROUTES[asked.noun], args=args) + (f"?{urlencode(found)}" if found else "")
