"""Private rows, locked for one member: a stream of JSON lines, packed and encrypted in pieces.

Each member has a key of 64 random bytes. Pieces are AES-SIV (RFC 5297), which needs no random number: the same rows
give the same bytes, so that two exports of the same workspace are equal. What is bound to each piece is the member, its
number and whether it is the last: none can be left out, moved or taken from another's file. The key itself stands at
the head of the file, locked by the member's words: scrypt (RFC 7914) makes the key of that lock of them.
"""

from __future__ import annotations

import base64
import json
import os
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.db import transaction
from django.utils import timezone

from sellwright.interactions.failures import CannotRead
from sellwright.store import sealed
from sellwright.store.models import ExportKey, User
from sellwright.store.models.ids import new_public_id

MAGIC = b"sellwright private rows 1\n"
PIECE = 1 << 20  # bytes of packed rows a piece
MOST_HEAD = 10_000
MOST_LINE = 1 << 30  # bytes of one unpacked row
COST = {"n": 1 << 15, "r": 8, "p": 1}  # 32 MB and about a tenth of a second a try
_HIGHEST = {"n": 1 << 20, "r": 32, "p": 16}  # what a folder may ask of this machine


class WrongWords(CannotRead):
    """The words do not open this file."""


def words() -> str:
    """New words: 24 characters in groups of four, 118 bits."""
    letters = new_public_id() + new_public_id()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def key_of(user: User) -> tuple[bytes, dict[str, Any]]:
    """A member's key and how it stands locked in files. One who has none gets one now; its words wait for them."""
    row = ExportKey.objects.filter(user=user).first() or renew(user)
    return base64.b64decode(sealed.unseal(row.secret)), row.lock


def renew(user: User) -> ExportKey:
    """A new key, in place of any there was: files of before open with the words of before only."""
    key, new = os.urandom(64), words()
    with transaction.atomic():
        row, _ = ExportKey.objects.update_or_create(
            user=user,
            defaults={
                "lock": lock(key, new), "secret": sealed.seal(base64.b64encode(key).decode()),
                "words": sealed.seal(new), "made_at": timezone.now(), "shown_at": None,
            },
        )  # fmt: skip
    return row


def lock(key: bytes, its_words: str) -> dict[str, Any]:
    """A key locked by words."""
    salt = os.urandom(16)
    box = AESSIV(_from_words(its_words, salt, COST)).encrypt(key, [MAGIC])
    return {**COST, "salt": base64.b64encode(salt).decode(), "key": base64.b64encode(box).decode()}


def unlock(given: dict[str, Any], its_words: str) -> bytes:
    """The key. Raises WrongWords, or CannotRead for a lock that is none."""
    try:
        cost = {name: int(given[name]) for name in COST}
        if any(not 1 <= value <= _HIGHEST[name] for name, value in cost.items()) or cost["n"] * cost["r"] > 1 << 23:
            raise ValueError
        salt, box = base64.b64decode(given["salt"]), base64.b64decode(given["key"])
        derived = _from_words(its_words, salt, cost)
    except (KeyError, TypeError, ValueError):
        raise CannotRead("The head of a file of private rows is damaged.") from None
    try:
        return AESSIV(derived).decrypt(box, [MAGIC])
    except InvalidTag:
        raise WrongWords("These words open none of it.", "Check them letter by letter; they are shown once.") from None


def _from_words(given: str, salt: bytes, cost: dict[str, int]) -> bytes:
    plain = "".join(unicodedata.normalize("NFKC", given).lower().split()).replace("-", "")
    return Scrypt(salt=salt, length=64, **cost).derive(plain.encode())


class Written(Protocol):
    """What is written to."""

    def write(self, data: bytes, /) -> int:
        """Appends."""


class Sealer:
    """Writes one member's file, piece by piece."""

    def __init__(self, file: Written, member: str, key: bytes, its_lock: dict[str, Any]) -> None:
        self._file, self._member, self._box = file, member, AESSIV(key)
        self._pack, self._held, self._number = zlib.compressobj(6), bytearray(), 0
        file.write(MAGIC + json.dumps({"member": member, "lock": its_lock}, sort_keys=True).encode() + b"\n")

    def add(self, line: bytes) -> None:
        """One more row."""
        self._held += self._pack.compress(line)
        while len(self._held) > PIECE:
            self._piece(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]

    def close(self) -> None:
        """The last piece."""
        self._held += self._pack.flush()
        self._piece(bytes(self._held), last=True)

    def _piece(self, data: bytes, *, last: bool) -> None:
        box = self._box.encrypt(data, [_bound(self._member, self._number, last=last)])
        self._file.write(struct.pack(">BI", last, len(box)) + box)
        self._number += 1


def head(file: IO[bytes]) -> tuple[str, dict[str, Any]]:
    """Whose a file is, and the lock of its key; the pieces follow. Raises CannotRead."""
    try:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError
        found = json.loads(file.readline(MOST_HEAD))
        return str(found["member"]), dict(found["lock"])
    except (ValueError, KeyError, TypeError):
        raise CannotRead("This is no file of private rows, or it is of another version.") from None


def opened(pieces: Iterable[tuple[bool, bytes]], member: str, key: bytes) -> Iterator[bytes]:
    """The lines of a file, from its pieces. Raises CannotRead where one is missing, changed or not in its place."""
    unpack, held, ended = zlib.decompressobj(), b"", False
    for number, (last, box) in enumerate(pieces):
        if ended:
            raise CannotRead("A file of private rows goes on after its end.")
        try:
            data = AESSIV(key).decrypt(box, [_bound(member, number, last=last)])
        except InvalidTag:
            raise CannotRead("A file of private rows was changed, or a piece of it is missing.") from None
        ended = last
        while data:
            held += unpack.decompress(data, PIECE)
            data = unpack.unconsumed_tail
            if len(held) > MOST_LINE:
                raise CannotRead("A row in a file of private rows is too long.")
            *lines, held = held.split(b"\n")
            yield from lines
    if not ended or not unpack.eof:
        raise CannotRead("A file of private rows ends too early.")


def pieces(read: Callable[[int], bytes]) -> Iterator[tuple[bool, bytes]]:
    """The pieces that follow a head. Raises CannotRead."""
    while mark := read(5):
        if len(mark) < 5:
            raise CannotRead("A file of private rows ends too early.")
        last, size = struct.unpack(">BI", mark)
        if size > 2 * PIECE:
            raise CannotRead("A file of private rows is damaged.")
        box = read(size)
        if len(box) < size:
            raise CannotRead("A file of private rows ends too early.")
        yield bool(last), box


def _bound(member: str, number: int, *, last: bool) -> bytes:
    return MAGIC + f"{member} {number} {int(last)}".encode()
