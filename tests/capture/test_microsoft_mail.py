"""Microsoft mail by Graph, against a server that answers as Microsoft documents it."""

from __future__ import annotations

import json
import logging
import random
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sellwright.capture import microsoft_folder, microsoft_mail, oauth
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater
from sellwright.capture.ledger import KEPT_OUT, OLDER, NotWanted
from sellwright.capture.microsoft_mail import MicrosoftMail
from sellwright.capture.oauth_values import Granted
from sellwright.capture.readers import reader_of
from sellwright.mailroom.intake import REPEATED
from sellwright.protocols.files import DRAFT, TOO_LARGE
from sellwright.store import sealed
from sellwright.store.models import Account, Folder, Item, Job, LogEntry, Mailbox, Message, Sighting, User, Workspace
from tests.capture.replay import ADDRESS, CLIENT, CLIENT_SECRET, MARK, Cloud, letter, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Cloud]:
    Workspace.objects.create(
        name="Kestrel",
        domains=["kestrel.example"],
        reach=["127.0.0.1"],
        apps={"microsoft": {"client_id": CLIENT, "tenant": "kestrel.example"}},
        apps_secret=sealed.seal(json.dumps({"microsoft": CLIENT_SECRET})),
    )
    monkeypatch.setattr(microsoft_mail, "EVERY", 0.0)  # every turn looks
    monkeypatch.setattr(microsoft_folder, "RETRY_EVERY", 0.0)
    monkeypatch.setattr(microsoft_folder, "PAGE", 5)
    monkeypatch.setattr(microsoft_folder, "TOGETHER", 3)
    monkeypatch.setattr(microsoft_folder, "NEWEST", 3)
    with serving(tmp_path, monkeypatch) as one:
        one.folder("Inbox", id="in", known="inbox")
        one.folder("Sent Items", id="sent", known="sentitems")
        yield one


@pytest.fixture
def account(cloud: Cloud) -> Account:
    given, now = cloud.tokens(), timezone.now().timestamp()
    held = Granted(ADDRESS, given["access_token"], given["refresh_token"], now + 3600, now)
    owner = User.objects.create_user("dana@kestrel.example", None)
    box = Mailbox.objects.create(owner=owner, title="Mail", addresses=[ADDRESS])
    return Account.objects.create(
        mailbox=box, kind=Account.Kind.MICROSOFT, address=ADDRESS, secret=sealed.seal(held.written())
    )


def through(reader: MicrosoftMail, most: int = 60) -> int:
    """Turns until nothing more waits; how many messages were new."""
    stored = 0
    for _ in range(most):
        turn = reader.turn(time.monotonic() + 60)
        stored += turn.stored
        if not turn.is_more:
            return stored
    raise AssertionError("it never ends")


def fill(cloud: Cloud, count: int, folder: str = "in", first: int = 0) -> list[str]:
    """Letters, each a minute younger than the one before."""
    return [
        cloud.put(folder, letter(n), f"2026-01-{1 + n // 1000:02d}T{n % 1000 // 60:02d}:{n % 60:02d}:00Z")
        for n in range(first, first + count)
    ]


def agree(cloud: Cloud, account: Account) -> None:
    """For every folder that is read: rows = what the server has, no more and no less; every letter is here once."""
    stored: list[str] = []
    for folder in account.folders.filter(is_read=True, gone_at=None):
        there = {id for id, mail in cloud.mails.items() if mail.folder == folder.name}
        rows = Item.objects.filter(intake=folder.intake, is_gone=False)
        assert {row.path for row in rows} == there, folder.name
        assert folder.on_server == len(there), folder.name
        stored += [row.detail for row in rows if row.outcome == "stored"]
        assert all(row.detail for row in rows if row.outcome == "stored")
    assert len(stored) == len(set(stored))
    assert set(Message.objects.filter(mid__in=stored).values_list("mid", flat=True)) == set(stored)
    assert Sighting.objects.count() == Message.objects.count()


def values_asked(cloud: Cloud) -> list[str]:
    """Ids of the messages that were fetched."""
    return [one.path.split("/")[-2] for one in cloud.asked if one.path.endswith("$value")]


def folder(account: Account, name: str) -> Folder:
    return account.folders.get(name=name)


