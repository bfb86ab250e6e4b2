"""One page of the list: which rows, in which order, and where the next page begins. Rows touched do not grow with the
book: pages go on from a row (keyset), counts stop at a thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.screens import words
from sellwright.screens.asking import one_line
from sellwright.store import search
from sellwright.store.models import Firm, Standing, User
from sellwright.store.ready import ready

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


@dataclass(frozen=True, slots=True)
class Known:
    """One person of the list, as a scope knows them."""

    public_id: str
    name: str
    firm: str
    relation: str
    effort: str  # its verdict
    last_at: float  # seconds since 1970 UTC; 0.0: never
    owner: str
    pk: int  # of the standing

    @property
    def key(self) -> str:
        """Where the list goes on from here."""
        return f"{self.last_at!r}~{self.pk}"


@dataclass(frozen=True)
class Listed:
    """One page of rows."""

    rows: tuple[Known, ...]
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
    by = _by(user, asked)
    values = (access.scope_of(user).pk, *by.values())
    narrowed: dict[str, Any] = {"by": tuple(by), "unowned": asked.owner == "nobody"}
    count = _counted.count(*values, **narrowed)
    backwards, forwards = _key(asked.before), _key(asked.after)
    if backwards is not None:
        found = _rows(*values, *backwards, **narrowed, way="newer", most=PAGE + 1)
    elif forwards is not None:
        found = _rows(*values, *forwards, **narrowed, way="older", most=PAGE + 1)
    else:
        found = _rows(*values, **narrowed, most=PAGE + 1)
    more = len(found) > PAGE
    rows = [_known(*row) for row in found[:PAGE]]
    if backwards is not None:
        rows.reverse()
    older = more if backwards is None else True
    newer = more if backwards is not None else forwards is not None
    return Listed(
        rows=tuple(rows),
        after=rows[-1].key if rows and older else "",
        before=rows[0].key if rows and newer else "",
        counted=words.capped(count, MOST_COUNTED),
        many=count != 1,
    )


def _by(user: User, asked: Asked) -> dict[str, Any]:
    """What the list is narrowed by, as lookups."""
    found: dict[str, Any] = {}
    if asked.relation:
        found["relation"] = asked.relation
    if asked.firm:
        found["firm"] = Firm.objects.filter(public_id=asked.firm).values_list("pk", flat=True).first() or 0
    if asked.owner and asked.owner != "nobody":
        found["person__owner__public_id"] = user.public_id if asked.owner == "me" else asked.owner
    if asked.words:
        found["person__in"] = tuple(search.people(asked.words, MOST_NAMED))
    return found


def _narrowed(scope: int, values: tuple[Any, ...], by: tuple[str, ...], unowned: bool) -> QuerySet[Standing]:
    rows = Standing.objects.filter(scope=scope, **dict(zip(by, values, strict=False)))
    return rows.filter(person__owner=None) if unowned else rows


@ready
def _counted(scope: int, *values: Any, by: tuple[str, ...] = (), unowned: bool = False) -> QuerySet[Any, Any]:
    """Bare ids, in no order, as many as are counted."""
    return _narrowed(scope, values, by, unowned).order_by().values_list("pk")[: MOST_COUNTED + 1]


@ready
def _rows(
    scope: int, *values: Any, by: tuple[str, ...] = (), unowned: bool = False, way: str = "", most: int
) -> QuerySet[Any, Any]:
    """Plain columns. `by`: lookups of the first values; after them, with a `way`, the key of the row to go on from."""
    rows = _narrowed(scope, values, by, unowned)
    if way:
        at, pk = values[len(by) :]
        edge = Q(last_at__gt=at) | Q(pk__gt=pk) if way == "newer" else Q(last_at__lt=at) | Q(pk__lt=pk)
        rows = rows.filter(edge, **{"last_at__gte" if way == "newer" else "last_at__lte": at})
    # A few people by their ids: sorted then, for an index in this order would be gone through for all of the scope.
    at_order = F("last_at") * 1.0 if "person__in" in by else F("last_at")
    order = (at_order.asc(), "pk") if way == "newer" else (at_order.desc(), "-pk")
    return rows.order_by(*order).values_list(
        "person__public_id", "person__name", "person__key", "person__firm__name", "person__firm__domain",
        "person__firm__public_id", "relation", "effort_verdict", "last_at", "person__owner__name",
        "person__owner__email", "pk",
    )[:most]  # fmt: skip


def _known(
    public_id: str, name: str, key: str, firm: str | None, domain: str | None, firm_id: str | None, *rest: Any
) -> Known:
    relation, effort, last_at, owner, email, pk = rest
    return Known(public_id, name or key, firm or domain or firm_id or "", relation, effort, last_at,
                 owner or email or "", pk)  # fmt: skip


def firm_named(asked: Asked, user: User) -> str:
    """The name of the firm a list is narrowed to, if the viewer may know of it."""
    if not asked.firm:
        return ""
    firm = Firm.objects.filter(public_id=asked.firm, people__in=access.people(user)).first()
    return str(firm) if firm else _("a firm you do not know")


def _key(text: str) -> tuple[float, int] | None:
    """A row's key from an address; None when it is none."""
    at, _mark, pk = text.partition("~")
    try:
        return float(at), int(pk)
    except ValueError:
        return None
