"""Delivery notices: who could not be reached, for good or for now (RFC 3464, and the free text of older servers).

A notice may carry several recipients, each with its own fate, so each becomes its own `Delivery`. The reason is read
from the words of the refusing server first, because many servers put one status code on everything; the code decides
only when the words say nothing.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Literal, cast

from sellwright.interactions import words_bounces as words
from sellwright.interactions.mime import Part
from sellwright.interactions.values import Delivery

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]

_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{2,40})[ \t]*:[ \t]*(.*)$")
_REPORT_KEYS = frozenset({"final-recipient", "original-recipient", "action", "status", "diagnostic-code"})
_ADDRESS = re.compile(
    r"[^\s<>\"'(),;:\[\]@|=]{1,64}@(?:\[[\d.]{7,15}\]|[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,8})"
)
# A line that names the recipient it speaks of: "<a@b>:", ">>> a@b", "* a@b", "a@b: 550 ...", "1:00:<a@b> : ...".
_LINE_ADDRESS = re.compile(
    r"^[ \t>*\"'-]{0,12}"
    r"(?:[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3} )?|rcpt to:|recipient address:|addressed to:|user:)?[ \t]*[<\"]{0,2}("
    + _ADDRESS.pattern
    + r")",
    re.I,
)
_TO_ADDRESS = re.compile(
    r"\b(?:to|recipients?|recipient:|for|an|à|address)[: ]{1,3}[<\"'(]{0,2}(" + _ADDRESS.pattern + r")", re.I
)
_NEXT_REPLY = re.compile(r"[45]\d\d \S{1,80} \((?:smtp|esmtp|tcp|local|mx)\)")  # a transcript turns to another host
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.#])([45]\d\d)(?=[ -])")
_HOSTS = re.compile(
    r"[^\s<>()\[\],;]{0,80}[@/][^\s<>()\[\],;]{0,200}|\b(?:[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){2,8}|[A-Z\d-]{1,63}(?:\.[A-Z\d-]{1,63}){2,8})\b(?:\[[\d.]{1,20}\])?"
)
_SPACES = re.compile(r"\s+")
_DIAGNOSTIC_TYPE = re.compile(r"^\s*[A-Za-z0-9.-]{1,20}\s*;\s*")
MAX_RECIPIENTS = 200
MAX_NOTICE = 20_000  # characters of a notice that are read; what is longer is the returned mail


def own_parts(mail: Part) -> list[Part]:
    """The parts of a mail without those of mails inside it, depth first."""
    found = [mail]
    for part in mail.parts:
        if mail.content_type.startswith("multipart/"):
            found.extend(own_parts(part))
    return found


def from_report(report: str, notice: str) -> tuple[Delivery, ...]:
    """One `Delivery` per recipient of a delivery-status body (RFC 3464 section 2.3), broken ones included.

    `notice` is the part for people: it is asked for the reason when the fields give none.
    """
    found = []
    sections: dict[str, str] | None = None
    for fields in _recipients(report)[:MAX_RECIPIENTS]:
        recipient = _recipient(fields)
        if not recipient and "action" not in fields and "status" not in fields:
            continue
        stated = fields.get("diagnostic-code", "")
        said = stated if stated[:6].lower() == "x-unix" else _DIAGNOSTIC_TYPE.sub("", stated)
        status = _status_of(fields.get("status", ""), said)
        action = _action(fields.get("action", ""), status, notice)
        about = said
        if not reason_of(said, "") and action == "failed":
            if sections is None:
                sections = _sections(_notice(notice), frozenset())
            about = said + " " + sections.get(recipient, "")
        found.append(_delivery(recipient, action, status, about, notice))
    return tuple(found)


def from_text(mail: Part, text: str, subject: str) -> tuple[Delivery, ...]:
    """Deliveries read from a notice in free text: one per recipient it names, at least one."""
    notice = _notice(text)
    if "final-recipient:" in notice.lower():
        found = from_report(notice, notice)
        if found:
            return found
    delayed = is_delay(subject, notice)
    action: Action = "delayed" if delayed else "failed"
    # A Google group's refusal is sent in some forty languages; its help address is in all of them.
    refused_by_group = "groups.google.com" in notice or "support.google.com/a/answer/168383" in notice
    whole = f"{'you may not have permission to post ' if refused_by_group else ''}{notice} {subject}"
    sections = _sections(notice, _own_addresses(mail))
    named = [a.lower() for a in _ADDRESS.findall(mail.headers.get("x-failed-recipients"))]
    if named:
        sections = {a: sections.get(a, "") for a in named}
    if not sections:
        returned = _returned_to(mail, text)
        sections = {returned: ""}
    deliveries = []
    for recipient, said in list(sections.items())[:MAX_RECIPIENTS]:
        own = reason_of(said, "") and not refused_by_group
        about = said if own else f"{said} {whole[:4000]}"
        deliveries.append(_delivery(recipient, action, _status_of("", about), about, whole))
    return tuple(deliveries)


def from_json(text: str) -> tuple[Delivery, ...]:
    """What Amazon's notifications (SNS) tell of bounces and complaints when they come by mail, as JSON; else ()."""
    if text[:40].lstrip()[:1] != "{" or "notificationType" not in text[:2000]:
        return ()
    whole = text[:100_000].replace("\n ", "")
    try:
        told = json.JSONDecoder(strict=False).raw_decode(whole, whole.find("{"))[0]
        if isinstance(told.get("Message"), str):
            told = json.loads(told["Message"], strict=False)
        kind = str(told["notificationType"])
        about = told.get("bounce") or told.get("complaint") or told.get("delivery") or {}
        people = about.get("bouncedRecipients") or about.get("complainedRecipients") or about.get("recipients") or []
        found = []
        for person in people[:MAX_RECIPIENTS]:
            fields = person if isinstance(person, dict) else {"emailAddress": person}
            said = str(fields.get("diagnosticCode", ""))
            status = _status_of(str(fields.get("status", "")), said)
            recipient = str(fields.get("emailAddress", "")).lower()
            if kind != "Bounce":
                reason = "complaint" if kind == "Complaint" else "delivered"
                found.append(Delivery(recipient, "delivered", status, "", reason, said[:300]))
            else:
                found.append(_delivery(recipient, "failed", status, said, str(about.get("bounceSubType", ""))))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(found)


