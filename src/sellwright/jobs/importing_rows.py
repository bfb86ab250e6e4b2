"""Imports behind the pages: looked at, tried, written, taken back; each goes on where it stood. Files that were kept
long enough are deleted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sellwright.importing import judging, looking, plans, preparing, trying, undoing, writing
from sellwright.interactions.failures import SellwrightError
from sellwright.jobs import looking_ahead, queue, telling
from sellwright.jobs.queue import job
from sellwright.store import clock
from sellwright.store.models import Import, LogEntry, User, Workspace

DAYS_KEPT = 30  # days a brought file is kept after its import ended, for the rows that were refused
EVERY = 5_000  # rows between two looks whether anybody still wants it
State = Import.State


@job("look_at_import", lane="long", attempts=3)
def look_at_import(*, whole: str) -> None:
    """Reads the files through and proposes a plan."""
    row = _row(whole, State.LOOKING)
    if row is not None:
        _guarded(row, _look)


def _look(row: Import, by: User) -> None:
    folder, found, before = Path(row.folder), [], 0
    for given in (looking.from_json(one) for one in row.found["files"]):
        seen = _seen(row, State.LOOKING, before)
        found.append(looking.look(folder / given.path, given.name, given.shape, seen))
        before += found[-1].rows
    plan = preparing.proposed(found, folder, "")
    found = judging.judged(found, plan, folder)
    _say(
        row, State.LOOKING, state=State.READY, rows_total=before, rows_done=before, plan=plans.to_json(plan),
        found={"files": [looking.to_json(one) for one in found]},
    )  # fmt: skip


@job("try_import", lane="long", attempts=3)
def try_import(*, whole: str) -> None:
    """The dry run."""
    row = _row(whole, State.TRYING)
    if row is not None:
        _guarded(row, _attempt)


def _attempt(row: Import, by: User) -> None:
    counts = trying.attempt(row, by, plans.from_json(row.plan), Path(row.folder), _seen(row, State.TRYING, 0))
    _say(row, State.TRYING, state=State.TRIED, tried=counts.to_json())


@job("write_import", lane="long", attempts=10)
def write_import(*, whole: str) -> None:
    """Writes what is not written yet."""
    row = _row(whole, State.WRITING)
    if row is not None:
        _guarded(row, _write)


def _write(row: Import, by: User) -> None:
    workspace = Workspace.objects.get()
    looking_ahead.soon()  # from the first piece on the forecast says that deals change
    finished = writing.write(row, by, Path(row.folder), clock.now(workspace), lambda: not queue.stopping())
    if not finished:
        _handed_back(row, State.WRITING)
        return
    with transaction.atomic():
        if _say(row, State.WRITING, state=State.DONE, ended_at=timezone.now()):
            _told(row, by, "import_done")
        queue.enqueue("settle", key="settle")
        looking_ahead.soon()


@job("undo_import", lane="long", attempts=10)
def undo_import(*, whole: str) -> None:
    """Takes it back."""
    row = _row(whole, State.UNDOING)
    if row is not None:
        _guarded(row, _undo)


def _undo(row: Import, by: User) -> None:
    looking_ahead.soon()
    if not undoing.undo(row, lambda: not queue.stopping()):
        _handed_back(row, State.UNDOING)
        return
    with transaction.atomic():
        if _say(row, State.UNDOING, state=State.UNDONE, ended_at=timezone.now()):
            _told(row, by, "import_undone")
        queue.enqueue("settle", key="settle")
        looking_ahead.soon()


@job("drop_import_files", lane="quick")
def drop_import_files() -> None:
    """Deletes files whose import ended long ago, or was never begun, with what was read of them."""
    before = timezone.now() - timedelta(days=DAYS_KEPT)
    ended = Import.objects.filter(files_gone_at=None, ended_at__lt=before)
    never = Import.objects.filter(files_gone_at=None, begun_at=None, made_at__lt=before)
    for row in [*ended, *never]:
        shutil.rmtree(row.folder, ignore_errors=True)
        Import.objects.filter(pk=row.pk).update(files_gone_at=timezone.now(), folder="", found={}, plan={})


def _told(row: Import, by: User, deed: str) -> None:
    """Written in the log, and told to other programs: its sums, and none of its words."""
    sums = Import.objects.values_list("counts", flat=True).get(pk=row.pk).get("rows", {})
    entry = LogEntry.objects.create(by=by, deed=deed, thing="import", thing_id=row.public_id, after={"sums": sums})
    telling.note(entry)


def _row(whole: str, state: str) -> Import | None:
    return Import.objects.select_related("by").filter(public_id=whole, state=state).first()


def _guarded(row: Import, body: Callable[[Import, User], None]) -> None:
    """Runs it in the language of who brought it; what a person must know ends it with a sentence."""
    by = row.by
    if by is None:
        return
    with override(by.language):
        try:
            body(row, by)
        except SellwrightError as failure:
            _say(row, row.state, state=State.FAILED, error=str(failure.message), ended_at=timezone.now())
        except OSError as failure:
            said = _("Its file cannot be read on this machine: %(why)s.") % {"why": failure.strerror or ""}
            _say(row, row.state, state=State.FAILED, error=said, ended_at=timezone.now())


def _seen(row: Import, state: str, before: int) -> Callable[[int], None]:
    """Says now and then how far it is; hands back when the worker is to stop, or the import was put away."""
    last = [0]

    def seen(rows: int) -> None:
        if rows - last[0] >= EVERY:
            last[0] = rows
            if queue.stopping() or not _say(row, state, rows_done=before + rows):
                raise queue.Again

    return seen


def _handed_back(row: Import, state: str) -> None:
    if queue.stopping() and Import.objects.filter(pk=row.pk, state=state).exists():
        raise queue.Again


def _say(row: Import, while_in: str, /, **changes: object) -> bool:
    """Writes it down, unless the import went on to another state meanwhile."""
    return bool(Import.objects.filter(pk=row.pk, state=while_in).update(**changes))
