"""Takes a file or folder in: every item stored, skipped or failed, in small transactions; goes on where it ended."""

from __future__ import annotations

import heapq
import logging
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from sellwright import access
from sellwright.derive import settling, undoing
from sellwright.derive.opening import open_all
from sellwright.derive.storing import Storing
from sellwright.interactions.failures import SellwrightError
from sellwright.jobs import queue
from sellwright.jobs.queue import job
from sellwright.protocols import finding
from sellwright.protocols.files import Entry
from sellwright.settings import Settings
from sellwright.store import dirty, values
from sellwright.store.models import Intake, Message, Person, User, Workspace
from sellwright.store.sqlite.turns import standing_back

_log = logging.getLogger("sellwright.jobs")
BATCH = 80  # items a transaction: about 50 ms of writing
READ_TOGETHER = 240  # items opened at once: reading step by step through many is a third quicker
FIRST_LOOK = 2_000  # newest messages for a first Today
LARGE = 8_000_000  # bytes from which a first look is worth a pass of its own


@job("take_in", lane="long", attempts=3)
def take_in(*, intake: str) -> None:
    """Reads the source of an intake. Safe to run again: items that stand in its account are not read twice."""
    row = Intake.objects.select_related("mailbox").filter(public_id=intake).first()
    workspace = Workspace.objects.first()
    ended = (Intake.State.DONE, Intake.State.UNDOING, Intake.State.UNDONE, Intake.State.FAILED)
    if row is None or workspace is None or row.state in ended:
        return
    settings = values.settings_of(workspace)
    try:
        path = Path(row.path)
        source = finding.source_of(path)
        _say(row, state=Intake.State.READING, bytes_total=_bytes_of(path))
        if not row.first_look_done and row.bytes_total > LARGE:
            _look_first(row, source.entries(path), settings)
        _read(row, source.entries(path), settings)
    except SellwrightError as failure:
        _look_up_scopes()
        _settle()  # what could be read stands
        _say(row, state=Intake.State.FAILED, error=str(failure), ended_at=timezone.now())
        return
    if not _still_wanted(row):
        return
    _say(row, state=Intake.State.SORTING)
    _look_up_scopes()
    _settle()
    if _still_wanted(row):
        _say(row, state=Intake.State.DONE, ended_at=timezone.now(), bytes_done=row.bytes_total)
    queue.enqueue("fold_wordings", key="fold_wordings")


def first_look(*, intake: str) -> None:
    """The newest messages of an intake, for a first day before the rest is read (`take_in` goes on from there)."""
    row = Intake.objects.select_related("mailbox").get(public_id=intake)
    workspace = Workspace.objects.first()
    if row.first_look_done or row.state != Intake.State.WAITING or workspace is None:
        return
    path = Path(row.path)
    _say(row, state=Intake.State.READING, bytes_total=_bytes_of(path))
    _look_first(row, finding.source_of(path).entries(path), values.settings_of(workspace))


def _look_first(row: Intake, entries: Iterable[Entry], settings: Settings) -> None:
    newest = heapq.nlargest(FIRST_LOOK, enumerate(entries), key=lambda pair: (pair[1].at, pair[0]))
    _read(row, (entry for _, entry in newest), settings)
    _look_up_scopes()
    _settle()
    _say(row, first_look_done=True)


def _read(row: Intake, entries: Iterable[Entry], settings: Settings) -> None:
    storing = Storing(row)
    there = set(row.items.values_list("path", flat=True)) if row.items.exists() else set()
    done, items = row.bytes_done, row.items.count()
    fresh = (entry for entry in entries if entry.path not in there)
    for chunk in _batches(fresh, READ_TOGETHER):
        opened = open_all(chunk, settings)
        for start in range(0, len(opened), BATCH):
            batch = opened[start : start + BATCH]
            with standing_back(), transaction.atomic():
                if not _still_wanted(row):
                    return
                storing.store(batch)
                done, items = done + sum(one.size for one in batch), items + len(batch)
                _say(row, bytes_done=done, items_done=items)
            if queue.stopping():
                raise queue.Again


def _batches(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    source = iter(entries)
    while batch := list(islice(source, size)):
        yield batch


def _bytes_of(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _say(row: Intake, **changes: object) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    Intake.objects.filter(pk=row.pk).exclude(state__in=("undoing", "undone")).update(**changes)


def _still_wanted(row: Intake) -> bool:
    """False once somebody took the intake back."""
    return Intake.objects.filter(pk=row.pk).exclude(state__in=("undoing", "undone")).exists()


@job("undo_intake", lane="long")
def undo_intake(*, intake: str) -> None:
    """Takes back all that one intake brought; what another intake shows too stays. Safe to run again."""
    row = Intake.objects.select_related("mailbox").filter(public_id=intake, state=Intake.State.UNDOING).first()
    if row is None:
        return
    undoing.hand_over(row)
    for step in (undoing.mail, undoing.events, undoing.items):
        while step(row):
            if queue.stopping():
                raise queue.Again
    undoing.first_meetings()
    _settle()
    while undoing.strangers():
        pass
    Intake.objects.filter(pk=row.pk).update(state=Intake.State.UNDONE, ended_at=timezone.now())
    if row.is_upload:
        folder = Path(row.path).parent
        if Path(django_settings.UPLOADS).resolve() in folder.resolve().parents:
            shutil.rmtree(folder, ignore_errors=True)


def _settle() -> None:
    """Works off every mark; asked to stop, hands the rest back."""
    settling.settle(lambda: not queue.stopping())
    if queue.stopping():
        raise queue.Again


@job("stand_anew", lane="long")
def stand_anew(*, scope: int | None = None) -> None:
    """Everybody's standing anew: after settings, shares or own addresses changed. `scope` only tells why."""
    if scope is not None:
        dirty.mark_scopes([scope])
    else:
        _mark_all_threads()
        _mark_everybody()
    _settle()


def _look_up_scopes() -> None:
    """Whoever may read other mailboxes than their standings were made from gets a scope, and it is marked."""
    for user in User.objects.filter(is_active=True).select_related("scope"):
        access.scope_of(user)


def _mark_everybody() -> None:
    last = 0
    while ids := list(Person.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:500]):
        dirty.mark_people(ids)
        last = ids[-1]


def _mark_all_threads() -> None:
    """Sides may have turned: own addresses are part of what a touch is."""
    last = 0
    rows = Message.objects.filter(thread__isnull=False).order_by("thread").values_list("thread_id", flat=True)
    while ids := list(rows.filter(thread__gt=last).distinct()[:500]):
        dirty.mark_threads(ids)
        last = ids[-1]
