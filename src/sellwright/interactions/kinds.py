"""What kind of message a mail is: a human's letter, or one of the ten kinds of machine mail (docs/reference/kinds.md).

Proof comes in this order: parts that only machines make (reports, receipts, invitations), headers by which machines
must declare themselves (RFC 3834, 2369, 2919), the form of the mail, and last its words. No single word of a letter
makes it a machine's.
"""

from __future__ import annotations

import re
from datetime import datetime

from sellwright.interactions import absences, addresses, deliveries, forms, kinds_bulk
from sellwright.interactions import words_bounces as bounce_words
from sellwright.interactions import words_kinds as words
from sellwright.interactions.kinds_look import Look, answers
from sellwright.interactions.mime import Part
from sellwright.interactions.values import Address, Delivery, Verdict

_STEMS = re.compile("|".join(map(re.escape, bounce_words.SUBJECT_STEMS)))
_REPORT_CHARS = 300_000  # of delivery reports that are read: some thousand recipients
_HUMAN = Verdict("human", ("no sign of a machine",))
_MACHINE_HEADERS = (
    words.REPLY_HEADERS
    | words.ROBOT_HEADERS
    | words.LIST_HEADERS
    | words.CAMPAIGN_HEADERS
    | words.SENDING_HEADERS
    | {"auto-submitted", "precedence", "x-precedence", "list-id", "list-unsubscribe", "sender", "x-failed-recipients"}
)


def classify(mail: Part, text: str, new_text: str, sender: Address, at: datetime | None = None) -> Verdict:
    """The kind of a mail and the evidence for it.

    `text` is the body as plain text, `new_text` what the writer wrote this time, `sender` the From address, `at` the
    mail's own date (to resolve "back on Monday"). Never raises; a mail without any sign of a machine is "human".
    """
    headers = mail.headers
    names = headers.names
    subject = headers.get("subject")
    low = subject.lower()
    declared = not names.isdisjoint(_MACHINE_HEADERS)
    look = Look(mail, headers, names, text, new_text, sender, subject, low, at, answers(names, low), declared)
    if mail.parts or mail.content_type != "text/plain":
        found = _by_parts(look)
        if found is not None:
            return found
    found = _complaint(look) or _bounce(look) or _automatic(look) or _form(look)
    if found is not None:
        return found
    if declared or kinds_bulk.mailer(look):
        found = kinds_bulk.many(look)
        if found is not None:
            return found
    return kinds_bulk.listed(look) or kinds_bulk.robot(look) or kinds_bulk.written(look) or _HUMAN


def _by_parts(look: Look) -> Verdict | None:
    """Kinds proved by a part that only machines make."""
    reports = []
    for part in deliveries.own_parts(look.mail):
        kind = part.content_type
        if kind == "message/feedback-report":
            return _feedback(part)
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            reports.append(part.text())
        elif kind in ("message/disposition-notification", "message/global-disposition-notification"):
            return Verdict("receipt", (f"part {kind} (RFC 8098)",))
        elif kind == "text/calendar":
            method = part.params.get("method", "").upper() or _calendar_method(part)
            if method and method != "PUBLISH":
                return Verdict("calendar", (f"part text/calendar, method {method}",))
        elif kind == "application/tlsrpt+gzip" or kind == "application/tlsrpt+json":
            return Verdict("robot", (f"part {kind}: a TLS report",))
    # Some gateways put the words for people into a report part of their own.
    report = "\n\n".join(reports)[:_REPORT_CHARS]
    if reports:
        found = deliveries.from_report(report, look.text or report)
        if found:
            return _notice(found, "part message/delivery-status")
    report_type = look.mail.params.get("report-type", "").lower()
    if report_type == "disposition-notification":
        return Verdict("receipt", ("report-type disposition-notification (RFC 8098)",))
    if report_type == "feedback-report":
        return Verdict("complaint", ("report-type feedback-report",))
    if reports or report_type == "delivery-status":
        found = deliveries.from_text(look.mail, look.text or report, look.subject)
        return _notice(found, "report without readable fields; read from its text")
    return None


def _calendar_method(part: Part) -> str:
    if part.disposition == "attachment":
        return ""
    head = part.text()[:2000].upper()
    at = head.find("\nMETHOD:")
    return head[at + 8 :].partition("\n")[0].strip() if at >= 0 else ""


