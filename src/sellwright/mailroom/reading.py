"""Opens one letter: bytes in, a `Message` out. Never raises for what a mail contains."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import blake2b

from sellwright.interactions import (
    addresses,
    body,
    dates,
    kinds,
    language,
    mime,
    new_text,
    sentences,
    signatures,
    tells,
)
from sellwright.interactions.values import Act, Address, Ask, Attachment, Message, Promise, RawMail, Verdict
from sellwright.measures import acts, asks, promises
from sellwright.settings import Settings

_ID = re.compile(r"<([^<>\s]+)>")
_WRITTEN_BY_HAND = ("human", "form")
MAX_TEXT = 200_000  # characters of a letter that are read; no person writes more in one mail


def read(raw: RawMail, settings: Settings) -> Message:
    """A mail's bytes as a `Message`. `settings` gives the thresholds of asks and promises."""
    mail = mime.parse(raw.data)
    headers = mail.headers
    problems = [problem for part in mail.walk() for problem in part.problems]
    letter = body.read(mail)
    text = letter.text
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
        problems.append(f"only the first {MAX_TEXT:,} characters were read")
    sender = sender_of(headers)
    at = sent_at(headers, problems)
    cut = new_text.cut(text, sender.name)
    verdict = kinds.classify(mail, text, cut.new_text, sender, at)
    found: tuple[str, tuple[Ask, ...], tuple[Promise, ...], tuple[Act, ...]] = ("", (), (), ())
    if verdict.kind in _WRITTEN_BY_HAND:
        found = _understand(cut.new_text, verdict, letter.attachments, (at, settings))
    marks = header_marks(headers)
    subject = headers.get("subject")
    names = tuple(attachment.name for attachment in letter.attachments)
    message_id, in_reply_to, references = _identity(headers)
    return Message(
        id=_stable_id(message_id, (headers.get("date"), sender.email, subject), text),
        path=raw.path,
        message_id=message_id,
        in_reply_to=in_reply_to,
        references=references,
        at=at,
        sender=sender,
        to=addresses.parse(headers.get("to")),
        cc=addresses.parse(headers.get("cc")) if "cc" in headers else (),
        reply_to=addresses.parse(headers.get("reply-to")) if "reply-to" in headers else (),
        subject=subject,
        text=text,
        new_text=cut.new_text,
        spans=cut.spans,
        verdict=verdict,
        facts=signatures.read_facts(text, cut.signature, sender) if cut.signature else (),
        attachments=letter.attachments,
        asks=found[1],
        promises=found[2],
        acts=found[3],
        language=found[0],
        labels=raw.labels,
        delivered_to=_delivered_to(headers),
        marks=(*marks, *tells.tells(subject, cut.new_text, marks, names)),
        problems=tuple(problems),
    )


def _understand(
    written: str, verdict: Verdict, attachments: tuple[Attachment, ...], context: tuple[datetime | None, Settings]
) -> tuple[str, tuple[Ask, ...], tuple[Promise, ...], tuple[Act, ...]]:
    """Language, asks, promises and acts of what a human wrote; of the human inside, for a form."""
    at, settings = context
    if verdict.kind == "form":
        # A form's spans are those of the robot's letter: the human's words are searched in it as they stand.
        start = written.find(verdict.inside_text) if verdict.inside_text else -1
        parts = [
            (s + max(start, 0), e + max(start, 0), t) for s, e, t in sentences.split(verdict.inside_text or written)
        ]
    else:
        parts = sentences.split(written)
    tongue = language.guess(written)
    return (
        tongue,
        asks.find(parts, tongue, settings.ask_threshold),
        promises.find(parts, tongue, at, settings.promise_threshold),
        acts.find(written, parts, attachments),
    )


def sender_of(headers: mime.Headers) -> Address:
    """Who wrote: From, else Sender, else Return-Path; an empty address when the mail names nobody."""
    for name in ("from", "sender", "return-path"):
        if name in headers:
            found = addresses.parse(headers.get(name))
            if found:
                return found[0]
    return Address("")


def sent_at(headers: mime.Headers, problems: list[str]) -> datetime | None:
    """When it was sent: the Date header, else the newest Received line that has a date."""
    at = dates.read_date(headers.get("date")) if "date" in headers else None
    if at is None:
        for line in headers.all("received")[:5]:
            at = dates.read_date(line.rpartition(";")[2].strip())
            if at:
                problems.append("no usable Date header: the time is that of a Received line")
                return at
        problems.append("no usable date")
    return at


def _delivered_to(headers: mime.Headers) -> str:
    for name in ("delivered-to", "x-original-to"):
        if name in headers:
            found = addresses.parse(headers.get(name))
            if found:
                return found[0].email
    return ""


def header_marks(headers: mime.Headers) -> frozenset[str]:
    """What the headers say that rules of relation and trust read."""
    marks = set()
    if "list-unsubscribe" in headers:
        marks.add("unsubscribe_offer")
    if headers.get("precedence").lower() in ("bulk", "junk", "list"):
        marks.add("bulk")
    checks = headers.get("authentication-results").lower()
    if checks and ("dmarc=fail" in checks or ("spf=fail" in checks and "dkim=pass" not in checks)):
        marks.add("unproven_sender")
    return frozenset(marks)


def _identity(headers: mime.Headers) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    raw = headers.get("message-id")
    own = _ID.search(raw)
    message_id = own.group(1) if own else raw.strip("<> ")[:250]
    replied = _ID.findall(headers.get("in-reply-to")) if "in-reply-to" in headers else []
    chain = _ID.findall(headers.get("references")) if "references" in headers else []
    return message_id, tuple(replied[:5]), tuple(chain[-50:])


def _stable_id(message_id: str, fallback: tuple[str, ...], text: str) -> str:
    """The same for the same mail wherever it is found; another body under one Message-ID is another message."""
    named = message_id or "\0".join(fallback)
    content = f"{named}\n{' '.join(text.split())}"
    return blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()
