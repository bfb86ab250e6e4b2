"""The ledger: a row for every message, written with its cursor or not at all; what is new goes before what is older."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError
from django.utils import timezone

from sellwright.capture import ledger
from sellwright.capture.ledger import Ledger, Shown
from sellwright.capture.reading import Found, NotWanted
from sellwright.derive import settling
from sellwright.derive.storing import Storing
from sellwright.interactions.values import Message as MessageValue
from sellwright.interactions.values import Refused
from sellwright.jobs import settling as settling_jobs
from sellwright.store import dirty
from sellwright.store.models import Account, Dirty, Folder, Item, Mailbox, Message, Place, Sighting, Thread, User
from sellwright.store.models.jobs import Job
from tests.capture.hostile.desk import ME, NOW, letter, workspace

pytestmark = pytest.mark.django_db


def account(name: str = "mira") -> Account:
    """Of a mailbox of its own."""
    workspace()
    owner, _ = User.objects.get_or_create(email=f"{name}@kestrel.example", defaults={"name": name, "role": "owner"})
    box = Mailbox.objects.create(owner=owner, title=name, addresses=[ME if name == "mira" else owner.email])
    return Account.objects.create(mailbox=box, kind="imap", address=owner.email)


@pytest.fixture
def inbox() -> Iterator[Ledger]:
    """Of a folder with nothing in it."""
    folders = ledger.note_folders(account(), [Found("INBOX", "INBOX", Folder.Role.INBOX)], NOW)
    yield Ledger.of(folders[0])


def shown(*numbers: int) -> list[Shown]:
    return [Shown(f"7/{number}", letter(number)) for number in numbers]


def rows() -> dict[str, tuple[str, str]]:
    return {path: (outcome, reason) for path, outcome, reason in Item.objects.values_list("path", "outcome", "reason")}


def test_a_batch_and_its_cursor(inbox: Ledger) -> None:
    assert inbox.keep(shown(1, 2), [Refused("7/3", "skipped", "a draft")], NOW, next_uid=4, on_server=3) == 2
    assert rows() == {"7/1": ("stored", ""), "7/2": ("stored", ""), "7/3": ("skipped", "a draft")}
    folder = Folder.objects.get()
    assert (folder.next_uid, folder.on_server) == (4, 3)
    held = Item.objects.get(path="7/1")
    assert Message.objects.filter(mid=held.detail).exists() and len(held.print) == 32


def test_the_cursor_does_not_move_alone(inbox: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Ledger, **cursor: Any) -> None:
        raise NotWanted

    monkeypatch.setattr(Ledger, "move", fails)
    with pytest.raises(NotWanted):
        inbox.keep(shown(1), (), NOW, next_uid=2)
    assert (rows(), Message.objects.count(), Folder.objects.get().next_uid) == ({}, 0, 0)


def test_paused_it_writes_nothing(inbox: Ledger) -> None:
    Account.objects.update(paused_at=NOW)
    with pytest.raises(NotWanted):
        inbox.keep(shown(1), (), NOW, next_uid=2)
    with pytest.raises(NotWanted):
        inbox.vanish(["7/1"])
    assert rows() == {}


def test_one_that_cannot_be_stored_hides_no_other(inbox: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Storing.store

    def refuses(self: Storing, batch: Any) -> None:
        store(self, batch)
        if any(isinstance(one.found, MessageValue) and one.found.subject == "Sensors 2" for one in batch):
            raise DataError("a marked-word of the letter")

    monkeypatch.setattr(Storing, "store", refuses)
    assert inbox.keep(shown(1, 2, 3), (), NOW, next_uid=4) == 2
    assert rows() == {"7/1": ("stored", ""), "7/2": ("failed", "could not be stored"), "7/3": ("stored", "")}
    assert Folder.objects.get().next_uid == 4
    failed = Item.objects.get(outcome="failed")
    assert (failed.tries, failed.again_at) == (1, NOW + ledger.FIRST_WAIT)
    monkeypatch.setattr(Storing, "store", store)
    later = NOW + 2 * ledger.FIRST_WAIT
    assert inbox.due(NOW) == [] and inbox.due(later) == ["7/2"]
    assert inbox.keep(shown(2), (), later) == 1
    assert rows()["7/2"] == ("stored", "")
    assert inbox.present() == 3


def test_waits_of_a_message_that_keeps_failing_grow_to_a_day(inbox: Ledger) -> None:
    now, waits = NOW, []
    for _ in range(8):
        inbox.keep((), [Refused("7/1", "failed", "its server does not give it")], now)
        again = Item.objects.get().again_at
        assert again is not None
        waits.append(again - now)
        now = again
    assert waits[0] == ledger.FIRST_WAIT and waits[1] == 4 * ledger.FIRST_WAIT
    assert waits == sorted(waits) and waits[-1] == ledger.LONGEST_WAIT


def test_one_letter_in_two_mailboxes_is_one_message(inbox: Ledger) -> None:
    inbox.keep(shown(1), (), NOW)
    folders = ledger.note_folders(account("jan"), [Found("INBOX", "INBOX", Folder.Role.INBOX)], NOW)
    assert Ledger.of(folders[0]).keep(shown(1), (), NOW) == 1
    assert (Message.objects.count(), Sighting.objects.count()) == (1, 2)


def test_a_copy_takes_the_place_of_one_that_went(inbox: Ledger) -> None:
    first = inbox.folder.account
    inbox.keep(shown(1), (), NOW)
    names = [Found("INBOX", "INBOX", Folder.Role.INBOX), Found("Done", "Done")]
    done = Ledger.of(next(one for one in ledger.note_folders(first, names, NOW) if one.name == "Done"))
    assert done.keep([Shown("9/1", letter(1))], (), NOW) == 0
    assert rows()["9/1"][0] == "skipped"  # it stands in the inbox still
    inbox.vanish(["7/1"])
    done.vanish(["9/1"])
    assert done.keep([Shown("9/2", letter(1))], (), NOW) == 0
    assert rows()["9/2"] == ("stored", "")
    assert Sighting.objects.get().intake == done.intake  # goes with that folder, should it be taken back


def test_new_mail_is_settled_before_a_backlog(inbox: Ledger) -> None:
    dirty.mark_threads(Thread.objects.create(first_at=0.0, last_at=0.0).pk for _ in range(300))
    inbox.keep(shown(1), (), NOW, is_live=True)
    job = Job.objects.get(name="settle_first")
    assert job.lane == "quick"
    settling_jobs.settle_first(**job.arguments)
    thread = Message.objects.get().thread_id
    assert job.arguments == {"threads": [thread]}
    assert not Dirty.objects.filter(kind="thread", ref=thread).exists()
    assert Dirty.objects.filter(kind="thread").count() == 300
    first = set(Place.objects.values_list("person__key", "user__email", "lane"))
    settling.settle()
    assert {who for who, *_ in first} == {"ana1@lab.example"}
    assert set(Place.objects.values_list("person__key", "user__email", "lane")) == first


def test_older_mail_is_settled_when_there_is_time(inbox: Ledger) -> None:
    inbox.keep(shown(1, 2), (), NOW)
    assert set(Job.objects.values_list("name", flat=True)) == {"settle"}


def test_settling_a_backlog_lets_others_pass(inbox: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.keep(shown(*range(60)), (), NOW)
    Job.objects.all().delete()
    monkeypatch.setattr(settling_jobs, "SLICE", 0.0)
    settling_jobs.first([1])
    assert Job.objects.get().due_at <= timezone.now()
    with pytest.raises(settling_jobs.queue.Again):
        settling_jobs.settle()
    assert Dirty.objects.exists()
    Job.objects.all().delete()
    settling_jobs.settle()
    assert not Dirty.objects.exists()
