"""Commitments, open roles, offers, concessions and goals: kept, refused in words, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from sellwright.access import NotAllowed
from sellwright.actions import commitments, deals, goals, groups, offers
from sellwright.actions.commitments import Giving
from sellwright.actions.deal_rows import ChangedMeanwhile
from sellwright.actions.deals import Wanted
from sellwright.actions.goals import Aim
from sellwright.actions.offers import GivenAway, Offered
from sellwright.actions.refusing import Refused
from sellwright.store.models import (
    Commitment,
    Concession,
    Deal,
    Goal,
    LogEntry,
    Offer,
    OpenRole,
    Person,
    User,
)
from sellwright.store.models.jobs import Job
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db
TODAY = datetime.fromtimestamp(NOW, UTC).date()


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "leader")


@pytest.fixture
def ben() -> User:
    return colleague("Ben")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana", known_to=mira)


@pytest.fixture
def deal(mira: User, ana: Person) -> Deal:
    entry = deals.open_deal(by=mira, wanted=Wanted("Six sensors", owner=mira), now=NOW - 9 * DAY, person=ana)
    return Deal.objects.get(public_id=entry.thing_id)


def give(by: User, deal: Deal, who: Person | None, kind: str = "time", **more: object) -> LogEntry:
    giving = Giving(kind, who, **{"given_date": TODAY, **more})  # type: ignore[arg-type]
    return commitments.give(by=by, deal=deal, giving=giving, today=TODAY, now=NOW)


def offer(by: User, deal: Deal, price: str = "9000", **more: object) -> Offer:
    offered = Offered(**{"price": Decimal(price), "currency": "eur", "given_date": TODAY, **more})  # type: ignore[arg-type]
    entry = offers.make(by=by, deal=deal, offered=offered, today=TODAY, now=NOW)
    return Offer.objects.get(public_id=entry.thing_id)


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        deed()
    return caught.value.field


# Commitments


def test_a_commitment_is_somebodys_with_their_letter_and_what_they_get_for_it(
    mira: User, deal: Deal, ana: Person
) -> None:
    shows = letter(mira, ana, NOW - DAY, acts="commitment")
    give(mira, deal, ana, "explore", shown_by=shows.mid, words="we look at it", in_return="a trial kit")
    row = Commitment.objects.get()
    assert (row.kind, row.person, row.message, row.in_return) == ("explore", ana, shows, "a trial kit")
    assert row.by == mira


def test_our_own_letter_shows_nothing(mira: User, deal: Deal, ana: Person) -> None:
    ours = letter(mira, ana, NOW - DAY, side="us")
    assert refused(lambda: give(mira, deal, ana, shown_by=ours.mid)) == "shown_by"
    assert not Commitment.objects.exists()


def test_a_letter_one_may_not_read_cannot_be_named(mira: User, ben: User, deal: Deal, ana: Person) -> None:
    private = letter(mira, ana, NOW - DAY)
    ana.by_hand = True
    ana.save()
    assert refused(lambda: give(ben, deal, ana, shown_by=private.mid)) == "shown_by"


def test_what_is_missing_is_said_by_its_field(mira: User, deal: Deal, ana: Person) -> None:
    other = person("carl@else.example", "Carl")
    assert refused(lambda: give(mira, deal, ana, "attention")) == "kind"
    assert refused(lambda: give(mira, deal, None)) == "person"
    assert refused(lambda: give(mira, deal, other)) == "person"
    assert refused(lambda: give(mira, deal, ana, given_date=TODAY + timedelta(1))) == "given_date"
    assert refused(lambda: give(mira, deal, ana, words="x" * 301)) == "words"


def test_withdrawing_keeps_it_and_standing_again_too(mira: User, deal: Deal, ana: Person) -> None:
    give(mira, deal, ana)
    row = Commitment.objects.get()
    entry = commitments.withdraw(by=mira, commitment=row, on_date=TODAY)
    row.refresh_from_db()
    assert row.withdrawn_date == TODAY
    commitments.undo(by=mira, entry=entry)
    row.refresh_from_db()
    assert row.withdrawn_date is None
    commitments.withdraw(by=mira, commitment=row, on_date=TODAY)
    commitments.stands(by=mira, commitment=row)
    row.refresh_from_db()
    assert (row.withdrawn_date, row.version) == (None, 5)


def test_who_saves_an_older_version_is_told(mira: User, deal: Deal, ana: Person) -> None:
    give(mira, deal, ana)
    row = Commitment.objects.get()
    giving = Giving("change", ana, TODAY)
    commitments.change(by=mira, commitment=row, giving=giving, today=TODAY, version=1)
    with pytest.raises(ChangedMeanwhile):
        commitments.change(by=mira, commitment=row, giving=giving, today=TODAY, version=1)


def test_every_deed_on_a_commitment_is_taken_back(mira: User, ben: User, deal: Deal, ana: Person) -> None:
    added = give(mira, deal, ana, words="first")
    row = Commitment.objects.get()
    changed = commitments.change(by=mira, commitment=row, giving=Giving("time", ana, TODAY, "second"), today=TODAY)
    with pytest.raises(Refused):
        commitments.undo(by=mira, entry=added)  # it was changed since
    with pytest.raises(NotAllowed):
        commitments.undo(by=ben, entry=changed)
    commitments.undo(by=mira, entry=changed)
    row.refresh_from_db()
    assert row.words == "first"
    dropped = commitments.drop(by=mira, commitment=row)
    assert not Commitment.objects.exists()
    commitments.undo(by=mira, entry=dropped)
    back = Commitment.objects.get()
    assert (back.public_id, back.words, back.person, back.made_at) == (row.public_id, "first", ana, NOW)
    with pytest.raises(Refused):
        commitments.undo(by=mira, entry=dropped)


def test_a_reader_keeps_nothing(deal: Deal, ana: Person) -> None:
    eve = colleague("Eve", "reader")
    with pytest.raises(NotAllowed):
        give(eve, deal, ana)
    with pytest.raises(NotAllowed):
        offer(eve, deal)
    with pytest.raises(NotAllowed):
        groups.know_of(by=eve, deal=deal, title="x", part="", now=NOW)


def test_a_deal_with_something_kept_is_not_taken_back(mira: User, ana: Person) -> None:
    entry = deals.open_deal(by=mira, wanted=Wanted("Fresh"), now=NOW, person=ana)
    give(mira, Deal.objects.get(public_id=entry.thing_id), ana)
    with pytest.raises(ChangedMeanwhile):
        deals.undo(by=mira, entry=entry)


# The group


def test_a_part_without_a_name(mira: User, deal: Deal) -> None:
    entry = groups.know_of(by=mira, deal=deal, title=" their security  officer ", part="checks", now=NOW)
    role = OpenRole.objects.get()
    assert (role.title, role.part) == ("their security officer", "checks")
    dropped = groups.drop(by=mira, role=role)
    groups.undo(by=mira, entry=dropped)
    assert OpenRole.objects.get().title == "their security officer"
    assert refused(lambda: groups.know_of(by=mira, deal=deal, title=" ", part="", now=NOW)) == "title"
    assert entry.after["title"] == "their security officer"


# Offers


def test_an_offer_is_replaced_and_undone(mira: User, deal: Deal) -> None:
    first = offer(mira, deal, "10000")
    entry = offers.make(
        by=mira, deal=deal, offered=Offered(Decimal("9000.005"), "EUR", TODAY), today=TODAY, now=NOW, instead_of=first
    )
    first.refresh_from_db()
    second = Offer.objects.get(public_id=entry.thing_id)
    assert (first.state, first.replaced_by, second.price) == ("replaced", second, Decimal("9000.00"))
    with pytest.raises(ChangedMeanwhile):
        offers.decide(by=mira, offer=first, state="accepted", on_date=TODAY)
    offers.undo(by=mira, entry=entry)
    first.refresh_from_db()
    assert (first.state, first.replaced_by_id, Offer.objects.count()) == ("given", None, 1)


def test_an_offer_is_answered_once(mira: User, deal: Deal) -> None:
    row = offer(mira, deal)
    entry = offers.decide(by=mira, offer=row, state="accepted", on_date=TODAY)
    with pytest.raises(ChangedMeanwhile):
        offers.decide(by=mira, offer=row, state="declined", on_date=TODAY)
    offers.undo(by=mira, entry=entry)
    row.refresh_from_db()
    assert (row.state, row.decided_date) == ("given", None)
    assert refused(lambda: offers.decide(by=mira, offer=row, state="lapsed", on_date=TODAY)) == "state"


def test_odd_offers_are_refused_by_field(mira: User, deal: Deal) -> None:
    assert refused(lambda: offer(mira, deal, "-1")) == "price"
    assert refused(lambda: offer(mira, deal, "NaN")) == "price"
    assert refused(lambda: offer(mira, deal, currency="euro")) == "currency"
    assert refused(lambda: offer(mira, deal, valid_until=TODAY - timedelta(1))) == "valid_until"
    assert refused(lambda: offer(mira, deal, given_date=TODAY + timedelta(2))) == "given_date"
    assert refused(lambda: offer(mira, deal, shown_by="0" * 16)) == "shown_by"


def test_a_concession_with_its_cost_and_return(mira: User, deal: Deal, ana: Person) -> None:
    row = offer(mira, deal)
    given = GivenAway("10 % off", Decimal("900"), "EUR", TODAY, "signs in May", "them", ana, row)
    entry = offers.concede(by=mira, deal=deal, given=given, today=TODAY, now=NOW)
    kept = Concession.objects.get()
    assert (kept.cost, kept.in_return, kept.asked_by, kept.offer) == (Decimal("900.00"), "signs in May", "them", row)
    changed = offers.change_concession(
        by=mira, concession=kept, given=GivenAway("5 % off", None, "EUR", TODAY), today=TODAY, version=1
    )
    with pytest.raises(Refused):
        offers.undo(by=mira, entry=entry)  # it was changed since
    offers.undo(by=mira, entry=changed)
    kept.refresh_from_db()
    assert (kept.what, kept.cost, kept.offer) == ("10 % off", Decimal("900.00"), row)
    offers.drop_concession(by=mira, concession=kept)
    assert not Concession.objects.exists()
    assert (
        refused(
            lambda: offers.concede(by=mira, deal=deal, given=GivenAway(" ", None, "EUR", TODAY), today=TODAY, now=NOW)
        )
        == "what"
    )


def test_a_dropped_offer_comes_back_with_what_its_columns_named(mira: User, deal: Deal, ana: Person) -> None:
    sent = letter(mira, ana, NOW - DAY, side="us")
    row = offer(
        mira, deal, shown_by=sent.mid, valid_until=TODAY + timedelta(20), holds="six\nsensors", file="offer.pdf"
    )
    entry = offers.drop(by=mira, offer=row)
    offers.undo(by=mira, entry=entry)
    back = Offer.objects.get()
    assert (back.price, back.message, back.valid_until, back.holds, back.file) == (
        Decimal("9000.00"), sent, TODAY + timedelta(20), "six\nsensors", "offer.pdf",
    )  # fmt: skip


# Goals


def test_a_goal_of_a_period_is_one_and_is_changed_by_setting_it_again(mira: User) -> None:
    for amount in ("50000", "60000"):
        entry = goals.aim(by=mira, wanted=Aim("quarter", date(2026, 5, 28), Decimal(amount), "eur"), now=NOW, team=True)
    row = Goal.objects.get()
    assert (row.first_date, row.amount, row.currency, row.owner) == (date(2026, 4, 1), Decimal("60000.00"), "EUR", None)
    goals.undo(by=mira, entry=entry)
    row.refresh_from_db()
    assert row.amount == Decimal("50000.00")


def test_the_teams_goal_is_set_by_who_runs_the_pipelines_and_ones_own_is_seen_by_oneself(mira: User, ben: User) -> None:
    wanted = Aim("month", TODAY, deals=4)
    with pytest.raises(NotAllowed):
        goals.aim(by=ben, wanted=wanted, now=NOW, team=True)
    goals.aim(by=ben, wanted=wanted, now=NOW, team=False)
    goals.aim(by=mira, wanted=wanted, now=NOW, team=True)
    assert [one.owner for one in goals.seen_by(mira)] == [None]
    assert goals.seen_by(ben).count() == 2
    with pytest.raises(NotAllowed):
        goals.drop(by=mira, goal=Goal.objects.get(owner=ben))


def test_a_goal_is_an_amount_or_a_number(mira: User) -> None:
    def aim(**more: object) -> Callable[[], object]:
        return lambda: goals.aim(by=mira, wanted=Aim("month", TODAY, **more), now=NOW, team=True)  # type: ignore[arg-type]

    assert refused(aim()) == "amount"
    assert refused(aim(amount=Decimal(1), currency="EUR", deals=1)) == "amount"
    assert refused(aim(deals=0)) == "deals"
    assert refused(aim(amount=Decimal(0), currency="EUR")) == "amount"
    assert refused(lambda: goals.aim(by=mira, wanted=Aim("week", TODAY, deals=1), now=NOW, team=True)) == "period"


def test_deeds_have_the_forecast_made_anew_once(mira: User, deal: Deal, ana: Person) -> None:
    give(mira, deal, ana)
    offer(mira, deal)
    deals.close(by=mira, deal=deal, outcome="won", reason="", now=NOW)
    assert Job.objects.filter(name="look_ahead").count() == 1
