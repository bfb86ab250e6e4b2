"""Lines as people type them on Tuesday, 3 March 2026; days read off a calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from sellwright.interactions import errands

NOW = datetime(2026, 3, 3, 23, 50, tzinfo=timezone(timedelta(hours=1)))  # still Monday's next day in UTC

LINES = [
    ("call Anna tomorrow", "en", "call Anna", "2026-03-04"),
    ("call Anna on Friday", "en", "call Anna", "2026-03-06"),
    ("Friday: send the report", "en", "send the report", "2026-03-06"),
    ("send the plan in 2 weeks", "en", "send the plan", "2026-03-17"),
    ("visit the lab 3 June", "en", "visit the lab", "2026-06-03"),
    ("visit the lab by 3 June!", "en", "visit the lab", "2026-06-03"),
    ("write to him today", "en", "write to him", "2026-03-03"),
    ("send the Friday report to Anna", "en", "send the Friday report to Anna", "2026-03-06"),
    ("Angebot schicken bis Freitag", "de", "Angebot schicken", "2026-03-06"),
    ("morgen Anna anrufen", "de", "Anna anrufen", "2026-03-04"),
    ("Anna anrufen in zwei Wochen", "de", "Anna anrufen", "2026-03-17"),
    ("Muster senden am 3. Juni", "de", "Muster senden", "2026-06-03"),
    ("call Anna on Friday", "de", "call Anna", "2026-03-06"),  # another language than one's own
    ("appeler Anna demain", "fr", "appeler Anna", "2026-03-04"),
    ("think about the price list", "en", "think about the price list", None),
    ("tomorrow", "en", "tomorrow", "2026-03-04"),  # a day and nothing else still is something to do
]


@pytest.mark.parametrize(("line", "language", "text", "due"), LINES)
def test_lines(line: str, language: str, text: str, due: str | None) -> None:
    errand = errands.read(line, NOW, language)
    assert (errand.text, errand.due_date) == (text, date.fromisoformat(due) if due else None)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("2026-06-03", "2026-06-03"),
        ("2025-01-02", "2025-01-02"),
        ("3.6.", "2026-06-03"),
        ("next Friday", "2026-03-13"),
        ("übermorgen", "2026-03-05"),
        ("some day", None),
        ("2026-02-31", None),
        ("", None),
    ],
)
def test_a_field_for_a_day(words: str, due: str | None) -> None:
    assert errands.day(words, NOW, "en") == (date.fromisoformat(due) if due else None)


def test_a_long_line_is_cut_not_refused() -> None:
    assert len(errands.read("x" * 5000, NOW).text) == errands.LONGEST
