"""Works off what is marked: scopes, threads, events, people, firms, places, in this order, a little at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from django.db import transaction

from sellwright.derive import people, places, standings, touches
from sellwright.store import clock, dirty, values
from sellwright.store.models import Dirty, Scope, Standing, Touch, User, Workspace
from sellwright.store.sqlite.turns import standing_back

HOLD = 0.05  # seconds of work a transaction may take: pieces grow and shrink, so that others come to write between them
LEAST, FIRST = 4, 20  # refs in any transaction, and in the first of a kind
MOST = 200  # refs a transaction
MARKED = 2_000  # people marked in one statement
_Kind = Dirty.Kind


def settle(keep_on: Callable[[], bool] = lambda: True) -> int:
    """Derives everything that is marked, each piece in a transaction of its own; returns how many pieces. Stops early
    when `keep_on` says so; what is left stays marked."""
    workspace = Workspace.objects.first()
    if workspace is None:
        return 0
    settings, done = values.settings_of(workspace), 0
    side = people.ours()
    now = clock.now(workspace)
    steps: dict[Dirty.Kind, Callable[[list[int]], None]] = {
        _Kind.SCOPE: mark_everybody,
        _Kind.THREAD: lambda refs: touches.refile(refs, side),
        _Kind.EVENT: lambda refs: touches.refile_events(refs, side),
        _Kind.PERSON: lambda refs: standings.stand(refs, settings, now),
        _Kind.FIRM: lambda refs: standings.judge_firms(refs, settings),
        _Kind.PLACE: lambda refs: places.place(refs, workspace, settings),
    }
    size = dict.fromkeys(steps, FIRST)
    with standing_back():
        while keep_on() and (kind := dirty.first(tuple(steps))) is not None:
            begun = time.thread_time()
            refs = _piece(kind, size[kind], steps[kind])
            size[kind] = _next_size(refs, time.thread_time() - begun)
            done += refs
    return done


def settle_first(threads: Sequence[int]) -> None:
    """Derives what follows from these threads (ids of rows), whatever else is marked: their touches, the standings of
    whom they concern, their firms, their places in everybody's day. Whatever is marked beside that stays marked."""
    workspace = Workspace.objects.first()
    if workspace is None or not threads:
        return
    settings, now = values.settings_of(workspace), clock.now(workspace)
    side = people.ours()
    _now(_Kind.THREAD, threads, lambda refs: touches.refile(refs, side))
    whom = set(Touch.objects.filter(message__thread__in=threads).values_list("person_id", flat=True))
    marked = sorted(whom & set(Dirty.objects.filter(kind=_Kind.PERSON, ref__in=whom).values_list("ref", flat=True)))
    _now(_Kind.PERSON, marked, lambda refs: standings.stand(refs, settings, now))
    firms = set(Standing.objects.filter(person__in=marked, firm__isnull=False).values_list("firm_id", flat=True))
    due = Dirty.objects.filter(kind=_Kind.FIRM, ref__in=firms).values_list("ref", flat=True)
    _now(_Kind.FIRM, sorted(due), lambda refs: standings.judge_firms(refs, settings))
    _now(_Kind.PLACE, marked, lambda refs: places.place(refs, workspace, settings))


def _now(kind: Dirty.Kind, refs: Sequence[int], step: Callable[[list[int]], None]) -> None:
    for start in range(0, len(refs), FIRST):
        some = list(refs[start : start + FIRST])
        with transaction.atomic():
            dirty.alone()
            dirty.done(kind, some)
            step(some)


def _piece(kind: Dirty.Kind, most: int, step: Callable[[list[int]], None]) -> int:
    """Works off up to `most` marks of a kind; how many there were."""
    with transaction.atomic():
        dirty.alone()
        refs = dirty.take(kind, most)
        if refs:
            dirty.done(kind, refs)
            step(refs)
        return len(refs)


def _next_size(refs: int, seconds: float) -> int:
    """How many refs the next transaction may take, at most twice as many as this one did."""
    return max(LEAST, min(MOST, 2 * refs, int(refs * HOLD / max(seconds, 0.001))))


def mark_everybody(scope_ids: Sequence[int]) -> None:
    """Marks everybody of whom these scopes may read something, and whoever had a standing in them."""
    ids: set[int] = set()
    for scope in Scope.objects.filter(pk__in=scope_ids).prefetch_related("mailboxes"):
        boxes = [mailbox.pk for mailbox in scope.mailboxes.all()]
        ids.update(Touch.objects.filter(message__sightings__mailbox__in=boxes).values_list("person", flat=True))
        ids.update(Touch.objects.filter(event__sightings__mailbox__in=boxes).values_list("person", flat=True))
        ids.update(Touch.objects.filter(event__isnull=False, event__by_hand=True).values_list("person", flat=True))
        ids.update(Standing.objects.filter(scope=scope).values_list("person", flat=True))
    dirty.mark_people(ids)


def new_day() -> int:
    """Marks the people of everybody whose calendar shows another day than when their standings were made: how long
    somebody waits, and what is due, has changed though no mail came. Returns how many scopes."""
    workspace = Workspace.objects.first()
    if workspace is None:
        return 0
    stale = 0
    for user in User.objects.filter(is_active=True, scope__isnull=False).order_by("pk"):
        midnight = clock.moment(workspace, user).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        rows = Standing.objects.filter(scope=user.scope_id, computed_at__lt=midnight).order_by("pk")
        last = 0
        while pairs := list(rows.filter(pk__gt=last).values_list("pk", "person_id")[:MARKED]):
            dirty.mark_people(person for _, person in pairs)
            last = pairs[-1][0]
        stale += bool(last)
    return stale
