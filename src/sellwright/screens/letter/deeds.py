"""What is done to a letter. Every form works without scripts; letter.js asks for JSON."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellwright import access
from sellwright.actions import letters
from sellwright.actions.letters import Stale, Start, Written
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench
from sellwright.screens.letter import offering, posting, shown, standing, view
from sellwright.store import clock
from sellwright.store.models import Draft, User, Workspace
from sellwright.store.values import settings_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The letter to `person`, in answer to `answers`: the one being written already, else a new one that stands ready.

    Asking twice makes one letter, so that a link may lead here. Without a person it is an empty one.
    """
    user, workspace = bench(request)
    access.check(user, "letter")
    wanted = request.GET.get("person", "")
    if not wanted:
        empty = letters.begun(user, None, None) or letters.begin(by=user, start=Start())
        return redirect("letter", empty.public_id)
    person = get_object_or_404(access.people(user).select_related("firm"), public_id=wanted)
    moment, mid = clock.moment(workspace, user), request.GET.get("answers", "")
    wish = None if mid else standing.shipped_wish(person)
    if wish is not None:
        found = letters.begun(user, person, None) or access.drafts(user).filter(want=wish, binned=None).first()
        row = found or letters.begin(by=user, start=standing.told(user, person, wish, moment))
        return redirect("letter", row.public_id)
    held = standing.relationship(user, person, moment, settings_of(workspace))
    answers = standing.answered(user, held, mid)
    begun = letters.begun(user, person, answers)
    row = begun or letters.begin(by=user, start=standing.reply(user, held, person, answers, moment))
    return redirect("letter", row.public_id)


@require_POST
def save(request: HttpRequest, public_id: str) -> HttpResponse:
    """Saves what stands in the window. As JSON: {edition, saved}, or 409 and a sentence when it was over an older
    edition. As a form: a version is kept."""
    user, workspace = bench(request)
    row = view.of(user, public_id)
    as_json = "application/json" in request.headers.get("Accept", "")
    try:
        row = letters.save(by=user, draft=row, written=_written(request, row), keep=not as_json)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        if as_json:
            return JsonResponse({"sentence": refusal.message}, status=status)
        return view.show(request, view.of(user, public_id), user, workspace, error=refusal.message, status=status)
    if as_json:
        kept = row.versions.count()
        return JsonResponse({"edition": row.edition, "saved": shown.saved(row, kept)})
    return redirect(f"{reverse('letter', args=[public_id])}?marks=1")


@require_POST
def restore(request: HttpRequest, public_id: str, version: int) -> HttpResponse:
    """Puts an earlier version in place."""
    user, _workspace = bench(request)
    row = view.of(user, public_id)
    get_object_or_404(row.versions, pk=version)
    entry = letters.restore(by=user, draft=row, version=version)
    messages.success(request, _("That version stands again."), extra_tags=undoing.address(entry))
    return redirect("letter", public_id)


@require_POST
def offer_times(request: HttpRequest, public_id: str) -> HttpResponse:
    """Puts three free times of one's own into the letter as it stands in the window. The version before is kept."""
    user, workspace = bench(request)
    row = view.of(user, public_id)
    try:
        if "text" in request.POST:
            row = letters.save(by=user, draft=row, written=_written(request, row), keep=True)
        text = offering.with_times(user, row, clock.moment(workspace, user))
        if not text:
            raise Refused(_("None of your hours is free in the days ahead."))
        row = letters.save(by=user, draft=row, written=Written(row.edition, text, row.subject, row.to), keep=True)
    except Refused as refusal:
        return view.show(request, view.of(user, public_id), user, workspace, error=refusal.message, status=422)
    return redirect("letter", public_id)


@require_POST
def put_in_bin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Into the bin, as it stands in the window, with a reason if there is one."""
    user, workspace = bench(request)
    row = view.of(user, public_id)
    try:
        if "text" in request.POST:
            row = letters.save(by=user, draft=row, written=_written(request, row))
        entry = letters.put_in_bin(by=user, draft=row, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        return view.show(request, view.of(user, public_id), user, workspace, error=refusal.message, status=422)
    messages.success(request, _("Binned. Nobody else looks in there."), extra_tags=undoing.address(entry))
    return redirect("letters")


@require_POST
def take_from_bin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Out of the bin."""
    user, _workspace = bench(request)
    entry = letters.take_from_bin(by=user, draft=view.of(user, public_id))
    messages.success(request, _("Out of the bin."), extra_tags=undoing.address(entry))
    return redirect("letter", public_id)


@require_POST
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes the letter out as it stands in the window: `how` is copy, mailto or eml. Nothing is sent."""
    user, workspace = bench(request)
    how = request.POST.get("how", "")
    as_json = "application/json" in request.headers.get("Accept", "")
    try:
        row = view.of(user, public_id)
        if "text" in request.POST:
            letters.save(by=user, draft=row, written=_written(request, row))
            row = view.of(user, public_id)
        data = posting.unsent(row) if how == "eml" else b""
        link = posting.link(row) if how == "mailto" else ""
        letters.hand_over(by=user, draft=row, how=how, now=clock.now(workspace))
    except Refused as refusal:
        if as_json:
            return JsonResponse({"sentence": refusal.message}, status=409 if isinstance(refusal, Stale) else 422)
        return view.show(request, view.of(user, public_id), user, workspace, error=refusal.message, status=422)
    if how == "eml":
        return _file(row, data)
    if as_json:
        said = shown.letter(row, None, settings_of(workspace), 0).taken
        return JsonResponse({"edition": row.edition, "link": link, "taken": said})
    return _back(user, workspace, row, how)


def _back(user: User, workspace: Workspace, row: Draft, how: str) -> HttpResponse:
    return redirect(reverse("letter", args=[row.public_id]) + ("?out=mailto" if how == "mailto" else "?out=copy"))


def _file(row: Draft, data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type="message/rfc822")
    answer["Content-Disposition"] = f'attachment; filename="letter-{row.public_id}.eml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _written(request: HttpRequest, row: Draft) -> Written:
    """What the form holds. Line ends as the browser sends them become plain ones."""
    given = request.POST
    text = given.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    edition = given.get("edition", "")
    return Written(
        edition=int(edition) if edition.isdecimal() and len(edition) < 10 else -1,
        text=text.replace("\x00", ""),
        subject=" ".join(given.get("subject", row.subject).replace("\x00", "").split())[:300],
        to=" ".join(given.get("to", row.to).replace("\x00", "").split())[:254],
    )
