"""Calendar servers for tests: a real Radicale as a program of its own, and a person's calendar program that changes
what is on it; accounts and folders as connecting them makes them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from django.utils import timezone

from sellwright.capture.reading import Reader, Turn
from sellwright.store import sealed
from sellwright.store.models import Account, Event, EventSighting, Folder, Intake, Item, Workspace
from tests import servers
from tests.derive import posts

USER, PASSWORD = "mira", "a pass word: ü"
ME = posts.ME


@dataclass
class Radicale:
    """The server, and what a calendar program does there as `USER`."""

    url: str

    @property
    def calendar(self) -> str:
        return f"{self.url}{USER}/work/"

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> requests.Response:
        url = path if path.startswith("http") else self.calendar + path
        auth = (USER.encode(), PASSWORD.encode())
        answer = requests.request(method, url, data=body.encode(), headers=headers, auth=auth, timeout=20)
        assert answer.status_code < 300, (method, path, answer.status_code, answer.text[:300])
        return answer

    def make(self, name: str = "work", *, holds: str = "VEVENT") -> None:
        """A calendar. Whatever is in one of that name goes."""
        with contextlib.suppress(AssertionError):
            self.ask("DELETE", f"{self.url}{USER}/{name}/")
        body = (
            '<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>'
            f"<d:displayname>My {name}</d:displayname><c:supported-calendar-component-set>"
            f'<c:comp name="{holds}"/></c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>'
        )
        self.ask("MKCALENDAR", f"{self.url}{USER}/{name}/", body)

    def put(self, name: str, text: str) -> None:
        """A resource, new or changed."""
        self.ask("PUT", name, text, **{"Content-Type": "text/calendar; charset=utf-8"})

    def delete(self, name: str) -> None:
        self.ask("DELETE", name)


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """A Radicale on a free port of the loopback with one user; ends with the block."""
    port = servers.free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    config = folder / "config"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder / 'data'}\n"
        "[logging]\nlevel = error\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "radicale", "--config", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        for _ in range(200):
            with contextlib.suppress(requests.ConnectionError):
                requests.get(url, timeout=5)
                break
            time.sleep(0.05)
        yield Radicale(url)
    finally:
        process.terminate()
        process.wait(10)


def calendar(*events: str) -> str:
    """iCalendar of events, each given by the lines inside it."""
    inside = "".join(f"BEGIN:VEVENT\nDTSTAMP:20260501T080000Z\n{one.strip()}\nEND:VEVENT\n" for one in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Kestrel//EN\n{inside}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def meeting(uid: str, start: datetime, *more: str, minutes: int = 30, title: str = "Visit") -> str:
    """The lines of a meeting of ours with Ana."""
    lines = [
        f"UID:{uid}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DURATION:PT{minutes}M", f"SUMMARY:{title}",
        f"ORGANIZER;CN=Mira Holt:mailto:{ME}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}",
        "ATTENDEE;CN=Ana Ruiz;PARTSTAT=ACCEPTED:mailto:ana.ruiz@lab.example", *more,
    ]  # fmt: skip
    return "\n".join(lines)


def account(kind: str, where: dict[str, Any], secret: dict[str, Any], *, email: str = ME) -> Account:
    """A connected account in a member's mailbox; the loopback may be called."""
    workspace = posts.workspace()
    Workspace.objects.filter(pk=workspace.pk).update(reach=["127.0.0.1"])
    return Account.objects.create(
        mailbox=posts.mailbox(email), kind=kind, address=email, where=where, secret=sealed.seal(json.dumps(secret))
    )


def folder(of: Account, name: str, title: str = "Work") -> Folder:
    """A calendar of it that is read."""
    intake = Intake.objects.create(
        mailbox=of.mailbox, by=of.mailbox.owner, name=title, path="", state=Intake.State.LIVE, begun_at=timezone.now()
    )
    return Folder.objects.create(account=of, name=name, title=title, role=Folder.Role.CALENDAR, intake=intake)


def turn(one: Reader, seconds: float = 60.0) -> Turn:
    """Turns until nothing waits; the last one."""
    for _ in range(200):
        done = one.turn(time.monotonic() + seconds)
        if not done.is_more:
            return done
    raise AssertionError("there is no end to it")


def told() -> list[tuple[str, str, bool]]:
    """Every meeting as it stands: when, what, whether something shows it."""
    rows = Event.objects.filter(kind="meeting").order_by("at", "title")
    return [(f"{datetime.fromtimestamp(one.at, timezone.get_default_timezone()):%m-%d %H:%M}", one.title,
             one.sightings.exists()) for one in rows]  # fmt: skip


def ledger(of: Folder) -> tuple[int, int, int, int | None]:
    """Stored, skipped and failed of what is there, and what the server was said to hold."""
    rows = Item.objects.filter(intake=of.intake, is_gone=False)
    of.refresh_from_db()
    counted = [rows.filter(outcome=one).count() for one in ("stored", "skipped", "failed")]
    return counted[0], counted[1], counted[2], of.on_server


def shows(event: Event) -> set[str]:
    """Whose mailboxes show it."""
    return set(EventSighting.objects.filter(event=event).values_list("mailbox__owner__email", flat=True))
