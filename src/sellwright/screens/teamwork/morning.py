"""The morning mail: wanted or not, through which server, and what became of the last ones."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import mail_server
from sellwright.actions.refusing import Refused
from sellwright.jobs import smtp
from sellwright.jobs.smtp import MailServer
from sellwright.screens import undoing, words
from sellwright.screens.asking import bench
from sellwright.store import clock, sealed
from sellwright.store.models import MorningMail, User, Workspace

MOST = 14


def page(request: HttpRequest) -> HttpResponse:
    """The page; a post says whether one wants the mail."""
    user, workspace = bench(request)
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "1"
        mail_server.want_mail(by=user, wanted=wanted)
        text = _("You get the morning mail.") if wanted else _("You get no morning mail.")
        return undoing.answer(request, text, other=reverse("morning"))
    return _shown(request, user, workspace)


@require_POST
def server(request: HttpRequest) -> HttpResponse:
    """Sets the server, takes it away (`forget`), or sends a mail to try it (`try`). Owners and operations only."""
    user, workspace = bench(request)
    access.check(user, "settings")
    try:
        if request.POST.get("forget"):
            mail_server.forget(by=user, workspace=workspace)
            text = _("No server, and no mail, any more.")
        elif request.POST.get("try"):
            text = _tried(user, workspace)
        else:
            mail_server.use(by=user, workspace=workspace, wanted=_wanted(request))
            text = _("Kept. Send yourself a mail to try it.")
    except Refused as refusal:
        return _shown(request, user, workspace, refusal)
    return undoing.answer(request, text, other=reverse("morning"))


def _wanted(request: HttpRequest) -> MailServer:
    held = {name: request.POST.get(name, "").strip() for name in ("host", "port", "security", "user", "from")}
    port = int(held["port"]) if held["port"].isdecimal() and len(held["port"]) < 6 else 0
    security: Any = held["security"]
    return MailServer(held["host"], port, security, held["user"], request.POST.get("password", ""), held["from"])


def _tried(user: User, workspace: Workspace) -> str:
    if workspace.is_demo:
        raise Refused(_("The demo sends nothing."))
    try:
        held = smtp.server_of(workspace)
    except sealed.Unreadable as failure:
        raise Refused(str(failure), "password") from None
    if held is None:
        raise Refused(_("No server is set."), "host")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = _("Sellwright can write to you"), held.sender, user.email
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_("This mail was sent to try the server. The morning mail will come this way."))
    try:
        smtp.send(held, mail)
    except (smtp.NotTaken, smtp.Unknown) as failure:
        raise Refused(_("The server did not take it: %(said)s") % {"said": failure}, "host") from None
    return _("Sent to %(address)s.") % {"address": user.email}


def _shown(request: HttpRequest, user: User, workspace: Workspace, refusal: Refused | None = None) -> HttpResponse:
    now = clock.moment(workspace, user)
    typed = request.POST if refusal and "host" in request.POST else None
    row = workspace.mail_server
    names = ("host", "port", "security", "user", "from")
    rows = MorningMail.objects.filter(user=user).order_by("-pk")[:MOST]
    held = {
        "wanted": user.morning_mail,
        "is_set": bool(row.get("host")),
        "is_demo": workspace.is_demo,
        "may_set": access.may(user, "settings"),
        "server": {name.replace("from", "sender"): (typed or row).get(name, "") for name in names},
        "error": refusal.message if refusal else "",
        "error_field": refusal.field if refusal else "",
        "mails": [{"when": words.when(mail.begun_at, now), "state": _state(mail)} for mail in rows],
    }
    return render(request, "teamwork/morning.html", held, status=422 if refusal else 200)


def _state(mail: MorningMail) -> str:
    if mail.sent_at is not None:
        return _("sent")
    if mail.error:
        return _("not taken: %(said)s") % {"said": mail.error}
    return _("may not have arrived: the handing over was cut off, and it was not sent again")
