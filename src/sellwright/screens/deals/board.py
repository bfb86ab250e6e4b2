"""The board: stages side by side, each in pieces; a card dragged, or moved by a form, from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import deals, pipelines
from sellwright.actions.deal_rows import ChangedMeanwhile
from sellwright.actions.refusing import Refused
from sellwright.screens import deal_words, undoing
from sellwright.screens.asking import bench
from sellwright.screens.deals import cards, tabs
from sellwright.screens.deals.cards import Card, Viewer
from sellwright.store import clock
from sellwright.store.models import Deal, Pipeline, Stage, User, Workspace
from sellwright.store.ready import ready


@dataclass(frozen=True)
class Column:
    """One stage with its first cards."""

    id: str
    title: str
    buyer_act: str
    count: int
    usual: str
    cards: tuple[Card, ...]
    more_url: str


@dataclass(frozen=True)
class Choice:
    """A pipeline or stage to choose."""

    id: str
    title: str
    url: str = ""
    here: bool = False


@dataclass(frozen=True)
class Frame:
    """What every card shows alike, made once."""

    may_change: bool
    move_word: str


def frame(user: User) -> Frame:
    """For this viewer."""
    return Frame(deal_words.may_change(user), _("Move"))


@dataclass(frozen=True)
class Board:
    """The whole page."""

    title: str
    columns: tuple[Column, ...]
    pipelines: tuple[Choice, ...]
    is_empty: bool
    frame: Frame


def board(request: HttpRequest) -> HttpResponse:
    """The board of a pipeline (`?pipeline=<public id>`; else the first)."""
    user, workspace = bench(request)
    shown = read(user, workspace, request.GET.get("pipeline", ""))
    page = "deals/_board.html" if request.headers.get("HX-Target") == "board" else "deals/page.html"
    return render(
        request, page, {"whole": shown, "board": shown.frame, "tabs": tabs.tabs(user, "board"), "here": "deals"}
    )


def read(user: User, workspace: Workspace, wanted: str = "") -> Board:
    """The board as it stands."""
    lines = _lines()
    first = lines[0] if lines else pipelines.first()
    chosen = next((line for line in lines if line.public_id == wanted), first)
    stages = list(counted(chosen))
    viewer = Viewer(user, clock.moment(workspace, user))
    pieces = [cards.column(user, stage) for stage in stages]
    shown = cards.show([row for rows, _after in pieces for row in rows], {stage.pk: stage for stage in stages}, viewer)
    columns = tuple(
        _column(stage, [shown[row.pk] for row in rows], after)
        for stage, (rows, after) in zip(stages, pieces, strict=True)
    )
    return Board(
        title=chosen.name,
        columns=columns,
        pipelines=tuple(
            Choice(line.public_id, line.name, f"{reverse('deals')}?pipeline={line.public_id}", line == chosen)
            for line in lines
        ) if len(lines) > 1 else (),
        is_empty=not any(rows for rows, _after in pieces),
        frame=frame(user),
    )  # fmt: skip


@ready
def _lines() -> QuerySet[Pipeline]:
    return Pipeline.objects.order_by("position", "pk")


def counted(line: Pipeline) -> list[Stage]:
    """The stages of a pipeline, each with `held`: how many open deals stand in it."""
    stages = _stages(line.pk)
    held = dict(_held(line.pk))
    for stage in stages:
        stage.held = held.get(stage.pk, 0)  # type: ignore[attr-defined]
    return stages


@ready
def _stages(line: int) -> QuerySet[Stage]:
    return Stage.objects.filter(pipeline=line).order_by("position", "pk")


@ready
def _held(line: int) -> QuerySet[Any, Any]:
    """A stage at a time, so that the index of the board is used: by all at once SQLite walks over every open deal."""
    open_ = Deal.objects.filter(stage=OuterRef("pk"), outcome="", proposed=False).order_by()
    held = open_.values("stage").annotate(n=Count("pk")).values("n")
    return Stage.objects.filter(pipeline=line).order_by().annotate(n=Coalesce(Subquery(held), 0)).values_list("pk", "n")


def _column(stage: Stage, held: list[Card], after: str) -> Column:
    more = f"{reverse('deals_more', args=[stage.public_id])}?after={after}" if after else ""
    count: int = stage.held  # type: ignore[attr-defined]
    usual = deal_words.usual_words(deal_words.usual(stage))
    return Column(stage.public_id, stage.name, stage.buyer_act, count, usual, tuple(held), more)


def more(request: HttpRequest, public_id: str) -> HttpResponse:
    """The next cards of a column. Without scripts: a page of that column alone."""
    user, workspace = bench(request)
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), public_id=public_id)
    stages = counted(stage.pipeline)
    stage = next(one for one in stages if one.pk == stage.pk)
    rows, after = cards.column(user, stage, request.GET.get("after", "")[:60])
    shown = cards.show(rows, {stage.pk: stage}, Viewer(user, clock.moment(workspace, user)))
    column = _column(stage, [shown[row.pk] for row in rows], after)
    page = "deals/_cards.html" if request.headers.get("HX-Request") else "deals/column.html"
    held = {"column": column, "board": frame(user), "here": "deals"}
    return render(request, page, held)


@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """Moves a card. A dragged one is answered with the card and the columns' heads; a form with the page it was on."""
    user, workspace = bench(request)
    deal = get_object_or_404(access.deals(user), public_id=public_id)
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), public_id=request.POST.get("stage", ""))
    posted = {name: request.POST.get(name, "") for name in ("seen_in", "above", "below")}
    dragged = bool(request.headers.get("HX-Request"))
    try:
        entry = deals.move(by=user, deal=deal, stage=stage, now=clock.now(workspace), **posted)
    except ChangedMeanwhile as refusal:
        if not dragged:
            return undoing.answer(request, refusal.message, other=reverse("deals"))
        shown = read(user, workspace, stage.pipeline.public_id)
        held = {"whole": shown, "board": shown.frame, "text": refusal.message, "tone": "late"}
        return render(request, "deals/_moved.html", held)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("deals"))
    text = _("%(deal)s is in %(stage)s.") % {"deal": deal.name, "stage": stage.name}
    if not dragged:
        return undoing.answer(request, text, entry, other=reverse("deals"))
    return render(request, "deals/_moved.html", {
        **_after(user, workspace, deal, stage), "text": text, "undo_url": undoing.address(entry),
    })  # fmt: skip


def _after(user: User, workspace: Workspace, deal: Deal, stage: Stage) -> dict[str, object]:
    """The card as it is now, and the heads of its pipeline's columns."""
    stages = counted(stage.pipeline)
    fresh = access.deals(user).select_related("firm").get(pk=deal.pk)
    viewer = Viewer(user, clock.moment(workspace, user))
    card = cards.show([fresh], {one.pk: one for one in stages}, viewer)[fresh.pk]
    return {"card": card, "heads": [_column(one, [], "") for one in stages], "board": frame(user)}
