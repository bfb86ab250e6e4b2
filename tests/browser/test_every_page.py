"""Every page there is: by day and night, wide and on a phone, judged by axe-core; nothing complained of."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.browser import axe, desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.desk import Desk

# Addresses that only take what is posted, lead on elsewhere, or are no page: nothing to look at.
NO_PAGE = {
    "healthy", "add_upload", "add_folder", "enter", "mentions_read", "theme", "today_day", "deals_more", "deal_accept",
    "intake_progress", "message_html", "message_file", "evidence", "letter_new", "undo", "log_undo", "numbers_behind",
    "connect_try", "outside_app", "mention", "unknown_change", "letter_version", "task_change",
    "duplicates_state", "alike", "merge",
    "commitment_change", "role_change", "offer_change", "concession_change",
    "leaving_file", "leaving_state",
}  # fmt: skip


# A mailbox that is read live, with something stored, left out, failed and still to come: the demo connects to nothing.
CONNECTED = """
import django; django.setup()
from django.utils import timezone
from sellwright.store.models import Account, Folder, Intake, Item, User
user = User.objects.get(role="owner")
box, now = user.mailboxes.order_by("pk")[0], timezone.now()
account = Account.objects.create(mailbox=box, kind="imap", address=user.email, trouble="sign_in", heard_at=now,
    where={"host": "imap.kestrel.example", "port": 993, "security": "tls", "user": user.email},
    error="The mail server does not take this password.")
for title, role in (("Inbox", "inbox"), ("Sent", "sent"), ("Spam", "junk")):
    live = Intake.objects.create(mailbox=box, by=user, name=title, path="", state="live", begun_at=now)
    Folder.objects.create(account=account, name=title, title=title, role=role, intake=live, on_server=9000, low_uid=5,
        is_read=role != "junk", checked_at=now, compared_at=now)
    for n, (outcome, reason) in enumerate((("stored", ""), ("skipped", "you keep this person or domain out"),
                                           ("failed", "could not be understood"))):
        Item.objects.create(intake=live, path=f"7/{n}", size=9000, outcome=outcome, reason=reason, tries=2)
"""


@cache
def named() -> dict[str, str]:
    """Names and patterns of the pages' own addresses, asked of a process of its own: this one runs no Django."""
    ask = (
        "import json, django; django.setup(); from sellwright.screens.page import pages;"
        "print(json.dumps({r.name: str(r.pattern) for p in pages() for r in p.routes if r.name}))"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_KEY": "x"}
    return dict(
        json.loads(subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, check=True).stdout)
    )


@pytest.fixture(scope="module")
def demo(book: Desk) -> Desk:
    """The served demo firm that several modules share: nothing here is in the way of others."""
    return book


def plain() -> list[str]:
    """Names of the addresses that need no argument."""
    return sorted(name for name, pattern in named().items() if "<" not in pattern and name not in NO_PAGE)


@pytest.fixture(scope="module")
def ids(demo: Desk) -> dict[str, str]:
    """One row of each kind that an address may name, read from the demo's own database."""
    wanted = {
        "person": "SELECT public_id FROM store_person WHERE name = 'Annika Reuter'",
        "other": "SELECT public_id FROM store_person WHERE name = 'Ulrik Dam'",
        "company": "SELECT public_id FROM store_firm WHERE domain = 'nordlab.example'",
        "deal": "SELECT public_id FROM store_deal WHERE name = 'Nordlab'",
        "message": "SELECT mid FROM store_message WHERE subject LIKE '%new annex%' ORDER BY at DESC LIMIT 1",
        "event": "SELECT ref FROM store_event ORDER BY id DESC LIMIT 1",
        "intake": "SELECT public_id FROM store_intake ORDER BY id DESC LIMIT 1",
        "mailbox": "SELECT public_id FROM store_mailbox ORDER BY id LIMIT 1",
        "letter": "SELECT public_id FROM store_draft LIMIT 1",
        "account": "SELECT public_id FROM store_account ORDER BY id LIMIT 1",
        "folder": "SELECT id FROM store_folder ORDER BY id LIMIT 1",
    }
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(demo.data)}
    subprocess.run([sys.executable, "-c", CONNECTED], env=env, check=True)
    with sqlite3.connect(f"file:{demo.data / 'sellwright.sqlite'}?mode=ro", uri=True) as database:
        return {kind: str(database.execute(sql).fetchone()[0]) for kind, sql in wanted.items()}


