"""Files of imports that hold somebody who is erased: the files go, with what was read of them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from sellwright.importing import looking
from sellwright.interactions.failures import SellwrightError
from sellwright.protocols import table_files
from sellwright.store import forgotten
from sellwright.store.models import Import, ImportRow

_EACH = 500  # lines a statement
_SAYS_LITTLE = 4  # a shorter cell is not looked for among the words of an import
State = Import.State
UNDER_WAY = (State.LOOKING, State.TRYING, State.WRITING, State.UNDOING)


class StillBrought(SellwrightError):
    """An import that holds them is under way: what it writes now would come after the erasure."""

    def __init__(self) -> None:
        super().__init__("An import that holds them is under way.", "Wait until it has ended, or undo it.")


@dataclass(slots=True)
class _Told:
    """Where a file tells of them, and in which words. Of what cannot be read everything is taken to."""

    lines: dict[int, list[int]] = field(default_factory=dict)  # number of the file to lines
    cells: set[str] = field(default_factory=set)
    unread: bool = False

    def __bool__(self) -> bool:
        return self.unread or bool(self.lines)


def drop(pattern: re.Pattern[str]) -> int:
    """Deletes the files of every import in which the pattern is found; how many imports. Raises StillBrought, before
    anything went."""
    found = [(row, told) for row in Import.objects.exclude(folder="").order_by("pk") if (told := _told(row, pattern))]
    if any(row.state in UNDER_WAY for row, _ in found):
        raise StillBrought
    for row, told in found:
        shutil.rmtree(row.folder, ignore_errors=True)
        _forget(row, told)
    return len(found)


def _told(row: Import, pattern: re.Pattern[str]) -> _Told:
    told = _Told()
    try:
        for number, one in enumerate(looking.from_json(held) for held in row.found.get("files", [])):
            for line, cells, why in table_files.rows(Path(row.folder) / one.path, one.shape):
                if pattern.search("\n".join(cells) if cells is not None else why):
                    told.lines.setdefault(number, []).append(line)
                    told.cells.update(cell for cell in cells or () if len(cell) >= _SAYS_LITTLE)
    except (OSError, SellwrightError):
        told.unread = True
    return told


def _forget(row: Import, told: _Told) -> None:
    """One that was never written goes whole. Of others the account stays: its sums agree as before."""
    with transaction.atomic():
        if row.begun_at is None:
            row.delete()
            return
        for number, lines in told.lines.items():
            for start in range(0, len(lines), _EACH):
                refused = ImportRow.objects.filter(whole=row, file=number, outcome="refused")
                refused.filter(line__in=lines[start : start + _EACH]).update(reason=forgotten.REASON)
        counts = {name: _without(held, told.cells) for name, held in row.counts.items()}
        Import.objects.filter(pk=row.pk).update(
            files_gone_at=timezone.now(), folder="", found={}, plan={}, tried={}, counts=counts, error=""
        )


def _without(held: Any, cells: set[str]) -> Any:
    """How often something was said of values, without the values that were theirs."""
    if not isinstance(held, dict) or any(isinstance(one, dict) for one in held.values()):
        return held
    kept = {words: often for words, often in held.items() if not any(cell in words for cell in cells)}
    gone = sum(held.values()) - sum(kept.values())
    return {**kept, "other": kept.get("other", 0) + gone} if gone else kept
