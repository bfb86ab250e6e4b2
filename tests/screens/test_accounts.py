"""From an address to a mailbox that is read, against a real mail server; the account of every message; leaving. A
marked password is planted, and looked for wherever it must not be."""

from __future__ import annotations

import html
import io
import logging
import re
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sellwright.actions import accounts as deeds
from sellwright.actions.accounts import Connection, Shown
from sellwright.capture import accounting, discovery, trying
from sellwright.capture.readers import reader_of
from sellwright.jobs import export_mailbox, exporting, queue
from sellwright.server.logs import Plain
from sellwright.store.models import Account, Folder, Intake, Item, LogEntry, Mailbox, Message, Share, User, Workspace
from sellwright.store.models.jobs import Job
from tests import not_run
from tests.capture.dovecot import PASSWORD, Dovecot, NoDovecot, dovecot
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db(transaction=True)
MINE = "mira@kestrel.example"
USERS = 60
_numbers = count()


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    try:
        with dovecot() as running:
            for number in range(USERS):  # all at once: it looks for new ones once a second
                running.add(f"mira{number}")
            yield running
    except NoDovecot as why:
        not_run.not_run("tests against a mail server", str(why))


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Workspace:
    cache.clear()
    made = workspace()
    Workspace.objects.update(reach=["127.0.0.1"])

    def nobody(_url: str) -> bytes:
        raise OSError

    # Names of other machines are not asked for here: what a search finds is tests/capture/test_discovery.
    monkeypatch.setattr(discovery, "ways", lambda: discovery.Ways(_no_resolver, nobody, lambda *_: False))
    return made


def _no_resolver() -> Any:
    raise OSError


@pytest.fixture
def mira(house: Workspace) -> User:
    return colleague("Mira", "owner")


@pytest.fixture
def at(client: Client, mira: User) -> Client:
    client.force_login(mira)
    return client


@pytest.fixture
def box(server: Dovecot) -> str:
    """A mailbox with three letters in it, one of them sent."""
    user = f"mira{next(_numbers)}"
    for number, (who, to) in enumerate((("ana@lab.example", MINE), ("bo@bank.example", MINE))):
        server.deliver(user, letter(who, to, number))
    server.fill(user, iter([letter(MINE, "ana@lab.example", 7)]), "Sent")
    return user


