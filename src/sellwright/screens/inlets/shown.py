"""Inlets as plain values: where to post, what to paste, and the account of what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright.capture import inlet_forms, inlet_ledger
from sellwright.screens import words
from sellwright.screens.words import Words
from sellwright.store import signed
from sellwright.store.models import Inlet, Item

LISTED = 50
OUTCOMES: dict[str, Words] = {"stored": later("taken in"), "skipped": later("left out"), "failed": later("refused")}


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery, or the many of a day that one row counts."""

    when: str
    outcome: str
    why: str
    url: str  # what came of it
    times: int
    late: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one outcome and reason."""

    outcome: str
    why: str
    number: int


@dataclass(frozen=True, slots=True)
class ShownInlet:
    """One inlet in the list."""

    id: str
    title: str
    url: str
    kind: str
    mailbox: str
    heard: str
    is_open: bool


def inlet(row: Inlet, now: datetime) -> ShownInlet:
    """One line of the list."""
    kind = _("telephone system") if row.kind == Inlet.Kind.CALLS else _("web form")
    heard = words.when(row.heard_at.timestamp(), now) if row.heard_at else _("nothing yet")
    return ShownInlet(
        row.public_id, row.title, reverse("inlet", args=[row.public_id]), kind, row.mailbox.title, heard,
        inlet_ledger.is_open(row),
    )  # fmt: skip


def address(request: HttpRequest, row: Inlet) -> str:
    """Where others post to, as far as this server knows its own name."""
    route = "public_calls" if row.kind == Inlet.Kind.CALLS else "public_form"
    path = reverse(route, args=[row.public_id])
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)


def is_reachable(url: str) -> bool:
    """Whether others may reach that address: it has a name beyond this machine."""
    return (urlsplit(url).hostname or "") not in ("127.0.0.1", "localhost", "::1", "testserver")


def sums(row: Inlet) -> tuple[Tally, ...]:
    """The account: deliveries by outcome and reason. A row that counts many counts as many."""
    number = Coalesce(Sum("tries", filter=Q(path__startswith=f"{inlet_ledger.COUNTED}/")), 0) + Count(
        "pk", filter=~Q(path__startswith=f"{inlet_ledger.COUNTED}/")
    )
    rows = Item.objects.filter(intake=row.intake_id).values_list("outcome", "reason").annotate(number=number)
    found = rows.order_by(F("number").desc(), "outcome", "reason")
    return tuple(Tally(outcome(name), why(reason), count) for name, reason, count in found)


def lines(row: Inlet, now: datetime) -> tuple[Line, ...]:
    """The newest deliveries."""
    items = list(Item.objects.filter(intake=row.intake_id).order_by("-pk")[:LISTED])
    return tuple(_line(item, now) for item in items)


def _line(item: Item, now: datetime) -> Line:
    counted = item.path.startswith(f"{inlet_ledger.COUNTED}/")
    found = item.outcome == "stored" and item.detail
    return Line(
        when=_when(item.path, now),
        outcome=outcome(item.outcome),
        why=": ".join(filter(None, (why(item.reason), item.detail if item.outcome == "failed" else ""))),
        url=reverse("message", args=[item.detail]) if found else "",
        times=item.tries if counted else 1,
        late=item.outcome == "failed",
    )


def _when(path: str, now: datetime) -> str:
    """When a delivery came, from its path: its own time of sending, or its day."""
    first, _slash, rest = path.partition("/")
    if rest.isdecimal() and len(rest) < 12:
        return words.when(float(rest), now)
    day = rest.partition("/")[0] if first in (inlet_ledger.COUNTED, inlet_ledger.TRIED) else first
    try:
        return words.day(datetime.fromisoformat(day).replace(tzinfo=UTC), now)
    except ValueError:
        return ""


def outcome(name: str) -> str:
    """An outcome as it is said."""
    return str(OUTCOMES.get(name, name))


_REASONS: dict[str, Words] = {
    inlet_forms.ROBOT: later("filled in by a robot"),
    inlet_forms.TWICE: later("the same words a second time that day"),
    inlet_forms.TRIED: later("a try from this page"),
    inlet_forms.KEPT_OUT: later("kept out, as you said"),
    inlet_forms.NO_ORIGIN: later("from a page that is not allowed"),
    "no number: it was withheld": later("no number: it was withheld"),
    "a call inside the house": later("a call inside the house"),
    "delivered before": later("delivered before"),
    "told anew": later("told anew: it took the place of what was told before"),
    "not understood": later("not understood"),
    "another number under the same id": later("another number under the same id"),
    "refused: the signature is wrong": later("the signature is wrong"),
    "refused: too old, or from the future": later("too old, or from the future: look at the clocks"),
    "refused: a header is missing": later("a header of the signature is missing"),
    "refused: the id is not understood": later("its id is not understood"),
    "refused: the time is not understood": later("its time is not understood"),
    "refused: email missing or wrong": later("no e-mail address that can be answered"),
    "refused: message missing or wrong": later("nothing was written"),
}


def why(reason: str) -> str:
    """A reason of the account as it is said."""
    return str(_REASONS.get(reason, reason))


def snippet(url: str) -> str:
    """HTML to paste into a page: three fields, and one that nobody sees."""
    hidden = 'style="position:absolute;left:-9999px" aria-hidden="true"'
    name, email, phone, message, send = _("Name"), _("E-mail"), _("Telephone"), _("Message"), _("Send")
    return "\n".join((
        f'<form action="{url}" method="post">',
        f'  <p><label>{name} <input name="name" autocomplete="name" required></label></p>',
        f'  <p><label>{email} <input name="email" type="email" autocomplete="email" required></label></p>',
        f'  <p><label>{phone} <input name="phone" type="tel" autocomplete="tel"></label></p>',
        f'  <p><label>{message} <textarea name="message" rows="6" required></textarea></label></p>',
        f'  <p {hidden}><label>Homepage <input name="{inlet_forms.HONEYPOT}" tabindex="-1"></label></p>',
        f'  <p><button>{send}</button></p>',
        "</form>",
    ))  # fmt: skip


SAMPLE = """{
  "id": "call-4711",
  "direction": "in",
  "from": "+49 30 1234567",
  "to": "+49 30 7654321",
  "started_at": "2026-05-28T10:00:00Z",
  "seconds": 95,
  "outcome": "answered",
  "recording_url": "https://pbx.example/recordings/4711",
  "note": "Asked for the second site"
}"""


def sample(url: str) -> str:
    """A delivery as a command for a terminal, signed with the secret in $SECRET."""
    key = f'$(printf %s "${{SECRET#{signed.PREFIX}}}" | base64 -d | od -An -v -tx1 | tr -d " \\n")'
    return "\n".join((
        "ID=msg-1 AT=$(date +%s) BODY=$(cat call.json)",
        f'SIGNED=$(printf %s "$ID.$AT.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:{key}" -binary | base64)',
        f"curl -X POST {url} -H 'content-type: application/json' -H \"webhook-id: $ID\" \\",
        '  -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGNED" --data-raw "$BODY"',
    ))  # fmt: skip


def pages(origins: Sequence[str]) -> str:
    """Origins as they stand in the field."""
    return "\n".join(origins)