def test_folders_are_shown_with_what_is_inside_them_and_what_they_are_for(cloud: Cloud, account: Account) -> None:
    cloud.folder("Deleted Items", id="bin", known="deleteditems")
    cloud.folder("Kept", id="kept", parent="in")
    cloud.folder("Deeper", id="deeper", parent="kept")
    cloud.folder("Thrown", id="thrown", parent="bin")
    for n in range(120):  # more than a page
        cloud.folder(f"Case {n}", id=f"case-{n}")
    cloud.folders["search"] = {"name": "Weekly", "parent": "", "known": "", "type": "#microsoft.graph.mailSearchFolder"}
    found = {one.name: one for one in MicrosoftMail(account).folders()}
    assert (found["in"].role, found["sent"].role, found["bin"].role) == ("inbox", "sent", "trash")
    assert (found["deeper"].title, found["deeper"].role) == ("Inbox / Kept / Deeper", "other")
    assert found["thrown"].role == "trash"
    assert not found["thrown"].is_read_at_first
    assert len(found) == 126
    assert "search" not in found


def test_all_is_read_the_newest_first_and_adds_up(cloud: Cloud, account: Account) -> None:
    inbox, sent = fill(cloud, 23), fill(cloud, 7, "sent", 100)
    reader = reader_of(account)
    assert isinstance(reader, MicrosoftMail)
    assert through(reader) == 30
    agree(cloud, account)
    order = list(Item.objects.order_by("pk").values_list("path", flat=True))
    # Each folder's newest page, then back in time wherever it is least far back.
    assert [id for id in order if id in inbox] == inbox[::-1]
    assert [id for id in order if id in sent] == sent[::-1]
    assert order.index(sent[-1]) < order.index(inbox[10])
    assert all(row.compared_at and row.checked_at for row in account.folders.all())
    assert all('IdType="ImmutableId"' in one.headers["prefer"] for one in cloud.asked if one.path.startswith("/v1.0"))


