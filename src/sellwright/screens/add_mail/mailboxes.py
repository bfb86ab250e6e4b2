"""One mailbox: title and addresses, who else sees how much of it, what came into it, delete all."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sellwright import access
from sellwright.actions import intakes as deeds
from sellwright.actions import sharing
from sellwright.actions.refusing import Refused
from sellwright.screens import asking, connected
from sellwright.screens.add_mail import showing
from sellwright.screens.add_mail.forms import Addressed
from sellwright.store.models import Intake, Mailbox, Share, Team, User
from sellwright.store.models.mailboxes import Level

LEVELS = (
    (Level.NOTHING, gettext_lazy("Nothing")),
    (Level.HAPPENED, gettext_lazy("That it happened")),
    (Level.SUBJECT, gettext_lazy("The subject")),
    (Level.WHOLE, gettext_lazy("All of it")),
)
LISTED = 200


@require_GET
def mailbox(request: HttpRequest, mailbox: str) -> HttpResponse:
    """The page of one's own mailbox."""
    user, _workspace = asking.bench(request)
    return _page(request, user, _own(user, mailbox), None)


@require_POST
def rename(request: HttpRequest, mailbox: str) -> HttpResponse:
    """Another title, other addresses."""
    user, _workspace = asking.bench(request)
    row = _own(user, mailbox)
    form = Addressed(request.POST)
    if form.is_valid():
        try:
            deeds.rename(by=user, mailbox=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            return asking.back(request, _("Saved."), to=_url(row))
    return _page(request, user, row, form, status=422)


@require_POST
def share(request: HttpRequest, mailbox: str) -> HttpResponse:
    """Shows it to a team or everybody, at a level; the notice says who sees what from now on, with Undo."""
    user, _workspace = asking.bench(request)
    row = _own(user, mailbox)
    wanted = request.POST.get("team", "")
    team = get_object_or_404(Team, public_id=wanted) if wanted else None
    try:
        entry = sharing.share(by=user, mailbox=row, team=team, level=request.POST.get("level", ""))
    except Refused as refused:
        return asking.back(request, refused.message, to=_url(row))
    number = sharing.audience(row).get(team.pk if team else None, 0)
    said = sharing.told(team, request.POST["level"], number)
    return asking.back(request, said, asking.undo_url("log_undo", entry), to=_url(row))


@require_POST
def forget(request: HttpRequest, mailbox: str) -> HttpResponse:
    """Deletes all of it, once its title was typed."""
    user, _workspace = asking.bench(request)
    row = _own(user, mailbox)
    deeds.forget_mailbox(by=user, mailbox=row)
    said = _("“%(title)s” is being deleted, with all that was read from it.") % {"title": row.title}
    return asking.back(request, said, to=reverse("add_mail"))


def _page(request: HttpRequest, user: User, row: Mailbox, form: Addressed | None, *, status: int = 200) -> HttpResponse:
    files = row.intakes.exclude(begun_at=None).exclude(state=Intake.State.LIVE)
    intakes = files.select_related("mailbox", "mailbox__owner").order_by("-pk")[:LISTED]
    now = timezone.now()
    context = {
        "here": "add",
        "title": row.title,
        "form": form or Addressed(initial={"title": row.title, "addresses": ", ".join(row.addresses)}),
        "rename_url": reverse("mailbox_rename", args=[row.public_id]),
        "share_url": reverse("mailbox_share", args=[row.public_id]),
        "forget_url": reverse("mailbox_forget", args=[row.public_id]),
        "shares": _shares(row) if access.may(user, "share_own") else [],
        "intakes": [_line(intake) for intake in intakes],
        "now": now,
        "accounts": connected.lines(user, row),
        "export": connected.exported(row),
    }
    return render(request, "add_mail/mailbox.html", context, status=status)


def _shares(row: Mailbox) -> list[dict[str, Any]]:
    """Everybody here, then each team: what they see now, and what each choice would mean."""
    held = {share.team_id: share.level for share in Share.objects.filter(mailbox=row, user=None)}
    numbers = sharing.audience(row)
    lines = []
    for team in (None, *Team.objects.order_by("name")[:LISTED]):
        key = team.pk if team else None
        level = held.get(key, Level.NOTHING.value)
        n = numbers.get(key, 0)
        lines.append({
            "team": team.public_id if team else "",
            "name": team.name if team else _("Everybody here"),
            "now": sharing.told(team, level, n),
            "choices": [
                {"value": value.value, "label": label, "here": value == level, "means": sharing.told(team, value, n)}
                for value, label in LEVELS
            ],
        })  # fmt: skip
    return lines


def _line(intake: Any) -> dict[str, Any]:
    shown = showing.waiting(intake)
    return {
        "name": intake.name,
        "url": reverse("intake", args=[intake.public_id]),
        "at": intake.begun_at,
        "size": shown["size"],
        "label": showing.label(intake.state),
    }


def _own(user: User, public_id: str) -> Mailbox:
    return get_object_or_404(Mailbox, public_id=public_id, owner=user)


def _url(row: Mailbox) -> str:
    return reverse("mailbox", args=[row.public_id])
