"""Google mail: IMAP that is entered with a token (XOAUTH2), renewed when the server does not take it any more."""

from __future__ import annotations

import base64
import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain
from sellwright.capture.oauth_values import Granted
from sellwright.capture.readers import reader_of
from sellwright.store import sealed
from sellwright.store.models import Account, Workspace
from tests.capture.hostile.desk import Desk, letters
from tests.capture.hostile.server import Connection, Server
from tests.capture.replay import CLIENT, CLIENT_SECRET, MARK, Cloud, serving

pytestmark = pytest.mark.django_db
REFUSED = base64.b64encode(b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}')


class Gmail(Server):
    """Lets in whoever has a token that Google knows; one that is refused gets JSON and then a NO, as from Gmail."""

    def __init__(self, cloud: Cloud) -> None:
        super().__init__(offers=b"IDLE SASL-IR AUTH=XOAUTH2")
        self.cloud, self.says = cloud, b"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
        self.tag = b""
        self.answer = self._let_in

    def _let_in(self, connection: Connection, line: bytes) -> bytes | None:
        if line.startswith(b"AUTHENTICATE XOAUTH2 "):
            given = base64.b64decode(line.split(b" ")[2]).decode()
            user, bearer, *_ = given.split("\x01")
            assert user == "user=mira"
            if bearer.removeprefix("auth=Bearer ") in self.cloud.access:
                return b"TAG OK Success\r\n"
            self.tag = self.commands[-1].split(b" ")[0]
            return b"+ " + REFUSED + b"\r\n"
        if line == b"" and self.tag:
            return self.tag + b" " + self.says + b"\r\n"
        return None


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Cloud]:
    with serving(tmp_path, monkeypatch) as one:
        one.rotates = False  # Google's refresh tokens stay
        yield one


@pytest.fixture
def gmail(cloud: Cloud) -> Iterator[Gmail]:
    server = Gmail(cloud)
    server.inbox.put(*letters(4))
    yield server
    server.close()


@pytest.fixture
def desk(gmail: Gmail, cloud: Cloud) -> Desk:
    made = Desk(gmail)
    Workspace.objects.update(
        apps={"google": {"client_id": CLIENT}}, apps_secret=sealed.seal(json.dumps({"google": CLIENT_SECRET}))
    )
    given, now = cloud.tokens(), timezone.now().timestamp()
    held = Granted(made.account.address, given["access_token"], given["refresh_token"], now + 3600, now)
    Account.objects.update(kind=Account.Kind.GOOGLE, secret=sealed.seal(held.written()))
    made.again()
    return made


def held(desk: Desk) -> Granted:
    desk.account.refresh_from_db()
    return Granted.read(sealed.unseal(desk.account.secret))


def test_mail_is_read_with_a_token(desk: Desk) -> None:
    assert type(reader_of(desk.account)) is type(desk.reader)
    assert desk.sync() == 4
    desk.agrees()


def test_a_token_that_ended_is_renewed_before_the_server_hears_it(desk: Desk, cloud: Cloud) -> None:
    before = held(desk)
    Account.objects.update(secret=sealed.seal(replace(before, expires_at=0.0).written()))
    desk.again()
    assert desk.sync() == 4
    assert held(desk).access != before.access
    assert held(desk).refresh == before.refresh
    tries = [line for line in desk.server.commands if b"AUTHENTICATE" in line]
    assert len(tries) == len({line.split(b" ")[-1] for line in tries})


def test_a_token_the_server_refuses_is_replaced_once(desk: Desk, cloud: Cloud) -> None:
    cloud.access.clear()
    assert desk.sync() == 4
    desk.agrees()
    assert len([one for one in cloud.asked if one.form.get("grant_type") == "refresh_token"]) == 1


@pytest.mark.parametrize(
    ("says", "kind", "words"),
    [
        (b"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", SignInAgain, "let us in any more"),
        (b"NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings", AskAdministrator,
         "switched off"),
        (b"NO [WEBALERT https://accounts.google.com/x] Web login required.", SignInAgain, "browser"),
    ],
)  # fmt: skip
def test_who_is_not_let_in_reads_what_to_do(
    says: bytes, kind: type[CaptureError], words: str, desk: Desk, gmail: Gmail, cloud: Cloud,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    gmail.says = says
    monkeypatch.setattr(gmail.cloud, "access", set())
    cloud.tokens = lambda nonce="": {"access_token": f"{MARK}-none", "expires_in": 3600, "refresh_token": "x"}  # type: ignore[method-assign]
    with pytest.raises(kind, match=words):
        desk.reader.turn(0.0)


def test_no_token_is_told(desk: Desk, gmail: Gmail, cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    cloud.access.clear()
    cloud.refresh.clear()
    for _ in range(2):
        with pytest.raises(SignInAgain) as caught:
            desk.reader.turn(0.0)
        told += ["".join(traceback.format_exception(caught.value)), repr(desk.reader), repr(desk.account)]
    assert any(MARK.encode() in base64.b64decode(line.split(b" ")[-1]) for line in gmail.commands if b"XOAUTH2" in line)
    assert MARK not in "".join(told) + caplog.text
