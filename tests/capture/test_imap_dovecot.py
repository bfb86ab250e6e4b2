"""A real server: getting in, what changes there, and that nothing there is changed by us."""

from __future__ import annotations

import imaplib
import io
import itertools
import json
import logging
import select
import time
from collections.abc import Callable, Iterator

import pytest

from sellwright.capture import imap_answers as answers
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater
from sellwright.capture.imap_sync import ImapReader
from sellwright.interactions.values import RawMail
from sellwright.mailroom import reading
from sellwright.outbound import trusted
from sellwright.settings import Settings
from sellwright.store import sealed
from sellwright.store.models import Account, Item, Mailbox, Message, Sighting, User
from tests.capture.dovecot import PASSWORD, Dovecot
from tests.capture.hostile.desk import ME, NOW, letter, letters, workspace

_users = itertools.count(1)
pytestmark = pytest.mark.django_db


class Desk:
    """An account at the real server."""

    def __init__(self, server: Dovecot, **where: object) -> None:
        workspace()
        self.server, self.user = server, server.add(f"user{next(_users)}")
        owner, _ = User.objects.get_or_create(email=ME, defaults={"name": "Mira Holt", "role": "owner"})
        self.mailbox = Mailbox.objects.create(owner=owner, title=self.user, addresses=[ME])
        there = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": self.user, **where}
        self.account = Account.objects.create(
            mailbox=self.mailbox, kind="imap", address=ME, where=there,
            secret=sealed.seal(json.dumps({"password": PASSWORD})),
        )  # fmt: skip
        self.reader = self.new()

    def new(self) -> ImapReader:
        self.account = Account.objects.get(pk=self.account.pk)
        return ImapReader(self.account, clock=lambda: NOW)

    def sync(self) -> int:
        stored = 0
        for _ in range(20):
            turn = self.reader.turn(time.monotonic() + 60)
            stored += turn.stored
            if not turn.is_more:
                return stored
        raise AssertionError("no end")

    def look(self) -> int:
        self.reader._round_at = 0.0
        return self.sync()

    def wakes(self, seconds: float = 5) -> bool:
        sockets = self.reader.idle()
        assert sockets is not None
        end = time.monotonic() + seconds
        while not self.reader.woken():
            if time.monotonic() > end:
                return False
            select.select(sockets, [], [], 0.5)
        return True

    def line(self) -> imaplib.IMAP4:
        """As another program."""
        line = imaplib.IMAP4("127.0.0.1", self.server.port)
        line.login(self.user, PASSWORD)
        return line

    def seen(self) -> list[bool]:
        with self.line() as line:
            line.select("INBOX", readonly=True)
            return [b"\\Seen" in one for one in line.uid("FETCH", "1:*", "(FLAGS)")[1]]

    def agrees(self, folder: str = "INBOX") -> None:
        with self.line() as line:
            line.select(folder, readonly=True)
            validity = line.response("UIDVALIDITY")[1][0].decode()
            there = [f"{validity}/{uid.decode()}" for uid in line.uid("SEARCH", "ALL")[1][0].split()]
        rows = Item.objects.filter(intake__folder__account=self.account, intake__folder__name=folder, is_gone=False)
        assert sorted(rows.values_list("path", flat=True)) == sorted(there)
        assert self.account.folders.get(name=folder).on_server == len(there)

    def holds(self, mails: list[bytes]) -> None:
        wanted = {reading.read(RawMail("", data), Settings()).id for data in mails}
        seen = Sighting.objects.filter(mailbox=self.mailbox)
        assert set(seen.values_list("message__mid", flat=True)) == wanted


@pytest.fixture
def desk(mail_server: Dovecot) -> Iterator[Desk]:
    """With twenty letters in the inbox."""
    one = Desk(mail_server)
    mail_server.fill(one.user, iter(letters(20)))
    yield one
    one.reader.close()


def test_read_and_nothing_changed_there(desk: Desk) -> None:
    desk.server.deliver(desk.user, letter(30))  # not seen by anybody yet
    before = desk.seen()
    assert desk.sync() == 21
    desk.agrees()
    desk.holds([*letters(20), letter(30)])
    assert desk.seen() == before == [True] * 20 + [False]


def test_a_letter_wakes_and_so_does_one_sent(desk: Desk) -> None:
    desk.sync()
    desk.reader.idle()
    desk.server.deliver(desk.user, letter(31))
    assert desk.wakes()
    assert desk.reader.turn(0.0).stored == 1
    desk.reader.idle()
    desk.server.deliver(desk.user, letter(32), "Sent")
    assert desk.wakes()
    assert desk.reader.turn(0.0).stored == 1
    assert desk.server.log().count(f"Login: user=<{desk.user}>") == 2
    desk.agrees()
    desk.agrees("Sent")


def test_what_goes_is_told_by_number(desk: Desk) -> None:
    desk.sync()
    assert desk.reader._session is not None and desk.reader._session.has_vanished
    desk.reader.idle()
    with desk.line() as line:
        line.select("INBOX")
        line.uid("STORE", "3,7,20", "+FLAGS", "(\\Deleted)")
        line.expunge()
    assert desk.wakes()
    listings = desk.reader._session.wire._number
    assert desk.sync() == 0
    assert desk.reader._session.wire._number - listings <= 3  # the end of the wait, the sent folder's count
    desk.agrees()
    desk.holds(letters(20))


