"""A desk with one account that reads the hostile server; what must hold after whatever it did."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sellwright.capture.failures import CaptureError, TryLater
from sellwright.capture.imap_sync import ImapReader
from sellwright.interactions.values import RawMail
from sellwright.mailroom import reading
from sellwright.settings import Settings
from sellwright.store import sealed
from sellwright.store.models import Account, Folder, Item, Mailbox, Sighting, User, Workspace
from tests.capture.hostile.server import Server

ME = "mira.holt@kestrel.example"
NOW = datetime(2026, 5, 28, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def letter(number: int, text: str = "", *, id: str | None = None, subject: str = "") -> bytes:
    """A short mail, the same for the same number."""
    named = f"Message-ID: <{f'{number}@lab.example' if id is None else id}>\r\n" if id != "" else ""
    return (
        f"From: Ana Ruiz <ana{number % 5}@lab.example>\r\nTo: {ME}\r\nSubject: {subject or f'Sensors {number}'}\r\n"
        f"{named}Date: Mon, {1 + number % 28} Dec 2025 10:00:00 +0000\r\n\r\n"
        f"{text or f'Could you send me the quote for {number}? Thank you.'}\r\n"
    ).encode()


def letters(count: int) -> list[bytes]:
    """Different ones, the first the oldest."""
    return [letter(number) for number in range(count)]


def workspace() -> Workspace:
    """One that may call this machine."""
    return Workspace.objects.first() or Workspace.objects.create(
        name="Kestrel", claimed_at=NOW, frozen_at=NOW.timestamp(), domains=["kestrel.example"], reach=["127.0.0.1"]
    )


class Desk:
    """An account, its reader, a clock that is set by hand."""

    def __init__(self, server: Server, **changes: object) -> None:
        workspace()
        self.server = server
        owner, _ = User.objects.get_or_create(email=ME, defaults={"name": "Mira Holt", "role": "owner"})
        self.mailbox = Mailbox.objects.create(owner=owner, title=f"Mail {next(_numbers)}", addresses=[ME])
        where = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": "mira"}
        self.account = Account.objects.create(
            mailbox=self.mailbox, kind="imap", address=ME, where=where, secret=_secret("right"), **changes
        )
        self.now = NOW
        self.reader = ImapReader(self.account, clock=lambda: self.now)
        self.failures: list[CaptureError] = []

    def again(self) -> None:
        """A new reader, as after a restart."""
        self.reader.close()
        self.account = Account.objects.get(pk=self.account.pk)
        self.reader = ImapReader(self.account, clock=lambda: self.now)

    def secret(self, password: str) -> None:
        """Another password."""
        Account.objects.filter(pk=self.account.pk).update(secret=_secret(password))
        self.again()

    def sync(self, tries: int = 60) -> int:
        """Turns until nothing is left, after failures that pass too. How many messages are new."""
        stored = 0
        for _ in range(tries):
            try:
                turn = self.reader.turn(time.monotonic() + 60)
            except TryLater as failure:
                self.failures.append(failure)
                continue
            stored += turn.stored
            if not turn.is_more:
                return stored
        raise AssertionError(f"no end: {self.failures[-3:]}")

    def look(self) -> int:
        """A whole round, with folders listed anew."""
        self.reader._round_at = self.reader._list_at = 0.0
        return self.sync()

    def wait(self, hours: float = 30) -> None:
        """Time passes: whatever failed is due."""
        self.now += timedelta(hours=hours)
        self.reader._retry_at = 0.0

    # ---- what must hold

    def folder(self, name: str = "INBOX") -> Folder:
        """Its row."""
        return Folder.objects.get(account=self.account, name=name)

    def outcomes(self, name: str = "INBOX") -> dict[str, int]:
        """How many present rows a folder has of each outcome."""
        found: dict[str, int] = {}
        for outcome in Item.objects.filter(intake__folder=self.folder(name), is_gone=False).values_list(
            "outcome", flat=True
        ):
            found[outcome] = found.get(outcome, 0) + 1
        return found

    def agrees(self, name: str = "INBOX", wire: bytes = b"") -> None:
        """The rows of a folder are the server's messages, each once; the sums say so."""
        box, folder = self.server.folders[wire or name.encode()], self.folder(name)
        rows = Item.objects.filter(intake__folder=folder, is_gone=False).values_list("path", flat=True)
        assert sorted(rows) == sorted(f"{box.validity}/{uid}" for uid in box.letters)
        assert folder.on_server == len(box.letters)
        assert (folder.low_uid, folder.validity) == (0, box.validity)

    def stored(self) -> set[str]:
        """The messages this mailbox shows."""
        return set(Sighting.objects.filter(mailbox=self.mailbox).values_list("message__mid", flat=True))

    def holds(self, mails: Iterable[bytes]) -> None:
        """Exactly these, as an undisturbed reading finds them."""
        wanted = {reading.read(RawMail(str(at), data), Settings()).id for at, data in enumerate(mails)}
        assert self.stored() == wanted


def _secret(password: str) -> str:
    return sealed.seal(json.dumps({"password": password}))