def test_where_nothing_is_new_nothing_is_written_and_few_questions_are_asked(cloud: Cloud, account: Account) -> None:
    for n in range(20):
        cloud.folder(f"Case {n}")
    fill(cloud, 6)
    reader = MicrosoftMail(account)
    through(reader)
    through(reader)
    cloud.asked.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        turn = reader.turn(time.monotonic() + 60)
    assert (turn.stored, turn.is_more) == (0, False)
    assert len(cloud.asked) == 3
    assert [one["sql"] for one in queries if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []


def test_links_that_are_forgotten_after_a_few_newer_ones_are_followed(cloud: Cloud, account: Account) -> None:
    fill(cloud, 3)
    reader = MicrosoftMail(account)
    through(reader)
    for _ in range(3 * cloud.keeps):
        reader.turn(time.monotonic() + 60)
    cloud.asked.clear()
    fill(cloud, 1, first=50)
    assert reader.turn(time.monotonic() + 60).stored == 1
    assert len(values_asked(cloud)) == 1
    assert "$deltatoken" in str([one.query for one in cloud.asked])


def test_what_arrives_while_the_first_round_lasts_is_not_last(cloud: Cloud, account: Account) -> None:
    fill(cloud, 40)
    reader = MicrosoftMail(account)
    reader.turn(time.monotonic())  # no time for anything but looking
    reader._places[folder(account, "in").pk].read_on(timezone.now())
    new = cloud.put("in", letter(999), "2026-06-01T00:00:00Z")
    assert reader.turn(time.monotonic()).stored == 1
    assert values_asked(cloud)[-1] == new
    through(reader)
    agree(cloud, account)
    assert len(values_asked(cloud)) == 41  # and nothing was fetched twice


def test_changes_are_followed(cloud: Cloud, account: Account) -> None:
    cloud.folder("Customers", id="cust")
    ids = fill(cloud, 12)
    reader = MicrosoftMail(account)
    through(reader)
    cloud.drop(ids[3])
    cloud.move(ids[4], "cust")
    cloud.touch(ids[5])
    fill(cloud, 2, "sent", 200)
    assert through(reader) == 2
    for _ in range(3):
        through(reader)
    agree(cloud, account)
    assert Message.objects.count() == 14  # what was deleted there stays here, what moved is one letter
    assert Item.objects.filter(is_gone=True, path=ids[3]).count() == 1
    moved = Item.objects.get(path=ids[4], is_gone=False)
    assert (moved.intake_id, moved.outcome) == (folder(account, "cust").intake_id, "stored")
    assert not Item.objects.filter(reason=REPEATED, is_gone=False).exists()


@pytest.mark.parametrize("at", ["delta", "first"])
def test_a_link_too_old_begins_a_comparison_without_reading_anything_twice(
    at: str, cloud: Cloud, account: Account
) -> None:
    ids = fill(cloud, 17)
    reader = MicrosoftMail(account)
    if at == "delta":
        through(reader)
    else:
        reader.turn(time.monotonic())
        for _ in range(4):
            reader._places[folder(account, "in").pk].read_on(timezone.now())
    before = set(values_asked(cloud))
    assert before
    cloud.forget()
    cloud.drop(ids[-1])
    cloud.drop(ids[2])
    fill(cloud, 2, first=300)
    through(reader)
    agree(cloud, account)
    fetched = values_asked(cloud)
    assert len(fetched) == len(set(fetched))
    assert Message.objects.count() == len(set(fetched))
    assert folder(account, "in").compared_at


def test_a_process_that_ends_in_the_middle_is_followed_by_one_that_reads_on(cloud: Cloud, account: Account) -> None:
    ids = fill(cloud, 30)
    for _ in range(40):
        reader = MicrosoftMail(account)
        reader.turn(time.monotonic())
        if all(place.is_done for place in reader._places.values()):
            break
        for _ in range(2):
            reader._places[folder(account, "in").pk].read_on(timezone.now())
        reader._places[folder(account, "sent").pk].read_on(timezone.now())
        reader.close()
    through(MicrosoftMail(account))
    agree(cloud, account)
    assert sorted(values_asked(cloud)) == sorted(ids)


def test_a_comparison_that_ended_in_the_middle_begins_anew(cloud: Cloud, account: Account) -> None:
    """What the first half of a round showed is known to the process that ended alone: nothing is marked from half."""
    fill(cloud, 20)
    reader = MicrosoftMail(account)
    through(reader)
    cloud.forget()
    reader.turn(time.monotonic())
    reader._places[folder(account, "in").pk].read_on(timezone.now())
    reader._places[folder(account, "in").pk].read_on(timezone.now())
    assert folder(account, "in").cursor.startswith("compare ")
    through(MicrosoftMail(account))
    agree(cloud, account)
    assert not Item.objects.filter(is_gone=True).exists()


def test_whoever_asks_has_everything_compared_once(cloud: Cloud, account: Account) -> None:
    cloud.folder("Other")
    ids = fill(cloud, 9)
    reader = MicrosoftMail(account)
    through(reader)
    Item.objects.filter(path=ids[4]).delete()  # a row lost by whatever cause
    cloud.changes.clear()
    Account.objects.update(asked_at=timezone.now())
    turns = [reader.turn(time.monotonic() + 60) for _ in range(4)]
    assert [turn.is_compared for turn in turns].count(True) == 1
    agree(cloud, account)
    assert Message.objects.count() == 9
    cloud.asked.clear()
    reader.turn(time.monotonic() + 60)
    assert len(cloud.asked) == 3


def test_counts_that_differ_for_long_are_looked_into(
    cloud: Cloud, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(microsoft_folder, "COUNT_EVERY", 0.0)
    monkeypatch.setattr(microsoft_folder, "COUNT_AGAIN", 0.0)
    ids = fill(cloud, 9)
    reader = MicrosoftMail(account)
    through(reader)
    del cloud.mails[ids[2]]  # and no delta tells of it
    Folder.objects.update(compared_at=timezone.now() - timedelta(hours=2))
    for _ in range(4):
        through(reader)
    agree(cloud, account)


@pytest.mark.parametrize(("part", "times"), [("/messages/delta", 1), ("$value", 3), ("$deltatoken", 1)])
def test_throttling_is_obeyed_and_nothing_is_lost(part: str, times: int, cloud: Cloud, account: Account) -> None:
    fill(cloud, 12)
    reader = MicrosoftMail(account)
    if part == "$deltatoken":
        through(reader)
    cloud.graph_error(part, 429, "ApplicationThrottled", times=times, retry_after="7")
    turns = [reader.turn(time.monotonic() + 60) for _ in range(5)]
    assert turns[0].again_after == 7.0
    assert not turns[0].is_more
    agree(cloud, account)
    assert Message.objects.count() == 12


def test_a_long_wait_is_told(cloud: Cloud, account: Account) -> None:
    at = format_datetime(timezone.now() + timedelta(minutes=10), usegmt=False)
    for status, given in ((429, "600"), (503, at)):
        cloud.graph_error("/mailFolders", status, "serviceUnavailable", retry_after=given)
        with pytest.raises(TryLater, match="wait") as caught:
            MicrosoftMail(account).turn(time.monotonic() + 60)
        assert caught.value.seconds is not None
        assert 580 < caught.value.seconds <= 600
    cloud.graph_error("/mailFolders", 429, "x")
    with pytest.raises(TryLater, match="wait"):
        MicrosoftMail(account).turn(time.monotonic() + 60)


def test_a_token_that_ended_is_renewed_in_the_middle(cloud: Cloud, account: Account) -> None:
    fill(cloud, 12)
    reader = MicrosoftMail(account)
    reader.turn(time.monotonic())
    cloud.access.clear()
    through(reader)
    agree(cloud, account)
    assert len([one for one in cloud.asked if one.form.get("grant_type") == "refresh_token"]) == 1


def test_who_is_not_let_in_any_more_signs_in_again(cloud: Cloud, account: Account) -> None:
    fill(cloud, 3)
    reader = MicrosoftMail(account)
    reader.turn(time.monotonic())
    cloud.graph_error("$value", 401, "InvalidAuthenticationToken", times=99)
    with pytest.raises(SignInAgain):
        reader.turn(time.monotonic() + 60)
    cloud.faults.clear()
    cloud.access.clear()
    cloud.refresh.clear()
    with pytest.raises(SignInAgain):
        reader.turn(time.monotonic() + 60)
    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        (403, "ErrorAccessDenied", AskAdministrator, "ErrorAccessDenied"),
        (403, "Authorization_RequestDenied", AskAdministrator, "let"),
        (404, "MailboxNotEnabledForRESTAPI", AskAdministrator, "no mailbox"),
        (404, "ResourceNotFound", AskAdministrator, "no mailbox"),
        (500, "InternalServerError", TryLater, "moment"),
        (502, "", TryLater, "moment"),
        (400, "BadRequest", TryLater, "BadRequest"),
    ],
)
def test_what_microsoft_refuses_says_whom_to_ask(
    status: int, code: str, kind: type[CaptureError], words: str, cloud: Cloud, account: Account
) -> None:
    cloud.graph_error("/me/mailFolders", status, code)
    with pytest.raises(kind, match=words):
        MicrosoftMail(account).turn(time.monotonic() + 60)


