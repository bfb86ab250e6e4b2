"""The morning mail against a real SMTP server: what arrives, when, and never twice."""

from __future__ import annotations

import email
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sellwright.actions import mail_server, tasks
from sellwright.jobs import morning, smtp
from sellwright.jobs.smtp import MailServer
from sellwright.store import clock
from sellwright.store.models import Event, EventSighting, Intake, Mailbox, MorningMail, Touch, User, Workspace
from tests.firm_rows import colleague, letter, person, workspace

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
EIGHT = datetime(2026, 5, 28, 6, 0, tzinfo=UTC).timestamp()  # 8:00 in Berlin, a Thursday


class Inbox:
    """What a server took; `answer` is what it says to the next mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Takes a mail, or says what it was told to say."""
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if answer == "hang up":
            self.mails.append(EmailMessage())
            assert server.transport is not None
            server.transport.close()
        return answer


def accepts(server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
    """One user and one password."""
    return AuthResult(success=given.login == b"sell" and given.password == b"right", handled=False)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[MailServer]:
    running = Controller(inbox, "127.0.0.1", 0, authenticator=accepts, auth_require_tls=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        running.port = probe.getsockname()[1]
    running.start()
    yield MailServer("127.0.0.1", running.port, "none", "sell", "right", "sell@kestrel.example")
    running.stop()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def stand(moment: float) -> None:
        monkeypatch.setattr(clock, "now", lambda _workspace: moment)

    stand(EIGHT)
    return stand


@pytest.fixture
def mira(server: MailServer, at: Any) -> User:
    here = workspace()
    Workspace.objects.update(frozen_at=None)
    user = colleague("Mira", "owner")
    User.objects.filter(pk=user.pk).update(morning_mail=True, time_zone="Europe/Berlin")
    user.refresh_from_db()
    mail_server.use(by=user, workspace=here, wanted=server)
    tasks.add(by=user, line="send the plan to Müller today", moment=clock.moment(here, user))
    return user


def test_it_goes_out_at_eight_of_the_readers_zone_and_once(mira: User, inbox: Inbox, at: Any) -> None:
    at(EIGHT - 60)
    morning.morning_mails()
    assert inbox.mails == []
    at(EIGHT)
    morning.morning_mails()
    at(EIGHT + 300)
    morning.morning_mails()
    (mail,) = inbox.mails
    assert mail["To"] == mira.email
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(mail["Subject"]).startswith("Thursday 28 May")
    assert "send the plan to Müller" in mail.get_content()
    assert MorningMail.objects.get().sent_at is not None


@pytest.mark.parametrize("hour", [3 * 3600, 12 * 3600, 86400 * 2, 86400 * 3])
def test_not_at_noon_nor_at_night_nor_on_a_weekend(mira: User, inbox: Inbox, at: Any, hour: float) -> None:
    at(EIGHT + hour)
    morning.morning_mails()
    assert inbox.mails == []
    assert not MorningMail.objects.exists()


def test_nothing_to_say_is_not_said_and_may_come_later(mira: User, inbox: Inbox, at: Any) -> None:
    mira.tasks.all().delete()
    morning.morning_mails()
    assert (inbox.mails, MorningMail.objects.count()) == ([], 0)
    tasks.add(by=mira, line="call today", moment=clock.moment(Workspace.objects.get(), mira))
    at(EIGHT + 600)
    morning.morning_mails()
    assert len(inbox.mails) == 1


def test_off_until_set_and_never_from_a_demo(mira: User, inbox: Inbox) -> None:
    Workspace.objects.update(is_demo=True)
    morning.morning_mails()
    Workspace.objects.update(is_demo=False)
    User.objects.update(morning_mail=False)
    morning.morning_mails()
    User.objects.update(morning_mail=True)
    mail_server.forget(by=mira, workspace=Workspace.objects.get())
    morning.morning_mails()
    assert inbox.mails == []


def test_what_was_surely_not_taken_is_tried_again(mira: User, inbox: Inbox, at: Any) -> None:
    inbox.answers = ["451 try later", "452 full"]
    morning.morning_mails()
    assert MorningMail.objects.get().error.startswith("451")
    morning.morning_mails()
    morning.morning_mails()
    morning.morning_mails()
    assert len(inbox.mails) == 1
    row = MorningMail.objects.get()
    assert (row.tries, row.error, row.sent_at is not None) == (3, "", True)


def test_a_server_that_never_takes_it_is_asked_five_times(mira: User, inbox: Inbox) -> None:
    inbox.answers = ["550 no"] * 9
    for _turn in range(9):
        morning.morning_mails()
    assert len(inbox.answers) == 4


def test_a_server_that_hangs_up_without_a_word_is_not_asked_again(mira: User, inbox: Inbox) -> None:
    inbox.answers = ["hang up"]
    morning.morning_mails()
    morning.morning_mails()
    assert len(inbox.mails) == 1
    row = MorningMail.objects.get()
    assert (row.sent_at, row.error) == (None, "")


def test_a_wrong_password_is_said_and_nothing_goes_out(mira: User, server: MailServer, inbox: Inbox) -> None:
    wrong = MailServer(server.host, server.port, "none", "sell", "wrong", server.sender)
    mail = EmailMessage()
    mail["To"] = mira.email
    with pytest.raises(smtp.NotTaken, match="535"):
        smtp.send(wrong, mail)
    with pytest.raises(smtp.NotTaken):
        smtp.send(MailServer("127.0.0.1", 9, "none", sender="a@b.example"), mail)
    with pytest.raises(smtp.NotTaken):  # the server knows no TLS
        smtp.send(MailServer(server.host, server.port, "starttls", sender="a@b.example"), mail)
    assert inbox.mails == []


def test_the_brief_comes_half_an_hour_before_a_meeting(mira: User, inbox: Inbox, at: Any) -> None:
    ana = person("ana@lab.example", "Ana Ruiz", known_to=mira)
    letter(mira, ana, EIGHT - 3 * 86400)
    hers = Mailbox.objects.get(owner=mira)
    event = Event.objects.create(ref="m1", kind="meeting", at=EIGHT + 7 * 3600, title="Line two")
    EventSighting.objects.create(
        event=event, mailbox=hers, intake=Intake.objects.create(mailbox=hers, name="c", path="")
    )
    Touch.objects.create(person=ana, event=event, ref="m1", at=event.at, side="them", channel="meeting", human=True)
    at(event.at - 31 * 60)
    morning.morning_mails()
    assert inbox.mails == []
    for minutes in (30, 25, 1):
        at(event.at - minutes * 60)
        morning.morning_mails()
    (mail,) = inbox.mails
    assert mail["Subject"] == "15:00 Line two: Ana Ruiz"
    assert "ANA RUIZ" in mail.get_content()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_between_the_row_and_the_mail_nothing_goes_out_twice(tmp_path: Path, moment: str) -> None:
    """A process of its own is killed (SIGKILL) right before or right after it hands the mail over, then runs again."""
    inbox = Inbox()
    running = Controller(inbox, "127.0.0.1", 0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        running.port = probe.getsockname()[1]
    running.start()
    program = textwrap.dedent(f"""
        import os, signal, sys
        import django
        django.setup()
        from django.core.management import call_command
        from email.message import EmailMessage
        from sellwright.jobs import morning, smtp
        from sellwright.jobs.smtp import MailServer
        from sellwright.store.models import MorningMail, User
        call_command("migrate", verbosity=0)
        user = User.objects.get_or_create(email="mira@kestrel.example")[0]
        server = MailServer("127.0.0.1", {running.port}, "none", sender="s@kestrel.example")
        send = smtp.send
        def killed(*given, **named):
            if sys.argv[1] == "after":
                send(*given, **named)
            os.kill(os.getpid(), signal.SIGKILL)
        def written():
            mail = EmailMessage()
            mail["To"], mail["Subject"] = user.email, "Today"
            mail.set_content("x")
            return mail
        if sys.argv[2] == "die":
            smtp.send = killed
        morning.send_once(server, user, "day 2026-05-28", written)
        print(MorningMail.objects.count())
    """)
    env = {**os.environ, "SELLWRIGHT_HOME": str(tmp_path), "DATABASE_URL": "", "PYTHONPATH": str(ROOT / "src")}
    codes = [
        subprocess.run(
            [sys.executable, "-c", program, moment, turn], env=env, capture_output=True, check=False
        ).returncode
        for turn in ("die", "live", "live")
    ]
    running.stop()
    assert codes == [-signal.SIGKILL, 0, 0]
    assert len(inbox.mails) == (1 if moment == "after" else 0)
