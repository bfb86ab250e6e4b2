"""A list of one's own: columns, a filter, a view that is kept, one cell, many cells, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.desk import follow, undo

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.desk import Desk


def heads(page: Page) -> list[str]:
    """What the columns are called."""
    return [head.strip() for head in page.locator("#list thead th").all_inner_texts()]


def cells(page: Page, column: str) -> list[str]:
    """What stands in a column, from the top."""
    return [cell.strip() for cell in page.locator(f'#list td[data-cell="{column}"]').all_inner_texts()]


def tool(page: Page, name: str) -> Locator:
    """What opens when one of the words above the table is clicked."""
    fold = page.locator(".list-tools details", has=page.get_by_text(name, exact=True))
    fold.locator("summary").click()
    return fold


def test_columns_a_filter_and_a_view_that_is_kept(book: Desk, at_book: Callable[..., Page]) -> None:
    page = at_book("/people?view=all")
    columns = tool(page, "Columns")
    columns.get_by_role("checkbox", name="How far each side comes").uncheck()
    columns.get_by_role("checkbox", name="Title").check()
    follow(page, columns.get_by_role("button", name="Show these"))
    assert heads(page) == ["Name", "Firm", "To us", "Last", "Looked after by", "Title"]
    tool(page, "Columns")
    raised = page.get_by_role("button", name="Up: Title")
    for _ in range(3):
        raised.press("Enter")
    follow(page, page.get_by_role("button", name="Show these"))
    assert heads(page) == ["Name", "Firm", "Title", "To us", "Last", "Looked after by"]
    condition = tool(page, "Add a filter")
    condition.get_by_label("Column").select_option(label="Firm")
    condition.get_by_label("Value").fill("wexcombe")
    follow(page, condition.get_by_role("button", name="Add"))
    chip = page.locator(".filters-set .chip")
    assert chip.inner_text().startswith("Firm holds wexcombe")
    assert page.locator("#list tbody tr").count() == 3
    keep = tool(page, "Keep this view")
    keep.get_by_label("Name of a new view").fill("Wexcombe")
    follow(page, keep.get_by_role("button", name="Keep", exact=True))
    page.locator(".toast", has_text="The view is kept.").wait_for()
    page.goto(book.url + "/people?view=all")
    assert len(heads(page)) == 6 and "Title" not in heads(page)
    follow(page, page.get_by_role("link", name="Wexcombe", exact=True))
    assert heads(page)[:3] == ["Name", "Firm", "Title"]
    assert page.locator("#list tbody tr").count() == 3
    with page.expect_download() as coming:
        page.get_by_role("link", name="As a file").click()
    lines = list(csv.reader(io.StringIO(coming.value.path().read_text(encoding="utf-8-sig"))))
    assert lines[0][1:4] == ["Name", "Firm", "Title"]
    assert sorted(line[1] for line in lines[1:]) == sorted(page.locator("#list tbody th").all_inner_texts())


def test_a_cell_where_it_stands_and_another_by_the_keyboard(at_book: Callable[..., Page]) -> None:
    page = at_book("/people?q=wexcombe&cols=name,title,place")
    assert cells(page, "title") == ["", "", ""]
    row = page.locator("#list tbody tr").first
    row.locator('td[data-cell="title"]').click()
    field = row.get_by_label("Title")
    field.fill("Head of the lab")
    field.press("Enter")
    page.locator(".toast", has_text="Title saved.").wait_for()
    assert cells(page, "title")[0] == "Head of the lab"
    page.keyboard.press("j")  # the row has the focus again, so the keys go on from it
    page.keyboard.press("e")
    page.locator(".cell-form input[name=value]").wait_for()
    page.keyboard.type("Deputy")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('#list td[data-cell=title]')[1].innerText === 'Deputy'")
    undo(page, "Title saved.")
    assert cells(page, "title") == ["Head of the lab", "", ""]


ON = """() => {
  const on = document.activeElement, row = on.closest("tr[data-id]");
  const at = [...document.querySelectorAll("#list tbody tr")].indexOf(row);
  return [on.tagName, at, on.closest("[data-cell]")?.dataset.cell ?? ""];
}"""


def test_arrows_walk_the_rows_and_the_cells_of_a_list(at_book: Callable[..., Page]) -> None:
    page = at_book("/people?q=calderbattery&cols=name,firm,title,place")
    press, last = page.keyboard.press, page.locator("#list tbody tr").count() - 1
    assert last >= 2

    def on() -> list[object]:
        found: list[object] = page.evaluate(ON)
        return found

    press("ArrowDown")
    assert on() == ["BODY", -1, ""], "outside the rows an arrow scrolls"
    press("j")
    for key, at in (("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 0), ("End", last), ("ArrowDown", last), ("Home", 0)):
        press(key)
        assert on() == ["TR", at, ""], key
    press("Space")
    assert page.locator('#list input[name="id"]').first.is_checked()
    assert "1 row ticked." in page.locator("[data-bulk]").inner_text()
    press("Space")
    for key, at, column in (
        ("ArrowRight", 0, "firm"), ("ArrowRight", 0, "title"), ("ArrowDown", 1, "title"), ("End", last, "title"),
        ("Home", 0, "title"), ("ArrowRight", 0, "place"), ("ArrowRight", 0, "place"), ("ArrowLeft", 0, "title"),
    ):  # fmt: skip
        press(key)
        assert on() == ["TD", at, column], key
    hint = page.locator("#list td:focus").get_attribute("aria-describedby")
    assert page.locator(f"#{hint}").inner_text() == "Enter changes it, Escape goes back to the row."
    assert page.locator("#list [aria-describedby]").count() == 1
    for opener in ("Enter", "F2", "e"):
        press(opener)
        field = page.locator("td[data-cell=title] .cell-form input[name=value]")
        field.wait_for()
        for key in ("ArrowDown", "ArrowRight", "Home", "Space"):
            press(key)
        assert on() == ["INPUT", 0, "title"], "in a field the arrows are the field's"
        press("Escape")
        assert (on(), field.count()) == (["TD", 0, "title"], 0), opener
    press("F2")
    field.wait_for()
    page.keyboard.type("Buyer")
    press("Enter")
    page.locator(".toast", has_text="Title saved.").wait_for()
    page.wait_for_function("document.activeElement.matches('td[data-cell=title]')")
    assert on() == ["TD", 0, "title"]
    press("Escape")
    assert on() == ["TR", 0, ""]
    press("F2")
    field.wait_for()
    press("Escape")
    press("ArrowLeft")
    press("ArrowLeft")
    assert on() == ["TR", 0, ""], "left of the first cell stands the row"
    press("Tab")
    press("Tab")
    assert on()[0] == "A"
    press("ArrowDown")
    assert on() == ["TR", 1, ""], "a link of a row is on that row"
    undo(page, "Title saved.")


def test_the_keys_of_tables_are_told_where_there_is_one(at_book: Callable[..., Page]) -> None:
    for path, told in (("/people", ["↓", "→", "F2", "Space"]), ("/promises", ["↓"]), ("/", [])):
        page = at_book(path)
        page.keyboard.press("?")
        shown = page.locator("#keys dl > div:visible dt kbd").all_inner_texts()
        assert [key for key in shown if key in ("↓", "→", "F2", "Space")] == told
        assert {"j", "Enter", "?"} <= set(shown), path


def test_three_rows_at_once_seen_before_and_taken_back(at_book: Callable[..., Page]) -> None:
    page = at_book("/people?q=wexcombe&cols=name,place")
    bar = page.locator("[data-bulk]")
    assert not bar.is_visible(), "nothing is offered before something is ticked"
    for row in page.locator("#list tbody tr").all():
        row.locator(".tick input").check()
    assert "3 rows ticked." in bar.inner_text()
    bar.get_by_label("Change in all of them").select_option(label="Place")
    follow(page, bar.get_by_role("button", name="Choose a value"))
    page.get_by_label("Place").fill("Kiel")
    follow(page, page.get_by_role("button", name="See what would change"))
    assert "3 rows will say “Kiel”." in page.locator("main").inner_text()
    follow(page, page.get_by_role("button", name="Change 3 rows"))
    assert cells(page, "place") == ["Kiel"] * 3
    undo(page, "3 rows changed.")
    assert cells(page, "place") == [""] * 3


def test_a_column_is_found_by_its_name_and_the_list_stays_where_it_is(at_book: Callable[..., Page]) -> None:
    page = at_book("/people?view=all")
    before = page.locator("#list tbody tr").first.bounding_box()
    columns = tool(page, "Columns")
    assert page.locator("#list tbody tr").first.bounding_box() == before
    held = columns.locator(".list-columns").bounding_box()
    assert held is not None and held["height"] <= 320
    page.get_by_label("Find a column").fill("tit")
    assert columns.locator(".list-column:visible").all_inner_texts() == ["Title"]
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert columns.get_by_role("checkbox", name="Title").is_checked()
    page.keyboard.press("Escape")
    assert not columns.locator(".list-columns").is_visible()


def test_labels_of_filters_stand_on_one_line(at_book: Callable[..., Page]) -> None:
    page = at_book("/people?view=all")
    tops = {round(one.bounding_box()["y"]) for one in page.locator(".filters label:visible").all()}  # type: ignore[index]
    assert len(tops) == 1
