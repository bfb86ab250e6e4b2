"""Known days, read off a calendar of 2026 by hand (3 March is a Tuesday, 12 June a Friday, 23 December a Wednesday)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sellwright.interactions.due_dates import resolve

TUESDAY = datetime(2026, 3, 3, 9, 15, tzinfo=timezone(timedelta(hours=1)))
FRIDAY = datetime(2026, 6, 12, 8, 5, tzinfo=timezone(timedelta(hours=2)))
DECEMBER = datetime(2026, 12, 23, 17, 55, tzinfo=timezone(timedelta(hours=1)))

ENGLISH = [
    ("I'll send it by Friday.", TUESDAY, "2026-03-06", "by Friday"),
    ("by Friday you have it", FRIDAY, "2026-06-19", "by Friday"),
    ("I will call you on Tuesday", TUESDAY, "2026-03-10", "Tuesday"),
    ("tomorrow morning", TUESDAY, "2026-03-04", "tomorrow"),
    ("the day after tomorrow", TUESDAY, "2026-03-05", "the day after tomorrow"),
    ("by the end of the month", TUESDAY, "2026-03-31", "by the end of the month"),
    ("by month end", TUESDAY, "2026-03-31", "by month end"),
    ("some time next week", TUESDAY, "2026-03-13", "next week"),
    ("early next week", FRIDAY, "2026-06-16", "early next week"),
    ("by the end of next week", TUESDAY, "2026-03-13", "by the end of next week"),
    ("later this week", TUESDAY, "2026-03-06", "later this week"),
    ("next Friday", TUESDAY, "2026-03-13", "next Friday"),
    ("Tuesday next week", FRIDAY, "2026-06-16", "Tuesday next week"),
    ("on 3 June", TUESDAY, "2026-06-03", "3 June"),
    ("on June 3rd, 2026", TUESDAY, "2026-06-03", "June 3rd, 2026"),
    ("by the 15th", TUESDAY, "2026-03-15", "by the 15th"),
    ("by the 2nd", TUESDAY, "2026-04-02", "by the 2nd"),
    ("within two days", TUESDAY, "2026-03-05", "within two days"),
    ("within 48 hours", TUESDAY, "2026-03-05", "within 48 hours"),
    ("in 3 working days", FRIDAY, "2026-06-17", "in 3 working days"),
    ("in 2-3 weeks", TUESDAY, "2026-03-24", "in 2-3 weeks"),
    ("by EOD", TUESDAY, "2026-03-03", "by EOD"),
    ("by COB Thursday", TUESDAY, "2026-03-05", "Thursday"),
    ("by noon tomorrow", TUESDAY, "2026-03-04", "tomorrow"),
    ("by 5 pm", TUESDAY, "2026-03-03", "by 5 pm"),
    ("in Q3", TUESDAY, "2026-09-30", "Q3"),
    ("in March", TUESDAY, "2026-03-31", "in March"),
    ("by mid-January", DECEMBER, "2027-01-15", "by mid-January"),
    ("this weekend", FRIDAY, "2026-06-14", "this weekend"),
    ("before Christmas", TUESDAY - timedelta(days=-200), "2026-12-24", "before Christmas"),
    ("by 26/06", FRIDAY, "2026-06-26", "by 26/06"),
    ("on 2026-07-01", FRIDAY, "2026-07-01", "2026-07-01"),
    ("in a month", datetime(2026, 1, 31, 12, 0, tzinfo=UTC), "2026-02-28", "in a month"),
    ("I looked at it on Monday and will answer by Thursday", TUESDAY, "2026-03-05", "by Thursday"),
    ("tomorrow I will send the agenda for Tuesday's call", TUESDAY, "2026-03-04", "tomorrow"),
    ("by 8 January", DECEMBER, "2027-01-08", "by 8 January"),
    ("by year-end", TUESDAY, "2026-12-31", "by year-end"),
    ("on the 29th of February 2028", TUESDAY, "2028-02-29", "29th of February 2028"),
]
GERMAN = [
    ("bis Freitag", TUESDAY, "2026-03-06"),
    ("Ende der Woche", TUESDAY, "2026-03-06"),
    ("bis Ende nächster Woche", TUESDAY, "2026-03-13"),
    ("Anfang nächster Woche", FRIDAY, "2026-06-16"),
    ("morgen Vormittag", TUESDAY, "2026-03-04"),
    ("übermorgen", TUESDAY, "2026-03-05"),
    ("heute noch", TUESDAY, "2026-03-03"),
    ("am Montagmorgen", TUESDAY, "2026-03-09"),
    ("nächsten Freitag", TUESDAY, "2026-03-13"),
    ("kommenden Freitag", TUESDAY, "2026-03-06"),
    ("bis zum 15.", TUESDAY, "2026-03-15"),
    ("am 3. Juni", TUESDAY, "2026-06-03"),
    ("bis 4.12.", TUESDAY + timedelta(days=200), "2026-12-04"),
    ("am 3/4", TUESDAY, "2026-04-03"),
    ("in zwei Wochen", FRIDAY, "2026-06-26"),
    ("innerhalb von drei Werktagen", FRIDAY, "2026-06-17"),
    ("bis Monatsende", TUESDAY, "2026-03-31"),
    ("im dritten Quartal", FRIDAY, "2026-09-30"),
    ("in KW 23", TUESDAY, "2026-06-05"),
    ("bis Ende März", TUESDAY, "2026-03-31"),
    ("bis 17 Uhr", TUESDAY, "2026-03-03"),
]
FRENCH = [
    ("d'ici vendredi", TUESDAY, "2026-03-06"),
    ("la semaine prochaine", TUESDAY, "2026-03-13"),
    ("début de semaine prochaine", FRIDAY, "2026-06-16"),
    ("vendredi prochain", TUESDAY, "2026-03-06"),
    ("demain matin", TUESDAY, "2026-03-04"),
    ("après-demain", TUESDAY, "2026-03-05"),
    ("sous 48 heures", TUESDAY, "2026-03-05"),
    ("avant la fin du mois", TUESDAY, "2026-03-31"),
    ("le 1er juillet", FRIDAY, "2026-07-01"),
    ("au plus tard le 15", TUESDAY, "2026-03-15"),
    ("dans quinze jours", TUESDAY, "2026-03-17"),
    ("sous trois jours ouvrés", FRIDAY, "2026-06-17"),
    ("à la mi-janvier", DECEMBER, "2027-01-15"),
    ("le 3/4", TUESDAY, "2026-04-03"),
    ("dans la journée", TUESDAY, "2026-03-03"),
    ("d'ici la fin de l'année", TUESDAY, "2026-12-31"),
    ("avant Noël", DECEMBER, "2026-12-24"),
]


@pytest.mark.parametrize(("sentence", "sent_at", "day", "words"), ENGLISH)
def test_english(sentence: str, sent_at: datetime, day: str, words: str) -> None:
    assert resolve(sentence, sent_at, "en") == (date.fromisoformat(day), words)


@pytest.mark.parametrize(("sentence", "sent_at", "day"), GERMAN)
def test_german(sentence: str, sent_at: datetime, day: str) -> None:
    found = resolve(sentence, sent_at, "de")
    assert found is not None
    assert found[0] == date.fromisoformat(day)


@pytest.mark.parametrize(("sentence", "sent_at", "day"), FRENCH)
def test_french(sentence: str, sent_at: datetime, day: str) -> None:
    found = resolve(sentence, sent_at, "fr")
    assert found is not None
    assert found[0] == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("I'll send it soon.", "en"),
        ("I sent it last Friday", "en"),
        ("after Friday", "en"),
        ("on 3/4", "en"),  # the 3rd of April or March the 4th
        ("on 31 February", "en"),
        ("on 1 February", "en"),  # 11 months ahead: it was past
        ("on 1 February 2026", "en"),
        ("I may send it", "en"),
        ("week 99", "en"),
        ("in 900 days", "en"),
        ("12.5 % more", "de"),
        ("seit Freitag", "de"),
        ("mon responsable vous appelle", "fr"),
        ("depuis lundi", "fr"),
    ],
)
def test_no_day(sentence: str, language: str) -> None:
    assert resolve(sentence, TUESDAY, language) is None


def test_the_writers_own_day_counts() -> None:
    late = datetime(2026, 3, 5, 23, 30, tzinfo=timezone(timedelta(hours=-5)))  # the 6th in London
    assert resolve("I'll do it tomorrow", late, "en") == (date(2026, 3, 6), "tomorrow")
    assert resolve("I'll do it tomorrow", late.astimezone(UTC), "en") == (date(2026, 3, 7), "tomorrow")


def test_without_a_language_all_three_are_tried() -> None:
    assert resolve("bis Freitag", TUESDAY, "") == (date(2026, 3, 6), "bis Freitag")
    assert resolve("d'ici vendredi", TUESDAY, "") == (date(2026, 3, 6), "d'ici vendredi")


def test_long_hostile_sentences_are_cut() -> None:
    assert resolve("1/" * 200_000 + " by Friday", TUESDAY, "en") is None
    assert resolve("in " * 200_000, TUESDAY, "de") is None
