"""One page of the list: which rows, in which order, and where the next page begins. Rows touched do not grow with the
book: pages go on from a row (keyset), counts stop at a thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.screens import words
from sellwright.screens.asking import one_line
from sellwright.store import search
from sellwright.store.models import Firm, Standing, User

PAGE = 50
MOST_COUNTED = 1000
MOST_NAMED = 400  # people found by words; more would need a narrower word


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `after` and `before` are keys of rows: "<last_at>~<id>"."""

    words: str = ""
    relation: str = ""
    owner: str = ""  # public id of a colleague, "me", "nobody", ''
    firm: str = ""  # public id
    after: str = ""
    before: str = ""

    def url(self, **changes: str) -> str:
        """The address of the same list with some of it changed; paging starts anew unless it is given."""
        asked = {"q": self.words, "relation": self.relation, "owner": self.owner, "firm": self.firm, **changes}
        held = {name: value for name, value in asked.items() if value}
        return reverse("people") + (f"?{urlencode(held)}" if held else "")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return bool(self.words or self.relation or self.owner or self.firm)


@dataclass(frozen=True)
class Listed:
    """One page of rows."""

    rows: tuple[Standing, ...]
    after: str  # '' at the end
    before: str  # '' at the beginning
    counted: str  # "37", "more than 1,000"
    many: bool


def asked_in(query: Any) -> Asked:
    """What the query string of an address asks for; what makes no sense is passed over."""
    relation = query.get("relation", "")
    return Asked(
        words=one_line(query.get("q", "")),
        relation=relation if relation in words.RELATIONS else "",
        owner=_id(query.get("owner", "")),
        firm=_id(query.get("firm", "")),
        after=query.get("after", "")[:60],
        before=query.get("before", "")[:60],
    )


def _id(text: str) -> str:
    """A public id or a word; '' for what cannot be one."""
    return text if text.isalnum() and text.isascii() and len(text) <= 20 else ""


def read(user: User, asked: Asked) -> Listed:
    """The page that is asked for."""
    rows = narrowed(user, asked)
    count = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    backwards = _key(asked.before)
    forwards = _key(asked.after)
    if backwards is not None:
        at, pk = backwards
        rows = rows.filter(Q(last_at__gt=at) | Q(last_at=at, pk__gt=pk)).order_by("last_at", "id")
    elif forwards is not None:
        at, pk = forwards
        rows = rows.filter(last_at__lte=at).filter(Q(last_at__lt=at) | Q(pk__lt=pk)).order_by("-last_at", "-id")
    else:
        rows = rows.order_by("-last_at", "-id")
    found = list(rows.select_related("person__firm", "person__owner")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards is not None:
        found.reverse()
    older = more if backwards is None else True
    newer = more if backwards is not None else forwards is not None
    return Listed(
        rows=tuple(found),
        after=_row_key(found[-1]) if found and older else "",
        before=_row_key(found[0]) if found and newer else "",
        counted=words.capped(count, MOST_COUNTED),
        many=count != 1,
    )


def narrowed(user: User, asked: Asked) -> QuerySet[Standing]:
    """The rows a list may show, in no order yet."""
    rows = access.standings(user)
    if asked.relation:
        rows = rows.filter(relation=asked.relation)
    if asked.firm:
        rows = rows.filter(firm__public_id=asked.firm)
    if asked.owner == "nobody":
        rows = rows.filter(person__owner=None)
    elif asked.owner:
        rows = rows.filter(person__owner__public_id=user.public_id if asked.owner == "me" else asked.owner)
    if asked.words:
        rows = rows.filter(person__in=search.people(asked.words, MOST_NAMED))
    return rows


def firm_named(asked: Asked, user: User) -> str:
    """The name of the firm a list is narrowed to, if the viewer may know of it."""
    if not asked.firm:
        return ""
    firm = Firm.objects.filter(public_id=asked.firm, people__in=access.people(user)).first()
    return str(firm) if firm else _("a firm you do not know")


def _row_key(row: Standing) -> str:
    return f"{row.last_at!r}~{row.pk}"


def _key(text: str) -> tuple[float, int] | None:
    """A row's key from an address; None when it is none."""
    at, _mark, pk = text.partition("~")
    try:
        return float(at), int(pk)
    except ValueError:
        return None
