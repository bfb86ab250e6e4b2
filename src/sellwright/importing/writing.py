"""Writing an import: row after row in short transactions, each with its line of the ledger and the place where the next
begins. Whatever ends the program in between, the next run goes on at the row: nothing twice, nothing left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import dropwhile, islice
from pathlib import Path

from django.db import transaction

from sellwright.derive import stays
from sellwright.importing import plans
from sellwright.importing.counting import Counts
from sellwright.importing.deciding import decide
from sellwright.importing.firm_names import FirmNames
from sellwright.importing.garbage import collected_seldom
from sellwright.importing.plans import Plan
from sellwright.importing.records import Records, Said
from sellwright.importing.rules import rules
from sellwright.importing.shelves import Shelf
from sellwright.importing.trying import count
from sellwright.protocols import table_files
from sellwright.protocols.table_files import Row
from sellwright.store import dirty
from sellwright.store.models import Import, User
from sellwright.store.sqlite.turns import others_wait, standing_back

HOLD = 0.05  # seconds of work between two looks whether somebody waits to write; then the transaction ends
LEAST, FIRST, MOST = 100, 300, 1_000  # rows decided on at once
TOGETHER = 10_000  # rows a transaction at most, while nobody waits: indexes are written once for all of them


class Taken(Exception):
    """Somebody took the import back, or another worker writes it."""


def write(whole: Import, by: User, folder: Path, now: float, keep_on: Callable[[], bool]) -> bool:
    """Writes on from where it stands; False when `keep_on` stopped it, or it is no longer wanted."""
    plan = plans.from_json(whole.plan)
    names = FirmNames(folder)
    try:
        with collected_seldom():
            names.fill()
            run = _Run(whole, by, plan, names, now)
            for at in range(whole.at_file, len(plan.files)):
                if not run.file(at, folder, keep_on):
                    return False
    except Taken:
        return False
    finally:
        names.close()
    if any(file.noun == "deal" for file in plan.files):
        with standing_back(), transaction.atomic():
            stays.all_anew()
    return True


class _Run:
    """One run of writing."""

    def __init__(self, whole: Import, by: User, plan: Plan, names: FirmNames, now: float) -> None:
        self._whole, self._plan, self._names = whole, plan, names
        self._by, self._now = by, now
        self._rules = rules(plan, whole.made.get("stages", ()))
        self._counts = Counts.from_json(whole.counts)
        self._size = FIRST

    def file(self, at: int, folder: Path, keep_on: Callable[[], bool]) -> bool:
        """Writes the rows of one file that are not written yet; False when stopped."""
        file = self._plan.files[at]
        if file.noun not in ("person", "firm", "deal"):
            return True
        begun = self._whole.at_line if self._whole.at_file == at else 0
        records = Records(self._plan, at, folder, self._rules)
        rows = dropwhile(lambda row: row[0] <= begun, table_files.rows(folder / file.path, file.shape))
        some = self._next(records, rows)
        while some:
            with standing_back(), transaction.atomic():
                some = self._written(at, some, lambda: self._next(records, rows))
            if not keep_on():
                return False
        return True

    def _next(self, records: Records, rows: Iterator[Row]) -> list[Said]:
        return records.read(list(islice(rows, self._size)))

    def _written(self, at: int, some: list[Said], following: Callable[[], list[Said]]) -> list[Said]:
        """Writes some rows and those that follow, so many or until somebody waits; the next that are not written."""
        dirty.alone()
        held = Import.objects.select_for_update().values_list("state", "at_file", "at_line").get(pk=self._whole.pk)
        if held != (Import.State.WRITING, self._whole.at_file, self._whole.at_line):
            raise Taken
        shelf, done, line = Shelf(self._whole, self._by, self._names, self._now), 0, 0
        while some and done < TOGETHER and not (done and others_wait()):
            before = time.thread_time()
            count(self._counts, some, decide(some, shelf))
            done, line = done + len(some), some[-1].line
            self._pace(time.thread_time() - before, len(some))
            some = following()
        dirty.mark_places(shelf.given)
        self._place(at, line, done)
        return some

    def _place(self, at: int, line: int, rows: int) -> None:
        self._whole.at_file, self._whole.at_line = at, line
        self._whole.rows_done += rows
        self._whole.counts = self._counts.to_json()
        self._whole.save(update_fields=["at_file", "at_line", "rows_done", "counts"])

    def _pace(self, spent: float, rows: int) -> None:
        fits = int(rows * HOLD / max(spent, 1e-6))
        self._size = max(LEAST, min(MOST, (self._size + fits) // 2))
