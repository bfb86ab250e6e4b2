"""Today by keyboard: down and up, unfold, later, done, who they are, claim, the list of keys, the palette, and Undo."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser import desk

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.desk import Desk

FOCUSED = "document.activeElement.querySelector('h3')?.innerText"


def to(page: Page, name: str) -> Locator:
    """Walks down with j until this person's row has the focus."""
    for _ in range(40):
        page.keyboard.press("j")
        if page.evaluate(FOCUSED) == name:
            return page.locator("[data-row]:focus")
    raise AssertionError(f"j does not reach {name}")


def sums(page: Page) -> tuple[int, int]:
    """People and minutes of the first sentence."""
    head = page.get_by_role("heading", level=1).inner_text()
    found = re.match(r"(\d+) (?:people|person)\D+(?:(\d+) h)? ?(\d+)?", head)
    assert found, head
    return int(found[1]), 60 * int(found[2] or 0) + int(found[3] or 0)


def test_down_and_up_and_unfold(looking: Callable[..., Page]) -> None:
    page = looking()
    names = page.locator("#day [data-row] h3").all_inner_texts()
    for name in names[:3]:
        page.keyboard.press("j")
        assert page.evaluate(FOCUSED) == name
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == names[1]
    row = page.locator("[data-row]:focus")
    page.keyboard.press("Enter")
    row.locator(".brief-lines").wait_for()
    assert page.evaluate(FOCUSED) == names[1], "the focus stays where it was"
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*")
    assert page.get_by_role("heading", level=1).inner_text() == names[1]


def test_done_changes_the_sums_and_undo_brings_them_back(looking: Callable[..., Page]) -> None:
    page = looking()
    before, waiting = sums(page), page.locator(".lane").first.locator("[data-row]").count()
    to(page, "Annika Reuter")
    page.keyboard.press("d")
    page.locator(".toast", has_text="Done: Annika Reuter.").wait_for()
    assert page.locator("#talks li").count() == 1, "today's talks stay where they stood"
    people, minutes = sums(page)
    assert page.get_by_role("heading", name="Annika Reuter").count() == 0
    assert (people, minutes) != before
    assert page.locator(".lane").first.locator("[data-row]").count() == waiting - 1
    assert page.evaluate(FOCUSED) == "Katrin Ohlsen", "who comes after has the focus, so that j goes on from there"
    page.locator(".toast").get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Annika Reuter").first.wait_for()
    assert sums(page) == before


def test_later_asks_for_a_day_and_tells_it(looking: Callable[..., Page]) -> None:
    page = looking()
    before = sums(page)
    to(page, "Ravi Menon")
    page.keyboard.press("s")
    page.get_by_label("Again on").fill("on the day that never comes")
    page.keyboard.press("Enter")
    page.locator(".field-error[id^=until]").wait_for()
    page.get_by_label("Again on").fill("in 10 days")
    page.keyboard.press("Enter")
    toast = page.locator(".toast", has_text="Ravi Menon")
    toast.wait_for()
    assert "22 May" in toast.inner_text()
    assert page.get_by_role("heading", name="Ravi Menon").count() == 0
    assert sums(page) != before
    toast.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Ravi Menon").wait_for()
    assert sums(page) == before


def test_who_they_are_is_corrected_by_one_more_key(looking: Callable[..., Page]) -> None:
    page = looking()
    row = to(page, "Camille Ferrand")
    assert row.locator(".chip", has_text="unknown").count() == 1
    page.keyboard.press("r")
    row.locator(".relation-sheet").wait_for()
    page.keyboard.press("c")
    toast = page.locator(".toast")
    toast.wait_for()
    assert "customer" in toast.inner_text()
    page.goto(page.url.partition("?")[0] + "search?q=camille+ferrand")
    page.locator("main").get_by_role("link", name="Camille Ferrand").first.click()
    page.wait_for_url("**/people/*")
    chip = page.locator("summary.chip").first
    desk.again_until(page, page.url, lambda: chip.inner_text() == "customer")  # what follows from it is derived behind


def test_two_keys_at_one_go_wait_for_each_other(looking: Callable[..., Page]) -> None:
    page = looking()
    row, held = to(page, "Ruth Pallister"), []
    page.route("**/relation", lambda route: held.append(route) if route.request.method == "GET" else route.continue_())
    page.keyboard.type("rc")  # the sheet that the first asks for comes later than the second
    row.locator("a.chip.htmx-request").wait_for()
    held[0].continue_()
    toast = page.locator(".toast", has_text="customer")
    toast.wait_for()
    assert not row.get_by_text("you are answering").count()
    toast.get_by_role("button", name="Undo").click()


def test_claimed_by_a_key_and_still_the_same_row(looking: Callable[..., Page]) -> None:
    page = looking()
    to(page, "Piotr Zielinski")
    page.keyboard.press("c")
    row = page.locator("[data-row]", has=page.get_by_role("heading", name="Piotr Zielinski"))
    row.get_by_text("you are answering").wait_for()
    page.wait_for_function(f"() => {FOCUSED} === 'Piotr Zielinski'")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    page.wait_for_function("() => !document.querySelector('#day').innerText.includes('you are answering')")


def test_a_call_is_two_keys(looking: Callable[..., Page]) -> None:
    page = looking()
    to(page, "Ruth Pallister")
    row = page.locator("[data-row]", has=page.get_by_role("heading", name="Ruth Pallister"))
    page.keyboard.press("l")
    row.get_by_label("What was said").wait_for()
    row.get_by_label("What was said").fill("She says Thursday is the day.")
    row.get_by_role("button", name="Talked").click()
    page.locator(".toast").wait_for()
    page.goto(page.url.partition("?")[0])
    page.wait_for_selector("html.scripted")
    to(page, "Owen Tuddenham")
    page.keyboard.press("l")
    page.get_by_role("button", name="No answer").wait_for()
    page.keyboard.press("n")
    page.locator(".toast").wait_for()
    for name, said in (("Ruth Pallister", "Thursday is the day"), ("Owen Tuddenham", "nobody took the call")):
        page.goto(page.url.partition("?")[0])
        page.wait_for_selector("html.scripted")
        page.keyboard.press("Control+k")
        page.get_by_role("combobox").fill(name)
        page.locator("#palette [aria-selected=true]", has_text=name).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/people/*")
        assert said in page.locator("#timeline").inner_text()
        page.goto(page.url.partition("/people")[0] + "/")


def test_the_list_of_keys_and_the_palette(demo: Desk, looking: Callable[..., Page]) -> None:
    page = looking(viewport=desk.WIDE)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    keys.wait_for()
    for key in ("j", "Enter", "w", "l", "s", "d", "c", "r", "K"):
        assert keys.locator("kbd", has_text=re.compile(f"^{key}$")).first.is_visible(), key
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("sofia m")
    page.locator("#palette [aria-selected=true]", has_text="Sofia Marchetti").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*")
    assert page.get_by_role("heading", level=1).inner_text() == "Sofia Marchetti"
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(demo.url + "/deals")


def test_escape_leaves_the_field_for_later_and_the_keys_work_again(looking: Callable[..., Page]) -> None:
    page = looking()
    to(page, "Katrin Ohlsen")
    page.keyboard.press("s")
    page.locator("[data-row] input[name=until]").wait_for()
    page.keyboard.type("in 3")
    page.keyboard.press("Escape")
    page.locator("[data-row] input[name=until]").wait_for(state="detached")
    page.wait_for_function("document.activeElement?.matches('[data-row]')")
    assert page.evaluate(FOCUSED) == "Katrin Ohlsen"
