"""Chasing. The known answers are those of card C25."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sellwright.interactions.values import Pledge, Promise, Touch
from sellwright.measures import chasing, effort
from sellwright.settings import Settings

NOW = 1_800_000_000.0
DAY = 86400.0
PLAIN = Settings()


def touch(name: str, days: float, **rest: object) -> Touch:
    side = "us" if name.startswith("o") else "them"
    return Touch(id=name, at=NOW - days * DAY, side=side, person="ann", **rest)  # type: ignore[arg-type]


def chase(*touches: Touch, pledges: tuple[Pledge, ...] = ()) -> chasing.Chase:
    share = effort.share(touches, PLAIN, NOW, pledges)
    return chasing.measure(touches, PLAIN, NOW, share, pledges=pledges)


def dated(name: str, given: float, due: float, by: str = "") -> Pledge:
    day = datetime.fromtimestamp(NOW, UTC).date() - timedelta(days=due)
    return Pledge(Promise("We decide on Monday", 0, 19, day, "Monday", 1.0), name, NOW - given * DAY, "them", by)


def test_one_mail_a_week_for_three_weeks() -> None:
    weekly = (touch("o1", 14), touch("o2", 7), touch("o3", 0))
    assert effort.share(weekly, PLAIN, NOW) == pytest.approx(0.22, abs=0.005)
    found = chase(*weekly)
    assert found.chasing and found.held
    assert found.streak == 3
    assert [reason.ids for reason in found.reasons] == [("o1", "o2", "o3")]
    assert found.look_again == NOW + 60 * DAY


def test_two_are_no_chase_yet() -> None:
    assert not chase(touch("o1", 14), touch("o2", 7)).chasing


def test_three_in_a_day_are_a_slip() -> None:
    assert not chase(touch("o1", 20.2), touch("o2", 20.1), touch("o3", 20)).chasing


def test_one_inbound_releases() -> None:
    found = chase(touch("o1", 14), touch("o2", 7), touch("o3", 1), touch("t1", 0))
    assert not found.chasing and not found.held
    assert found.streak == 0


def test_a_campaign_alone_never_chases() -> None:
    assert not chase(*(touch(f"o{n}", 90 - n, human=False) for n in range(20))).chasing


def test_their_out_of_office_does_not_release() -> None:
    assert chase(touch("o1", 14), touch("o2", 7), touch("t1", 6, human=False), touch("o3", 0)).chasing


def test_a_low_share_with_three_of_ours() -> None:
    """Four letters in two days: too fast for the first condition, share 1/6 for the second."""
    found = chase(touch("o1", 2), touch("o2", 1.5), touch("o3", 1), touch("o4", 0))
    assert found.chasing
    assert found.reasons[0].points == pytest.approx(1 / 6, abs=0.01)
    silent = chasing.measure((touch("o1", 2), touch("o2", 1), touch("o3", 1), touch("o4", 0)), PLAIN, NOW)
    assert not silent.chasing and silent.problems


def test_answering_them_is_no_chase_whatever_the_share() -> None:
    before = tuple(touch(f"o{n}", 30 - n) for n in range(20))
    assert not chase(*before, touch("t1", 2, asks=1), touch("o99", 1)).chasing


def test_two_concessions_nobody_asked_for() -> None:
    given = (touch("t1", 20), touch("o1", 10, acts=("concession",)), touch("o2", 5, acts=("concession",)))
    assert [reason.ids for reason in chase(*given).reasons] == [("o1", "o2")]
    asked = (touch("t1", 20), touch("o1", 10, acts=("concession",), answers=True), given[2])
    assert not chase(*asked).chasing


def test_two_dates_of_theirs_went_by() -> None:
    touches = (touch("t1", 30), touch("t2", 20), touch("o1", 5))
    slipped = (dated("t1", 30, 25), dated("t2", 20, 10))
    assert chase(*touches, pledges=slipped).reasons[0].ids == ("t1", "t2")
    assert not chase(*touches, pledges=(slipped[0], dated("t2", 20, 10, by="t3"))).chasing
    assert not chase(*touches, pledges=(slipped[0], dated("t2", 20, -3))).chasing


def test_a_meeting_ahead_releases() -> None:
    weekly = (touch("o1", 14), touch("o2", 7), touch("o3", 0))
    assert not chase(*weekly, touch("o4", -2, channel="meeting", minutes=30)).chasing


def test_the_rest_is_over_one_day() -> None:
    found = chase(touch("o1", 90), touch("o2", 80), touch("o3", 61))
    assert found.chasing and not found.held
    assert found.look_again == NOW - DAY


def test_nothing_at_all() -> None:
    assert not chasing.measure((), PLAIN, NOW, 0.5).chasing
