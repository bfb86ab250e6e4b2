"""The doctor: each thing that may be wrong is made wrong, and it says so with what to do; no secret is ever said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from sellwright.archive import restoring
from sellwright.doctor import database, findings, looking, machine, reached, running
from sellwright.doctor.findings import Finding
from sellwright.store import sealed
from sellwright.store.models import Account, Job, TimetableTurn, Workspace
from tests import servers
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SELLWRIGHT_KEY", raising=False)
    monkeypatch.setattr(machine, "ENVIRONMENT_FILES", ())
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "secret-key").write_text("the-server-key-that-nobody-may-see-anywhere-at-all")
    (folder / "secret-key").chmod(0o600)
    return folder


def of(found: Any, what: str) -> Finding:
    """The worst of that name."""
    rows = [one for one in found if one.what == what]
    assert rows, what
    return max(rows, key=lambda one: findings.EXIT[one.state])


def test_a_well_kept_machine_is_well(home: Path) -> None:
    found = list(machine.findings(home, NOW))
    assert {one.state for one in found if one.what != "Disk"} == {"well"}, found
    assert "nobody-may-see" not in json.dumps(findings.as_json(found, "1"))


def test_a_key_that_others_can_read_is_bad(home: Path) -> None:
    (home / "secret-key").chmod(0o644)
    said = of(machine.findings(home, NOW), "Server key")
    assert said.state == "bad" and said.next_step == f"chmod 600 {home / 'secret-key'}"
    (home / "secret-key").unlink()
    assert of(machine.findings(home, NOW), "Server key").state == "bad"


def test_an_open_folder_a_full_disk_and_a_settings_file_for_everybody(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.chmod(0o755)
    (home / "mine.env").write_text("DATABASE_URL=postgres://u:secret-word@h/d")
    (home / "mine.env").chmod(0o644)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000_000))
    found = list(machine.findings(home, NOW))
    assert [of(found, what).state for what in ("Data folder", "Disk", "Settings file")] == ["look", "bad", "bad"]
    assert "secret-word" not in str(found)


def test_a_clock_before_its_time_is_bad(home: Path) -> None:
    assert of(machine.findings(home, datetime(2001, 1, 1, tzinfo=UTC)), "Clock").state == "bad"


def test_a_secret_of_another_key_is_counted_and_never_said(settings: Any) -> None:
    house = workspace()
    house.mail_password = sealed.seal("the mail password")
    house.save()
    assert database.opens().state == "well"
    settings.SECRET_KEY = "another key"
    said = database.opens()
    assert said.state == "bad" and said.said.startswith("1 of 1")
    assert "the mail password" not in str(said)


def test_workers_that_stopped_jobs_that_wait_and_jobs_that_failed(home: Path) -> None:
    assert of(running.findings(home, NOW), "Workers").state == "look"  # never worked
    TimetableTurn.objects.create(name="settle", last_at=NOW - timedelta(minutes=1))
    assert of(running.findings(home, NOW), "Workers").state == "well"
    TimetableTurn.objects.update(last_at=NOW - timedelta(hours=3))
    said = of(running.findings(home, NOW), "Workers")
    assert (said.state, said.said) == ("bad", "None has worked for 3 hours.")
    TimetableTurn.objects.update(last_at=NOW + timedelta(hours=3))
    assert of(running.findings(home, NOW), "Clock").state == "bad"
    Job.objects.create(name="take_in", lane="long", made_at=NOW, due_at=NOW - timedelta(hours=1))
    Job.objects.create(name="morning_mails", lane="quick", made_at=NOW, due_at=NOW, state="failed")
    found = list(running.findings(home, NOW))
    assert "take_in" in of(found, "Queue").said and of(found, "Queue").state == "look"
    assert of(found, "Failed jobs").said == "1: morning_mails."


def test_the_server_says_where_it_runs(home: Path) -> None:
    assert of(running.findings(home, NOW), "Server").state == "look"
    with restoring.serving(home, url="http://127.0.0.1:8000", version="0.0.9"):
        said = of(running.findings(home, NOW), "Server")
        assert said.state == "look" and "still runs as version 0.0.9" in said.said
    assert running.serving(home) is None


def test_connected_mailboxes_that_nobody_reads(home: Path) -> None:
    workspace()
    mira = colleague("Mira", "owner")
    Account.objects.create(mailbox=mira.mailboxes.get(), kind="imap", address="mira@secret.example", heard_at=NOW,
                           trouble="sign_in")  # fmt: skip
    assert of(running.findings(home, NOW), "Listener").state == "bad"
    said = of(reached.findings(NOW, calls=False), "Mailboxes")
    assert said.state == "look" and "1 of 1" in said.said and "secret.example" not in str(said)


@pytest.mark.parametrize(
    ("age", "state"),
    [(None, "bad"), (timedelta(hours=5), "well"), (timedelta(days=3), "look"), (timedelta(days=30), "bad")],
)
def test_the_age_of_the_last_backup(home: Path, age: timedelta | None, state: str) -> None:
    workspace()
    Workspace.objects.update(is_demo=False)
    if age is not None:
        (home / "b.zip").write_text("x")
        (home / "last-backup.json").write_text(json.dumps({"at": (NOW - age).isoformat(), "file": str(home / "b.zip")}))
    assert running.backup(home, NOW).state == state


@pytest.mark.parametrize(
    ("url", "state"),
    [("", "well"), ("https://sales.firm.com", "well"), ("http://localhost:8000", "well"), ("http://firm.com", "bad"),
     ("https://firm.com/sales", "bad"), ("sales.firm.com", "bad")],
)  # fmt: skip
def test_the_public_address(url: str, state: str) -> None:
    assert of(reached.address(url), "Address").state == state


def test_what_breaks_while_looking_is_a_finding(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the failure")

    monkeypatch.setattr(running, "findings", broken)
    found = looking.at_a_glance(home, NOW)
    assert of(found, "Running").state == "bad" and "a secret of the failure" not in str(found)


def test_owners_see_it_on_a_page_and_nobody_else(client: Client, settings: Any, home: Path) -> None:
    workspace()
    settings.HOME = home
    client.force_login(colleague("Mira", "owner"))
    page = client.get("/settings/server")
    assert page.status_code == 200
    words = page.content.decode()
    assert settings.VERSION in words and str(home) in words and "sellwright doctor" in words
    assert "nobody-may-see" not in words
    for role in ("leader", "seller", "operations", "builder", "reader"):
        client.force_login(colleague(role.title(), role))
        assert client.get("/settings/server").status_code == 403
        assert "/settings/server" not in client.get("/settings/me").content.decode()


def test_on_an_empty_place_the_command_says_so_and_makes_nothing(tmp_path: Path) -> None:
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    done = subprocess.run(
        [sys.executable, "-m", "sellwright", "doctor", "--json", "--data", str(tmp_path / "none")], env=inherited,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert done.returncode == told["exit_code"] == 2
    assert [one["what"] for one in told["findings"] if one["state"] == "bad"] == ["Data folder"]
    assert not (tmp_path / "none").exists()
