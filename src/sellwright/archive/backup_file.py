"""A backup as a file: one .zip that any program opens, with a manifest of what is in it, sizes, hashes and counts.

    manifest.json            `Manifest`
    database/...             the SQLite file, or one file of rows for each PostgreSQL table
    home/...                 the other files of the data folder, where they lie there
    key.json                 only if asked for: the server's key, closed with a passphrase

It is written beside its final place and renamed when every byte of it was read back: a file of that name is whole.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sellwright.interactions.failures import CannotRead

FORMAT = 1
MANIFEST, KEY = "manifest.json", "key.json"
DATABASE, HOME = "database/", "home/"
PACKED = frozenset({".zip", ".gz", ".xz", ".zst", ".bz2", ".7z", ".jpg", ".png", ".pdf", ".mp3", ".m4a", ".mp4"})
LEVEL = 3  # of deflate: 6 is half as fast for a tenth less (bench of letters and databases)
CHUNK = 1 << 20
MOST_MANIFEST = 1 << 28  # bytes; a million files are about 150 MB
# What zipfile raises for bytes that are no .zip, or one no program would write.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OverflowError)
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}  # about 0.1 s and 32 MB for each guess


@dataclass(frozen=True, slots=True)
class Held:
    """One file of a backup."""

    size: int  # bytes
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds. `scope`: "whole", or "database" (made before an upgrade: other files stay as they are)."""

    version: str  # of Sellwright
    engine: str  # sqlite or postgresql
    made_at: str  # ISO 8601, UTC
    scope: str = "whole"
    migrations: list[tuple[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # rows by table
    columns: dict[str, list[str]] = field(default_factory=dict)  # PostgreSQL: what each file of rows holds, in order
    files: dict[str, Held] = field(default_factory=dict)  # by their path in the .zip
    key_mark: str = ""  # tells whether a key is the one of this backup; tells nothing of the key
    has_key: bool = False

    def packed(self) -> bytes:
        """As it stands in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(one.size for one in self.files.values())


class Writer:
    """Writes a backup into an open file; `end` puts the manifest in."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=LEVEL)

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        """One file from its pieces."""
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o600 << 16
        packed = Path(name).suffix.lower() in PACKED
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        info._compresslevel = LEVEL  # type: ignore[attr-defined]  # zipfile has no other way for a stream
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.manifest.files[name] = Held(size, digest.hexdigest())

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *failure: object) -> None:
        if failure[0] is not None:
            self._zip.fp = None  # given up: nothing more is written, not even at the end of the program

    def end(self) -> None:
        """Writes the manifest and the directory of the .zip."""
        self._zip.writestr(MANIFEST, self.manifest.packed())
        self._zip.close()


class Reader:
    """An existing backup. Raises CannotRead with a sentence for whatever is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            with self._zip.open(MANIFEST) as file:
                held = json.loads(file.read(MOST_MANIFEST))
            self.manifest = _manifest(held)
        except FileNotFoundError:
            raise CannotRead(f"There is no file {path}.", "Name a backup: sellwright restore FILE.") from None
        except (*_BROKEN, KeyError, ValueError, TypeError, OSError) as error:
            raise self._damaged("it cannot be opened") from error

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one file. At its end raises CannotRead unless size and hash are as the manifest says."""
        held = self.manifest.files[name]
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as file:
                while chunk := file.read(CHUNK):
                    size += len(chunk)
                    if size > held.size:
                        break
                    digest.update(chunk)
                    yield chunk
        except (*_BROKEN, KeyError, ValueError) as error:
            raise self._damaged(f"{name} cannot be read") from error
        if size != held.size or digest.hexdigest() != held.sha256:
            raise self._damaged(f"{name} is not what was written")

    def verify(self) -> None:
        """Reads every byte. Raises CannotRead unless all is as it was written."""
        for name in self.manifest.files:
            for _chunk in self.chunks(name):
                pass

    def key(self, passphrase: str) -> str:
        """The server's key. Raises CannotRead when the passphrase does not open it."""
        try:
            box: dict[str, Any] = json.loads(self._zip.read(KEY))
            return _box(passphrase, base64.b64decode(box["salt"])).decrypt(box["sealed"].encode()).decode()
        except InvalidToken:
            raise CannotRead("The passphrase does not open the key in this backup.", "Try it again.") from None
        except (*_BROKEN, KeyError, ValueError) as error:
            raise self._damaged("its key cannot be read") from error

    def unpack(self, name: str, to: Path) -> None:
        """Writes one file, made sure of on the disk."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(to, "xb", opener=_private) as out:
            for chunk in self.chunks(name):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())

    def _damaged(self, what: str) -> CannotRead:
        return CannotRead(f"{self.path} is no whole backup: {what}.", "Take another one.")


def closed_key(key: str, passphrase: str) -> bytes:
    """The server's key closed with a passphrase (scrypt, Fernet), as it stands in the file."""
    salt = secrets.token_bytes(16)
    sealed = _box(passphrase, salt).encrypt(key.encode()).decode()
    return json.dumps({"salt": base64.b64encode(salt).decode(), "sealed": sealed, **_SCRYPT}).encode()


def mark_of(key: str) -> str:
    """Sixteen signs by which a key is known again: HKDF-SHA256, from which the key cannot be told."""
    return HKDF(SHA256(), 8, salt=None, info=b"sellwright key mark 1").derive(key.encode()).hex()


def read_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file of this machine."""
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _box(passphrase: str, salt: bytes) -> Fernet:
    derived = Scrypt(salt, 32, **_SCRYPT).derive(passphrase.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _manifest(held: Any) -> Manifest:
    if held["format"] > FORMAT:
        raise CannotRead(
            f"This backup is of a newer kind (Sellwright {held['version']}) than this Sellwright reads.",
            "Update Sellwright, then restore it.",
        )
    files = {str(name): Held(int(one["size"]), str(one["sha256"])) for name, one in held["files"].items()}
    for name in files:
        parts = name.split("/")
        if not name.startswith((DATABASE, HOME)) or "\\" in name or not all(parts) or {".", ".."} & set(parts):
            raise ValueError(name)
    return Manifest(
        version=str(held["version"]), engine=str(held["engine"]), made_at=str(held["made_at"]),
        scope=str(held["scope"]), migrations=[(str(app), str(name)) for app, name in held["migrations"]],
        counts={str(name): int(count) for name, count in held["counts"].items()},
        columns={str(name): [str(one) for one in columns] for name, columns in held["columns"].items()},
        files=files, key_mark=str(held["key_mark"]), has_key=bool(held["has_key"]),
    )  # fmt: skip
