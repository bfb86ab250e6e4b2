"""Threads that look like a purchase are proposed once, to those who may read them."""

from __future__ import annotations

import json

import pytest

from sellwright import access
from sellwright.actions import deals, pipelines
from sellwright.actions.deals import Wanted
from sellwright.jobs import propose_deals
from sellwright.jobs.propose_deals import propose_deals as run
from sellwright.store.models import Deal, Message, Person, Standing, User
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    pipelines.first()
    return colleague("Mira")


@pytest.fixture
def ana(mira: User) -> Person:
    return known(person("ana@lab.example", "Ana", known_to=mira))


def known(who: Person, kind: str = "prospect", at: float = NOW) -> Person:
    body = json.dumps({"kind": kind, "evidence": ["they asked"], "ids": []})
    Standing.objects.filter(person=who).update(relation=kind, computed_at=at, relation_body=body)
    return who


def offered(mira: User, ana: Person, days_ago: float = 2) -> Message:
    asked = letter(mira, ana, NOW - 3 * DAY, subject="Six sensors")
    return letter(
        mira, ana, NOW - days_ago * DAY, side="us", acts="proposal", thread=asked.thread, subject="Re: Six sensors"
    )


def test_an_offer_in_a_thread_is_proposed_with_its_letter(mira: User, ana: Person) -> None:
    offer = offered(mira, ana)
    run()
    deal = Deal.objects.get()
    assert (deal.name, deal.proposed, deal.firm) == ("Lab: Re: Six sensors", True, ana.firm)
    assert list(deal.signs.values_list("message", "what")) == [(offer.pk, "proposal")]
    assert list(access.deals(mira)) == [deal]
    assert list(access.deals(colleague("Ben"))) == []
    run()
    assert Deal.objects.count() == 1


def test_what_was_waved_away_is_not_proposed_again(mira: User, ana: Person) -> None:
    offered(mira, ana)
    run()
    deals.wave(by=mira, deal=Deal.objects.get(), now=NOW)
    known(ana, at=NOW + 1)
    run()
    assert Deal.objects.count() == 1
    offered(mira, ana, 1)  # another thread is another matter
    known(ana, at=NOW + 2)
    run()
    assert Deal.objects.filter(proposed=True, waved_at=None).count() == 1


def test_a_firm_with_an_open_deal_is_proposed_none(mira: User, ana: Person) -> None:
    deals.open_deal(by=mira, wanted=Wanted("Running", firm=ana.firm), now=NOW)
    offered(mira, ana)
    run()
    assert not Deal.objects.filter(proposed=True).exists()


@pytest.mark.parametrize("kind", ["supplier", "unknown", "pitching_us"])
def test_whoever_does_not_buy_is_proposed_none(mira: User, ana: Person, kind: str) -> None:
    offered(mira, known(ana, kind))
    run()
    assert not Deal.objects.exists()


def test_a_long_book_is_looked_through_whole_and_only_once(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(propose_deals, "BATCH", 3)
    for number in range(8):
        offered(mira, known(person(f"p{number}@f{number}.example", known_to=mira)))
    run()
    assert Deal.objects.count() == 8
    looked: list[Person] = []
    monkeypatch.setattr(propose_deals, "propose", lambda who, *_: looked.append(who))
    run()
    assert looked == []
