"""Finding a person: as one types, by the palette; their page; a point of the effort to its message; why this number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.desk import Desk


@pytest.fixture(scope="module")
def demo(book: Desk) -> Desk:
    """The served demo firm that several modules share: nothing here is in the way of others."""
    return book


def test_the_list_is_narrowed_and_leads_to_the_person(looking: Callable[..., Page]) -> None:
    page = looking("/people")
    page.get_by_role("searchbox", name="Search").fill("reuter")
    page.wait_for_function("() => document.querySelectorAll('tbody tr').length === 1")
    page.get_by_role("link", name="Annika Reuter", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Annika Reuter"


def test_the_palette_finds_as_one_types_people_firms_deals_and_mail(looking: Callable[..., Page]) -> None:
    page = looking()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox")
    field.press_sequentially("nordl", delay=40)
    found = page.locator("#palette-found")
    for group in ("People", "Firms", "Deals"):
        found.get_by_role("group", name=group).wait_for()
    assert found.get_by_role("option", name="Annika Reuter").count() == 1
    field.fill("penetration test")
    found.get_by_role("group", name="Mail").get_by_role("option", name="Perch for the new annex").first.wait_for()
    field.fill("zzyzx")
    found.get_by_text("Nothing holds “zzyzx”.").wait_for()
    assert page.get_by_role("option", name="Today").count() == 0


def test_a_point_of_the_effort_is_one_click_from_its_message(looking: Callable[..., Page]) -> None:
    page = looking("/search?q=annika")
    page.locator("main").get_by_role("link", name="Annika Reuter").first.click()
    page.wait_for_url("**/people/*")
    assert "leaning in" in page.locator("aside.aside").inner_text()
    page.get_by_text("every point", exact=True).click()
    points = page.locator(".effort-points li")
    points.first.wait_for()
    assert points.count() > 5
    theirs, ours = points.filter(has_text="they replied"), points.filter(has_text="we wrote")
    assert theirs.count() > 1
    assert ours.count() > 1
    theirs.first.get_by_role("link").first.click()
    page.wait_for_url("**/message/*")
    assert page.get_by_role("link", name="Annika Reuter").count() >= 1
    assert "Monday 11 May 2026, 16:10" in page.locator("main").inner_text()


def test_why_this_number_adds_up(looking: Callable[..., Page]) -> None:
    """The points that are listed give the share that is said: (T + 1) / (T + U + 2)."""
    page = looking("/search?q=annika")
    page.locator("main").get_by_role("link", name="Annika Reuter").first.click()
    page.wait_for_url("**/people/*")
    page.get_by_role("link", name="why this number").click()
    page.wait_for_url("**/why/effort?*")
    assert page.get_by_role("heading", level=1).inner_text() == "Effort share: Annika Reuter"
    sum_ = page.locator("main code").first.inner_text()
    said = re.fullmatch(r"\(([\d.]+) \+ 1\) / \(([\d.]+) \+ ([\d.]+) \+ 2\) = (\.\d\d)", sum_)
    assert said, sum_
    theirs, again, ours, share = (float(part) for part in said.groups())
    assert theirs == again
    assert abs((theirs + 1) / (theirs + ours + 2) - share) < 0.006
    points = {True: 0.0, False: 0.0}
    for row in page.locator(".effort-points li").all():
        number = row.locator(".points").inner_text()
        mine = "is-ours" in (row.get_attribute("class") or "")
        points[mine] += float(number) if number.startswith("+") else 0.0
    assert abs(points[False] - theirs) < 0.8  # each is shown to a tenth, and what has faded as a word
    assert abs(points[True] - ours) < 0.8
    for part in ("How it is made", "Numbers you may change", "What it must not be used for"):
        assert page.get_by_role("heading", name=part).count() == 1


def test_the_story_of_a_person_on_one_page(looking: Callable[..., Page]) -> None:
    page = looking("/search?q=annika")
    page.locator("main").get_by_role("link", name="Annika Reuter").first.click()
    page.wait_for_url("**/people/*")
    timeline = page.locator("#timeline")
    shown = timeline.locator("article, li.moment, .moment").count()
    page.get_by_role("link", name="Older").click()
    page.wait_for_function(
        "(n) => document.querySelectorAll('#timeline .moment').length > n", arg=shown
    )  # fmt: skip
    page.get_by_role("searchbox", name="Search").fill("soup")
    page.get_by_role("button", name="Show").click()
    page.wait_for_function("() => document.querySelectorAll('#timeline .moment').length <= 3")
    assert "soup" in timeline.inner_text()
    page.get_by_role("link", name="nordlab.example", exact=True).click()
    page.wait_for_url("**/companies/*")
    assert page.get_by_role("link", name="Ulrik Dam").count() == 1
