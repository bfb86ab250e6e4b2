"""The queue: putting a job in, taking one out, saying what became of it. Every change of state is one compare-and-set.

A job is delivered at least once: its body must be safe to run twice. It is written in the caller's transaction, so that
what was rolled back asks for nothing. docs/decisions/0013-jobs.md says why this is a table of our own.
"""

from __future__ import annotations

import json
import random
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from sellwright import plugs
from sellwright.store.models.jobs import Job

Lane = Literal["quick", "long", "out"]  # out: waits for other machines
LANES: tuple[Lane, ...] = ("quick", "long", "out")
ATTEMPTS = 5  # runs that may raise before a job is given up
LOSSES_ALLOWED = 25  # runs that may end with their worker: a job that kills its worker each time must not do so forever
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)

Body = TypeVar("Body", bound=Callable[..., None])


class Again(Exception):
    """Raised by a body that did a part: put me back, at `after` or at once. Counts as neither failure nor loss."""

    def __init__(self, after: datetime | None = None) -> None:
        super().__init__("the rest later")
        self.after = after


class UnknownJob(LookupError):
    """No file in `sellwright.jobs` registers a job of that name."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of job. `attempts` counts runs that raise; the waits between them grow fourfold."""

    name: str
    body: Callable[..., None]
    lane: Lane
    attempts: int
    first_wait: timedelta


@dataclass(frozen=True, slots=True)
class Taken:
    """A job somebody runs: theirs as long as the row still carries `claim`."""

    pk: int
    public_id: str
    name: str
    arguments: dict[str, Any]
    claim: str
    failures: int


_kinds: dict[str, Kind] = {}
_running = threading.local()


def job(
    name: str, *, lane: Lane = "quick", attempts: int = ATTEMPTS, first_wait: timedelta = FIRST_WAIT
) -> Callable[[Body], Body]:
    """Registers the body of the jobs called `name`: a function of JSON values by keyword that returns nothing."""

    def registered(body: Body) -> Body:
        known = _kinds.get(name)
        if known and (known.body.__module__, known.body.__qualname__) != (body.__module__, body.__qualname__):
            raise ValueError(f"Two jobs are called {name!r}: {known.body.__module__} and {body.__module__}.")
        _kinds[name] = Kind(name, body, lane, attempts, first_wait)
        return body

    return registered


def register_all() -> None:
    """Registers the jobs of every file in `sellwright.jobs`: importing it does."""
    plugs.found_in("sellwright.jobs", "job")


def kind_of(name: str) -> Kind:
    """The kind called `name`, from any file in `sellwright.jobs`. Raises `UnknownJob`."""
    if name not in _kinds:
        register_all()
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownJob(name) from None


def enqueue(
    name: str, /, *, lane: Lane | None = None, key: str = "", after: datetime | None = None, **arguments: Any
) -> None:
    """Puts a job in, as part of the transaction that is open, if one is.

    `lane` is the kind's unless given; `arguments` are JSON values. Where a job of the same name and non-empty `key`
    already waits, there is no second one: it takes the earlier of both times (unless it waits out a failure) and keeps
    its own arguments. It does not start before this transaction ends, so it will see what this one wrote. One that
    runs already is no hindrance: the new one follows it.
    Raises `UnknownJob`, and TypeError for arguments that are not JSON.
    """
    kind = kind_of(name)
    try:
        plain = json.loads(json.dumps(arguments, allow_nan=False))
    except ValueError as error:
        raise TypeError(f"Arguments of {name!r} must be JSON values: {error}") from None
    if plain != arguments:
        raise TypeError(f"Arguments of {name!r} must be JSON values as they are (no tuples, no numbers as names).")
    now = timezone.now()
    due = after or now
    with transaction.atomic():
        if key and _collapsed(name, key, due):
            return
        Job.objects.create(name=name, lane=lane or kind.lane, key=key, arguments=plain, made_at=now, due_at=due)


def _collapsed(name: str, key: str, due: datetime) -> bool:
    """Whether one that waits stands for the new one too. It stays locked until the transaction ends (PostgreSQL).

    A row locked by another transaction is not waited for, so that no two can wait for each other: there may then be
    two rows of a key. They run one after the other.
    """
    same = Job.objects.filter(name=name, key=key, state=Job.State.READY)
    waiting = same.select_for_update(skip_locked=True).first()
    if waiting is None:
        return False
    if waiting.due_at > due and not waiting.failures:
        Job.objects.filter(pk=waiting.pk, state=Job.State.READY).update(due_at=due)
    return True


