"""The ways deals go: pipelines, their stages, and the act of the buyer that ends each."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.store.models import LogEntry, Pipeline, Stage, User

MOST_STAGES = 12
LONGEST_NAME = 100
LONGEST_ACT = 200

# What a new workspace starts with: four stages, each ended by something the buyer does.
FIRST = gettext_noop("Sales")
FIRST_STAGES = (
    (gettext_noop("Talking"), gettext_noop("They say what they want to change, and agree on a next talk.")),
    (gettext_noop("Discovery"), gettext_noop("They give inside figures, or bring in somebody who decides or uses it.")),
    (gettext_noop("Proposal"), gettext_noop("They answer the proposal with their own changes or questions.")),
    (gettext_noop("Deciding"), gettext_noop("They sign, or say no.")),
)


def first() -> Pipeline:
    """The pipeline deals go by unless another is named; made with its stages where there is none yet."""
    found = Pipeline.objects.order_by("position", "pk").first()
    if found is not None:
        return found
    with transaction.atomic():
        pipeline, is_new = Pipeline.objects.get_or_create(name=_(FIRST))
        if is_new:
            Stage.objects.bulk_create(
                Stage(pipeline=pipeline, name=_(name), position=place, buyer_act=_(act))
                for place, (name, act) in enumerate(FIRST_STAGES)
            )
    return pipeline


def add(*, by: User, name: str) -> LogEntry:
    """Another pipeline, with one stage to begin with."""
    access.check(by, "pipelines")
    name = _name(name)
    with transaction.atomic():
        if Pipeline.objects.filter(name__iexact=name).exists():
            raise Refused(_("There is a pipeline of this name."), "name")
        pipeline = Pipeline.objects.create(name=name, position=Pipeline.objects.count())
        Stage.objects.create(pipeline=pipeline, name=_("Talking"), position=0)
        return log.write(by, "add_pipeline", pipeline, after={"name": name})


def add_stage(*, by: User, pipeline: Pipeline, name: str, buyer_act: str = "") -> LogEntry:
    """A stage at the end of a pipeline."""
    access.check(by, "pipelines")
    name, act = _name(name), _act(buyer_act)
    with transaction.atomic():
        held = list(Stage.objects.select_for_update().filter(pipeline=pipeline))
        if len(held) >= MOST_STAGES:
            raise Refused(_("A pipeline has at most %(most)d stages.") % {"most": MOST_STAGES}, "name")
        _free(held, name)
        place = max((stage.position for stage in held), default=-1) + 1
        stage = Stage.objects.create(pipeline=pipeline, name=name, position=place, buyer_act=act)
        return log.write(by, "add_stage", stage, after={"name": name, "buyer_act": act})


def change_stage(*, by: User, stage: Stage, name: str, buyer_act: str) -> LogEntry:
    """Another name for a stage, or another act that ends it."""
    access.check(by, "pipelines")
    name, act = _name(name), _act(buyer_act)
    with transaction.atomic():
        held = list(Stage.objects.select_for_update().filter(pipeline=stage.pipeline_id))
        stage = next(one for one in held if one.pk == stage.pk)
        _free([one for one in held if one.pk != stage.pk], name)
        before = {"name": stage.name, "buyer_act": stage.buyer_act}
        stage.name, stage.buyer_act = name, act
        stage.save(update_fields=["name", "buyer_act"])
        return log.write(by, "change_stage", stage, before=before, after={"name": name, "buyer_act": act})


def move_stage(*, by: User, stage: Stage, place: int) -> LogEntry:
    """A stage to another place in its pipeline; `place` counts from 0."""
    access.check(by, "pipelines")
    with transaction.atomic():
        held = list(Stage.objects.select_for_update().filter(pipeline=stage.pipeline_id).order_by("position", "pk"))
        before = [one.pk for one in held].index(stage.pk)
        moved = held.pop(before)
        held.insert(max(0, min(place, len(held))), moved)
        for position, one in enumerate(held):
            if one.position != position:
                Stage.objects.filter(pk=one.pk).update(position=position)
        return log.write(by, "move_stage", stage, before={"place": before}, after={"place": held.index(moved)})


def drop_stage(*, by: User, stage: Stage) -> LogEntry:
    """Takes a stage out. Refused while deals stand in it, open or closed, or when it is the last one."""
    access.check(by, "pipelines")
    with transaction.atomic():
        held = Stage.objects.select_for_update().filter(pipeline=stage.pipeline_id)
        if len(held) < 2:
            raise Refused(_("A pipeline needs a stage."))
        if stage.deals.exists():
            raise Refused(_("Deals stand in this stage. Move them first; closed ones keep their stage."))
        done = log.write(by, "drop_stage", stage, before={"name": stage.name, "buyer_act": stage.buyer_act})
        held.filter(position__gt=stage.position).update(position=F("position") - 1)
        stage.delete()
        return done


def _name(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise Refused(_("It needs a name."), "name")
    if len(line) > LONGEST_NAME:
        raise Refused(_("A name has at most %(most)d characters.") % {"most": LONGEST_NAME}, "name")
    return line


def _act(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST_ACT:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST_ACT}, "buyer_act")
    return line


def _free(others: list[Stage], name: str) -> None:
    if any(one.name.lower() == name.lower() for one in others):
        raise Refused(_("There is a stage of this name."), "name")
