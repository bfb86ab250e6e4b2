"""Connecting a mailbox in a browser, with a real mail server behind it: found, tried, chosen; Today shows the person
who asked, a new letter comes by itself, the account adds up, and leaving keeps what was asked to be kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from tests import not_run
from tests.browser import axe, desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.capture.dovecot import Dovecot
    from tests.servers import Sellwright

ME = "mira@falkwerk.example"
SENTENCE = "Which of the two loggers would you take for the cold room?"


def letter(who: str, to: str, hours: float, text: str, number: int) -> bytes:
    at = datetime.now(UTC) - timedelta(hours=hours)  # noqa: TID251 - the server's clock is the machine's
    heads = [f"From: {who}", f"To: {to}", f"Date: {format_datetime(at)}", f"Message-ID: <{number}@falkwerk.example>",
             "Subject: Cold rooms", "Content-Type: text/plain; charset=utf-8"]  # fmt: skip
    return ("\n".join(heads) + f"\n\n{text}\n").encode()


@pytest.fixture(scope="module")
def mail() -> Iterator[Dovecot]:
    from tests import with_django  # noqa: F401  (the mail server's certificates ask for the time)
    from tests.capture.dovecot import NoDovecot, dovecot

    try:
        with dovecot() as running:
            running.add("mira")
            ana = "Ana Berg <ana.berg@nordlab.example>"
            running.deliver("mira", letter(ana, ME, 70, "We look for loggers. Could you send us an offer?", 1))
            running.fill(
                "mira", iter([letter(ME, ana, 60, "Here is the offer: 2,400 EUR. Does that suit you?", 2)]), "Sent"
            )
            running.deliver("mira", letter(ana, ME, 30, f"Thank you. {SENTENCE}", 3))
            running.deliver("mira", letter("Bank <news@bank.example>", ME, 20, "Your statement is ready.", 4))
            yield running
    except NoDovecot as why:
        not_run.not_run("tests against a mail server", str(why))


@pytest.fixture(scope="module")
def server(serve: Callable[..., Sellwright]) -> Sellwright:
    return serve("--workers", "1")


@pytest.fixture(scope="module")
def page(chromium: Browser, server: Sellwright) -> Iterator[Page]:
    said: list[str] = []
    with chromium.new_context(viewport=desk.WIDE) as context:  # type: ignore[arg-type]
        page = desk.patient(context).new_page()
        desk.watch(page, said)
        yield page
    assert said == []


def claim(page: Page, server: Sellwright) -> None:
    link = re.search(r"Open (http://\S+/in/\S+)", server.output())
    assert link, server.output()
    page.goto(link[1])
    page.get_by_label("Name of the firm or team").fill("Falkwerk")
    page.get_by_label("Your name").fill("Mira Falk")
    page.get_by_label("Your e-mail address").fill(ME)
    page.get_by_label("Password", exact=True).fill("seven loggers hum softly")
    page.get_by_role("button", name="Claim it").click()
    page.wait_for_url(server.url + "/add")


def filled(page: Page, mail: Dovecot, password: str) -> None:
    page.get_by_label("Mail server (IMAP)").fill("127.0.0.1")
    page.get_by_label("Port", exact=True).fill(str(mail.port))
    page.get_by_label("Protection of the line").select_option("none")
    page.get_by_label("User name").fill("mira")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Try it").click()


def test_what_is_wrong_is_said_and_nothing_is_kept(page: Page, server: Sellwright, mail: Dovecot) -> None:
    from tests.capture.dovecot import PASSWORD

    claim(page, server)
    page.get_by_role("link", name="Connect your mailbox").first.click()
    page.get_by_label("Your e-mail address").fill(ME)
    page.get_by_role("button", name="Find its server").click()
    page.get_by_role("button", name="Try it").wait_for()
    assert axe.findings(page) == []
    filled(page, mail, PASSWORD)
    page.locator(".field-error", has_text="private network").wait_for()
    page.goto(server.url + "/settings/outside")
    page.get_by_label("Private address or network").fill("127.0.0.1")
    page.get_by_role("button", name="Allow", exact=True).click()
    page.locator("code", has_text="127.0.0.1").first.wait_for()
    page.goto(server.url + "/connect")
    page.get_by_role("button", name="Find its server").click()
    page.get_by_role("button", name="Try it").wait_for()
    filled(page, mail, "not the password")
    page.locator(".field-error", has_text="does not take this user name with this password").wait_for()
    assert page.get_by_label("Password", exact=True).input_value() == ""
    assert PASSWORD not in page.content()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Try it").click()
    page.wait_for_url(re.compile(r"/accounts/\w+/choose"))


def test_chosen_it_is_read_and_today_shows_who_asked(page: Page, server: Sellwright) -> None:
    assert page.get_by_label(re.compile("Sent: 1")).is_checked()
    assert not page.get_by_label(re.compile("Junk: 0")).is_checked()
    page.get_by_label("Never captured").fill("bank.example")
    page.get_by_role("button", name="Start reading").click()
    page.wait_for_url(re.compile(r"/accounts/\w+$"))
    page.get_by_text("3 stored + 1 skipped + 0 failed + 0 to be read = 4.").wait_for()  # the part asks by itself
    page.get_by_text("The sums agree with the server.").wait_for()
    assert re.match(r"Heard \d+ s ago\.", page.locator(".health b").inner_text())
    assert axe.findings(page) == []
    desk.again_until(page, server.url + "/", lambda: "Ana Berg" in page.locator("#day").inner_text())
    assert "Which of the two loggers" in page.locator("#day").inner_text()
    assert "Bank" not in page.locator("#day").inner_text()


def test_a_new_letter_comes_by_itself(page: Page, server: Sellwright, mail: Dovecot) -> None:
    text = "Could you bring eight loggers to us on Thursday?"
    mail.deliver("mira", letter("Ana Berg <ana.berg@nordlab.example>", ME, 0, text, 5))
    desk.again_until(page, server.url + "/", lambda: "eight loggers" in page.locator("#day").inner_text())


def test_the_reasons_unroll(page: Page, server: Sellwright) -> None:
    page.goto(server.url + "/add")
    page.locator("main").get_by_role("link", name=ME).first.click()
    page.get_by_text("why some are not stored").first.click()
    page.get_by_role("link", name="you keep this person or domain out").click()
    page.locator(".reason-items code").first.wait_for()


def test_left_it_is_gone_and_what_it_brought_stays(page: Page, server: Sellwright) -> None:
    page.get_by_role("link", name="Disconnect …").click()
    assert "4 messages stay" in page.locator("main").inner_text()
    assert axe.findings(page) == []
    page.get_by_role("button", name="Disconnect and keep").click()
    page.wait_for_url(server.url + "/add")
    assert "Connected" not in [one.inner_text() for one in page.locator("h2").all()]
    page.goto(server.url + "/")
    assert "Ana Berg" in page.locator("#day").inner_text()
