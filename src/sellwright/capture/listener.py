"""The listener: one process that holds the connections of all accounts. One thread watches sockets and clocks; a few
do the turns. New mail goes before backlog, and accounts take turns.

It may be killed at any moment: every row was written with its cursor, and the next listener goes on from the rows. Two
never read at once: whoever reads holds a lock that goes with its process.
"""

from __future__ import annotations

import logging
import queue
import selectors
import socket
import threading
import time
import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone

from sellwright.capture import health
from sellwright.capture.failures import CaptureError, TryLater
from sellwright.capture.listening_seats import Gate, Seat, State, due_in, known
from sellwright.capture.reading import NotWanted, Reader, Turn
from sellwright.store.models import Account

_log = logging.getLogger("sellwright.capture")
LIVE_AT_ONCE = 10  # turns for what is new, at once: most of their time they wait for a server
OLDER_AT_ONCE = 3  # turns that read backlog: they need the processor, and memory for what they write
OLDER_TURN = 1.0  # seconds of backlog a turn
LOOK = 0.7  # seconds between looks at the rows of accounts
HEARD = 60.0  # seconds between notes that a server answers
BETWEEN = 4.0  # seconds after which an account with a backlog is looked at for new mail all the same
UNWANTED = 60.0  # seconds before an account is tried again of which a part was taken away while it was read
TROUBLE = 2.0  # seconds before a database that did not answer is asked again


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a turn. `turn` None: it failed, and is due again in `wait` seconds; None: it is not wanted."""

    seat: Seat
    is_older: bool
    turn: Turn | None = None
    sockets: Sequence[socket.socket] = ()
    is_news: bool = False
    wait: float | None = None


class Listener:
    """Reads all accounts until told to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.seats: dict[int, Seat] = {}
        self._selector = selectors.DefaultSelector()
        self._bell, self._rings = socket.socketpair()
        for end in (self._bell, self._rings):
            end.setblocking(False)
        self._selector.register(self._rings, selectors.EVENT_READ, None)
        self._work: dict[bool, queue.SimpleQueue[Seat | None]] = {at: queue.SimpleQueue() for at in (False, True)}
        self._done: deque[_Done] = deque()
        self._live: deque[Seat] = deque()
        self._older: deque[Seat] = deque()
        self._at_work = {False: 0, True: 0}  # live turns, older turns
        self._gate = Gate()
        self._looked = 0.0
        self._heard: set[int] = set()
        kinds = [False] * LIVE_AT_ONCE + [True] * OLDER_AT_ONCE
        self._threads = {threading.Thread(target=self._serve, args=(kind,), daemon=True): kind for kind in kinds}

    def run(self) -> None:
        """Until `stop` is set, or until the database does not answer: with its connection our lock may be gone, so
        whoever called takes that first and begins anew. What is at work then ends with its next transaction."""
        for thread in self._threads:
            thread.start()
        try:
            while not self.stop.is_set():
                self.step()
        except (DatabaseError, InterfaceError) as error:
            _log.warning("the database did not answer the listener: %s", type(error).__name__)
        finally:
            self._end()

    def step(self) -> None:
        """One look at sockets, rows and clocks."""
        for key, _ in self._selector.select(self._patience()):
            if key.data is None:
                _drain(self._rings)
            else:
                self._spoke(key.data)
        while self._done:
            self._finish(self._done.popleft())
        moment = time.monotonic()
        if moment - self._looked >= LOOK:
            self._looked = moment
            self._look()
        self._call(moment)
        self._hand_out(moment)

    # ---- what is due

    def _patience(self) -> float:
        if self._done or (self._live and self._at_work[False] < LIVE_AT_ONCE):
            return 0.0
        return 0.1 if self._older else 0.25

    def _spoke(self, seat: Seat) -> None:
        """A server said something; whether it wants a turn its reader knows."""
        if seat.state is State.WAITS and seat.reader is not None and seat.reader.woken():
            self._queue(seat)

    def _look(self) -> None:
        """Accounts that were added, changed, paused, asked about or taken away."""
        rows = known()
        for pk, seat in list(self.seats.items()):
            row = rows.get(pk)
            if row is None or row.mark != seat.mark:
                self._leave(seat)
            elif seat.state is State.WAITS and (
                row.asked_at not in (seat.asked_at, None) or (seat.failures and row.again_at is None)
            ):
                seat.asked_at = row.asked_at
                seat.due = 0.0
        new = [pk for pk in rows if pk not in self.seats]
        for pk in new:
            row = rows[pk]
            due = time.monotonic() + due_in(row, min(5.0, 0.02 * (len(new) - 1)))
            self.seats[pk] = Seat(pk, row.mark, row.asked_at, due=due, failures=row.failures if row.again_at else 0)
        if self._heard:
            heard, self._heard = self._heard, set()
            health.well(heard, timezone.now())

    def _call(self, moment: float) -> None:
        for seat in self.seats.values():
            if seat.due <= moment and seat.state is State.WAITS:
                self._queue(seat)

    def _queue(self, seat: Seat) -> None:
        self._unwatch(seat)
        seat.state = State.IS_DUE
        self._live.append(seat)

    def _hand_out(self, moment: float) -> None:
        while self._live and self._at_work[False] < LIVE_AT_ONCE:
            self._start(self._live.popleft(), False)
        if self._older and self._at_work[True] < OLDER_AT_ONCE and self._gate.look(moment):
            while self._older and self._at_work[True] < OLDER_AT_ONCE:
                seat = self._older.popleft()
                seat.is_queued = False
                if seat.state is State.WAITS and seat.is_more and self.seats.get(seat.account) is seat:
                    self._start(seat, True)

    def _start(self, seat: Seat, is_older: bool) -> None:
        if seat.is_leaving or self.seats.get(seat.account) is not seat:
            return
        self._unwatch(seat)
        seat.state = State.AT_WORK
        self._at_work[is_older] += 1
        self._work[is_older].put(seat)

    # ---- what came of it

    def _finish(self, done: _Done) -> None:
        seat, moment = done.seat, time.monotonic()
        self._at_work[done.is_older] -= 1
        seat.state = State.WAITS
        if seat.is_leaving:
            self._forget(seat)
        elif done.turn is None:
            self._heard.discard(seat.account)
            seat.is_more = False
            seat.due = moment + (UNWANTED if done.wait is None else done.wait)
        else:
            if seat.failures or moment - seat.heard > HEARD:
                seat.heard = moment
                self._heard.add(seat.account)
            seat.failures = 0
            self._go_on(seat, done, done.turn, moment)

    def _go_on(self, seat: Seat, done: _Done, turn: Turn, moment: float) -> None:
        seat.is_more = turn.is_more
        seat.sockets = done.sockets
        seat.due = moment + (min(BETWEEN, turn.again_after) if turn.is_more else turn.again_after)
        if turn.is_more and not seat.is_queued:
            seat.is_queued = True
            self._older.append(seat)
        elif not turn.is_more and not self._older and not self._at_work[True]:
            self._gate.rest()
        if done.is_news:
            self._queue(seat)
        else:
            self._watch(seat)

    def _leave(self, seat: Seat) -> None:
        seat.is_leaving = True
        if seat.state is not State.AT_WORK:
            self._forget(seat)

    def _forget(self, seat: Seat) -> None:
        self._unwatch(seat)
        if seat.reader is not None:
            seat.reader.close()
        if self.seats.get(seat.account) is seat:
            del self.seats[seat.account]

    # ---- sockets

    def _watch(self, seat: Seat) -> None:
        for one in seat.sockets:
            try:
                self._selector.register(one, selectors.EVENT_READ, seat)
            except (ValueError, KeyError, OSError):
                seat.due = 0.0  # closed already: a turn finds out

    def _unwatch(self, seat: Seat) -> None:
        for one in seat.sockets:
            try:
                self._selector.unregister(one)
            except (ValueError, KeyError, OSError):
                continue
        seat.sockets = ()

    # ---- the threads that do the turns

    def _serve(self, is_older: bool) -> None:
        while (seat := self._work[is_older].get()) is not None:
            self._done.append(_safely(seat, is_older))
            try:
                self._bell.send(b"x")
            except (BlockingIOError, OSError):
                continue  # it rings already
        connection.close()

    def _end(self) -> None:
        for is_older in self._threads.values():
            self._work[is_older].put(None)
        end = time.monotonic() + 10
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        for seat in list(self.seats.values()):
            if seat.reader is not None:
                seat.reader.close()
        self._selector.close()
        connection.close()


