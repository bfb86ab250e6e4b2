"""Views of Import while a person decides: how files are read, where columns go, what words mean, the dry run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sellwright.actions import imports as deeds
from sellwright.actions.refusing import Refused
from sellwright.importing.counting import number
from sellwright.importing.plans import ColumnPlan, FilePlan, Plan
from sellwright.importing.proposing import DAYS
from sellwright.importing.row_numbers import RowNumbers
from sellwright.screens import asking, spoken
from sellwright.screens.imports import showing, wording
from sellwright.screens.imports.view import found
from sellwright.store.models import Import


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, public_id: str, at: int) -> HttpResponse:
    """What we read in one file, and where each column goes."""
    user, _workspace = asking.bench(request)
    row, plan = _planned(request, public_id)
    if row is None or plan is None:
        return redirect("import", public_id)
    if at >= len(plan.files):
        raise Http404
    file = plan.files[at]
    wrong = ""
    if request.method == "POST":
        try:
            deeds.replan(by=user, whole=row, plan=plan.with_file(at, _mapped(file, request.POST)))
        except Refused as refused:
            wrong = refused.message
        else:
            more = "next" in request.POST and at + 1 < len(plan.files)
            return redirect("import_columns", public_id, at + 1) if more else redirect("import_values", public_id)
    held = next(one for one in deeds.found_in(row) if one.path == file.path)
    numbers = RowNumbers(Path(row.folder) / file.path)
    context = {
        "here": "imports", "name": row.name, "steps": wording.steps(0), "file": file, "at": at, "wrong": wrong,
        "tabs": showing.files(row, plan, at), "columns": showing.columns(file, held, numbers),
        "shape": showing.shape(file),
        "targets": wording.targets(file.noun), "readings": wording.readings().items(),
        "nouns": wording.nouns().items(), "misread_count": held.misread_count,
        "misread": [(numbers.said(line), spoken.failure(why)) for line, why in held.misread],
        "rows": file.rows, "rows_said": number(file.rows), "is_last": at + 1 == len(plan.files),
        "new": f"new.{file.noun}",
        "maps": file.noun in ("person", "firm", "deal"),
        "urls": {name: reverse(f"import_{name}", args=[public_id, at]) for name in ("columns", "read", "about")},
        "away_url": reverse("import_away", args=[public_id]),
    }  # fmt: skip
    return render(request, "imports/columns.html", context, status=422 if wrong else 200)


@require_POST
def read(request: HttpRequest, public_id: str, at: int) -> HttpResponse:
    """A file is read otherwise."""
    names = ("header", "separator", "encoding", "sheet")
    changes = {name: request.POST[name] for name in names if name in request.POST}

    def deed(row: Import, plan: Plan) -> None:
        files = [one.path for one in deeds.found_in(row)]
        deeds.read_otherwise(by=_by(request), whole=row, at=files.index(plan.files[at].path), changes=changes)

    return _done(request, public_id, at, deed)


@require_POST
def about(request: HttpRequest, public_id: str, at: int) -> HttpResponse:
    """What a file's rows are about."""

    def deed(row: Import, plan: Plan) -> None:
        del plan
        deeds.about(by=_by(request), whole=row, at=at, noun=request.POST.get("noun", ""))

    return _done(request, public_id, at, deed)


@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, public_id: str) -> HttpResponse:
    """What words mean: likely misspellings, stages, owners."""
    user, _workspace = asking.bench(request)
    row, plan = _planned(request, public_id)
    if row is None or plan is None:
        return redirect("import", public_id)
    held = deeds.found_in(row)
    near, stages = showing.near(plan, held), showing.stages(plan, Path(row.folder))
    owners = showing.owners(plan, held)
    if request.method == "POST":
        changed = _mended(plan, near, request.POST)
        changed = replace(
            changed,
            stages={**plan.stages, **{one["key"]: _one_of(one, request.POST) for one in stages}},
            owners={one["word"]: _one_of(one, request.POST) for one in owners},
        )
        try:
            deeds.replan(by=user, whole=row, plan=changed)
            row.refresh_from_db()
            deeds.attempt(by=user, whole=row)
        except Refused as refused:
            return asking.back(request, refused.message, to=reverse("import_values", args=[public_id]))
        return redirect("import_check", public_id)
    context = {
        "here": "imports", "name": row.name, "steps": wording.steps(1), "near": near, "stages": stages,
        "owners": owners,
        "url": reverse("import_values", args=[public_id]), "back_url": reverse("import_columns", args=[public_id, 0]),
    }  # fmt: skip
    return render(request, "imports/values.html", context)


