"""The page of one deal, and older pieces of its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.measures import unknowns
from sellwright.measures.unknowns import Open
from sellwright.screens import deal_words, team_words, timeline, words
from sellwright.screens.asking import bench
from sellwright.screens.deal import group, ladder, offering
from sellwright.screens.deal.shown import Proofs
from sellwright.store import clock
from sellwright.store.models import Deal, Event, Message, StageMove, Task, Touch, Unknown, User

MOST_MOVES = 30
MOST_TASKS = 30
MOST_NOTES = 10


@dataclass(frozen=True)
class ShownMove:
    """One move, newest first."""

    text: str
    when: str
    after: str  # "12 days in Talking"
    url: str
    evidence_url: str
    proof: str  # what shows it, or that nothing does


@dataclass(frozen=True)
class ShownUnknown:
    """Something not known, or known by now."""

    id: str
    text: str
    probe: str
    probe_date: str
    typed_date: str
    owner: str
    owner_id: str
    answer: str
    url: str
    is_probed: bool


def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The deal. `?after=` with htmx: an older piece of its timeline alone."""
    user, workspace = bench(request)
    rows = access.deals(user).select_related("firm", "owner", "stage__pipeline", "moved_by", "waved_by")
    deal = get_object_or_404(rows, public_id=public_id)
    now = clock.moment(workspace, user)
    asked = timeline.asked_in(request.GET)
    url = reverse("deal", args=[public_id])
    days, older = timeline.read(_touches(user, deal), asked, url, now)
    piece = {"days": days, "next_url": older, "next_word": _("Older")}
    if request.headers.get("HX-Request") and asked.after:
        return render(request, "parts/timeline.html", piece)
    return render(request, "deal/page.html", {**piece, **_context(deal, user, now), "here": "deals"})


def _touches(user: User, deal: Deal) -> QuerySet[Touch]:
    """What happened with the people of the deal, as far as the viewer may read it."""
    return access.touches(user).filter(person__deal_parts__deal=deal)


def _context(deal: Deal, user: User, now: datetime) -> dict[str, Any]:
    may_change = deal_words.may_change(user)
    shown_comments, more_comments = team_words.comments(deal.comments.all(), now)
    stay, is_long = deal_words.stay(deal.stage_since, now.timestamp(), deal_words.usual(deal.stage))
    mine = access.may(user, "comment")
    return {
        "deal": deal,
        "amount": deal_words.amount(deal),
        "next_day": deal_words.day(deal.next_step_date, now),
        "is_late": deal.next_step_date is not None and not deal.outcome and deal.next_step_date < now.date(),
        "stay": stay,
        "is_long": is_long,
        "usual": deal_words.usual_words(deal_words.usual(deal.stage)),
        "expected": deal_words.day(deal.expected_date, now),
        "is_overdue": deal.expected_date is not None and not deal.outcome and deal.expected_date < now.date(),
        "outcome": deal_words.OUTCOMES[deal.outcome] if deal.outcome else "",
        "closed": words.when(deal.closed_at, now) if deal.closed_at is not None else "",
        "stages": [
            {"id": stage.public_id, "title": stage.name, "here": stage.pk == deal.stage_id}
            for stage in deal.stage.pipeline.stages.all()
        ],
        "moves": _moves(deal, user, now),
        **_given(deal, user, now),
        **_unknowns(deal, user, now),
        "notes": _notes(deal, now),
        "tasks": _tasks(deal, user, now),
        "comments": shown_comments,
        "more_comments": more_comments,
        "write_url": reverse("deal_comment", args=[deal.public_id]) if mine else "",
        "members": team_words.members() if may_change else [],
        "me": user.public_id,
        "may_change": may_change,
    }


def _given(deal: Deal, user: User, now: datetime) -> dict[str, Any]:
    """The group, the ladder and the offers."""
    proofs = Proofs(user, now)
    shown_group, known = group.context(deal, user, now)
    rungs = ladder.context(deal, user, now, proofs)
    offered = offering.context(deal, now, proofs)
    return {
        **shown_group,
        **rungs,
        "givings": ladder.givings(rungs["givings"], known, now, proofs),
        **offering.shown(offered, deal, now, proofs, known),
    }


