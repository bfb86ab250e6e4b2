"""A call by keyboard alone: from Today, words that outlive a reload, one key, undo; a round on a telephone; a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser import axe, desk

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_from_today_one_key_calls_one_writes_one_says_what_came_of_it(looking: Callable[..., Page]) -> None:
    page = looking("/calls")
    page.locator("main").get_by_role("link", name=re.compile("^Call ")).first.click()
    page.wait_for_url("**/call/*")
    url = page.url
    name = page.get_by_role("heading", level=1).inner_text()
    dial = page.get_by_role("link", name="Dial").first
    assert re.fullmatch(r"tel:\+?\d{5,15}", dial.get_attribute("href") or "")
    page.keyboard.press("i")
    page.keyboard.type("She wants two sites")
    page.get_by_text("Kept", exact=True).wait_for()
    page.reload()
    area = page.get_by_label("What was said")
    assert area.input_value() == "She wants two sites"
    page.keyboard.press("f")
    page.keyboard.type("send the plan on Friday")
    page.keyboard.press("Enter")  # slips of the finger log nothing
    assert page.get_by_label("A task").is_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.get_by_text(f"Logged: Reached, {name}.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Back as it was.").wait_for()
    page.goto(url)
    page.get_by_label("What was said").wait_for()
    assert page.get_by_label("What was said").input_value() == "She wants two sites"


def test_a_round_goes_on_to_the_next_on_a_telephone_and_without_scripts(looking: Callable[..., Page]) -> None:
    page = looking("/calls", viewport=desk.PHONE, java_script_enabled=False)
    boxes = page.locator("input[name=people]")
    assert boxes.count() >= 2
    for number in range(boxes.count()):
        boxes.nth(number).set_checked(number < 2)
    page.get_by_role("button", name="Begin with those ticked").click()
    first = page.get_by_role("heading", level=1).inner_text()
    assert page.get_by_text("1 of 2").count() == 1
    outcome = page.get_by_role("button", name="No answer")
    place = outcome.bounding_box()
    assert place
    assert place["height"] >= 44
    outcome.click()
    assert page.get_by_text(f"Logged: No answer, {first}.").count() == 1
    assert page.get_by_role("heading", level=1).inner_text() != first
    page.get_by_role("button", name="Not now: on to the next").click()
    assert page.get_by_text("All of them are called or passed over.").count() == 1
    page.get_by_role("button", name="Undo").last.click()
    assert page.get_by_text("Back as it was.").count() == 1


def test_a_form_is_made_pasted_tried_and_accounted_for(looking: Callable[..., Page]) -> None:
    page = looking("/inlets")
    page.get_by_label("A form on a website").check()
    page.get_by_label("Name").fill("Contact form")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("heading", name="Paste this into your page").wait_for()
    assert axe.findings(page) == []
    page.get_by_role("link", name="Phone system and forms").first.click()
    page.get_by_role("link", name="Contact form").click()
    assert axe.findings(page) == []
    page.get_by_role("button", name="Send the try").click()
    page.get_by_text("Your message has arrived.").wait_for()
    assert axe.findings(page) == []
    page.go_back()
    page.reload()
    page.locator("main").get_by_text("a try from this page").first.wait_for()


def test_a_phone_system_is_made_and_an_inbox_of_several_people(looking: Callable[..., Page]) -> None:
    for size in (desk.WIDE, desk.PHONE):
        page = looking("/inlets", viewport=size)
        page.get_by_label("Name").fill("Switchboard")
        page.get_by_role("button", name="Make it").click()
        page.get_by_text("The secret, shown this once:").wait_for()
        assert axe.findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = looking("/desks")
    page.get_by_role("button", name=re.compile("^Make it a shared inbox")).first.click()
    page.get_by_role("heading", name="Let somebody in or out").wait_for()
    assert axe.findings(page) == []
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Back as it was.").wait_for()
