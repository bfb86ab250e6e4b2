"""What the buyers of the demo firm gave, who takes part, what was offered and given away, and a goal: from the mail
that stands there, so that every line of it can be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import cycle

from sellwright.store.models import (
    Commitment,
    Concession,
    Deal,
    DealPerson,
    Goal,
    Offer,
    OpenRole,
    Person,
    Touch,
    Unknown,
    User,
)

MOST = 12  # open deals that are filled
_RUNGS = (
    ("time", "explore", "change", "collaborate", "invest"),
    ("time", "explore", "change"),
    ("time", "explore", "collaborate"),
    ("time",),
    ("time", "explore", "change", "collaborate", "consensus", "invest", "review"),
    ("time", "explore"),
)
_WORDS = {
    "time": ("an hour with the shift lead", "an hour, and a look at the protocol"),
    "explore": ("we see it over one weekend", "a trial kit in hall 2"),
    "change": ("it cannot stay as it is", "each alarm at night costs us a shift"),
    "collaborate": ("figures of the last audit, and a plan of the hall", "the auditor on the phone with us"),
    "consensus": ("they brought the quality manager in", "everybody who signs in one call"),
    "invest": ("their own electrician for two days", "half a day of the fitting team"),
    "review": ("went through the offer line by line", "a draft contract with remarks"),
}
_UNNAMED = ("their security officer", "whoever signs above 10,000", "the auditor")
_QUESTIONS = ("Who signs?", "Is there money for it this year?", "Who else do they ask?")


def fill(user: User, now: datetime) -> None:
    """Fills the newest open deals once; what stands there already is left alone."""
    if Commitment.objects.exists() or Goal.objects.exists():
        return
    at = now.timestamp()
    open_ = Deal.objects.filter(outcome="", proposed=False).select_related("firm").order_by("-stage__position", "pk")
    for number, deal in enumerate(open_[:MOST]):
        _group(deal)
        letters = list(_theirs(deal, at))
        _ladder(deal, user, (number, at), letters)
        if number % 3 == 0:
            _unknowns(deal, user, at, number)
        if deal.stage.position >= 2 and deal.amount:
            _offers(deal, user, now, number)
        deal.expected_date = now.date() + timedelta(days=14 + 11 * number)
        deal.save(update_fields=["expected_date"])
    first = date(now.year, (now.month - 1) // 3 * 3 + 1, 1)
    Goal.objects.create(period="quarter", first_date=first, amount=Decimal(30_000), currency="EUR", by=user, made_at=at)
    Goal.objects.create(
        owner=user, period="year", first_date=date(now.year, 1, 1), deals=12, currency="", by=user, made_at=at
    )


def _group(deal: Deal) -> None:
    """Everybody known of the firm takes part; one more is known without a name."""
    parts = cycle(("uses it", "decides", "pays", "checks"))
    for row in deal.people.filter(part=""):
        row.part = "opens doors"
        row.save(update_fields=["part"])
    taken = set(deal.people.values_list("person_id", flat=True))
    for person in Person.objects.filter(firm=deal.firm).exclude(pk__in=taken).order_by("pk")[:3]:
        DealPerson.objects.create(deal=deal, person=person, part=next(parts))
    OpenRole.objects.create(
        deal=deal, title=_UNNAMED[deal.pk % len(_UNNAMED)], part="checks", by=deal.owner, made_at=deal.opened_at
    )


def _theirs(deal: Deal, at: float) -> Iterator[Touch]:
    """Letters of the deal's people since it was opened, oldest first."""
    rows = Touch.objects.filter(person__deal_parts__deal=deal, side="them", human=True, message__isnull=False)
    yield from rows.filter(at__gte=deal.opened_at, at__lte=at).select_related("person").order_by("at", "pk")


def _ladder(deal: Deal, user: User, when: tuple[int, float], letters: Sequence[Touch]) -> None:
    number, at = when
    rungs = _RUNGS[number % len(_RUNGS)][: max(1, len(letters))]
    for step, kind in enumerate(rungs):
        touch = letters[step * len(letters) // len(rungs)] if letters else None
        person = touch.person if touch else Person.objects.filter(deal_parts__deal=deal).first()
        if person is None:
            return
        Commitment.objects.create(
            deal=deal, kind=kind, person=person, given_date=_day(touch.at if touch else deal.opened_at),
            words=_WORDS[kind][number % 2],
            in_return="a protocol they can show the auditor" if kind == "explore" else "",
            message_id=touch.message_id if touch else None, by=user, made_at=at,
        )  # fmt: skip


def _unknowns(deal: Deal, user: User, at: float, number: int) -> None:
    for text in _QUESTIONS[: 1 + number % 3]:
        Unknown.objects.create(deal=deal, text=text, owner=user, probe="ask on the next call", by=user, made_at=at)


def _offers(deal: Deal, user: User, now: datetime, number: int) -> None:
    """Two prices where something was given away in between, else one."""
    assert deal.amount is not None
    at, today = now.timestamp(), now.date()
    begun = today - timedelta(days=24 + number)
    kept = {"deal": deal, "currency": deal.currency, "by": user, "made_at": at}
    last = Offer.objects.create(
        **kept, price=deal.amount, given_date=today - timedelta(days=6 + number),
        valid_until=today + timedelta(days=30), holds="Sensors for all docks, fitting, first calibration",
        file="offer-2.pdf",
    )  # fmt: skip
    if number % 2:
        return
    gone = (deal.amount / 10).quantize(Decimal(1))
    Offer.objects.create(
        **kept, price=deal.amount + gone, given_date=begun, state="replaced", decided_date=last.given_date,
        replaced_by=last, holds="Sensors for all docks, fitting", file="offer-1.pdf",
    )  # fmt: skip
    Concession.objects.create(
        **kept, offer=last, what="price lowered", cost=gone, given_date=last.given_date, asked_by="them",
        person=Person.objects.filter(deal_parts__deal=deal).first(),
        in_return="" if number % 4 else "we may name them as a reference",
    )  # fmt: skip
    Concession.objects.create(
        **kept, offer=last, what="first calibration free", cost=Decimal(280), given_date=last.given_date, asked_by="us"
    )


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()