def test_what_went_while_nobody_looked(desk: Desk) -> None:
    desk.sync()
    desk.reader.close()
    with desk.line() as line:
        line.select("INBOX")
        line.uid("STORE", "1:5", "+FLAGS", "(\\Deleted)")
        line.expunge()
        line.append("INBOX", "(\\Seen)", None, letter(33))
        line.uid("STORE", "6:20", "+FLAGS", "(\\Flagged)")
    desk.reader = desk.new()
    assert desk.sync() == 1
    desk.agrees()
    desk.holds([*letters(20), letter(33)])
    assert Item.objects.filter(intake__folder__account=desk.account, is_gone=True).count() == 5


def test_numbered_anew(desk: Desk) -> None:
    desk.sync()
    before = set(Message.objects.values_list("pk", "mid", "thread_id")), set(Sighting.objects.values_list("message_id"))
    desk.reader.close()
    desk.server.renumber(desk.user)
    desk.reader = desk.new()
    assert desk.sync() == 0
    assert before == (
        set(Message.objects.values_list("pk", "mid", "thread_id")), set(Sighting.objects.values_list("message_id")),
    )  # fmt: skip
    desk.agrees()


def test_a_folder_with_a_name_of_ours(desk: Desk) -> None:
    with desk.line() as line:
        line.create('"Entw&APw-rfe/Gr&APwA3w-e"')
        line.append('"Entw&APw-rfe/Gr&APwA3w-e"', None, None, letter(40))
    assert desk.sync() == 21
    assert desk.account.folders.filter(name="Entwürfe/Grüße", title="Entwürfe/Grüße").exists()


@pytest.fixture
def vouched(mail_server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Called, it has this machine trust the authority of the test's server."""

    def vouch() -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(mail_server.ca))
        trusted.cache_clear()

    trusted.cache_clear()
    yield vouch
    trusted.cache_clear()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted_and_proven(mail_server: Dovecot, security: str, vouched: Callable[[], None]) -> None:
    port = mail_server.tls_port if security == "tls" else mail_server.port
    desk = Desk(mail_server, host="localhost", security=security, port=port)
    mail_server.fill(desk.user, iter(letters(3)))
    with pytest.raises(AskAdministrator, match="certificate"):  # nobody vouches for it
        desk.reader.turn(0.0)
    vouched()
    assert desk.sync() == 3
    desk.reader.idle()
    mail_server.deliver(desk.user, letter(50))
    assert desk.wakes()
    assert desk.sync() == 1
    desk.reader.close()


def test_a_certificate_for_another_name(
    mail_server: Dovecot, vouched: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    vouched()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", mail_server.tls_port))])
    desk = Desk(mail_server, host="mail.other.example", security="tls", port=mail_server.tls_port)
    with pytest.raises(AskAdministrator, match="certificate"):
        desk.reader.turn(0.0)


def test_tls_where_there_is_none(mail_server: Dovecot) -> None:
    desk = Desk(mail_server, security="tls", port=mail_server.port)
    with pytest.raises((AskAdministrator, TryLater)):
        desk.reader.turn(0.0)


def test_an_open_line_goes_to_this_machine_only(mail_server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    class Far:
        def getpeername(self) -> tuple[str, int]:
            return "192.0.2.1", 143

        def close(self) -> None:
            self.is_closed = True

    monkeypatch.setattr("sellwright.capture.imap_sign_in.connect", lambda *_, **__: Far())
    with pytest.raises(AskAdministrator, match="encryption"):
        Desk(mail_server).reader.turn(0.0)


def test_a_wrong_password_is_said_and_told_nowhere(mail_server: Dovecot) -> None:
    said = io.StringIO()
    watcher = logging.StreamHandler(said)
    root = logging.getLogger()
    level, _ = root.level, root.addHandler(watcher)
    root.setLevel(logging.DEBUG)
    try:
        desk = Desk(mail_server)
        mail_server.fill(desk.user, iter([letter(1, "A marked-body-0815 sentence.")]))
        desk.sync()
        desk.reader.close()
        Account.objects.filter(pk=desk.account.pk).update(secret=sealed.seal(json.dumps({"password": "wrong-4712"})))
        desk.reader = desk.new()
        with pytest.raises(SignInAgain) as caught:
            desk.reader.turn(0.0)
    finally:
        root.removeHandler(watcher)
        root.setLevel(level)
    failure: CaptureError = caught.value
    assert failure.message == answers.WRONG
    for secret in (PASSWORD, "wrong-4712", "marked-body-0815"):
        assert secret not in said.getvalue()
        assert secret not in f"{failure!r} {failure.next_step} {desk.reader.account!r}"


def test_what_the_server_shows_before_anything_is_kept(mail_server: Dovecot) -> None:
    desk = Desk(mail_server)
    shown = {one.name: (one.role, one.is_read_at_first) for one in desk.reader.folders()}
    assert shown == {
        "INBOX": ("inbox", True), "Sent": ("sent", True), "Junk": ("junk", False), "Drafts": ("drafts", False),
    }  # fmt: skip
    assert not desk.account.folders.exists()
    desk.reader.close()
