"""LinkedIn and WhatsApp exports as chats."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sellwright.interactions.values import Address, Chat, Refused
from tests.sources.samples import LINKEDIN, read, write


def whatsapp(tmp_path: Path, text: str, name: str = "WhatsApp Chat with Anna Berg.txt") -> list[Chat | Refused]:
    return read(write(tmp_path / name, text))  # type: ignore[return-value]


def chats(values: list[Chat | Refused]) -> list[Chat]:
    return [value for value in values if isinstance(value, Chat)]


def test_a_linkedin_message(tmp_path: Path) -> None:
    (chat,) = read(write(tmp_path / "messages.csv", LINKEDIN))
    assert isinstance(chat, Chat)
    assert chat.sender == Address("linkedin:anna-berg", "Anna Berg")
    assert chat.to == (Address("linkedin:us-me", "Us Me"),)
    assert (chat.service, chat.conversation, chat.path) == ("linkedin", "c1", "messages.csv#1")
    assert (chat.at, chat.text) == (datetime(2024, 5, 14, 7, 30, tzinfo=UTC), "Does it fit, really?")


def test_linkedin_rows_of_every_kind_are_accounted_for(tmp_path: Path) -> None:
    heading = "From;To;Date;Content;Conversation Id;Is Message Draft;Recipient Profile Urls\r\n"
    rows = (
        'Ünal;A, B;2024-05-14 07:30:00 UTC;"<p>Tom &amp; I</p><p>agree</p>";c;No;'
        "https://www.linkedin.com/in/A-1,https://www.linkedin.com/in/b%C3%B6\r\n"
        "X;Y;2024-05-14 07:31:00 UTC;draft;c;Yes;\r\n"
        "X;Y;2024-05-14 07:32:00 UTC;;c;No;\r\n"
        "X;Y;whenever;text;c;No;\r\n"
        'X;Berg, PhD;2024-05-14 07:33:00 UTC;"two\r\nlines";c;No;https://www.linkedin.com/in/berg\r\n'
    )
    values = read(write(tmp_path / "messages.csv", (heading + rows).encode("cp1252")))
    assert [getattr(value, "reason", "") for value in values] == ["", "a draft", "empty", "no readable date", ""]
    first, last = values[0], values[-1]
    assert isinstance(first, Chat)
    assert isinstance(last, Chat)
    assert first.text == "Tom & I\n\nagree"
    assert first.sender == Address("linkedin:ünal", "Ünal")
    assert first.to == (Address("linkedin:a-1", "A"), Address("linkedin:bö", "B"))
    assert (last.text, last.to) == ("two\nlines", (Address("linkedin:berg", "Berg, PhD"),))


def test_a_table_of_something_else_is_no_chat(tmp_path: Path) -> None:
    write(tmp_path / "x" / "Connections.csv", "First Name,Last Name,URL,Connected On\nA,B,x,14 May 2024\n")
    (value,) = read(tmp_path / "x")
    assert getattr(value, "reason", "") == "not a message"


WAYS = [
    ("14.05.24, 09:30 - {}\n", "2024-05-14 09:30"),  # Germany, Android
    ("14/05/2024, 09:30 - {}\n", "2024-05-14 09:30"),  # Britain
    ("5/14/24, 9:30 PM - {}\n", "2024-05-14 21:30"),  # United States
    ("5/14/24, 12:05\u202fAM - {}\n", "2024-05-14 00:05"),
    ("14-05-2024 09:30 - {}\n", "2024-05-14 09:30"),  # Netherlands
    ("2024-05-14, 09:30 - {}\n", "2024-05-14 09:30"),  # Sweden
    ("2024/5/14 下午9:30 - {}\n", "2024-05-14 21:30"),  # Taiwan
    ("2024. 5. 14. 오후 9:30, {}\n", "2024-05-14 21:30"),  # Korea
    ("14/5/24 9:30 p. m. - {}\n", "2024-05-14 21:30"),  # Mexico
    ("14/05/24 09.30 - {}\n", "2024-05-14 09:30"),  # Finland, Indonesia
    ("[14.05.24, 09:30:15] {}\n", "2024-05-14 09:30"),  # iPhone
    ("\u200e[5/14/24, 9:30:15\u202fPM] {}\n", "2024-05-14 21:30"),
    ("[2024-05-14, 9:30:15 AM] {}\n", "2024-05-14 09:30"),
]


@pytest.mark.parametrize(("line", "when"), WAYS)
def test_every_way_of_writing_the_time(tmp_path: Path, line: str, when: str) -> None:
    values = whatsapp(tmp_path, line.format("Anna Berg: Does it fit?") + line.format("Us: Yes: it does"))
    assert [f"{chat.at:%Y-%m-%d %H:%M}" for chat in chats(values)] == [when, when]
    assert [chat.text for chat in chats(values)] == ["Does it fit?", "Yes: it does"]
    assert chats(values)[0].sender == Address("whatsapp:anna berg", "Anna Berg")
    assert chats(values)[0].to == (Address("whatsapp:us", "Us"),)


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["03/04/24", "15/04/24"], "2024-04-03"),  # no month 15: the day comes first
        (["03/04/24", "04/15/24"], "2024-03-04"),
        (["01/12/23", "02/12/23", "03/01/24", "04/01/24"], "2023-12-01"),  # time goes forward only with the day first
        (["01/02/24", "01/03/24", "02/01/24"], "2024-01-02"),  # and here only with the month first
        (["03.04.24"], "2024-04-03"),
        (["24/12/30", "24/12/31", "25/01/01"], "2024-12-30"),
    ],
)
def test_the_order_of_day_and_month_comes_from_the_whole_file(tmp_path: Path, dates: list[str], first: str) -> None:
    values = whatsapp(tmp_path, "".join(f"{day}, 09:30 - Anna: x\n" for day in dates))
    assert f"{chats(values)[0].at:%Y-%m-%d}" == first


def test_system_lines_media_and_long_messages(tmp_path: Path) -> None:
    text = (
        "14.05.24, 09:29 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\n"
        "14.05.24, 09:30 - Anna Berg: first\n\nthird line: not a sender\n"
        "14.05.24, 09:31 - Us: <Medien ausgeschlossen>\n"
        '14.05.24, 09:32 - Anna Berg hat den Betreff zu "Fair: 2024" geändert\n'
        "14.05.24, 09:33 - +49 170 1234567: hello\n"
    )
    values = whatsapp(tmp_path, text, "WhatsApp Chat mit Messe.txt")
    assert [getattr(value, "reason", "") for value in values] == [
        "a line of the program", "", "", "a line of the program", "",
    ]  # fmt: skip
    first, media, number = chats(values)
    assert first.text == "first\n\nthird line: not a sender"
    assert media.text == ""
    assert number.sender == Address("tel:+491701234567", "+49 170 1234567")
    assert first.conversation == "Messe"


def test_iphone_marks_of_the_program_are_told_from_words(tmp_path: Path) -> None:
    text = (
        "[14.05.24, 09:29:00] Anna Berg: \u200eMessages and calls are end-to-end encrypted.\n"
        "[14.05.24, 09:30:00] Anna Berg: Hi\n"
        "\u200e[14.05.24, 09:31:00] Anna Berg: \u200eimage omitted\n"
    )
    values = whatsapp(tmp_path, text, "_chat.txt")
    assert [getattr(value, "text", None) for value in values] == [None, "Hi", ""]


def test_the_other_side_is_known_from_the_file_when_it_never_wrote(tmp_path: Path) -> None:
    (chat,) = whatsapp(tmp_path, "14.05.24, 09:30 - Us: hello?\n")
    assert isinstance(chat, Chat)
    assert chat.to == (Address("whatsapp:anna berg", "Anna Berg"),)


def test_the_same_word_twice_in_a_minute_is_two_messages(tmp_path: Path) -> None:
    values = whatsapp(tmp_path, "14.05.24, 09:30 - Us: ok\n" * 2)
    assert len({chat.id for chat in chats(values)}) == 2
    assert [chat.id for chat in chats(whatsapp(tmp_path, "14.05.24, 09:30 - Us: ok\n" * 2))] == [
        chat.id for chat in chats(values)
    ]  # fmt: skip


def test_an_impossible_date_is_a_row_of_its_own(tmp_path: Path) -> None:
    values = whatsapp(tmp_path, "14.05.24, 09:30 - Us: a\n99.99.24, 09:30 - Us: b\n")
    assert [getattr(value, "reason", "") for value in values] == ["", "no readable date"]


def test_a_text_that_only_mentions_times_is_no_chat(tmp_path: Path) -> None:
    write(tmp_path / "x" / "notes.txt", "Diary\n14.05.24, 09:30 - Us: met\n")
    (value,) = read(tmp_path / "x")
    assert getattr(value, "reason", "") == "not a message"
