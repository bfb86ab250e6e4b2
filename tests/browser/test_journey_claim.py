"""Two people and one claim: a colleague comes by invitation, never sees what is private, and is told who answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.browser import desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.desk import Desk

LENA = "lena.ott@kestrel-instruments.example"
SECRET = "penetration test"  # stands in Clara's mail alone


@pytest.fixture(scope="module")
def two(demo: Desk) -> Iterator[tuple[Page, Page]]:
    """Clara's browser and another one."""
    said: list[str] = []
    with ExitStack() as open_:
        clara, lena = (
            desk.patient(
                open_.enter_context(demo.browser.new_context(viewport=desk.WIDE, storage_state=state))  # type: ignore[arg-type]
            ).new_page()
            for state in (demo.state, None)
        )
        for page in (clara, lena):
            desk.watch(page, said)
        yield clara, lena
    assert [line for line in said if "status of 404" not in line] == []


def test_a_colleague_comes_by_invitation(demo: Desk, two: tuple[Page, Page]) -> None:
    clara, lena = two
    clara.goto(demo.url + "/members")
    clara.get_by_label("E-mail address").fill(LENA)
    clara.get_by_role("button", name="Invite", exact=True).click()
    made = clara.locator(".errors.is-good", has_text=LENA)
    made.wait_for()
    link = made.locator("code").inner_text()
    lena.goto(link)
    assert f"Clara Voss invited {LENA}." in lena.locator("main").inner_text()
    lena.get_by_label("Your name").fill("Lena Ott")
    lena.get_by_label("Password", exact=True).fill("seven loggers hum softly")
    lena.get_by_role("button", name="Join").click()
    lena.wait_for_url(demo.url + "/add")
    lena.goto(demo.url + "/")
    assert "Lena Ott" in lena.locator(".who-name").inner_text()


def test_private_mail_is_shown_nowhere(demo: Desk, two: tuple[Page, Page]) -> None:
    clara, lena = two
    clara.goto(demo.url + "/search?q=" + SECRET.replace(" ", "+"))
    mail = clara.locator("main .found a").first
    assert "Perch for the new annex" in mail.inner_text()
    message = mail.get_attribute("href") or ""
    clara.goto(demo.url + "/search?q=annika")
    person = clara.locator("main").get_by_role("link", name="Annika Reuter").first.get_attribute("href") or ""
    for path in ("/", "/people", "/search?q=annika", "/search?q=" + SECRET.replace(" ", "+"), "/letters", "/add"):
        lena.goto(demo.url + path)
        shown = lena.locator("main").inner_text()
        assert "Annika Reuter" not in shown, path
        assert "Perch for the new annex" not in shown, path
    for path in (message, person, message.replace("/message/", "/evidence/")):
        answer = lena.goto(demo.url + path)
        assert answer
        assert answer.status == 404, path


def test_one_answers_and_the_other_is_told(demo: Desk, two: tuple[Page, Page]) -> None:
    """Clara shares her mailbox; Lena opens Annika's page, Clara claims; Lena's click finds the claim taken."""
    clara, lena = two
    clara.goto(demo.url + "/add")
    clara.get_by_role("link", name="Mail", exact=True).click()
    whole = clara.locator("form.share").first.locator("button[value=whole]")
    whole.click()
    clara.locator("form.share button[value=whole][aria-pressed=true]").first.wait_for()
    annika = lena.locator("main").get_by_role("link", name="Annika Reuter")
    desk.again_until(lena, demo.url + "/search?q=annika", lambda: annika.count() > 0)  # derived behind
    annika.first.click()
    lena.wait_for_url("**/people/*")
    claim = lena.get_by_role("button", name="Claim: I am answering")
    claim.wait_for()

    clara.goto(lena.url)
    clara.get_by_role("button", name="Claim: I am answering").click()
    clara.get_by_text("You are answering").first.wait_for()

    claim.click()  # the page is older than Clara's claim
    told = lena.locator(".toast, .errors, [role=alert], [role=status]").filter(has_text="Clara Voss").first
    told.wait_for()
    lena.goto(lena.url)
    lena.get_by_text("Clara Voss is answering").first.wait_for()
    assert lena.get_by_role("button", name="Claim: I am answering").count() == 0
