"""The whole way from the demo firm's mailbox to its day, against what is true of it by construction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sellwright.cli.today import plan_day
from sellwright.demo import kestrel
from sellwright.interactions.values import Person
from sellwright.mailroom import letters
from sellwright.mailroom.book import Book, open_book
from sellwright.measures.fingerprint import Index
from sellwright.settings import Settings


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> kestrel.DemoFirm:
    return kestrel.write(tmp_path_factory.mktemp("kestrel"))


@pytest.fixture(scope="module")
def book(firm: kestrel.DemoFirm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SELLWRIGHT_CACHE", str(tmp_path_factory.mktemp("cache")))
        with open_book([firm.mailbox, firm.calendar, firm.calls], list(firm.me), Settings()) as opened:
            yield opened


@pytest.fixture(scope="module")
def truth(firm: kestrel.DemoFirm) -> dict[str, Any]:
    return json.loads(Path(firm.truth).read_text(encoding="utf-8"))


def test_nothing_is_lost(book: Book, truth: dict[str, Any]) -> None:
    account = book.account()
    assert account.failed == ()
    assert sum(count for _, count in account.kinds) == len(truth["messages"])


def test_kinds_and_directions_are_as_they_were_made(book: Book, truth: dict[str, Any]) -> None:
    wrong = way = 0
    for filed in book.messages():
        known = truth["messages"][filed.message.message_id]
        wrong += known["kind"] != filed.message.verdict.kind
        way += known["direction"] != filed.direction
    assert wrong <= len(truth["messages"]) * 0.01
    assert way <= len(truth["messages"]) * 0.01


def test_who_is_named_buyer_is_one(book: Book, truth: dict[str, Any]) -> None:
    buyers = ("prospect", "customer")
    named = right = there = 0
    for addresses, relation in book.connection.execute("SELECT addresses, relation FROM person"):
        known = [truth["people"][a]["relation"] for a in json.loads(addresses) if a in truth["people"]]
        if not known:
            continue
        kind = json.loads(relation)["kind"]
        there += known[0] in buyers
        named += kind in buyers
        right += kind in buyers and known[0] in buyers
        assert not (known[0] == "pitching_us" and kind in (*buyers, "partner"))
    assert right / named >= 0.95
    assert right / there >= 0.6


def test_today_is_the_day_that_was_written(book: Book, truth: dict[str, Any], firm: kestrel.DemoFirm) -> None:
    day = plan_day(book, firm.now, 3.0)
    where = {entry.person.key: lane.lane for lane in day.lanes for entry in lane.entries}
    where |= {left.entry.person.key: left.entry.lane for left in day.left_for_tomorrow}
    expected = {person: lane for lane, people in truth["today"].items() for person in people}
    found = sum(where.get(person) == lane for person, lane in expected.items())
    assert found >= len(expected) - 2
    assert len(set(where) - set(expected)) <= 2


def test_the_same_mail_gives_the_same_day(book: Book, firm: kestrel.DemoFirm) -> None:
    assert plan_day(book, firm.now, 3.0) == plan_day(book, firm.now, 3.0)


def test_the_fingerprint_tells_mass_mail_from_letters(book: Book, truth: dict[str, Any]) -> None:
    index: Index = letters.wording(book, book.newest_at())
    people = {
        key: Person(key, name, (key,), firm)
        for key, name, firm in book.connection.execute("SELECT key, name, firm FROM person")
    }
    shares: dict[str, list[float]] = {"mass": [], "by_hand": []}
    kind = {message: which for which in shares for message in truth[which]}
    for message, readers in book.our_letters(book.newest_at()):
        which = kind.get(message.message_id)
        if which and message.at and len(readers) == 1:
            sent = letters.sent_to(message.new_text, people[readers[0]], book.newest_at())
            share = index.measure(sent, book.settings).share
            if share is not None:
                shares[which].append(share)
    assert len(shares["by_hand"]) > 100
    by_hand = sum(share >= 0.6 for share in shares["by_hand"]) / len(shares["by_hand"])
    assert by_hand >= 0.9
    if shares["mass"]:
        assert sum(share < 0.6 for share in shares["mass"]) / len(shares["mass"]) >= 0.9
