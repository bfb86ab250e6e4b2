"""A dirty file comes in: columns, odd words, a try, the sums, the refused rows; and all of it goes again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.desk import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.desk import Desk

ADDRESS = re.compile(r"@(moelle|kattfisk)\.example")
DIRTY = """Name;E-Mail;Company;Industry;Employees;Since
Tilda Brage;tilda@moelle.example;Moelle Dry Goods;technology;12;03.02.2026
Arne Wik;arne@moelle.example;Moelle Dry Goods;technolgy;12;04.02.2026
Ruben Sand;ruben@kattfisk.example;Kattfisk;technology;400;05.02.2026
=1+1;formula@kattfisk.example;Kattfisk;technology;400;06.02.2026
Siv Ore;no address at all;Kattfisk;technology;400;07.02.2026
;;;;;
Nils Falk;nils@kattfisk.example;Kattfisk;technology;many;31.12.2025
"""


def test_from_the_file_to_the_sums_and_back(book: Desk, at_book: Callable[..., Page]) -> None:
    page = at_book("/imports")
    page.locator("#drop-file").set_input_files(
        {"name": "old system.csv", "mimeType": "text/csv", "buffer": DIRTY.encode("utf-16")}
    )
    page.wait_for_url("**/file/0")
    assert page.get_by_text("Read as UTF-16, cells apart by semicolon, headings in line 1.").count() == 1
    assert page.get_by_label("6 rows, about").locator("option:checked").inner_text() == "People"
    assert page.get_by_label("Where E-Mail goes").locator("option:checked").inner_text() == "E-mail"
    assert page.get_by_label("Where Company goes").locator("option:checked").inner_text() == "Name of the firm"
    assert "row 6: “no address at all”" in page.locator("main").inner_text()
    follow(page, page.get_by_role("button", name="Next: words"))
    page.get_by_role("checkbox", name="“technolgy” means “technology”").check()
    follow(page, page.get_by_role("button", name="Try it"))
    write = page.get_by_role("button", name="Import it", exact=True)
    write.wait_for()
    sums = "6 in = 5 new + 1 refused"
    assert page.get_by_text("Nothing is written yet.").count() == 1
    assert page.get_by_text(sums, exact=True).count() == 1
    assert imported(page, book) == []
    page.go_back()
    follow(page, write)
    fetched = page.get_by_role("link", name="Download refused rows")
    fetched.wait_for()
    here = page.url
    assert page.get_by_text(sums, exact=True).count() == 1
    with page.expect_download() as coming:
        fetched.click()
    lines = list(csv.reader(io.StringIO(coming.value.path().read_text(encoding="utf-8-sig"))))
    assert lines[0][:3] == ["Reason", "Row", "Name"] and len(lines) == 2
    assert "no address at all" in lines[1][0] and lines[1][1:3] == ["6", "Siv Ore"]
    assert sorted(imported(page, book)) == ["=1+1", "Arne Wik", "Nils Falk", "Ruben Sand", "Tilda Brage"]
    page.goto(book.url + "/firms?q=moelle&cols=industry")
    assert page.locator("#list td[data-cell=industry]").all_inner_texts() == ["technology"]
    page.goto(here)
    page.get_by_text("Take it all back …").click()
    follow(page, page.get_by_role("button", name="Take it back"))
    page.get_by_text("It had brought:").wait_for()
    assert imported(page, book) == []


def imported(page: Page, book: Desk) -> list[str]:
    """Who of the file is here."""
    page.goto(book.url + "/people?f=by_hand:yes:&cols=email")
    rows = page.locator("#list tbody tr").all()
    return [row.locator("th").inner_text() for row in rows if ADDRESS.search(row.inner_text())]
