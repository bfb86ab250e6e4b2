"""The suggested pairs a viewer may know of, best first; several are one card where each is suggested with each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.screens import addresses
from sellwright.screens.duplicates import reasons
from sellwright.store.models import Deal, DealPerson, Firm, Person, Standing, Twin, User

PAGE = 15  # cards
MOST_PAIRS = 60  # of one page
NAMES = {"person": ("person", "other"), "firm": ("firm", "other_firm")}


@dataclass(frozen=True, slots=True)
class Side:
    """One of a card: what it is called, and what it has."""

    id: str
    name: str
    url: str
    detail: str
    has: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of a card, with the reasons."""

    one: Side
    other: Side
    why: reasons.Shown


@dataclass(frozen=True, slots=True)
class Card:
    """Those that are perhaps one: `pairs` holds every two of `sides`."""

    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    merge_url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One page."""

    cards: tuple[Card, ...]
    after: str  # '' at the end


def twins(user: User, noun: str) -> QuerySet[Twin]:
    """Pairs both of whom the viewer may know of, best first."""
    known: QuerySet[Any] = access.people(user) if noun == "person" else access.firms(user)
    one, other = NAMES[noun]
    rows = Twin.objects.filter(Exists(known.filter(pk=OuterRef(one))), Exists(known.filter(pk=OuterRef(other))))
    return rows.filter(firm__isnull=noun == "person").order_by("-best", "bunch", "-odds", "pk")


def read(user: User, noun: str, after: str) -> Listed:
    """The page from a card on: `after` is "<best>~<bunch>" of the last one of the page before."""
    one, other = NAMES[noun]
    rows = twins(user, noun)
    best, _mark, bunch = after.partition("~")
    with suppress(ValueError):  # a key from an address that is none: from the beginning
        rows = rows.filter(Q(best__lt=float(best)) | Q(best=float(best), bunch__gt=int(bunch)))
    found = list(rows.select_related(one, other)[: MOST_PAIRS + 1])
    bunches: dict[int, list[Twin]] = {}
    for row in found[:MOST_PAIRS]:
        bunches.setdefault(row.bunch, []).append(row)
    if len(found) > MOST_PAIRS and len(bunches) > 1 and found[-1].bunch in bunches:
        del bunches[found[-1].bunch]  # cut in two: it begins the next page
    shown = list(bunches.values())[:PAGE]
    more = len(bunches) > len(shown) or len(found) > MOST_PAIRS
    sides = _sides(user, noun, {getattr(row, f"{n}_id") for group in shown for row in group for n in (one, other)})
    cards = tuple(card for group in shown for card in _cards(noun, group, sides))
    last = shown[-1][-1] if shown else None
    return Listed(cards, f"{last.best!r}~{last.bunch}" if last is not None and more else "")


def _cards(noun: str, rows: Sequence[Twin], sides: dict[int, Side]) -> Iterable[Card]:
    """Cards in which each side is suggested with every other, surest pair first, so that nobody is asked to make one of
    two without a reason shown for these two. What is left over of a chain is a card of its own."""
    one, other = NAMES[noun]
    left = [(getattr(row, f"{one}_id"), getattr(row, f"{other}_id"), row) for row in rows]
    while left:
        suggested = {frozenset(pair[:2]) for pair in left}
        held: set[int] = set()
        for pk in dict.fromkeys(pk for a, b, _row in left for pk in (a, b)):
            if all(frozenset((pk, there)) in suggested for there in held):
                held.add(pk)
        pairs = [pair for pair in left if held.issuperset(pair[:2])]
        left = [pair for pair in left if not held.issuperset(pair[:2])]
        ids = [pk for pk in dict.fromkeys(pk for a, b, _row in pairs for pk in (a, b)) if pk in sides]
        query = urlencode([("noun", noun), *(("ids", sides[pk].id) for pk in ids)])
        yield Card(
            tuple(sides[pk] for pk in ids),
            tuple(Pair(sides[a], sides[b], reasons.shown(row.start, row.reasons, row.odds)) for a, b, row in pairs
                  if a in sides and b in sides),
            f"{reverse('merge')}?{query}",
        )  # fmt: skip


def _sides(user: User, noun: str, ids: Iterable[int]) -> dict[int, Side]:
    wanted = sorted(ids)
    has = held(user, noun, wanted)
    if noun == "firm":
        return {
            row.pk: Side(row.public_id, str(row), addresses.of("company", row.public_id),
                         _(" · ").join(filter(None, (row.domain, row.place, row.telephone))), has[row.pk])
            for row in Firm.objects.filter(pk__in=wanted)
        }  # fmt: skip
    rows = Person.objects.filter(pk__in=wanted).select_related("firm", "owner").prefetch_related("addresses")
    found = {}
    for row in rows:
        emails = sorted({address.email.removeprefix("tel:") for address in row.addresses.all()})[:3]
        detail = _(" · ").join(filter(None, (row.title, str(row.firm) if row.firm else "", *emails, row.telephone)))
        owner = _("looked after by %(name)s") % {"name": row.owner} if row.owner else ""
        has_words = _(", ").join(filter(None, (has[row.pk], owner)))
        found[row.pk] = Side(row.public_id, str(row), addresses.of("person", row.public_id), detail, has_words)
    return found


def held(user: User, noun: str, ids: Sequence[int]) -> dict[int, str]:
    """What each has, as far as the viewer may see: "41 messages, 2 deals, 3 tasks"."""
    if noun == "firm":
        people = dict(access.people(user).filter(firm__in=ids).order_by().values_list("firm").annotate(n=Count("pk")))
        deals = dict(
            access.team_deals(user).filter(firm__in=ids).order_by().values_list("firm").annotate(n=Count("pk"))
        )
        return {pk: _said((_people(people.get(pk, 0)), _deals(deals.get(pk, 0)))) for pk in ids}
    stood = Standing.objects.filter(scope=access.scope_of(user), person__in=ids).order_by()
    mails = dict(stood.values_list("person_id").annotate(n=F("theirs") + F("ours")))
    parts = DealPerson.objects.filter(person__in=ids, deal__in=Deal.objects.filter(proposed=False)).order_by()
    deals = dict(parts.values_list("person_id").annotate(n=Count("pk")))
    tasks = dict(access.tasks(user).filter(person__in=ids).order_by().values_list("person_id").annotate(n=Count("pk")))
    return {pk: _said((_exchanges(mails.get(pk, 0)), _deals(deals.get(pk, 0)), _tasks(tasks.get(pk, 0)))) for pk in ids}


def _said(words: Iterable[str]) -> str:
    return _(", ").join(filter(None, words)) or _("nothing yet")


def _exchanges(n: int) -> str:
    return ngettext("%(n)d message or talk", "%(n)d messages and talks", n) % {"n": n} if n else ""


def _deals(n: int) -> str:
    return ngettext("%(n)d deal", "%(n)d deals", n) % {"n": n} if n else ""


def _tasks(n: int) -> str:
    return ngettext("%(n)d task", "%(n)d tasks", n) % {"n": n} if n else ""


def _people(n: int) -> str:
    return ngettext("%(n)d person", "%(n)d people", n) % {"n": n} if n else ""
