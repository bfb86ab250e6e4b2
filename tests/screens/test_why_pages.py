"""The pages of the measures as the workbench shows them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from sellwright.screens.why import pages, samples
from sellwright.settings import Settings

MEASURES = sorted(p.stem for p in (Path(__file__).resolve().parents[2] / "docs" / "measures").glob("*.md"))


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_a_title_a_question_a_body_and_a_misuse_note(name: str) -> None:
    page = pages.page(name)
    assert page is not None
    assert page.title and page.question and "<p>" in page.body
    assert "used for" in page.misuse
    assert "**" not in page.body + page.misuse + page.question
    assert "](" not in page.body


def test_what_is_no_measure_has_no_page() -> None:
    assert pages.page("../../etc/passwd") is None
    assert pages.page("nothing") is None


def test_settings_named_under_measures_exist_and_every_one_is_somewhere() -> None:
    named = {name for held in samples.SETTINGS.values() for name in held}
    known = {field.name for field in fields(Settings)}
    assert named <= known
    assert known - named == set()


def test_a_changed_setting_says_where_it_began() -> None:
    rows = samples.settings_for("effort", Settings(half_life_days=60.0))
    row = next(one for one in rows if one.name == "half life days")
    assert (row.value, row.changed_from) == ("60", "30")
    assert row.why == "Effort a month old counts half: relationships cool. Design default."
    assert all(one.changed_from == "" for one in rows if one.name != "half life days")


def test_markdown_is_escaped_and_marked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(
        "# A <b>\n\n**Tells.** Who & what.\n\nUse `a < b` and **bold** and *thin*.\n\n- one\n  more\n- two\n\n"
        "| a | b |\n|---|---|\n| 1 | `2` |\n\n**Not to be used for** pay <script>.\n"
    )
    monkeypatch.setattr(pages, "FOLDERS", (tmp_path,))
    pages.page.cache_clear()
    page = pages.page("x")
    pages.page.cache_clear()
    assert page is not None
    assert page.title == "A <b>"  # escaped by the template
    assert page.question == "Tells. Who & what."
    assert "<code>a &lt; b</code>" in page.body and "<b>bold</b>" in page.body and "<i>thin</i>" in page.body
    assert "<ul><li>one more</li><li>two</li></ul>" in page.body
    assert "<td>1</td><td><code>2</code></td>" in page.body
    assert "&lt;script&gt;" in page.misuse
