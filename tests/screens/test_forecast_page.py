"""The forecast page: what it says of a book, of a goal, for whom, and while there is too little."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from sellwright.actions import goals
from sellwright.actions.goals import Aim
from sellwright.derive import deal_book, outlooks
from sellwright.jobs import looking_ahead, queue
from sellwright.store.models import Commitment, Deal, Goal, Outlook, Pipeline, Stage, StageMove, Unknown, User
from sellwright.store.models.jobs import Job
from tests.firm_rows import DAY, NOW, colleague, workspace

pytestmark = pytest.mark.django_db
TODAY = datetime.fromtimestamp(NOW, UTC).date()


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "leader")


@pytest.fixture
def ben() -> User:
    return colleague("Ben")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, asked: str = "") -> str:
    answer = client.get(f"/deals/forecast{asked}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def line() -> list[Stage]:
    pipeline = Pipeline.objects.create(name="Sales")
    return [Stage.objects.create(pipeline=pipeline, name=name, position=i) for i, name in enumerate("ab")]


def book(owner: User, count: int = 120, currency: str = "EUR") -> list[Deal]:
    """Deals opened over two years, one in three won after 40 days, the others lost after 20; the newest are open."""
    stages = Stage.objects.order_by("position") if Stage.objects.exists() else line()
    made = []
    for n in range(count):
        opened = NOW - 730 * DAY + n * 730 * DAY / count
        ends = opened + (40 if n % 3 == 0 else 20) * DAY
        outcome = ("won" if n % 3 == 0 else "lost") if ends < NOW else ""
        made.append(
            Deal(name=f"Deal {n:03d}", stage=stages[0], owner=owner, amount=Decimal(1000 + 10 * (n % 7)),
                 opened_at=opened, stage_since=opened, outcome=outcome, closed_at=ends if outcome else None,
                 currency=currency)
        )  # fmt: skip
    return Deal.objects.bulk_create(made)


def test_before_there_is_anything_the_page_says_when_there_will_be(mira: User) -> None:
    client = signed_in(mira)
    assert "Nothing to forecast yet" in page(client)
    assert "/deals/forecast" not in client.get("/deals").content.decode()
    book(mira, 8)
    looking_ahead.look_ahead()
    shown = page(client)
    assert "Too little to tell: 8 of 20 closed deals, 3 of 5 won." in shown
    assert "/deals/forecast" in client.get("/deals").content.decode()


def test_won_is_exact_open_is_a_range_and_leads_to_its_deals(mira: User) -> None:
    made = book(mira)
    looking_ahead.look_ahead()
    row = Outlook.objects.get(owner=None, currency="EUR", period="quarter")
    first = date(2026, 4, 1).toordinal()
    won = [one for one in made if one.outcome == "won" and deal_book.day_number(one.closed_at or 0) >= first]
    assert row.body["won"] == float(sum(one.amount or 0 for one in won))
    assert row.body["low"] <= row.body["middle"] <= row.body["high"]
    shown = page(signed_in(mira))
    assert "second quarter 2026" in shown
    assert f"({len(won)} deals)" in shown
    assert re.search(r"On your own past such ranges held \d+ of \d+ times\.", shown)
    open_ones = [one for one in made if not one.outcome]
    assert any(f'href="/deal/{one.public_id}"' in shown for one in open_ones)
    assert not any(f'href="/deal/{one.public_id}"' in shown for one in made if one.outcome)


def test_currencies_are_chosen_and_never_added(mira: User) -> None:
    book(mira, 60)
    book(mira, 30, "USD")
    looking_ahead.look_ahead()
    euros, dollars = (Outlook.objects.get(owner=None, currency=one, period="year").body for one in ("EUR", "USD"))
    count = Outlook.objects.get(owner=None, currency="", period="year").body
    assert euros["won"] != dollars["won"]
    assert count["won"] == euros["won_deals"] + dollars["won_deals"]
    client = signed_in(mira)
    assert "USD" in page(client, "?currency=USD")
    assert " EUR won already" not in page(client, "?currency=USD")
    assert "EUR won already" in page(client, "?currency=nonsense")


def test_a_goal_says_what_it_takes_as_ranges(mira: User) -> None:
    book(mira)
    client = signed_in(mira)
    client.post("/deals/forecast/goal", {"period": "year", "goal": "90,000", "currency": "eur", "whose": "team"})
    assert Goal.objects.get().amount == Decimal("90000.00")
    looking_ahead.look_ahead()
    shown = page(client)
    assert "Goal: 90,000 EUR" in shown
    assert re.search(r"new deals</th><td>[\d,]+ to [\d,]+<", shown)
    assert "How many conversations that is cannot be told yet: 0 of 20" in shown
    client.post(f"/deals/forecast/goal/{Goal.objects.get().public_id}")
    assert not Goal.objects.exists()


def test_ones_own_is_seen_by_oneself_alone(mira: User, ben: User) -> None:
    book(mira, 60)
    book(ben, 30)
    goals.aim(by=ben, wanted=Aim("quarter", TODAY, deals=77), now=NOW, team=False)
    looking_ahead.look_ahead()
    own = page(signed_in(ben), "?whose=mine&currency=deals")
    assert "Goal: 77 deals" in own
    for asked in ("", "?whose=mine", "?currency=deals", "?whose=mine&currency=deals"):
        assert "77 deals" not in page(signed_in(mira), asked)
    team, part = (Outlook.objects.get(owner=who, currency="", period="year").body["won_deals"] for who in (None, ben))
    assert part < team


def test_bad_goals_are_refused_in_words(mira: User, ben: User) -> None:
    client = signed_in(mira)

    def said(**values: str) -> str:
        return client.post("/deals/forecast/goal", {"period": "month", **values}, follow=True).content.decode()

    assert "That is no amount." in said(goal="much", currency="EUR")
    assert "A number of deals is a whole number." in said(goal="2.5", currency="")
    assert "A goal is more than nothing." in said(goal="0", currency="")
    assert "one of the two" in said(goal="", currency="EUR")
    assert "three letters" in said(goal="5", currency="EURO")
    assert signed_in(ben).post("/deals/forecast/goal", {"period": "month", "goal": "3"}).status_code == 403
    assert not Goal.objects.exists()


def test_what_is_not_known_widens_and_leaves_the_middle(mira: User) -> None:
    made = book(mira)
    looking_ahead.look_ahead()
    before = Outlook.objects.get(owner=None, currency="EUR", period="quarter").body
    for one in made:
        if not one.outcome:
            for n in range(3):
                Unknown.objects.create(deal=one, text=f"what {n}?", by=mira, made_at=NOW - DAY)
            Commitment.objects.create(deal=one, kind="explore", given_date=TODAY, made_at=NOW)
            Deal.objects.filter(pk=one.pk).update(expected_date=date(2026, 5, 1))
    looking_ahead.look_ahead()
    after = Outlook.objects.get(owner=None, currency="EUR", period="quarter").body
    assert after["middle"] == pytest.approx(before["middle"])
    assert after["low"] <= before["low"] and after["high"] > before["high"]
    assert after["unknown_share"] == pytest.approx(5 / 6)  # three questions, no time given before, a day that passed
    assert "The middle is not moved by that." in page(signed_in(mira))


def test_stays_follow_moves_closings_and_openings_again(mira: User) -> None:
    a, b = line()
    moved = Deal.objects.create(name="moved", stage=b, opened_at=NOW - 10 * DAY, stage_since=NOW - 4 * DAY,
                                outcome="won", closed_at=NOW - DAY)  # fmt: skip
    StageMove.objects.create(deal=moved, from_stage=a, to_stage=b, at=NOW - 4 * DAY, days=6)
    StageMove.objects.create(deal=moved, from_stage=b, to_stage=None, at=NOW - DAY, days=3)
    again = Deal.objects.create(name="again", stage=a, opened_at=NOW - 9 * DAY, stage_since=NOW - 2 * DAY)
    StageMove.objects.create(deal=again, from_stage=a, to_stage=None, at=NOW - 5 * DAY)
    StageMove.objects.create(deal=again, from_stage=None, to_stage=a, at=NOW - 2 * DAY)
    brought = Deal.objects.create(name="brought", stage=b, opened_at=NOW - 8 * DAY, stage_since=NOW - 3 * DAY)
    StageMove.objects.create(deal=brought, from_stage=None, to_stage=b, at=NOW - 3 * DAY)
    Deal.objects.create(name="torn", stage=a, opened_at=NOW, stage_since=NOW, outcome="lost", closed_at=NOW - DAY)
    found = deal_book.read(NOW)
    stays = found.deals.stays
    assert found.undated == 1
    days = [round(float(left - entered)) for entered, left in zip(stays.entered, stays.left, strict=True)]
    assert list(zip(stays.deal.tolist(), stays.stage.tolist(), days, stays.to.tolist(), strict=True)) == [
        (0, 0, 6, 1), (0, 1, 3, 2), (1, 0, 9, -1), (2, 1, 8, -1),
    ]  # fmt: skip


def test_prices_that_moved_say_how_far_amounts_may(mira: User) -> None:
    made = [one for one in book(mira) if one.outcome == "won"][:8]
    for n, one in enumerate(made):
        for price, day in ((100, 1), (80 if n % 2 else 100, 2)):
            one.offers.create(price=price, currency="EUR", given_date=date(2026, 1, day), made_at=NOW)
    assert deal_book.read(NOW).spread == pytest.approx(np.std([0, np.log(0.8)] * 4))
    made[0].offers.all().delete()
    assert deal_book.read(NOW).spread == 0.0


def test_making_it_twice_gives_the_same(mira: User) -> None:
    book(mira, 60)
    outlooks.make(NOW)
    first = list(Outlook.objects.order_by("owner", "currency", "period").values_list("body", flat=True))
    outlooks.make(NOW)
    assert list(Outlook.objects.order_by("owner", "currency", "period").values_list("body", flat=True)) == first


def test_the_page_says_when_it_was_counted_by_the_machines_clock(mira: User) -> None:
    """The workspace's own clock may stand still, as in the demo."""
    book(mira, 30)
    looking_ahead.look_ahead()
    client = signed_in(mira)
    assert "Counted just now." in page(client)
    for row in Outlook.objects.all():
        row.body["counted_at"] -= 150
        row.save()
    shown = page(client)
    assert "Counted 2 minutes ago." in shown
    assert "being counted anew" not in shown


def test_while_deals_changed_the_page_says_so_and_asks_again_until_they_are_counted(mira: User) -> None:
    client = signed_in(mira)
    looking_ahead.soon()
    assert "Deals changed since: being counted anew." in page(client)
    assert client.get("/deals/forecast?waiting=1", headers={"HX-Request": "true"}).status_code == 204
    job = queue.take("long", timedelta(seconds=10))
    assert job is None  # deeds of one sitting are looked at together
    Job.objects.update(due_at=timezone.now())
    job = queue.take("long", timedelta(seconds=10))
    assert job is not None
    assert "being counted anew" in page(client)
    queue.done(job)
    assert "being counted anew" not in page(client)
    assert client.get("/deals/forecast?waiting=1", headers={"HX-Request": "true"}).status_code == 200


def test_what_the_clock_alone_asks_for_is_no_change_of_deals(mira: User) -> None:
    queue.enqueue("look_ahead", key="timetable")
    assert "being counted anew" not in page(signed_in(mira))
