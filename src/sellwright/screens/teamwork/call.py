"""Logging a call: one press says what came of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright import access
from sellwright.actions import events
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench, known
from sellwright.store import clock

# What came of it, the words for it, the key that says it.
OUTCOMES = (
    (events.TALKED, later("Talked"), "t"),
    (events.NO_ANSWER, later("No answer"), "n"),
    (events.VOICEMAIL, later("Voicemail"), "v"),
    (events.WRONG_NUMBER, later("Wrong number"), "x"),
)


def form(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form (a part in place of an entry's actions, or a page); a post logs the call and leads back."""
    user, workspace = bench(request)
    person = known(user, public_id)
    access.check(user, "log_call")
    typed = {name: request.POST.get(name, "") for name in ("outcome", "minutes", "note")}
    error = ""
    if request.method == "POST":
        try:
            minutes = _minutes(typed["minutes"])
            entry = events.log_call(
                by=user, person=person, outcome=typed["outcome"], now=clock.now(workspace), minutes=minutes,
                note=typed["note"],
            )  # fmt: skip
        except Refused as refusal:
            error = refusal.message
        else:
            text = _("Logged: %(outcome)s, %(name)s.") % {"outcome": _word(typed["outcome"]), "name": person}
            return undoing.answer(request, text, entry, other=reverse("person_teamwork", args=[public_id]))
    held = {
        "person": person,
        "outcomes": OUTCOMES,
        "minutes": typed["minutes"] or f"{events.USUAL_MINUTES:.0f}",
        "note": typed["note"],
        "error": error,
        "next": undoing.return_to(request, reverse("person_teamwork", args=[public_id])),
    }
    page = "teamwork/_call.html" if request.headers.get("HX-Request") else "teamwork/call.html"
    return render(request, page, held, status=422 if error else 200)


def _minutes(typed: str) -> float:
    try:
        return float(typed.replace(",", ".")) if typed.strip() else 0.0
    except ValueError:
        raise Refused(_("Minutes are a number."), "minutes") from None


def _word(outcome: str) -> str:
    return next(str(word) for value, word, _key in OUTCOMES if value == outcome)
