"""Kinds of mail, each told from one written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sellwright.interactions import addresses, body, kinds, mime, new_text
from sellwright.interactions.values import Address, Verdict

OOO = "out_of_office"
AT = datetime(2024, 7, 31, 9, 0, tzinfo=UTC)  # a Wednesday


def verdict(raw: str, at: datetime | None = AT) -> Verdict:
    mail = mime.parse(raw.lstrip("\n").encode())
    text = body.read(mail).text
    sender = (addresses.parse(mail.headers.get("from")) or (Address(""),))[0]
    return kinds.classify(mail, text, new_text.cut(text, sender.name).new_text, sender, at)


def letter(
    text: str, headers: str = "", subject: str = "Offer", sender: str = "Anna Berg <anna@berg.example>"
) -> Verdict:
    head = f"From: {sender}\nTo: kim@kestrel.example\nSubject: {subject}\n{headers}"
    return verdict(f"{head}\n{text}")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Offer", "I'll be out of office next week, can we talk before?"),
        ("Offer", "I am away from Monday. Please send the contract before then, urgent!"),
        ("Urlaub", "Hallo Kim, ich bin ab morgen im Urlaub. Können wir das Angebot noch heute besprechen?"),
        ("Re: Automatic reply: Offer", "Thanks for your note, I saw you were away. Shall we speak on Friday?"),
        (
            "Fwd: Undelivered Mail Returned to Sender",
            "Kim, I got this back when I wrote to you. Is your address right?",
        ),
        ("Delivery Friday", "The pallets could not be delivered on Friday because nobody opened. When suits you?"),
        ("Vacation homes", "We rent vacation homes and look for a new meter. What would 40 pieces cost?"),
        ("Contact", "Here are my details.\n\nName: Anna Berg\nEmail: anna@berg.example\nPhone: 123\n"),
        ("Re: newsletter", "Could you take over the text for our newsletter? To unsubscribe is the wrong word there."),
    ],
)
def test_letters_of_humans_stay_human(subject: str, text: str) -> None:
    assert letter(text, subject=subject).kind == "human"


def test_a_sales_letter_with_only_list_unsubscribe_is_human() -> None:
    found = letter("Hi Kim, saw you hire two reps. Worth a chat?", "List-Unsubscribe: <mailto:u@tool.example>\n")
    assert found.kind == "human"


@pytest.mark.parametrize(
    ("headers", "subject", "text", "kind"),
    [
        ("Auto-Submitted: auto-replied\n", "Automatic reply: Offer", "I am out of the office until 5 August.", OOO),
        ("Auto-Submitted: auto-replied (vacation)\n", "Auto: Offer", "Ich bin bis 9.8. nicht im Büro.", OOO),
        ("Auto-Submitted: auto-replied\n", "Re: Offer", "zukünftig\nkarl@berg.example", OOO),
        (
            "Auto-Submitted: auto-replied\n",
            "[#4711] Offer",
            "We have received your request and opened a ticket.",
            "robot",
        ),
        ("X-Autoreply: yes\n", "Re: Offer", "Je suis absent jusqu'au 18 août inclus.", OOO),
        ("Precedence: auto_reply\n", "Re: Offer", "Estoy de vacaciones.", OOO),
        ("Auto-Submitted: auto-generated\n", "Backup done", "All fine.", "robot"),
        (
            "Auto-Submitted: auto-generated\n",
            "Anna Berg is out of the office (returning 05.08.2024)",
            "I will be out.",
            OOO,
        ),
        ("Auto-Submitted: no\n", "Offer", "Please send the price list.", "human"),
        (
            "Precedence: bulk\n",
            "away from my mail",
            "I will not be reading my mail. I am on vacation until 9 August.",
            OOO,
        ),
        (
            "List-Id: <dev.lists.example.org>\nList-Post: <mailto:dev@lists.example.org>\n",
            "Re: [dev] patch",
            "Fine.",
            "list",
        ),
        ("Sender: owner-gardens@lists.example\n", "roses", "Cut them in March.", "list"),
        ("List-Unsubscribe: <mailto:x@y.example>\nPrecedence: bulk\n", "Summer sale", "All new.", "newsletter"),
        ("X-Campaign: 4711\n", "Summer sale", "All new.", "newsletter"),
        (
            "List-Id: sales <sales.kestrel.example>\nMailing-List: list sales@kestrel.example\nPrecedence: list\n",
            "Offer",
            "How much for 40?",
            "human",
        ),
        (
            "X-GitHub-Reason: mention\nList-Id: <r.github.com>\nList-Post: <mailto:reply@github.com>\n",
            "[r] x",
            "see",
            "robot",
        ),
        ("X-Cron-Env: <HOME=/>\n", "Cron <root@x>", "done", "robot"),
    ],
)
def test_headers_by_which_machines_declare_themselves(headers: str, subject: str, text: str, kind: str) -> None:
    found = letter(text, headers, subject)
    assert found.kind == kind
    assert found.evidence


def test_evidence_can_be_read() -> None:
    found = letter("Away until May 5", "Auto-Submitted: auto-replied\n", "Away")
    assert found.evidence == ("header Auto-Submitted: auto-replied",)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Offer",
        "Automatische Antwort: Angebot",
        "Abwesenheitsnotiz: Angebot",
        "Réponse automatique : Offre",
        "Respuesta automática: Oferta",
        "Risposta automatica: Offerta",
        "Automatisch antwoord: Offerte",
        "Autosvar: Tilbud",
        "Automaattinen vastaus: Tarjous",
        "Odpowiedź automatyczna: Oferta",
        "Automatická odpověď: Nabídka",
        "Automatikus válasz: Ajánlat",
        "Resposta automática: Proposta",
        "Автоответ: Предложение",
        "自動応答: 見積",
        "自动答复: 报价",
        "Otomatik Yanıt: Teklif",
        "Răspuns automat: Ofertă",
        "자동 회신: 제안",
    ],
)
def test_subjects_of_automatic_answers(subject: str) -> None:
    assert letter("Bis dann.", subject=subject).kind == OOO


@pytest.mark.parametrize(
    ("sender", "text", "kind"),
    [
        ("no-reply@shop.example", "Your invoice is ready.", "robot"),
        ("newscientist <rssfeeds@news.example>", "URL: http://n.example/1\nDate: Not supplied\n\nA shuttle.", "robot"),
        ("Cron Daemon <root@host.example>", "done", "robot"),
        ("Daily <Online#3.19676.e7-cws.1@news.example>", "News of the day.", "newsletter"),
        ("The Meter Newsletter <meters@news.example>", "News of the day.", "newsletter"),
    ],
)
def test_senders_nobody_sits_behind(sender: str, text: str, kind: str) -> None:
    assert letter(text, sender=sender).kind == kind


def test_reports_of_mail_policy_are_robots() -> None:
    dmarc = letter("", subject="Report domain: kestrel.example Submitter: x.example", sender="postmaster@x.example")
    assert dmarc.kind == "robot"
    tls = verdict(
        "From: tls@x.example\nSubject: x\nContent-Type: multipart/report; report-type=tlsrpt; boundary=b\n\n"
        "--b\n\nA report.\n--b\nContent-Type: application/tlsrpt+gzip\n\nx\n--b--\n"
    )
    assert tls.kind == "robot"


def test_a_failed_check_of_our_own_sending_names_no_complaint() -> None:
    found = report("Feedback-Type: auth-failure\nOriginal-Rcpt-To: anna@berg.example", "feedback-report")
    assert found.kind == "complaint"
    assert [d.reason for d in found.deliveries] == ["authfailure"]


def test_absence_with_return_date_and_stand_in() -> None:
    found = letter(
        "I am out of the office until Monday, 5 August. In urgent cases contact Tom Hill (tom.hill@berg.example).",
        "Auto-Submitted: auto-replied\n",
    )
    assert found.absence is not None
    assert found.absence.back_date == date(2024, 8, 5)
    assert found.absence.stand_in == Address("tom.hill@berg.example", "Tom Hill")


REPORT = """
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: kim@kestrel.example
Subject: {subject}
Content-Type: multipart/report; report-type={type}; boundary=b

