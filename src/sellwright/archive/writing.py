"""Writes the whole workspace as an open folder (docs/reference/workspace-folder.md): a file of JSON lines a noun, mail
and calendars as other programs read them, private rows of colleagues locked, a manifest with the hash of every file.

The manifest comes last and by a rename: a folder without one is not whole, and says so in a file called INCOMPLETE.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sellwright import __version__
from sellwright.archive import describing, sealing
from sellwright.archive.mailfiles import MailFiles, Out
from sellwright.archive.nouns import KINDS, ONLY, Noun, nouns
from sellwright.archive.readers import OPEN, Everything, Narrowed, Readers, readers_for, rights
from sellwright.archive.rows import BATCH, HEAVY, Finder, Row, batches, columns, line, named, written
from sellwright.interactions.failures import CannotRead
from sellwright.store.dialects import last_number, snapshot
from sellwright.store.models import LockedPart, User

FORMAT = 1
MANIFEST, UNFINISHED = "manifest.json", "INCOMPLETE"
_UNFINISHED_WORDS = "This export is not whole: it is being written, or was ended before its end. Export again.\n"
Progress = Callable[[int, int], None]


class Stopped(Exception):
    """Asked to stop before the end."""


def write(
    folder: Path,
    *,
    reader: User | None,
    now: datetime,
    progress: Progress = lambda done, total: None,
    stopping: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Writes the folder and returns its manifest. What `reader` may read stands open in it; None: everything.

    The folder must be new, empty, or one that was not finished. Raises CannotRead with a sentence, and Stopped.
    """
    prepare(folder)
    keys = {} if reader is None else {user.pk: sealing.key_of(user) for user in User.objects.exclude(pk=reader.pk)}
    with snapshot():
        writer = _Writer(folder, readers_for(reader), keys, progress, stopping)
        writer.all_rows()
        manifest = {
            "format": FORMAT,
            "made_by": f"Sellwright {__version__}",
            "exported_at": now.isoformat(),
            "exported_for": reader.public_id if reader else None,
            **writer.close(),
        }
    _publish(folder, manifest)
    return manifest


