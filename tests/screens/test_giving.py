"""The page of a deal grown up: ladder, group, offers, what was given away; for whom, and without scripts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from sellwright.actions import deals
from sellwright.actions.deals import Wanted
from sellwright.store.models import Commitment, Concession, Deal, Offer, OpenRole, Person, User
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db
TODAY = datetime.fromtimestamp(NOW, UTC).date().isoformat()


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "leader")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana", known_to=mira)


@pytest.fixture
def deal(mira: User, ana: Person) -> Deal:
    entry = deals.open_deal(by=mira, wanted=Wanted("Six sensors", owner=mira), now=NOW - 40 * DAY, person=ana)
    return Deal.objects.get(public_id=entry.thing_id)


@pytest.fixture
def client(mira: User) -> Client:
    return signed_in(mira)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, deal: Deal) -> str:
    answer = client.get(reverse("deal", args=[deal.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, route: str, row: object, **values: str) -> str:
    """Posts a form and returns the page it leads to."""
    answer = client.post(reverse(route, args=[row.public_id]), values, follow=True)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_ladder_says_how_far_it_goes_and_what_was_left_out(client: Client, deal: Deal, ana: Person) -> None:
    assert "Nothing is written down yet." in page(client, deal)
    for kind in ("time", "explore", "change", "collaborate", "invest"):
        shown = post(client, "deal_commitment", deal, kind=kind, person=ana.public_id, given_date=TODAY,
                     in_return=f"for {kind}")  # fmt: skip
    assert "4 of ten in a row; left out: consensus" in shown
    assert shown.count('class="is-given"') == 5
    assert shown.count('class="is-gap"') == 1
    assert "They get for it: for invest" in shown
    row = Commitment.objects.get(kind="change")
    shown = post(client, "commitment_change", row, do="withdraw")
    assert "2 of ten in a row; left out: change, consensus" in shown
    assert "It counts no more, and is held against nobody." in shown
    assert "4 of ten in a row" in post(client, "commitment_change", row, do="stands")


def test_a_letter_of_theirs_is_offered_and_counts_only_when_taken_up(
    client: Client, mira: User, deal: Deal, ana: Person
) -> None:
    shows = letter(mira, ana, NOW - DAY, acts="stakeholder")
    shown = page(client, deal)
    assert "Found in their mail" in shown
    assert "they brought somebody in" in shown
    assert 'class="is-given"' not in shown
    shown = post(client, "deal_commitment", deal, kind="consensus", person=ana.public_id, shown_by=shows.mid,
                 given_date=TODAY)  # fmt: skip
    assert "Found in their mail" not in shown
    assert Commitment.objects.get().message == shows


def test_who_may_not_read_the_letter_or_know_the_person_sees_neither(
    client: Client, mira: User, deal: Deal, ana: Person
) -> None:
    shows = letter(mira, ana, NOW - DAY, acts="stakeholder", subject="secret matter")
    post(client, "deal_commitment", deal, kind="time", person=ana.public_id, shown_by=shows.mid, words="secret words")
    post(client, "deal_concession", deal, what="5 %", currency="EUR", person=ana.public_id, asked_by="them")
    shown = page(signed_in(colleague("Ben")), deal)
    for word in ("Ana", "secret", shows.mid):
        assert word not in shown
    assert "somebody you may not know of" in shown
    assert "on a letter you may not read" in shown
    assert "1 of ten in a row" in shown


def test_the_group_says_who_was_heard_and_who_was_not(client: Client, mira: User, deal: Deal, ana: Person) -> None:
    letter(mira, ana, NOW - 3 * DAY)
    letter(mira, ana, NOW - 2 * DAY, side="us")
    post(client, "deal_person", deal, person="ana@lab.example", part="decides")
    shown = post(client, "deal_role", deal, title="their security officer", part="checks")
    assert "1 of 2 heard in the last 30 days" in shown
    assert "their security officer" in shown
    assert "On day 30 of the deal: 0 of 2." in shown
    carl = person("carl@lab.example", "Carl", known_to=mira)
    shown = post(client, "role_change", OpenRole.objects.get(), person="carl@lab.example")
    assert not OpenRole.objects.exists()
    assert deal.people.get(person=carl).part == "checks"
    assert "Nobody here has that name" in post(
        client, "role_change", OpenRole.objects.create(deal=deal, title="x", made_at=NOW), person="nobody at all"
    )


def test_offers_the_way_of_the_price_and_what_was_given_away(client: Client, deal: Deal) -> None:
    post(client, "deal_offer", deal, price="10,000", currency="EUR", given_date="2026-05-01", holds="six sensors")
    first = Offer.objects.get()
    shown = post(client, "deal_offer", deal, price="9000", currency="EUR", instead=first.public_id)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert "from 10,000 EUR to 9,000 EUR, 10% less" in shown
    shown = post(client, "deal_concession", deal, what="10 % off", cost="1000", currency="EUR", asked_by="them")
    assert "1 of 1 without anything in return; cost 1,000 EUR" in shown
    assert "That is no amount." in post(client, "deal_offer", deal, price="a lot", currency="EUR")
    assert "No day was found in that." in post(
        client, "deal_offer", deal, price="1", currency="EUR", valid_until="soon"
    )
    second = Offer.objects.get(state="given")
    assert ">accepted, today</span>" in post(client, "offer_change", second, do="accepted")
    post(client, "offer_change", second, do="open")
    post(client, "concession_change", Concession.objects.get())
    assert not Concession.objects.exists()
    assert Offer.objects.get(pk=second.pk).price == Decimal("9000.00")


def test_an_offer_nobody_answered_lapses_by_itself(client: Client, deal: Deal) -> None:
    shown = post(
        client, "deal_offer", deal, price="1", currency="EUR", given_date="2026-05-01", valid_until="2026-05-20"
    )
    assert ">lapsed</span>" in shown


def test_a_reader_sees_no_form(deal: Deal) -> None:
    shown = page(signed_in(colleague("Eve", "reader")), deal)
    assert "What they have given" in shown
    assert "/commitment" not in shown
    assert "/offer" not in shown


def test_every_deed_has_its_undo(client: Client, deal: Deal, ana: Person) -> None:
    for route, values in (
        ("deal_commitment", {"kind": "time", "person": ana.public_id}), ("deal_role", {"title": "the owner"}),
        ("deal_offer", {"price": "5", "currency": "EUR"}), ("deal_concession", {"what": "x", "currency": "EUR"}),
    ):  # fmt: skip
        shown = post(client, route, deal, **values)
        assert client.post("/undo/" + shown.split('action="/undo/')[1].split('"')[0]).status_code == 302
    assert not any(model.objects.exists() for model in (Commitment, OpenRole, Offer, Concession))


def test_when_it_is_decided_and_what_else_is_known_stand_in_the_form(client: Client, deal: Deal) -> None:
    values = {"name": "Six", "currency": "EUR", "version": "1", "expected_date": "3 June", "about": "line\r\ntwo"}
    assert client.post(reverse("deal_change", args=[deal.public_id]), values).status_code == 302
    deal.refresh_from_db()
    assert (str(deal.expected_date), deal.about) == ("2026-06-03", "line\ntwo")
    assert "line<br>two" in page(client, deal)