--b

Words for people.
--b
Content-Type: message/{part}

{fields}
--b
Content-Type: message/rfc822

From: kim@kestrel.example
To: anna@berg.example

Hello
--b--
"""


def report(fields: str, part: str = "delivery-status", subject: str = "Notice") -> Verdict:
    return verdict(REPORT.format(subject=subject, type="delivery-status", part=part, fields=fields))


def test_each_recipient_of_a_notice_has_its_own_fate() -> None:
    found = report(
        "Reporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; anna@berg.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
        "Final-Recipient: rfc822; tom@berg.example\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n\n"
        "Final-Recipient: rfc822; eva@berg.example\nAction: delayed\nStatus: 4.4.1\n"
    )
    assert found.kind == "bounce"
    assert [(d.recipient, d.action, d.hardness, d.reason) for d in found.deliveries] == [
        ("anna@berg.example", "failed", "hard", "userunknown"),
        ("tom@berg.example", "failed", "soft", "mailboxfull"),
        ("eva@berg.example", "delayed", "", "expired"),
    ]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.4.1", "delayed"),
        ("Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 2.0.0", "receipt"),
        ("Final-Recipient: rfc822; a@b.example\nAction: relayed\nStatus: 2.0.0", "receipt"),
        ("Action: failed\nFinal-Recipient: rfc822;a@b.example\nStatus: 5.0.0", "bounce"),
    ],
)
def test_delayed_and_delivered_are_no_bounces(fields: str, kind: str) -> None:
    assert report(fields).kind == kind


def test_a_report_in_two_parts() -> None:
    found = verdict(
        "From: postmaster@mx.example\nSubject: Mail System Error\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nNot delivered: <anna@berg.example> unknown user\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; <anna@berg.example>\nAction: failed\nStatus: 5.0.0\n--b--\n"
    )
    assert found.kind == "bounce"
    assert [(d.recipient, d.reason) for d in found.deliveries] == [("anna@berg.example", "userunknown")]


def test_a_complaint_is_no_bounce() -> None:
    found = report(
        "Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: <Anna@Berg.example>", "feedback-report", "FW: spam"
    )
    assert found.kind == "complaint"
    assert [(d.recipient, d.action, d.reason) for d in found.deliveries] == [
        ("anna@berg.example", "delivered", "complaint")
    ]


def test_a_complaint_in_hotmails_form() -> None:
    found = verdict(
        "From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.1\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
        "X-HmXmrOriginalRecipient: anna@berg.example\nFrom: kim@kestrel.example\n\nHello\n--b--\n"
    )
    assert found.kind == "complaint"
    assert found.deliveries[0].recipient == "anna@berg.example"


def test_a_forwarded_bounce_is_a_letter() -> None:
    inner = REPORT.format(
        subject="Notice", type="delivery-status", part="delivery-status", fields="Action: failed"
    ).lstrip()
    found = verdict(
        "From: anna@berg.example\nSubject: FW: your mail\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n"
        f"Kim, look what came back. Your new address?\n--x\nContent-Type: message/rfc822\n\n{inner.lstrip()}\n--x--\n"
    )
    assert found.kind == "human"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("text/calendar; method=REQUEST", "calendar"),
        ("text/calendar; method=REPLY", "calendar"),
        ("text/calendar; method=COUNTER", "calendar"),
        ("text/calendar; method=PUBLISH", "human"),
        ("message/disposition-notification", "receipt"),
    ],
)
def test_invitations_and_receipts_by_their_parts(head: str, kind: str) -> None:
    found = verdict(
        "From: anna@berg.example\nSubject: Accepted: Visit\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\n\nFine with me.\n--b\nContent-Type: {head}\n\nBEGIN:VCALENDAR\nMETHOD:PUBLISH\n--b--\n"
    )
    assert found.kind == kind


def test_accepted_in_a_subject_alone_is_a_letter() -> None:
    assert letter("We take your offer.", subject="Accepted: your offer").kind == "human"


@pytest.mark.parametrize(
    "raw", ["", "\n\n", "From: \n\n", "Content-Type: message/delivery-status\n\n\0\n:\n", "Subject: x"]
)
def test_nothing_raises(raw: str) -> None:
    assert verdict(raw, None).kind in ("robot", "bounce", "human")


def test_a_notice_by_a_machine_marked_bulk_is_a_robot_and_a_newsletter_stays_one() -> None:
    headers = "Precedence: bulk\nAuto-Submitted: auto-generated\n"
    notice = letter("Build 2213 passed in 4 minutes.", headers, "[firmware] build 2213 passed", "build@forge.example")
    assert notice.kind == "robot"
    offers = f"{headers}List-Unsubscribe: <mailto:u@news.example>\n"
    assert letter("The news of June.", offers, "News of June", "news@news.example").kind == "newsletter"
