"""Private rows of an imported folder: opened with their owner's words, or kept locked until that member opens them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO, Any

from django.utils import timezone

from sellwright.archive import sealing
from sellwright.archive.checking import Checked
from sellwright.archive.rows import BATCH, HEAVY, Row, read
from sellwright.interactions.failures import CannotRead
from sellwright.store import sealed
from sellwright.store.models import ExportKey, LockedPart, User

Keys = dict[str, tuple[str, bytes, dict[str, Any]]]  # file to (member, key, lock)


def keys(checked: Checked, words: Iterable[str]) -> Keys:
    """The files that these words open. Raises WrongWords for words that open none."""
    found: Keys = {}
    heads = {name: _head(checked, name) for name in checked.private}
    for given in words:
        opens = False
        for name, (member, lock) in heads.items():
            try:
                found[name] = (member, sealing.unlock(lock, given), lock)
                opens = True
            except sealing.WrongWords:
                continue
        if not opens:
            raise sealing.WrongWords("Words were given that open none of its private files.", "Check them.")
    return found


def _head(checked: Checked, name: str) -> tuple[str, dict[str, Any]]:
    with checked.open(name) as file:
        return sealing.head(file)


def runs(file: IO[bytes], member: str, key: bytes) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a file, in runs of one noun. Raises CannotRead."""
    with file:
        whose, _lock = sealing.head(file)
        if whose != member:
            raise CannotRead("A file of private rows names another member.")
        held: list[Row] = []
        noun = ""
        for text in sealing.opened(sealing.pieces(file.read), member, key):
            row = read(text)
            name = str(row.pop("noun"))
            if held and (name != noun or len(held) >= (HEAVY if noun == "letters" else BATCH)):
                yield noun, held
                held = []
            noun = name
            held.append(row)
        if held:
            yield noun, held


def keep_key(member: str, key: bytes, lock: dict[str, Any]) -> None:
    """A member's key goes on being theirs: what they are exported with next opens with the same words."""
    user = User.objects.get(public_id=member)
    ExportKey.objects.update_or_create(
        user=user,
        defaults={"lock": lock, "secret": sealed.seal(base64.b64encode(key).decode()), "words": "",
                  "shown_at": timezone.now()},
    )  # fmt: skip


def keep_locked(checked: Checked, opened: Keys) -> list[str]:
    """Keeps every file that was not opened, as it is; whose they are."""
    whose = []
    for name in checked.private:
        if name in opened:
            continue
        member, _lock = _head(checked, name)
        user = User.objects.get(public_id=member)
        whose.append(member)
        with checked.open(name) as file:
            number = 0
            while data := file.read(sealing.PIECE):
                LockedPart.objects.create(user=user, file=name, number=number, data=data)
                number += 1
    return whose


def locked_files(user: User) -> list[str]:
    """Files of a member that are still locked here."""
    rows = LockedPart.objects.filter(user=user).order_by("file")
    return list(rows.values_list("file", flat=True).distinct())


class Held(BytesIO):
    """A locked file as it stands in the database, read piece by piece."""

    def __init__(self, user: User, name: str) -> None:
        super().__init__()
        parts = LockedPart.objects.filter(user=user, file=name).order_by("number")
        self._parts = parts.values_list("data", flat=True).iterator(chunk_size=2)
        self._left = b""

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to `size` bytes."""
        wanted = size if size is not None and size >= 0 else 1 << 62
        while len(self._left) < wanted:
            more = next(self._parts, None)
            if more is None:
                break
            self._left += bytes(more)
        found, self._left = self._left[:wanted], self._left[wanted:]
        return found

    def readline(self, size: int | None = -1, /) -> bytes:
        """Up to the next end of line."""
        while b"\n" not in self._left:
            more = next(self._parts, None)
            if more is None:
                break
            self._left += bytes(more)
        at = self._left.find(b"\n") + 1 or len(self._left)
        if size is not None and size >= 0:
            at = min(at, size)
        found, self._left = self._left[:at], self._left[at:]
        return found
