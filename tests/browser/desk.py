"""A signed-in person before a served Sellwright, whose browser's complaints are kept."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

    from tests.servers import Sellwright

PATIENCE = 120_000  # milliseconds: far away, for machines that are busy with other things
# A form with something wrong in it, a letter changed elsewhere; a request that a newer one or another page overtook.
HARMLESS = ("status of 422", "status of 409", "htmx:sendAbort", "htmx:afterRequest")
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Desk:
    """`data` is the folder everything is kept in; `url` has no slash at its end; `said` is what the terminal said, the
    one-time `link` in it; `state` is what the browser keeps of being signed in."""

    browser: Browser
    data: Path
    url: str
    said: str
    link: str
    state: Any

    @classmethod
    def entered(cls, browser: Browser, server: Sellwright) -> Desk:
        """By opening the one-time link that was printed, on this very machine."""
        said, url = server.output(), server.url
        found = re.search(r"Open (http://\S+/in/\S+)", said)
        assert found, said
        link = found[1]
        with browser.new_context() as context:
            page = patient(context).new_page()
            page.goto(link)
            assert page.url == url + "/", page.url
            return cls(browser, server.data, url, said, link, context.storage_state())

    @contextmanager
    def watching(self) -> Iterator[Callable[..., Page]]:
        """A function that opens pages; at the end nothing may have been complained of and the pages are closed."""
        said: list[str] = []
        contexts = []

        def opened(path: str = "/", **more: Any) -> Page:
            context = self.browser.new_context(storage_state=self.state, **{"viewport": WIDE, **more})
            contexts.append(context)
            page = patient(context).new_page()
            watch(page, said)
            page.goto(self.url + path)
            if more.get("java_script_enabled", True):
                page.wait_for_selector("html.scripted")
            return page

        try:
            yield opened
        finally:
            for context in contexts:
                context.close()
        # An error in a script, the content policy, a file that is missing.
        assert said == [], "the browser complained:\n" + "\n".join(said)


def patient(context: BrowserContext) -> BrowserContext:
    """The same context, which waits long for what is to come."""
    context.set_default_timeout(PATIENCE)
    return context


def again_until(page: Page, url: str, true: Callable[[], bool]) -> None:
    """Opens a page again and again until what is derived behind has come. AssertionError when it does not."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        page.goto(url)
        if true():
            return
    raise AssertionError(f"{url} does not come to show it")


def follow(page: Page, what: Locator) -> None:
    """Clicks what leads on to another page, or to the same one anew, and waits for it."""
    with page.expect_navigation():
        what.click()
    page.wait_for_selector("html.scripted")


def undo(page: Page, said: str) -> None:
    """Takes back what a notice says."""
    follow(page, page.locator(".toast", has_text=said).last.get_by_role("button", name="Undo"))


def watch(page: Page, said: list[str]) -> None:
    """Keeps what the browser complains of: errors in scripts, the content policy, answers above 399."""

    def line(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(harmless in message.text for harmless in HARMLESS):
            said.append(f"{page.url}: {message.text}")

    page.on("console", line)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