def test_one_message_that_cannot_be_had_does_not_hide_the_others(
    cloud: Cloud, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(cloud, 9)
    cloud.graph_error(f"{ids[2]}/$value", 404, "ErrorItemNotFound")
    cloud.mails[ids[4]].raw = letter(4) + b"x" * 3_000_000
    monkeypatch.setattr("sellwright.capture.microsoft_graph.MAX_MAIL_BYTES", 1_000_000)
    reader = MicrosoftMail(account)
    through(reader)
    agree(cloud, account)
    told = {row.path: (row.outcome, row.reason) for row in Item.objects.exclude(outcome="stored")}
    assert told == {ids[2]: ("failed", microsoft_folder.NOT_GIVEN), ids[4]: ("skipped", TOO_LARGE)}
    Item.objects.filter(outcome="failed").update(again_at=timezone.now())
    assert through(reader) == 1
    agree(cloud, account)
    assert not Item.objects.filter(outcome="failed").exists()


@pytest.mark.parametrize("part", ["/messages/delta", "$value", "/mailFolders", "$skiptoken", "/token"])
def test_a_line_that_breaks_is_tried_again(part: str, cloud: Cloud, account: Account) -> None:
    fill(cloud, 12)
    if part == "/token":
        account.secret = sealed.seal(replace(Granted.read(sealed.unseal(account.secret)), expires_at=0.0).written())
        account.save()
    cloud.fault(part, times=1)
    reader = MicrosoftMail(account)
    with pytest.raises(TryLater):
        through(reader)
    through(reader)
    agree(cloud, account)
    assert Message.objects.count() == 12


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"value": 5}', b'{"value": [1, {"x": 2}]}', b"\xff\xfe"])
def test_answers_that_make_no_sense_change_nothing(body: bytes, cloud: Cloud, account: Account) -> None:
    fill(cloud, 6)
    reader = MicrosoftMail(account)
    through(reader)
    rows = list(Item.objects.values_list("path", "outcome", "is_gone").order_by("path"))
    cloud.fault("$deltatoken", 200, body)
    with pytest.raises(TryLater):
        reader.turn(time.monotonic() + 60)
    assert list(Item.objects.values_list("path", "outcome", "is_gone").order_by("path")) == rows
    through(reader)
    agree(cloud, account)


