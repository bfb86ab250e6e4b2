"""The first plan made to fit this workspace: fields it has already, colleagues, stages and pipelines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sellwright.importing import proposing
from sellwright.importing.looking import Found
from sellwright.importing.plans import APART, ColumnPlan, FilePlan, Plan
from sellwright.protocols import table_files
from sellwright.store.models import Field, Pipeline, Stage, User

MOST_PAIRS = 400  # different stages a person is asked about


def proposed(found: Sequence[Found], folder: Path, noun: str) -> Plan:
    """What is shown first. `noun`: what all files are about, where somebody said so."""
    return fitted(proposing.propose(found, folder, noun), found, folder)


def fitted(plan: Plan, found: Sequence[Found], folder: Path) -> Plan:
    """The same plan with what is here already in it: a new field that there is becomes that field; owners nobody here
    is become a field of their own; every word for a stage has a meaning."""
    by_path = {one.path: one for one in found}
    fields = {(row.noun, row.name.casefold()): row for row in Field.objects.filter(retired_at=None)}
    names = {
        word.casefold() for user in User.objects.filter(is_active=True) for word in (user.name, user.email) if word
    }
    plan = replace(plan, files=tuple(_fitted(file, by_path[file.path], fields, names) for file in plan.files))
    stages = {key: plan.stages.get(key, meaning) for key, meaning in _stages(plan, folder).items()}
    return replace(plan, stages=stages)


def _fitted(file: FilePlan, found: Found, fields: Mapping[tuple[str, str], Field], names: set[str]) -> FilePlan:
    columns = []
    for place, column in enumerate(file.columns):
        words = found.words[place] if place < len(found.words) else {}
        is_owner = column.target.endswith(".owner") and bool(words)
        if is_owner and not any(word.strip().casefold() in names for word in words):
            read = found.columns[place]
            noun = column.target.partition(".")[0]
            column = replace(column, target=f"new.{noun}", kind=read.kind, choices=read.choices)
        if column.target.startswith("new."):
            column = _known(column, fields)
        columns.append(column)
    return replace(file, columns=tuple(columns))


def _known(column: ColumnPlan, fields: Mapping[tuple[str, str], Field]) -> ColumnPlan:
    noun = column.target[4:]
    held = fields.get((noun, (column.name or column.heading).casefold()))
    if held is None or held.kind != column.kind:
        return column
    return replace(column, target=f"extra.{noun}.{held.key}")


def pairs(plan: Plan, folder: Path) -> Counter[tuple[str, str]]:
    """(pipeline, word for a stage) of all deals, and how many there are of each."""
    counted: Counter[tuple[str, str]] = Counter()
    for file in plan.files:
        places = {column.target: place for place, column in enumerate(file.columns) if column.via is None}
        stage, pipeline = places.get("deal.stage"), places.get("deal.pipeline")
        if file.noun != "deal" or stage is None:
            continue
        mends = file.columns[stage].mends
        for _line, cells, _why in table_files.rows(folder / file.path, file.shape):
            if cells is not None and stage < len(cells) and (word := cells[stage].strip()):
                of = cells[pipeline].strip() if pipeline is not None and pipeline < len(cells) else ""
                key = (of, mends.get(word, word))
                if key in counted or len(counted) < MOST_PAIRS:
                    counted[key] += 1
    return counted


def _stages(plan: Plan, folder: Path) -> dict[str, str]:
    here = {
        (stage.pipeline.name.casefold(), stage.name.casefold()): stage.public_id
        for stage in Stage.objects.select_related("pipeline")
    }
    usual = (
        Pipeline.objects.filter(public_id=plan.pipeline).first() or Pipeline.objects.order_by("position", "pk").first()
    )
    out = {}
    for pipeline, word in pairs(plan, folder):
        outcome = proposing.outcome_in(word)
        at = pipeline.casefold() or (usual.name.casefold() if usual is not None else "")
        known = here.get((at, word.casefold()))
        out[proposing.stage_key(pipeline, word)] = outcome or (f"stage:{known}" if known else f"new:{word}")
    return out


def shown(key: str) -> tuple[str, str]:
    """(pipeline, word) of a key, for people."""
    pipeline, _, word = key.partition(APART)
    return pipeline, word