def _feedback(part: Part) -> Verdict:
    """A feedback report (RFC 5965). Its readers stand in `deliveries`: delivered, and complained of."""
    fields: dict[str, list[str]] = {}
    for line in part.text()[:20_000].split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), []).append(value.strip())
    kind = (fields.get("feedback-type") or ["abuse"])[0].lower()
    reason = "authfailure" if kind == "auth-failure" else "complaint"
    readers = [value.strip("<> ").lower() for value in fields.get("original-rcpt-to", ()) if "@" in value]
    found = tuple(Delivery(reader, "delivered", "", "", reason, f"Feedback-Type: {kind}") for reader in readers[:200])
    said = "" if reason == "complaint" else " (a failed check of the sender, not a reader's complaint)"
    return Verdict("complaint", (f"part message/feedback-report, type {kind}{said}",), found)


def _notice(found: tuple[Delivery, ...], evidence: str) -> Verdict:
    actions = {delivery.action for delivery in found}
    if "failed" in actions:
        return Verdict("bounce", (evidence, "action failed"), found)
    if "delayed" in actions:
        return Verdict("delayed", (evidence, "action delayed"), found)
    return Verdict("receipt", (evidence, f"action {found[0].action}"), found)


def _complaint(look: Look) -> Verdict | None:
    """Complaints and unsubscribe requests that mail programs send without a feedback report."""
    low = look.low_subject
    local = look.sender.email.partition("@")[0]
    if local in words.COMPLAINT_LOCALS and any(map(low.__contains__, words.COMPLAINT_SUBJECTS)):
        inside = list(look.mail.walk())[1:]
        if any(part.content_type == "message/rfc822" for part in inside):
            named = (part.headers.get("x-hmxmroriginalrecipient").strip("<> ").lower() for part in inside)
            who = tuple(Delivery(reader, "delivered", "", "", "complaint", "") for reader in named if reader)
            return Verdict("complaint", (f"subject {look.subject[:60]!r} with the mail complained of",), who)
    if low.startswith("unsubscribe") and len(look.text) < 600:
        body = look.text.strip().lower()
        if any(map(body.__contains__, words.UNSUBSCRIBES)) or (not body and "auto-submitted" in look.names):
            return Verdict("complaint", ("an unsubscribe request sent by a mail program",))
    return None


def _bounce(look: Look) -> Verdict | None:
    """Delivery notices in free text: at least two signs of different sort, one of them in its words."""
    daemon = deliveries.is_daemon(look.sender.email, look.sender.name)
    failed = "x-failed-recipients" in look.names
    null_path = look.headers.raw("return-path").strip() in (b"<>", b"<MAILER-DAEMON>", b"MAILER-DAEMON")
    titled = _titled(look.low_subject)
    answer = look.declared and look.headers.raw("auto-submitted")[:5].lower() == b"auto-"
    machine = daemon or failed or null_path
    told = deliveries.from_json(look.text)
    if told and told[0].reason == "complaint":
        return Verdict("complaint", ("a complaint notification in JSON",), told)
    if told:
        return _notice(told, "a notification in JSON")
    if not machine and not titled and not answer and not addresses.is_machine(look.sender.email):
        return None if not _returned_inside(look) else _read_bounce(look, ["the returned mail is attached"])
    evidence = []
    if daemon:
        evidence.append(f"sender {look.sender.email or look.headers.get('from') or 'nobody'}")
    if null_path:
        evidence.append("header Return-Path: <>")
    if failed:
        evidence.append("header X-Failed-Recipients")
    if titled:
        evidence.append(f"subject {look.subject[:60]!r}")
    if failed or (daemon and titled):
        return _read_bounce(look, evidence)
    head = look.text[:1500].lower()
    opening = next((word for word in bounce_words.OPENINGS if word in head), "")
    if not opening or (look.is_reply and not machine):
        return None
    evidence.append(f"words {opening!r}")
    if machine or _returns_mail(look) or (answer and deliveries.has_code(look.text)):
        return _read_bounce(look, evidence)
    return None


def _titled(low: str) -> bool:
    """Whether a subject is a delivery notice's. Most subjects hold none of the few stems all such subjects share."""
    if low.isascii() and not _STEMS.search(low):
        return False
    return any(map(low.__contains__, bounce_words.SUBJECTS)) and not low.startswith(("fw", "wg:", "re: fw"))