def test_a_link_to_another_server_is_not_followed(cloud: Cloud, account: Account) -> None:
    """The token would go there."""
    fill(cloud, 2)
    reader = MicrosoftMail(account)
    through(reader)
    for link in ("https://evil.example/v1.0/me/x", f"{cloud.base}.evil.example/v1.0/me", f"{cloud.base}/other/"):
        Folder.objects.update(cursor=f"delta {link}")
        for place in reader._places.values():
            place.ahead = ""
        cloud.asked.clear()
        with pytest.raises(TryLater, match="another server"):
            reader.turn(time.monotonic() + 60)
        assert not cloud.asked


def test_what_a_person_left_out_is_counted_and_not_kept(cloud: Cloud, account: Account) -> None:
    fill(cloud, 3)
    cloud.put("in", letter(50, sender="anna@home.example"), "2026-02-01T00:00:00Z")
    old = cloud.put("in", letter(51), "2024-02-01T00:00:00Z")
    draft = cloud.put("in", letter(52), "2026-03-01T00:00:00Z", is_draft=True)
    Mailbox.objects.update(never=["home.example"])
    Account.objects.update(since=date(2025, 1, 1))
    reader = MicrosoftMail(account)
    assert through(reader) == 3
    agree(cloud, account)
    told = sorted(Item.objects.exclude(outcome="stored").values_list("outcome", "reason"))
    assert told == sorted([("skipped", DRAFT), ("skipped", KEPT_OUT), ("skipped", OLDER)])
    assert old not in values_asked(cloud)  # not even fetched
    assert "anna" not in str(list(Item.objects.values()))
    cloud.partly = {"id"}  # a change that names nothing but itself says nothing of drafts
    cloud.touch(draft)
    assert through(reader) == 0
    cloud.partly = set()
    cloud.mails[draft].is_draft = False
    cloud.touch(draft)
    assert through(reader) == 1
    Account.objects.update(since=date(2024, 1, 1), asked_at=timezone.now())
    assert through(reader) == 1
    agree(cloud, account)
    assert sorted(Item.objects.exclude(outcome="stored").values_list("reason", flat=True)) == [KEPT_OUT]


def test_at_most_four_are_asked_at_once(cloud: Cloud, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microsoft_folder, "TOGETHER", 20)
    monkeypatch.setattr(microsoft_folder, "PAGE", 20)
    fill(cloud, 20)
    cloud.slow = 0.02
    through(MicrosoftMail(account))
    assert cloud.most_at_once == 4
    agree(cloud, account)


def test_a_folder_that_goes_is_marked_and_one_that_comes_back_is_compared(cloud: Cloud, account: Account) -> None:
    cloud.folder("Case", id="case")
    fill(cloud, 4, "case")
    fill(cloud, 2, "in", 100)
    reader = MicrosoftMail(account)
    through(reader)
    kept = cloud.folders.pop("case")
    mails = {id: cloud.mails.pop(id) for id, mail in list(cloud.mails.items()) if mail.folder == "case"}
    for _ in range(3):
        through(reader)
    assert folder(account, "case").gone_at
    assert Item.objects.filter(intake=folder(account, "case").intake, is_gone=False).count() == 0
    agree(cloud, account)
    cloud.folders["case"] = kept
    cloud.mails |= mails
    reader._list_at = 0.0
    for _ in range(3):
        through(reader)
    agree(cloud, account)
    assert Message.objects.count() == 6


def test_a_paused_account_is_left_alone(cloud: Cloud, account: Account) -> None:
    reader = MicrosoftMail(account)
    through(reader)
    Account.objects.update(paused_at=timezone.now())
    cloud.asked.clear()
    with pytest.raises(NotWanted):
        reader.turn(time.monotonic() + 60)
    assert cloud.asked == []


