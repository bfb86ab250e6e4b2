"""Every reason an import refuses a row or a file with, and every note on a value, has its German."""

from __future__ import annotations

import ast

import pytest
from django.utils import translation

from sellwright.screens import spoken
from tests.screens.catalogues import SOURCE
from tests.screens.test_failure_words import called, texts

# What a slot of an f-string holds, by how the source writes it: the file, line and cell of an example.
HELD = {
    "name": "list.csv", "what": "a PDF", "heading": "Amount", "email": "mira@firm.example",
    "MOST_LINE": "1,000,000", "MOST_COLUMNS": "16,384", "len(cells)": "53", "width": "51", "text[:40]": "NaT",
    "text[:60]": "NaT", "word[:40]": "NaT", "most": "200", "value.why": "no day: 32.13.2024", "amount": "1" + "0" * 20,
}  # fmt: skip
FILES = ("protocols/table_files.py", "protocols/workbooks.py")
ROWS = (
    "interactions/column_values.py", "interactions/vcards.py", "protocols/table_files.py", "protocols/table_edges.py",
    "importing/records.py", "importing/deciding.py",
)  # fmt: skip


def of_files() -> set[str]:
    """What a whole file is refused with, and what to do then."""
    calls = [call for path in FILES for call in ast.walk(tree(path)) if isinstance(call, ast.Call)]
    made = [arg for call in calls if called(call) in ("CannotRead", "ExtraNeeded") for arg in call.args[:2]]
    return {said for arg in made for said in texts(arg, HELD) if "pip install" not in said}


def of_rows() -> set[str]:
    """What is given with a row that holds nothing, is assigned to `refused`, noted, or why a cell is no value."""
    found: set[str] = set()
    for path in ROWS:
        for made in ast.walk(tree(path)):
            given: list[ast.expr] = []
            if isinstance(made, ast.Yield | ast.Return) and isinstance(made.value, ast.Tuple):
                parts = made.value.elts
                given = (
                    parts[-1:] if any(isinstance(part, ast.Constant) and part.value is None for part in parts) else []
                )
            elif isinstance(made, ast.Assign) and ast.unparse(made.targets[0]) in (
                "said.refused",
                "main.refused",
                "row.refused",
                "why",
            ):
                given = [made.value]
            elif isinstance(made, ast.Call) and (called(made) == "Wrong" or "notes.append" in ast.unparse(made.func)):
                given = made.args[:1]
            for one in given:
                one = one.value if isinstance(one, ast.Subscript) else one  # cut to a length
                found |= {said for said in texts(one, HELD) if said not in ("", "nobody")}
    return found


def tree(path: str) -> ast.Module:
    return ast.parse((SOURCE / path).read_text(encoding="utf-8"))


def in_german(said: str) -> str:
    with translation.override("de"):
        return spoken.failure(said)


def test_every_reason_a_file_is_refused_with_has_its_german() -> None:
    found = of_files()
    assert len(found) > 15
    assert {"list.csv is a PDF, not a table.", "Export it as CSV."} <= found
    assert [said for said in found if in_german(said) == said] == []


def test_every_reason_a_row_is_refused_with_has_its_german() -> None:
    # Said by the page in words of its own: screens/imports/showing.py.
    found = of_rows() - {"deals without a firm", "the owner is nobody here"}
    assert len(found) > 12
    assert {"The card has no END:VCARD.", "no number: NaT", "Neither a name nor a website."} <= found
    kept = {f"Amount: {said}" if said.startswith(("no ", "neither ")) else said for said in found}  # of a cell
    assert [said for said in kept if in_german(said) == said] == []


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Created at: no day: NaT", "Created at: kein Tag: NaT"),
        ("Created at: no day", "Created at: kein Tag"),
        ("The line is longer than 1,000,000 characters.", "Die Zeile ist länger als 1.000.000 Zeichen."),
        ("About: cut to 20,000 characters", "About: auf 20.000 Zeichen gekürzt"),
        ("Something nobody foresaw.", "Something nobody foresaw."),
    ],
)
def test_a_kept_reason_is_said_in_the_readers_language(kept: str, shown: str) -> None:
    assert in_german(kept) == shown
