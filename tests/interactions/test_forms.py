"""Form and shop notifications, in the shapes their programs give them."""

from __future__ import annotations

import pytest

from sellwright.interactions import addresses, body, kinds, mime, new_text
from sellwright.interactions.values import Address, Verdict


def verdict(headers: str, text: str) -> Verdict:
    mail = mime.parse(f"{headers}\n\n{text}".encode())
    plain = body.read(mail).text
    sender = addresses.parse(mail.headers.get("from"))[0]
    return kinds.classify(mail, plain, new_text.cut(plain, sender.name).new_text, sender)


CONTACT_FORM_7 = """From: Anna Berg <anna@mill.example>
Subject: Website "Quote"

Message Body:
We need 40 gauges by May.
What do they cost?

--
This e-mail was sent from a contact form on Kestrel (https://kestrel.example)
"""
TWO_LINE = """You received a new message from your online store's contact form.

Country Code:
GB

Name:
Anna Berg

Email:
anna@mill.example

Body:
Do you ship to Malta?
"""
GERMAN = """Neue Anfrage über das Kontaktformular

Vorname: Anna
Nachname: Berg
E-Mail-Adresse: anna@mill.example
Telefon: 030 5550142
Nachricht: Wir suchen Messfühler für 200 bar.
Bitte rufen Sie an.
Datenschutz: ja
"""
FRENCH = """Nouveau message depuis le formulaire de contact

Nom : Anna Berg
Courriel : anna@mill.example
Message : Quel est le délai de livraison ?
"""
STARRED = """Someone just submitted your form on kestrel.example

*Full name*
Anna Berg

*Email*
anna@mill.example

*How can we help?*
We would like a demo.
"""


@pytest.mark.parametrize(
    ("headers", "text", "said"),
    [
        (
            'From: WordPress <wordpress@kestrel.example>\nReply-To: anna@mill.example\nSubject: Kestrel "Quote"',
            CONTACT_FORM_7,
            "We need 40 gauges by May.\nWhat do they cost?",
        ),
        (
            "From: Kestrel Shop <mailer@shopify.com>\nSubject: New customer message on March 4",
            TWO_LINE,
            "Do you ship to Malta?",
        ),
        (
            "From: noreply@kestrel.example\nSubject: Kontaktformular",
            GERMAN,
            "Wir suchen Messfühler für 200 bar.\nBitte rufen Sie an.",
        ),
        (
            "From: site@kestrel.example\nSubject: Formulaire de contact\nX-PHP-Originating-Script: 33:mail.php",
            FRENCH,
            "Quel est le délai de livraison ?",
        ),
        ("From: Formspree <noreply@formspree.io>\nSubject: New submission", STARRED, "We would like a demo."),
    ],
)
def test_the_human_inside_a_form(headers: str, text: str, said: str) -> None:
    found = verdict(headers, text)
    assert found.kind == "form"
    assert found.inside == Address("anna@mill.example", "Anna Berg")
    assert found.inside_text == said


def test_html_tables_are_forms_too() -> None:
    rows = "<tr><td>Name</td><td>Anna Berg</td></tr><tr><td>Email</td><td>anna@mill.example</td></tr>"
    found = verdict(
        "From: no-reply@wufoo.com\nSubject: New entry\nContent-Type: text/html",
        f"<table>{rows}<tr><td>Message</td><td>Call me.</td></tr></table>",
    )
    assert (found.kind, found.inside) == ("form", Address("anna@mill.example", "Anna Berg"))


@pytest.mark.parametrize(
    ("headers", "text", "kind"),
    [
        # A human forwards a form, or signs with labels.
        ("From: tom@kestrel.example\nSubject: Fwd: New submission", GERMAN, "human"),
        (
            "From: anna@mill.example\nSubject: Gauges",
            "40 gauges please.\n\nEmail: anna@mill.example\nTel: 030 1",
            "human",
        ),
        # A machine without anybody inside.
        ("From: noreply@kestrel.example\nSubject: New order", "Your order is on its way.", "robot"),
        ("From: noreply@kestrel.example\nSubject: New submission", "Name: Anna\nMessage: hello", "robot"),
        ("From: noreply@kestrel.example\nSubject: New message", "Name: x\nEmail: noreply@kestrel.example", "robot"),
    ],
)
def test_what_is_no_form(headers: str, text: str, kind: str) -> None:
    assert verdict(headers, text).kind == kind


def test_an_order_names_its_customer_by_reply_to() -> None:
    found = verdict(
        "From: Kestrel Shop <store@shopify.com>\nReply-To: Anna Berg <anna@mill.example>\n"
        "Subject: [Kestrel] Order #1001 placed by Anna Berg",
        "Anna Berg placed order #1001.\n\nOrder note:\nPlease deliver before noon.\n\nCustomer:\nAnna Berg\n",
    )
    assert (found.kind, found.inside) == ("form", Address("anna@mill.example", "Anna Berg"))
    assert found.inside_text == "Please deliver before noon."
