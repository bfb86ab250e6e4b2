"""The first sixty seconds: the demo opens, somebody who never saw it reads, answers, leaves alone, mends a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.desk import Desk

MASS = "Most of what we build begins as a sentence in one of your letters."


def test_one_link_opens_the_day_and_opens_it_once(demo: Desk) -> None:
    said = demo.said
    assert "Demo firm Kestrel Instruments (invented). Nothing leaves this machine." in said
    assert "Reading the demo" not in said  # it was read before
    assert re.search(r"Open http://127\.0\.0\.1:\d+/in/\S{40,}", said)
    with demo.browser.new_context() as other:
        page = other.new_page()
        answer = page.goto(demo.link)
        assert answer and answer.status == 410
        assert page.get_by_role("heading", level=1).inner_text() == "This link is spent"
        page.goto(demo.url + "/")
        assert page.get_by_role("heading", name="Annika Reuter").count() == 0


def test_the_day_says_how_many_and_how_long_and_what_waits_for_tomorrow(looking: Callable[..., Page]) -> None:
    page = looking()
    assert "The clock stands at Tuesday 12 May 2026, 08:40." in page.locator(".demo-line").inner_text()
    head = page.get_by_role("heading", level=1).inner_text()
    assert re.fullmatch(r"\d+ people need you\. \d h( \d\d)? of your 3 h\.", head)
    shown = page.locator("#day [data-row]").count()
    on_purpose = page.locator("[aria-labelledby=lane-waiting-on-purpose] [data-row]").count()
    assert head.startswith(f"{shown - on_purpose} people")
    tomorrow = page.locator(".opening-rest").first
    assert re.match(r"\d+ are left for tomorrow \(why\)\.", tomorrow.inner_text())
    tomorrow.get_by_role("link", name="why").click()
    count = page.locator("#tomorrow h2 span").inner_text()
    assert page.locator("#tomorrow li").count() == int(count)
    assert tomorrow.inner_text().startswith(count)


def test_the_first_person_is_open_with_five_lines_and_each_shows_its_sentence(looking: Callable[..., Page]) -> None:
    page = looking()
    card = page.locator("#day [data-row]").first
    assert card.get_by_role("heading", level=3).inner_text() == "Annika Reuter"
    assert "Asked yesterday at 16:10" in card.locator(".entry-reason").inner_text()
    assert "Answer the 3 questions." in card.locator(".entry-step").first.inner_text()
    lines = card.locator(".brief-lines > li > a.evidence")
    assert lines.count() == 5
    assert all("underline" in line.evaluate("(e) => getComputedStyle(e).textDecorationLine") for line in lines.all())
    pop = page.locator("#evidence-pop")
    for line, words in zip(lines.all()[:3], ("leave the EU?", "Microsoft Entra", "penetration test"), strict=True):
        assert words in line.inner_text()
        line.hover()
        pop.locator("mark", has_text=words).wait_for()
        page.keyboard.press("Escape")
        page.mouse.move(2, 2)
    lines.first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Re: Perch for the new annex"


def test_the_reply_stands_ready(looking: Callable[..., Page]) -> None:
    """Her three questions; under two of them what was written to others in March, linked; the third left to us."""
    page = looking()
    page.keyboard.press("w")
    page.wait_for_url("**/letters/*")
    text = page.get_by_role("textbox", name="The letter")
    letter = text.input_value()
    assert letter.startswith("Dear Annika,")
    assert [line[2:9] for line in letter.splitlines() if line.startswith("> ")] == ["Where, ", "Can our", "Who car"]
    assert "border of the Union" in letter
    assert "Microsoft login" in letter
    ready = page.get_by_role("region", name="What stands ready")
    assert ready.get_by_role("link", name="You wrote this to Priya Raman on").count() == 1
    assert ready.get_by_role("link", name="You wrote this to Miriam Adeyemi on 24 March").count() == 1
    assert ready.get_by_text("yours to answer").count() == 1
    before = text.evaluate("(e) => e.value.slice(0, e.selectionStart)")
    assert before.endswith("may we see the summary?\n"), "the cursor stands where nothing was written before"
    assert text.evaluate("(e) => e === document.activeElement")
    ready.get_by_role("link", name="You wrote this to Miriam Adeyemi").click()
    assert "Microsoft login" in page.locator("main").inner_text()


def test_whom_one_would_chase_waits_on_purpose(looking: Callable[..., Page]) -> None:
    page = looking()
    name = "document.activeElement.querySelector('h3')?.innerText"
    for _ in range(40):
        page.keyboard.press("j")
        if page.evaluate(name) == "Gordon Pell":
            break
    row = page.locator("[data-row]:focus")
    assert row.get_by_role("heading", level=3).inner_text() == "Gordon Pell"
    assert row.locator("xpath=ancestor::section").get_by_role("heading", level=2).inner_text().startswith(
        "Waiting on purpose"
    )  # fmt: skip
    assert "4 letters in a row" in row.inner_text()
    assert "Let them come. Look again 3 June." in row.inner_text()
    dots = row.locator(".dots a")
    assert dots.count() == 4
    leads = {dot.get_attribute("href") for dot in dots.all()}
    assert len(leads) == 4
    dots.first.click()
    page.wait_for_url("**/message/*")
    assert page.get_by_role("link", name="Gordon Pell").count() >= 1


def test_one_sentence_of_the_drafted_letter_went_to_31_others(looking: Callable[..., Page]) -> None:
    page = looking("/letters")
    page.get_by_role("link", name="Sofia Marchetti").click()
    mark = page.locator(".sheet-under mark")
    mark.wait_for(state="attached")
    assert mark.all_inner_texts() == [MASS]
    assert page.locator(".margin-note").inner_text() == "31 others got this"
    page.locator(".margin-note").click()
    page.evaluate(
        """() => { window.typed = 0; window.cleared = 0; const area = document.querySelector(".sheet textarea");
        area.addEventListener("input", () => (window.typed ||= performance.now()), true);
        new MutationObserver(() => {
          if (!document.querySelector(".sheet-under mark")) window.cleared ||= performance.now(); })
          .observe(document.querySelector(".letter"), { childList: true, subtree: true }); }"""
    )
    page.keyboard.type("It was your sentence in March, Sofia, and Emre has it above his bench.")
    page.wait_for_function("() => window.cleared > 0")
    assert page.evaluate("window.cleared - window.typed") < 300
    assert mark.count() == 0
    page.locator("[data-margin-state]", has_text="words").wait_for()
    assert page.locator(".margin-note").count() == 0


def test_the_quiet_footer_takes_ones_own_mail(looking: Callable[..., Page]) -> None:
    page = looking()
    own = page.get_by_role("region", name="Now yours")
    said = own.inner_text()
    assert "It only reads. Nothing leaves this machine, and one button deletes all of it again." in said
    assert ".mbox, .pst or .zip" in said
    assert own.locator("input[type=file]").is_enabled()
    assert own.bounding_box()["y"] > page.locator("[data-row]").last.bounding_box()["y"], "below the day, not before it"  # type: ignore[index]
    page.get_by_role("link", name="Or from a folder of this machine").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Add mail"
