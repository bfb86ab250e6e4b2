"""Which folders, since when, who never, who else sees it: asked once before anything is read, changed at any time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods

from sellwright import access
from sellwright.actions import accounts as deeds
from sellwright.actions import sharing
from sellwright.actions.accounts import Choice
from sellwright.actions.refusing import Refused
from sellwright.screens import asking
from sellwright.screens.accounts import shown
from sellwright.screens.accounts.connecting import found_account
from sellwright.screens.accounts.forms import PRIVATE, ChoiceForm, since_days
from sellwright.store.models import Account, User
from sellwright.store.models.mailboxes import Level

LEVELS = (
    (Level.NOTHING, later("Nobody")),
    (Level.HAPPENED, later("That it happened")),
    (Level.SUBJECT, later("The subject")),
    (Level.WHOLE, later("All of it")),
)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, account: str) -> HttpResponse:
    """The questions, with an answer marked for each."""
    user, _workspace = asking.bench(request)
    row = found_account(user, account)
    begun = deeds.is_begun(row)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            _do(user, row, form, begun)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            said = (
                _("Kept.")
                if begun
                else _("It is being read, newest first. The first people stand on Today in a moment.")
            )
            return asking.back(request, said, to=reverse("account", args=[row.public_id]))
    return render(request, "accounts/choose.html", _context(user, row, form, begun), status=422 if form.errors else 200)


def _do(user: User, row: Account, form: ChoiceForm, begun: bool) -> None:
    data = form.cleaned_data
    never = deeds.read_never(form.never_text())
    names = frozenset(one.name for one in row.folders.all() if str(one.pk) in data["folders"])
    choice = Choice(names, form.since_day(timezone.localdate()), never)
    if begun:
        deeds.change(by=user, account=row, choice=choice)
    else:
        deeds.start(
            by=user, account=row, choice=choice, level=data["level"] or Level.NOTHING, addresses=data["addresses"]
        )


def _form(request: HttpRequest, row: Account) -> ChoiceForm:
    folders = [
        (str(one.pk), _label(shown.title(one.title), one.on_server))
        for one in row.folders.filter(gone_at=None).order_by("pk")
    ]
    since = _since(row)
    if request.method == "POST":
        return ChoiceForm(request.POST, folders=folders, since=since)
    days = {day: key for key, day in since_days(timezone.localdate()).items()}
    held = "all" if row.since is None else days.get(row.since, "day")
    first = {
        "folders": [str(one.pk) for one in row.folders.filter(is_read=True)],
        "since": held if deeds.is_begun(row) else "two",
        "day": row.since,
        "never": "\n".join(row.mailbox.never),
        "level": Level.NOTHING,
    }
    return ChoiceForm(initial=first, folders=folders, since=since)


def _since(row: Account) -> list[tuple[str, str]]:
    days, counts = since_days(timezone.localdate()), row.where.get("counts", {})
    words = {
        "two": _("The last two years, from %(day)s (recommended)") % {"day": date_format(days["two"])},
        "one": _("The last year, from %(day)s") % {"day": date_format(days["one"])},
        "all": _("All of it"),
        "day": _("From a day of your own"),
    }
    return [(key, _label(words[key], counts.get(key))) for key in ChoiceForm.SINCE]


def _label(text: str, count: int | None) -> str:
    return text if count is None else _("%(what)s: %(n)s") % {"what": text, "n": shown.number(count)}


def _context(user: User, row: Account, form: ChoiceForm, begun: bool) -> dict[str, Any]:
    is_shared = row.mailbox.shares.exists()
    audience = sharing.audience(row.mailbox).get(None, 0) if not begun and not is_shared else 0
    ticked = form["private"].value() or []
    return {
        "here": "add",
        "account": row,
        "form": form,
        "begun": begun,
        "is_shared": is_shared,
        "is_calendar": row.kind not in (Account.Kind.IMAP, Account.Kind.GOOGLE, Account.Kind.MICROSOFT),
        "levels": _levels(form, audience) if not begun and audience and access.may(user, "share_own") else [],
        "private": [
            {"value": key, "label": label, "domains": ", ".join(PRIVATE[key]), "here": key in ticked}
            for key, label in (
                ("banks", _("Banks, payments")), ("health", _("Doctors, insurers")), ("home", _("Shops, home")))
        ],
    }  # fmt: skip


def _levels(form: ChoiceForm, audience: int) -> list[dict[str, Any]]:
    """Each level with what it would mean for the colleagues it reaches."""
    chosen = form["level"].value()
    return [
        {"value": level.value, "label": label, "means": sharing.told(None, level, audience), "here": chosen == level}
        for level, label in LEVELS
    ]