def _safely(seat: Seat, is_older: bool) -> _Done:
    """A turn; what went wrong in it is written down here."""
    try:
        return _turn(seat, is_older)
    except NotWanted:
        wait = None
    except CaptureError as failure:
        wait = _failed(seat, failure)
    except Exception as error:
        _log.error("reading account %d raised %s at %s", seat.account, type(error).__name__, _places(error))
        if isinstance(error, (DatabaseError, InterfaceError)):
            connection.close()
        wait = _failed(seat, TryLater(health.FAULT))
    if seat.reader is not None:
        seat.reader.close()
    return _Done(seat, is_older, wait=wait)


def _failed(seat: Seat, failure: CaptureError) -> float:
    seat.failures += 1
    try:
        return health.failed(seat.account, failure, seat.failures, timezone.now())
    except (DatabaseError, InterfaceError):
        connection.close()
        return TROUBLE


def _turn(seat: Seat, is_older: bool) -> _Done:
    """A turn, and the beginning of the wait after it."""
    if seat.reader is None:
        from sellwright.capture.readers import reader_of  # heavy, and not needed where there is no account

        try:
            account = Account.objects.select_related("mailbox__owner").get(pk=seat.account)
        except Account.DoesNotExist:
            raise NotWanted from None
        seat.reader = reader_of(account)
    reader: Reader = seat.reader
    turn = reader.turn(time.monotonic() + OLDER_TURN if is_older else 0.0)
    if turn.is_more:
        return _Done(seat, is_older, turn)
    given = reader.idle()
    sockets = [given] if isinstance(given, socket.socket) else list(given or ())
    return _Done(seat, is_older, turn, sockets, bool(sockets) and reader.woken())


def _drain(end: socket.socket) -> None:
    try:
        while end.recv(4096):
            pass
    except BlockingIOError:
        return


def _places(error: BaseException) -> str:
    """Where it broke: files and lines, never what it says, which may quote a letter."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
