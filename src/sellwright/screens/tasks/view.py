"""The list by day, ticking, changing; a new one is a typed line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import tasks
from sellwright.actions.refusing import Refused
from sellwright.interactions import errands
from sellwright.screens import team_words, undoing
from sellwright.screens.asking import bench
from sellwright.store import clock
from sellwright.store.models import LogEntry, Task, User

MOST = 200
MOST_DONE = 30


def page(request: HttpRequest) -> HttpResponse:
    """Open tasks of one's own by day, those given to others, and what was done last. A post adds one."""
    user, workspace = bench(request)
    now = clock.moment(workspace, user)
    error, typed = "", request.POST.get("line", "")
    if request.method == "POST":
        try:
            owner = User.objects.filter(public_id=request.POST.get("owner", "")).first()
            entry = tasks.add(by=user, line=typed, moment=now, owner=owner)
        except Refused as refusal:
            error = refusal.message
        else:
            due = entry.after["due"]
            when = formats.date_format(date.fromisoformat(due), _("l j F")) if due else _("no day")
            text = _("Task: %(text)s (%(when)s).") % {"text": entry.after["text"], "when": when}
            return undoing.answer(request, text, entry, other=reverse("tasks"))
    rows = access.tasks(user).select_related("owner", "by", "person", "deal")
    mine = list(rows.filter(owner=user, done_at=None).order_by(F("due_date").asc(nulls_last=True), "pk")[: MOST + 1])
    given = rows.filter(by=user, done_at=None).exclude(owner=user).order_by(F("due_date").asc(nulls_last=True), "pk")
    finished = rows.filter(owner=user, done_at__isnull=False).order_by("-done_at", "-pk")
    held: dict[str, Any] = {
        "groups": _by_day(mine[:MOST], now, user),
        "more": len(mine) > MOST,
        "given": [team_words.task(row, now, user) for row in given[:MOST]],
        "finished": [team_words.task(row, now, user) for row in finished[:MOST_DONE]],
        "members": team_words.members(),
        "me": user.public_id,
        "may_add": access.may(user, "task"),
        "typed": typed,
        "error": error,
        "here": "tasks",
    }
    return render(request, "tasks/page.html", held, status=422 if error else 200)


def _by_day(rows: Iterable[Task], now: datetime, user: User) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for row in rows:
        title = _title(row.due_date, now)
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "tasks": []})
        shown = team_words.task(row, now, user)
        groups[-1]["tasks"].append(shown if shown.late else replace(shown, due=""))  # the day stands above
    return groups


def _title(on_date: date | None, now: datetime) -> str:
    if on_date is None:
        return _("Some day")
    ahead = (on_date - now.date()).days
    if ahead < 0:
        return _("Late")
    if ahead < 2:
        return _("Tomorrow") if ahead else _("Today")
    return formats.date_format(on_date, _("l j F") if on_date.year == now.year else _("l j F Y"))


@require_POST
def done(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ticks a task, or unticks it. With htmx the task itself is the answer."""
    user, workspace = bench(request)
    rows = access.tasks(user).select_related("owner", "by", "person", "deal")
    row = get_object_or_404(rows, public_id=public_id)
    if row.done_at is None:
        entry = tasks.finish(by=user, task=row, now=clock.now(workspace))
        text = _("Done: %(text)s.") % {"text": row.text}
    else:
        entry = tasks.open_again(by=user, task=row)
        text = _("Open again: %(text)s.") % {"text": row.text}
    if not (request.headers.get("HX-Target") or "").startswith("task-"):
        return undoing.answer(request, text, entry, other=reverse("tasks"))
    fresh = team_words.task(rows.get(pk=row.pk), clock.moment(workspace, user), user)
    held = {"task": fresh, "text": text, "undo_url": undoing.address(entry)}
    return render(request, "tasks/_ticked.html", held)


def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Other words, another day (`on`, in any words; empty: no day), or away with it (`drop`)."""
    user, workspace = bench(request)
    row = get_object_or_404(access.tasks(user).select_related("owner", "by", "person", "deal"), public_id=public_id)
    now = clock.moment(workspace, user)
    shown = team_words.task(row, now, user)
    typed = {"text": request.POST.get("text", row.text), "on": request.POST.get("on", shown.typed_due).strip()}
    error: Refused | None = None
    if request.method == "POST":
        try:
            text, entry = _changed(request, row, typed, now)
        except Refused as refusal:
            error = refusal
        else:
            return undoing.answer(request, text, entry, other=reverse("tasks"))
    held = {
        "task": shown, "about": shown.about, "about_url": shown.about_url, "typed": typed,
        "next": undoing.return_to(request, reverse("tasks")), "error": error.message if error else "",
        "error_field": error.field if error else "",
    }  # fmt: skip
    return render(request, "tasks/change.html", held, status=422 if error else 200)


def _changed(request: HttpRequest, row: Task, typed: dict[str, str], now: datetime) -> tuple[str, LogEntry]:
    user, _workspace = bench(request)
    if request.POST.get("drop"):
        return _("Dropped: %(text)s.") % {"text": row.text}, tasks.drop(by=user, task=row)
    due = errands.day(typed["on"], now, user.language[:2]) if typed["on"] else None
    if typed["on"] and due is None:
        raise Refused(_("No day was found in that. Try “tomorrow”, “3 June” or “in 2 weeks”."), "on")
    return _("Saved."), tasks.change(by=user, task=row, text=typed["text"], due_date=due)
