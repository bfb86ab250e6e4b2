"""Reply time. The known answers are those of domain section 4 and of card C9."""

from __future__ import annotations

import pytest

from sellwright.interactions.values import Touch
from sellwright.measures import reply_time
from sellwright.settings import Settings

NOW = 1_800_000_000.0
HOUR, DAY = 3600.0, 86400.0
PLAIN = Settings()


def touch(name: str, at: float, **rest: object) -> Touch:
    side = "us" if name.startswith("o") else "them"
    return Touch(id=name, at=at, side=side, person="ann", **rest)  # type: ignore[arg-type]


def test_to_and_fro_silence_and_again() -> None:
    start = NOW - 30 * DAY
    days = [("o1", 0), ("t1", 1), ("o2", 2), ("t2", 20), ("o3", 21)]
    found = reply_time.measure([touch(name, start + day * DAY) for name, day in days], PLAIN, NOW)
    assert found.conversations == 2
    assert found.initiation == 0.5
    assert found.reciprocity == pytest.approx(2 / 3)
    assert found.streak == 1
    assert (found.received, found.sent) == (2, 3)


def test_an_open_request_counts_among_those_who_wait() -> None:
    """Answered at 1 h and at 3 h, one open at 2 h: median 3 h."""
    touches = [
        touch("t1", NOW - 10 * HOUR, asks=1, thread="a"),
        touch("o1", NOW - 9 * HOUR, thread="a"),
        touch("t2", NOW - 8 * HOUR, asks=1, thread="b"),
        touch("o2", NOW - 5 * HOUR, thread="b"),
        touch("t3", NOW - 2 * HOUR, asks=1, thread="c"),
    ]
    found = reply_time.measure(touches, PLAIN, NOW)
    for waits in (found.requests, found.ours):
        assert waits.median == 3 * HOUR
        assert (waits.answered, waits.open) == (2, 1)
    assert [reason.ids for reason in found.requests.reasons] == [("t1", "o1"), ("t2", "o2"), ("t3",)]
    assert found.requests.result("ann").verdict == "median 3.0 h"


def test_the_clock_of_a_request_runs_from_the_first() -> None:
    """They ask, ask again three hours on, and are answered an hour later: 4 h for the request, 1 h for the letter."""
    touches = [
        touch("t1", NOW - 9 * HOUR, asks=1),
        touch("t2", NOW - 6 * HOUR, asks=1),
        touch("o1", NOW - 5 * HOUR),
    ]
    found = reply_time.measure(touches, PLAIN, NOW)
    assert found.requests.median == 4 * HOUR
    assert found.ours.median == HOUR


def test_an_automatic_answer_stops_no_clock() -> None:
    touches = [touch("t1", NOW - 9 * HOUR, opens=True), touch("o1", NOW - 8 * HOUR, human=False)]
    found = reply_time.measure(touches, PLAIN, NOW)
    assert (found.requests.median, found.requests.open) == (None, 1)
    assert found.requests.result("ann").verdict == "too little to tell (0 answers)"


def test_a_call_answers_and_a_copy_asks_nothing() -> None:
    touches = [
        touch("t1", NOW - 9 * HOUR, asks=1, thread="a"),
        touch("t2", NOW - 9 * HOUR, asks=1, thread="b", addressed=False),
        touch("o1", NOW - 7 * HOUR, channel="call", minutes=5),
    ]
    found = reply_time.measure(touches, PLAIN, NOW)
    assert (found.requests.median, found.requests.answered, found.requests.open) == (2 * HOUR, 1, 0)


def test_nothing_at_all() -> None:
    found = reply_time.measure([], PLAIN, NOW)
    assert (found.initiation, found.reciprocity, found.streak) == (None, None, 0)
