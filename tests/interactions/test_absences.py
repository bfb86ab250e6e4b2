"""Notices of absence: dates and stand-ins worked out by hand from a calendar of 2024 and 2025."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sellwright.interactions import absences
from sellwright.interactions.values import Address

SENDER = Address("karl@berg.example", "Karl Berg")
WEDNESDAY = datetime(2024, 7, 31, 9, 0, tzinfo=UTC)
DECEMBER = datetime(2024, 12, 20, 9, 0, tzinfo=UTC)  # a Friday


def back(text: str, at: datetime | None = WEDNESDAY) -> date | None:
    return absences.read(text, "", SENDER, at).back_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I will be back on 12 August.", date(2024, 8, 12)),
        ("I return August 12th, 2024.", date(2024, 8, 12)),
        ("Back at my desk on 2024-08-12", date(2024, 8, 12)),
        ("I return on 13/08/2024.", date(2024, 8, 13)),  # no thirteenth month
        ("I return on 08/13/2024.", date(2024, 8, 13)),
        ("I am out until Monday and will answer then.", date(2024, 8, 5)),
        ("I'm out of the office until 5 August.", date(2024, 8, 5)),  # until: back on that day
        ("Out of office through 9 August.", date(2024, 8, 12)),  # through a Friday: Monday
        ("I am away from 1 to 9 August.", date(2024, 8, 12)),
        ("I will be travelling August 5-9.", date(2024, 8, 12)),
        ("I'll be back tomorrow.", date(2024, 8, 1)),
        ("Ich bin bis einschließlich 7.8. nicht im Büro.", date(2024, 8, 8)),
        ("Ich bin vom 1.8. bis 16.8.2024 im Urlaub.", date(2024, 8, 19)),
        ("Ab dem 12. August bin ich wieder für Sie da.", date(2024, 8, 12)),
        ("Am Montag bin ich zurück.", date(2024, 8, 5)),
        ("Je suis absent jusqu'au 16 août inclus.", date(2024, 8, 19)),
        ("De retour le 1er septembre 2025.", date(2025, 9, 1)),
        ("Estaré fuera hasta el 23 de agosto.", date(2024, 8, 26)),
        ("Rientrerò il 2 settembre.", date(2024, 9, 2)),
        ("Ik ben afwezig t/m 16 augustus.", date(2024, 8, 19)),
        ("Ik ben afwezig tot 19 augustus.", date(2024, 8, 19)),
        ("Jag är tillbaka den 12 augusti.", date(2024, 8, 12)),
        ("Jeg er tilbage mandag den 12. august.", date(2024, 8, 12)),
        ("Palaan töihin 12.8.", date(2024, 8, 12)),
        ("Jestem na urlopie do 16 sierpnia.", date(2024, 8, 19)),
        ("Wracam w poniedziałek.", date(2024, 8, 5)),
        ("Estarei de volta no dia 12 de agosto.", date(2024, 8, 12)),
        ("Vrátím se 12. srpna.", date(2024, 8, 12)),
        ("8月12日に出社いたします。", date(2024, 8, 12)),
    ],
)
def test_first_day_back(text: str, day: date) -> None:
    assert back(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office.",
        "I am on parental leave until further notice.",
        "Please quote order 4711 of 12 May in your answer.",
        "Call +44 1632 960 118 if it burns.",
        "I will be back on 31 February.",
    ],
)
def test_no_day_is_made_up(text: str) -> None:
    assert back(text) is None


def test_a_date_without_a_year_lies_ahead() -> None:
    assert back("I am back on 7 January.", DECEMBER) == date(2025, 1, 7)
    assert back("Ich bin bis 6. Januar nicht da.", DECEMBER) == date(2025, 1, 7)


def test_without_a_date_of_its_own_only_full_dates_can_be_resolved() -> None:
    assert back("I am back on 7 January 2025.", None) == date(2025, 1, 7)
    assert back("I am back on 7 January.", None) is None
    assert back("I am back on Monday.", None) is None


def test_the_first_day_back_outranks_the_last_day_away() -> None:
    assert back("I am away from 1 August to 9 August and back on 13 August.") == date(2024, 8, 13)


def test_a_notice_left_standing_keeps_its_past_date() -> None:
    assert back("I am out until 8 July.") == date(2024, 7, 8)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Please contact my colleague Anna Berg (anna@berg.example).", Address("anna@berg.example", "Anna Berg")),
        ("Write to info@berg.example or to Tom Hill: tom@berg.example.", Address("tom@berg.example", "Tom Hill")),
        (
            "In dringenden Fällen: Frau Petra von Stein, petra@berg.example",
            Address("petra@berg.example", "Petra von Stein"),
        ),
        ("Pour toute urgence, office@berg.example", Address("office@berg.example", "")),
        ("Call my colleague Ruth Askew on +44 (0)1632 960555.", Address("tel:+441632960555", "Ruth Askew")),
        ("I am away.\n\nKarl Berg\nkarl@berg.example", None),
        ("I am away.", None),
    ],
)
def test_stand_in(text: str, who: Address | None) -> None:
    assert absences.read(text, "", SENDER, WEDNESDAY).stand_in == who


def test_the_quoted_letter_is_not_the_notice() -> None:
    text = (
        "I am out of the office today, sorry for the delay in answering.\n\n> please contact me at kim@kestrel.example"
    )
    assert absences.read(text, "", SENDER, WEDNESDAY).stand_in is None


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("This is an automated message. I am out of the office until Monday.", True),
        ("Thank you for your email. I am currently out of the office with no access to email until Monday.", True),
        ("I'll be out of office next week, can we talk before?", False),
        ("I am away on Thursday, so let us take Friday.", False),
        ("Thanks for the vacation pictures. We will return the samples.", False),
    ],
)
def test_a_notice_without_headers_is_known_by_its_form(text: str, notice: bool) -> None:
    assert absences.formal_notice(text) is notice
