"""Own mail: the printed link claims an empty workspace; a mailbox goes in, is accounted for, makes a day, goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.servers import Sellwright

ME = "Mira Falk <mira@falkwerk.example>"
ANA = "Ana Berg <ana.berg@nordlab.example>"
SENTENCE = "Which of the two loggers would you take for the cold room?"


def mailbox() -> bytes:
    """Five letters of the last days; the last one asks."""
    now = datetime.now(UTC)  # noqa: TID251 - the server's clock is the machine's
    talk = [
        (ANA, ME, 9, "We look for loggers for two cold rooms. Could you send us an offer?"),
        (ME, ANA, 8, "With pleasure. Here is the offer: 2,400 EUR for both rooms. Does that suit you?"),
        (ANA, ME, 6, "Thank you, that suits us. I have shown it to Piet, who decides with me."),
        (ME, ANA, 5, "Good to hear. Tell me when he has seen it."),
        (ANA, ME, 1, f"He has. {SENTENCE}"),
    ]
    parts = []
    for number, (sender, to, days, text) in enumerate(talk):
        at = now - timedelta(days=days)
        thread = "".join(f" <{n}@falkwerk.example>" for n in range(number))
        heads = [
            f"From: {sender}", f"To: {to}", f"Date: {format_datetime(at)}", f"Message-ID: <{number}@falkwerk.example>",
            f"Subject: {'Re: ' if number else ''}Two cold rooms", *([f"References:{thread}"] if thread else []),
            "Content-Type: text/plain; charset=utf-8",
        ]  # fmt: skip
        parts.append(f"From x {at:%a %b %d %H:%M:%S %Y}\n" + "\n".join(heads) + f"\n\n{text}\n")
    return "\n".join(parts).encode()


@pytest.fixture(scope="module")
def server(serve: Callable[..., Sellwright]) -> Sellwright:
    return serve("--workers", "1")


@pytest.fixture(scope="module")
def page(chromium: Browser, server: Sellwright) -> Iterator[Page]:
    """One person from the claim to the end: what a test does the next one finds."""
    said: list[str] = []
    with ExitStack() as open_:
        context = open_.enter_context(chromium.new_context(viewport=desk.WIDE))  # type: ignore[arg-type]
        page = desk.patient(context).new_page()
        desk.watch(page, said)
        yield page
    assert said == []


def bring(page: Page, data: bytes) -> None:
    page.goto(page.url.partition("/add")[0].rstrip("/") + "/add" if "/add" not in page.url else page.url)
    page.wait_for_selector("html.scripted")
    file: Any = {"name": "takeout.mbox", "mimeType": "application/mbox", "buffer": data}
    page.locator("#drop-file").set_input_files(file)
    page.wait_for_url(re.compile(r"/add/\w{8,}"))


def read(page: Page) -> None:
    """Says whose mail it is, as offered, and waits until the account stands there by itself."""
    page.get_by_role("button", name="Read it", exact=True).click()
    page.locator("table.account").wait_for(timeout=desk.PATIENCE)


def account(page: Page) -> dict[str, int]:
    rows = page.locator("table.account tr:has(td)").all()
    return {row.locator("th").inner_text(): int(row.locator("td").inner_text()) for row in rows}


def test_the_empty_workspace_is_claimed_by_the_printed_link_alone(page: Page, server: Sellwright) -> None:
    link = re.search(r"Open (http://\S+/in/\S+)", server.output())
    assert link, server.output()
    page.goto(server.url + "/")
    assert page.get_by_role("heading", level=1).inner_text() == "This workspace belongs to nobody yet"
    page.goto(link[1])
    page.get_by_label("Name of the firm or team").fill("Falkwerk")
    page.get_by_label("Your name").fill("Mira Falk")
    page.get_by_label("Your e-mail address").fill("mira@falkwerk.example")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Claim it").click()
    page.locator(".field-error").first.wait_for()
    page.get_by_label("Password", exact=True).fill("seven loggers hum softly")
    page.get_by_role("button", name="Claim it").click()
    page.wait_for_url(server.url + "/add")
    assert page.get_by_role("heading", level=1).inner_text() == "Add mail"
    page.goto(server.url + "/")
    assert "No mail here yet." in page.locator("main").inner_text()


def test_a_mailbox_is_accounted_for_item_by_item(page: Page, server: Sellwright) -> None:
    page.goto(server.url + "/add")
    bring(page, mailbox())
    assert page.get_by_label("Your own addresses in it").input_value() == "mira@falkwerk.example"
    read(page)
    sums = account(page)
    assert (sums["Stored"], sums["Skipped"], sums["Failed"], sums["All items in the file"]) == (5, 0, 0, 5)


def test_the_day_is_made_of_that_mail(page: Page, server: Sellwright) -> None:
    page.get_by_role("link", name="To Today").click()
    page.wait_for_url(server.url + "/")
    assert "Ana Berg" in page.locator("#day").inner_text()
    reason = page.locator("#day [data-row]", has_text="Ana Berg").locator(".entry-reason")
    assert SENTENCE in reason.inner_text()
    assert page.locator(".demo-line").count() == 0
    assert page.get_by_role("heading", level=1).inner_text().startswith("1 person needs you.")


def test_the_same_file_again_adds_nothing(page: Page, server: Sellwright) -> None:
    page.goto(server.url + "/add")
    bring(page, mailbox())
    read(page)
    assert "Nothing new" in page.locator("main").inner_text()
    sums = account(page)
    assert sums["Stored"] == 0
    assert sums["Skipped"] == sums["All items in the file"] == 5


def test_a_file_that_is_no_mail_gets_one_clear_sentence(page: Page, server: Sellwright) -> None:
    page.goto(server.url + "/add")
    page.wait_for_selector("html.scripted")
    file: Any = {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9}
    page.locator("#drop-file").set_input_files(file)
    error = page.locator("[data-drop-sentence], .errors, [role=alert]").filter(visible=True)
    error.first.wait_for()
    assert len(error.first.inner_text()) > 15
    assert "Traceback" not in page.content()


def test_taken_back_it_leaves_nothing(page: Page, server: Sellwright) -> None:
    page.goto(server.url + "/add")
    page.locator("section", has=page.get_by_role("heading", name="Mailboxes")).get_by_role("link").first.click()
    brought = [one.get_attribute("href") or "" for one in page.get_by_role("link", name="takeout.mbox").all()]
    assert brought
    for address in brought:
        page.goto(server.url + address)
        if page.get_by_text("Take it all back").count():
            page.get_by_text("Take it all back").click()
            page.get_by_role("button", name="Take it back").click()
            page.get_by_text("taken back").first.wait_for(timeout=desk.PATIENCE)
    main = page.locator("main")
    desk.again_until(page, server.url + "/people", lambda: "Ana Berg" not in main.inner_text())  # goes behind
    page.goto(server.url + "/search?q=cold")
    assert "Nothing holds “cold”." in page.locator("main").inner_text()
    page.goto(server.url + "/")
    assert "No mail here yet." in page.locator("main").inner_text()
