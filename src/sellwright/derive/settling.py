"""Works off what is marked: scopes, threads, events, people, firms, places, in this order, a little at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from sellwright.derive import people, places, standings, touches
from sellwright.store import clock, dirty, values
from sellwright.store.models import Dirty, Scope, Standing, Touch, User, Workspace

THREADS, EVENTS, PEOPLE, FIRMS, PLACES = 40, 100, 40, 10, 40  # a transaction: about 50 ms of writing
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
    steps: tuple[tuple[Dirty.Kind, int, Callable[[list[int]], None]], ...] = (
        (_Kind.SCOPE, 1, mark_everybody),
        (_Kind.THREAD, THREADS, lambda refs: touches.refile(refs, side)),
        (_Kind.EVENT, EVENTS, lambda refs: touches.refile_events(refs, side)),
        (_Kind.PERSON, PEOPLE, lambda refs: standings.stand(refs, settings, now)),
        (_Kind.FIRM, FIRMS, lambda refs: standings.judge_firms(refs, settings)),
        (_Kind.PLACE, PLACES, lambda refs: places.place(refs, workspace, settings)),
    )
    while keep_on():
        for kind, most, step in steps:
            with transaction.atomic():
                dirty.alone()
                refs = dirty.take(kind, most)
                if refs:
                    dirty.done(kind, refs)
                    step(refs)
                    done += len(refs)
                    break
        else:
            return done
    return done


def mark_everybody(scope_ids: Sequence[int]) -> None:
    """Marks everybody of whom these scopes may read something, and whoever had a standing in them."""
    ids: set[int] = set()
    for scope in Scope.objects.filter(pk__in=scope_ids).prefetch_related("mailboxes"):
        boxes = [mailbox.pk for mailbox in scope.mailboxes.all()]
        ids.update(Touch.objects.filter(message__sightings__mailbox__in=boxes).values_list("person", flat=True))
        ids.update(Touch.objects.filter(event__mailbox__in=boxes).values_list("person", flat=True))
        ids.update(Touch.objects.filter(event__isnull=False, event__mailbox=None).values_list("person", flat=True))
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