def letter(who: str, to: str, number: int) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = who, to, f"Sensors {number}"
    made["Date"] = (timezone.now() - timedelta(days=number + 1)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    made["Message-ID"] = f"<{number}.{time.monotonic_ns()}@{who.split('@')[1]}>"
    made.set_content("Could you send me the price of twelve sensors by Friday?\n")
    return made.as_bytes()


def typed(server: Dovecot, user: str, **more: str) -> dict[str, str]:
    first = {
        "address": MINE, "host": "127.0.0.1", "port": str(server.port), "security": "none", "user": user,
        "password": PASSWORD,
    }  # fmt: skip
    return first | more


def connected(at: Client, server: Dovecot, box: str) -> Account:
    answer = at.post("/connect/try", typed(server, box))
    assert answer.status_code == 302, errors(answer)
    return Account.objects.get()


def errors(answer: Any) -> list[str]:
    text = answer.content.decode()
    parts = re.findall(r'class="field-error"[^>]*>(.*?)</p>|class="errors"[^>]*>(.*?)</div>', text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", one or other)).strip() for one, other in parts]


def chosen(account: Account, **more: Any) -> dict[str, Any]:
    folders = [str(one.pk) for one in account.folders.filter(is_read=True)]
    return {"folders": folders, "since": "all", "never": "", "level": "nothing", **more}


def read_all(account: Account) -> None:
    reader = reader_of(account)
    try:
        for _ in range(40):
            if not reader.turn(time.monotonic() + 5).is_more:
                return
    finally:
        reader.close()
    raise AssertionError("it is never read to its end")


# ---- an address, and what is found


def test_an_address_leads_to_its_server_before_any_password(at: Client) -> None:
    page = at.post("/connect", {"address": "Mira@GMX.de"}).content.decode()
    for said in ("imap.gmx.net", "993", "TLS", "Its mail lies with GMX.", "IMAP", 'type="password"'):
        assert said in page
    assert 'name="password" autocomplete="off" maxlength="1000"' in page or 'type="password"' in page
    assert not Account.objects.exists()


def test_unknown_it_asks_for_the_server(at: Client) -> None:
    page = at.post("/connect", {"address": "mira@kestrel.example"}).content.decode()
    assert "Nobody could be asked" in page
    assert re.search(r"<details[^>]* open>", page)


def test_tried_after_nobody_was_found_it_asks_again(at: Client, server: Dovecot, box: str) -> None:
    page = at.post("/connect", {"address": MINE}).content.decode()
    kept = html.unescape(re.search(r'name="found" value="([^"]*)"', page)[1])  # type: ignore[index]
    answer = at.post("/connect/try", typed(server, box, password="wrong") | {"found": kept})
    assert errors(answer)
    assert 'type="password"' in answer.content.decode()
    assert "Nobody could be asked" in answer.content.decode()


@pytest.mark.parametrize("address", ["", "mira", "a b@c.de", "a@b", "a@b.de, c@d.de"])
def test_what_is_no_address(at: Client, address: str) -> None:
    answer = at.post("/connect", {"address": address})
    assert answer.status_code == 422
    assert errors(answer)


def test_microsoft_without_a_registration_says_who_can_help_and_asks_no_password(at: Client, mira: User) -> None:
    page = at.post("/connect", {"address": "mira@outlook.com"}).content.decode()
    assert 'type="password"' not in page
    assert "/settings/outside" in page  # an owner looks
    User.objects.filter(pk=mira.pk).update(role="seller")
    colleague("Olga", "owner")
    page = at.post("/connect", {"address": "mira@outlook.com"}).content.decode()
    assert "/settings/outside" not in page
    assert "Ask Olga." in page


def test_a_provider_that_lets_nobody_in_leads_to_a_file(at: Client) -> None:
    page = at.post("/connect", {"address": "mira@tuta.com"}).content.decode()
    assert "Tuta lets no program read your mail" in page
    assert 'type="password"' not in page


# ---- tried


def test_tried_and_nothing_kept_when_it_fails(at: Client, server: Dovecot, box: str) -> None:
    cases = {
        "password": ({"password": "wrong-" + PASSWORD}, "does not take this user name with this password"),
        "nobody there": ({"port": "1"}, "does not answer on port 1"),
        "no such name": ({"host": "no-such-host.invalid"}, "No server is known by the name"),
        "certificate": ({"security": "tls", "port": str(server.tls_port)}, "cannot prove"),
        "no mail server": ({"security": "tls"}, "no encrypted connection"),
    }
    for name, (more, sentence) in cases.items():
        answer = at.post("/connect/try", typed(server, box, **more))
        assert answer.status_code == 422, name
        assert any(sentence in error for error in errors(answer)), (name, errors(answer))
        assert PASSWORD not in answer.content.decode(), name
        assert not Account.objects.exists(), name
    assert not Mailbox.objects.exclude(title="Mira").exists()


def test_a_part_of_a_page_leads_the_whole_page_on(at: Client, server: Dovecot, box: str) -> None:
    answer = at.post("/connect/try", typed(server, box), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"/accounts/{Account.objects.get().public_id}/choose"


def test_a_private_network_is_called_only_when_an_owner_allowed_it(at: Client, server: Dovecot, box: str) -> None:
    Workspace.objects.update(reach=[])
    answer = at.post("/connect/try", typed(server, box))
    assert any("private network" in error and "Settings" in error for error in errors(answer)), errors(answer)
    assert at.post("/settings/outside", {"network": "127.0.0.1"}).status_code == 302
    assert at.post("/connect/try", typed(server, box)).status_code == 302


def test_it_works_and_the_counts_are_shown(at: Client, server: Dovecot, box: str) -> None:
    account = connected(at, server, box)
    assert account.where == {
        "host": "127.0.0.1", "port": server.port, "security": "none", "user": box,
        "counts": {"two": 3, "one": 3, "all": 3},
    }  # fmt: skip
    marked = {one.title: (one.is_read, one.on_server) for one in account.folders.all()}
    assert marked["Inbox" if "Inbox" in marked else "INBOX"] == (True, 2)
    assert marked["Sent"] == (True, 1)
    assert not marked["Junk"][0] and not marked["Drafts"][0]
    page = at.get(f"/accounts/{account.public_id}/choose").content.decode()
    assert "All of it: 3" in page
    assert page.count(" checked") == 3 or page.count("checked") >= 3


def test_without_scripts_the_form_posts_and_password_fields_are_never_filled(at: Client, server: Dovecot) -> None:
    answer = at.post("/connect/try", typed(server, "nobody", password=PASSWORD, host="bad host"))
    page = answer.content.decode()
    assert '<form class="stack" method="post" action="/connect/try"' in page
    assert PASSWORD not in page
    assert any("imap.firm.com" in error for error in errors(answer))


# ---- chosen and read


def test_from_start_to_every_message_accounted_for(at: Client, server: Dovecot, box: str) -> None:
    account = connected(at, server, box)
    answer = at.post(f"/accounts/{account.public_id}/choose", chosen(account, never="bank.example"), follow=True)
    assert "The first people stand on Today" in answer.content.decode()
    account.refresh_from_db()
    assert account.paused_at is None
    read_all(account)
    whole = accounting.of(account)
    assert (whole.sum("on_server"), whole.sum("stored"), whole.sum("skipped"), whole.sum("left")) == (3, 2, 1, 0)
    assert whole.agrees
    page = at.get(f"/accounts/{account.public_id}").content.decode()
    assert "2 stored + 1 skipped + 0 failed + 0 to be read = 3." in page
    assert "The sums agree with the server." in page
    url = html.unescape(re.search(r'href="(/accounts/[^"]*items[^"]*)"', page)[1])  # type: ignore[index]
    items = at.get(url).content.decode()
    assert "keep this person or domain out" in items
    part = at.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "<code>" in part
    assert not Message.objects.filter(sender__email="bo@bank.example").exists()


def test_before_it_is_begun_it_says_so_everywhere(at: Client, server: Dovecot, box: str) -> None:
    account = connected(at, server, box)
    assert "Nothing of it is read yet." in at.get("/add").content.decode()
    page = at.get(f"/accounts/{account.public_id}").content.decode()
    assert f'href="/accounts/{account.public_id}/choose"' in page
    assert "Start reading" in at.get(f"/accounts/{account.public_id}/choose").content.decode()


def test_shared_with_nobody_unless_said(at: Client, server: Dovecot, box: str, house: Workspace) -> None:
    colleague("Ben")
    account = connected(at, server, box)
    page = at.get(f"/accounts/{account.public_id}/choose").content.decode()
    assert re.search(r'value="nothing" checked', page)
    assert "then reads all of it" in page
    at.post(f"/accounts/{account.public_id}/choose", chosen(account))
    assert not Share.objects.exists()


def test_into_a_mailbox_that_is_shared_it_says_so_and_asks_no_more(at: Client, server: Dovecot, box: str) -> None:
    colleague("Ben")
    account = connected(at, server, box)
    Share.objects.create(mailbox=account.mailbox, level="subject")
    page = at.get(f"/accounts/{account.public_id}/choose").content.decode()
    assert "which others see already" in page
    assert 'name="level"' not in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"folders": []}, "This field is required."),
        ({"since": "day", "day": ""}, "Which day?"),
        ({"never": "anna"}, "neither an address nor a domain"),
        ({"since": "day", "day": "never"}, "Enter a valid date."),
    ],
)
def test_a_wrong_choice_is_said_and_nothing_begins(
    at: Client, server: Dovecot, box: str, more: dict[str, Any], sentence: str
) -> None:
    account = connected(at, server, box)
    answer = at.post(f"/accounts/{account.public_id}/choose", chosen(account) | more)
    assert answer.status_code == 422
    assert any(sentence in error for error in errors(answer)), errors(answer)
    assert not Intake.objects.filter(state="live").exists()


