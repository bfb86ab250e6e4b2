"""The listener over accounts made up for it: what goes first, what is noticed, how long a failure waits. Its readers
touch no network; the whole of it over a real server is in test_listener_kill."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sellwright.capture import health, listener
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater
from sellwright.capture.listener import Listener, _Done
from sellwright.capture.listening_seats import Gate, Known, Seat, known
from sellwright.capture.reading import NotWanted, Turn
from sellwright.store.models import Account, Dirty
from tests.capture.hostile.desk import Desk
from tests.capture.hostile.server import Server

NOON = datetime(2026, 5, 28, 12, 0, tzinfo=UTC)


class Reader:
    """One whose server is a socket of this test."""

    def __init__(self) -> None:
        self.server, self.ours = socket.socketpair()
        self.ours.setblocking(False)
        self.is_closed = False

    def woken(self) -> bool:
        try:
            return bool(self.ours.recv(100))
        except BlockingIOError:
            return False

    def close(self) -> None:
        self.is_closed = True


class Stage:
    """A listener whose rows, turns and notes are the test's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows: dict[int, Known] = {}
        self.readers: dict[int, Reader] = {}
        self.older: dict[int, int] = {}  # turns of backlog that are left
        self.failing: dict[int, Exception] = {}
        self.turns: list[tuple[int, bool]] = []
        self.noted: list[tuple[str, int]] = []
        self.is_open = True
        monkeypatch.setattr(listener, "known", lambda: dict(self.rows))
        monkeypatch.setattr(listener, "_turn", self.turn)
        monkeypatch.setattr(listener, "LOOK", 0.01)
        monkeypatch.setattr(listener, "BETWEEN", 0.05)
        monkeypatch.setattr(health, "well", lambda pks, now: self.noted.extend(("well", pk) for pk in pks))
        monkeypatch.setattr(health, "failed", self.failed)
        monkeypatch.setattr(Gate, "look", lambda gate, moment: self.is_open)
        self.stop = threading.Event()
        self.listener = Listener(self.stop)
        for thread in self.listener._threads:
            thread.start()

    def failed(self, pk: int, failure: CaptureError, failures: int, now: datetime) -> float:
        self.noted.append((type(failure).__name__, pk))
        self.rows[pk] = replace(self.rows[pk], again_at=NOON)
        return 0.05 if isinstance(failure, TryLater) else 1_000.0

    def add(self, pk: int, older: int = 0) -> None:
        self.rows[pk] = Known(("imap", pk), None, None, 0)
        self.older[pk] = older

    def turn(self, seat: Seat, is_older: bool) -> _Done:
        pk = seat.account
        self.turns.append((pk, is_older))
        if seat.reader is None or self.readers[pk].is_closed:
            seat.reader = self.readers[pk] = Reader()  # type: ignore[assignment]
        if pk in self.failing:
            raise self.failing[pk]
        if is_older:
            time.sleep(0.005)
            self.older[pk] -= 1
        more = self.older[pk] > 0
        return _Done(seat, is_older, Turn(more, 60.0), [] if more else [self.readers[pk].ours])

    def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not true():
            assert time.monotonic() < end, self.turns[-20:]
            self.listener.step()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Empty."""
    one = Stage(monkeypatch)
    yield one
    one.listener._end()


def test_an_account_is_read_once_and_waits(stage: Stage) -> None:
    stage.add(1)
    stage.until(lambda: stage.turns == [(1, False)] and ("well", 1) in stage.noted)
    for _ in range(4):
        stage.listener.step()
    assert stage.turns == [(1, False)]


def test_a_word_of_the_server_is_a_turn(stage: Stage) -> None:
    stage.add(1)
    stage.add(2)
    stage.until(lambda: len(stage.turns) == 2 and not stage.listener._at_work[False])
    stage.readers[2].server.send(b"new")
    stage.until(lambda: len(stage.turns) == 3)
    assert stage.turns[-1] == (2, False)


def test_backlogs_take_turns_and_new_mail_goes_before_them(stage: Stage) -> None:
    stage.add(3)
    stage.until(lambda: len(stage.turns) == 1 and not stage.listener._at_work[False])
    stage.add(1, older=40)
    stage.add(2, older=40)
    stage.until(lambda: (2, True) in stage.turns)
    stage.readers[3].server.send(b"new")
    stage.until(lambda: stage.turns.count((3, False)) == 2)
    assert stage.older[1] > 10 and stage.older[2] > 10
    stage.until(lambda: not stage.older[1] and not stage.older[2])
    first_half = Counter(pk for pk, is_older in stage.turns[: len(stage.turns) // 2] if is_older)
    assert abs(first_half[1] - first_half[2]) <= 8


def test_a_closed_gate_holds_backlog_and_nothing_else(stage: Stage) -> None:
    stage.is_open = False
    stage.add(1, older=3)
    stage.add(2)
    stage.until(lambda: stage.turns.count((1, False)) >= 3 and (2, False) in stage.turns)
    assert (1, True) not in stage.turns
    stage.is_open = True
    stage.until(lambda: not stage.older[1])


def test_paused_or_gone_it_is_left_and_added_it_is_read(stage: Stage) -> None:
    stage.add(1)
    stage.until(lambda: bool(stage.listener.seats) and 1 in stage.readers and not stage.listener._at_work[False])
    del stage.rows[1]
    stage.until(lambda: not stage.listener.seats)
    assert stage.readers[1].is_closed
    stage.add(1)
    stage.until(lambda: len(stage.turns) == 2)


def test_asked_to_compare_it_takes_a_turn(stage: Stage) -> None:
    stage.add(1)
    stage.until(lambda: len(stage.turns) == 1 and not stage.listener._at_work[False])
    stage.rows[1] = Known(("imap", 1), NOON, None, 0)
    stage.until(lambda: len(stage.turns) == 2)
    for _ in range(4):
        stage.listener.step()
    assert len(stage.turns) == 2


def test_what_passes_is_tried_again_and_what_does_not_waits_for_a_person(stage: Stage) -> None:
    stage.failing = {1: TryLater("away"), 2: SignInAgain("wrong")}
    stage.add(1)
    stage.add(2)
    stage.until(lambda: stage.turns.count((1, False)) == 3)
    assert stage.turns.count((2, False)) == 1
    assert Counter(stage.noted)["SignInAgain", 2] == 1
    stage.failing = {}
    stage.until(lambda: ("well", 1) in stage.noted)
    stage.rows[2] = Known(("imap", 2, "another secret"), None, None, 0)
    stage.until(lambda: ("well", 2) in stage.noted)


def test_a_fault_of_ours_says_where_and_not_what(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.failing = {1: ValueError("a marked-word-0815 of a letter")}
    stage.add(1)
    stage.until(lambda: ("TryLater", 1) in stage.noted)
    assert "ValueError" in caplog.text and "test_listener.py" in caplog.text
    assert "marked-word-0815" not in caplog.text


def test_taken_away_while_it_is_read(stage: Stage) -> None:
    stage.failing = {1: NotWanted()}
    stage.add(1)
    stage.until(lambda: (1, False) in stage.turns and not stage.listener._at_work[False])
    assert stage.noted == []
    assert stage.readers[1].is_closed


def test_waits_grow_and_keep_what_the_server_said() -> None:
    waits = [health.wait_after(TryLater("away"), failures) for failures in range(1, 12)]
    for before, after in zip(waits, waits[2:], strict=False):
        assert after > before or after > 0.7 * health.LONGEST_WAIT
    assert 3 < waits[0] < 7 and max(waits) <= 1.25 * health.LONGEST_WAIT
    assert health.wait_after(TryLater("slow down", seconds=4_000.0), 1) == 4_000.0
    assert health.wait_after(SignInAgain("wrong"), 1) > 2_000
    assert health.wait_after(AskAdministrator("no"), 9) <= 1.25 * 6 * 3600


@pytest.fixture
def account(db: None) -> Iterator[Account]:
    """One in the database."""
    server = Server()
    yield Desk(server).account
    server.close()


def test_a_failure_is_evidence_until_the_server_answers(account: Account) -> None:
    wait = health.failed(account.pk, SignInAgain("The mail server does not take this password."), 1, NOON)
    account.refresh_from_db()
    assert (account.trouble, account.failures, account.tried_at, account.heard_at) == ("sign_in", 1, NOON, None)
    assert account.again_at is not None and (account.again_at - NOON).total_seconds() == pytest.approx(wait)
    marked = known()[account.pk].mark
    Account.objects.filter(pk=account.pk).update(secret="another")
    assert known()[account.pk].mark != marked
    health.well([account.pk], NOON)
    account.refresh_from_db()
    assert (account.trouble, account.error, account.failures, account.again_at) == ("", "", 0, None)
    calm = known()[account.pk].mark
    Account.objects.filter(pk=account.pk).update(secret="a token renewed by us")
    assert known()[account.pk].mark == calm
    Account.objects.filter(pk=account.pk).update(paused_at=NOON)
    assert known() == {}


@pytest.mark.django_db
def test_the_gate_closes_on_many_marks_and_opens_when_they_are_worked_off() -> None:
    gate = Gate()
    assert gate.look(1.0)
    Dirty.objects.bulk_create(Dirty(kind="thread", ref=at) for at in range(700))
    assert gate.look(1.1)  # not asked again at once
    assert not gate.look(2.0)
    Dirty.objects.filter(ref__gte=100).delete()
    assert not gate.look(3.0)
    Dirty.objects.filter(ref__gte=10).delete()
    assert gate.look(4.0)
    assert gate.most == Gate.WIDEST
    gate.rest()
    assert gate.most == 600


@pytest.mark.django_db
def test_the_gate_opens_all_the_same_when_nobody_derives() -> None:
    gate = Gate()
    Dirty.objects.bulk_create(Dirty(kind="thread", ref=at) for at in range(700))
    assert not gate.look(1.0)
    Dirty.objects.filter(ref=0).delete()
    assert not gate.look(50.0)  # somebody still works
    assert not gate.look(109.0)
    assert gate.look(111.0)
    assert gate.look(112.0)
    assert gate.most >= Gate.WIDEST
