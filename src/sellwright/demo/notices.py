"""What comes back by itself: absences, delivery notices, complaints, receipts (RFC 3464, 3834, 5965, 8098)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sellwright.demo import wire
from sellwright.demo.cast import CLARA, DOMAIN, Firm, Who, firms, lines
from sellwright.demo.crowd import post_machine
from sellwright.demo.days import date_words, in_zone, workday
from sellwright.demo.office import HOST, Office, received, stamp

_ABSENT_SHARE = 0.18
_FAILURES = (  # status, reply of the far server, hardness
    ("5.1.1", "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table", "hard"),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {to} not found by SMTP address lookup", "hard"),
    ("5.1.2", "550 5.1.2 Host or domain name not found", "hard"),
    ("5.2.2", "552 5.2.2 <{to}>: Mailbox full, quota exceeded", "soft"),
    ("4.2.2", "452 4.2.2 The email account that you tried to reach is over quota", "soft"),
    ("5.7.1", "554 5.7.1 Message rejected due to content restrictions", "soft"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of ours to which something may come back."""

    reader: Who
    id: str
    subject: str
    day: date
    at: datetime
    sender: str
    thread: str


def _absences() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in lines("absences.txt"):
        lang, subject, text = (piece.strip() for piece in line.split("|", 2))
        found.setdefault(lang, []).append((subject, text))
    return found


def away(office: Office, sent: Sequence[Sent]) -> None:
    """Automatic answers of absence, each in the language of its writer's program."""
    rng, texts = office.rng, _absences()
    mates: dict[str, Firm] = {firm.domain: firm for firm in firms()}
    for letter in sent:
        who = letter.reader
        if rng.random() > _ABSENT_SHARE or who.home not in texts or who.email.startswith(("info@", "lab@")):
            continue
        firm = mates.get(who.firm)
        other = next((p for p in firm.people if p != who), None) if firm else None
        subject, text = texts[who.home][0 if other else 1]
        back = workday(letter.day, rng.randrange(3, 14))
        until = back - timedelta(days=1)
        values = {
            "{subject}": letter.subject, "{back}": date_words(back, who.home), "{until}": date_words(until, who.home),
            "{other}": other.name if other else "", "{mail}": other.email if other else "",
        }  # fmt: skip
        for slot, value in values.items():
            subject, text = subject.replace(slot, value), text.replace(slot, value)
        moment = in_zone(letter.at + timedelta(seconds=rng.randrange(3, 90)), who.zone)
        own = f"{stamp(rng, length=24)}@{who.firm}"
        headers = [
            ("Return-Path", "<>"), *received(f"mail.{who.firm}", letter.sender, moment, rng),
            ("Message-ID", f"<{own}>"), ("Date", wire.date_header(moment)), ("From", wire.mailbox(who.name, who.email)),
            ("To", letter.sender), ("Subject", wire.encoded_words(subject)),
            ("In-Reply-To", f"<{letter.id}>"), ("References", f"<{letter.id}>"),
            *_says_so(who),
        ]  # fmt: skip
        truth: dict[str, object] = {
            "kind": "out_of_office", "parent": letter.id, "thread": letter.thread, "text": text,
            "absence": {"back": back.isoformat(), "stand_in": other.email if other else "", "language": who.home},
        }  # fmt: skip
        body = wire.text_part(f"{text}\n\n{who.name}\n", "plain", "base64" if len(who.email) % 3 == 0 else "qp")
        post_machine(office, moment, headers, body, truth)


