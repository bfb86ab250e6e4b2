"""mbox: where mails begin, what quoting is undone, what is passed over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.interactions.values import RawMail, Refused
from sellwright.protocols.boxes import CHUNK, box_entries
from sellwright.protocols.disk import blob_of
from sellwright.protocols.files import Blob
from tests.sources.samples import BOX, LETTER, LETTER_AT, SECOND, SECOND_AT, read, write

FROM = b"From x@y.example Tue May 14 07:30:00 2024\n"


def mails(data: bytes) -> list[bytes]:
    """The bytes of every mail of an mbox that is held in memory."""
    blob = Blob("box", len(data), lambda offset, count: data[offset : offset + count])
    values = [entry.load() for entry in box_entries(blob)]
    return [value.data for value in values if isinstance(value, RawMail)]


def boxed(body: bytes) -> bytes:
    """A mail in mboxrd form, written here from the rule: every line of '>'s and 'From ' gets one '>' more."""
    quoted = b"\n".join(b">" + line if re.match(b">*From ", line) else line for line in body.split(b"\n"))
    return FROM + b"Subject: s\n\n" + quoted + b"\n\n"


def test_two_mails_with_their_offsets_sizes_and_times(tmp_path: Path) -> None:
    path = write(tmp_path / "in.mbox", BOX)
    entries = list(box_entries(blob_of(path)))
    second = BOX.index(b"From - ")
    assert [entry.path for entry in entries] == ["in.mbox#0", f"in.mbox#{second}"]
    assert [entry.size for entry in entries] == [second, len(BOX) - second]
    assert [entry.at for entry in entries] == [LETTER_AT, SECOND_AT]
    assert [value.data for value in read(path) if isinstance(value, RawMail)] == [LETTER, SECOND]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from([b"From ", b">From ", b">>From x", b"From the start", b"", b"> a", b"text",
                                          b"From: a", b"\xff\x00", b"From x Tue May 14 07:30:00 2024"]), max_size=9),
                min_size=1, max_size=4))  # fmt: skip
def test_what_is_written_as_mboxrd_is_read_the_same(bodies: list[list[bytes]]) -> None:
    written = [b"\n".join(lines) for lines in bodies]
    assert mails(b"".join(map(boxed, written))) == [b"Subject: s\n\n" + body + b"\n" for body in written]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=300).filter(lambda b: b"\r" not in b), min_size=1, max_size=3))
def test_any_bytes_survive_the_round_trip(bodies: list[bytes]) -> None:
    assert mails(b"".join(map(boxed, bodies))) == [b"Subject: s\n\n" + body + b"\n" for body in bodies]


@pytest.mark.parametrize(
    "line",
    [
        b"From the start we said so",
        b"From Monday May 14 on we are closed",
        b"From 10:00 to 12:00 in 2024",
        b"From: not a box line",
        b"From anna@berg.example I heard that",
    ],
)
@pytest.mark.parametrize("before", [b"text\n", b"text\n\n"])
def test_a_sentence_that_begins_with_from_is_no_new_mail(line: bytes, before: bytes) -> None:
    assert len(mails(FROM + b"Subject: s\n\n" + before + line + b"\nmore\n\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        b"From anna@berg.example Tue May 14 07:30:00 2024",
        b"From MAILER-DAEMON Tue May 14 07:30 2024",
        b"From - Tue May 14 07:30:00 2024",
        b"From 179@xxx Tue May 14 07:30:00 +0000 2024",
        b"From a@b.example Tue May  4 07:30:00 CEST 2024",
        b"From a b c Tue, 14 May 2024 07:30:00 +0200",
        b"From a@b.example Tue May 14 07:30:00 2024 remote from relay",
        b"From a@b.example 2024-05-14 07:30:00",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_lines_that_programs_write_begin_a_mail(line: bytes, end: bytes) -> None:
    box = (FROM + b"Subject: a\n\none\n\n" + line + b"\nSubject: b\n\ntwo\n\n").replace(b"\n", end)
    assert [mail.split(end)[0] for mail in mails(box)] == [b"Subject: a", b"Subject: b"]


def test_a_line_without_a_date_needs_an_address_and_headers_that_programs_write() -> None:
    begun = FROM + b"Subject: a\n\none\n\nFrom a@b.example\n"
    assert len(mails(begun + b"Received: from x\nSubject: b\n\ntwo\n")) == 2
    assert len(mails(begun + b"told me: all is well\n")) == 1


def test_a_dated_line_with_headers_after_it_needs_no_empty_line_before() -> None:
    assert len(mails(FROM + b"Subject: a\n\none\n" + FROM + b"Subject: b\n\ntwo\n")) == 2


def test_content_length_is_not_trusted() -> None:
    assert len(mails(FROM + b"Content-Length: 99999\nSubject: a\n\none\n\n" + FROM + b"Subject: b\n\ntwo\n")) == 2


def test_text_before_the_first_mail_is_accounted_for(tmp_path: Path) -> None:
    values = read(write(tmp_path / "junk.mbox", b"exported by a tool\n\n" + BOX))
    assert isinstance(values[0], Refused)
    assert values[0].reason == "text before the first mail"
    assert len(values) == 3


def test_a_mail_without_its_from_line_at_the_start_is_a_mail(tmp_path: Path) -> None:
    values = read(write(tmp_path / "cut.mbox", LETTER + b"\n" + BOX))
    assert [type(value) for value in values] == [RawMail] * 3


def test_a_cut_last_mail_is_kept_as_far_as_it_goes(tmp_path: Path) -> None:
    values = read(write(tmp_path / "in.mbox", BOX[:-12]))
    assert isinstance(values[1], RawMail)
    assert values[1].data.startswith(b"From: Bo")


def test_a_mail_with_nothing_in_it_is_empty(tmp_path: Path) -> None:
    values = read(write(tmp_path / "in.mbox", FROM + b"\n" + BOX))
    assert [getattr(value, "reason", "") for value in values] == ["empty", "", ""]


def test_deleted_in_thunderbird_and_notes_of_programs_are_passed_over(tmp_path: Path) -> None:
    deleted = FROM + b"X-Mozilla-Status: 0009\nX-Mozilla-Status2: 00000000\n" + LETTER + b"\n"
    read_mail = FROM + b"X-Mozilla-Status: 0001\n" + LETTER + b"\n"
    note = FROM + b"Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1 2\n\nnote\n\n"
    values = read(write(tmp_path / "Inbox.mbox", deleted + read_mail + note))
    assert [getattr(value, "reason", "") for value in values] == [
        "deleted in the mail program", "", "a mail program's own note",
    ]  # fmt: skip


def test_takeout_labels_are_decoded(tmp_path: Path) -> None:
    labels = b'X-Gmail-Labels: =?UTF-8?Q?Gel=C3=B6scht,Wichtig?=,\n "Deals, big",Spam\n'
    (value,) = read(write(tmp_path / "All.mbox", FROM + labels + LETTER))
    assert isinstance(value, RawMail)
    assert value.labels == ("Gelöscht", "Wichtig", "Deals, big", "Spam")


def test_mails_across_the_edges_of_the_stretches_read(tmp_path: Path) -> None:
    # Sizes chosen so that a "From " line lies at every offset around the end of the first stretch.
    for shift in (*range(-30, 60, 7), -16384, -16385):
        filler = CHUNK - len(FROM) - len(b"Subject: s\n\n") + shift
        box = FROM + b"Subject: s\n\n" + b"x" * (filler - 2) + b"\n\n" + BOX
        found = mails(box)
        assert [len(mail) for mail in found[1:]] == [len(LETTER), len(SECOND)], shift


def test_a_mail_over_the_limit_is_skipped_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    with path.open("wb") as box:
        box.write(FROM + b"Subject: huge\nX-Junk: ")
        box.truncate(51 * 1024 * 1024)
        box.seek(0, 2)
        box.write(b"\n\n" + BOX)
    values = read(path)
    assert isinstance(values[0], Refused)
    assert values[0].reason == "larger than 50 MB"
    assert [type(value) for value in values[1:]] == [RawMail, RawMail]