def test_groups_that_are_ticked_are_never_captured(at: Client, server: Dovecot, box: str) -> None:
    account = connected(at, server, box)
    at.post(f"/accounts/{account.public_id}/choose", chosen(account, private=["banks"], never="anna@home.org"))
    never = Mailbox.objects.get(pk=account.mailbox_id).never
    assert "paypal.com" in never and "anna@home.org" in never


# ---- how it is


@pytest.fixture
def begun(mira: User) -> Account:
    """An account that is read, without a server behind it."""
    made = Connection("imap", MINE, {"host": "imap.kestrel.example", "port": 993, "security": "tls", "user": MINE},
                      {"password": PASSWORD})  # fmt: skip
    account = deeds.connect(by=mira, made=made, shown=[Shown("INBOX", "Inbox", "inbox", True, 5)])
    deeds.start(by=mira, account=account, choice=deeds.Choice(frozenset({"INBOX"}), None, ()))
    account.refresh_from_db()
    return account


@pytest.mark.parametrize(
    ("columns", "sentence", "button"),
    [
        ({"heard_at": 12}, "Heard 12 s ago.", ""),
        ({"heard_at": 7200}, "Not heard since", ""),
        ({"trouble": "sign_in", "error": "The mail server does not take this password."},
         "The mail server does not take this password.", "Sign in again"),
        ({"trouble": "wait", "error": "The mail server cannot answer just now.", "again_at": -300},
         "it is tried again in 5 min", "Try now"),
        ({"trouble": "ask", "error": "Reading mail by IMAP is switched off for this mailbox."}, "by IMAP", "Try now"),
        ({"trouble": "look", "error": "One folder cannot be read."}, "stands below", "Try now"),
        ({"paused_at": 60}, "Nothing is read.", "Read on"),
        ({}, "It is being connected.", ""),
        ({"made_at": 600}, "listener may not be running", ""),
    ],
)  # fmt: skip
def test_health_is_evidence_with_the_next_step(
    at: Client, begun: Account, columns: dict[str, Any], sentence: str, button: str
) -> None:
    now = timezone.now()
    said = {
        name: now - timedelta(seconds=value) if isinstance(value, int) else value for name, value in columns.items()
    }
    Account.objects.filter(pk=begun.pk).update(**said)
    page = html.unescape(at.get(f"/accounts/{begun.public_id}").content.decode())
    assert sentence in page
    assert not button or f">{button}</" in page
    for word in ("active", "Active", "connected successfully"):
        assert word not in re.sub(r"<[^>]*>", "", page)