def take(lane: Lane, lease: timedelta) -> Taken | None:
    """The job of a lane that is due longest, now ours for the length of `lease`; None when nothing is due.

    Looking is a plain read: an idle worker takes no write lock.
    """
    now = timezone.now()
    same_runs = Job.objects.filter(state=Job.State.RUNNING, name=OuterRef("name"), key=OuterRef("key"))
    due = Job.objects.filter(state=Job.State.READY, lane=lane, due_at__lte=now)
    free = due.filter(Q(key="") | ~Exists(same_runs)).order_by("due_at", "pk")
    for found in free.only("pk")[:5]:
        taken = _claimed(found.pk, now + lease)
        if taken:
            return taken
    return None


def _claimed(pk: int, until: datetime) -> Taken | None:
    """The compare-and-set. None when another was faster, holds the row, or runs one of the same key."""
    claim = secrets.token_hex(16)
    try:
        with transaction.atomic():
            still = Job.objects.select_for_update(skip_locked=True).filter(pk=pk, state=Job.State.READY)
            ours = Job.objects.filter(pk__in=still.values("pk"), state=Job.State.READY)
            if not ours.update(state=Job.State.RUNNING, claim=claim, lease_until=until):
                return None
            row = Job.objects.get(pk=pk)
    except IntegrityError:  # job_runs_once_per_key
        return None
    return Taken(row.pk, row.public_id, row.name, row.arguments, claim, row.failures)


def renew(claims: Iterable[str], lease: timedelta) -> int:
    """Holds these claims for another `lease` from now; returns how many are still ours."""
    held = Job.objects.filter(claim__in=list(claims), state=Job.State.RUNNING)
    return held.update(lease_until=timezone.now() + lease)


def done(taken: Taken) -> bool:
    """It went well: its row goes. False when the claim was lost meanwhile (another runs it again)."""
    deleted, _ = Job.objects.filter(pk=taken.pk, claim=taken.claim).delete()
    return bool(deleted)


def put_back(taken: Taken, after: datetime | None = None) -> bool:
    """Ready again, unharmed: its body did a part, or its worker is told to stop. False when the claim was lost."""
    return _settled(taken, state=Job.State.READY, due_at=after or timezone.now())


def failed(taken: Taken, error: BaseException, error_id: str) -> bool:
    """It raised: ready again after a wait that grows; at its last attempt, failed. False when the claim was lost."""
    now = timezone.now()
    failures = taken.failures + 1
    kept = {"failures": failures, "error_class": _class_of(error), "error_id": error_id}
    kind = _kinds.get(taken.name)
    if failures >= (kind.attempts if kind else ATTEMPTS):
        return _settled(taken, state=Job.State.FAILED, ended_at=now, **kept)
    return _settled(taken, state=Job.State.READY, due_at=now + wait(failures, kind), **kept)


def wait(failures: int, kind: Kind | None = None) -> timedelta:
    """How long after the nth failure: first wait, then four times as long each time, up to an hour; a fifth at random,
    so that what failed together does not come back together."""
    first = kind.first_wait if kind else FIRST_WAIT
    growing: timedelta = min(first * 4 ** min(failures - 1, 10), LONGEST_WAIT)
    return growing * random.uniform(0.9, 1.1)


def give_back_lost() -> int:
    """Frees the jobs whose lease ran out: their worker died. Returns how many. One lost too often is failed."""
    over = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now())
    if not over.exists():
        return 0
    free = {"claim": "", "lease_until": None, "losses": F("losses") + 1}
    given_up = over.filter(losses__gte=LOSSES_ALLOWED - 1).update(
        state=Job.State.FAILED, error_class="WorkerLost", ended_at=timezone.now(), **free
    )
    return given_up + over.update(state=Job.State.READY, **free)


def stopping() -> bool:
    """For a long body: whether its worker is asked to stop. Then finish the batch and raise `Again`."""
    stop: threading.Event | None = getattr(_running, "stop", None)
    return stop is not None and stop.is_set()


def run_under(stop: threading.Event) -> None:
    """Says for this thread which event `stopping` looks at."""
    _running.stop = stop


def _settled(taken: Taken, **changes: Any) -> bool:
    ours = Job.objects.filter(pk=taken.pk, claim=taken.claim, state=Job.State.RUNNING)
    return bool(ours.update(claim="", lease_until=None, **changes))


def _class_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")[:200]
