"""A buyer takes a time: on a phone, without scripts, without an account; moves it and gives it back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import servers
from tests.browser import axe, desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OPENED = """
import django; django.setup()
from sellwright.actions import bookings
from sellwright.store.models import User
user = User.objects.get(role="owner")
hours = {str(day): "9-12, 13-17" for day in range(5)}
wanted = bookings.Wanted("clara", "A talk with Clara", "About your sensors.", 30, 10, 24, 21, hours)
bookings.change_page(by=user, wanted=wanted)
bookings.open_page(by=user, is_open=True)
"""


@pytest.fixture(scope="module")
def site(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served workbench with one open page; where it is reached."""
    data = tmp_path_factory.mktemp("booking") / "data"
    shutil.copytree(demo_data, data)
    reached = {"PUBLIC_URL": "http://127.0.0.1", "SELLWRIGHT_HOME": str(data)}
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", **reached}
    subprocess.run([sys.executable, "-c", OPENED], env=env, check=True)
    with servers.sellwright(data, "--demo", "--workers", "1", env=reached) as server:
        yield f"http://127.0.0.1:{server.port}"


def take(page: Page, site: str, name: str, nth: int) -> None:
    """The whole way from the times to the visitor's own page."""
    page.goto(site + "/book/clara")
    page.locator("a.button").nth(nth).click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your mail address").fill("ana@nordlab.example")
    page.get_by_label("What it is about").fill("Salt water <b>and</b> sensors")
    page.get_by_role("button", name="Take this time").click()
    assert "/held/" in page.url


def test_on_a_phone_without_scripts(chromium: Browser, site: str) -> None:
    with chromium.new_context(viewport=desk.PHONE, java_script_enabled=False) as context:
        page = desk.patient(context).new_page()
        take(page, site, "Ana Berg", 3)
        taken = page.locator("main b").inner_text()
        held = page.url
        page.get_by_role("link", name="Move it").click()
        page.locator("button[name=at]").nth(5).click()
        assert page.url.split("?")[0] == held and page.locator("main b").inner_text() != taken
        with page.expect_download() as coming:
            page.get_by_role("link", name="Put it into your calendar").click()
        assert "BEGIN:VEVENT" in coming.value.path().read_text()
        page.get_by_role("button", name="Give it back").click()
        assert "You gave this time back" in page.locator("main").inner_text()
        assert context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_to_complain_of_and_times_by_the_visitors_clock(chromium: Browser, site: str, scheme: str) -> None:
    look = {"viewport": desk.PHONE, "color_scheme": scheme, "timezone_id": "Asia/Tokyo"}
    with chromium.new_context(**look) as context:  # type: ignore[arg-type]
        said: list[str] = []
        page = desk.patient(context).new_page()
        desk.watch(page, said)
        page.goto(site + "/book/clara")
        page.wait_for_url("**zone=Asia*")
        assert page.locator("#zone").input_value() == "Asia/Tokyo"
        found = judged(page)
        page.locator("a.button").first.click()
        found += judged(page)
        take(page, site, f"Bo {scheme}", 6)
        found += judged(page)
        page.get_by_role("link", name="Move it").click()
        found += judged(page)
        assert found == [] and said == []


def judged(page: Page) -> list[str]:
    wide = "document.documentElement.scrollWidth <= innerWidth"
    return [*axe.findings(page), *([] if page.evaluate(wide) else [f"{page.url} sticks out sideways"])]
