"""Bringing mail: what is believed of a file (nothing), what is kept of a wrong one (nothing), whose mail it is."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sellwright.access import NotAllowed
from sellwright.actions import intakes as deeds
from sellwright.actions.refusing import Refused
from sellwright.jobs import queue
from sellwright.store import intakes
from sellwright.store.models import Intake, Item, Mailbox, Share, User, Workspace
from tests.firm_rows import colleague, letter, person, workspace

pytestmark = pytest.mark.django_db

MAIL = b"""From ana@lab.example Mon May 04 10:00:00 2026
From: Ana <ana@lab.example>
To: Mira Holt <mira@kestrel.example>
Delivered-To: mira@kestrel.example
Subject: Sensors
Date: Mon, 04 May 2026 10:00:00 +0000
Message-ID: <1@lab.example>

How many can you send?

From mira@kestrel.example Tue May 05 10:00:00 2026
From: Mira Holt <mira@kestrel.example>
To: Ana <ana@lab.example>
Subject: Re: Sensors
Date: Tue, 05 May 2026 10:00:00 +0000
Message-ID: <2@kestrel.example>

Twelve.

"""


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A data folder of this test's own."""
    cache.clear()
    settings.HOME = tmp_path / "home"
    settings.UPLOADS = settings.HOME / "uploads"
    settings.UPLOADS.mkdir(parents=True)
    yield settings.UPLOADS


@pytest.fixture(autouse=True)
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """The jobs that were put in."""
    calls: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: calls.append((name, arguments)))
    return calls


@pytest.fixture
def house() -> Workspace:
    return workspace()


@pytest.fixture
def mira(house: Workspace) -> User:
    return User.objects.create_user("mira@kestrel.example", name="Mira Holt", role="owner")


@pytest.fixture
def at(client: Client, mira: User) -> Client:
    client.force_login(mira)
    return client


def send(client: Client, name: str, data: bytes, **headers: str) -> Any:
    return client.post("/add/file", {"file": SimpleUploadedFile(name, data)}, headers=headers)


def left(uploads: Path) -> list[str]:
    return sorted(str(path.relative_to(uploads)) for path in uploads.rglob("*") if path.is_file())


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_file_waits_until_somebody_says_whose_it_is(
    at: Client, uploads: Path, ordered: list[tuple[str, dict[str, Any]]]
) -> None:
    answer = send(at, "takeout.mbox", MAIL)
    row = Intake.objects.get()
    assert answer.headers["Location"] == f"/add/{row.public_id}"
    assert Path(row.path).read_bytes() == MAIL
    assert (Path(row.path).stat().st_mode & 0o777, row.name, row.bytes_total) == (0o600, "takeout.mbox", len(MAIL))
    assert ordered == []
    page = at.get(f"/add/{row.public_id}").content.decode()
    assert "mira@kestrel.example</textarea>" in page  # guessed from Delivered-To
    begun = at.post(f"/add/{row.public_id}/begin", {"title": "Work mail", "addresses": "mira@kestrel.example"})
    assert begun.status_code == 302
    row.refresh_from_db()
    assert row.begun_at is not None
    assert (row.mailbox.title, row.mailbox.addresses, row.mailbox.owner.name) == (
        "Work mail", ["mira@kestrel.example"], "Mira Holt",
    )  # fmt: skip
    assert ordered == [("take_in", {"key": row.public_id, "intake": row.public_id})]
    twice = at.post(f"/add/{row.public_id}/begin", {"title": "Work mail", "addresses": "mira@kestrel.example"})
    assert "being read already" in twice.content.decode()
    assert len(ordered) == 1