def _returned_inside(look: Look) -> bool:
    """A list server's or gateway's refusal: from no daemon, but it says so at once or returns the refused mail."""
    head = look.text[:300]
    if not look.is_reply and ("not a member of this mailing list" in head or "Error: Invalid user address" in head):
        return True
    if not look.mail.parts or all(part.content_type != "text/rfc822-headers" for part in look.mail.parts):
        return False
    low = head.lower()
    return any(map(low.__contains__, bounce_words.OPENINGS))


def _returns_mail(look: Look) -> bool:
    if any(p.content_type in ("message/rfc822", "text/rfc822-headers") for p in look.mail.parts):
        return True
    low = look.text[:20_000].lower()
    return any(map(low.__contains__, bounce_words.DIVIDERS)) or "\nreceived: " in low


def _read_bounce(look: Look, evidence: list[str]) -> Verdict:
    found = deliveries.from_text(look.mail, look.text, look.subject)
    verdict = _notice(found, evidence[0])
    return Verdict(verdict.kind, (*evidence, *verdict.evidence[1:]), found)


def _automatic(look: Look) -> Verdict | None:
    """Automatic answers: absence, or a robot's "we have your letter" (RFC 3834)."""
    evidence = ""
    form = absences.subject_form(look.low_subject)
    if not look.declared and not form:
        return None
    value = look.headers.get("auto-submitted").lower() if "auto-submitted" in look.names else ""
    precedence = look.precedence
    if value.startswith("auto-replied"):
        evidence = f"header Auto-Submitted: {value[:60]}"
    elif not look.names.isdisjoint(words.REPLY_HEADERS):
        evidence = f"header {min(look.names & words.REPLY_HEADERS)}"
    elif precedence == "auto_reply":
        evidence = "header Precedence: auto_reply"
    elif form == "auto" or (form == "absence" and _absence_form(look, value, precedence)):
        evidence = f"subject {look.subject[:60]!r}"
    if not evidence:
        return None
    return _answer(look, evidence, form)


def _absence_form(look: Look, value: str, precedence: str) -> bool:
    """Whether a subject that speaks of absence is a notice's: declared by a header, or by the form of the letter."""
    if (value and value != "no") or precedence or "x-auto-response-suppress" in look.names:
        return absences.says_away(look.text) or not look.new_text.strip()
    if absences.formal_notice(look.new_text):
        return True
    return ":" in look.subject[:45] and "?" not in look.new_text and absences.says_away(look.new_text)


def _answer(look: Look, evidence: str, form: str) -> Verdict:
    said = look.subject + "\n" + (look.new_text or look.text)
    desk = addresses.is_role(look.sender.email) or addresses.is_machine(look.sender.email)
    away = form == "absence" or absences.says_away(said)
    received = absences.acknowledges(said)
    if (away and not (desk and received)) or (not away and not received and not desk):
        absence = absences.read(look.text or look.new_text, look.subject, look.sender, look.at)
        return Verdict("out_of_office", (evidence,), absence=absence)
    if away and form == "absence":
        absence = absences.read(look.text, look.subject, look.sender, look.at)
        return Verdict("out_of_office", (evidence,), absence=absence)
    return Verdict("robot", (evidence, "acknowledges receipt" if received else "an automatic answer of a desk"))


def _form(look: Look) -> Verdict | None:
    """Form and shop notifications that carry a human."""
    local, _, domain = look.sender.email.partition("@")
    machine = addresses.is_machine(look.sender.email)
    if look.is_reply and not machine:
        return None
    php = "x-php-originating-script" in look.names or "x-php-script" in look.names
    if not (machine or php or forms.looks_like(look.low_subject, local, domain)):
        return None
    if "@" not in look.text and "reply-to" not in look.names:
        return None
    if look.declared and not look.names.isdisjoint(words.LIST_HEADERS):
        return None
    if local.endswith(("-request", "-owner", "-bounces")):
        return None
    replies = addresses.parse(look.headers.get("reply-to")) if "reply-to" in look.names else ()
    reply_to = next((a for a in replies if not addresses.is_machine(a.email)), None)
    filled = forms.read(look.text, look.subject, look.sender, reply_to)
    if filled is None or addresses.is_machine(filled.person.email):
        return None
    says = forms.says_form(look.text, look.subject)
    if filled.fields + 2 * says + php + (reply_to is not None and reply_to.email == filled.person.email) < 3:
        return None
    if filled.fields < 2 and not (says and filled.fields + bool(reply_to)):
        return None
    evidence = f"form fields in a mail from {look.sender.email}"
    return Verdict("form", (evidence,), inside=filled.person, inside_text=filled.text)
