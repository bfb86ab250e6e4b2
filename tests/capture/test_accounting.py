"""The account of every message: what the numbers of a folder are, and that they add up whatever became of its rows."""

from __future__ import annotations

import random

import pytest

from sellwright.capture import accounting
from sellwright.capture.accounting import Reason
from sellwright.store.models import Account, Folder, Intake, Item
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db
REASONS = {"stored": ("",), "skipped": ("the same message again", "older"), "failed": ("could not be understood",)}


@pytest.fixture
def account() -> Account:
    workspace()
    box = colleague("Mira").mailboxes.get()
    return Account.objects.create(mailbox=box, kind="imap", address="mira@kestrel.example")


def folder(account: Account, name: str, on_server: int | None, **more: bool) -> Folder:
    live = Intake.objects.create(mailbox=account.mailbox, name=name, path="", state="live")
    return Folder.objects.create(account=account, name=name, title=name, intake=live, on_server=on_server, **more)


def rows(of: Folder, count: int, outcome: str, reason: str = "", *, is_gone: bool = False) -> None:
    assert of.intake is not None
    start = of.intake.items.count()
    Item.objects.bulk_create(
        Item(intake=of.intake, path=f"1/{start + n}", size=1, outcome=outcome, reason=reason, is_gone=is_gone)
        for n in range(count)
    )


def test_a_folder_counted_by_hand(account: Account) -> None:
    inbox = folder(account, "INBOX", 20)
    rows(inbox, 7, "stored")
    rows(inbox, 5, "stored", is_gone=True)
    rows(inbox, 3, "skipped", "older")
    rows(inbox, 4, "skipped", "the same message again")
    rows(inbox, 2, "skipped", "older", is_gone=True)
    rows(inbox, 1, "failed", "could not be understood")
    [found] = accounting.of(account).folders
    assert (found.on_server, found.stored, found.skipped, found.failed, found.left, found.gone) == (20, 7, 7, 1, 5, 7)
    assert found.reasons == (
        Reason("skipped", "the same message again", 4), Reason("skipped", "older", 3),
        Reason("failed", "could not be understood", 1),
    )  # fmt: skip
    assert [len(accounting.items(account, inbox.pk, *key)) for key in (("skipped", "older"), ("stored", ""))] == [3, 7]


def test_what_is_not_read_counts_no_more_and_is_still_told(account: Account) -> None:
    left_out, never = folder(account, "Old", 50, is_read=False), folder(account, "Spam", 9, is_read=False)
    rows(left_out, 3, "stored")
    folder(account, "INBOX", None)
    whole = accounting.of(account)
    assert [one.title for one in whole.folders] == ["INBOX", "Old"]
    assert (whole.sum("stored"), whole.sum("left"), whole.is_counted, whole.agrees) == (0, 0, False, True)
    assert never.title not in {one.title for one in whole.folders}


def test_more_here_than_its_server_counts_does_not_agree(account: Account) -> None:
    inbox = folder(account, "INBOX", 2)
    rows(inbox, 3, "stored")
    whole = accounting.of(account)
    assert not whole.agrees
    assert whole.sum("left") == 0


@pytest.mark.parametrize("seed", range(20))
def test_the_sums_add_up_whatever_became_of_the_rows(account: Account, seed: int) -> None:
    draw = random.Random(seed)
    made = [folder(account, f"F{n}", 0) for n in range(3)]
    present = dict.fromkeys(range(3), 0)
    for _ in range(30):
        at, outcome, is_gone, count = (
            draw.randrange(3),
            draw.choice([*REASONS]),
            draw.random() < 0.3,
            draw.randint(1, 4),
        )
        rows(made[at], count, outcome, draw.choice(REASONS[outcome]), is_gone=is_gone)
        present[at] += 0 if is_gone else count
    ahead = draw.randint(0, 9)
    for at, one in enumerate(made):
        Folder.objects.filter(pk=one.pk).update(on_server=present[at] + ahead)
    whole = accounting.of(account)
    for at, found in enumerate(whole.folders):
        assert found.here == present[at] == sum(r.number for r in found.reasons) + found.stored
        assert found.here + found.left == found.on_server
    assert whole.sum("gone") + sum(present.values()) == Item.objects.count()


def test_nobody_asks_for_items_of_another_account(account: Account) -> None:
    inbox = folder(account, "INBOX", 2)
    rows(inbox, 2, "stored")
    other = Account.objects.create(mailbox=account.mailbox, kind="imap", address="info@kestrel.example")
    assert not accounting.items(other, inbox.pk, "stored", "").exists()
