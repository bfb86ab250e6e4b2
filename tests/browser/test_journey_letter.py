"""A letter and its margin: begun, saved by itself, kept in versions, binned and fetched back, taken out, by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.desk import Desk

MASS = "Most of what we build begins as a sentence in one of your letters."


@pytest.fixture(scope="module")
def demo(book: Desk) -> Desk:
    """The served demo firm that several modules share: nothing here is in the way of others."""
    return book


def letter_to(page: Page, name: str) -> None:
    """From a search to the person to a letter of theirs."""
    page.get_by_label("People, firms, deals, words in a mail").fill(name)
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url("**/people/*")
    page.get_by_role("heading", level=1, name=name).wait_for()
    page.wait_for_selector("html.scripted")
    page.locator("main [data-key=w]").click()
    page.wait_for_url("**/letters/*")
    page.wait_for_selector("html.scripted")


def test_binned_and_fetched_back(looking: Callable[..., Page]) -> None:
    page = looking("/search")
    letter_to(page, "Marcus Oyelaran")
    address = page.url
    text = page.get_by_role("textbox", name="The letter")
    text.fill("The pricing of the second site, written too late at night.")
    page.locator("details", has=page.get_by_label("Why")).locator("summary").click()
    page.get_by_label("Why").fill("too late at night")
    with page.expect_navigation():
        page.get_by_role("button", name="Into the bin").click()
    page.goto(page.url.partition("/letters")[0] + "/letters")
    page.locator("main").get_by_role("link", name=re.compile("^Bin")).click()
    page.wait_for_load_state()
    assert "Marcus Oyelaran" in page.locator("main").inner_text()
    page.goto(address)
    assert "too late at night" in page.locator("main").inner_text()
    page.get_by_role("button", name="Take it out of the bin").click()
    page.wait_for_load_state()
    page.goto(address)
    assert text.input_value() == "The pricing of the second site, written too late at night."


def test_taken_as_a_file_it_is_a_mail_of_ones_own(looking: Callable[..., Page]) -> None:
    page = looking("/search")
    letter_to(page, "Owen Tuddenham")
    page.get_by_role("textbox", name="The letter").fill("Dear Owen,\n\nhere is the list of spares.\n\nClara")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Take as a file").click()
    said = coming.value.path().read_text()
    assert coming.value.suggested_filename.endswith(".eml")
    assert "owen.tuddenham@saltmarshbio.example" in said
    assert "here is the list of spares." in said
    assert "X-Unsent: 1" in said


def test_without_scripts_a_letter_is_written_marked_and_kept(demo: Desk, looking: Callable[..., Page]) -> None:
    page = looking("/letters", java_script_enabled=False)
    page.get_by_role("link", name="Sofia Marchetti").click()
    text = page.get_by_role("textbox", name="The letter")
    text.fill("Dear Sofia,\n\n" + MASS + "\n\nClara")
    page.get_by_role("button", name="Keep this version").click()
    assert "31 others got:" in page.locator(".margin").inner_text()
    text.fill("Dear Sofia,\n\nLuca can put the calculator away.\n\nClara")
    page.get_by_role("button", name="Keep this version").click()
    assert "others got" not in page.locator(".margin").inner_text()
    assert "Luca can put" in text.input_value()
