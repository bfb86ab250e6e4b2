"""What is told of a mail from its first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sellwright.interactions.values import RawMail, Refused
from sellwright.protocols.mails import date_guess, looks_like_mail, split_labels
from tests.sources.samples import LETTER, LETTER_AT, emlx, read, write

# Each time was computed with `date -u -d '...' +%s`.
TIMES = [
    (b"Date: Tue, 14 May 2024 09:30:00 +0200", 1715671800),
    (b"Date: 14 May 2024 07:30:00 GMT", 1715671800),
    (b"Date: Tue, 14 May 2024 07:30 +0000", 1715671800),
    (b"Date: Tue, 14 May 2024 03:30:00 EDT", 1715671800),
    (b"Date: Tue, 14 May 24 07:30:00 +0000", 1715671800),
    (b"Date: Tue, 14 May 99 07:30:00 +0000", 926667000),
    (b"DATE:Tue, 14 May 2024 13:00:00 +0530 (IST)", 1715671800),
    (b"date: Tue,\n 14 May 2024 07:30:00 -0000", 1715671800),
    (b"Date: Tuesday, 14-May-24 07:30:00 GMT", 1715671800),
    (b"Date: rubbish\nReceived: from a by b;\n\tTue, 14 May 2024 07:30:00 +0000", 1715671800),
    (b"Date: Tue, 99 Foo 2024 07:30:00 +0000", 0),
    (b"Date: Fri, 25 Jun 99999999999 17:46:10 +0000", 0),
    (b"Date: Fri, 25 Jun 2024 " + b"9" * 400 + b":00:00 +0000", 0),
    (b"X-Empty: y", 0),
]


@pytest.mark.parametrize(("header", "seconds"), TIMES)
def test_the_time_of_a_mail(header: bytes, seconds: float) -> None:
    assert date_guess(b"Subject: x\n" + header + b"\n\nbody") == seconds
    assert date_guess(header + b"\nSubject: x\n\nbody") == seconds
    assert date_guess((b"Subject: x\n" + header + b"\n\nbody").replace(b"\n", b"\r\n")) == seconds


def test_a_date_in_the_body_is_not_the_mails() -> None:
    assert date_guess(b"Subject: x\n\n> Header\nDate: Tue, 14 May 2024 09:30:00 +0200\n") == 0
    assert date_guess(b"Subject: x\r\n\r\nDate: Tue, 14 May 2024 09:30:00 +0200\r\n") == 0


def test_the_box_line_is_the_last_resort() -> None:
    assert date_guess(b"From a@b Tue May 14 07:30:00 2024\nSubject: x\n\n") == 1715671800


@given(st.binary(max_size=400))
def test_no_bytes_break_the_guess(data: bytes) -> None:
    assert date_guess(b"\nDate:" + data) >= 0
    assert looks_like_mail(data) in (True, False)


@pytest.mark.parametrize(
    ("head", "is_mail"),
    [
        (LETTER, True),
        (b"From a@b Tue May 14 07:30:00 2024\n" + LETTER, True),
        (b"\xef\xbb\xbf" + LETTER, True),
        (LETTER.replace(b"\n", b"\r"), True),
        (b"Return-Path: <a@b>\nReceived: x\n\n", True),
        (b"mv 00001.7c53 00001.7c53\nmv 2 3\n", False),
        (b"name: ci\non: push\njobs:\n", False),
        (b"To: my diary\n\nToday was fine.", False),
        (b"Copyright (c) 2020\n\nFrom: nobody\nSubject: x\n", False),
        (b'{"from": 1}', False),
        (b"", False),
    ],
)
def test_what_begins_like_a_mail(head: bytes, is_mail: bool) -> None:
    assert looks_like_mail(head) is is_mail


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Inbox,Opened", ("Inbox", "Opened")),
        (' Chat , "a, b","say \\"x\\""', ("Chat", "a, b", 'say "x"')),
        ("", ()),
        (",,", ()),
    ],
)
def test_labels(text: str, labels: tuple[str, ...]) -> None:
    assert split_labels(text) == labels


def test_emlx_is_cut_to_its_count_and_deleted_ones_are_passed_over(tmp_path: Path) -> None:
    (kept,) = read(write(tmp_path / "1.emlx", emlx(LETTER)))
    assert isinstance(kept, RawMail)
    assert kept.data == LETTER
    (deleted,) = read(write(tmp_path / "2.emlx", emlx(LETTER, flags=3)))
    assert isinstance(deleted, Refused)
    assert deleted.reason == "deleted in the mail program"


def test_emlx_without_its_first_line_is_read_as_a_mail(tmp_path: Path) -> None:
    (value,) = read(write(tmp_path / "1.emlx", LETTER))
    assert isinstance(value, RawMail)
    assert value.data == LETTER


@pytest.mark.parametrize(
    "data", [LETTER.decode().encode("utf-16"), b"\xef\xbb\xbf" + LETTER, b"From a@b Tue May 14 2024\n" + LETTER]
)
def test_marks_before_the_first_header_are_taken_off(tmp_path: Path, data: bytes) -> None:
    (value,) = read(write(tmp_path / "1.eml", data))
    assert isinstance(value, RawMail)
    assert value.data == LETTER


def test_an_eml_that_is_a_picture_is_no_message(tmp_path: Path) -> None:
    (value,) = read(write(tmp_path / "1.eml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))
    assert isinstance(value, Refused)
    assert value.reason == "not a message"


def test_hostile_mails_are_handed_on_whole(tmp_path: Path) -> None:
    parts = b"Content-Type: multipart/mixed; boundary=b\nSubject: x\n\n" + b"--b\n\nx\n" * 10_000 + b"--b--\n"
    levels = b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 1_000
    for data in (parts, levels):
        (value,) = read(write(tmp_path / "1.eml", data))
        assert isinstance(value, RawMail)
        assert value.data == data


def test_a_header_of_a_gigabyte_is_refused_by_its_size_unread(tmp_path: Path) -> None:
    path = write(tmp_path / "1.eml", b"Subject: " + b"a" * 100)
    with path.open("r+b") as file:
        file.truncate(1 << 30)
    (value,) = read(path)
    assert isinstance(value, Refused)
    assert value.reason == "larger than 50 MB"


def test_the_time_is_on_the_entry(tmp_path: Path) -> None:
    from sellwright.protocols.finding import source_of

    path = write(tmp_path / "1.eml", LETTER)
    assert [entry.at for entry in source_of(path).entries(path)] == [LETTER_AT]
