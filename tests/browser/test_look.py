"""The catalogue of parts in a browser, under the product's content policy: keys, palette, evidence, margin, axe."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import axe
from tests.screens import look

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HOST = "http://127.0.0.1:9"
MASS = "We are the leading provider of calibration software for modern laboratories."
WIDE, PHONE = (1280, 900), (390, 844)


def marks(text: str) -> dict[str, Any]:
    """What a server says of a draft: one known sentence went to 31 others."""
    at = text.find(MASS)
    found = [{"start": at, "end": at + len(MASS), "others": 31, "tone": ""}] if at >= 0 else []
    return {"marks": found, "f": 0.82, "words": len(text.split()), "state": f"{len(text.split())} words"}


def answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path == "/margin.json":
        text = parse_qs(route.request.post_data or "", keep_blank_values=True)["text"][0]
        route.fulfill(body=json.dumps(marks(text)), content_type="application/json")
    elif path.startswith("/static/"):
        file = look.SCREENS / path.lstrip("/")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type="font/woff2" if file.suffix == ".woff2" else kind)
    else:
        template = {"/search": "parts/found.html", "/quote.html": "parts/quote.html"}.get(path, "look.html")
        theme = "dark" if path == "/dark" else "light"
        html = look.render(template, theme=theme)
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})


def opened(browser: Browser, path: str = "/", size: tuple[int, int] = WIDE, **more: Any) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(HOST + path)
    return page


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    said: list[str] = []
    page = opened(chromium)
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    page.wait_for_selector("html.scripted")
    yield page
    page.context.close()
    assert said == [], "the browser complained, for one of the content policy"


@pytest.mark.parametrize("path", ["/", "/dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe_finds_nothing_at_all(chromium: Browser, path: str, size: tuple[int, int]) -> None:
    page = opened(chromium, path, size)
    page.wait_for_selector("html.scripted")
    page.wait_for_selector(".sheet-under mark")
    assert axe.findings(page, ("minor", "moderate", "serious", "critical")) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out sideways"
    page.context.close()


def test_without_scripts_everything_can_be_read_and_posted(chromium: Browser) -> None:
    page = opened(chromium, java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text() == "9 people need you. 2 h 10 of your 3 h."
    page.get_by_role("link", name="Where is the measured data stored").click()
    assert page.url.endswith("#mail")
    page.locator(".relation summary").first.click()
    assert page.get_by_role("button", name="supplier").first.is_visible()
    assert page.locator("#letter-state").inner_text() == "By hand: .82 is for this reader alone. 61 words"
    assert page.get_by_role("button", name="Read it").is_visible()
    page.context.close()


def test_the_day_by_keyboard(page: Page) -> None:
    focused = "document.activeElement.id"
    page.keyboard.press("w")
    page.wait_for_url("**/#write")  # the open entry is the current one before any row is chosen
    page.keyboard.press("j")
    assert page.evaluate(focused) == "entry-1"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "entry-2"
    page.keyboard.press("s")
    page.wait_for_url("**/#later")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#person-2")
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate(focused) == "entry-1", "the first row is the end of the way"
    page.keyboard.press("r")
    sheet = page.locator("#entry-1 .relation-sheet")
    assert sheet.is_visible()
    page.keyboard.press("Escape")
    assert not sheet.is_visible()
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/people")


def test_no_key_acts_while_typing_or_when_switched_off(page: Page) -> None:
    area = page.locator("#comment-text")
    area.focus()
    page.keyboard.type("just a few words")
    assert area.input_value() == "just a few words"
    assert "#" not in page.url
    area.blur()
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    assert "#write" not in page.url
    page.reload()
    page.wait_for_selector("html.keys-off")


def test_the_palette_finds_and_goes(page: Page) -> None:
    page.keyboard.press("Control+k")
    field = page.locator("#palette input")
    field.fill("ma")
    page.get_by_role("option", name="Marta Lindqvist").wait_for()
    assert page.locator("#palette [aria-selected=true]").inner_text().startswith("Marta")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-activedescendant')") == "found-2-1"
    page.keyboard.press("Escape")
    assert not page.locator("#palette").is_visible()
    page.keyboard.press("Control+k")
    field.fill("deals")
    page.locator("#palette [data-go]", has_text="Deals").wait_for()
    assert not page.locator("#palette [data-go]", has_text="People").is_visible()


def test_evidence_shows_on_rest_and_on_focus_and_goes_on_escape(page: Page) -> None:
    line, pop = page.locator(".brief .evidence").first, page.locator("#evidence-pop")
    line.hover()
    pop.get_by_text("Do you have a SOC 2 report?").wait_for()
    box, under = pop.bounding_box(), line.bounding_box()
    assert box and under
    assert box["y"] >= under["y"] + under["height"] or box["y"] + box["height"] <= under["y"]
    pop.hover()
    assert pop.is_visible(), "one can go into it"
    page.keyboard.press("Escape")
    assert not pop.is_visible()
    page.mouse.move(2, 2)
    page.locator("#name-1 a").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    pop.get_by_text("the whole mail").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "evidence-pop"


def test_typing_over_a_marked_sentence_clears_it_at_once(page: Page) -> None:
    area, mark = page.locator(".sheet textarea"), page.locator(".sheet-under mark")
    mark.wait_for(state="attached")
    assert mark.inner_text() == MASS
    assert page.locator(".margin-note").inner_text() == "31 others got this"
    page.locator(".margin-note").click()
    chosen = "([e]) => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert area.evaluate_all(chosen) == MASS
    page.route("**/margin.json", lambda route: None)  # the server does not answer from here on
    page.keyboard.type("W")
    assert mark.count() == 0
    assert page.locator(".margin-note").count() == 0


def test_a_mark_moves_along_with_what_is_typed_before_it(page: Page) -> None:
    mark = page.locator(".sheet-under mark")
    mark.wait_for(state="attached")
    page.route("**/margin.json", lambda route: None)
    page.locator(".sheet textarea").evaluate("(e) => { e.focus(); e.setSelectionRange(0, 0); }")
    page.keyboard.type("Hello 😀 ")
    assert mark.inner_text() == MASS
    page.unroute("**/margin.json")
    page.route("**/*", answer)
    page.keyboard.type("x")
    page.locator("[data-margin-state]", has_text="54 words").wait_for()
    assert mark.inner_text() == MASS, "the server counts characters, the browser units"


def test_marks_stand_exactly_behind_the_words(page: Page) -> None:
    """The text area and what lies under it break their lines alike: same font, same width, same height."""
    page.locator(".sheet-under mark").wait_for(state="attached")
    shape = (
        "(e) => [e.clientWidth, getComputedStyle(e).font, getComputedStyle(e).padding, getComputedStyle(e).lineHeight]"
    )
    assert page.locator(".sheet textarea").evaluate(shape) == page.locator(".sheet-under").evaluate(shape)
    heights = [page.locator(one).evaluate("(e) => e.scrollHeight") for one in (".sheet textarea", ".sheet-under")]
    assert abs(heights[0] - heights[1]) <= 1


def test_night_is_chosen_at_once_and_kept(page: Page) -> None:
    page.locator(".who summary").click()
    page.get_by_role("button", name="Night").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "theme=dark" in page.evaluate("document.cookie")
    assert re.match(r"rgb\(26, 25, 23\)", page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_nothing_moves_while_the_page_comes_in(chromium: Browser) -> None:
    page = opened(chromium)
    page.wait_for_selector(".margin-note")
    watch = """() => new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().map((entry) => entry.value)))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done([]), 500);
    })"""
    assert sum(page.evaluate(watch)) < 0.01
    page.context.close()
