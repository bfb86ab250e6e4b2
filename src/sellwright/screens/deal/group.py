"""The buying group as the page of a deal shows it: who has which part, who was heard, who was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.measures import coverage
from sellwright.measures.coverage import Contact, Coverage, Heard, Role
from sellwright.screens import addresses, giving_words, words
from sellwright.store.models import Deal, DealPerson, OpenRole, Touch, User

DAY = 86400.0
MOST = 3_000  # acts looked at
MOST_DOTS = 8


@dataclass(frozen=True)
class ShownRole:
    """Somebody in the deal, or a part without a name."""

    id: str
    name: str
    url: str
    part: str
    named: bool
    heard: bool
    last: str
    contacts: tuple[dict[str, str], ...]


def context(deal: Deal, user: User, now: datetime) -> tuple[dict[str, Any], set[int]]:
    """What deal/_group.html shows, and the row ids of the people the viewer may know of."""
    people, hidden = _people(deal, user)
    unnamed: list[OpenRole] = list(deal.open_roles.order_by("pk"))
    acts, last = _acts(deal, user, now)
    roles = [
        *(Role(str(row.person_id), True, tuple(acts.get(row.person_id, ()))) for row in people),
        *(Role(f"open-{row.pk}", False) for row in unnamed),
    ]
    found = coverage.measure(roles, now.timestamp())
    day_30 = deal.opened_at + coverage.DAYS * DAY
    then = coverage.measure(roles, day_30) if day_30 <= now.timestamp() else None
    told = {one.key: one for one in found.roles}
    shown = [
        *(_named(row, told[str(row.person_id)], last.get(row.person_id), now) for row in people),
        *(
            ShownRole(row.public_id, row.title, "", row.part, False, False, _("not known by name"), ())
            for row in unnamed
        ),
    ]
    return {
        "roles": shown,
        "coverage_said": _said(found),
        "coverage_then": _then(then),
        "hidden_people": hidden,
        "part_words": giving_words.PARTS,
    }, {row.person_id for row in people}


def _people(deal: Deal, user: User) -> tuple[list[DealPerson], int]:
    """Those the viewer may know of, and how many others there are."""
    known = access.people(user).filter(pk=OuterRef("person_id"))
    rows: list[Any] = list(deal.people.annotate(is_known=Exists(known)).select_related("person").order_by("pk"))
    seen = [row for row in rows if row.is_known]
    return seen, len(rows) - len(seen)


def _acts(deal: Deal, user: User, now: datetime) -> tuple[dict[int, list[Contact]], dict[int, float]]:
    """Acts of the last thirty days and of the deal's first thirty, by person; and when the last was."""
    at, span = now.timestamp(), coverage.DAYS * DAY
    theirs: QuerySet[Touch] = access.touches(user).filter(
        person__deal_parts__deal=deal, human=True, noise=False, at__lte=at
    )
    near = Q(at__gt=at - span) | Q(at__gt=deal.opened_at, at__lte=deal.opened_at + span)
    found: dict[int, list[Contact]] = {}
    columns = ("person_id", "ref", "at", "side", "channel", "minutes")
    for person, ref, when, side, channel, minutes in theirs.filter(near).order_by("-at").values_list(*columns)[:MOST]:
        both = channel in ("meeting", "call") and minutes > 0
        found.setdefault(person, []).append(Contact(ref, when, side, both))
    last = dict(theirs.order_by().values("person").annotate(last=Max("at")).values_list("person", "last"))
    return found, last


def _named(row: DealPerson, told: Heard, last: float | None, now: datetime) -> ShownRole:
    contacts: Sequence[str] = told.ids[:MOST_DOTS] if told.is_heard else ()
    return ShownRole(
        id=row.person.public_id,
        name=str(row.person),
        url=addresses.of("person", row.person.public_id),
        part=row.part,
        named=True,
        heard=told.is_heard,
        last=_("last contact %(when)s") % {"when": words.when(last, now)} if last else _("no contact yet"),
        contacts=tuple(
            {"url": addresses.of("message", ref), "evidence_url": addresses.of("evidence", ref)} for ref in contacts
        ),
    )


def _said(found: Coverage) -> str:
    if not found.known:
        return ""
    return _("%(heard)d of %(known)d heard in the last 30 days") % {"heard": found.heard, "known": found.known}


def _then(found: Coverage | None) -> str:
    if found is None or not found.known:
        return ""
    return _("On day 30 of the deal: %(heard)d of %(known)d.") % {"heard": found.heard, "known": found.known}
