"""Works off what is marked: threads, events, people, firms, places, in this order, a little at a time."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from sellwright.derive import people, places, standings, touches
from sellwright.store import clock, dirty, values
from sellwright.store.models import Dirty, Workspace

THREADS, EVENTS, PEOPLE, FIRMS, PLACES = 40, 100, 40, 10, 40  # a transaction: about 50 ms of writing
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
        (_Kind.THREAD, THREADS, lambda refs: touches.refile(refs, side)),
        (_Kind.EVENT, EVENTS, lambda refs: touches.refile_events(refs, side)),
        (_Kind.PERSON, PEOPLE, lambda refs: standings.stand(refs, settings, now)),
        (_Kind.FIRM, FIRMS, lambda refs: standings.judge_firms(refs, settings)),
        (_Kind.PLACE, PLACES, lambda refs: places.place(refs, workspace, settings)),
    )
    while keep_on():
        for kind, most, step in steps:
            with transaction.atomic():
                refs = dirty.take(kind, most)
                if refs:
                    dirty.done(kind, refs)
                    step(refs)
                    done += len(refs)
                    break
        else:
            return done
    return done