def _moves(deal: Deal, user: User, now: datetime) -> list[ShownMove]:
    rows = list(deal.moves.select_related("from_stage", "to_stage", "by").order_by("-at", "-pk")[:MOST_MOVES])
    ids = [row.message_id for row in rows if row.message_id is not None]
    letters: dict[int, Message] = {letter.pk: letter for letter in access.messages(user).filter(pk__in=ids)}
    first = rows[-1].pk if rows and len(rows) < MOST_MOVES else 0
    return [_move(row, letters.get(row.message_id or 0), deal, now, first=row.pk == first) for row in rows]


def _move(row: StageMove, letter: Message | None, deal: Deal, now: datetime, *, first: bool) -> ShownMove:
    who = str(row.by) if row.by else _("Somebody")
    if row.to_stage is None:
        text = _("%(who)s closed it") % {"who": who}
    elif row.from_stage is None and first:  # nothing came before: it was brought here like that
        text = _("%(who)s put it in %(stage)s") % {"who": who, "stage": row.to_stage}
    elif row.from_stage is None:
        text = _("%(who)s opened it again in %(stage)s") % {"who": who, "stage": row.to_stage}
    else:
        text = _("%(who)s moved it to %(stage)s") % {"who": who, "stage": row.to_stage}
    after = ""
    if row.from_stage is not None and row.days >= 0.0:
        days = int(row.days)
        after = ngettext("after %(n)d day in %(stage)s", "after %(n)d days in %(stage)s", days) % {
            "n": days, "stage": row.from_stage
        }  # fmt: skip
    if letter is not None:
        proof = _("their letter, %(when)s") % {"when": words.when(letter.at, now)}
        urls = reverse("message", args=[letter.mid]), reverse("evidence", args=[letter.mid])
        return ShownMove(text, words.when(row.at, now), after, *urls, proof)
    proof = ""
    if row.from_stage is not None:
        proof = _("on a letter you may not read") if row.message_id is not None else _("no act of theirs shows it")
    return ShownMove(text, words.when(row.at, now), after, "", "", proof)


def _unknowns(deal: Deal, user: User, now: datetime) -> dict[str, Any]:
    rows: list[Unknown] = list(deal.unknowns.select_related("owner").order_by("known_at", "made_at", "pk")[:60])
    open_ = [row for row in rows if row.known_at is None]
    met = _touches(user, deal).filter(channel__in=("meeting", "call"), minutes__gt=0, at__lte=now.timestamp()).exists()
    held = [Open(row.public_id, row.owner_id is not None, bool(row.probe)) for row in open_]
    probed = unknowns.measure(held, ever=len(rows), met=met)
    return {
        "unknowns": [_unknown(row, now) for row in open_],
        "known": [_unknown(row, now) for row in rows if row.known_at is not None],
        "probed": _("%(n)d of %(all)d have somebody and a next probe") % {"n": probed.probed, "all": probed.open}
        if probed.open else "",
        "happy_ears": probed.happy_ears,
    }  # fmt: skip


def _unknown(row: Unknown, now: datetime) -> ShownUnknown:
    return ShownUnknown(
        id=row.public_id,
        text=row.text,
        probe=row.probe,
        probe_date=deal_words.day(row.probe_date, now),
        typed_date=row.probe_date.isoformat() if row.probe_date else "",
        owner=str(row.owner) if row.owner else "",
        owner_id=row.owner.public_id if row.owner else "",
        answer=row.answer,
        url=reverse("unknown_change", args=[row.public_id]),
        is_probed=bool(row.owner_id and row.probe),
    )


def _notes(deal: Deal, now: datetime) -> list[dict[str, Any]]:
    rows: QuerySet[Event] = deal.events.filter(kind="note").select_related("by").order_by("-at", "-pk")[:MOST_NOTES]
    return [{"text": row.text, "who": str(row.by) if row.by else "", "when": words.when(row.at, now)} for row in rows]


def _tasks(deal: Deal, user: User, now: datetime) -> list[team_words.ShownTask]:
    rows: QuerySet[Task] = (
        access.tasks(user).filter(deal=deal, done_at=None).select_related("owner", "by", "person", "deal")
    )
    return [team_words.task(row, now, user) for row in rows.order_by("due_date", "pk")[:MOST_TASKS]]
