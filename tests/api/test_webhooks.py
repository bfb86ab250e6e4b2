"""Deeds told to other programs: signed, at least once, as far as their owner may see; none holds up another."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from sellwright.actions import comments, commitments, deals, editing, members, merging, offers, people, tasks, webhooks
from sellwright.jobs import deliver_webhooks as job
from sellwright.jobs import importing_rows, queue
from sellwright.jobs.queue import Again
from sellwright.screens.programs import phrases
from sellwright.store import clock, signed
from sellwright.store.models import (
    Commitment,
    Deal,
    Delivery,
    Field,
    Import,
    LogEntry,
    Offer,
    Stage,
    User,
    Webhook,
    Workspace,
)
from sellwright.store.signed import Signed
from sellwright.store.webhook_events import EVENTS
from tests.firm_rows import NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Other:
    """The program of another: what it was sent, and how it answers by path."""

    url: str = ""
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: dict[str, int] = field(default_factory=dict)
    body: bytes = b"thanks"
    slow: float = 0.0  # seconds for /slow
    headers: dict[str, str] = field(default_factory=dict)


@contextmanager
def listening() -> Iterator[Other]:
    other = Other()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/slow":
                time.sleep(other.slow)
            other.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(other.status.get(self.path, 200))
            for name, value in other.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(other.body)))
            self.end_headers()
            self.wfile.write(other.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    other.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield other
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def other() -> Iterator[Other]:
    with listening() as found:
        yield found


@pytest.fixture
def mira(monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)
    space = workspace()
    Workspace.objects.filter(pk=space.pk).update(reach=["127.0.0.0/8"])
    return colleague("Mira", "owner")


def made(mira: User, url: str, *events: str) -> webhooks.Made:
    return webhooks.make(by=mira, title="CRM", url=url, events=events or EVENTS)


def deliver() -> bool:
    """One run of the job; whether it comes back later."""
    try:
        job.deliver_webhooks()
    except Again:
        return True
    return False


def due_now() -> None:
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(state="waiting").update(due_at=past)
    Webhook.objects.update(rests_until=None)


def test_a_deed_is_told_signed_and_thin(mira: User, other: Other) -> None:
    hook = made(mira, f"{other.url}/hook")
    ana = person("ana@lab.example", "Ana")
    entry = deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW, person=ana)
    deal = Deal.objects.get(public_id=entry.thing_id)
    last = Stage.objects.order_by("-position")[0]
    deals.move(by=mira, deal=deal, stage=last, now=NOW)
    assert not deliver()
    bodies = [json.loads(body) for _path, _headers, body in other.got]
    assert [body["type"] for body in bodies] == ["deal.added", "deal.moved"]
    assert bodies[1]["data"] == {
        "thing": "deal", "id": deal.public_id, "by": mira.public_id, "changed": {"stage": last.public_id},
    }  # fmt: skip
    _path, headers, body = other.got[0]
    given = Signed(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"])
    signed.verify(given, body, [hook.secret], timezone.now().timestamp())
    assert headers["webhook-id"] == f"msg_{Delivery.objects.order_by('pk')[0].public_id}"
    assert set(Delivery.objects.values_list("state", "status", "said")) == {("done", 200, "thanks")}


def test_after_a_new_secret_both_sign_for_a_day(mira: User, other: Other) -> None:
    hook = made(mira, f"{other.url}/hook")
    newer = webhooks.rotate(by=mira, webhook=hook.webhook)
    webhooks.try_it(by=mira, webhook=hook.webhook)
    deliver()
    Webhook.objects.update(old_until=timezone.now() - timedelta(seconds=1))
    webhooks.try_it(by=mira, webhook=hook.webhook)
    deliver()
    for (_path, headers, body), known in zip(other.got, ({hook.secret, newer.secret}, {newer.secret}), strict=True):
        at = int(headers["webhook-timestamp"])
        wanted = {signed.sign(headers["webhook-id"], at, body, secret) for secret in known}
        assert set(headers["webhook-signature"].split()) == wanted


def test_what_was_rolled_back_is_not_told_and_what_stands_is_written_with_the_deed(mira: User, other: Other) -> None:
    made(mira, f"{other.url}/hook")
    with pytest.raises(RuntimeError), transaction.atomic():
        deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
        raise RuntimeError
    assert not Delivery.objects.exists()
    deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
    assert Delivery.objects.get().entry == LogEntry.objects.get(deed="open_deal")


def test_a_failure_is_tried_again_under_the_same_id_for_three_days_then_the_address_is_paused(
    mira: User, other: Other
) -> None:
    hook = made(mira, f"{other.url}/hook").webhook
    other.status["/hook"] = 500
    deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
    waits = []
    for _try in range(len(job.WAITS)):
        assert deliver()
        row = Delivery.objects.get()
        assert row.tried_at is not None
        waits.append((row.due_at - row.tried_at).total_seconds())
        due_now()
    assert [round(wait / base.total_seconds(), 0) for wait, base in zip(waits, job.WAITS, strict=True)] == [1.0] * 10
    assert 2.9 < sum(one.total_seconds() for one in job.WAITS) / 86_400 < 3.1
    assert not deliver()
    hook.refresh_from_db()
    assert (Delivery.objects.get().state, hook.why) == ("failed", "failing")
    assert len({headers["webhook-id"] for _path, headers, _body in other.got}) == 1
    deals.open_deal(by=mira, wanted=deals.Wanted("Roof"), now=NOW)
    assert not deliver() and len(other.got) == 11  # nothing is sent, and it waits
    other.status.clear()
    webhooks.resume(by=mira, webhook=hook)
    deliver()
    assert json.loads(other.got[-1][2])["type"] == "deal.added" and len(other.got) == 12


def test_gone_ends_it_and_no_redirect_is_followed(mira: User, other: Other) -> None:
    hook = made(mira, f"{other.url}/hook").webhook
    other.status["/hook"], other.headers = 302, {"Location": f"{other.url}/elsewhere"}
    webhooks.try_it(by=mira, webhook=hook)
    deliver()
    assert [path for path, _headers, _body in other.got] == ["/hook"]
    assert Delivery.objects.get().status == 302
    other.status["/hook"] = 410
    due_now()
    webhooks.try_it(by=mira, webhook=hook)
    deliver()
    hook.refresh_from_db()
    assert hook.why == "gone"


def test_an_address_that_asks_to_wait_is_left_alone_as_long(mira: User, other: Other) -> None:
    hook = made(mira, f"{other.url}/hook").webhook
    other.status["/hook"], other.headers = 429, {"Retry-After": "1800"}
    deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
    assert deliver()
    hook.refresh_from_db()
    assert hook.rests_until is not None
    assert 1700 < (hook.rests_until - timezone.now()).total_seconds() <= 1800


def test_a_slow_address_holds_up_no_other(mira: User, other: Other) -> None:
    other.slow = 3.0
    made(mira, f"{other.url}/slow")
    made(mira, f"{other.url}/quick")
    for number in range(3):
        deals.open_deal(by=mira, wanted=deals.Wanted(f"Hall {number}"), now=NOW)
    run = threading.Thread(target=_in_thread, args=(deliver,))
    slow = Delivery.objects.filter(webhook__url__endswith="/slow").order_by("pk")
    Delivery.objects.filter(pk__in=list(slow.values_list("pk", flat=True)[1:])).delete()
    run.start()
    run.join()
    assert [path for path, _headers, _body in other.got] == ["/quick", "/quick", "/quick", "/slow"]


def _in_thread(work: Any) -> None:
    from django.db import connection

    try:
        work()
    finally:
        connection.close()


def test_a_private_address_is_not_called_unless_an_owner_allowed_it(mira: User, other: Other) -> None:
    made(mira, f"{other.url}/hook")
    Workspace.objects.update(reach=[])
    deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
    assert deliver()
    row = Delivery.objects.get()
    assert (other.got, row.status, row.state) == ([], None, "waiting")


def test_what_its_owner_may_not_see_is_not_told(mira: User, other: Other) -> None:
    ben = colleague("Ben")
    made(mira, f"{other.url}/hook")
    hidden = person("secretquoll@hidden.example", "Secretquoll", known_to=ben)
    letter(ben, hidden, NOW - 60)
    people.rename(by=ben, person=hidden, name="Secretquoll Renamed")
    comments.say(by=ben, text="Secretquoll", now=NOW, person=hidden)
    tasks.add(by=ben, line="Call Secretquoll", moment=clock.moment(Workspace.objects.get(), ben), person=hidden)
    tasks.add(by=ben, line="Buy secretquoll", moment=clock.moment(Workspace.objects.get(), ben))
    assert Delivery.objects.count() == 4
    deliver()
    assert other.got == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"withheld"}


def test_who_may_not_any_more_is_told_nothing(mira: User, other: Other) -> None:
    ben = colleague("Ben", "operations")
    hook = made(ben, f"{other.url}/hook").webhook
    deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
    members.set_role(by=mira, member=ben, role="seller")
    deliver()
    hook.refresh_from_db()
    assert (other.got, hook.why) == ([], "left")


def test_a_large_answer_is_cut_and_stands_in_the_ledger_as_text(mira: User, other: Other) -> None:
    hook = made(mira, f"{other.url}/hook").webhook
    other.body = b"\x00<b>" + b"x" * 50_000
    webhooks.try_it(by=mira, webhook=hook)
    deliver()
    row = Delivery.objects.get()
    assert (row.state, row.status, len(row.said)) == ("done", 200, job.SAID)
    assert row.said.startswith("<b>x")


def test_old_rows_of_the_ledger_go_and_what_waits_stays(mira: User, other: Other) -> None:
    hook = made(mira, f"{other.url}/hook").webhook
    webhooks.try_it(by=mira, webhook=hook)
    deliver()
    webhooks.try_it(by=mira, webhook=hook)
    Delivery.objects.update(made_at=timezone.now() - timedelta(days=31))
    job.tend_webhooks()
    assert Delivery.objects.get().state == "waiting"


def told(other: Other) -> list[tuple[str, dict[str, Any]]]:
    deliver()
    found = [(body["type"], body["data"]) for body in (json.loads(body) for _path, _headers, body in other.got)]
    other.got.clear()
    return found


def test_what_a_buyer_gives_and_what_becomes_of_an_offer_is_told(mira: User, other: Other) -> None:
    ana = person("ana@lab.example", "Ana")
    entry = deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW, person=ana)
    deal, today = Deal.objects.get(public_id=entry.thing_id), date(2026, 5, 28)
    made(mira, f"{other.url}/hook")
    giving = commitments.Giving(kind="time", person=ana, given_date=today, words="An hour")
    given = commitments.give(by=mira, deal=deal, giving=giving, today=today, now=NOW)
    commitments.withdraw(by=mira, commitment=Commitment.objects.get(), on_date=today)
    offered = offers.Offered(price=Decimal("1200.50"), currency="EUR", given_date=today)
    offers.make(by=mira, deal=deal, offered=offered, today=today, now=NOW)
    offers.decide(by=mira, offer=Offer.objects.get(), state="accepted", on_date=today)
    found = told(other)
    assert [event for event, _data in found] == [
        "commitment.given", "commitment.withdrawn", "offer.made", "offer.decided",
    ]  # fmt: skip
    assert {data["deal"] for _event, data in found} == {deal.public_id}
    assert found[0][1]["id"] == given.thing_id and found[0][1]["person"] == ana.public_id
    assert found[1][1]["changed"] == {"withdrawn_date": "2026-05-28"}
    assert (found[2][1]["changed"]["price"], found[3][1]["changed"]["state"]) == ("1200.50", "accepted")
    offers.drop(by=mira, offer=Offer.objects.get())
    assert [(event, data["deal"]) for event, data in told(other)] == [("offer.removed", deal.public_id)]


def test_cells_merges_and_imports_are_told(mira: User, other: Other) -> None:
    Field.objects.create(noun="deal", key="size", name="Size", kind="number")
    deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
    deal, one, two = Deal.objects.get(), person("ana@lab.example", "Ana"), person("ana@two.example", "Ana")
    made(mira, f"{other.url}/hook")
    editing.edit(by=mira, noun="deal", public_id=deal.public_id, column="owner", words=[mira.public_id])
    editing.edit(by=mira, noun="deal", public_id=deal.public_id, column="x.size", words=["3"])
    ids = [one.public_id, two.public_id]
    merging.merge(by=mira, noun="person", ids=ids, picks={}, now=NOW)
    whole = Import.objects.create(by=mira, name="secretquoll.csv", state="writing", counts={"rows": {"new": 2}})
    importing_rows._told(whole, mira, "import_done")
    found = told(other)
    assert [event for event, _data in found] == ["deal.changed", "deal.changed", "person.merged", "import.done"]
    assert [data["changed"] for _event, data in found[:2]] == [{"owner": mira.public_id}, {"custom": {"size": 3}}]
    assert (found[2][1]["kept"], found[2][1]["gone"]) == (ids[0], ids[1:])
    assert found[3][1]["changed"] == {"sums": {"new": 2}} and "secretquoll" not in json.dumps(found)


def test_what_stands_on_a_deal_that_is_only_proposed_is_told_to_who_may_read_its_letters(
    mira: User, other: Other
) -> None:
    ben = colleague("Ben")
    hidden = person("q@hidden.example", "Q", known_to=ben)
    theirs = letter(ben, hidden, NOW - 60)
    deals.open_deal(by=ben, wanted=deals.Wanted("Secretquoll"), now=NOW)
    Deal.objects.update(proposed=True, thread=theirs.thread)
    made(mira, f"{other.url}/hook")
    today = date(2026, 5, 28)
    offered = offers.Offered(price=Decimal(1), currency="EUR", given_date=today)
    offers.make(by=ben, deal=Deal.objects.get(), offered=offered, today=today, now=NOW)
    offers.drop(by=ben, offer=Offer.objects.get())
    assert told(other) == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"withheld"}


def test_every_event_is_said_on_the_page_and_in_the_reference() -> None:
    words = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text()
    assert [one for one in EVENTS if one not in phrases.EVENTS or f"`{one}`" not in words] == []
