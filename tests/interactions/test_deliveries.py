"""Delivery notices in the free text of the servers one meets, written by hand after their shape."""

from __future__ import annotations

import pytest

from sellwright.interactions import addresses, body, deliveries, kinds, mime
from sellwright.interactions.values import Address, Verdict


def notice(text: str, sender: str = "MAILER-DAEMON@mx.example", subject: str = "failure notice") -> Verdict:
    head = f"Return-Path: <>\nFrom: {sender}\nTo: kim@kestrel.example\nSubject: {subject}\n\n"
    mail = mime.parse((head + text).encode())
    author = (addresses.parse(mail.headers.get("from")) or (Address(""),))[0]
    plain = body.read(mail).text
    return kinds.classify(mail, plain, plain, author)


QMAIL = """Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<anna@berg.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 no mailbox here by that name

<tom@berg.example>:
user is over quota (#5.2.2)

--- Below this line is a copy of the message.

Received: from x
To: third@berg.example
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  anna@berg.example
    host mx.berg.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<anna@berg.example>:
    550 Unrouteable address

------ This is a copy of the message, including all the headers. ------
"""
POSTFIX = """This is the mail system at host mx.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<anna@berg.example>: host mx.berg.example[192.0.2.1] said: 554 5.7.1 Service
    unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org (in reply
    to RCPT TO command)
"""
SENDMAIL = """The original message was received at Wed, 31 Jul 2024 09:00:00 +0000

   ----- The following addresses had permanent fatal errors -----
<anna@berg.example>
    (reason: 550 Host unknown)

   ----- Transcript of session follows -----
550 5.1.2 <anna@berg.example>... Host unknown (Name server: berg.example: host not found)
"""
SENDMAIL_WARNING = """    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<anna@berg.example>

   ----- Transcript of session follows -----
451 4.4.1 reply: read error from mx.berg.example.
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old
"""
EXCHANGE = """Your message

  To:      anna@berg.example
  Subject: Offer

did not reach the following recipient(s):

anna@berg.example on Wed, 31 Jul 2024 09:00:00 -0000
    The recipient name is not recognized
"""
GMAIL = """** Address not found **

Your message wasn't delivered to anna@berg.example because the address couldn't be found, or is unable to receive mail.

The response was:
550 5.1.1 The email account that you tried to reach does not exist.
"""


@pytest.mark.parametrize(
    ("text", "subject", "wanted"),
    [
        (QMAIL, "failure notice", [("anna@berg.example", "hard"), ("tom@berg.example", "soft")]),
        (EXIM, "Mail delivery failed: returning message to sender", [("anna@berg.example", "hard")]),
        (POSTFIX, "Undelivered Mail Returned to Sender", [("anna@berg.example", "soft")]),
        (SENDMAIL, "Returned mail: see transcript for details", [("anna@berg.example", "hard")]),
        (EXCHANGE, "Undeliverable: Offer", [("anna@berg.example", "hard")]),
        (GMAIL, "Delivery Status Notification (Failure)", [("anna@berg.example", "hard")]),
    ],
)
def test_free_text_of_mail_servers(text: str, subject: str, wanted: list[tuple[str, str]]) -> None:
    found = notice(text, subject=subject)
    assert found.kind == "bounce"
    assert [(d.recipient, d.hardness) for d in found.deliveries] == wanted


def test_still_trying_is_no_bounce() -> None:
    found = notice(SENDMAIL_WARNING, subject="Warning: could not send message for past 4 hours")
    assert found.kind == "delayed"
    assert [(d.recipient, d.action, d.hardness) for d in found.deliveries] == [("anna@berg.example", "delayed", "")]


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        ("550 5.1.1 User unknown", "5.1.1", "userunknown"),
        ("550 sorry, no mailbox here by that name", "", "userunknown"),
        ("550 RESOLVER.ADR.RecipNotFound; not found", "5.1.1", "userunknown"),
        ("550 Empfänger unbekannt", "", "userunknown"),
        ("550 5.1.1 Adresse d'au moins un destinataire invalide", "5.1.1", "userunknown"),
        ("552 5.2.2 Mailbox full", "5.1.1", "mailboxfull"),  # the words outrank a wrong code
        ("550 5.1.1 mail rejected: your domain fails DMARC", "5.1.1", "authfailure"),
        ("550 Sender address rejected: User unknown", "", "rejected"),
        ("Host or domain name not found", "5.4.4", "hostunknown"),
        ("556 5.1.10 recipient's domain has a null MX", "5.1.10", "notaccept"),
        ("551 user has moved to new@berg.example", "", "hasmoved"),
        ("554 antispam.berg.example said: no such user", "", "userunknown"),  # "spam" stands in a host's name
        ("connect to mx: Connection timed out", "4.4.1", "expired"),
        ("", "5.1.1", "userunknown"),
        ("", "5.1.2", "hostunknown"),
        ("", "5.1.6", "hasmoved"),
        ("", "4.2.0", "expired"),
        ("", "5.0.0", ""),
    ],
)
def test_reasons_from_words_then_codes(said: str, status: str, reason: str) -> None:
    assert deliveries.reason_of(said, status) == reason


def test_a_report_without_empty_lines_between_recipients() -> None:
    report = (
        "Reporting-MTA: dns; mx.example\n"
        "Final-Recipient: rfc822; anna@berg.example\nAction: failed\nStatus: 5.1.1\n"
        "Final-Recipient: rfc822; tom@berg.example\nAction: delayed\nStatus: 4.4.1\n"
    )
    found = deliveries.from_report(report, "")
    assert [(d.recipient, d.action, d.hardness) for d in found] == [
        ("anna@berg.example", "failed", "hard"),
        ("tom@berg.example", "delayed", ""),
    ]


def test_the_address_we_wrote_to_is_named_not_the_alias_behind_it() -> None:
    report = (
        "Original-Recipient: rfc822;sales@berg.example\nFinal-Recipient: rfc822;a7@mail.berg.example\n"
        "Action: failed\nStatus: 5.1.1\n"
    )
    assert deliveries.from_report(report, "")[0].recipient == "sales@berg.example"


@pytest.mark.parametrize("report", ["", "\n\n\n", "Reporting-MTA: dns; x\n", "::::", "Action"])
def test_a_report_that_says_nothing(report: str) -> None:
    assert deliveries.from_report(report, "") == ()


def test_notifications_in_json() -> None:
    bounce = (
        '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"Anna@berg.example",'
        '"status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}'
    )
    found = notice(bounce, sender="no-reply@sns.example", subject="Notification")
    assert (found.kind, found.deliveries[0].recipient, found.deliveries[0].hardness) == (
        "bounce",
        "anna@berg.example",
        "hard",
    )
    complaint = (
        '{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"anna@berg.example"}]}}'
    )
    assert notice(complaint, sender="no-reply@sns.example", subject="Notification").kind == "complaint"


def test_a_notice_with_a_thousand_recipients_is_bounded() -> None:
    text = "could not be delivered\n" + "\n".join(f"<u{i}@berg.example>: 550 User unknown" for i in range(1000))
    assert len(notice(text).deliveries) == deliveries.MAX_RECIPIENTS
