"""Done, later, not for us, and back again. Each works without scripts: a post, and a redirect to the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import deciding
from sellwright.actions.refusing import Refused
from sellwright.interactions import errands
from sellwright.screens import undoing
from sellwright.screens.asking import back, bench
from sellwright.screens.today import view
from sellwright.store import clock
from sellwright.store.models import LogEntry, Person


@dataclass(frozen=True)
class Suggestion:
    """A day to choose with one press."""

    value: str
    label: str
    day: str


@dataclass(frozen=True)
class LaterForm:
    """The question "when again?"."""

    id: str
    name: str
    then: str
    suggestions: tuple[Suggestion, ...]
    typed: str = ""
    error: str = ""


def later_form(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks for a day: a field for any words, and three suggestions."""
    user, workspace = bench(request)
    person = get_object_or_404(access.people(user), public_id=public_id)
    form = _form(person, clock.moment(workspace, user), request.GET.get("then", ""))
    return _ask(request, form)


@require_POST
def done(request: HttpRequest, public_id: str) -> HttpResponse:
    """Dealt with."""
    user, workspace = bench(request)
    person = get_object_or_404(access.people(user), public_id=public_id)
    entry = deciding.finish(by=user, person=person, now=clock.now(workspace))
    return _answer(request, entry, _("Done: %(name)s.") % {"name": person})


@require_POST
def snooze(request: HttpRequest, public_id: str) -> HttpResponse:
    """Not before a day, said in any words."""
    user, workspace = bench(request)
    person = get_object_or_404(access.people(user), public_id=public_id)
    now = clock.moment(workspace, user)
    typed = request.POST.get("on") or request.POST.get("until", "")
    until = errands.day(typed, now, user.language)
    try:
        if until is None:
            raise Refused(_("No day was found in that. Try “tomorrow”, “Monday”, “3 June” or “in 2 weeks”."), "until")
        entry = deciding.snooze(by=user, person=person, until=until, today=now.date())
    except Refused as refusal:
        return _ask(request, _form(person, now, _then(request), typed, refusal.message), status=422)
    day = formats.date_format(until, _("l j F"))
    return _answer(request, entry, _("%(name)s again on %(day)s.") % {"name": person, "day": day})


@require_POST
def not_for_us(request: HttpRequest, public_id: str) -> HttpResponse:
    """Out of this user's days."""
    user, _workspace = bench(request)
    person = get_object_or_404(access.people(user), public_id=public_id)
    entry = deciding.set_aside(by=user, person=person)
    return _answer(request, entry, _("%(name)s will not be shown again.") % {"name": person})


def _answer(request: HttpRequest, entry: LogEntry, text: str) -> HttpResponse:
    """After a deed: the day anew with the next person unfolded, and a notice with Undo."""
    undo_at = undoing.address(entry)
    if not request.htmx:  # type: ignore[attr-defined]
        return back(request, text, undo_at)
    user, workspace = bench(request)
    day = view.read(user, workspace, _then(request))
    return render(request, "today/_after.html", {"day": day, "text": text, "undo_url": undo_at})


def _then(request: HttpRequest) -> str:
    """Who comes after, as the form or its address says."""
    return request.POST.get("then") or request.GET.get("then", "")


def _ask(request: HttpRequest, form: LaterForm, status: int = 200) -> HttpResponse:
    page = "today/_later.html" if request.htmx else "today/later.html"  # type: ignore[attr-defined]
    answer = render(request, page, {"later": form, "here": "today"}, status=status)
    if status != 200:  # what is wrong stands by its field; the day stays as it is
        answer.headers["HX-Retarget"] = f"#actions-{form.id}"
        answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def _form(person: Person, now: datetime, then: str, typed: str = "", error: str = "") -> LaterForm:
    today = now.date()
    monday = today + timedelta(days=7 - today.weekday())
    days: tuple[tuple[date, str], ...] = (
        (today + timedelta(days=1), _("tomorrow")),
        (monday, _("Monday")),
        (today + timedelta(days=14), _("in 2 weeks")),
    )
    shown = tuple(Suggestion(day.isoformat(), label, formats.date_format(day, _("j M"))) for day, label in days)
    return LaterForm(person.public_id, str(person), then, shown, typed, error)
