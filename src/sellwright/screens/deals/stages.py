"""The stages of each pipeline and the act of the buyer that ends them; changed by who runs the pipelines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import pipelines
from sellwright.actions.refusing import Refused
from sellwright.screens import deal_words, undoing
from sellwright.screens.asking import bench, number
from sellwright.screens.deals import tabs
from sellwright.store.models import Pipeline, Stage


def page(request: HttpRequest) -> HttpResponse:
    """All pipelines with their stages."""
    user, _workspace = bench(request)
    access.check(user, "pipelines")
    pipelines.first()
    lines = [
        {
            "id": line.public_id,
            "name": line.name,
            "stages": [
                {
                    "id": stage.public_id, "name": stage.name, "buyer_act": stage.buyer_act,
                    "usual": deal_words.usual_words(deal_words.usual(stage)),
                    "up": place - 1 if place else None, "down": place + 1 if place + 1 < len(stages) else None,
                    "url": reverse("deal_stage", args=[stage.public_id]),
                }
                for place, stage in enumerate(stages)
            ],
        }
        for line in Pipeline.objects.order_by("position", "pk").prefetch_related("stages")
        for stages in [list(line.stages.all())]
    ]  # fmt: skip
    return render(request, "deals/stages.html", {"lines": lines, "tabs": tabs.tabs(user, "stages"), "here": "deals"})


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Another stage of a pipeline, or, without one, another pipeline."""
    user, _workspace = bench(request)
    wanted, name = request.POST.get("pipeline", ""), request.POST.get("name", "")
    try:
        if wanted:
            line = get_object_or_404(Pipeline, public_id=wanted)
            pipelines.add_stage(by=user, pipeline=line, name=name, buyer_act=request.POST.get("buyer_act", ""))
        else:
            pipelines.add(by=user, name=name)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("deal_stages"))
    return undoing.answer(request, _("Added: %(name)s.") % {"name": name}, other=reverse("deal_stages"))


@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Renames a stage, moves it (`place`), or takes it out (`drop`)."""
    user, _workspace = bench(request)
    stage = get_object_or_404(Stage, public_id=public_id)
    place = number(request.POST.get("place", ""))
    try:
        if request.POST.get("drop"):
            pipelines.drop_stage(by=user, stage=stage)
        elif place is not None:
            pipelines.move_stage(by=user, stage=stage, place=min(place, 999))
        else:
            posted = {name: request.POST.get(name, "") for name in ("name", "buyer_act")}
            pipelines.change_stage(by=user, stage=stage, **posted)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("deal_stages"))
    return undoing.answer(request, _("Saved."), other=reverse("deal_stages"))
