"""An export holds all of a mailbox and nothing else, reads back as it was, and survives being cut off anywhere."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from sellwright.interactions.values import Address, Attendee, Meeting, RawMail
from sellwright.jobs import exporting
from sellwright.jobs.export_mailbox import drop_exports, export_mailbox
from sellwright.mailroom.intake import REPEATED
from sellwright.protocols import calendar_text, finding
from sellwright.protocols.meetings import meeting_id
from sellwright.store.models import Item, Mailbox, User
from tests.derive import posts
from tests.derive.posts import ME, mail, mbox, take_in

NOW = datetime(2026, 5, 28, 9, 0, tzinfo=UTC)
ODD = (
    b"From: a@x.example\r\nTo: %s\r\nSubject: crlf\r\n\r\nFrom here on it is\r\n>From there\r\n" % ME.encode(),
    b"From: b@x.example\nTo: %s\nSubject: no end of line" % ME.encode(),
    b"From: c@x.example\nTo: %s\nSubject: \xff\xfe raw\n\n\n\nFrom c@x.example Mon May  4 10:00:00 2026\nto\n\n"
    % ME.encode(),
)


def read(path: Path) -> list[bytes]:
    found = [entry.load() for entry in finding.source_of(path).entries(path)]
    assert all(isinstance(one, RawMail) for one in found), found
    return [one.data for one in found if isinstance(one, RawMail)]


def export(box: Mailbox, stops: int | None = None) -> Path:
    """An export, ended and begun anew after every `stops` looks at whether to stop."""
    exporting.ask(box.public_id, NOW)
    for _ in range(400):
        left = [stops if stops is not None else 10**9]

        def stopping(left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] < 0

        if exporting.go_on(box, stopping, NOW):
            path = exporting.file_of(box.public_id)
            assert path is not None
            return path
    raise AssertionError("it never ends")


@pytest.fixture
def box(db: None, tmp_path: Path) -> Mailbox:
    exporting.drop_old(timezone.now() + timedelta(days=9))  # what other tests left
    posts.workspace()
    own = posts.mailbox()
    take_in(mbox(tmp_path / "first.mbox", posts.talks(4)), own)
    folder = tmp_path / "odd"
    folder.mkdir()
    for number, data in enumerate(ODD):
        (folder / f"{number}.eml").write_bytes(data)
    take_in(folder, own)
    calendar = calendar_text.HEAD + b"".join(map(calendar_text.written, MEETINGS)) + calendar_text.TAIL
    (tmp_path / "own.ics").write_bytes(calendar)
    take_in(tmp_path / "own.ics", own)
    return own


WHEN = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ANA, BO = Address("ana@lab.example", "Ana; Ruiz, A: B"), Address("bo@lab.example")
MEETINGS = (
    Meeting(meeting_id("u1", None), "", "u1", WHEN, WHEN + timedelta(hours=1), "Über, Maß; \\ und\nZeile", ANA,
            (Attendee(ANA, "accepted"), Attendee(BO))),
    Meeting(meeting_id("u2", WHEN), "", "u2", WHEN, WHEN + timedelta(minutes=30), "one of a series", None,
            (Attendee(BO, "declined"),), cancelled=True, edition=3),
    Meeting(meeting_id("u3", None), "", "u3", datetime(2026, 5, 5, tzinfo=UTC), datetime(2026, 5, 7, tzinfo=UTC),
            "x" * 300, BO, (), all_day=True, is_free=True),
)  # fmt: skip


def test_meetings_are_read_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "own.ics"
    path.write_bytes(calendar_text.HEAD + b"".join(map(calendar_text.written, MEETINGS)) + calendar_text.TAIL)
    found = {one.id: one for one in (entry.load() for entry in finding.source_of(path).entries(path))
             if isinstance(one, Meeting)}  # fmt: skip
    for wanted in MEETINGS:
        got = found.pop(wanted.id)
        assert replace(got, path="", title="") == replace(wanted, path="", title="")
        assert got.title == " ".join(wanted.title.split())
    assert not found


def test_all_of_it_reads_back_byte_for_byte(box: Mailbox, tmp_path: Path) -> None:
    with zipfile.ZipFile(export(box)) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path / "out")
        manifest = json.loads(packed.read("manifest.json"))
    out = tmp_path / "out"
    given = [*posts.talks(4), *ODD]
    with_end = [data if data.endswith(b"\n") else data + b"\n" for data in given]
    assert sorted(read(out / "mail.mbox")) == sorted(with_end)
    lines = [json.loads(line) for line in (out / "interactions.jsonl").read_bytes().splitlines()]
    assert len([one for one in lines if one["kind"] == "message"]) == len(given) == manifest["messages"]
    assert {one["id"] for one in lines if one["kind"] == "meeting"} == {one.id for one in MEETINGS}
    for file in manifest["files"]:
        data = (out / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())
    assert sum(row["items"] for row in manifest["account"]) == Item.objects.count()


def test_taken_in_again_nothing_is_new(box: Mailbox, tmp_path: Path) -> None:
    with zipfile.ZipFile(export(box)) as packed:
        packed.extractall(tmp_path / "out")
    for name in ("mail.mbox", "calendar.ics"):
        row = take_in(tmp_path / "out" / name, box)
        assert {*row.items.values_list("outcome", "reason")} == {("skipped", REPEATED)}, name


def test_cut_off_anywhere_it_is_the_same(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "BATCH", 3)
    whole = export(box).read_bytes()
    exporting.drop(box.public_id)
    assert export(box, stops=4).read_bytes() == whole
    # A part that was written and not yet said so is overwritten.
    exporting.drop(box.public_id)
    exporting.ask(box.public_id, NOW)
    assert not exporting.go_on(box, iter([False, False, True]).__next__, NOW)
    with (exporting.folder_of(box.public_id) / "mail.mbox").open("ab") as file:
        file.write(b"half a let")
    assert export(box).read_bytes() == whole


def test_nothing_of_another_mailbox(box: Mailbox, tmp_path: Path) -> None:
    other = Mailbox.objects.create(
        owner=User.objects.create_user("bo@kestrel.example"), title="Bo", addresses=["bo@kestrel.example"]
    )
    take_in(
        mbox(tmp_path / "bo.mbox", [mail("secret@x.example", "bo@kestrel.example", NOW, "textwombat", id="wombat")]),
        other,
    )
    assert b"wombat" not in b"".join(zipfile.ZipFile(export(box)).read(name) for name in
                                     ("mail.mbox", "interactions.jsonl", "manifest.json"))  # fmt: skip


def test_who_got_a_copy_in_secret_is_told_to_the_writer_alone(box: Mailbox) -> None:
    raw = b"From: x@y.example\nBcc: Wombat <w@x.example>,\n\tv@x\nTo: a@b.example\nResent-BCC: q@x\n\nBcc: me\n"
    assert exporting.without_bcc(raw) == b"From: x@y.example\nTo: a@b.example\n\nBcc: me\n"
    assert exporting.without_bcc(raw.replace(b"\n", b"\r\n")) == (
        b"From: x@y.example\r\nTo: a@b.example\r\n\r\nBcc: me\r\n"
    )


@settings(max_examples=100, deadline=None)
@given(some.lists(some.sampled_from([b"From x", b">From x", b">>From ", b"text", b"", b"\xff\x00"]), max_size=8))
def test_quoting_is_undone_by_reading(lines: list[bytes]) -> None:
    from sellwright.protocols.mails import raw_mail

    raw = b"From: a@b.example\nSubject: x\n\n" + b"".join(line + b"\n" for line in lines)
    found = raw_mail("", exporting.boxed(raw, "a@b.example", 0.0), boxed=True)
    assert isinstance(found, RawMail)
    assert found.data == raw


def test_the_job_writes_it_and_a_day_later_it_is_gone(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    exporting.ask(box.public_id, NOW)
    export_mailbox(mailbox=box.public_id)
    path = exporting.file_of(box.public_id)
    assert path is not None
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    drop_exports()
    assert path.exists()
    assert exporting.drop_old(timezone.now() + timedelta(hours=23)) == 0
    assert exporting.drop_old(timezone.now() + timedelta(hours=25)) == 1
    assert exporting.file_of(box.public_id) is None


@pytest.mark.parametrize("name", ["../../etc", "", "a/b", "A" * 12, ".."])
def test_a_name_that_is_no_id_leads_nowhere(name: str) -> None:
    with pytest.raises(ValueError, match="public id"):
        exporting.folder_of(name)
