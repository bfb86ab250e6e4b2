"""A letter and its margin, at the demo desk: what others got is marked, and clears when it is typed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser import axe

MASS = "Most of what we build begins as a sentence in one of your letters."
# Types one letter into the middle of the mark and says after how many milliseconds it was gone.
TYPED = """async () => {
  const area = document.querySelector("textarea");
  const begin = area.value.indexOf("Most of what");
  area.focus();
  area.setSelectionRange(begin + 5, begin + 9);
  const start = performance.now();
  document.execCommand("insertText", false, "x");
  while (document.querySelector(".margin-note") && performance.now() - start < 3000)
    await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def sofia(looking: Callable[..., Any], **more: Any) -> Any:
    page = looking("/letters", **more)
    page.get_by_role("link", name="Sofia Marchetti").click()
    page.wait_for_selector("textarea[name=text]")
    return page


def test_what_31_others_got_is_marked_and_clears_when_typed_over(looking: Callable[..., Any]) -> None:
    page = sofia(looking)
    page.wait_for_selector(".margin-note")
    assert page.locator(".margin-note").all_inner_texts() == ["31 others got this"]
    assert page.locator(".sheet-under mark").all_inner_texts() == [MASS]
    assert "for this reader alone" in page.locator("[data-margin-state]").inner_text()
    assert page.evaluate(TYPED) < 300
    page.keyboard.press("Control+z")
    page.wait_for_selector(".margin-note")
    assert axe.findings(page) == []


def test_what_was_typed_is_saved_by_itself_and_a_second_window_is_told(looking: Callable[..., Any]) -> None:
    page = looking("/letters/new")
    page.locator("textarea[name=text]").fill("First words, typed in the first window.")
    page.wait_for_function("() => document.querySelector('[data-letter-saved]').textContent.startsWith('Saved')")
    other = looking(page.url.removeprefix(page.url.split("/letters")[0]))
    assert other.locator("textarea[name=text]").input_value() == "First words, typed in the first window."
    other.locator("textarea[name=text]").fill("Other words, typed in the other window.")
    other.wait_for_function("() => document.querySelector('input[name=edition]').value === '2'")
    page.locator("textarea[name=text]").fill("Late words, typed in the first window.")
    page.get_by_text("This letter was changed in another window.").wait_for()
    page.get_by_role("link", name="Open it as it stands now").click()
    page.wait_for_selector("#versions")
    assert page.locator("textarea[name=text]").input_value() == "Other words, typed in the other window."
    page.locator("#versions summary").click()
    assert page.get_by_text("from another window").count() == 1


def test_w_leads_to_a_letter_with_the_cursor_in_its_first_blank(looking: Callable[..., Any]) -> None:
    page = looking("/")
    page.keyboard.press("w")
    page.wait_for_selector("textarea[data-caret]")
    at = page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]")
    text = page.locator("textarea[name=text]").input_value()
    assert at[0] == "text"
    assert text[: at[1]].endswith("\n")
    assert text[at[1]] == "\n"
    assert page.locator("#ready").count() == 1