FAULTS = (
    ("$value", 404, "ErrorItemNotFound"), ("$value", 429, "ApplicationThrottled"), ("$value", 503, "x"),
    ("$deltatoken", 410, "SyncStateNotFound"), ("$skiptoken", 410, "SyncStateNotFound"), ("delta", 500, "x"),
    ("$value", 401, "InvalidAuthenticationToken"), ("/messages", 429, "x"), ("/mailFolders", 503, "x"),
    ("$deltatoken", 0, ""), ("$value", 0, ""), ("/token", 503, ""), ("/messages?", 0, ""),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_sums_agree_in_the_end(seed: int, cloud: Cloud, account: Account) -> None:
    """Letters come, go and move while everything that can go wrong does, and the process ends now and then."""
    rolling = random.Random(seed)
    folders = ["in", "sent", cloud.folder("A", id="a"), cloud.folder("B", id="b", parent="a")]
    ever: set[bytes] = set()
    number = 0
    reader = MicrosoftMail(account)
    for _ in range(25):
        for _ in range(rolling.randrange(4)):
            ids = sorted(cloud.mails)
            match rolling.randrange(6):
                case 0 if ids:
                    cloud.drop(rolling.choice(ids))
                case 1 if ids:
                    cloud.move(rolling.choice(ids), rolling.choice(folders))
                case 2 if ids:
                    cloud.touch(rolling.choice(ids))
                case _:
                    number += 1
                    ever.add(letter(number))
                    cloud.put(rolling.choice(folders), letter(number), f"2026-01-01T00:{number % 60:02d}:00Z")
        if rolling.random() < 0.5:
            part, status, code = rolling.choice(FAULTS)
            if status:
                cloud.graph_error(part, status, code, retry_after=rolling.choice(["", "1"]))
            else:
                cloud.fault(part)
        if rolling.random() < 0.15:
            cloud.forget()
        if rolling.random() < 0.15:
            reader = MicrosoftMail(account)
        try:
            reader.turn(time.monotonic() + rolling.choice([0.0, 0.05, 1.0]))
        except TryLater:
            continue
    cloud.faults.clear()
    Folder.objects.update(error="")
    Item.objects.filter(outcome="failed").update(again_at=timezone.now())
    Account.objects.update(asked_at=timezone.now())
    reader = MicrosoftMail(account)
    for _ in range(4):
        through(reader)
    agree(cloud, account)
    assert not Item.objects.filter(outcome="failed", is_gone=False).exists()
    assert Message.objects.count() <= len(ever)
    assert Item.objects.filter(is_gone=False, outcome="stored").count() == len(
        cloud.mails
    )  # none is its own repetition


def test_no_secret_leaves_on_any_way(cloud: Cloud, account: Account, caplog: pytest.LogCaptureFixture) -> None:
    """Tokens are marked, and so is a letter; everything goes wrong once with all logging on."""
    caplog.set_level(logging.DEBUG)
    fill(cloud, 3)
    cloud.put("in", letter(9, body=f"{MARK} in a letter"))
    told: list[str] = []
    for part, status, code in FAULTS:
        reader = MicrosoftMail(account)
        if status:
            cloud.graph_error(part, status, code)
        else:
            cloud.fault(part)
        try:
            through(reader)
        except Exception as error:
            told += ["".join(traceback.format_exception(error)), repr(error), str(getattr(error, "next_step", ""))]
    through(MicrosoftMail(account))
    assert len(told) > 3
    told += [caplog.text, repr(oauth.app_of("microsoft")), repr(account), str(list(LogEntry.objects.values()))]
    told += [str(list(model.objects.values())) for model in (Job, Item, Folder, Account)]
    assert MARK not in "".join(told)
    assert any(MARK in bytes_.decode() for bytes_ in [mail.raw for mail in cloud.mails.values()])  # it was there


def test_a_turn_lasts_little_longer_than_it_may(cloud: Cloud, account: Account) -> None:
    fill(cloud, 30)
    reader: Any = MicrosoftMail(account)
    turn = reader.turn(time.monotonic() - 1.0)
    assert turn.is_more
    assert turn.stored == 0
