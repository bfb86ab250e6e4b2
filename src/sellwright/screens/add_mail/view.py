"""Views of Add mail: bring, begin, watch, account, undo."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sellwright import access
from sellwright.actions import intakes as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import asking, connected, limits, uploads
from sellwright.screens.add_mail import showing
from sellwright.screens.add_mail.forms import Begin, FromFolder
from sellwright.store import intakes
from sellwright.store.models import Intake, Mailbox, User

State = Intake.State
UPLOADS_AN_HOUR = 60


@require_GET
def bring(request: HttpRequest) -> HttpResponse:
    """Where files go in, and the mailboxes that are here."""
    user, _workspace = asking.bench(request)
    return _bring(request, user, FromFolder())


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """A file came. The script of the drop field wants a redirect or one sentence as text; a plain form a page."""
    user, _workspace = asking.bench(request)
    access.check(user, "add_mail")
    try:
        if not limits.within(request, "upload", UPLOADS_AN_HOUR, 3600):
            raise Refused(_("That were many files in an hour. Go on in an hour, or pack them into one .zip."), "file")
        files = request.FILES.getlist("file")  # reads the body, so that server.uploads can judge it
        _room(request)
        if not files:
            raise Refused(_("No file arrived. Choose one, then try again."), "file")
        if len(files) > 1:
            raise Refused(_("One file at a time, please: pack several into one .zip."), "file")
        brought = deeds.receive(by=user, file=files[0])
    except Refused as refused:
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return HttpResponse(refused.message, status=422, content_type="text/plain; charset=utf-8")
        return _bring(request, user, FromFolder(), wrong=refused.message, status=422)
    return redirect("intake", brought.public_id)


@require_POST
def folder(request: HttpRequest) -> HttpResponse:
    """A path on this machine, in an allowed folder."""
    user, workspace = asking.bench(request)
    form = FromFolder(request.POST)
    if form.is_valid():
        try:
            brought = deeds.point_at(by=user, workspace=workspace, given=form.cleaned_data["path"])
        except Refused as refused:
            form.add_error("path", refused.message)
        else:
            return redirect("intake", brought.public_id)
    return _bring(request, user, form, status=422)


@require_GET
def intake(request: HttpRequest, intake: str) -> HttpResponse:
    """One intake, whatever state it is in."""
    user, _workspace = asking.bench(request)
    row = _found(user, intake)
    if row.begun_at is None:
        return _ask(request, user, row, None)
    return render(request, "add_mail/intake.html", {"intake": showing.of(row, timezone.now()), "here": "add"})


@require_GET
def progress(request: HttpRequest, intake: str) -> HttpResponse:
    """The part that asks again while something runs."""
    user, _workspace = asking.bench(request)
    row = _found(user, intake)
    return render(request, "add_mail/_state.html", {"intake": showing.of(row, timezone.now())})


@require_POST
def begin(request: HttpRequest, intake: str) -> HttpResponse:
    """Whose it is; then it is read."""
    user, _workspace = asking.bench(request)
    row = _found(user, intake)
    form = Begin(request.POST, own=_own(user, row))
    if not form.is_valid():
        return _ask(request, user, row, form)
    data = form.cleaned_data
    mailbox = next((box for box in _own(user, row) if box.public_id == data.get("mailbox")), None)
    try:
        deeds.begin(by=user, intake=row, mailbox=mailbox, title=data["title"], addresses=data["addresses"])
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return _ask(request, user, row, form)
    return redirect("intake", intake)


@require_POST
def put_away(request: HttpRequest, intake: str) -> HttpResponse:
    """Brought, but not to be read after all."""
    user, _workspace = asking.bench(request)
    deeds.put_away(by=user, intake=_found(user, intake))
    return asking.back(request, _("Gone again. Nothing of it was kept."), to=reverse("add_mail"))


@require_POST
def go_on(request: HttpRequest, intake: str) -> HttpResponse:
    """Reads on where an intake stopped."""
    return _done(request, intake, deeds.go_on)


@require_POST
def undo(request: HttpRequest, intake: str) -> HttpResponse:
    """Takes an intake back."""
    return _done(request, intake, deeds.undo)


def _done(request: HttpRequest, intake: str, deed: Callable[..., object]) -> HttpResponse:
    user, _workspace = asking.bench(request)
    try:
        deed(by=user, intake=_found(user, intake))
    except Refused as refused:
        return asking.back(request, refused.message, to=reverse("intake", args=[intake]))
    return redirect("intake", intake)


def _bring(request: HttpRequest, user: User, form: FromFolder, *, wrong: str = "", status: int = 200) -> HttpResponse:
    _user, workspace = asking.bench(request)
    may = access.may(user, "add_mail")
    context = {
        "here": "add",
        "may": may,
        "drop": {"url": reverse("add_upload"), "name": "file", "accept": "", "error": wrong},
        "folders": list(workspace.folders) if access.may(user, "folders") else None,
        "form": form,
        "mailboxes": showing.mailboxes(user),
        "open": showing.open_intakes(user),
        "accounts": connected.lines(user),
    }
    return render(request, "add_mail/page.html", context, status=status)


def _ask(request: HttpRequest, user: User, row: Intake, form: Begin | None) -> HttpResponse:
    """Whose mail it is, guessed from the mail itself."""
    if row.by_id != user.pk:
        raise Http404
    looks_like = ""
    own = _own(user, row)
    if form is None:
        theirs = {user.email, *(str(address) for box in own for address in box.addresses)}
        guess = intakes.guess_owner(showing.path_of(row), {address.lower() for address in theirs})
        looks_like = ", ".join(guess.addresses)
        known = next((box for box in own if {*box.addresses} & {*guess.addresses}), None)
        first = {
            "mailbox": known.public_id if known else "",  # the same mailbox, exported again
            "title": known.title if known else guess.addresses[0] if guess.addresses else row.name,
            "addresses": ", ".join(guess.addresses or (user.email,)),
        }
        form = Begin(own=own, initial=first)
    context = {"here": "add", "form": form, "intake": showing.waiting(row), "guess": looks_like}
    return render(request, "add_mail/begin.html", context, status=422 if form.errors else 200)


def _own(user: User, row: Intake) -> list[Mailbox]:
    return list(Mailbox.objects.filter(owner=user).exclude(pk=row.mailbox_id).order_by("title", "pk")[:50])


def _found(user: User, public_id: str) -> Intake:
    """An intake of an own mailbox. Those of others do not exist for anybody, whatever the role: a file's name and
    what failed in it are as private as the mail."""
    rows = Intake.objects.filter(mailbox__owner=user).select_related("mailbox", "mailbox__owner")
    return get_object_or_404(rows, public_id=public_id)


def _room(request: HttpRequest) -> None:
    if request.META.get(uploads.TOO_BIG):
        raise Refused(
            _("The file is larger than this server takes. Put it into an allowed folder here and give its path."),
            "file",
        )
    if request.META.get(uploads.NO_ROOM):
        raise Refused(_("There is not enough room on this server's disk for it."), "file")
