"""Whatever a file holds, the intake ends with an account that adds up, on both databases."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from sellwright.derive import threads
from sellwright.derive.texts import email as kept
from sellwright.store import search
from sellwright.store.models import Address, Dirty, Item, Message, Person, Thread
from tests.derive import posts
from tests.derive.posts import ME, NOW, mail, mbox, take_in

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = f"To: Mira Holt <{ME}>\nDate: Mon, 04 May 2026 10:00:00 +0000\n".encode()


def letter(head: bytes, text: bytes = b"When can you send them?\n") -> bytes:
    return HEAD + head + b"\n" + text


ODD = {
    "NUL in subject and text": letter(b"From: a@x.example\nSubject: be\0fore\n", b"Can you\0 come?\n"),
    "NUL in address and name": letter(b'From: "A\0na Ruiz" <a\0b@x.example>\nMessage-ID: <n\0l@x>\n'),
    "surrogates": letter(
        b"From: b@x.example\nSubject: =?utf-8?q?=ED=A0=80?= and \xff\xfe\nContent-Type: text/plain; charset=utf-7\n",
        b"+2AA- now?\n",
    ),
    "surrogate in JSON": letter(b"From: c@x.example\nContent-Type: text/html\n", b"<p>&#xD800; and &#0; so?</p>\n"),
    "script": letter(b'From: "<script>alert(1)</script>" <d@x.example>\nSubject: <img src=x onerror=alert(1)>\n'),
    "path": letter(b'From: "../../etc/passwd" <e@x.example>\nSubject: ../../../root\n'),
    "long address": letter(b"From: " + b"f" * 900 + b"@x.example\n"),
    "long name": letter(b"From: " + b"Anna " * 400 + b"<g@x.example>\n"),
    "long id": letter(b"From: h@x.example\nMessage-ID: <" + b"i" * 10_000 + b"@x>\n"),
    "answers the long id": letter(b"From: h2@x.example\nMessage-ID: <s@x>\nIn-Reply-To: <" + b"i" * 10_000 + b"@x>\n"),
    "many recipients": letter(
        b"From: k@x.example\nCc: " + b", ".join(b"r%d@y.example" % n for n in range(5000)) + b"\n"
    ),
    "nobody": letter(b"Subject: from nobody\n"),
    "no head": b"\n\nonly text\n",
    "names itself": letter(b"From: l@x.example\nMessage-ID: <me@x>\nIn-Reply-To: <me@x>\nReferences: <me@x>\n"),
}
for _date in ("Mon, 01 Jan 0001 00:00:00 +1400", "Fri, 31 Dec 9999 23:59:59 -1200", "Thu, 99 Foo 2026", "0"):
    ODD[f"date {_date}"] = f"From: m@x.example\nTo: {ME}\nDate: {_date}\nSubject: {_date}\n\nAnd when?\n".encode()


def test_odd_mail_is_stored_or_told_and_can_be_taken_back(tmp_path: Path) -> None:
    posts.workspace()
    folder = tmp_path / "odd"
    folder.mkdir()
    for number, data in enumerate(ODD.values()):
        (folder / f"{number:02}.eml").write_bytes(data)
    row = take_in(folder)
    assert row.state == "done", row.error
    assert sum(posts.account(row)) == len(ODD)
    told = dict(row.items.exclude(outcome="stored").values_list("path", "reason"))
    assert len(told) <= 1, told
    assert not Dirty.objects.exists()
    assert Message.objects.get(message_id="s@x").thread_id == Message.objects.get(sender__email="h@x.example").thread_id
    assert all(len(email) <= 254 for email in Address.objects.values_list("email", flat=True))
    assert search.words_in("a\0b")
    posts.undo(row)
    left = posts.told()
    assert not any(left[part] for part in ("messages", "people", "addresses", "touches", "keys", "open threads"))


@pytest.mark.parametrize("name", ["cut.zip", "empty.mbox", "words.txt", "gone.mbox"])
def test_what_is_no_mail_ends_with_a_sentence(tmp_path: Path, name: str) -> None:
    posts.workspace()
    path = tmp_path / name
    if name == "cut.zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.eml", ODD["script"])
        path.write_bytes(path.read_bytes()[:-30])
    elif name != "gone.mbox":
        path.write_bytes(b"" if name == "empty.mbox" else b"\x00\x01\x02 nothing of ours")
    row = take_in(path)
    assert row.state == "failed" or posts.account(row) == (0, 0, 0)
    assert row.state != "failed" or (row.error and "Traceback" not in row.error and row.ended_at)
    assert not Message.objects.exists() and not Dirty.objects.exists()


def test_what_could_be_read_of_a_file_that_fails_later_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sellwright.interactions.failures import CannotRead
    from sellwright.jobs import taking_in

    posts.workspace()
    row = posts.begun(mbox(tmp_path / "a.mbox", posts.talks(8)), posts.mailbox())
    batches = taking_in._batches

    def breaks(entries: object, size: int) -> object:
        yield from batches(entries, 10)  # type: ignore[arg-type]
        raise CannotRead("The disk went away.", "Plug it in.")

    monkeypatch.setattr(taking_in, "_batches", breaks)
    taking_in.take_in(intake=row.public_id)
    row.refresh_from_db()
    assert row.state == "failed" and "disk went away" in row.error
    assert Person.objects.exists() and not Dirty.objects.exists()
    posts.undo(row)
    assert not posts.told()["messages"]


def test_long_addresses_are_told_apart() -> None:
    one, other = (kept("a" * 300 + end + "@x.example") for end in ("b", "c"))
    assert one != other and len(one) == len(other) == 254
    assert kept("a@x.example") == "a@x.example"


def test_replies_of_one_subject_cost_no_more_when_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts.workspace()
    monkeypatch.setattr(threads, "HELD", 60)
    me, ana = f"Mira Holt <{ME}>", "Ana Ruiz <ana.ruiz@lab.example>"
    letters = [
        mail(me if n % 2 else ana, ana if n % 2 else me, NOW - timedelta(minutes=28_800 - n),
             f"Probe {n} is here.\n", id=f"{n}@lab", subject="Re: Probe cellar seven", answers=[f"lost{n}@lab"])
        for n in range(240)
    ]  # fmt: skip
    looked: list[int] = []
    around = threads._around

    def counted(rows: object) -> object:
        found = around(rows)  # type: ignore[arg-type]
        looked.append(sum(map(len, found)))
        return found

    monkeypatch.setattr(threads, "_around", counted)
    row = take_in(mbox(tmp_path / "a.mbox", letters))
    assert row.state == "done"
    assert Thread.objects.count() == 1
    assert max(looked) <= 60 + 2 * 51 + 60  # a batch and its neighbours
    assert Item.objects.filter(outcome="stored").count() == 240
