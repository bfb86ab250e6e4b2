"""Two who are one: seen as one types, compared, made one field by field, taken back; and two who are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.desk import again_until, follow, undo

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.desk import Desk

WHO = "Wilhelmina Oyelaran"


def add(page: Page, book: Desk, email: str, name: str) -> None:
    """Writes somebody down."""
    page.goto(book.url + "/people/new")
    page.get_by_label("Address").fill(email)
    page.get_by_label("Name").fill(name)
    follow(page, page.get_by_role("button", name="Add", exact=True))


def look_through(page: Page, book: Desk) -> None:
    """Has the whole book searched, and waits for it."""
    page.goto(book.url + "/duplicates")
    follow(page, page.get_by_role("button", name="Look through the whole book now"))
    page.locator(".twin-state form").wait_for()


def card(page: Page) -> Locator:
    """Where both stand side by side."""
    return page.locator("section.twin", has_text=WHO)


def test_seen_while_typing_made_one_taken_back_and_told_apart(book: Desk, at_book: Callable[..., Page]) -> None:
    page = at_book("/people")
    add(page, book, "w.oyelaran@hafenwerk.example", WHO)
    page.goto(book.url + "/people/new")
    page.get_by_label("Name").press_sequentially("Wilhelmina Oyelarn")
    maybe = page.locator(".alike a", has_text=WHO)
    maybe.wait_for()
    assert "Perhaps here already" in page.locator(".alike").inner_text()
    add(page, book, "wilhelmina.oyelaran@hafenwerk.example", "Wilhelmina Oyelarn")
    look_through(page, book)
    assert card(page).count() == 1
    assert "Wilhelmina Oyelarn" in card(page).inner_text()
    assert card(page).locator(".waterfall li").count() >= 2
    follow(page, card(page).get_by_role("link", name="Make them one"))
    page.get_by_role("radio", name=WHO, exact=True).check()
    follow(page, page.get_by_role("button", name="Make them one"))
    assert page.get_by_role("heading", level=1).inner_text() == WHO
    held = page.locator("main").inner_text() + page.locator("aside").last.inner_text()
    for address in ("w.oyelaran@hafenwerk.example", "wilhelmina.oyelaran@hafenwerk.example"):
        assert address in held
    undo(page, "2 made one.")
    page.goto(book.url + "/people?q=wilhelmina")
    assert page.locator("#list tbody tr").count() == 2
    again_until(page, book.url + "/duplicates", lambda: card(page).count() == 1)
    follow(page, card(page).get_by_role("button", name="Not the same"))
    assert page.locator(".toast", has_text="Noted: not the same.").count() == 1
    look_through(page, book)
    assert card(page).count() == 0, "what was said of them outlives the next search"
