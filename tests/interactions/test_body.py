"""Which part of a mail is its letter."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from sellwright.interactions import body, html_text, mime


def _read(mail: EmailMessage) -> body.Body:
    return body.read(mime.parse(mail.as_bytes()))


def test_plain_is_taken_of_two_alternatives() -> None:
    mail = EmailMessage()
    mail.set_content("the plain letter")
    mail.add_alternative("<p>the rich letter</p>", subtype="html")
    assert _read(mail).text == "the plain letter"
    assert not _read(mail).html


def test_a_plain_part_that_only_points_at_html_is_no_letter() -> None:
    mail = EmailMessage()
    mail.set_content("Your mail program does not show HTML.")
    mail.add_alternative("<p>Dear Anna, the figures are ready.</p>", subtype="html")
    assert "the figures are ready" in _read(mail).text


def test_an_attachment_is_measured_and_not_read_as_letter() -> None:
    mail = EmailMessage()
    mail.set_content("see attached")
    mail.add_attachment(b"x" * 3000, maintype="application", subtype="pdf", filename="Angebot.pdf")
    mail.add_attachment("minutes", filename="notes.txt")
    read = _read(mail)
    assert read.text == "see attached"
    assert [(a.name, a.content_type) for a in read.attachments] == [
        ("Angebot.pdf", "application/pdf"),
        ("notes.txt", "text/plain"),
    ]
    assert abs(read.attachments[0].size - 3000) < 100


def test_a_forwarded_mail_is_an_attachment() -> None:
    inner = EmailMessage()
    inner["Subject"] = "their words"
    inner.set_content("not ours")
    mail = EmailMessage()
    mail.set_content("have a look")
    mail.add_attachment(inner)
    read = _read(mail)
    assert read.text == "have a look"
    assert read.attachments[0].name == "their words"


def test_html_only() -> None:
    mail = EmailMessage()
    mail.set_content("<html><style>p{}</style><p>Hello <b>you</b></p></html>", subtype="html")
    assert _read(mail).text.strip() == "Hello you"
    assert _read(mail).html


def test_many_html_parts_are_read_no_further_than_one_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    part = b"--x\nContent-Type: text/html\n\nword " + b"<div>" * 20_000 + b"\n"
    read = []
    real = html_text.to_text

    def counting(html: str, chars: int, tags: int) -> str:
        read.append((min(len(html), chars), min(html.count("<"), tags)))
        return real(html, chars, tags)

    monkeypatch.setattr(html_text, "to_text", counting)
    found = body.read(mime.parse(b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 40 + b"--x--\n"))
    assert found.text.startswith("word")
    assert sum(chars for chars, _ in read) <= html_text.MAX_CHARS
    assert sum(tags for _, tags in read) <= html_text.MAX_TAGS
    assert len(read) > 1


def test_text_parts_beyond_what_is_read_are_left_out() -> None:
    part = b"--x\nContent-Type: text/plain\n\n" + b"some words\n" * 10_000
    found = body.read(mime.parse(b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 40 + b"--x--\n"))
    assert body.MAX_TEXT < len(found.text) < body.MAX_TEXT + 110_000
