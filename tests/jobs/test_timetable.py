"""The timetable: when a turn is due, and that it is taken once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sellwright.jobs import queue, timetable
from sellwright.jobs.timetable import Clock, Turn
from sellwright.store.models import Job, TimetableTurn

BERLIN = ZoneInfo("Europe/Berlin")
HOURLY = Turn("test_tick", every=timedelta(hours=1))


@queue.job("test_tick")
def tick_body() -> None:
    """Never run here."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_every_counts_whole_steps() -> None:
    assert HOURLY.last_due(at("2026-05-28T20:26:40"), UTC) == at("2026-05-28T20:00:00")
    assert HOURLY.last_due(at("2026-05-28T20:00:00"), UTC) == at("2026-05-28T20:00:00")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-07-15T05:59:59", "2026-07-14T06:00:00"),  # 7:59:59 in Berlin's summer
        ("2026-07-15T06:00:00", "2026-07-15T06:00:00"),
        ("2026-12-15T06:30:00", "2026-12-14T07:00:00"),  # 7:30 in its winter
        ("2026-12-15T07:00:00", "2026-12-15T07:00:00"),
    ],
)
def test_a_time_of_day_is_local(now: str, due: str) -> None:
    assert Turn("t", at=time(8)).last_due(at(now), BERLIN) == at(due)


def test_a_time_that_a_clock_change_skips_comes_later_and_one_it_repeats_comes_once() -> None:
    turn = Turn("t", at=time(2, 30))
    # 29 March 2026: 2:00 becomes 3:00 (1:00 UTC). 2:30 does not exist; it comes at 3:30 summer time.
    assert turn.last_due(at("2026-03-29T01:29:00"), BERLIN) == at("2026-03-28T01:30:00")
    assert turn.last_due(at("2026-03-29T01:30:00"), BERLIN) == at("2026-03-29T01:30:00")
    # 25 October 2026: 2:30 is at 0:30 UTC and again at 1:30 UTC; the first counts.
    assert turn.last_due(at("2026-10-25T00:30:00"), BERLIN) == at("2026-10-25T00:30:00")
    assert turn.last_due(at("2026-10-25T23:00:00"), BERLIN) == at("2026-10-25T00:30:00")


def test_days_of_the_week() -> None:
    turn = Turn("t", at=time(8), days=frozenset({0}))  # 25 May 2026 is a Monday
    assert turn.last_due(at("2026-05-28T20:00:00"), UTC) == at("2026-05-25T08:00:00")
    assert turn.last_due(at("2026-05-25T07:00:00"), UTC) == at("2026-05-18T08:00:00")


def test_a_row_says_either_every_or_at() -> None:
    for wrong in ({}, {"every": timedelta(1), "at": time(8)}, {"every": timedelta(0)}, {"at": time(8), "days": {7}}):
        with pytest.raises(ValueError, match="t: "):
            Turn("t", **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="twice"):
        Clock([HOURLY, HOURLY])


def test_every_row_of_the_timetable_is_a_job() -> None:
    for row in timetable.TIMETABLE:
        assert queue.kind_of(row.name).name == row.name


@pytest.mark.django_db
class TestClock:
    def test_a_row_never_seen_starts_with_its_next_turn(self) -> None:
        clock = Clock([HOURLY])
        assert clock.tick(at("2026-05-28T20:26:40")) == []
        assert clock.tick(at("2026-05-28T20:59:59")) == []
        assert clock.tick(at("2026-05-28T21:00:00")) == ["test_tick"]
        assert clock.tick(at("2026-05-28T21:00:01")) == []
        assert Job.objects.get().name == "test_tick"

    def test_one_of_two_workers_takes_a_turn(self) -> None:
        one, two = Clock([HOURLY]), Clock([HOURLY])
        one.tick(at("2026-05-28T20:30:00"))
        two.tick(at("2026-05-28T20:30:00"))
        took = one.tick(at("2026-05-28T21:00:00")) + two.tick(at("2026-05-28T21:00:01"))
        assert took == ["test_tick"]

    def test_turns_missed_are_one_turn(self) -> None:
        Clock([HOURLY]).tick(at("2026-05-28T20:30:00"))
        assert Clock([HOURLY]).tick(at("2026-05-30T10:30:00")) == ["test_tick"]
        assert Clock([HOURLY]).tick(at("2026-05-30T10:31:00")) == []

    def test_a_turn_that_comes_too_late_is_left_out(self) -> None:
        row = Turn("test_tick", at=time(8), not_after=timedelta(hours=2))
        Clock([row]).tick(at("2026-05-27T09:00:00"))
        assert Clock([row]).tick(at("2026-05-28T10:30:00")) == []
        assert Clock([row]).tick(at("2026-05-29T09:30:00")) == ["test_tick"]

    def test_a_turn_whose_job_cannot_be_put_in_is_not_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Clock([HOURLY]).tick(at("2026-05-28T20:30:00"))

        def full(*_: object, **__: object) -> None:
            raise RuntimeError

        with monkeypatch.context() as patch:
            patch.setattr(queue, "enqueue", full)
            with pytest.raises(RuntimeError):
                Clock([HOURLY]).tick(at("2026-05-28T21:00:00"))
        assert TimetableTurn.objects.get().last_at == at("2026-05-28T20:30:00")
        assert Clock([HOURLY]).tick(at("2026-05-28T21:00:00")) == ["test_tick"]

    def test_it_asks_nothing_of_the_database_between_turns(self, django_assert_num_queries: object) -> None:
        clock = Clock([HOURLY])
        clock.tick(at("2026-05-28T20:30:00"))
        with django_assert_num_queries(0):  # type: ignore[operator]
            clock.tick(at("2026-05-28T20:31:00"))