def _says_so(who: Who) -> list[wire.Header]:
    """Programs differ in how they say that nobody sat there."""
    kind = sum(map(ord, who.email)) % 3
    if kind == 0:
        return [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
    if kind == 1:
        return [("Auto-Submitted", "auto-replied (vacation)"), ("Precedence", "bulk")]
    return [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
        ("X-Autoreply", "yes"),
    ]


def undelivered(office: Office, sent: Sequence[Sent]) -> None:
    """Bounces, hard and soft, one recipient and two; notices of delay."""
    rng = office.rng
    gone = [letter for letter in sent if letter.reader.firm.startswith(("quarry", "oldmill", "dunachem", "hagen"))]
    for index, letter in enumerate(gone):
        status, words, hardness = _FAILURES[index % len(_FAILURES)]
        to = letter.reader.email
        rows = [(to, "failed", status, words.replace("{to}", to), hardness)]
        if index % 9 == 4:
            second = f"office@{letter.reader.firm}"
            rows.append((second, "failed", "4.2.2", f"452 4.2.2 <{second}> mailbox is full", "soft"))
        _report(office, letter, rows)
    for letter in rng.sample([one for one in sent if one not in gone], 9):
        to = letter.reader.email
        _report(
            office,
            letter,
            [(to, "delayed", "4.4.1", f"connect to mail.{letter.reader.firm}: Connection timed out", "")],
        )


def _report(office: Office, letter: Sent, rows: list[tuple[str, str, str, str, str]]) -> None:
    rng = office.rng
    late = rows[0][1] == "delayed"
    moment = letter.at + (
        timedelta(hours=4, minutes=rng.randrange(20)) if late else timedelta(seconds=rng.randrange(2, 50))
    )
    subject = "Delayed Mail (still being retried)" if late else "Undelivered Mail Returned to Sender"
    intro = f"This is the mail system at host {HOST}.\n\n"
    intro += (
        "Your message could not be delivered for more than 4 hour(s). It will be retried until it is 5 day(s) old."
        if late
        else "I'm sorry to have to inform you that your message could not be delivered to one or more recipients."
    )
    intro += "".join(f"\n\n<{to}>: {words}" for to, _, _, words, _ in rows) + "\n"
    fields = f"Reporting-MTA: dns; {HOST}\nArrival-Date: {wire.date_header(letter.at)}\n"
    for to, action, status, words, _ in rows:
        fields += (
            f"\nFinal-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {words}\n"
        )
    original = f"From: <{letter.sender}>\nTo: <{letter.reader.email}>\nMessage-ID: <{letter.id}>\nSubject: "
    original += wire.encoded_words(letter.subject) + "\n"
    parts = [
        wire.text_part(intro, "plain", "8bit"),
        ([("Content-Type", "message/delivery-status")], fields.encode("ascii")),
        ([("Content-Type", "text/rfc822-headers")], original.encode("ascii")),
    ]
    content = wire.multipart("report", parts, letter.id, report_type="delivery-status")
    headers = [
        ("Return-Path", "<>"), ("Delivered-To", letter.sender), ("Message-ID", f"<{stamp(rng, length=14)}@{HOST}>"),
        ("Date", wire.date_header(moment)), ("From", f"Mail Delivery System <MAILER-DAEMON@{HOST}>"),
        ("To", letter.sender), ("Subject", subject), ("Auto-Submitted", "auto-replied"),
    ]  # fmt: skip
    found = [
        {"recipient": to, "action": action, "status": status, "hardness": hard} for to, action, status, _, hard in rows
    ]
    post_machine(office, moment, headers, content, {"kind": "delayed" if late else "bounce", "deliveries": found})


def complaints(office: Office, sent: Sequence[Sent]) -> None:
    """Two readers of the monthly letter press "spam"."""
    for letter in [one for one in sent if one.sender.startswith("letters@")][40:160:70]:
        moment = letter.at + timedelta(hours=3)
        report = (
            "Feedback-Type: abuse\nUser-Agent: Postroom-Feedback/1.2\nVersion: 1\n"
            f"Original-Mail-From: <{letter.sender}>\n"
            f"Arrival-Date: {wire.date_header(letter.at)}\nReported-Domain: {DOMAIN}\n"
            f"Original-Rcpt-To: <{letter.reader.email}>\n"
        )
        original = (
            f"From: <{letter.sender}>\nTo: <{letter.reader.email}>\nMessage-ID: <{letter.id}>\n"
            f"Subject: {letter.subject}\nContent-Type: text/plain\n\n(body removed)\n"
        )
        parts = [
            wire.text_part("This is an abuse report for a message from your server.\n", "plain", "8bit"),
            ([("Content-Type", "message/feedback-report")], report.encode("ascii")),
            ([("Content-Type", "message/rfc822")], original.encode("utf-8")),
        ]
        headers = [
            *received("out.postroom.example", letter.sender, moment, office.rng),
            ("Message-ID", f"<{stamp(office.rng, length=16)}@postroom.example>"), ("Date", wire.date_header(moment)),
            ("From", "Postroom feedback <feedback@postroom.example>"), ("To", f"abuse@{DOMAIN}"),
            ("Subject", f"FW: {letter.subject}"),
        ]  # fmt: skip
        content = wire.multipart("report", parts, letter.id, report_type="feedback-report")
        post_machine(office, moment, headers, content, {"kind": "complaint", "complains": letter.reader.email})


def receipts(office: Office, sent: Sequence[Sent]) -> None:
    """Read receipts of a few Outlook users."""
    able = [one for one in sent if one.reader.client == "outlook" and one.sender == CLARA.email]
    for letter in office.rng.sample(able, min(12, len(able))):
        who = letter.reader
        moment = in_zone(letter.at + timedelta(minutes=office.rng.randrange(9, 300)), who.zone)
        note = (
            f"Your message\n\n  To: {who.name}\n  Subject: {letter.subject}\n  Sent: {letter.at:%d/%m/%Y %H:%M}\n\n"
            f"was read on {moment:%d/%m/%Y %H:%M}.\n"
        )
        fields = (
            f"Reporting-UA: mail.{who.firm}\nFinal-Recipient: rfc822;{who.email}\n"
            f"Original-Message-ID: <{letter.id}>\nDisposition: manual-action/MDN-sent-manually; displayed\n"
        )
        parts = [
            wire.text_part(note, "plain", "qp"),
            ([("Content-Type", "message/disposition-notification")], fields.encode("ascii")),
        ]
        headers = [
            *received(f"mail.{who.firm}", letter.sender, moment, office.rng),
            ("Message-ID", f"<{stamp(office.rng, length=22)}@{who.firm}>"), ("Date", wire.date_header(moment)),
            ("From", wire.mailbox(who.name, who.email)), ("To", letter.sender),
            ("Subject", wire.encoded_words(f"Read: {letter.subject}")), ("In-Reply-To", f"<{letter.id}>"),
            ("References", f"<{letter.id}>"),
        ]  # fmt: skip
        content = wire.multipart("report", parts, letter.id, report_type="disposition-notification")
        post_machine(
            office, moment, headers, content, {"kind": "receipt", "parent": letter.id, "thread": letter.thread}
        )
