"""Who asks, and at which bench; how a deed is answered with or without scripts."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sellwright import access
from sellwright.store.models import Firm, LogEntry, Person, User, Workspace
from sellwright.store.ready import ready

_SALT = "sellwright.undo"
UNDO_SECONDS = 3600


def bench(request: HttpRequest) -> tuple[User, Workspace]:
    """The signed-in user and the workspace (server.middleware lets nobody else through)."""
    user, workspace = request.user, request.workspace  # type: ignore[attr-defined]
    assert isinstance(user, User)
    assert isinstance(workspace, Workspace)
    return user, workspace


def known(user: User, public_id: str) -> Person:
    """The person of an address; 404 for whom the user may not know of."""
    found = access.person(user, public_id)
    if found is None:
        raise Http404
    return found


def with_firm(person: Person) -> Person:
    """The same, with its firm at hand."""
    person.firm = next(iter(_firm(person.firm_id)), None) if person.firm_id else None
    return person


@ready
def _firm(pk: int) -> QuerySet[Firm]:
    return Firm.objects.filter(pk=pk)


def one_line(text: str, most: int = 100) -> str:
    """What somebody typed into a search field, on one line, without what no database takes."""
    return " ".join(text.replace("\0", " ").split())[:most]


def number(text: str) -> int | None:
    """A whole number that somebody typed or an address holds; None when it is none, or larger than any row's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def undo_token(entry: LogEntry) -> str:
    """What names a line of the log in an address: signed, and only good for an hour."""
    return signing.dumps(entry.pk, salt=_SALT, compress=False)


def undo_entry(token: str) -> LogEntry | None:
    """The line that a token names; None when it is too old, or made up."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    return LogEntry.objects.filter(pk=pk).first()


def undo_url(route: str, entry: LogEntry) -> str:
    """Where a toast's Undo posts to."""
    return reverse(route, args=[undo_token(entry)])


def back(request: HttpRequest, text: str, undo: str = "", to: str = "/") -> HttpResponse:
    """The answer without scripts: where the form says to return to (this house only), with the notice on it."""
    messages.success(request, text, extra_tags=undo)
    wanted = request.POST.get("next", "")
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\n" not in wanted
    return redirect(wanted if safe else to)