def test_what_waits_for_its_owner_stands_on_today_and_is_gone_when_it_works(at: Client, begun: Account) -> None:
    assert "Nothing new comes from" not in at.get("/").content.decode()
    Account.objects.update(trouble="sign_in", error="The mail server does not take this password.")
    page = at.get("/").content.decode()
    assert f"Nothing new comes from {MINE}." in page
    assert f'href="/accounts/{begun.public_id}/sign-in"' in page


def test_a_new_password_is_tried_before_it_is_kept(at: Client, server: Dovecot, box: str) -> None:
    account = connected(at, server, box)
    Account.objects.update(trouble="sign_in", error="x")
    before = Account.objects.get().secret
    answer = at.post(f"/accounts/{account.public_id}/sign-in", typed(server, box, password="wrong-one"))
    assert answer.status_code == 422
    assert Account.objects.get().secret == before
    assert at.post(f"/accounts/{account.public_id}/sign-in", typed(server, box)).status_code == 302
    assert (Account.objects.get().trouble, Account.objects.get().secret != before) == ("", True)


def test_reasons_unroll_page_by_page(at: Client, begun: Account) -> None:
    intake = begun.folders.get().intake
    Item.objects.bulk_create(
        Item(intake=intake, path=f"7/{n}", size=900, outcome="failed", reason="could not be understood", tries=2)
        for n in range(120)
    )
    Folder.objects.update(on_server=125)
    page = at.get(f"/accounts/{begun.public_id}").content.decode()
    assert "0 stored + 0 skipped + 120 failed + 5 to be read = 125." in page
    url = html.unescape(re.search(r'href="(/accounts/[^"]*items[^"]*)"', page)[1])  # type: ignore[index]
    seen: list[str] = []
    for _ in range(5):
        text = at.get(url).content.decode()
        seen += re.findall(r"<code>(7/\d+)</code>", text)
        found = re.search(r'rel="next" href="([^"]*)"', text)
        if found is None:
            break
        url = html.unescape(found[1])
    assert len(seen) == len(set(seen)) == 120
    at.post(f"/accounts/{begun.public_id}/again")
    assert not Item.objects.filter(again_at=None, outcome="failed").exists()


