"""What the words of a plan mean here: stages and pipelines, colleagues, addresses of our own; and what a plan makes
before its first row is written: fields, pipelines, stages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sellwright.derive import people
from sellwright.importing.plans import APART, Plan
from sellwright.importing.records import Rules
from sellwright.store.models import Field, Pipeline, Stage, User

OUTCOMES = ("won", "lost", "no decision")
NOBODY = 0


def rules(plan: Plan, made: Iterable[int] = ()) -> Rules:
    """Looked up once for all rows. `made`: ids of stages this import made; none of them is where a closed deal stood
    last, unless there is no other."""
    side = people.ours()
    stages = list(Stage.objects.select_related("pipeline").order_by("pipeline__position", "pipeline", "position"))
    by_pipeline: dict[int, list[Stage]] = {}
    for stage in stages:
        by_pipeline.setdefault(stage.pipeline_id, []).append(stage)
    fresh = set(made)
    last_of = {pk: next((s for s in reversed(held) if s.pk not in fresh), held[-1]) for pk, held in by_pipeline.items()}
    ends = {held[0].pipeline.name.casefold(): (held[0].pk, last_of[pk].pk) for pk, held in by_pipeline.items()}
    usual = next((held for held in by_pipeline.values() if held[0].pipeline.public_id == plan.pipeline), None)
    usual = usual or next(iter(by_pipeline.values()), None)
    first, last = (usual[0].pk, last_of[usual[0].pipeline_id].pk) if usual else (0, 0)
    return Rules(_stages(plan, by_pipeline, usual or []), first, last, ends, _owners(plan), _held(side.has))


def _held(of: Any) -> Any:
    return lambda email: bool(of(email))


def _stages(plan: Plan, by_pipeline: Mapping[int, list[Stage]], usual: list[Stage]) -> dict[str, tuple[str, int]]:
    out: dict[str, tuple[str, int]] = {}
    by_id = {stage.public_id: stage for held in by_pipeline.values() for stage in held}
    named = {held[0].pipeline.name.casefold(): held for held in by_pipeline.values()}
    for held in by_pipeline.values():
        for stage in held:
            out[f"{stage.pipeline.name.casefold()}{APART}{stage.name.casefold()}"] = ("", stage.pk)
    for stage in usual:
        out[f"{APART}{stage.name.casefold()}"] = ("", stage.pk)
    for key, meaning in plan.stages.items():
        pipeline = key.partition(APART)[0]
        held = named.get(pipeline, usual)
        if meaning in OUTCOMES:
            out[key] = (meaning, 0)
        elif meaning.startswith("stage:") and meaning[6:] in by_id:
            out[key] = ("", by_id[meaning[6:]].pk)
        elif meaning.startswith("new:"):
            made = next((stage for stage in held if stage.name.casefold() == meaning[4:].casefold()), None)
            if made is not None:
                out[key] = ("", made.pk)
    return out


def _owners(plan: Plan) -> dict[str, int]:
    out: dict[str, int] = {}
    by_id: dict[str, int] = {}
    twice: set[str] = set()
    for user in User.objects.filter(is_active=True):
        by_id[user.public_id] = user.pk
        out[user.email.casefold()] = user.pk
        name = user.name.casefold()
        if name:
            twice |= {name} & set(out)
            out[name] = user.pk
    for name in twice:
        del out[name]  # two of one name: nobody is taken for the other
    for word, public_id in plan.owners.items():
        out[word.casefold()] = by_id.get(public_id, NOBODY)
    return out


def make(plan: Plan, by: User) -> tuple[Plan, dict[str, list[int]]]:
    """Makes the fields, pipelines and stages a plan asks for; the plan that names them by now, and ids of what was
    made. Called in the transaction that begins the writing."""
    made: dict[str, list[int]] = {"fields": [], "pipelines": [], "stages": []}
    files = []
    names: dict[tuple[str, str], str] = {}
    for file in plan.files:
        columns = []
        for column in file.columns:
            if column.target.startswith("new.") and file.noun in ("person", "firm", "deal"):
                noun = column.target[4:]
                wanted = (column.name or column.heading)[:100]
                key = names.get((noun, wanted)) or _field(by, noun, wanted, column, made["fields"])
                names[noun, wanted] = key
                column = replace(column, target=f"extra.{noun}.{key}")
            columns.append(column)
        files.append(replace(file, columns=tuple(columns)))
    _make_stages(plan, made)
    return replace(plan, files=tuple(files)), made


def _field(by: User, noun: str, name: str, column: Any, made: list[int]) -> str:
    held = Field.objects.filter(noun=noun, name__iexact=name, retired_at=None).first()
    if held is not None and held.kind == column.kind:
        return held.key
    key = free_key(noun, name)
    position = Field.objects.filter(noun=noun).count()
    row = Field.objects.create(
        noun=noun, key=key, name=name, kind=column.kind, by=by, position=position, currency=column.currency,
        choices=sorted(dict.fromkeys(column.mends.get(one, one) for one in column.choices), key=str.casefold),
    )  # fmt: skip
    made.append(row.pk)
    return key


def free_key(noun: str, name: str) -> str:
    """A key no field of a noun has yet, made of its name."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:50] or "field"
    taken = set(Field.objects.filter(noun=noun).values_list("key", flat=True))
    return next(key for key in (plain, *(f"{plain}_{n}" for n in range(2, 10_000))) if key not in taken)


def _make_stages(plan: Plan, made: dict[str, list[int]]) -> None:
    usual = (
        Pipeline.objects.filter(public_id=plan.pipeline).first() or Pipeline.objects.order_by("position", "pk").first()
    )
    for key, meaning in plan.stages.items():
        if not meaning.startswith("new:"):
            continue
        named = key.partition(APART)[0]
        pipeline = Pipeline.objects.filter(name__iexact=named).first() if named else usual
        if pipeline is None:
            pipeline = Pipeline.objects.create(name=(named or "Sales")[:100], position=Pipeline.objects.count())
            made["pipelines"].append(pipeline.pk)
            usual = usual or pipeline
        name = meaning[4:][:100]
        if not pipeline.stages.filter(name__iexact=name).exists():
            last = max((stage.position for stage in pipeline.stages.all()), default=-1)
            made["stages"].append(Stage.objects.create(pipeline=pipeline, name=name, position=last + 1).pk)


def choices_seen(plan: Plan) -> None:
    """Words of choices that are new join the fields they belong to, so that a list offers them."""
    for file in plan.files:
        for column in file.columns:
            if column.target.startswith("extra.") and column.kind in ("choice", "choices"):
                noun, key = column.target[6:].split(".", 1)
                row = Field.objects.filter(noun=noun, key=key).first()
                if row is not None and row.kind in ("choice", "choices"):
                    wanted = [column.mends.get(one, one) for one in column.choices]
                    row.choices = list(dict.fromkeys([*row.choices, *wanted]))
                    row.save(update_fields=["choices"])