@require_http_methods(["GET", "HEAD"])
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """The dry run's figures, before anything is written."""
    user, _workspace = asking.bench(request)
    row = found(user, public_id)
    if row.state == Import.State.TRIED:
        context = {
            "here": "imports", "name": row.name, "steps": wording.steps(2),
            "figures": showing.figures(row.tried, showing.plan_of(row)),
            "write_url": reverse("import_write", args=[public_id]),
            "back_url": reverse("import_columns", args=[public_id, 0]),
            "away_url": reverse("import_away", args=[public_id]),
        }  # fmt: skip
        return render(request, "imports/check.html", context)
    if row.state == Import.State.READY:
        return redirect("import_values", public_id)
    return render(request, "imports/state.html", {"whole": showing.state(row), "here": "imports"})


def _by(request: HttpRequest) -> Any:
    return asking.bench(request)[0]


def _planned(request: HttpRequest, public_id: str) -> tuple[Import | None, Plan | None]:
    row = found(_by(request), public_id)
    if row.state not in deeds.PLANNED:
        return None, None
    return row, showing.plan_of(row)


def _done(request: HttpRequest, public_id: str, at: int, deed: Callable[[Import, Plan], None]) -> HttpResponse:
    row, plan = _planned(request, public_id)
    if row is None or plan is None:
        return redirect("import", public_id)
    if at >= len(plan.files):
        raise Http404
    path = plan.files[at].path
    try:
        deed(row, plan)
    except Refused as refused:
        return asking.back(request, refused.message, to=reverse("import_columns", args=[public_id, at]))
    row.refresh_from_db()
    if not row.plan:
        return redirect("import", public_id)
    now = next((place for place, file in enumerate(showing.plan_of(row).files) if file.path == path), 0)
    return redirect("import_columns", public_id, now)


def _mapped(file: FilePlan, posted: QueryDict) -> FilePlan:
    """The columns as the form says."""
    known = {target for _group, of in wording.targets(file.noun) for target, _name in of} | {"", f"new.{file.noun}"}
    readings = wording.readings()
    columns = []
    for place, column in enumerate(file.columns):
        target = posted.get(f"t{place}", column.target)
        if target not in known:
            target = column.target
        reading = posted.get(f"r{place}", "")
        changed = replace(column, target=target, odd="leave" if posted.get(f"x{place}") == "leave" else "refuse")
        if reading in readings:
            changed = _read_as(changed, reading)
        columns.append(_named(changed, column))
    return replace(file, columns=tuple(columns))


def _read_as(column: ColumnPlan, reading: str) -> ColumnPlan:
    kind, _, how = reading.partition(":")
    if kind in ("date", "moment"):
        return replace(column, kind=kind, order=how)
    return replace(column, kind=kind, mark=how or column.mark)


def _named(changed: ColumnPlan, before: ColumnPlan) -> ColumnPlan:
    """A name is read as a text, whatever its column looked like; a number as a number."""
    if changed.target == before.target or changed.target.startswith(("new.", "extra.")) or not changed.target:
        return changed
    field = changed.target.partition(".")[2]
    if field in DAYS:
        return changed if changed.kind in ("date", "moment") else replace(changed, kind="date")
    if field in ("amount", "headcount"):
        return replace(changed, kind="number")
    return replace(changed, kind="long" if field == "about" else "text")


def _mended(plan: Plan, near: list[dict[str, Any]], posted: QueryDict) -> Plan:
    for group in near:
        at, place = (int(one) for one in group["key"][1:].split("-"))
        file = plan.files[at]
        wanted = set(posted.getlist(group["key"]))
        column = file.columns[place]
        turned = set(posted.getlist(group["turned"]))
        mends = {one["word"]: one["instead"] for one in group["words"] if one["word"] in wanted - turned}
        mends |= {one["instead"]: one["word"] for one in group["words"] if one["may_turn"] and one["word"] in turned}
        columns = (*file.columns[:place], replace(column, mends=mends), *file.columns[place + 1 :])
        plan = plan.with_file(at, replace(file, columns=columns))
    return plan


def _one_of(one: dict[str, Any], posted: QueryDict) -> str:
    given = posted.get(one["name"], "")
    return given if given in {choice["value"] for choice in one["choices"]} else ""