def test_into_a_mailbox_that_is_here(at: Client, mira: User) -> None:
    old = Mailbox.objects.create(owner=mira, title="Old", addresses=["m@old.example"])
    send(at, "a.mbox", MAIL)
    row = Intake.objects.get()
    at.post(
        f"/add/{row.public_id}/begin",
        {"title": "x", "addresses": "mira@kestrel.example", "mailbox": old.public_id},
    )
    row.refresh_from_db()
    assert row.mailbox == old
    assert row.mailbox.addresses == ["m@old.example", "mira@kestrel.example"]
    assert list(Mailbox.objects.all()) == [old]  # the one made for the file alone is gone


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("offer.pdf", b"%PDF-1.7 and so on", "offer.pdf is a PDF"),
        ("empty.mbox", b"", "empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 99, "is a picture"),
        ("noise.bin", bytes(range(256)) * 40, "not a kind of file we know|a binary file"),
        ("db.sqlite", b"SQLite format 3\0" + b"\0" * 99, "is a database"),
    ],
)
def test_a_wrong_file_is_said_in_one_sentence_and_nothing_is_kept(
    at: Client, uploads: Path, name: str, data: bytes, sentence: str
) -> None:
    for headers in ({}, {"x-requested-with": "XMLHttpRequest"}):
        answer = send(at, name, data, **headers)
        assert answer.status_code == 422
        said = answer.content.decode()
        assert any(words in said for words in sentence.split("|"))
        assert str(uploads) not in said  # no path of this machine
        assert left(uploads) == []
        assert not Intake.objects.exists()
        assert not Mailbox.objects.exists()
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_file_cut_short_names_what_is_missing_and_breaks_nothing(at: Client, uploads: Path) -> None:
    whole = zipped(**{"a.mbox": MAIL * 40})
    answer = send(at, "cut.zip", whole[: len(whole) // 2])
    assert answer.status_code == 422
    assert "cut.zip is a damaged or half-written .zip" in answer.content.decode()
    assert left(uploads) == []
    assert not Intake.objects.exists()
    packed = gzip.compress(MAIL)
    assert send(at, "cut.mbox.gz", packed[: len(packed) - 20]).status_code in (302, 422)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd.mbox", "passwd.mbox"),
        ("..\\..\\windows\\mail.mbox", "mail.mbox"),
        ("/abs/olute.mbox", "olute.mbox"),
        ("<script>alert(1)</script>.mbox", "script_.mbox"),
        ("a\x00b\n\r.mbox", "a_b__.mbox"),
        ("...", "upload"),
        ("", "upload"),
        (".hidden.mbox", "hidden.mbox"),
        ("x" * 400 + ".mbox", "x" * 115 + ".mbox"),
        ("Grüße aus Köln.mbox", "Grüße aus Köln.mbox"),
        ("rtl\u202egnp.mbox", "rtl_gnp.mbox"),
    ],
)
def test_a_name_becomes_a_plain_file_name(given: str, kept: str) -> None:
    assert deeds.plain_name(given) == kept


def test_a_name_with_a_path_stays_in_its_own_folder_and_a_script_stays_text(at: Client, uploads: Path) -> None:
    send(at, "../../<img src=x onerror=alert(1)>.mbox", MAIL)
    row = Intake.objects.get()
    assert Path(row.path).resolve().is_relative_to(uploads.resolve())
    assert "<img src=x" not in at.get(f"/add/{row.public_id}").content.decode()


def test_what_is_too_big_is_never_written(at: Client, uploads: Path, settings: Any) -> None:
    settings.UPLOAD_MOST_BYTES = 10_000
    answer = send(at, "big.mbox", MAIL * 100, **{"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 422
    assert "larger than this server takes" in answer.content.decode()
    assert left(uploads) == []


def test_what_does_not_fit_on_the_disk_is_never_written(
    at: Client, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1_000_000}))
    answer = send(at, "big.mbox", MAIL * 5000)
    assert answer.status_code == 422
    assert "not enough room" in answer.content.decode()
    assert left(uploads) == []