def prepare(folder: Path) -> None:
    """An empty folder that says that it is not whole. Raises CannotRead where something else lies there."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = sorted(folder.iterdir())
        if held and not (folder / UNFINISHED).is_file():
            raise CannotRead(f"{folder} is not empty.", "Name a new folder.")
        (folder / UNFINISHED).write_text(_UNFINISHED_WORDS, encoding="utf-8")
        for path in held:
            _drop(path)
    except OSError as error:
        raise CannotRead(f"{folder} cannot be written ({error.strerror}).", "Name another folder.") from error


def _drop(path: Path) -> None:
    """What an unfinished export left: files in it and one level below, nothing that is linked elsewhere."""
    if path.name == UNFINISHED:
        return
    if path.is_dir() and not path.is_symlink():
        for inner in path.iterdir():
            inner.unlink()
        path.rmdir()
    else:
        path.unlink()


def _publish(folder: Path, manifest: dict[str, Any]) -> None:
    part = folder / f"{MANIFEST}.part"
    part.touch(mode=0o600)
    with part.open("w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1, sort_keys=True, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / MANIFEST)
    (folder / UNFINISHED).unlink()


class _Writer:
    def __init__(
        self, folder: Path, readers: Everything | Narrowed, keys: dict[int, tuple[bytes, dict[str, Any]]],
        progress: Progress, stopping: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._folder, self._readers, self._keys = folder, readers, keys
        self._progress, self._stopping = progress, stopping
        self._outs: list[Out] = []
        self._sealers: dict[int, sealing.Sealer] = {}
        self._counts: dict[str, int] = {}
        self._locked_rows: dict[int, int] = {}
        self._members: dict[int, str] = dict(User.objects.values_list("pk", "public_id"))
        may = readers.may_open if isinstance(readers, Narrowed) else lambda box: True
        self._mail = MailFiles(self._make, may)

    def all_rows(self) -> None:
        total = sum(noun.model._default_manager.count() for noun in nouns())
        done = 0
        for noun in nouns():
            out = self._make(f"rows/{noun.name}.jsonl")
            self._counts[noun.name] = 0
            for found in batches(noun, self._more(noun), HEAVY if noun.label == "Letter" else BATCH):
                if self._stopping():
                    raise Stopped
                self._batch(noun, found, out)
                done += len(found)
                self._progress(done, total)

    def close(self) -> dict[str, Any]:
        """Ends every file; what the manifest says of them all."""
        self._mail.close()
        for sealer in self._sealers.values():
            sealer.close()
        self._still_locked()
        for name, text in describing.pages():
            self._make(name).write(text)
        files = sorted((out.close() for out in self._outs), key=lambda file: str(file["name"]))
        numbers = {noun.name: last_number(noun.model._meta.db_table) for noun in nouns() if _keeps(noun)}
        locked = {self._members[pk]: rows for pk, rows in self._locked_rows.items()}
        return {"files": files, "counts": self._counts, "locked": locked, "numbers": numbers}

    def _more(self, noun: Noun) -> list[str]:
        asked = [path for _, path in rights(noun)] if self._readers.sealed else []
        return [*asked, *({"Letter": ["raw"], "Event": ["body"]}.get(noun.label, []))]

    def _batch(self, noun: Noun, found: list[tuple[Any, ...]], out: Out) -> None:
        first = len(columns(noun))
        asked = len(rights(noun)) if self._readers.sealed else 0
        whose = self._readers.of(noun, [values[first : first + asked] for values in found])
        rows = written(noun, found)
        soft = self._soft_links(noun, found, rows) if self._readers.sealed else {}
        if noun.label == "Letter":
            self._letters(rows, found, whose)
        if noun.label == "Event":
            open_ones = [values for values, held in zip(found, whose, strict=True) if held == OPEN]
            self._mail.meet([values[0] for values in open_ones], [values[-1] for values in open_ones])
        lines = bytearray()
        for at, (row, held) in enumerate(zip(rows, whose, strict=True)):
            if held == OPEN:
                for name, owners, ref in soft.get(at, ()):
                    self._seal({"noun": noun.name, "of": named(noun, row), "set": {name: ref}}, owners, 0)
                    row[name] = None
                lines += line(row)
                self._counts[noun.name] += 1
            else:
                self._seal({"noun": noun.name, **row}, held)
        out.write(bytes(lines))

    def _soft_links(
        self, noun: Noun, found: Sequence[Sequence[Any]], rows: Sequence[Row]
    ) -> dict[int, list[tuple[str, Readers, Any]]]:
        """By place in the batch: links that may be empty to rows that are not everybody's. They are locked too."""
        hidden: dict[int, list[tuple[str, Readers, Any]]] = {}
        for link in noun.links:
            if link.is_hard or link.target not in KINDS:
                continue
            names = [row[link.name] for row in rows]
            ids = self._ids(link.target, names)
            known = self._readers.of_links(noun, link.name, ids.values())
            for at, name in enumerate(names):
                if name is not None and (held := known.get(ids.get(_key(name)))):
                    hidden.setdefault(at, []).append((link.name, held, name))
        return hidden

    def _ids(self, target: Any, names: Sequence[Any]) -> dict[Any, int]:
        finder = Finder()
        finder.learn(target, names)
        return {_key(name): finder.find(target, name) for name in names if name is not None}

    def _letters(self, rows: list[Row], found: list[tuple[Any, ...]], whose: Sequence[Readers]) -> None:
        is_open = [at for at, held in enumerate(whose) if held == OPEN]
        self._mail.put([rows[at] for at in is_open], [found[at][0] for at in is_open],
                       [bytes(found[at][-1]) for at in is_open])  # fmt: skip
        for at, held in enumerate(whose):
            if held != OPEN:
                rows[at]["raw"] = base64.b64encode(zlib.decompress(bytes(found[at][-1]))).decode()

    def _seal(self, row: Row, owners: Readers, counted: int = 1) -> None:
        for owner in sorted(owners):
            if owner not in self._sealers:
                member = self._members[owner]
                key, its_lock = self._keys[owner]
                out = self._make(self._private_name(owner, member))
                self._sealers[owner] = sealing.Sealer(out, member, key, its_lock)
            self._sealers[owner].add(line(row))
            self._locked_rows[owner] = self._locked_rows.get(owner, 0) + counted

    def _private_name(self, owner: int, member: str) -> str:
        taken = set(LockedPart.objects.filter(user=owner).values_list("file", flat=True).distinct())
        number = 1
        while (name := f"private/{member}{f'.{number}' if number > 1 else ''}.rows") in taken:
            number += 1
        return name

    def _still_locked(self) -> None:
        """Private rows that came with an import and that their owners have not opened: the same bytes again."""
        files = LockedPart.objects.order_by("user", "file").values_list("user", "file").distinct()
        for user, name in list(files):
            out = self._make(name)
            parts = LockedPart.objects.filter(user=user, file=name).order_by("number")
            for data in parts.values_list("data", flat=True).iterator(chunk_size=4):
                out.write(bytes(data))

    def _make(self, name: str) -> Out:
        out = Out(self._folder, name)
        self._outs.append(out)
        return out


def _key(name: Any) -> Any:
    return tuple(name) if isinstance(name, list) else name


def _keeps(noun: Noun) -> bool:
    """Whether the numbers of a table are told: not where most of its rows are derived, and numbered anew."""
    return noun.has_number and noun.label not in ONLY
