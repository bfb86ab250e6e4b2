"""What Today weighs, whether it moves while it comes in, and whether it can be used before any script has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.desk import Desk

MOST = 150_000  # bytes over the wire, with all scripts, styles and fonts
SHIFT = """() => new Promise((done) => {
  const found = [];
  const named = (source) => source.node?.outerHTML?.slice(0, 80) ?? source.node?.textContent;
  new PerformanceObserver((list) => found.push(...list.getEntries().map((e) => [e.value, e.sources.map(named)])))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(found), 1000);
})"""


@pytest.fixture(scope="module")
def demo(book: Desk) -> Desk:
    """The served demo firm that several modules share: nothing here is in the way of others."""
    return book


def test_today_weighs_at_most_150_kb_with_everything(demo: Desk) -> None:
    with demo.browser.new_context(storage_state=demo.state, viewport=desk.WIDE) as context:
        page = context.new_page()
        debugger = context.new_cdp_session(page)
        debugger.send("Network.enable")
        sizes: dict[str, float] = {}
        names: dict[str, str] = {}
        debugger.on("Network.responseReceived", lambda e: names.__setitem__(e["requestId"], e["response"]["url"]))
        debugger.on(
            "Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"])
        )  # fmt: skip
        page.goto(demo.url + "/", wait_until="networkidle")
        weight = {names.get(key, "?").rpartition("/")[2] or "/": size for key, size in sizes.items()}
        assert len(weight) > 8, weight
        assert any(name.startswith("htmx") for name in weight)
        assert sum(weight.values()) <= MOST, weight


@pytest.mark.long  # moved by 0.25 once on a machine eight times overloaded; what moved is said when it does again
def test_nothing_moves_while_today_comes_in(looking: Callable[..., Page]) -> None:
    for size in (desk.WIDE, desk.PHONE):
        page = looking(viewport=size)
        moved = page.evaluate(SHIFT)
        assert sum(far for far, _what in moved) <= 0.02, moved


def test_without_scripts_today_is_read_unfolded_done_and_undone(demo: Desk, looking: Callable[..., Page]) -> None:
    page = looking(java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text().endswith("of your 3 h.")
    page.get_by_role("link", name="Joanna Hartley").click()
    entry = page.locator("[data-row].is-open")
    assert entry.get_by_role("heading", level=3).inner_text() == "Joanna Hartley"
    assert entry.locator(".brief-lines li").count() >= 3
    before = page.get_by_role("heading", level=1).inner_text()
    entry.get_by_role("button", name="Done").click()
    assert page.get_by_text("Done: Joanna Hartley.").count() == 1
    assert page.get_by_role("heading", name="Joanna Hartley").count() == 0
    assert page.get_by_role("heading", level=1).inner_text() != before
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("heading", name="Joanna Hartley").count() == 1
    page.get_by_label("Find people, firms, deals, mail").first.fill("annika")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    assert page.get_by_role("link", name="Annika Reuter").count() >= 1
