"""Files on disk as `Blob`s, and a walk over folders that no link, pipe or closed door can trip."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, NamedTuple

from sellwright.interactions.failures import CannotRead
from sellwright.protocols.files import (
    A_LINK,
    HEAD_BYTES,
    NO_PERMISSION,
    NOT_A_FILE,
    Blob,
    Damaged,
    Entry,
    FileSource,
    Names,
    Reader,
    never_silent,
)

_MAX_HELD = 64  # open files kept; a profile may hold hundreds of mailboxes, a process only so many descriptors


def shown(name: str) -> str:
    """A name fit for a terminal and for UTF-8, whatever bytes a file system or archive gave it."""
    text = os.fsencode(name).decode("utf-8", "replace") if not name.isascii() else name
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


class HeldFile:
    """One file kept open between reads, for the many small reads a mailbox needs. Reopened when it had to yield."""

    _held: ClassVar[deque[HeldFile]] = deque()

    __slots__ = ("_descriptor", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor = -1

    def read(self, offset: int, count: int) -> bytes:
        """Bytes at an offset, fewer at the end of the file. Raises OSError."""
        if self._descriptor < 0:
            self._open()
        data = os.pread(self._descriptor, count, offset)
        # One call may return less than asked (2 GB at most on Linux, signals on network drives).
        while 0 < len(data) < count:
            more = os.pread(self._descriptor, count - len(data), offset + len(data))
            if not more:
                break
            data += more
        return data

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()

    def _open(self) -> None:
        while len(self._held) >= _MAX_HELD:
            self._held.popleft().close()
        self._descriptor = _open_regular(self._path)
        self._held.append(self)


def _open_regular(path: str) -> int:
    """A descriptor of a regular file. Opening never waits, so a pipe put in a file's place cannot hang us."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", path)
    return descriptor


def read_once(path: str, offset: int, count: int) -> bytes:
    """Bytes of a file that is opened for this read alone: for the small files of a folder."""
    descriptor = _open_regular(path)
    try:
        return os.pread(descriptor, count, offset)
    finally:
        os.close(descriptor)


def blob_at(path: str, name: str, size: int, modified: float, labels: tuple[str, ...] = ()) -> Blob:
    """A file as bytes with a name. Files above 1 MB are kept open between reads."""
    if size > 1024 * 1024:
        return Blob(name, size, HeldFile(path).read, modified, labels)
    return Blob(name, size, lambda offset, count: read_once(path, offset, count), modified, labels)


def blob_of(path: Path) -> Blob:
    """The file a person named. Raises CannotRead."""
    try:
        state = path.stat()
    except OSError as error:
        raise CannotRead(f"{shown(str(path))} cannot be read: {error.strerror}.") from error
    return blob_at(str(path), shown(path.name), state.st_size, state.st_mtime)


class Stood(NamedTuple):
    """A thing found on a walk. `refused` says why it is not read, '' when it is a file to look into."""

    path: str
    name: str  # below the folder the walk began in, with '/', fit to be shown
    size: int
    modified: float
    refused: str = ""


def walk(folder: Path) -> Iterator[Stood]:
    """Every file below a folder, folder by folder in name order. Links are shown, never followed, so that none leads
    in a circle or out of the folder. Raises CannotRead when the folder itself cannot be listed."""
    stack = [("", str(folder))]
    while stack:
        prefix, place = stack.pop()
        try:
            with os.scandir(place) as listing:
                found = sorted(listing, key=lambda item: item.name)
        except OSError as error:
            if not prefix:
                raise CannotRead(
                    f"{shown(place)} cannot be read: {error.strerror}.", "Check who may open the folder."
                ) from error
            yield Stood(place, prefix.rstrip("/"), 0, 0.0, NO_PERMISSION)
            continue
        below, names = [], Names()
        for item in found:
            name = prefix + names.once(shown(item.name))
            try:
                if item.is_symlink():
                    yield Stood(item.path, name, 0, 0.0, A_LINK)
                elif item.is_dir(follow_symlinks=False):
                    below.append((name + "/", item.path))
                elif item.is_file(follow_symlinks=False):
                    state = item.stat(follow_symlinks=False)
                    yield Stood(item.path, name, state.st_size, state.st_mtime)
                else:
                    yield Stood(item.path, name, 0, 0.0, NOT_A_FILE)
            except OSError:
                yield Stood(item.path, name, 0, 0.0, NO_PERMISSION)
        stack.extend(reversed(below))


def single_file(name: str, title: str, rank: int, reader: Reader) -> FileSource:
    """A source for a kind that is one file, from how its bytes are read."""

    def recognises(path: Path) -> bool:
        return path.is_file() and reader.recognises(path.name, read_once(str(path), 0, HEAD_BYTES))

    def entries(path: Path) -> Iterator[Entry]:
        try:
            yield from never_silent(reader, blob_of(path))
        except Damaged as error:
            raise CannotRead(
                f"{shown(path.name)} cannot be read: {error}.", "Export or copy it again, then try once more."
            ) from error
        except OSError as error:
            raise CannotRead(f"{shown(path.name)} cannot be read: {error.strerror}.") from error

    return FileSource(name, title, rank, recognises, entries, reader)


def sized(blob: Blob) -> Blob:
    """The same bytes with their size known, read through once if need be."""
    size = blob.size
    if size < 0:
        size = 0
        while more := len(blob.read(size, 256 * 1024)):
            size += more
    return replace(blob, size=size)


class BlobFile(io.RawIOBase):
    """A `Blob` as a file to read and seek in, for libraries that want one. Needs a blob of known size."""

    def __init__(self, blob: Blob) -> None:
        super().__init__()
        self._blob = blob
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        start = (0, self._at, self._blob.size)[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, count: int | None = -1) -> bytes:
        if count is None or count < 0:
            count = max(0, self._blob.size - self._at)
        data = self._blob.read(self._at, count)
        self._at += len(data)
        return data

    def get_size(self) -> int:
        """Asked for by libpff."""
        return self._blob.size