WITH_ID = (
    "people/{person}", "people/{person}/edit", "people/{person}/brief", "people/{person}/timeline",
    "people/{person}/relation", "people/{person}/withheld", "parts/person/{person}/teamwork",
    "call/{person}", "call/{person}/log",
    "today/later/{person}", "today/entry/{person}", "companies/{company}", "companies/{company}/timeline",
    "companies/{company}/relation", "deal/{deal}", "deal/{deal}/change",
    "message/{message}", "message/{event}", "add/{intake}", "mailboxes/{mailbox}", "letters/{letter}", "why/effort",
    "why/effort?person={person}", "why/today", "why/fingerprint", "search?q=nordlab", "search?q=zzyzx",
    "accounts/{account}", "accounts/{account}/choose", "accounts/{account}/sign-in", "accounts/{account}/leave",
    "accounts/{account}/items?folder={folder}&outcome=failed&reason=could%20not%20be%20understood",
    "lists/person/row/{person}", "lists/firm/row/{company}", "lists/deal/row/{deal}", "people/{person}/held",
    "duplicates?noun=firm", "duplicates/merge?noun=person&ids={person}&ids={other}", "deals/list?state=won",
    "people?q=zzyzx", "account/login/", "account/2fa/", "account/password/set/", "account/logout/",
)  # fmt: skip


# By day and wide here; by night and on a phone with the long suite.
LOOKS = [("light", "wide"), *(pytest.param(look, marks=pytest.mark.long) for look in (
    ("dark", "wide"), ("light", "phone"), ("dark", "phone")))]  # fmt: skip


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def page(request: pytest.FixtureRequest, demo: Desk) -> Iterator[Page]:
    scheme, size = request.param
    with demo.watching() as opened:
        yield opened("/", color_scheme=scheme, viewport=desk.PHONE if size == "phone" else desk.WIDE)


def test_no_page_fails_a_reader_or_sticks_out(page: Page, demo: Desk, ids: dict[str, str]) -> None:
    paths = ["/" + named()[name] for name in plain()] + ["/" + path.format(**ids) for path in WITH_ID]
    assert len(paths) > 45
    found: list[str] = []
    for path in paths:
        if page.request.get(demo.url + path, max_redirects=0).status == 405:
            continue  # it only takes what is posted
        answer = page.goto(demo.url + path)
        assert answer
        if answer.status != 200:
            found.append(f"{path}: answers {answer.status}")
            continue
        if page.locator("html[lang]").count() == 0:
            found.append(f"{path}: a fragment, without the page around it")
            continue
        if page.locator("h1").count() != 1:
            found.append(f"{path}: {page.locator('h1').count()} first headings")
        found += [f"{path}: {line}" for line in axe.findings(page)]
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(f"{path}: sticks out sideways")
    assert found == []


def test_every_link_of_the_main_pages_leads_somewhere(looking: Callable[..., Page], demo: Desk) -> None:
    page = looking()
    seen: set[str] = set()
    for path in ("/", "/people", "/deals", "/letters", "/add", "/tasks", "/settings/me", "/members", "/why"):
        page.goto(demo.url + path)
        links = page.locator("main a[href^='/'], aside a[href^='/'], nav a[href^='/']")
        seen |= set(links.evaluate_all("(all) => all.map((a) => a.getAttribute('href').split('#')[0])"))
    assert len(seen) > 60
    broken = [path for path in sorted(seen)[:250] if path and page.request.get(demo.url + path).status != 200]
    assert broken == []
