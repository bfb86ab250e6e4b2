"""The judge is judged: a page with known faults is found out, a clean one under the strictest policy passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CLEAN = "<!doctype html><html lang=en><title>A page</title><main><h1>Hello</h1>{}</main></html>"


def test_known_faults_are_found_and_a_clean_page_passes(chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html", headers=strict))
        strict = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
        body = CLEAN.format("")
        page.goto("http://127.0.0.1/clean")
        assert axe.findings(page) == []
        body = CLEAN.format("<img src=x><button></button><input>")
        page.goto("http://127.0.0.1/faulty")
        assert {line.split(" ", 1)[0] for line in axe.findings(page)} == {"image-alt", "button-name", "label"}


def test_the_browser_reaches_nothing_but_this_machine(chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto("data:text/html,<title>x</title>")
        reached = page.evaluate("() => fetch('http://example.com/').then(() => 'reached', () => 'refused')")
        assert reached == "refused"
