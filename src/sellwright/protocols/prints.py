"""Fingerprints of what stands on disk, so that a cache can tell whether a mailbox is as it was, without reading it.

Size, time of change, and the first and last kilobyte: what any program that writes mail changes. A file altered in the
middle by a tool that puts size and time back is not noticed; delete the cache after such a thing.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sellwright.protocols.disk import blob_of, read_once, walk

_EDGE = 1024
_VERSION = "1"


def fingerprint(path: Path) -> str:
    """A short text that stays the same while a file, or everything below a folder, does. Costs two small reads for a
    file and one look at each file's size and time for a folder. Raises CannotRead."""
    if path.is_dir():
        digest = hashlib.blake2b(digest_size=16)
        for stood in walk(path):
            digest.update(f"{stood.path}\0{stood.size}\0{stood.modified!r}\0{stood.refused}\n".encode(errors="replace"))
        return f"{_VERSION} folder {digest.hexdigest()}"
    blob = blob_of(path)
    return f"{_VERSION} file {blob.size} {blob.modified!r} {_edge(path, 0)} {_edge(path, max(0, blob.size - _EDGE))}"


def grew(path: Path, before: str) -> bool:
    """Whether a file only got longer since a fingerprint was taken: its first kilobyte, and the kilobyte that was its
    last, are unchanged. The entries of an mbox then keep their names; only the one that was last may have changed."""
    parts = before.split()
    if len(parts) != 6 or parts[:2] != [_VERSION, "file"] or not path.is_file():
        return False
    size = int(parts[2])
    if path.stat().st_size <= size or size < _EDGE:
        return False
    return _edge(path, 0) == parts[4] and _edge(path, size - _EDGE) == parts[5]


def _edge(path: Path, offset: int) -> str:
    return hashlib.blake2b(read_once(str(path), offset, _EDGE), digest_size=8).hexdigest()