def test_only_add_mail_takes_files_and_only_from_members(at: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not signed in would fill the disk by posting files to the sign-in page."""
    opened: list[str] = []
    monkeypatch.setattr("sellwright.screens.uploads._Arriving", lambda *args: opened.append("file"))
    fields = {"login": "x@x.example", "password": "x", "file": SimpleUploadedFile("a.mbox", MAIL)}
    assert Client().post("/account/login/", fields).status_code == 200
    assert at.post("/settings/theme", fields | {"theme": "dark"}).status_code < 400
    assert opened == []


def test_no_file_and_two_files(at: Client) -> None:
    assert "No file arrived" in at.post("/add/file", {}).content.decode()
    two = at.post("/add/file", {"file": [SimpleUploadedFile("a.mbox", MAIL), SimpleUploadedFile("b.mbox", MAIL)]})
    assert "One file at a time" in two.content.decode()


def test_many_uploads_are_slowed_down(at: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sellwright.screens.add_mail.view.UPLOADS_AN_HOUR", 2)
    answers = [send(at, "a.pdf", b"%PDF") for _ in range(3)]
    assert ["many files" in answer.content.decode() for answer in answers] == [False, False, True]


def test_what_waits_can_be_taken_away_again(at: Client, uploads: Path, django_capture_on_commit_callbacks: Any) -> None:
    send(at, "a.mbox", MAIL)
    row = Intake.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        at.post(f"/add/{row.public_id}/away")
    assert (Intake.objects.count(), Mailbox.objects.count(), left(uploads)) == (0, 0, [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "at least one address|required"), ("mira", "is no e-mail address"), ("a@b.example <script>", "is no e-mail")],
)
def test_wrong_addresses_are_said_by_the_field(at: Client, typed: str, sentence: str) -> None:
    send(at, "a.mbox", MAIL)
    row = Intake.objects.get()
    answer = at.post(f"/add/{row.public_id}/begin", {"title": "x", "addresses": typed})
    assert answer.status_code == 422
    part = answer.content.decode().partition('id="id_addresses_error">')[2].partition("</p>")[0]
    assert any(words in part for words in sentence.split("|"))
    assert "<script>" not in part


# Folders of this machine


def test_an_allowed_folder_and_what_leads_out_of_it(mira: User, house: Workspace, tmp_path: Path) -> None:
    inside, outside = tmp_path / "mail", tmp_path / "private"
    inside.mkdir()
    outside.mkdir()
    (inside / "a.mbox").write_bytes(MAIL)
    (outside / "b.mbox").write_bytes(MAIL)
    (inside / "way").symlink_to(outside / "b.mbox")
    (inside / "ways").symlink_to(outside)
    (tmp_path / "mailbox").mkdir()
    deeds.allow_folder(by=mira, workspace=house, given=str(inside))
    assert deeds.point_at(by=mira, workspace=house, given=str(inside / "a.mbox")).name == "a.mbox"
    for wrong in (
        outside / "b.mbox", inside / "way", inside / "ways" / "b.mbox", inside / ".." / "private" / "b.mbox",
        tmp_path / "mailbox", tmp_path, Path("/etc/passwd"),
    ):  # fmt: skip
        with pytest.raises(Refused, match="no folder that is allowed") as refused:
            deeds.point_at(by=mira, workspace=house, given=str(wrong))
        assert refused.value.field == "path"
    for wrong in ("", "relative/a.mbox", "\0/etc"):
        with pytest.raises(Refused, match="whole path"):
            deeds.point_at(by=mira, workspace=house, given=wrong)


def test_the_whole_disk_and_our_own_data_are_no_mail_folders(mira: User, house: Workspace, settings: Any) -> None:
    for wrong in ("/", str(settings.HOME), str(settings.UPLOADS), str(Path(settings.HOME).parent)):
        with pytest.raises(Refused, match="narrower"):
            deeds.allow_folder(by=mira, workspace=house, given=wrong)
    with pytest.raises(Refused, match="no folder at that path"):
        deeds.allow_folder(by=mira, workspace=house, given="/no/such/folder")


@pytest.mark.parametrize("role", ["leader", "seller", "operations", "builder", "reader"])
def test_only_an_owner_reads_folders_of_the_machine(house: Workspace, tmp_path: Path, role: str) -> None:
    (tmp_path / "mail").mkdir()
    house.folders = [str(tmp_path / "mail")]
    house.save()
    user = User.objects.create_user("x@kestrel.example", role=role)
    with pytest.raises(NotAllowed):
        deeds.point_at(by=user, workspace=house, given=str(tmp_path / "mail"))
    with pytest.raises(NotAllowed):
        deeds.allow_folder(by=user, workspace=house, given=str(tmp_path))


def test_a_pipe_is_not_waited_for(mira: User, house: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    os.mkfifo(tmp_path / "mail" / "pipe.mbox")
    deeds.allow_folder(by=mira, workspace=house, given=str(tmp_path / "mail"))
    with pytest.raises(Refused, match="pipe or device"):
        deeds.point_at(by=mira, workspace=house, given=str(tmp_path / "mail" / "pipe.mbox"))


# The account, and back


def test_the_account_adds_up_with_reasons_and_examples(at: Client, mira: User) -> None:
    box = Mailbox.objects.create(owner=mira, title="Mira")
    row = Intake.objects.create(
        mailbox=box, by=mira, name="a.mbox", path="", state="done", begun_at="2026-05-28T10:00Z"
    )
    rows = [("stored", "", "")] * 5 + [("skipped", "the same message again", "ab")] * 3 + [("failed", "damaged", "cut")]
    Item.objects.bulk_create(
        Item(intake=row, path=f"a.mbox#{n}", size=1, outcome=o, reason=r, detail=d) for n, (o, r, d) in enumerate(rows)
    )
    account = intakes.account(row)
    assert (account.stored, account.skipped, account.failed, account.total, account.repeated) == (5, 3, 1, 9, 3)
    assert {reason.words: reason.examples for reason in account.reasons} == {
        "": (),
        "the same message again": ("a.mbox#5", "a.mbox#6", "a.mbox#7"),
        "damaged": ("a.mbox#8: cut",),
    }
    page = at.get(f"/add/{row.public_id}").content.decode()
    assert "Nothing new" not in page
    Item.objects.filter(outcome="stored").delete()
    assert "Nothing new" in at.get(f"/add/{row.public_id}").content.decode()


def test_undo_says_what_goes_and_what_stays(at: Client, mira: User, ordered: list[tuple[str, dict[str, Any]]]) -> None:
    ben = colleague("Ben")
    Mailbox.objects.create(owner=mira, title="Mira")
    ana = person("ana@lab.example")
    only, both = letter(mira, ana, 1.0), letter(mira, ana, 2.0)
    row = Intake.objects.get(mailbox__owner=mira)
    Intake.objects.update(begun_at="2026-05-28T10:00Z")
    other = Intake.objects.create(mailbox=ben.mailboxes.get(), by=ben, name="b", path="", state="done")
    both.sightings.create(mailbox=ben.mailboxes.get(), intake=other)
    found = intakes.leaving(row)
    assert (found.goes, found.stays, only.sightings.count()) == (1, 1, 1)
    page = at.get(f"/add/{row.public_id}").content.decode()
    assert "1 message goes" in page
    assert "1 message stays" in page
    at.post(f"/add/{row.public_id}/undo")
    row.refresh_from_db()
    assert row.state == "undoing"
    assert ordered == [("undo_intake", {"key": row.public_id, "intake": row.public_id})]
    at.post(f"/add/{row.public_id}/undo")  # twice is once
    assert len(ordered) == 1


def test_deleting_a_mailbox_takes_back_every_intake_and_unshares_at_once(
    at: Client, mira: User, ordered: list[tuple[str, dict[str, Any]]]
) -> None:
    box = Mailbox.objects.create(owner=mira, title="Mira")
    Share.objects.create(mailbox=box, level="whole", by=mira)
    rows = [
        Intake.objects.create(mailbox=box, by=mira, name=n, path="", state=s, begun_at="2026-05-28T10:00Z")
        for n, s in (("a", "done"), ("b", "failed"), ("c", "undone"))
    ]
    at.post(f"/mailboxes/{box.public_id}/delete")
    assert sorted(call[1]["intake"] for call in ordered if call[0] == "undo_intake") == sorted(
        row.public_id for row in rows[:2]
    )
    assert not Share.objects.exists()


def test_progress_asks_again_with_longer_waits_and_stops_at_the_end(at: Client, mira: User) -> None:
    from datetime import timedelta

    from django.utils import timezone

    box = Mailbox.objects.create(owner=mira, title="Mira")
    row = Intake.objects.create(
        mailbox=box, by=mira, name="a", path="", state="reading", begun_at=timezone.now() - timedelta(seconds=30),
        bytes_total=4000, bytes_done=1000, items_done=77,
    )  # fmt: skip
    part = at.get(f"/add/{row.public_id}/progress").content.decode()
    assert 'hx-trigger="load delay:2s"' in part
    assert "77" in part
    assert "about 2 minutes left" in part  # 30 s for a quarter: 90 s more
    Intake.objects.update(begun_at=timezone.now() - timedelta(seconds=700))
    assert 'hx-trigger="load delay:15s"' in at.get(f"/add/{row.public_id}/progress").content.decode()
    Intake.objects.update(state="done")
    assert "hx-get" not in at.get(f"/add/{row.public_id}/progress").content.decode()


def test_others_intakes_and_mailboxes_do_not_exist_for_me(at: Client, client: Client) -> None:
    ben = colleague("Ben")
    box = ben.mailboxes.get()
    row = Intake.objects.create(
        mailbox=box, by=ben, name="secret-name", path="", state="done", begun_at="2026-05-28T10:00Z"
    )
    ola = colleague("Ola")
    client.force_login(ola)
    for url in (f"/add/{row.public_id}", f"/add/{row.public_id}/progress", f"/mailboxes/{box.public_id}"):
        assert client.get(url).status_code == 404
    for url in (
        f"/add/{row.public_id}/undo", f"/add/{row.public_id}/away", f"/add/{row.public_id}/begin",
        f"/mailboxes/{box.public_id}/delete", f"/mailboxes/{box.public_id}/share", f"/mailboxes/{box.public_id}/name",
    ):  # fmt: skip
        assert client.post(url, {"title": "x", "addresses": "a@b.example"}).status_code == 404
