"""The order in which mail comes decides nothing; what comes again adds nothing; what is taken back leaves nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from sellwright.jobs import taking_in
from sellwright.store.models import Intake, Item
from tests.derive import posts

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = posts.talks(30)


def taken(folder: Path, *files: list[bytes]) -> dict[str, Any]:
    posts.workspace()
    for number, letters in enumerate(files):
        posts.take_in(posts.mbox(folder / f"{number}.mbox", letters))
    found = posts.told()
    for row in Intake.objects.order_by("-pk"):
        posts.undo(row)
    assert not any(posts.told()[part] for part in ("messages", "people", "addresses", "touches", "keys", "phones"))
    return found


def test_shuffled_newest_first_in_two_or_doubled_the_same_rows_come(tmp_path: Path) -> None:
    straight = taken(tmp_path, LETTERS)
    assert len(straight["messages"]) == len(LETTERS) > 70 and len(straight["people"]) > 8
    shuffled = random.Random(3).sample(LETTERS, len(LETTERS))
    orders = {
        "newest first": [LETTERS[::-1]],
        "shuffled": [shuffled],
        "in two": [LETTERS[1::2], LETTERS[::2]],
        "doubled": [[*LETTERS, *LETTERS]],
    }
    for name, files in orders.items():
        assert posts.differences(straight, taken(tmp_path, *files)) == {}, name


def test_the_same_file_again_adds_nothing_but_its_account(tmp_path: Path) -> None:
    posts.workspace()
    file = posts.mbox(tmp_path / "a.mbox", LETTERS[:40])
    first = posts.take_in(file)
    before = posts.told()
    again = posts.take_in(file)
    assert posts.differences(before, posts.told()) == {}
    assert posts.account(first) == (40, 0, 0)
    assert posts.account(again) == (0, 40, 0)
    assert again.state == "done" and again.bytes_done == again.bytes_total


def test_a_grown_file_adds_what_is_new_and_holds_the_rest_when_the_first_is_undone(tmp_path: Path) -> None:
    posts.workspace()
    first = posts.take_in(posts.mbox(tmp_path / "a.mbox", LETTERS[:30]))
    grown = posts.take_in(posts.mbox(tmp_path / "b.mbox", LETTERS[:45]))
    assert posts.account(grown) == (15, 30, 0)
    whole = posts.told()
    posts.undo(first)
    assert posts.differences(whole, posts.told()) == {}
    assert posts.account(grown) == (45, 0, 0)
    assert not Item.objects.filter(intake=first).exists()


def test_undo_leaves_what_would_stand_there_without_it(tmp_path: Path) -> None:
    posts.workspace()
    draw = random.Random(5)
    one = sorted(draw.sample(range(len(LETTERS)), 45))
    kept = posts.mbox(tmp_path / "a.mbox", [LETTERS[n] for n in one])
    more = posts.mbox(tmp_path / "b.mbox", [letter for n, letter in enumerate(LETTERS) if n not in one])
    posts.take_in(kept)
    before = posts.told()
    other = posts.take_in(more)
    assert posts.told()["sightings"] == len(LETTERS)
    posts.undo(other)
    assert posts.differences(before, posts.told()) == {}


def test_undo_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts.workspace()
    empty = posts.told()
    row = posts.begun(posts.mbox(tmp_path / "a.mbox", LETTERS), posts.mailbox())
    monkeypatch.setattr(taking_in, "BATCH", 10)
    store, calls = taking_in.Storing.store, []

    def stored(self: Any, batch: Any) -> None:
        store(self, batch)
        calls.append(len(batch))
        if len(calls) == 3:  # in the transaction: it takes hold with the next batch
            Intake.objects.filter(pk=row.pk).update(state=Intake.State.UNDOING)

    monkeypatch.setattr(taking_in.Storing, "store", stored)
    taking_in.take_in(intake=row.public_id)
    assert calls == [10, 10, 10]
    assert len(posts.told()["messages"]) == 30
    taking_in.undo_intake(intake=row.public_id)
    after = posts.told()
    assert posts.differences(empty, after) == {}
    row.refresh_from_db()
    assert row.state == "undone" and posts.account(row) == (0, 0, 0)
