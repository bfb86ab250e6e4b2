"""One letter, however hostile, is bounded work: what the dear steps are given is counted, no clock is read."""

from __future__ import annotations

import pytest

from sellwright.interactions import deliveries, new_text
from sellwright.interactions.values import RawMail
from sellwright.mailroom import reading
from sellwright.settings import Settings

HEAD = b"From: a@b.example\nSubject: x\nDate: Tue, 12 May 2026 08:40:00 +0200\n"
TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HOSTILE = {
    "open elements": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 400_000,
    "links": HEAD + b"Content-Type: text/html\n\n" + b"<a href='http://x.example/y'>z</a>" * 60_000,
    "entities": HEAD + b"Content-Type: text/html\n\n" + b"&amp;" * 400_000,
    "deep quotes in HTML": HEAD + b"Content-Type: text/html\n\n" + b"<blockquote>a" * 150_000,
    "parts": HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * 10_000 + b"--x--\n",
    "a line of a megabyte": TEXT + b"word " * 200_000,
    "question marks": TEXT + b"?" * 200_000,
    "questions": TEXT + b"Really? " * 25_000,
    "quoted levels": TEXT + b">" * 50_000 + b" hi\n",
    "quoted lines": TEXT + b"> hi\n" * 50_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_cut_and_understood_is_bounded(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    real = new_text.cut

    def counting(text: str, sender_name: str = "") -> new_text.Cut:
        given.append(len(text))
        return real(text, sender_name)

    monkeypatch.setattr(new_text, "cut", counting)
    found = reading.read(RawMail("x", data), Settings())
    assert given == [len(found.text)]
    assert len(found.text) <= reading.MAX_TEXT
    assert len(found.new_text) <= reading.MAX_TEXT


def test_a_long_letter_says_that_it_was_not_read_to_its_end() -> None:
    found = reading.read(RawMail("x", TEXT + b"word " * 200_000), Settings())
    assert found.problems == ("only the first 200,000 characters were read",)


def test_a_delivery_report_is_read_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    one = b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"
    report = b"--x\nContent-Type: message/delivery-status\n\n" + one * 30_000 + b"--x--\n"
    read = []
    real = deliveries.from_report
    monkeypatch.setattr(deliveries, "from_report", lambda text, said: read.append(len(text)) or real(text, said))
    head = HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n"
    found = reading.read(RawMail("x", head + report), Settings())
    assert (found.verdict.kind, read) == ("bounce", [300_000])
