"""Mail and meetings in the open folder, as other programs read them: one .mbox and one .ics a mailbox."""

from __future__ import annotations

import base64
import os
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sellwright.archive.rows import Row
from sellwright.mailroom import codec
from sellwright.protocols import calendar_text
from sellwright.protocols.mbox_text import boxed, unboxed
from sellwright.store import bulk
from sellwright.store.models import Address, EventSighting, Mailbox, Message, Sighting

_ID = re.compile(r"[a-z0-9]{1,16}")


class Out:
    """A file of the folder: what is written is counted and hashed."""

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        self.name, self.size, self._hash, self._file = name, 0, sha256(), path.open("wb")

    def write(self, data: bytes) -> int:
        """Appends."""
        self._hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    def close(self) -> dict[str, Any]:
        """What the manifest says of it."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return {"name": self.name, "bytes": self.size, "sha256": self._hash.hexdigest()}


class MailFiles:
    """Writes the mail of the mailboxes that `may_read` says; keeps one file open a mailbox."""

    def __init__(self, make: Callable[[str], Out], may_read: Callable[[int], bool]) -> None:
        self._make, self._may = make, may_read
        self._names: dict[int, str] = dict(Mailbox.objects.values_list("pk", "public_id"))
        self._mail: dict[int, Out] = {}
        self._calendars: dict[int, Out] = {}

    def put(self, rows: Sequence[Row], ids: Sequence[int], raws: Sequence[bytes]) -> None:
        """Letters of these messages into the .mbox of every mailbox that shows them. Each row then says where it
        stands in the first: mailbox, place and length in bytes. What no mailbox shows stands in the row."""
        boxes = self._boxes(Sighting, "message_id", ids)
        senders = {pk: (at, sender) for pk, at, sender in bulk.pick(Message, ("id", "at", "sender_id"), "id", ids)}
        emails = dict(bulk.pick(Address, ("id", "email"), "id", {sender for _, sender in senders.values()}))
        for row, pk, packed in zip(rows, ids, raws, strict=True):
            raw, (at, sender) = zlib.decompress(packed), senders[pk]
            block = boxed(raw, emails.get(sender, ""), at)
            first = block.index(b"\n") + 1
            length = len(block) - first - (1 if _ends(raw) else 2)
            for box in boxes[pk]:
                if box not in self._mail:
                    self._mail[box] = self._make(f"mail/{self._names[box]}.mbox")
                row.setdefault("mbox", [self._names[box], self._mail[box].size + first, length])
                self._mail[box].write(block)
            if not boxes[pk]:
                row["raw"] = base64.b64encode(raw).decode()

    def meet(self, ids: Sequence[int], bodies: Sequence[str]) -> None:
        """Meetings, calls and chats into the .ics of every mailbox that shows them."""
        boxes = self._boxes(EventSighting, "event_id", ids)
        for pk, body in zip(ids, bodies, strict=True):
            for box in boxes[pk] if body else ():
                if box not in self._calendars:
                    self._calendars[box] = self._make(f"calendars/{self._names[box]}.ics")
                    self._calendars[box].write(calendar_text.HEAD)
                self._calendars[box].write(calendar_text.written(codec.unpack_event(body)))

    def close(self) -> None:
        """The end of every calendar."""
        for calendar in self._calendars.values():
            calendar.write(calendar_text.TAIL)

    def _boxes(self, model: Any, column: str, ids: Sequence[int]) -> dict[int, list[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for pk, box in bulk.pick(model, (column, "mailbox_id"), column, ids):
            if self._may(box):
                found[pk].add(box)
        return {pk: sorted(found[pk]) for pk in ids}


def _ends(raw: bytes) -> bool:
    return raw.endswith(b"\n")


class MailReader:
    """Reads letters back from the .mbox files of a folder."""

    def __init__(self, open_file: Callable[[str], IO[bytes]]) -> None:
        self._open, self._files = open_file, dict[str, IO[bytes]]()

    def raw(self, row: Row) -> bytes:
        """The bytes of a letter. Raises ValueError where its place is none."""
        if "raw" in row:
            return base64.b64decode(row["raw"], validate=True)
        box, at, length = row["mbox"]
        if not _ID.fullmatch(str(box)) or not 0 <= int(length) <= 1 << 32:
            raise ValueError("no place in a mailbox")
        if box not in self._files:
            self._files[box] = self._open(f"mail/{box}.mbox")
        self._files[box].seek(int(at))
        data = self._files[box].read(int(length))
        if len(data) != length:
            raise ValueError("the mailbox is shorter than that")
        return unboxed(data)

    def close(self) -> None:
        """Closes the files."""
        for file in self._files.values():
            file.close()
