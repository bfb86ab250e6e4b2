"""Leaving: the workspace as a folder; a person who asks what is known of them, goes, and stays after all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.desk import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_whole_workspace_is_written_and_fetched(at_book: Callable[..., Page]) -> None:
    page = at_book("/settings/leaving")
    follow(page, page.get_by_role("button", name="Write the file"))
    ready = page.get_by_role("link", name="Download")
    ready.wait_for()
    with page.expect_download() as coming:
        ready.click()
    with zipfile.ZipFile(coming.value.path()) as packed:
        files = json.loads(packed.read("manifest.json"))["files"]
        wanted = {one["name"]: one["sha256"] for one in files}
        assert {"rows/people.jsonl", "rows/firms.jsonl", "rows/deals.jsonl"} <= wanted.keys()
        for name in ("rows/people.jsonl", *(name for name in wanted if name.endswith(".ics"))):
            assert hashlib.sha256(packed.read(name)).hexdigest() == wanted[name]
        people = [json.loads(line) for line in packed.read("rows/people.jsonl").splitlines()]
        assert "Annika Reuter" in {row.get("name") for row in people}


def test_a_person_is_shown_given_erased_and_kept(at_book: Callable[..., Page]) -> None:
    page = at_book("/people?q=reuter")
    follow(page, page.get_by_role("link", name="Annika Reuter", exact=True))
    follow(page, page.get_by_role("link", name="What we hold"))
    assert page.get_by_role("heading", level=1).inner_text() == "What we hold about Annika Reuter"
    assert "annika.reuter@nordlab.example" in page.locator("main").inner_text()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Give it to them").click()
    with zipfile.ZipFile(coming.value.path()) as packed:
        names = packed.namelist()
        assert {"index.html", "data.json"} <= set(names)
        letters = [packed.read(name) for name in names if name.endswith(".eml")]
        assert letters and all(b"annika.reuter@nordlab.example" in letter.lower() for letter in letters)
    follow(page, page.get_by_role("button", name="Erase everything"))
    assert "They will be erased in a day." in page.locator(".toast").last.inner_text()
    follow(page, page.get_by_role("button", name="Keep them"))
    assert "They stay." in page.locator(".toast").last.inner_text()
    assert page.get_by_role("button", name="Keep them").count() == 0
    page.reload()
    assert page.get_by_role("button", name="Erase everything").count() == 1
