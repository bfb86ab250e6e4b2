"""The worker: a thread a lane that takes jobs one at a time, and a keeper that renews leases and watches the clock.

A worker may be killed at any moment: what it ran is given back when its lease ends. Asked to stop, it takes nothing
new, gives running bodies `grace` seconds, and hands back what is left.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone

from sellwright.jobs import queue
from sellwright.jobs.queue import Lane, Taken
from sellwright.jobs.timetable import Clock

_log = logging.getLogger("sellwright.jobs")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker looks and how long it holds. All in seconds."""

    look: float = 0.5  # between looks at an empty lane, reached by doubling `soon` since the last job
    soon: float = 0.03
    lease: float = 10.0  # after a kill a job waits at most this long
    beat: float = 2.5  # between renewals: three may fail before a lease is lost
    grace: float = 20.0  # for running bodies when asked to stop
    trouble: float = 2.0  # before asking a database again that did not answer


PACE = Pace()


class _Held:
    """The claims this worker holds, shared between its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, Taken] = {}

    def add(self, taken: Taken) -> None:
        with self._lock:
            self._jobs[taken.claim] = taken

    def drop(self, taken: Taken) -> None:
        with self._lock:
            self._jobs.pop(taken.claim, None)

    def jobs(self) -> list[Taken]:
        with self._lock:
            return list(self._jobs.values())


def run_worker(
    lanes: Sequence[Lane] = queue.LANES,
    stop: threading.Event | None = None,
    *,
    pace: Pace = PACE,
    clock: Clock | None = None,
) -> None:
    """Works these lanes until `stop` is set: one thread each. Returns when all is handed back."""
    stop = stop or threading.Event()
    held = _Held()
    threads = [
        threading.Thread(target=_work, args=(lane, stop, held, pace), name=f"lane {lane}", daemon=True)
        for lane in lanes
    ]
    for thread in threads:
        thread.start()
    clock = clock or Clock()
    while not stop.is_set():
        _keep(held, pace, clock)
        stop.wait(pace.beat)
    _wind_down(threads, held, pace)


def _keep(held: _Held, pace: Pace, clock: Clock | None) -> None:
    """One beat: renews what we hold, frees what dead workers held, takes the turns that are due."""
    try:
        claims = [taken.claim for taken in held.jobs()]
        if claims:
            queue.renew(claims, timedelta(seconds=pace.lease))
        if clock is not None:
            lost = queue.give_back_lost()
            if lost:
                _log.warning("%d jobs of a worker that died are ready again", lost)
            _tick(clock)
    except (DatabaseError, InterfaceError) as error:
        _trouble(error)


def _tick(clock: Clock) -> None:
    """A turn that cannot be taken is said in the log and tried at the next beat; leases are renewed all the same."""
    try:
        clock.tick(timezone.now())
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        _log.error("a turn of the timetable raised %s at %s", type(error).__name__, _places(error))


def _wind_down(threads: Sequence[threading.Thread], held: _Held, pace: Pace) -> None:
    """Waits for running bodies, still renewing; what is not done in time is put back."""
    end = time.monotonic() + pace.grace
    while any(thread.is_alive() for thread in threads) and time.monotonic() < end:
        _keep(held, pace, None)
        for thread in threads:
            thread.join(min(pace.beat / len(threads), max(0.0, end - time.monotonic())))
    try:
        for taken in held.jobs():
            queue.put_back(taken)
        connection.close()
    except (DatabaseError, InterfaceError) as error:  # the leases will end by themselves
        _trouble(error)


def _work(lane: Lane, stop: threading.Event, held: _Held, pace: Pace) -> None:
    """One lane: takes, runs, settles, until asked to stop. Trouble with the database is waited out."""
    queue.run_under(stop)
    idle = pace.soon
    while not stop.is_set():
        try:
            taken = queue.take(lane, timedelta(seconds=pace.lease))
            if taken is None:
                stop.wait(idle)
                idle = min(2 * idle, pace.look)
                continue
            idle = pace.soon
            held.add(taken)
            try:
                run(taken)
            finally:
                held.drop(taken)
        except (DatabaseError, InterfaceError) as error:
            _trouble(error)
            stop.wait(pace.trouble)
    connection.close()


def run(taken: Taken) -> None:
    """Calls the body and settles the job by what came of it. Raises only what the database raises while settling."""
    try:
        queue.kind_of(taken.name).body(**taken.arguments)
    except queue.Again as again:
        ours = queue.put_back(taken, again.after)
    except (Exception, SystemExit) as error:
        ours = queue.failed(taken, error, _reported(taken, error))
    else:
        ours = queue.done(taken)
    if not ours:
        _log.warning(
            "job %s (%s) took longer than its lease could be renewed; it runs again", taken.name, taken.public_id
        )


def _reported(taken: Taken, error: BaseException) -> str:
    """Logs where it broke, under an id: files, lines, functions. Never what the error says: it may quote a letter."""
    error_id = secrets.token_hex(4)
    places = _places(error)
    _log.error(
        "incident %s: job %s (%s) raised %s at %s", error_id, taken.name, taken.public_id, type(error).__name__, places
    )
    return error_id


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def _trouble(error: Exception) -> None:
    """The connection may be broken for good (a server that went away): the next use opens a new one."""
    _log.warning("the database did not answer a worker: %s", type(error).__name__)
    connection.close()
