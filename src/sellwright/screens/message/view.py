"""A mail, its HTML in a frame, its files, and the sentence behind a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from sellwright import access
from sellwright.interactions import body, mime
from sellwright.mailroom.reading import MAX_TEXT
from sellwright.screens import finding, words
from sellwright.screens.asking import bench
from sellwright.screens.message import files, rich, shown
from sellwright.screens.words import Words
from sellwright.store import clock, values
from sellwright.store.models import Address, Event, Message, User

MID = 16  # characters of a stable id; public ids are shorter
MOST_IN_THREAD = 60
_KINDS: dict[str, Words] = {
    "out_of_office": later("out of office"),
    "bounce": later("could not be delivered"),
    "delayed": later("delivery is delayed"),
    "complaint": later("spam complaint"),
    "receipt": later("receipt"),
    "calendar": later("calendar"),
    "list": later("discussion list"),
    "newsletter": later("newsletter"),
    "robot": later("sent by a machine"),
    "form": later("a form, filled in by a person"),
}


@dataclass(frozen=True)
class Quote:
    """Context of parts/quote.html."""

    before: str
    sentence: str
    after: str
    who: str
    at: datetime
    url: str
    ours: bool
    subject: str


@require_safe
def message(request: HttpRequest, ref: str) -> HttpResponse:
    """One mail. `?said=` marks the sentence that holds these words; `?pictures=1` lets its pictures load this once."""
    user, workspace = bench(request)
    row = _mail(user, ref)
    now = clock.moment(workspace, user)
    if row is None:
        return _event(request, _occurrence(user, ref), now)
    said, load = request.GET.get("said", ""), request.GET.get("pictures") == "1"
    page = _page(user, row, now, said, load)
    return render(request, "message/page.html", {"message": page, "here": "people"})


@require_safe
@xframe_options_sameorigin
def html(request: HttpRequest, ref: str) -> HttpResponse:
    """The HTML version for the frame, under a policy of its own."""
    user, _workspace = bench(request)
    row = _mail(user, ref)
    load = request.GET.get("pictures") == "1"
    found = rich.read(mime.parse(values.raw(row)), load=load) if row is not None else None
    if found is None:
        raise Http404
    answer = HttpResponse(found.document)
    answer.headers["Content-Security-Policy"] = rich.policy(load=load)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
def file(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One attachment, always as a download."""
    user, _workspace = bench(request)
    row = _mail(user, ref)
    found = files.parts(mime.parse(values.raw(row))) if row is not None else []
    if not 1 <= number <= len(found):
        raise Http404
    part = found[number - 1]
    answer = HttpResponse(part.payload(), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(True, files.name_of(part, number)) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_safe
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """The sentence behind a line, in its mail: `?said=` are its words; without them, the first words of the mail."""
    user, workspace = bench(request)
    now = clock.moment(workspace, user)
    row = _mail(user, ref)
    said = request.GET.get("said", "")
    quote = _quote(row, said, now) if row is not None else _event_quote(_occurrence(user, ref), now)
    answer = render(request, "parts/quote.html", {"quote": quote})
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


def _mail(user: User, ref: str) -> Message | None:
    """A mail the user may read whole, by its stable or its public id."""
    if not ref.isalnum():
        return None
    which = Q(mid=ref) if len(ref) == MID else Q(public_id=ref)
    return access.messages(user).filter(which).select_related("sender").first()


def _occurrence(user: User, ref: str) -> Event:
    """A meeting, call or note the user may know of; 404 when there is none."""
    if "\0" in ref:
        raise Http404
    found = access.events(user).filter(Q(ref=ref) | Q(public_id=ref)).select_related("person", "by").first()
    if found is None:
        raise Http404
    return found


def _page(user: User, row: Message, now: datetime, said: str, load: bool) -> shown.ShownMessage:
    letter, mail = values.letter(row), mime.parse(values.raw(row))
    found = rich.read(mail, load=load)
    pages = _pages(user, [a.email for a in (letter.sender, *letter.to, *letter.cc)])
    rows = list(access.messages(user).filter(thread=row.thread_id).select_related("sender").order_by("-at", "-id")
                [:MOST_IN_THREAD])[::-1] if row.thread_id else []  # fmt: skip
    kind, why = shown.kind_words(letter, {key: str(label) for key, label in _KINDS.items()})
    ours = shown.is_ours(row)
    sender = shown.addresses([letter.sender], pages)[0]
    query = "?pictures=1" if load else ""
    return shown.ShownMessage(
        ref=row.mid,
        subject=letter.subject or _("no subject"),
        sender=sender,
        to=shown.addresses(letter.to, pages),
        cc=shown.addresses(letter.cc, pages),
        at=words.local(row.at, now),
        when=words.when(row.at, now),
        ours=ours,
        kind=kind,
        kind_why=why,
        pieces=shown.pieces(body.read(mail).text[:MAX_TEXT], letter.spans, said),
        files=files.show(mail, row.mid),
        thread=shown.thread(rows, row, now),
        problems=letter.problems,
        unproven="unproven_sender" in letter.marks,
        rich_url=reverse("message_html", args=[row.mid]) + query if found else "",
        rich_hosts=tuple(found.hosts) if found else (),
        rich_pictures=found.pictures if found else 0,
        rich_unsafe=found.unsafe if found else 0,
        loaded=load,
        answer_url=_answer_url(row, sender, ours),
    )


def _answer_url(row: Message, sender: shown.ShownAddress, ours: bool) -> str:
    if ours or not sender.url:
        return ""
    person = sender.url.rstrip("/").rpartition("/")[2]
    return f"/letters/new?person={person}&answers={row.mid}"


def _pages(user: User, emails: list[str]) -> dict[str, str]:
    """The pages of those people in a head whom the viewer may know of."""
    known = access.people(user)
    rows = Address.objects.filter(email__in=emails[:60], person__in=known).values_list("email", "person__public_id")
    return {email: reverse("person", args=[public_id]) for email, public_id in rows}


def _quote(row: Message, said: str, now: datetime) -> Quote:
    letter = values.letter(row)
    found = finding.find(letter.new_text or letter.verdict.inside_text, said)
    who = _("You") if shown.is_ours(row) else letter.sender.name or letter.sender.email
    url = reverse("message", args=[row.mid]) + (f"?{urlencode({'said': said})}#said" if said else "")
    if found is None:
        return Quote("", letter.subject, "", who, words.local(row.at, now), url, shown.is_ours(row), letter.subject)
    return Quote(found.before, found.sentence, found.after, who, words.local(row.at, now), url,
                 shown.is_ours(row), letter.subject)  # fmt: skip


def _event_quote(event: Event, now: datetime) -> Quote:
    who = str(event.by) if event.by else str(event.person or "")
    url = reverse("message", args=[event.ref])
    return Quote("", event.title or event.text or _what(event), "", who, words.local(event.at, now), url,
                 event.side == "us", event.title)  # fmt: skip


def _event(request: HttpRequest, event: Event, now: datetime) -> HttpResponse:
    held: dict[str, Any] = {
        "title": event.title or _what(event),
        "what": _what(event),
        "at": words.local(event.at, now),
        "minutes": round(event.minutes),
        "text": event.text,
        "outcome": event.outcome,
        "by": str(event.by) if event.by else "",
        "person": event.person,
        "answered": event.answered,
    }
    return render(request, "message/event.html", {"event": held, "here": "people"})


def _what(event: Event) -> str:
    named = {"meeting": _("Meeting"), "call": _("Call"), "chat": _("Chat"), "note": _("Note")}
    return named.get(event.kind, event.kind)