def test_the_part_asks_again_while_something_happens_and_rests_when_paused(at: Client, begun: Account) -> None:
    assert "delay:3s" in at.get(f"/accounts/{begun.public_id}/state").content.decode()
    Account.objects.update(heard_at=timezone.now(), asked_at=None)
    Folder.objects.update(on_server=0)
    assert "delay:15s" in at.get(f"/accounts/{begun.public_id}/state").content.decode()
    at.post(f"/accounts/{begun.public_id}/pause")
    assert "delay" not in at.get(f"/accounts/{begun.public_id}/state").content.decode()


def test_it_is_being_compared_until_every_folder_that_is_read_was(at: Client, begun: Account) -> None:
    page = f"/accounts/{begun.public_id}"
    Folder.objects.update(compared_at=timezone.now())
    at.post(page + "/verify")
    assert "It is being compared" in at.get(page).content.decode()
    Folder.objects.filter(is_read=False).update(compared_at=None)
    Folder.objects.filter(is_read=True).update(compared_at=timezone.now())
    assert "Verify now" in at.get(page).content.decode()


# ---- leaving


def test_disconnecting_says_what_stays_and_what_goes(at: Client, server: Dovecot, box: str) -> None:
    account = connected(at, server, box)
    at.post(f"/accounts/{account.public_id}/choose", chosen(account))
    account.refresh_from_db()
    read_all(account)
    page = at.get(f"/accounts/{account.public_id}/leave").content.decode()
    assert "3 messages stay" in page
    assert "3 messages go" in page
    assert Account.objects.exists()
    at.post(f"/accounts/{account.public_id}/leave", {"how": "keep"})
    assert not Account.objects.exists()
    assert Message.objects.count() == 3
    assert set(Intake.objects.values_list("state", flat=True)) == {"done"}
    assert b"Read again" not in server.log().encode()


def test_everything_can_be_taken_along(at: Client, server: Dovecot, box: str, mira: User) -> None:
    account = connected(at, server, box)
    at.post(f"/accounts/{account.public_id}/choose", chosen(account))
    account.refresh_from_db()
    read_all(account)
    own = f"/mailboxes/{account.mailbox.public_id}"
    assert at.post(own + "/export").status_code == 302
    assert Job.objects.filter(name="export_mailbox", key=account.mailbox.public_id).exists()
    assert at.get(own + "/export/file").status_code == 404
    assert "It is being written." in at.get(own + "/export/state").content.decode()
    export_mailbox.export_mailbox(mailbox=account.mailbox.public_id)
    answer = at.get(own + "/export/file")
    assert answer["Content-Disposition"].startswith("attachment;")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:  # type: ignore[attr-defined]
        assert packed.read("mail.mbox").count(b"\nSubject: Sensors") == 3
    ben = Client()
    ben.force_login(colleague("Ben", "leader"))
    for path in ("/export/file", "/export/state"):
        assert ben.get(own + path).status_code == 404
    assert ben.post(own + "/export").status_code == 404
    exporting.drop(account.mailbox.public_id)


# ---- nobody else, and no secret


def test_accounts_of_others_are_not_there_whatever_the_role(at: Client, begun: Account) -> None:
    for role in ("owner", "leader", "operations", "seller"):
        other = Client()
        other.force_login(colleague(f"Other {role}", role))
        for path in ("", "/state", "/choose", "/sign-in", "/leave", "/items?folder=1&outcome=failed&reason="):
            assert other.get(f"/accounts/{begun.public_id}{path}").status_code == 404, (role, path)
        for path in ("/verify", "/again", "/pause", "/resume", "/choose", "/sign-in", "/leave"):
            assert other.post(f"/accounts/{begun.public_id}{path}", {"how": "erase"}).status_code == 404, (role, path)
        assert MINE not in other.get("/add").content.decode()
    assert Account.objects.exists()


