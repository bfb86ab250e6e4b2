"""Looks through relationships that changed for purchases in the making that nobody wrote down as a deal, and proposes
them (measures.deal_signs). A person accepts or waves away; nothing becomes a deal by itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from sellwright.jobs import queue
from sellwright.jobs.queue import job
from sellwright.measures import deal_signs
from sellwright.measures.deal_signs import Sign
from sellwright.settings import Settings
from sellwright.store import clock, values
from sellwright.store.models import (
    Deal,
    DealPerson,
    DealSign,
    Message,
    Person,
    Pipeline,
    Scope,
    SignsLooked,
    Stage,
    Standing,
    Workspace,
)

BATCH = 100


@job("propose_deals", lane="long")
def propose_deals() -> None:
    """One look through all scopes that somebody has; goes on where the last one stopped."""
    workspace = Workspace.objects.first()
    stage = first_stage()
    if workspace is None or stage is None:
        return
    settings, now = values.settings_of(workspace), clock.now(workspace)
    for scope in Scope.objects.filter(users__is_active=True).distinct().order_by("pk"):
        while _look_through(scope, stage, settings, now):
            if queue.stopping():
                raise queue.Again


def first_stage() -> Stage | None:
    """Where proposals wait: the first stage of the first pipeline; None while nobody has opened the deals yet."""
    line = Pipeline.objects.order_by("position", "pk").first()
    return line.stages.first() if line is not None else None


def _look_through(scope: Scope, stage: Stage, settings: Settings, now: float) -> bool:
    """One batch; False at the end."""
    mark = SignsLooked.objects.get_or_create(scope=scope)[0]
    newer = Q(computed_at__gt=mark.computed_at) | Q(computed_at=mark.computed_at, pk__gt=mark.standing)
    rows = Standing.objects.filter(newer, scope=scope, relation__in=deal_signs.BUYING).order_by("computed_at", "pk")
    found = list(rows.select_related("person__firm").prefetch_related("person__addresses")[:BATCH])
    for standing in found:
        relationship = values.relationship(standing.person, scope, now, settings)
        propose(standing.person, deal_signs.look(relationship, settings, now), stage, now)
    if found:
        SignsLooked.objects.filter(pk=mark.pk).update(computed_at=found[-1].computed_at, standing=found[-1].pk)
    return len(found) == BATCH


def propose(person: Person, signs: Sequence[Sign], stage: Stage, now: float) -> Deal | None:
    """A proposal from these signs; None where there are none, where a deal with them or their firm is open or waits
    already, or where their thread was proposed before, whatever came of it."""
    letters = {row.mid: row for row in Message.objects.filter(mid__in=[sign.id for sign in signs])}
    shown = [sign for sign in signs if sign.id in letters]
    if not shown:
        return None
    newest = letters[shown[-1].id]
    with transaction.atomic():
        theirs = Q(people__person=person) | (Q(firm=person.firm_id) if person.firm_id is not None else Q(pk=None))
        waiting = Q(proposed=False, outcome="") | Q(proposed=True, waved_at=None)
        if Deal.objects.filter(waiting & theirs | Q(thread=newest.thread_id, thread__isnull=False)).exists():
            return None
        name = f"{person.firm or person}: {newest.subject}".rstrip(": ")[:200]
        deal = Deal.objects.create(
            name=name,
            firm=person.firm,
            stage=stage,
            opened_at=now,
            stage_since=now,
            proposed=True,
            thread=newest.thread,
        )
        DealPerson.objects.create(deal=deal, person=person)
        DealSign.objects.bulk_create(
            (DealSign(deal=deal, message=letters[s.id], what=s.what, words=s.words[:300]) for s in shown),
            ignore_conflicts=True,
        )
    return deal
