"""Call logs, whatever their columns are called."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sellwright.interactions.values import Address, Call
from sellwright.sources.calls import digits, minutes_of
from tests.sources.samples import CALLS, read, write


def calls(tmp_path: Path, text: str | bytes) -> list[Call]:
    values = read(write(tmp_path / "log.csv", text))
    assert all(isinstance(value, Call) for value in values)
    return values  # type: ignore[return-value]


def test_one_call(tmp_path: Path) -> None:
    (call,) = calls(tmp_path, CALLS)
    assert call.at == datetime(2024, 5, 14, 9, 30, tzinfo=UTC)
    assert (call.side, call.answered, call.path) == ("them", True, "log.csv#1")
    assert call.minutes == pytest.approx(95 / 60)
    assert call.other == Address("tel:+49301234", "Anna Berg")


@pytest.mark.parametrize(
    ("kind", "duration", "side", "answered"),
    [
        ("Incoming", "60", "them", True), ("outgoing", "60", "us", True), ("Missed call", "0", "them", False),
        ("OUTGOING", "0", "us", False), ("inbound", "1:00", "them", True), ("Voicemail", "30", "them", False),
        ("Ausgehend", "00:01:00", "us", True), ("2", "60", "us", True), ("3", "0", "them", False),
        ("Rejected", "0", "them", False),
    ],
)  # fmt: skip
def test_direction_and_answer(tmp_path: Path, kind: str, duration: str, side: str, answered: bool) -> None:
    (call,) = calls(tmp_path, f"Call Type,Phone Number,Date,Duration\n{kind},030 1,2024-05-14 09:30,{duration}\n")
    assert (call.side, call.answered, call.minutes) == (side, answered, 1.0 if answered else 0.0)


def test_german_headings_semicolons_and_split_date_and_time(tmp_path: Path) -> None:
    text = "Datum;Uhrzeit;Rufnummer;Name;Richtung;Dauer\n14.05.2024;09:30;0049 30 1;Jürgen;eingehend;0:02:30\n"
    (call,) = calls(tmp_path, text.encode("cp1252"))
    assert (call.at, call.minutes) == (datetime(2024, 5, 14, 9, 30, tzinfo=UTC), 2.5)
    assert call.other == Address("tel:+49301", "Jürgen")


def test_an_exchange_lists_both_ends_and_the_owner_is_the_one_in_most_rows(tmp_path: Path) -> None:
    text = (
        "calldate,src,dst,disposition,duration,billsec\n"
        "2024-05-14 09:00:00,+49301,+49409,ANSWERED,70,60\n"
        "2024-05-14 10:00:00,+49891,+49301,NO ANSWER,20,0\n"
        "2024-05-14 11:00:00,+49301,+49221,BUSY,5,3\n"
    )
    found = calls(tmp_path, text)
    assert [call.side for call in found] == ["us", "them", "us"]
    assert [call.other.email for call in found] == ["tel:+49409", "tel:+49891", "tel:+49221"]
    assert [call.answered for call in found] == [True, False, False]
    assert [call.minutes for call in found] == [1.0, 0.0, 0.0]


def test_android_milliseconds_and_zones(tmp_path: Path) -> None:
    first, second = calls(
        tmp_path, "number,date,duration,type\n+491,1715671800000,60,1\n+491,2024-05-14T09:30:00+02:00,60,1\n"
    )
    assert first.at == second.at == datetime(2024, 5, 14, 7, 30, tzinfo=UTC)


def test_american_dates_are_told_by_the_whole_file(tmp_path: Path) -> None:
    rows = "".join(f"{day} 9:30 AM,+1555,60,in\n" for day in ("4/3/24", "4/15/24"))
    assert [call.at.month for call in calls(tmp_path, "Date,Number,Duration,Direction\n" + rows)] == [4, 4]


def test_rows_that_are_no_calls_say_why(tmp_path: Path) -> None:
    text = "Date,Number,Duration,Type\n2024-05-14 09:30,unknown,60,in\nsoon,+491,60,in\n2024-05-14 09:30,+491,60,in\n"
    values = read(write(tmp_path / "log.csv", text))
    assert [getattr(value, "reason", "") for value in values] == ["no telephone number", "no readable date", ""]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+49 (0)30 / 12-34", "+49301234"), ("0049 30 1", "+49301"), ("(030) 1234", "0301234"), ("tel:+1.555", "+1555"),
        ("anonymous", ""), ("", ""), ("+", ""),
    ],
)  # fmt: skip
def test_numbers(text: str, number: str) -> None:
    assert digits(text) == number


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90", 1.5), ("1:30", 1.5), ("0:01:30", 1.5), ("01:00:00", 60.0), ("1h 2m 3s", 62.05), ("5 min", 5.0),
     ("45 sec", 0.75), ("", 0.0), ("long", 0.0), ("-5", 0.0), ("90,0", 1.5)],
)  # fmt: skip
def test_lengths(text: str, minutes: float) -> None:
    assert minutes_of(text) == pytest.approx(minutes)


def test_a_column_of_minutes_is_minutes(tmp_path: Path) -> None:
    (call,) = calls(tmp_path, "Date,Number,Duration (min),Type\n2024-05-14 09:30,+491,2,in\n")
    assert call.minutes == 2.0
