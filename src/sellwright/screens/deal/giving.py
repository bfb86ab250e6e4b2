"""What is written down on the page of a deal of what they give and what we offer: plain forms, each with its Undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import TypeVar

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import commitments, deals, groups, offers
from sellwright.actions.commitments import Giving
from sellwright.actions.offers import GivenAway, Offered
from sellwright.actions.refusing import Refused
from sellwright.screens import amounts, giving_words, undoing
from sellwright.screens.asking import bench
from sellwright.store import clock
from sellwright.store.models import Commitment, Concession, Deal, LogEntry, Offer, OpenRole, Person

_Row = TypeVar("_Row", bound=Model)
_Told = tuple[str, LogEntry]
_DAY = forms.DateField(required=False)


class Asked:
    """One post: who, when, and what the fields hold. Reading a field raises Refused by its name."""

    def __init__(self, request: HttpRequest) -> None:
        self.user, workspace = bench(request)
        self.now = clock.now(workspace)
        self.moment: datetime = clock.moment(workspace, self.user)
        self.posted: Mapping[str, str] = request.POST

    @property
    def today(self) -> date:
        """The day of the one who asks."""
        return self.moment.date()

    def text(self, name: str) -> str:
        """As typed."""
        return self.posted.get(name, "")

    def day(self, name: str) -> date | None:
        """A date, None for nothing."""
        try:
            return _DAY.clean(self.text(name))  # type: ignore[no-any-return]
        except forms.ValidationError:
            raise Refused(_("No day was found in that. Write it like 2026-06-03."), name) from None

    def money(self, name: str) -> Decimal | None:
        """An amount, None for nothing."""
        return amounts.typed(self.text(name), name)

    def person(self) -> Person | None:
        """The person chosen."""
        return access.people(self.user).filter(public_id=self.text("person")).first()


def _on_deal(deed: Callable[[Asked, Deal], _Told]) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of a deed on the deal named in the address."""

    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        asked = Asked(request)
        deal = get_object_or_404(access.deals(asked.user), public_id=public_id)
        return _answer(request, lambda: deed(asked, deal), deal)

    return view


def _on_row(model: type[_Row], deed: Callable[[Asked, _Row], _Told]) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of a deed on a row of a deal."""

    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        asked = Asked(request)
        rows = model._default_manager.filter(deal__in=access.deals(asked.user)).select_related("deal")
        row = get_object_or_404(rows, public_id=public_id)
        return _answer(request, lambda: deed(asked, row), row.deal)  # type: ignore[attr-defined]

    return view


def _answer(request: HttpRequest, deed: Callable[[], _Told], deal: Deal) -> HttpResponse:
    home = reverse("deal", args=[deal.public_id])
    try:
        text, entry = deed()
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=home)
    return undoing.answer(request, text, entry, other=home)


@_on_deal
def give(asked: Asked, deal: Deal) -> _Told:
    """They gave something."""
    giving = Giving(
        asked.text("kind"), asked.person(), asked.day("given_date") or asked.today, asked.text("words"),
        asked.text("in_return"), asked.text("shown_by"),
    )  # fmt: skip
    entry = commitments.give(by=asked.user, deal=deal, giving=giving, today=asked.today, now=asked.now)
    return _("Written down: %(kind)s.") % {"kind": giving_words.KINDS[giving.kind]}, entry


def _change_commitment(asked: Asked, row: Commitment) -> _Told:
    if asked.text("do") == "drop":
        return _("Taken out."), commitments.drop(by=asked.user, commitment=row)
    if asked.text("do") == "stands":
        return _("It stands again."), commitments.stands(by=asked.user, commitment=row)
    entry = commitments.withdraw(by=asked.user, commitment=row, on_date=asked.today)
    return _("They took it back. That is held against nobody."), entry


@_on_deal
def know_of(asked: Asked, deal: Deal) -> _Told:
    """A part without a name."""
    title = asked.text("title")
    entry = groups.know_of(by=asked.user, deal=deal, title=title, part=asked.text("part"), now=asked.now)
    return _("Written down: %(title)s.") % {"title": entry.after["title"]}, entry


def _change_role(asked: Asked, row: OpenRole) -> _Told:
    typed = " ".join(asked.text("person").split())
    if not typed:
        return _("Taken out."), groups.drop(by=asked.user, role=row)
    person = deals.named(by=asked.user, typed=typed)
    entry = deals.add_person(by=asked.user, deal=row.deal, person=person, part=row.part or row.title[:60])
    groups.drop(by=asked.user, role=row)
    return _("%(name)s is part of it.") % {"name": person}, entry


@_on_deal
def offer(asked: Asked, deal: Deal) -> _Told:
    """A new offer, perhaps in place of another."""
    offered = Offered(
        asked.money("price"), asked.text("currency"), asked.day("given_date") or asked.today, asked.day("valid_until"),
        asked.text("holds"), asked.text("file"), asked.text("shown_by"),
    )  # fmt: skip
    old = deal.offers.filter(public_id=asked.text("instead")).first() if asked.text("instead") else None
    entry = offers.make(by=asked.user, deal=deal, offered=offered, today=asked.today, now=asked.now, instead_of=old)
    return _("The offer is written down."), entry


def _change_offer(asked: Asked, row: Offer) -> _Told:
    wanted = asked.text("do")
    if wanted == "drop":
        return _("Taken out."), offers.drop(by=asked.user, offer=row)
    if wanted == "open":
        return _("It waits for their answer again."), offers.open_again(by=asked.user, offer=row)
    entry = offers.decide(by=asked.user, offer=row, state=wanted, on_date=asked.today)
    return _("Written down: %(kind)s.") % {"kind": giving_words.STATES[wanted]}, entry


@_on_deal
def concede(asked: Asked, deal: Deal) -> _Told:
    """Something given away."""
    given = GivenAway(
        asked.text("what"), asked.money("cost"), asked.text("currency"), asked.day("given_date") or asked.today,
        asked.text("in_return"), asked.text("asked_by"), asked.person(),
        deal.offers.filter(public_id=asked.text("offer")).first(), asked.text("shown_by"),
    )  # fmt: skip
    entry = offers.concede(by=asked.user, deal=deal, given=given, today=asked.today, now=asked.now)
    return _("Written down."), entry


def _change_concession(asked: Asked, row: Concession) -> _Told:
    return _("Taken out."), offers.drop_concession(by=asked.user, concession=row)


change_commitment = _on_row(Commitment, _change_commitment)
change_role = _on_row(OpenRole, _change_role)
change_offer = _on_row(Offer, _change_offer)
change_concession = _on_row(Concession, _change_concession)
