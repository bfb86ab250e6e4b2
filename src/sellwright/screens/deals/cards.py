"""Deals as cards: what stands on one, read for a whole board in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import deal_rows
from sellwright.measures import stage_evidence
from sellwright.screens import addresses, deal_words, words
from sellwright.store.models import Deal, DealPerson, Firm, Message, Stage, User
from sellwright.store.ready import ready

PIECE = 12  # cards of a column shown at once
MOST_NAMES = 3
Part = tuple[int, str]  # row id of a person, and their name


@dataclass(frozen=True)
class Evidence:
    """What shows that the buyer moved: words, and the letter."""

    words: str
    url: str
    evidence_url: str


@dataclass(frozen=True)
class Card:
    """One deal on the board."""

    id: str
    url: str
    move_url: str
    name: str
    firm: str
    amount: str
    next_step: str
    next_day: str
    day_class: str
    step: bool  # whether there is a next step or a day for it
    stay: str
    people: str
    moved: str  # '' while it never moved; else how that move is shown to be real, or that it is not
    is_unproven: bool
    evidence: Evidence | None
    stage: str  # public id
    version: int


@dataclass(frozen=True)
class Viewer:
    """Who looks, and when."""

    user: User
    now: datetime


def column(user: User, stage: Stage, after: str = "", most: int = PIECE) -> tuple[list[Deal], str]:
    """The next cards of a stage in their order, and the key of what follows ('' at the end)."""
    if not user.is_active:
        return [], ""
    rank, _mark, pk = after.partition("~")
    try:
        place: tuple[float, ...] = float(rank), int(pk)
    except ValueError:
        place = ()
    found = _column(stage.pk, *place, most=most + 1)
    rest = len(found) > most
    found = found[:most]
    return found, f"{found[-1].rank!r}~{found[-1].pk}" if rest else ""


@ready
def _column(stage: int, *place: float, most: int) -> QuerySet[Deal]:
    """Deals of the team (access.team_deals), from behind a place on."""
    rows = Deal.objects.filter(proposed=False, stage=stage, outcome="")
    if place:
        rows = rows.filter(rank__gte=place[0]).filter(Q(rank__gt=place[0]) | Q(pk__gt=place[1]))
    return rows.order_by("rank", "pk")[:most]


def show(rows: Sequence[Deal], stages: dict[int, Stage], viewer: Viewer) -> dict[int, Card]:
    """The cards of these deals by row id, in four queries: people, letters behind moves, acts that came later,
    firms."""
    named = _people(tuple(row.pk for row in rows), viewer.user)
    shown = _evidence(rows, named, viewer)
    firms = {firm.pk: firm for firm in _firms(tuple(row.firm_id for row in rows if row.firm_id))}
    for row in rows:
        row.firm = firms.get(row.firm_id or 0)
    return {row.pk: _card(row, stages[row.stage_id], named.get(row.pk, []), shown.get(row.pk), viewer) for row in rows}


def _people(ids: tuple[int, ...], user: User) -> dict[int, list[Part]]:
    """The people of deals whom the viewer may know. Plain rows: a board names hundreds of them."""
    found: dict[int, list[Part]] = {}
    for deal, person, name, key in _parts(ids, access.scope_of(user).pk, *access.told_boxes(user)):
        found.setdefault(deal, []).append((person, name or key))
    return found


@ready
def _parts(ids: tuple[int, ...], scope: int, *told: int) -> QuerySet[Any, Any]:
    known = access.people_in(scope, *told).filter(pk=OuterRef("person_id"))
    rows = DealPerson.objects.filter(Exists(known), deal__in=ids).order_by("pk")
    return rows.values_list("deal_id", "person_id", "person__name", "person__key")


@ready
def _firms(ids: tuple[int, ...]) -> QuerySet[Firm]:
    return Firm.objects.filter(pk__in=ids)


def _evidence(rows: Sequence[Deal], named: dict[int, list[Part]], viewer: Viewer) -> dict[int, Evidence]:
    """By deal: the letter behind its last move if the viewer may read it, else the newest act of theirs since."""
    found = _letters([row.evidence_id for row in rows if row.evidence_id is not None], viewer)
    shown = {row.pk: found[row.evidence_id] for row in rows if row.evidence_id in found}
    since = {row.pk: row.stage_since for row in rows if row.moved_by_id is not None and row.pk not in shown}
    of: dict[int, list[int]] = {}
    for pk in since:
        for person, _name in named.get(pk, ()):
            of.setdefault(person, []).append(pk)
    if not of:
        return shown
    acts = deal_rows.theirs(viewer.user, min(since.values()), viewer.now.timestamp()).filter(person__in=list(of))
    for person, at, held, ref in acts.values_list("person_id", "at", "acts", "ref"):
        act = stage_evidence.act_of(held.split())
        for pk in of[person]:
            if act and pk not in shown and at >= since[pk]:
                shown[pk] = _shown(ref, act, at, viewer.now)
    return shown


def _letters(ids: Sequence[int], viewer: Viewer) -> dict[int, Evidence]:
    """Letters behind moves, of those the viewer may read."""
    if not ids:
        return {}
    rows: QuerySet[Message] = access.messages(viewer.user).filter(pk__in=ids)
    return {row.pk: _shown(row.mid, "", row.at, viewer.now) for row in rows.only("pk", "mid", "at")}


def _shown(ref: str, act: str, at: float, now: datetime) -> Evidence:
    what = str(deal_words.ACTS[act]) if act else _("their letter")
    said = _("%(what)s, %(when)s") % {"what": what, "when": words.when(at, now)}
    return Evidence(said, addresses.of("message", ref), addresses.of("evidence", ref))


def _card(row: Deal, stage: Stage, parts: list[Part], evidence: Evidence | None, viewer: Viewer) -> Card:
    stay, is_long = deal_words.stay(row.stage_since, viewer.now.timestamp(), deal_words.usual(stage))
    names = [name for _person, name in parts[:MOST_NAMES]]
    return Card(
        id=row.public_id,
        url=addresses.of("deal", row.public_id),
        move_url=addresses.of("deal_move", row.public_id),
        name=row.name,
        firm=str(row.firm) if row.firm else "",
        amount=deal_words.amount(row),
        next_step=row.next_step,
        next_day=deal_words.day(row.next_step_date, viewer.now),
        day_class="late" if row.next_step_date is not None and row.next_step_date < viewer.now.date() else "soft",
        step=bool(row.next_step or row.next_step_date),
        stay=_("%(stay)s (long)") % {"stay": stay} if is_long else stay,
        people=", ".join(names) + (" …" if len(parts) > MOST_NAMES else ""),
        moved=moved(row, evidence),
        is_unproven=row.moved_by_id is not None and evidence is None,
        evidence=evidence,
        stage=stage.public_id,
        version=row.version,
    )


def moved(row: Deal, evidence: Evidence | None) -> str:
    """What is to be said of the last move."""
    if row.moved_by_id is None or evidence is not None:
        return ""
    if row.evidence_id is not None:
        return _("moved on a letter you may not read")
    return _("moved by us, no evidence yet")
