"""The MIME reader against the standard library's, and on bytes that no program should have written."""

from __future__ import annotations

import email
import email.policy
import tarfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.interactions import mime


def test_simple_letter() -> None:
    mail = mime.parse(b"From: a@b.example\r\nSubject: Hi\r\n\r\nHello\r\nthere\r\n")
    assert mail.headers.get("from") == "a@b.example"
    assert mail.text() == "Hello\nthere\n"
    assert mail.problems == []


def test_repeated_headers_stay_in_order() -> None:
    mail = mime.parse(b"Received: one\nReceived: two\n three\n\n")
    assert mail.headers.all("received") == ["one", "two three"]
    assert mail.headers.get("received") == "one"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?=", "Grüße"),
        (b"=?ISO-8859-1?Q?caf=E9?= au lait", "café au lait"),
        # One letter split over two encoded words: joined before it is decoded.
        (b"=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
        ("Grüße roh".encode(), "Grüße roh"),
        ("Grüße roh".encode("latin-1"), "Grüße roh"),
        (b"=?x-no-such?q?abc?=", "abc"),
    ],
)
def test_header_words(raw: bytes, text: str) -> None:
    assert mime.decode_header(raw) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="plain.pdf"', "plain.pdf"),
        ("attachment; filename*=UTF-8''%E2%82%AC%20rates.pdf", "€ rates.pdf"),
        ('attachment; filename*0="long"; filename*1="name.pdf"', "longname.pdf"),
        ("attachment; filename*0*=iso-8859-1'de'gr%FC; filename*1*=n.pdf", "grün.pdf"),
        ('attachment; filename="quo\\"te.txt"', 'quo"te.txt'),
        ("attachment; filename=bare.txt; size=3", "bare.txt"),
    ],
)
def test_parameters(value: str, name: str) -> None:
    assert mime.parse_parameters(value)[1]["filename"] == name


def test_wrong_charset_falls_back() -> None:
    head = b"Content-Type: text/plain; charset="
    assert mime.parse(head + b"nonsense\n\nGr\xc3\xbc\xc3\x9fe").text() == "Grüße"
    assert mime.parse(head + b"us-ascii\n\nGr\xfc\xdfe").text() == "Grüße"
    assert mime.parse(head + b"utf-8\n\nna\xefve").text() == "naïve"
    assert mime.parse(head + b"iso-8859-1\n\n\x80 5").text() == "€ 5"


def test_a_body_without_an_empty_line() -> None:
    mail = mime.parse(b"From: a@b.example\nSubject: x\nthis is the letter\nand more")
    assert mail.headers.get("subject") == "x"
    assert "this is the letter" in mail.text()
    assert mail.problems == ["the body began without an empty line"]


def test_boundary_that_never_comes() -> None:
    mail = mime.parse(b"Content-Type: multipart/mixed; boundary=x\n\nstill a letter")
    assert (mail.content_type, mail.text()) == ("text/plain", "still a letter")


def test_missing_last_boundary() -> None:
    mail = mime.parse(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\n--x\n\ntwo")
    assert [part.text() for part in mail.parts] == ["one", "two"]


def test_ten_thousand_parts_are_bounded() -> None:
    mail = mime.parse(b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhello\n" * 10_000)
    assert len(mail.parts) < mime.MAX_PARTS
    assert any("parts" in problem for problem in mail.problems)


def test_a_thousand_levels_are_bounded() -> None:
    body = b"deep"
    for level in range(1000):
        body = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n%s\n--b%d--" % (level, level, body, level)
    assert len(list(mime.parse(body).walk())) <= mime.MAX_DEPTH + 1


def test_a_huge_header_is_bounded() -> None:
    mail = mime.parse(b"From: a@b.example\nX-Long: " + b"x" * 20_000_000)
    assert mail.headers.get("from") == "a@b.example"
    assert "header block larger" in mail.problems[0]


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    for part in mime.parse(data).walk():
        part.text()
        part.payload()
        assert isinstance(part.name, str)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=80), st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_what_the_standard_library_writes_is_read_back(subject: str, text: str) -> None:
    written = EmailMessage(policy=email.policy.SMTP)
    clean = " ".join("".join(c for c in subject if c.isprintable()).split())
    body = "".join(c for c in text if c.isprintable() or c == "\n")
    written["Subject"] = clean
    written.set_content(body)
    written.add_alternative(f"<p>{body}</p>", subtype="html")
    mail = mime.parse(written.as_bytes())
    assert mail.headers.get("subject") == clean
    assert mail.parts[0].text().rstrip("\n") == body.rstrip("\n")


def test_structure_agrees_with_the_standard_library(shared_data: Path) -> None:
    """Over a sample of real mail, old and dirty: the same parts in the same order, but for known better readings."""
    with tarfile.open(shared_data / "mail" / "spamassassin.tar.gz") as archive:
        files = (archive.extractfile(member) for number, member in enumerate(archive) if number % 8 == 5)
        mails = [file.read() for file in files if file]
    assert len(mails) > 700
    differing = 0
    for data in mails:
        theirs = [part.get_content_type() for part in email.message_from_bytes(data).walk()]
        # The standard library opens each block of a delivery status as a part; here it stays one.
        ours = [part.content_type for part in mime.parse(data).walk()]
        differing += theirs != ours and "message/delivery-status" not in theirs
    assert differing <= 2


def test_lines_like_a_boundary_are_looked_at_only_so_often() -> None:
    head = b"Content-Type: multipart/mixed; boundary=x\n\n"
    real = b"--x\n\nhello\n--x--\n"
    few, many = b"--xa\n" * (mime._MAX_LOOKS - 100), b"--xa\n" * (mime._MAX_LOOKS + 100)
    assert [part.body for part in mime.parse(head + few + real).parts] == [b"hello"]
    assert mime.parse(head + many + real).parts == []


def test_mails_inside_mails_are_opened_while_their_bytes_together_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mime, "_MAX_OPENED", 100_000)
    large = mime.parse(b"Content-Type: message/rfc822\n\n" * 30 + b"x" * 20_000)
    small = mime.parse(b"Content-Type: message/rfc822\n\n" * 30 + b"x" * 200)
    assert 3 < len(list(large.walk())) < 7
    assert any("too large" in problem for part in large.walk() for problem in part.problems)
    assert len(list(small.walk())) == 31


def test_a_uuencoded_book_is_decoded_only_so_far() -> None:
    line = b"#86)C\n"  # "abc"
    mail = mime.parse(b"Content-Transfer-Encoding: x-uuencode\n\n" + line * 600_000)
    assert 0 <= mime._MAX_UUENCODED // 2 - len(mail.text()) < 10  # six bytes say three


def test_old_line_ends_alone_and_mixed() -> None:
    assert mime.parse(b"Subject: a\rTo: b\r\rone\rtwo\r\nthree").body == b"one\ntwo\nthree"
