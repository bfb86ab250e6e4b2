"""Firms by their name without case, accents and legal form, in a file of their own beside the upload: there may be a
million, and memory stays flat. Made anew at every start from what is here; safe to delete."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from sellwright.importing import pieces
from sellwright.store.models import Absorbed, Firm

_TOGETHER = 500


class FirmNames:
    """Folded names to ids of firms; of several of one name the first."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "firm-names"
        self._path.unlink(missing_ok=True)
        self.file = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self.file.execute("PRAGMA journal_mode=OFF")
        self.file.execute("PRAGMA synchronous=OFF")
        self.file.execute("PRAGMA locking_mode=EXCLUSIVE")
        self.file.execute("CREATE TABLE names (name TEXT PRIMARY KEY, ref INTEGER NOT NULL) WITHOUT ROWID")

    def fill(self) -> None:
        """All firms that are here, then the names of those that were made part of another, which they lead to."""
        some: list[tuple[str, int]] = []
        for pk, name in Firm.objects.exclude(name="").order_by("pk").values_list("pk", "name").iterator(2_000):
            some.append((pieces.firm_key(name), pk))
            if len(some) >= _TOGETHER * 4:
                self.add(some)
                some = []
        merged = Absorbed.objects.filter(merge__noun="firm", merge__undone_at=None).values_list(
            "row__fields__name", "was"
        )
        some += [(pieces.firm_key(name), was) for name, was in merged.iterator(2_000) if name]
        self.add(some)

    def add(self, rows: Sequence[tuple[str, int]]) -> None:
        """More of them. A name that is there already stays whose it was."""
        if rows:
            self.file.execute("BEGIN")
            self.file.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", rows)
            self.file.execute("COMMIT")

    def find(self, names: Iterable[str]) -> dict[str, int]:
        """Those of these names that are somebody's."""
        wanted, found = list(names), dict[str, int]()
        for start in range(0, len(wanted), _TOGETHER):
            some = wanted[start : start + _TOGETHER]
            marks = ", ".join("?" * len(some))
            found |= dict(self.file.execute(f"SELECT name, ref FROM names WHERE name IN ({marks})", some).fetchall())
        return found

    def close(self) -> None:
        """Gone, with its file."""
        self.file.close()
        self._path.unlink(missing_ok=True)