def has_code(text: str) -> bool:
    """Whether a text quotes a mail server's code: an enhanced one, or a reply code."""
    head = text[:4000]
    return bool(_STATUS.search(head) or _REPLY_CODE.search(head))


def is_delay(subject: str, notice: str) -> bool:
    """Whether a free-text notice says "not yet" rather than "no"."""
    low, about = notice.lower(), subject.lower()
    trying = any(map(low.__contains__, words.STILL_TRYING))
    given_up = any(map(low.__contains__, words.GIVEN_UP))
    if any(map(about.__contains__, words.DELAY_SUBJECTS)):
        return trying or not given_up
    return trying and not given_up


@lru_cache(maxsize=64)
def reason_of(said: str, status: str) -> str:
    """The short word for why, from the server's words, else from its status code, else ''."""
    low = _SPACES.sub(" ", _HOSTS.sub(" ", said)).lower().strip() + "$"
    for reason, phrases in words.REASONS:
        for phrase in phrases:
            if phrase in low:
                if reason in ("expired", "suspend") and status[2:] in ("1.1", "1.2"):
                    return words.STATUS_REASONS[status[2:]]
                return reason
    if any(map(said.lower().__contains__, words.BLOCK_LISTS)):
        return "blocked"
    if status.startswith("5") or status[2:] in ("2.2",):
        return words.STATUS_REASONS.get(status[2:], "")
    return "expired" if status.startswith("4") else ""


def _delivery(recipient: str, action: Action, status: str, said: str, notice: str) -> Delivery:
    said = _SPACES.sub(" ", said[:4000]).strip()
    reason = reason_of(said, "")
    if not reason and action == "failed":
        reason = reason_of(notice, "")
    if not reason or reason in ("expired", "suspend"):
        reason = reason_of(said, status)
    hardness: Literal["hard", "soft", ""] = ""
    if action == "failed":
        hardness = "hard" if reason in words.HARD else "soft"
    return Delivery(recipient, action, status, hardness, reason or "undefined", said[:300])


def _recipients(report: str) -> list[dict[str, str]]:
    """The fields of each recipient. A field seen twice begins the next one: many reports lack the empty lines."""
    blocks: list[dict[str, str]] = []
    now: dict[str, str] = {}
    key = ""
    for line in report[:200_000].split("\n"):
        if line[:1] in (" ", "\t") and key:
            now[key] += " " + line.strip()
            continue
        field = _FIELD.match(line)
        if field is None:
            key = ""
            if not line.strip() and now.keys() & {"final-recipient", "original-recipient"}:
                blocks.append(now)
                now = {}
            continue
        key = field.group(1).lower()
        if key in now and key in _REPORT_KEYS:
            blocks.append(now)
            now = {}
        now[key] = field.group(2).strip() if key not in now else now[key]
    blocks.append(now)
    return [block for block in blocks if block.keys() & _REPORT_KEYS]


