"""Leaving: an account is disconnected, what it brought kept or erased; and a mailbox is taken along as one .zip."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sellwright.actions import accounts as deeds
from sellwright.actions.intakes import plain_name
from sellwright.jobs import exporting
from sellwright.screens import asking, limits, words
from sellwright.screens.accounts.connecting import found_account
from sellwright.screens.accounts.oauth import give_back
from sellwright.screens.accounts.shown import number
from sellwright.store import intakes
from sellwright.store.models import Account, Intake, Mailbox, User
from sellwright.store.models.jobs import Job

EXPORTS_A_DAY = 10


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, account: str) -> HttpResponse:
    """What would stay and what would go; then it is done."""
    user, _workspace = asking.bench(request)
    row = found_account(user, account)
    if request.method == "POST" and request.POST.get("how") in ("keep", "erase"):
        erase = request.POST["how"] == "erase"
        deeds.disconnect(by=user, account=row, erase=erase)
        give_back(row)
        said = _("Disconnected, and its password is gone. What it brought stays.") if not erase else _(
            "Disconnected, and its password is gone. What it brought is being taken back.")  # fmt: skip
        return asking.back(request, said, to=reverse("add_mail"))
    context = {"here": "add", "account": row, **_numbers(row)}
    return render(request, "accounts/leave.html", context)


@require_POST
def export(request: HttpRequest, mailbox: str) -> HttpResponse:
    """Has it written."""
    user, _workspace = asking.bench(request)
    row = _own(user, mailbox)
    if not limits.within(request, "export", EXPORTS_A_DAY, 86400):
        return asking.back(request, _("That were many exports for a day. Go on tomorrow."), to=_mailbox_url(row))
    deeds.export(by=user, mailbox=row)
    return asking.back(request, _("It is being written. You may leave this page."), to=_mailbox_url(row))


@require_GET
def export_state(request: HttpRequest, mailbox: str) -> HttpResponse:
    """The part that asks again while it is written."""
    user, _workspace = asking.bench(request)
    return render(request, "accounts/_export.html", {"export": exported(_own(user, mailbox))})


@require_GET
def download(request: HttpRequest, mailbox: str) -> HttpResponseBase:
    """The file, for the owner of the mailbox."""
    user, _workspace = asking.bench(request)
    row = _own(user, mailbox)
    path, held = exporting.file_of(row.public_id), exporting.state_of(row.public_id)
    if path is None or held is None:
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=plain_name(held.name))
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def exported(row: Mailbox) -> dict[str, Any]:
    """Context of accounts/_export.html."""
    held = exporting.state_of(row.public_id)
    found: dict[str, Any] = {
        "ask_url": reverse("mailbox_export", args=[row.public_id]),
        "state_url": reverse("mailbox_export_state", args=[row.public_id]),
        "step": held.step if held else "",
    }
    if held is None:
        return found
    if held.step == "ready":
        path = exporting.file_of(row.public_id)
        until = datetime.fromisoformat(held.ready_at) + exporting.KEPT
        return found | {
            "url": reverse("mailbox_export_file", args=[row.public_id]), "name": plain_name(held.name),
            "size": words.size(path.stat().st_size) if path else "",
            "until": words.when(until.timestamp(), timezone.localtime()),
        }  # fmt: skip
    jobs = Job.objects.filter(name="export_mailbox", key=row.public_id)
    is_under_way = jobs.exclude(state=Job.State.FAILED).exists()
    return found | {
        "wait": 2 if is_under_way else 0, "failed": not is_under_way, "done": held.done, "total": held.total,
        "said": _("%(done)s of %(total)s") % {"done": number(held.done), "total": number(held.total)},
        "packing": held.step == "packing",
    }  # fmt: skip


def _numbers(row: Account) -> dict[str, Any]:
    live = list(Intake.objects.filter(folder__account=row))
    found = intakes.leaving(*live)
    goes = [
        ngettext("%(n)s message goes, with what was read from it.", "%(n)s messages go, with what was read from them.",
                 found.goes) % {"n": number(found.goes)},
    ]  # fmt: skip
    if found.events:
        goes.append(ngettext("%(n)s meeting or call goes.", "%(n)s meetings or calls go.", found.events)
                    % {"n": number(found.events)})  # fmt: skip
    if found.stays:
        goes.append(
            ngettext("%(n)s message stays: a colleague's mailbox or another file shows it too.",
                     "%(n)s messages stay: a colleague's mailbox or another file shows them too.", found.stays)
            % {"n": number(found.stays)})  # fmt: skip
    goes.append(_("What you wrote here yourself stays: notes, deals, tasks, letters, corrections."))
    all_here = found.goes + found.stays
    stays = ngettext("%(n)s message stays, and stays yours alone or shared as it is now.",
                     "%(n)s messages stay, and stay yours alone or shared as they are now.", all_here)  # fmt: skip
    return {"goes": goes, "stays": stays % {"n": number(all_here)}, "mailbox_url": _mailbox_url(row.mailbox)}


def _own(user: User, public_id: str) -> Mailbox:
    return get_object_or_404(Mailbox, public_id=public_id, owner=user)


def _mailbox_url(row: Mailbox) -> str:
    return reverse("mailbox", args=[row.public_id])
