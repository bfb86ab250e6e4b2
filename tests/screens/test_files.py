"""Attachments are listed with type and size, and named so that they can be saved safely."""

from __future__ import annotations

from sellwright.interactions import mime
from sellwright.screens.message import files

MAIL = b"""From: a@x.example
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

the letter
--b
Content-Type: application/pdf; name="offer.pdf"
Content-Disposition: attachment; filename="offer.pdf"
Content-Transfer-Encoding: base64

aGVsbG8gd29ybGQ=
--b
Content-Type: text/plain
Content-Disposition: attachment; filename="../../etc/passwd"

root
--b
Content-Type: message/rfc822

Subject: An older mail
Content-Type: multipart/mixed; boundary="i"

--i
Content-Type: application/zip; name="inner.zip"

zip
--i--
--b--
"""


def test_files_are_found_and_the_letter_is_none() -> None:
    found = files.parts(mime.parse(MAIL))
    assert [part.content_type for part in found] == ["application/pdf", "text/plain", "message/rfc822"]
    assert found[0].payload() == b"hello world"


def test_names_have_no_path_and_a_mail_inside_is_named_by_its_subject() -> None:
    names = [files.name_of(part, number) for number, part in enumerate(files.parts(mime.parse(MAIL)), start=1)]
    assert names[0] == "offer.pdf"
    assert "/" not in names[1] and not names[1].startswith(".")
    assert names[2] == "An older mail.eml"


def test_a_name_that_turns_itself_round_is_put_straight() -> None:
    part = mime.parse('Content-Type: application/x; name="invoice\u202efdp.exe"\n\nx'.encode())
    assert "\u202e" not in files.name_of(part, 1)


def test_a_mail_that_is_only_a_file_still_shows_nothing_twice() -> None:
    assert files.parts(mime.parse(b"Content-Type: text/plain\n\nhello")) == []
