"""The pages of leaving: everything taken along by an owner, words shown once, a person's rights."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from sellwright.jobs.erase_person import erase_person
from sellwright.jobs.export_workspace import export_workspace
from sellwright.store.models import Erasure, ExportKey, Job, LogEntry, Person, User
from tests import firm_rows
from tests.firm_rows import DAY, NOW

pytestmark = pytest.mark.django_db(transaction=True)


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


@pytest.fixture
def ada() -> User:
    firm_rows.workspace()
    return firm_rows.colleague("Ada", "owner")


def test_an_owner_takes_everything_along_and_a_colleague_does_not(ada: User) -> None:
    ben = firm_rows.colleague("Ben")
    page = client(ada)
    assert page.post("/settings/leaving/export").status_code == 302
    assert Job.objects.filter(name="export_workspace").count() == 1
    assert b"hx-get" in page.get("/settings/leaving/state").content
    export_workspace(user=ada.public_id)
    answer = page.get("/settings/leaving/file")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:  # type: ignore[attr-defined]
        assert {"manifest.json", "rows/people.jsonl", "README.txt"} <= set(packed.namelist())
    assert client(ben).post("/settings/leaving/export").status_code == 403
    assert client(ben).get("/settings/leaving/file").status_code == 403
    assert b"Take everything" not in client(ben).get("/settings/leaving").content
    assert "Ben" in page.get("/settings/leaving").content.decode().split("have not fetched")[1]


def test_words_are_shown_once(ada: User) -> None:
    page = client(ada)
    first = page.post("/settings/leaving/words")
    shown = first.content.decode().split("<code>")[1].split("</code>")[0]
    assert len(shown) == 29 and first.headers["Cache-Control"] == "no-store"
    assert ExportKey.objects.get(user=ada).words == ""
    assert shown not in page.post("/settings/leaving/words", follow=True).content.decode()
    new = page.post("/settings/leaving/words", {"new": "1"}).content.decode().split("<code>")[1].split("</code>")[0]
    assert new != shown
    assert not any(shown in str(entry.after) for entry in LogEntry.objects.all())


def test_erasing_waits_a_day_and_can_be_taken_back(ada: User) -> None:
    nia = firm_rows.person("nia@brook.example", "Nia Brook")
    page = client(ada)
    url = f"/people/{nia.public_id}"
    assert "Erase everything" in page.get(f"{url}/held").content.decode()
    page.post(f"{url}/erase")
    row = Erasure.objects.get()
    job = Job.objects.get(name="erase_person")
    assert timedelta(hours=23) < job.due_at - timezone.now() < timedelta(hours=25)
    assert "Keep them" in page.get(f"{url}/held").content.decode()
    page.post(f"{url}/keep")
    erase_person(erasure=row.public_id)
    assert Person.objects.filter(pk=nia.pk).exists()
    page.post(f"{url}/erase")
    row = Erasure.objects.get(taken_back_at=None)
    erase_person(erasure=row.public_id)
    assert not Person.objects.filter(pk=nia.pk).exists()
    row.refresh_from_db()
    assert row.done_at is not None and row.person is None
    assert page.get(f"{url}/held").status_code == 404


def test_a_seller_gives_what_they_may_read_and_erases_nobody(ada: User, tmp_path: Path) -> None:
    ben, cleo = firm_rows.colleague("Ben"), firm_rows.colleague("Cleo")
    nia = firm_rows.person("nia@brook.example", "Nia Brook")
    firm_rows.letter(cleo, nia, NOW - DAY, subject="Between us two")
    answer = client(ben).get(f"/people/{nia.public_id}/held")
    assert "Between us two" not in answer.content.decode() and "Erase everything" not in answer.content.decode()
    assert "1 letter" not in answer.content.decode()  # that there is such mail is Cleo's to tell
    assert client(ben).post(f"/people/{nia.public_id}/erase").status_code == 403
    given = client(ben).post(f"/people/{nia.public_id}/held/file")
    with zipfile.ZipFile(io.BytesIO(b"".join(given.streaming_content))) as packed:  # type: ignore[attr-defined]
        assert set(packed.namelist()) == {"data.json", "index.html"}
        assert "Nia Brook" in packed.read("index.html").decode()
        assert "Between us two" not in packed.read("data.json").decode()
    assert LogEntry.objects.get(deed="export_person").after == {"letters": 0}
