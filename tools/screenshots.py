"""Takes the pictures of docs/start anew from the demo firm: python -m tools.screenshots [FOLDER WITH A LOADED DEMO]

Needs what the tests need (make test). Without a folder the demo is loaded first.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from tests import servers
from tests.browser import desk
from tests.browser.conftest import load
from tools import programs

if TYPE_CHECKING:
    from playwright.sync_api import Page

OUT = Path(__file__).resolve().parents[1] / "docs" / "start"
MOST = 250_000  # bytes of one picture


def take(page: Page, name: str) -> None:
    """One picture, as it is seen at 1280 by 800."""
    page.wait_for_timeout(500)
    file = OUT / f"{name}.png"
    page.screenshot(path=file)
    if file.stat().st_size > MOST:
        raise SystemExit(f"{file.name} is larger than {MOST} bytes")
    print(f"{file.name}: {file.stat().st_size} bytes")


def story(page: Page, url: str) -> None:
    """The first sixty seconds (docs/start/first-day.md)."""
    page.goto(url + "/", wait_until="networkidle")
    take(page, "today")
    page.locator(".brief-lines a.evidence").nth(1).hover()
    page.locator("#evidence-pop mark").wait_for()
    take(page, "evidence")
    page.mouse.move(2, 2)
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.wait_for_url("**/letters/*")
    page.locator(".sheet-under mark").first.wait_for(state="attached")
    take(page, "letter")
    page.goto(url + "/", wait_until="networkidle")
    page.locator("[aria-labelledby=lane-waiting-on-purpose]").evaluate("(e) => scrollTo(0, e.offsetTop - 60)")
    take(page, "waiting")
    page.goto(url + "/letters", wait_until="networkidle")
    page.get_by_role("link", name="Sofia Marchetti").click()
    page.locator(".margin-note").first.wait_for()
    take(page, "margin")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        data = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "data"
        if len(sys.argv) == 1:
            load(data)
        browser = driver.chromium.launch(executable_path=programs.chromium(), args=["--no-sandbox", "--disable-gpu"])
        with servers.sellwright(data, "--demo") as server:
            demo = desk.Desk.entered(browser, server)
            context = browser.new_context(storage_state=demo.state, viewport=desk.WIDE, color_scheme="light")  # type: ignore[arg-type]
            story(context.new_page(), server.url)
        browser.close()


if __name__ == "__main__":
    main()