def _recipient(fields: dict[str, str]) -> str:
    # The address we wrote to is the original one; the final one may be an alias at the other end.
    for key in ("original-recipient", "final-recipient"):
        found = _ADDRESS.search(fields.get(key, "").partition(";")[2] or fields.get(key, ""))
        if found:
            return found.group(0).lower()
    return ""


def _action(stated: str, status: str, notice: str) -> Action:
    word = stated.strip().lower().split(" ")[0].strip(".;()")
    if word in ("failed", "delayed", "delivered", "relayed", "expanded"):
        return cast(Action, word)
    if word in ("deliverable", "success", "successful"):
        return "delivered"
    if word in ("transient-failure", "transient", "deferred", "delay"):
        return "delayed"
    if not word and status.startswith("2"):
        return "delivered"
    return "delayed" if not word and status.startswith("4") and is_delay("", notice) else "failed"


def _status_of(stated: str, said: str) -> str:
    """The most telling enhanced code: the server's own over a general one ('5.0.0') put on by the reporter."""
    first = _STATUS.search(stated)
    own = first.group(0) if first else ""
    if own and not own.endswith(".0.0"):
        return own
    inner = _STATUS.search(said)
    if inner:
        return inner.group(0)
    if own:
        return own
    code = _REPLY_CODE.search(said)
    return f"{code.group(1)[0]}.0.0" if code else ""


def _notice(text: str) -> str:
    """The notice without the mail it returns."""
    text = text[:MAX_NOTICE]
    end = len(text)
    low = text.lower()
    for divider in words.DIVIDERS:
        at = low.find(divider)
        if 20 < at < end:
            end = at
    for mark in ("\nreceived: ", "\nreturn-path: ", "\nreceived:from"):
        at = low.find(mark)
        if 0 < at < end:
            end = at
    return text[:end]


def _own_addresses(mail: Part) -> frozenset[str]:
    """Addresses that are no failed recipients: whom the notice went to, and who wrote it."""
    own = " ".join(mail.headers.get(name) for name in ("to", "from", "reply-to", "return-path"))
    return frozenset(address.lower() for address in _ADDRESS.findall(own))


def _sections(notice: str, own: frozenset[str]) -> dict[str, str]:
    """For each recipient a notice names, what it says of them."""
    found: dict[str, str] = {}
    now = ""
    for line in notice.split("\n"):
        named = _LINE_ADDRESS.match(line)
        if named and named.group(1).lower() not in own:
            address = named.group(1).lower()
            # A server's own line may repeat the address it speaks of.
            if address != now:
                now = address
                found.setdefault(now, "")
            line = line[named.end() :]
        elif now and ((not line.strip() and len(found[now].strip()) > 3) or _NEXT_REPLY.match(line)):
            now = ""
        if now:
            found[now] += " " + line.strip()
    if not found:
        for address in _TO_ADDRESS.findall(notice) or _ADDRESS.findall(notice):
            if address.lower() not in own:
                found.setdefault(address.lower(), "")
    return found


def _returned_to(mail: Part, text: str) -> str:
    """The recipient of the mail that came back, when the notice names none."""
    for part in mail.walk():
        if part is not mail and "to" in part.headers and not part.content_type.startswith("multipart/report"):
            found = _ADDRESS.search(part.headers.get("to"))
            if found:
                return found.group(0).lower()
    for line in text[:MAX_NOTICE].split("\n"):
        if line[:3].lower() == "to:":
            found = _ADDRESS.search(line)
            if found:
                return found.group(0).lower()
    return ""


@lru_cache(maxsize=16384)
def is_daemon(email: str, name: str) -> bool:
    """Whether the sender is the mail system itself: mailer-daemon, postmaster and the like, or nobody at all."""
    if email.partition("@")[0] in _DAEMONS or not email:
        return True
    low = name.lower()
    return any(word in low for word in ("mail delivery", "mailer-daemon", "mail deliver system", "mailer daemon"))


_DAEMONS = frozenset({
    "mailer-daemon", "postmaster", "mailerdaemon", "mailer_daemon", "post_master", "mail-daemon", "maildaemon",
    "mdaemon", "mail_daemon", "poostmaster", "bounce", "bounces", "mailsystem",
    "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
})  # fmt: skip
