"""Nothing lost, nothing twice: what goes into the cache is what the mailboxes hold."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from sellwright.interactions.values import Message, RawMail
from sellwright.mailroom import cache, intake, reading
from sellwright.mailroom.book import Account, account
from sellwright.protocols.files import Entry
from sellwright.settings import Settings
from tests.mailroom.letters import ANNA, ME, exchange, letter, mbox


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SELLWRIGHT_CACHE", str(folder))
    return folder


def take(*paths: Path, newest: int = 0) -> Account:
    connection = cache.connect(cache.file_for(list(paths), ""))
    try:
        intake.take_in(connection, list(paths), Settings(), newest=newest)
        return account(connection)
    finally:
        connection.close()


def ids(*paths: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(cache.file_for(list(paths), ""))
    rows = connection.execute("SELECT id, body FROM message ORDER BY id").fetchall()
    connection.close()
    return rows


def test_the_sums_agree(tmp_path: Path) -> None:
    found = take(mbox(tmp_path / "a.mbox", exchange()))
    assert (found.total, found.stored, found.skipped, found.failed) == (4, 4, (), ())


def test_the_same_file_again_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    first = take(file)

    def refuse(raws: list[RawMail], settings: Settings) -> None:
        raise AssertionError(f"{len(raws)} mails were opened again")

    monkeypatch.setattr(reading, "read_all", refuse)
    assert take(file) == first
    file.touch()  # looked at again, and found to be the same
    assert take(file) == first


def test_a_grown_file_opens_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    take(file)
    mbox(file, [*exchange(), letter(12, ANNA, ME, "And one more thing: do you ship to Norway?")])
    opened: list[str] = []
    real = reading.read_all

    def counting(raws: list[RawMail], settings: Settings) -> list[Message]:
        opened.extend(raw.path for raw in raws)
        return real(raws, settings)

    monkeypatch.setattr(reading, "read_all", counting)
    assert take(file).stored == 5
    assert len(opened) == 1


def test_what_left_the_mailbox_is_forgotten(tmp_path: Path) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    take(file)
    mbox(file, exchange()[:2])
    found = take(file)
    assert (found.total, found.stored) == (2, 2)


def test_one_mail_in_two_mailboxes_is_stored_once_and_said_so(tmp_path: Path) -> None:
    one, other = mbox(tmp_path / "a.mbox", exchange()), mbox(tmp_path / "b.mbox", exchange()[1:])
    found = take(one, other)
    assert (found.total, found.stored) == (7, 4)
    assert [(count.reason, count.count) for count in found.skipped] == [(intake.REPEATED, 3)]


def test_the_other_copy_takes_its_place_when_the_first_is_gone(tmp_path: Path) -> None:
    one, other = mbox(tmp_path / "a.mbox", exchange()), mbox(tmp_path / "b.mbox", exchange())
    take(one, other)
    mbox(one, exchange()[:1])
    found = take(one, other)
    assert (found.total, found.stored) == (5, 4)


def test_the_same_mail_twice_among_those_read_together_is_stored_once(tmp_path: Path) -> None:
    found = take(mbox(tmp_path / "a.mbox", [*exchange(), exchange()[0]]))
    assert (found.total, found.stored, found.skipped[0].reason, found.skipped[0].count) == (5, 4, intake.REPEATED, 1)


def test_two_items_with_one_path_in_one_pass_are_one_row_that_holds_the_later(tmp_path: Path) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    connection = cache.connect(cache.file_for([file], ""))
    mails = [RawMail("same", f"From: a@b.example\nSubject: {n}\n\nLetter {n}\n".encode()) for n in (1, 2)]
    entries = [Entry(mail.path, len(mail.data), 0.0, partial(lambda mail: mail, mail)) for mail in mails]
    intake._Taking(connection, 0, Settings(), lambda items, done, total: None, 0).run(entries, whole=True)
    assert connection.execute("SELECT subject FROM message").fetchall() == [("2",)]
    assert account(connection).total == 1
    connection.close()


def test_letters_read_together_are_those_read_one_by_one() -> None:
    said = [
        "Could you send us the offer by Friday? I will call you on Monday.",
        "Können Sie uns bis Freitag ein Angebot schicken?\n\nViele Grüße\nAnna\n-- \nAnna Berg\nTel +49 30 1234567",
        "> What does it cost?\n\n900 euro.",
        "",
    ]
    raws = [RawMail(str(n), letter(n, ANNA, ME, text)) for n, text in enumerate(said * 30)]
    raws.append(RawMail("nothing", b""))
    raws.append(RawMail("no mail", bytes(range(256)) * 20))
    assert reading.read_all(raws, Settings()) == [reading.read(raw, Settings()) for raw in raws]


def test_one_mail_wrapped_anew_by_a_server_is_the_same_mail(tmp_path: Path) -> None:
    words = "Could you tell me whether the sensor stands the cold in Kiruna?"
    two = [
        letter(0, ANNA, ME, text, message_id="<same@x>") for text in (words, words.replace("the sensor", "the\nsensor"))
    ]
    found = take(mbox(tmp_path / "a.mbox", two))
    assert (found.stored, found.skipped[0].reason) == (1, intake.REPEATED)


def test_one_message_id_with_two_bodies_is_two_messages(tmp_path: Path) -> None:
    two = [
        letter(0, ANNA, ME, "The first body of this letter.", message_id="<same@x>"),
        letter(0, ANNA, ME, "Quite another body.", message_id="<same@x>"),
    ]
    assert take(mbox(tmp_path / "a.mbox", two)).stored == 2


def test_one_mail_that_breaks_the_reader_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    real = reading.read_all

    def fragile(raws: list[RawMail], settings: Settings) -> list[Message]:
        if any(b"calibrate" in raw.data for raw in raws):
            raise RecursionError("too deep")
        return real(raws, settings)

    monkeypatch.setattr(reading, "read_all", fragile)
    found = take(file)
    assert (found.stored, found.failed[0].count, found.failed[0].reason) == (3, 1, "could not be understood")
    assert "RecursionError" in found.failed[0].examples[0]


def test_a_first_look_reads_the_newest_and_the_whole_run_adds_the_rest(tmp_path: Path) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    assert take(file, newest=2).stored == 2
    assert take(file).stored == 4


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    take(file)
    cache.file_for([file], "").write_bytes(b"not a database" * 500)
    assert take(file).stored == 4


def test_a_cache_of_another_version_is_made_anew(tmp_path: Path) -> None:
    file = mbox(tmp_path / "a.mbox", exchange())
    take(file)
    with sqlite3.connect(cache.file_for([file], "")) as connection:
        connection.execute("UPDATE meta SET value = 'older' WHERE key = 'version'")
        connection.execute("DELETE FROM message")
    connection.close()
    assert take(file).stored == 4


def test_only_the_owner_may_read_the_cache(tmp_path: Path, own_cache: Path) -> None:
    take(mbox(tmp_path / "a.mbox", exchange()))
    assert own_cache.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in own_cache.iterdir())


def test_killed_at_any_point_ends_in_the_same_cache(tmp_path: Path) -> None:
    """kill -9 at random points of an intake: the next run completes it to the undisturbed rows."""
    mails = [
        letter(n / 7, ANNA if n % 2 else ME, ME if n % 2 else ANNA, f"Letter {n}: is {n} enough?") for n in range(2500)
    ]
    file = mbox(tmp_path / "a.mbox", mails)
    work = (
        "import sys; from pathlib import Path; from sellwright.mailroom import cache, intake;"
        "from sellwright.settings import Settings; p=[Path(sys.argv[1])];"
        "c=cache.connect(cache.file_for(p, '')); print('ready', flush=True); intake.take_in(c, p, Settings())"
    )
    chance = random.Random(11)
    for _ in range(6):
        run = subprocess.Popen([sys.executable, "-c", work, str(file)], stdout=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.5))
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    found = take(file)
    disturbed = ids(file)
    assert (found.total, found.stored, len(disturbed)) == (2500, 2500, 2500)
    cache.file_for([file], "").unlink()
    take(file)
    assert ids(file) == disturbed
