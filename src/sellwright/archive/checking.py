"""Looks a folder through before anything is written: whole, unchanged, of a version we know, and with nothing in it
that would lead out of it. A .zip is unpacked first, with an eye on what it says it holds."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from sellwright.archive.nouns import nouns
from sellwright.archive.writing import FORMAT, MANIFEST, UNFINISHED
from sellwright.interactions.failures import CannotRead

_NAMES = re.compile(
    r"README\.txt|tables\.json|rows/[a-z_]{1,60}\.jsonl|mail/[a-z0-9]{1,16}\.mbox|calendars/[a-z0-9]{1,16}\.ics"
    r"|private/[a-z0-9]{1,16}(?:\.[0-9]{1,4})?\.rows"
)
MOST_MANIFEST = 50_000_000
MOST_TIMES = 400  # a .zip that grows by more is none of ours
_CHUNK = 1 << 20
SAFE = 500_000_000  # bytes to be left on the disk


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder that was looked through. `sizes`: its files, by name."""

    folder: Path
    manifest: dict[str, Any]
    sizes: dict[str, int]

    def open(self, name: str) -> IO[bytes]:
        """One of its files. Raises CannotRead when the manifest does not name it."""
        if name not in self.sizes:
            raise CannotRead(f"{name} is not in this folder.")
        return (self.folder / name).open("rb")

    @property
    def private(self) -> list[str]:
        """Files of locked rows."""
        return sorted(name for name in self.sizes if name.startswith("private/"))


@contextmanager
def unpacked(given: Path, beside: Path) -> Iterator[Path]:
    """The folder itself, or that of a .zip, unpacked into `beside` and deleted afterwards."""
    if given.is_dir():
        yield given
        return
    if not given.is_file() or not zipfile.is_zipfile(given):
        raise CannotRead(f"{given} is neither a folder nor a .zip.", "Name what an export wrote.")
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=beside, prefix="arriving-") as held:
        _unpack(given, Path(held))
        yield Path(held)


def _unpack(given: Path, into: Path) -> None:
    try:
        with zipfile.ZipFile(given) as packed:
            infos = [info for info in packed.infolist() if not info.is_dir()]
            for info in infos:
                if info.filename != MANIFEST and not _NAMES.fullmatch(info.filename):
                    raise CannotRead(f"{given.name} holds a file that no export writes: {info.filename[:100]!r}.")
            total = sum(info.file_size for info in infos)
            if total > MOST_TIMES * max(given.stat().st_size, 1 << 16):
                raise CannotRead(f"{given.name} would grow beyond all measure. No export does.")
            if total + SAFE > shutil.disk_usage(into).free:
                raise CannotRead(f"{given.name} needs {total // 1_000_000:,} MB, more than this disk has.")
            for info in infos:
                _unpack_one(packed, info, into / info.filename)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise CannotRead(f"{given.name} cannot be unpacked: it is damaged ({type(error).__name__}).") from error


def _unpack_one(packed: zipfile.ZipFile, info: zipfile.ZipInfo, to: Path) -> None:
    to.parent.mkdir(exist_ok=True, mode=0o700)
    left = info.file_size
    with packed.open(info) as source, to.open("xb") as out:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise CannotRead(f"{info.filename} is larger than the .zip says.")
            out.write(chunk)


def check(folder: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Checked:
    """Reads every byte of the folder once. Raises CannotRead with a sentence; nothing was written then."""
    manifest = _manifest(folder)
    sizes: dict[str, int] = {}
    hashes: dict[str, str] = {}
    try:
        for file in manifest["files"]:
            sizes[str(file["name"])], hashes[str(file["name"])] = int(file["bytes"]), str(file["sha256"])
        if len(sizes) != len(manifest["files"]):
            raise ValueError
        counts = {str(name): int(number) for name, number in manifest["counts"].items()}
        numbers = {str(name): int(number) for name, number in manifest["numbers"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CannotRead("The manifest of this folder is damaged.", "Export again.") from None
    known = {noun.name for noun in nouns()}
    for name in sizes:
        if not _NAMES.fullmatch(name):
            raise CannotRead(f"The manifest names a file that no export writes: {name[:100]!r}.")
    strange = sorted((set(counts) | set(numbers) | _row_files(sizes)) - known)
    if strange:
        raise CannotRead(f"This folder has rows that this version does not know: {', '.join(strange[:5])}.",
                         "Import it with the version that wrote it, or a newer one.")  # fmt: skip
    done, total = 0, sum(sizes.values())
    for name in sorted(sizes):
        _check_file(folder, name, sizes[name], hashes[name])
        done += sizes[name]
        progress(done, total)
    return Checked(folder, manifest, sizes)


def _row_files(sizes: dict[str, int]) -> set[str]:
    return {name.removeprefix("rows/").removesuffix(".jsonl") for name in sizes if name.startswith("rows/")}


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not folder.is_dir():
        raise CannotRead(f"{folder} is no folder.", "Name what an export wrote.")
    if not path.is_file():
        if (folder / UNFINISHED).exists():
            raise CannotRead(f"{folder} is not whole: the export into it was ended before its end.", "Export again.")
        raise CannotRead(f"{folder} has no {MANIFEST}: it is not the folder of a workspace.")
    try:
        if path.stat().st_size > MOST_MANIFEST:
            raise ValueError
        manifest = json.loads(path.read_bytes())
        version = int(manifest["format"])
    except (ValueError, KeyError, TypeError, OSError):
        raise CannotRead("The manifest of this folder is damaged.", "Export again.") from None
    if version > FORMAT:
        raise CannotRead(f"This folder was written by a newer version ({manifest.get('made_by', 'unknown')}).",
                         "Update Sellwright, then import again.")  # fmt: skip
    return dict(manifest)


def _check_file(folder: Path, name: str, size: int, wanted: str) -> None:
    path = folder / name
    if not path.is_file() or path.is_symlink() or path.parent.is_symlink():
        raise CannotRead(f"{name} is missing.", "Copy the whole folder, or export again.")
    if path.stat().st_size != size:
        raise CannotRead(f"{name} has another size than the manifest says.", "Copy the folder anew, or export again.")
    seen = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            seen.update(chunk)
    if seen.hexdigest() != wanted:
        raise CannotRead(f"{name} was changed since it was written.", "Copy the folder anew, or export again.")
