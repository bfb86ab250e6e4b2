"""Numbers as people write them and as a telephone dials them."""

from __future__ import annotations

import pytest

from sellwright.interactions.telephones import dialled, in_letter
from sellwright.interactions.values import RawMail
from sellwright.mailroom import reading
from sellwright.settings import Settings


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("+49 (0)30 123 45-67", "+49301234567"),
        ("+49 30 1234567", "+49301234567"),
        ("0049 30 1234567", "+49301234567"),
        ("030 / 123 45 67", "0301234567"),
        ("(555) 123-4567 ext. 12", "5551234567;ext=12"),
        ("+1 555 123 4567 x8", "+15551234567;ext=8"),
        ("(+44) 20 7946 0000", "+442079460000"),
        ("+33 1 70 18 99 00", "+33170189900"),
        ("110", ""),
        ("", ""),
        ("call me", ""),
        ("1234567890123456", ""),
    ],
)
def test_what_a_telephone_dials(written: str, dials: str) -> None:
    assert dialled(written) == dials


def _read(text: str, head: str = "From: Ana <ana@lab.example>\nSubject: Sensors\n") -> list[str]:
    mail = f"{head}To: mira@kestrel.example\nDate: Thu, 28 May 2026 10:00:00 +0000\nMessage-ID: <a@b>\n\n{text}"
    return in_letter(reading.read(RawMail("one.eml#0", mail.encode()), Settings()))


def test_a_signature_gives_its_writers_numbers_and_the_letters_text_gives_none() -> None:
    text = "Please call the desk at +49 30 7777777.\n\nBest regards\nAna Berg\n\n"
    signed = text + "--\nAna Berg\nLab GmbH\nPhone: +49 30 1234567\n"
    assert _read(signed) == ["+49 30 1234567"]


def test_a_forms_field_gives_a_number_and_its_other_fields_none() -> None:
    head = "From: Web form <noreply@kestrel.example>\nReply-To: ana@lab.example\n"
    head += "Subject: New message from your contact form\n"
    filled = (
        "Name: Ana Berg\nEmail: ana@lab.example\nPhone: 030 1234567\nCompany: Lab 24680135\nMessage:\nPlease call me.\n"
    )
    assert _read(filled, head) == ["030 1234567"]
    assert _read(filled.replace("030 1234567", "as above, thanks"), head) == []
