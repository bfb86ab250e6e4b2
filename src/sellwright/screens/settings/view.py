"""Views of one's own settings and of the numbers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sellwright import access
from sellwright.actions import settings as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import asking
from sellwright.screens.settings.forms import THEMES, Preferences
from sellwright.screens.settings.tabs import tabs
from sellwright.settings import Settings
from sellwright.store import values
from sellwright.store.models import Dirty, Workspace

# A group begins with this number and goes on to the next group's first.
GROUPS = (
    ("reply_points", gettext_lazy("Effort: points of each act")),
    ("chase_messages", gettext_lazy("Chasing and rest")),
    ("mass_readers", gettext_lazy("Written by hand or not")),
    ("answer_minutes", gettext_lazy("Today")),
    ("promise_threshold", gettext_lazy("Asks and promises")),
)


@dataclass(frozen=True)
class ShownNumber:
    """One number with its reason."""

    name: str
    label: str
    value: str
    first: str
    why: str
    least: str
    most: str
    changed: bool
    error: str = ""


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """What a member sets for themselves."""
    user, _workspace = asking.bench(request)
    now = {name: getattr(user, name) for name in deeds.OWN}
    form = Preferences(request.POST) if request.method == "POST" else Preferences(initial=now)
    if request.method == "POST" and form.is_valid():
        deeds.change_own(by=user, **form.cleaned_data)
        return asking.back(request, _("Saved."), to=reverse("preferences"))
    context = {"form": form, "tabs": tabs(user, "preferences"), "here": "settings", "email": user.email}
    return render(request, "settings/mine.html", context, status=422 if form.errors else 200)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Day, night, or as the machine has it."""
    user, _workspace = asking.bench(request)
    wanted = request.POST.get("theme", "")
    if wanted in dict(THEMES):
        deeds.change_own(by=user, theme=wanted)
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    return redirect(_came_from(request))


@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Every number with its reason; who may change them does so here."""
    user, workspace = asking.bench(request)
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        access.check(user, "settings")
        typed = {field.name: request.POST[field.name] for field in fields(Settings) if field.name in request.POST}
        try:
            entry = deeds.change_numbers(by=user, workspace=workspace, typed=typed)
        except Refused as refused:
            wrong = {refused.field: refused.message}
        else:
            if entry is None:
                return asking.back(request, _("Nothing was changed."), to=reverse("numbers"))
            said = _("Saved. What follows from these numbers is being made anew.")
            return asking.back(request, said, asking.undo_url("log_undo", entry), to=reverse("numbers"))
    context = {
        "tabs": tabs(user, "numbers"),
        "here": "settings",
        "groups": _groups(workspace, typed, wrong),
        "may": access.may(user, "settings"),
        "wrong": bool(wrong),
        "version": workspace.settings_version,
        **_behind(),
    }
    return render(request, "settings/numbers.html", context, status=422 if wrong else 200)


@require_GET
def behind(request: HttpRequest) -> HttpResponse:
    """The part that tells how many relationships are still to be made anew."""
    asking.bench(request)
    return render(request, "settings/_behind.html", _behind())


def _behind() -> dict[str, Any]:
    return {"waiting": Dirty.objects.filter(kind=Dirty.Kind.PERSON).count()}


def _groups(workspace: Workspace, typed: dict[str, str], wrong: dict[str, str]) -> list[dict[str, Any]]:
    in_force, first = values.settings_of(workspace), Settings()
    groups: list[dict[str, Any]] = []
    starts = dict(GROUPS)
    for field in fields(Settings):
        if field.name in starts or not groups:
            groups.append({"label": starts.get(field.name, ""), "numbers": []})
        least, most = deeds.bounds(field.name)
        value, default = getattr(in_force, field.name), getattr(first, field.name)
        groups[-1]["numbers"].append(
            ShownNumber(
                name=field.name,
                label=field.name.replace("_", " "),
                value=typed.get(field.name, f"{value:g}"),
                first=f"{default:g}",
                why=str(field.metadata.get("why", "")),
                least=f"{least:g}",
                most=f"{most:g}",
                changed=value != default,
                error=wrong.get(field.name, ""),
            )
        )
    return groups


def _came_from(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else "/"
