"""Contexts of the pages of Import: plain values for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright.actions import imports as deeds
from sellwright.importing import contacts, counting, judging, plans, preparing, proposing
from sellwright.importing.counting import Counts, number
from sellwright.importing.looking import Found
from sellwright.importing.plans import FilePlan, Plan, from_json
from sellwright.importing.row_numbers import RowNumbers
from sellwright.interactions.column_headings import targets
from sellwright.jobs.importing_rows import DAYS_KEPT
from sellwright.protocols import table_files
from sellwright.screens import spoken
from sellwright.screens.imports import wording
from sellwright.store.models import Import, Pipeline, Stage, User

MOST_SHOWN = 200
State = Import.State


def line_of(row: Import) -> str:
    """The line that adds up, of what is written; '' before."""
    counts = Counts.from_json(row.counts)
    if not counts.rows and row.state == State.DONE:
        return _("0 rows in it")
    return counting.line(counts.rows) if counts.rows else ""


def figures(values: dict[str, Any], plan: Plan | None) -> dict[str, Any]:
    """Counts for a page: the line, a line a noun, what refused rows lack, what is worth saying."""
    counts = Counts.from_json(values)
    return {
        "line": counting.line(counts.rows) if counts.rows else _("0 rows in it"),
        "aside": [wording.aside(*one) for one in plans.aside(plan)] if plan is not None else [],
        "nouns": [counting.line(of, noun) for noun in counting.NOUNS if (of := counts.nouns.get(noun))],
        "reasons": _ranked({spoken.failure(words): times for words, times in counts.reasons.items()}),
        "notes": _ranked({_note(words): times for words, times in counts.notes.items()}),
        "differing": number(counts.differing) if counts.differing else "",
        "refused": counts.rows.get("refused", 0),
    }


def _note(words: str) -> str:
    return {
        "deals without a firm": _("deals without a firm: they are kept"),
        contacts.NOBODY: _("deals whose contact is nobody known at their firm: they are kept without one"),
        contacts.SEVERAL: _("deals whose contact has a namesake at their firm: they are kept without one"),
        "the owner is nobody here": _("rows whose owner is nobody here: it stays empty"),
    }.get(words) or spoken.failure(words)


def _ranked(of: dict[str, int]) -> list[dict[str, str]]:
    ranked = sorted(of.items(), key=lambda one: (-one[1], one[0]))[:20]
    return [{"words": words, "times": number(times)} for words, times in ranked]


def state(row: Import) -> dict[str, Any]:
    """Context of imports/state.html: how far it is, or what became of it."""
    running = row.state in deeds.RUNNING
    args = [row.public_id]
    context: dict[str, Any] = {
        "name": row.name, "state": row.state, "label": wording.state(row.state), "running": running,
        "error": spoken.failure(row.error),
        "done": row.rows_done, "total": 0 if row.state in (State.LOOKING, State.UNDOING) else row.rows_total,
        "rows": number(row.rows_done), "progress_url": reverse("import_progress", args=args),
        "go_on_url": reverse("import_go_on", args=args) if row.state == State.FAILED else "",
        "away_url": reverse("import_away", args=args) if row.begun_at is None and row.state != State.UNDOING else "",
    }  # fmt: skip
    if (row.counts or row.state == State.DONE) and not running:
        context["figures"] = figures(row.counts, plan_of(row) if row.plan else None)
        context["rows_url"] = reverse("import_rows", args=args)
        context["undo_url"] = reverse("import_undo", args=args) if row.state in (State.DONE, State.FAILED) else ""
        if row.state == State.DONE and context["figures"]["refused"]:
            context["refused_url"] = reverse("import_refused", args=args) if row.folder else ""
            context["kept_days"] = DAYS_KEPT
    if row.state == State.UNDONE:
        stays = row.rows.exclude(Q(taken="") | Q(taken="back"))
        context["staying"] = number(stays.count()) if stays.exists() else ""
    return context


def files(row: Import, plan: Plan, here: int) -> dict[str, Any]:
    """Tabs: one a file."""
    names = wording.nouns()
    links = [
        {"url": reverse("import_columns", args=[row.public_id, at]), "label": file.name, "count": None,
         "here": at == here, "noun": names.get(file.noun, "")}
        for at, file in enumerate(plan.files)
    ]  # fmt: skip
    return {"label": _("Files"), "links": links}


def columns(file: FilePlan, found: Found, numbers: RowNumbers) -> list[dict[str, Any]]:
    """One line a column: what stands in it, what it was taken for, where it goes."""
    readings = wording.readings()
    goes = {target: label for _group, of in wording.targets(file.noun) for target, label in of}
    goes |= {"": _("Leave out"), f"new.{file.noun}": _("A new field")}
    out = []
    for place, plan in enumerate(file.columns):
        column = found.columns[place] if plan.via is None and place < len(found.columns) else None
        reading = wording.reading_of(plan.kind, plan.order, plan.mark)
        odd = judging.of(found, place, plan) if column else None
        out.append({
            "place": place, "heading": plan.heading, "target": plan.target, "reading": reading,
            "holds": readings.get(wording.reading_of(column.kind, column.order, column.mark), "") if column else "",
            "examples": [one[:60] for one in column.examples] if column else (),
            "filled": number(column.filled) if column else "",
            "blank": number(column.blank) if column and column.blank else "",
            "odd": [{"cell": cell[:60], "row": numbers.said(line)} for cell, _times, line in odd.odd] if odd else (),
            "odd_count": odd.count if odd else 0, "odd_choice": plan.odd,
            "nobody": _nobody(file, found, place), "goes": goes.get(plan.target, plan.target),
            "unsure": bool(column and column.unsure), "by_list": plan.via is not None,
            "reads": plan.target.startswith("new.") or plan.target.endswith(_READ) or bool(column and column.unsure),
        })  # fmt: skip
    return out


def _nobody(file: FilePlan, found: Found, place: int) -> str:
    """Whom a column of owners names, where no colleague is called so: it is kept in a field."""
    column = file.columns[place]
    if file.noun in ("list", "skip") or column.via is not None or not column.target.startswith(("new.", "extra.")):
        return ""
    named = targets([one.heading for one in file.columns[: file.own]], proposing.about(file.noun))
    words = found.words[place] if place < len(found.words) else {}
    return ", ".join(list(words)[:2]) if named[place].endswith(".owner") else ""


_READ = (".opened", ".closed", ".expected", ".stage_since", ".amount", ".headcount")


def shape(file: FilePlan) -> dict[str, Any]:
    """How a file was read, to be changed."""
    encodings, separators = wording.encodings(), wording.separators()
    of = file.shape
    return {
        "kind": of.kind, "header": of.header, "encoding": encodings.get(of.encoding, of.encoding),
        "separator": separators.get(of.separator, of.separator), "sheet": of.sheet,
        "encodings": [{"value": key, "label": encodings[key], "here": key == of.encoding}
                      for key in table_files.ENCODINGS],
        "separators": _choices(separators.items(), of.separator),
        "sheets": [{"value": one, "here": one == of.sheet} for one in of.sheets],
    }  # fmt: skip


def near(plan: Plan, found: list[Found]) -> list[dict[str, Any]]:
    """Words that are probably meant otherwise, a group a column."""
    groups = []
    for (at, place), words in proposing.near_of(plan, found).items():
        file = plan.files[at]
        column = file.columns[place]
        if file.noun == "skip":
            continue
        groups.append({
            "heading": column.heading, "file": file.name, "key": f"m{at}-{place}",
            "turned": f"t{at}-{place}",
            "words": [{"word": one.word, "times": number(one.times), "instead": one.instead, "may_turn": not one.listed,
                       "here": column.mends.get(one.word) == one.instead,
                       "is_turned": column.mends.get(one.instead) == one.word} for one in words[:MOST_SHOWN]],
        })  # fmt: skip
    return groups


def stages(plan: Plan, folder: Any) -> list[dict[str, Any]]:
    """What each word for a stage means."""
    if not any(column.target == "deal.stage" for file in plan.files for column in file.columns):
        return []
    several = Pipeline.objects.count() > 1
    known = [
        (f"stage:{stage.public_id}", f"{stage.pipeline}: {stage}" if several else str(stage))
        for stage in Stage.objects.select_related("pipeline").order_by("pipeline__position", "position")
    ]
    ends = [("won", _("Won")), ("lost", _("Lost")), ("no decision", _("No decision"))]
    out: list[dict[str, Any]] = []
    for (pipeline, word), times in preparing.pairs(plan, folder).most_common(MOST_SHOWN):
        key = proposing.stage_key(pipeline, word)
        here = plan.stages.get(key, f"new:{word}")
        choices = [*ends, *known, (f"new:{word}", _("New stage “%(name)s”") % {"name": word})]
        out.append({"key": key, "name": f"s{len(out)}", "word": word, "pipeline": pipeline,
                    "times": number(times),
                    "choices": _choices(choices, here)})  # fmt: skip
    return out


def owners(plan: Plan, found: list[Found]) -> list[dict[str, Any]]:
    """Names of owners, and which colleague each is."""
    users = list(User.objects.filter(is_active=True).order_by("name", "email"))
    by_word = {word.casefold(): user.public_id for user in users for word in (user.name, user.email) if word}
    by_path = {one.path: one for one in found}
    counted: dict[str, int] = {}
    for file in plan.files:
        words = by_path[file.path].words
        for place, column in enumerate(file.columns[: file.own]):
            if column.target.endswith(".owner") and place < len(words):
                for word, times in words[place].items():
                    counted[word] = counted.get(word, 0) + times
    out: list[dict[str, Any]] = []
    for word, times in sorted(counted.items(), key=lambda one: -one[1])[:MOST_SHOWN]:
        here = plan.owners.get(word, by_word.get(word.strip().casefold(), ""))
        out.append({"word": word, "name": f"o{len(out)}", "times": number(times),
                    "choices": _choices([(user.public_id, str(user)) for user in users], here)})  # fmt: skip
    return out


def _choices(of: Iterable[tuple[str, str]], here: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "here": value == here} for value, label in of]


def plan_of(row: Import) -> Plan:
    """Its plan."""
    return from_json(row.plan)
