"""The timetable: everything that happens by the clock, and the only place it is written down.

A turn is taken by one worker, however many run, and once however late: turns missed while no worker ran are one turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from django.db import transaction
from django.utils import timezone

from sellwright.jobs import queue
from sellwright.store.models.jobs import TimetableTurn

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EVERY_DAY = frozenset(range(7))  # Monday is 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A job put in by the clock: `every` so long, or `at` a time of day on `days`.

    `every` counts from 1970, so that all workers mean the same moments. `at` is the server's local time; one that a
    clock change skips comes as much later, one that it repeats comes once. A turn later than `not_after` is left out.
    """

    name: str
    every: timedelta | None = None
    at: time | None = None
    days: frozenset[int] = EVERY_DAY
    not_after: timedelta | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError(f"{self.name}: either every or at")
        if self.every is not None and self.every <= timedelta(0):
            raise ValueError(f"{self.name}: every must be longer than nothing")
        if not self.days <= EVERY_DAY or not self.days:
            raise ValueError(f"{self.name}: days are 0 to 6")

    def last_due(self, now: datetime, zone: tzinfo) -> datetime:
        """The latest moment at or before `now` at which this turn was due."""
        if self.every is not None:
            return EPOCH + (now - EPOCH) // self.every * self.every
        assert self.at is not None
        today = now.astimezone(zone).date()
        for back in range(9):
            day = today - timedelta(days=back)
            due = datetime.combine(day, self.at, zone).astimezone(UTC)
            if due <= now and day.weekday() in self.days:
                return due
        raise AssertionError("a week has every weekday")


TIMETABLE: tuple[Turn, ...] = (
    Turn("back_up", at=time(2, 30)),  # only where SELLWRIGHT_BACKUPS names a folder
    Turn("prune_failed_jobs", at=time(3, 10)),
    Turn("morning_mails", every=timedelta(minutes=5), not_after=timedelta(minutes=10)),
    Turn("new_day", every=timedelta(minutes=15)),
    Turn("settle", every=timedelta(minutes=1)),  # marks that no job of their own follows: scopes that changed
    Turn("fold_wordings", every=timedelta(minutes=2)),
    Turn("tell_of_lost_intakes", every=timedelta(minutes=1)),
    Turn("propose_deals", every=timedelta(minutes=20)),
    Turn("drop_import_files", at=time(3, 40)),
    Turn("drop_exports", every=timedelta(minutes=30)),
    Turn("look_ahead", every=timedelta(hours=1)),
    Turn("find_duplicates", at=time(2, 40)),
    Turn("find_new_duplicates", every=timedelta(minutes=10)),
    Turn("tend_webhooks", every=timedelta(minutes=5)),
)


class Clock:
    """Watches the timetable for one worker. It asks the database only for a turn that it does not know to be taken."""

    def __init__(self, rows: Iterable[Turn] | None = None) -> None:
        self._rows = tuple(TIMETABLE if rows is None else rows)
        names = [row.name for row in self._rows]
        if len(set(names)) != len(names):
            raise ValueError("A job stands in the timetable twice.")
        self._taken: dict[str, datetime] = {}

    def tick(self, now: datetime) -> list[str]:
        """Takes every turn that is due and not yet taken; returns the names of the jobs put in."""
        zone = timezone.get_default_timezone()
        put_in = []
        for row in self._rows:
            due = row.last_due(now, zone)
            known = self._taken.get(row.name)
            if known is not None and due <= known:
                continue
            if _take(row, due, now):
                put_in.append(row.name)
            self._taken[row.name] = max(due, known or due)
        return put_in


def _take(row: Turn, due: datetime, now: datetime) -> bool:
    """Moves the turn and puts its job in, in one transaction; False when another did, or it is too late for it.

    A row of the timetable never seen before starts with its next turn.
    """
    with transaction.atomic():
        turn, is_new = TimetableTurn.objects.get_or_create(name=row.name, defaults={"last_at": now})
        if is_new or turn.last_at >= due:
            return False
        if not TimetableTurn.objects.filter(pk=turn.pk, last_at=turn.last_at).update(last_at=due):
            return False
        if row.not_after is not None and now - due > row.not_after:
            return False
        queue.enqueue(row.name, key="timetable", **row.arguments)
        return True
