"""A deal grows: somebody gives something, a role that is missing, an offer with a concession; the forecast follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.desk import again_until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.desk import Desk


def part(page: Page, name: str) -> Locator:
    """A section of the page by its heading."""
    return page.get_by_role("region", name=name)


def span(page: Page) -> str:
    """What the forecast says of this year."""
    year = page.get_by_role("region", name=re.compile("year", re.I))
    return year.locator(".said").first.inner_text()


def test_what_is_given_offered_and_given_away_moves_the_forecast(book: Desk, at_book: Callable[..., Page]) -> None:
    page = at_book("/deals/forecast")
    before = span(page)
    page.goto(book.url + "/deals/new")
    page.get_by_label("What it is about").fill("Harbour cold store")
    page.get_by_label("Amount").fill("24000")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/deal/*")
    here = page.url
    people = part(page, "People")
    people.get_by_label("Name or address").first.fill("Annika Reuter")
    people.get_by_label("Part").first.fill("decides")
    people.get_by_role("button", name="Add", exact=True).first.click()
    page.locator(".toast").first.wait_for()
    people = part(page, "People")
    assert people.get_by_role("link", name="Annika Reuter", exact=True).count() == 1
    people.get_by_text("Somebody whose name we don't know").click()
    people.get_by_label("Who it is").fill("their insurer")
    people.get_by_role("button", name="Add", exact=True).last.click()
    part(page, "People").get_by_text("their insurer").wait_for()
    given = part(page, "What they have given")
    given.get_by_text("They gave something").click()
    given.get_by_label("What they said or did").fill("an hour with the shift lead")
    given.get_by_role("button", name="Write it down").click()
    given.get_by_text("an hour with the shift lead").wait_for()
    assert given.locator(".giving").count() == 1
    offers = part(page, "Offers")
    offers.get_by_text("A new offer").click()
    offers.get_by_label("Price").fill("24000")
    offers.get_by_role("button", name="Write it down").first.click()
    part(page, "Offers").locator(".giving", has_text="24,000").wait_for()
    offers = part(page, "Offers")
    offers.get_by_text("We gave something away").click()
    offers.get_by_label("What", exact=True).fill("fitting on a Sunday")
    offers.get_by_role("button", name="Write it down").last.click()
    part(page, "Offers").get_by_text("fitting on a Sunday").wait_for()
    assert part(page, "Offers").get_by_text("nothing in return").count() == 1
    page.goto(here)
    assert page.locator(".giving").count() == 2
    again_until(page, book.url + "/deals/forecast", lambda: span(page) != before)
