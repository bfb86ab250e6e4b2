"""Views of Members."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sellwright import access
from sellwright.actions import entering
from sellwright.actions import members as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import asking, limits
from sellwright.screens.settings.tabs import tabs
from sellwright.store.models import EntryLink, LogEntry, Team, User
from sellwright.store.models.users import Role

LISTED = 500
AT_ONCE = 50  # invitations
ROLES = (
    (Role.OWNER, gettext_lazy("Owner"), gettext_lazy("runs the workspace: members, settings, sign-in")),
    (Role.LEADER, gettext_lazy("Leader"), gettext_lazy("works with people and deals, sees the log, shapes pipelines")),
    (Role.SELLER, gettext_lazy("Seller"), gettext_lazy("works with people, deals and letters")),
    (Role.OPERATIONS, gettext_lazy("Operations"), gettext_lazy("as a seller, and keeps settings and invitations")),
    (
        Role.BUILDER,
        gettext_lazy("Builder"),
        gettext_lazy("makes the product: notes, comments, tasks, letters, own mail"),
    ),
    (Role.READER, gettext_lazy("Reader"), gettext_lazy("reads what is shared, and comments")),
)


class Invite(forms.Form):
    """An invitation."""

    email = forms.CharField(
        label=gettext_lazy("E-mail addresses"), max_length=8000, help_text=gettext_lazy("One, or several at once."),
        widget=forms.Textarea({"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("Role"), initial=Role.SELLER)
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)

    def clean_email(self) -> list[str]:
        """Addresses, each once, in the order they were given."""
        typed = re.split(r"[\s,;]+", self.cleaned_data["email"].strip().lower())
        found = list(dict.fromkeys(one.strip("<>") for one in typed if one.strip("<>")))
        for one in found:
            try:
                validate_email(one)
            except ValidationError:
                raise ValidationError(_("%(word)s is no e-mail address.") % {"word": one[:100]}) from None
        if len(found) > AT_ONCE:
            raise ValidationError(_("At most %(most)s at once.") % {"most": AT_ONCE})
        return found

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_own = access.may(by, "roles")
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (value.value, f"{label}: {what}") for value, label, what in ROLES if may_own or value != Role.OWNER
        ]
        teams = [(team.public_id, team.name) for team in Team.objects.order_by("name")[:LISTED]]
        if teams:
            self.fields["team"].choices = [("", _("none")), *teams]  # type: ignore[attr-defined]
        else:
            del self.fields["team"]


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """Who belongs here."""
    user, _workspace = asking.bench(request)
    return _page(request, user)


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """An invitation: its link is shown once, on this very answer, and kept nowhere."""
    user, _workspace = asking.bench(request)
    access.check(user, "invite")
    form = Invite(request.POST, by=user)
    if not form.is_valid():
        return _page(request, user, form=form, status=422)
    if not limits.within(request, "invite", 30, 3600):
        form.add_error(None, _("Those were many invitations in an hour. Go on a little later."))
        return _page(request, user, form=form, status=422)
    team = Team.objects.filter(public_id=form.cleaned_data.get("team") or "").first()
    made: list[dict[str, Any]] = []
    for email in form.cleaned_data["email"]:
        try:
            made.append(_invited(request, email, form.cleaned_data["role"], team))
        except Refused as refused:
            form.add_error(refused.field or None, f"{email}: {refused.message}")
    return _page(request, user, form=form if form.errors else None, made=made, status=422 if form.errors else 200)


@require_POST
def renew(request: HttpRequest, link: int) -> HttpResponse:
    """Another link for an invitation that waits, good for as long as a new one; the old one ends."""
    user, _workspace = asking.bench(request)
    access.check(user, "invite")
    row = get_object_or_404(_invitations().select_related("team"), pk=link)
    try:
        made = [_invited(request, row.invited_email, row.role, row.team)]
    except Refused as refused:
        return asking.back(request, refused.message, to=reverse("members"))
    return _page(request, user, made=made)


def _invited(request: HttpRequest, email: str, role: str, team: Team | None) -> dict[str, Any]:
    user, _workspace = asking.bench(request)
    link, token = entering.invite(by=user, email=email, role=role, team=team)
    path = reverse("enter", args=[token])
    url = settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)
    return {"email": email, "url": url, "is_mailed": entering.mail(by=user, link=link, url=url)}


@require_POST
def withdraw(request: HttpRequest, link: int) -> HttpResponse:
    """An invitation ends."""
    user, _workspace = asking.bench(request)
    access.check(user, "invite")
    entering.withdraw(by=user, link=get_object_or_404(_invitations(), pk=link))
    return asking.back(request, _("The invitation opens nothing any more."), to=reverse("members"))


@require_POST
def role(request: HttpRequest, member: str) -> HttpResponse:
    """Another role."""
    user, _workspace = asking.bench(request)
    access.check(user, "roles")
    return _done(request, lambda row: deeds.set_role(by=user, member=row, role=request.POST.get("role", "")), member)


@require_POST
def team(request: HttpRequest, member: str) -> HttpResponse:
    """Another team."""
    user, _workspace = asking.bench(request)
    access.check(user, "invite")
    wanted = request.POST.get("team", "")
    row = get_object_or_404(Team, public_id=wanted) if wanted else None
    return _done(request, lambda held: deeds.set_team(by=user, member=held, team=row), member)


@require_POST
def close(request: HttpRequest, member: str) -> HttpResponse:
    """Somebody leaves."""
    user, _workspace = asking.bench(request)
    access.check(user, "roles")
    return _done(request, lambda row: deeds.close_access(by=user, member=row), member)


@require_POST
def reopen(request: HttpRequest, member: str) -> HttpResponse:
    """Somebody comes back."""
    user, _workspace = asking.bench(request)
    access.check(user, "roles")
    return _done(request, lambda row: deeds.open_access(by=user, member=row), member)


@require_POST
def make_team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    user, _workspace = asking.bench(request)
    access.check(user, "invite")
    try:
        deeds.make_team(by=user, name=request.POST.get("name", ""))
    except Refused as refused:
        return _page(request, user, team_error=refused.message, status=422)
    return redirect("members")


@require_POST
def drop_team(request: HttpRequest, team: str) -> HttpResponse:
    """A team ends."""
    user, _workspace = asking.bench(request)
    access.check(user, "invite")
    deeds.drop_team(by=user, team=get_object_or_404(Team, public_id=team))
    said = _("The team is gone; its members stay. What was shared with it is shared with them no more.")
    return asking.back(request, said, to=reverse("members"))


def _done(request: HttpRequest, deed: Any, member: str) -> HttpResponse:
    try:
        entry: LogEntry = deed(get_object_or_404(User, public_id=member))
    except Refused as refused:
        return asking.back(request, refused.message, to=reverse("members"))
    return asking.back(request, _("Done."), asking.undo_url("log_undo", entry), to=reverse("members"))


def _invitations() -> Any:
    return EntryLink.objects.filter(used_at=None, expires_at__gt=timezone.now()).exclude(invited_email="")


def _page(
    request: HttpRequest, user: User, *, form: Invite | None = None, made: list[dict[str, Any]] | None = None,
    team_error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    may_invite, may_roles = access.may(user, "invite"), access.may(user, "roles")
    teams = list(Team.objects.order_by("name")[:LISTED])
    labels = {value.value: label for value, label, _what in ROLES}
    rows = User.objects.select_related("team").order_by("-is_active", "name", "email")[:LISTED]
    context = {
        "tabs": tabs(user, "members"),
        "here": "settings",
        "form": form or (Invite(by=user) if may_invite else None),
        "made": made,
        "is_local": not settings.PUBLIC_URL,
        "may_invite": may_invite,
        "may_roles": may_roles,
        "team_error": team_error,
        "roles": [{"value": value.value, "label": label, "what": what} for value, label, what in ROLES],
        "teams": [
            {"id": row.public_id, "name": row.name, "drop_url": reverse("team_drop", args=[row.public_id])}
            for row in teams
        ],
        "members": [_member(row, labels, user) for row in rows],
        "invitations": _waiting(labels) if may_invite else [],
    }
    return render(request, "members/page.html", context, status=status)


def _member(row: User, labels: dict[str, Any], viewer: User) -> dict[str, Any]:
    return {
        "name": str(row),
        "email": row.email,
        "initials": row.initials,
        "role": row.role,
        "role_label": labels[row.role],
        "team": row.team.public_id if row.team else "",
        "team_name": row.team.name if row.team else "",
        "active": row.is_active,
        "you": row.pk == viewer.pk,
        "role_url": reverse("member_role", args=[row.public_id]),
        "team_url": reverse("member_team", args=[row.public_id]),
        "close_url": reverse("member_close", args=[row.public_id]),
        "open_url": reverse("member_open", args=[row.public_id]),
    }


def _waiting(labels: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "email": row.invited_email,
            "role": labels[row.role],
            "until": row.expires_at,
            "team": row.team.name if row.team else "",
            "url": reverse("member_withdraw", args=[row.pk]),
            "renew_url": reverse("member_renew", args=[row.pk]),
        }
        for row in _invitations().select_related("team").order_by("-pk")[:LISTED]
    ]