def test_a_crash_in_the_middle_tells_no_secret(
    at: Client, server: Dovecot, box: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at.raise_request_exception = False
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(Plain().format(record))

    handler = Kept()
    logging.getLogger("sellwright").addHandler(handler)
    try:
        for place in ("sellwright.screens.accounts.connecting.shown_of", "sellwright.capture.trying._counted",
                      "sellwright.actions.accounts.log.write"):  # fmt: skip
            with monkeypatch.context() as broken:
                broken.setattr(place, _breaks)
                answer = at.post("/connect/try", typed(server, box))
            assert answer.status_code == 500, place
            assert PASSWORD not in answer.content.decode()
            assert not Account.objects.exists(), place
    finally:
        logging.getLogger("sellwright").removeHandler(handler)
    assert len(lines) >= 3
    assert PASSWORD not in "\n".join(lines)
    assert PASSWORD not in caplog.text


def _breaks(*args: Any, **named: Any) -> Any:
    raise RuntimeError(f"broken with {args} {named} {PASSWORD}")


def test_no_secret_in_any_page_row_or_log(
    at: Client, server: Dovecot, box: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = connected(at, server, box)
    at.post(f"/accounts/{account.public_id}/choose", chosen(account))
    at.post(f"/mailboxes/{account.mailbox.public_id}/export")
    at.post(f"/accounts/{account.public_id}/verify")
    account.refresh_from_db()
    read_all(account)
    pages = [f"/accounts/{account.public_id}{path}" for path in ("", "/state", "/choose", "/sign-in", "/leave")]
    for path in [*pages, "/add", "/", "/log", f"/mailboxes/{account.mailbox.public_id}"]:
        assert PASSWORD not in at.get(path).content.decode(), path
    for model in (Job, LogEntry, Intake, Item, Mailbox, Folder, Account):
        assert PASSWORD not in str(list(model.objects.values())), model
    assert PASSWORD not in caplog.text
    exporting.drop(account.mailbox.public_id)


# ---- settings of the house


def test_an_owner_registers_the_house_and_the_button_stands_there(at: Client, house: Workspace) -> None:
    page = at.get("/settings/outside").content.decode()
    assert "after 7 days" in page and "Need admin approval" in page
    answer = at.post(
        "/settings/outside/app", {"which": "google", "google-client_id": "nonsense", "google-secret": PASSWORD}
    )
    assert answer.status_code == 422
    assert PASSWORD not in answer.content.decode()
    kept = {"which": "google", "google-client_id": "1.apps.googleusercontent.com", "google-secret": PASSWORD}
    assert at.post("/settings/outside/app", kept).status_code == 302
    assert PASSWORD not in at.get("/settings/outside").content.decode() + str(list(Workspace.objects.values()))
    assert at.post("/settings/outside/app", {"which": "google", "drop": "1"}).status_code == 302
    assert Workspace.objects.get().apps == {}


def test_nobody_but_an_owner_sees_that_page(client: Client, house: Workspace) -> None:
    for role in ("leader", "operations", "seller"):
        client.force_login(colleague(role, role))
        assert client.get("/settings/outside").status_code == 403
        assert client.post("/settings/outside", {"network": "10.0.0.1"}).status_code == 403
        assert client.post("/settings/outside/app", {"which": "google", "drop": "1"}).status_code == 403


def test_trying_needs_no_row_and_leaves_none(server: Dovecot, box: str, house: Workspace) -> None:
    from sellwright.capture.imap_sign_in import Door

    found = trying.mailbox(Door("127.0.0.1", server.port, "none", box, PASSWORD))
    assert found.messages == 3
    assert not Account.objects.exists()
    assert queue.take("quick", timedelta(seconds=1)) is None
