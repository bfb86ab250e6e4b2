"""The post office of the demo: letters become bytes with the headers of their writers' programs, and truth is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from textwrap import fill
from typing import Any

from sellwright.demo import quoting, wire
from sellwright.demo.cast import DOMAIN, Who
from sellwright.demo.manners import signature

HOST = f"mx.{DOMAIN}"
FREE = frozenset(("gmail.com", "outlook.com", "gmx.de", "web.de", "yahoo.com"))
_DEEPEST_QUOTE = 3


@dataclass(frozen=True, slots=True)
class Post:
    """One mail ready for the mbox, and what is true of it."""

    at: datetime
    id: str
    data: bytes
    labels: str
    thread: str
    truth: dict[str, Any]


@dataclass(slots=True)
class Letter:
    """A letter by a person. `text` is what they wrote this time, greeting and closing included."""

    sender: Who
    to: tuple[Who, ...]
    at: datetime
    subject: str
    text: str
    cc: tuple[Who, ...] = ()
    parent: Letter | None = None
    forwards: bool = False
    bare: bool = False  # without history and signature
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    truth: dict[str, Any] = field(default_factory=dict)
    headers: tuple[wire.Header, ...] = ()
    id: str = ""
    root: str = ""
    chain: tuple[str, ...] = ()
    depth: int = 0
    plain: str = ""
    html: str = ""


def stamp(rng: Random, letters: str = "0123456789abcdef", length: int = 32) -> str:
    """Random letters and digits, as ids carry them."""
    return "".join(rng.choices(letters, k=length))


def message_id(client: str, domain: str, rng: Random) -> str:
    """A Message-ID (without angle brackets) in the form of a mail program."""
    capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    if client == "gmail":
        return f"CA{stamp(rng, capitals + capitals.lower(), 42)}@mail.{domain}"
    if client == "outlook":
        return f"{stamp(rng, capitals, 16)}.{stamp(rng, capitals, 24)}@{stamp(rng, capitals, 6)}.mail.{domain}"
    raw = stamp(rng)
    uuid = f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"
    return f"{uuid.upper() if client == 'apple' else uuid}@{domain}"


def received(host: str, reader: str, when: datetime, rng: Random) -> list[wire.Header]:
    """The trace of one hop into our server, with its verdicts on the sender."""
    domain = host.partition(".")[2] if host.startswith(("mail.", "out.", "smtp.")) else host
    address = f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{1 + sum(map(ord, host)) % 250}"
    at = wire.date_header(when + timedelta(seconds=rng.randrange(1, 40)))
    return [
        ("Delivered-To", reader),
        (
            "Received",
            f"from {host} ({host} [{address}])\n\tby {HOST} with ESMTPS id {stamp(rng, length=12)}\n\t"
            f"for <{reader}>; {at}",
        ),
        ("Authentication-Results", f"{HOST}; dkim=pass header.d={domain};\n\tspf=pass smtp.mailfrom={domain}"),
    ]


def _named(people: tuple[Who, ...], style: str) -> str:
    return ",\n ".join(wire.mailbox(who.name, who.email, style) for who in people)


def _shown(people: tuple[Who, ...]) -> str:
    return "; ".join(f"{who.name} <{who.email}>" for who in people)


class Office:
    """Takes letters and ready mails, keeps them as `posts`. `section` seeds its chance, so sections do not disturb
    each other."""

    def __init__(self, seed: int, section: str) -> None:
        self.rng = Random(f"{seed}:{section}")
        self.posts: list[Post] = []

    def send(self, letter: Letter) -> Letter:
        """Give a letter its id, body and bytes, and post it."""
        domain = letter.sender.firm or letter.sender.email.partition("@")[2]
        letter.id = message_id(letter.sender.client, domain, self.rng)
        parent = letter.parent
        if parent is not None:
            letter.chain, letter.root = (*parent.chain, parent.id), parent.root
        else:
            letter.root = letter.id
        self._write(letter)
        labels = "Sent" if letter.sender.ours else "Inbox"
        truth = {
            "kind": "human", "direction": self._direction(letter), "asks": False, "thread": letter.root,
            "parent": parent.id if parent else "", "date": letter.at.isoformat(), "from": letter.sender.email,
            "to": [who.email for who in letter.to], "text": letter.text, **letter.truth,
        }  # fmt: skip
        self.posts.append(Post(letter.at, letter.id, self._bytes(letter), labels, letter.root, truth))
        return letter

    @staticmethod
    def _direction(letter: Letter) -> str:
        if not letter.sender.ours:
            return "in"
        return "internal" if all(who.ours for who in (*letter.to, *letter.cc)) else "out"

    def _write(self, letter: Letter) -> None:
        who, parent = letter.sender, letter.parent
        if who.client == "thunderbird":
            blocks = [b if b.startswith((">", "- ")) or "\n" in b else fill(b, 72) for b in letter.text.split("\n\n")]
            letter.text = "\n\n".join(blocks)
        plain, html = letter.text, quoting.paragraphs(letter.text, who.client)
        footer = "" if letter.bare else signature(who)
        if footer:
            mark = "-- \n" if who.client in ("gmail", "thunderbird") else ""
            plain += f"\n\n{mark}{footer}"
            inner = quoting.escape(footer).replace("\n", "<br>\n")
            kind = {"gmail": "gmail_signature", "thunderbird": "moz-signature"}.get(who.client, "signature")
            html += f'<br>\n<div class="{kind}">{mark.strip() and "-- <br>"}{inner}</div>'
        if parent is not None and not letter.bare:
            deep = parent.depth >= _DEEPEST_QUOTE
            quoted = quoting.Quoted(
                parent.sender.name, parent.sender.email, _shown(parent.to), _shown(parent.cc), parent.subject,
                parent.at, parent.text if deep else parent.plain,
                quoting.paragraphs(parent.text, parent.sender.client) if deep else parent.html,
            )  # fmt: skip
            letter.depth = 1 if deep else parent.depth + 1
            if letter.forwards:
                old_plain, old_html = quoting.forwarded(who.client, quoted, who.zone)
            else:
                old_plain, old_html = quoting.history(who.client, who.lang, quoted, who.zone)
            plain += "\n\n" + old_plain
            html += "\n" + old_html
        letter.plain, letter.html = plain, html

    def _bytes(self, letter: Letter) -> bytes:
        who = letter.sender
        mark = sum(map(ord, who.email))
        style = "qbl"[mark % 3] if not who.ours else "q"
        headers: list[wire.Header] = []
        if not who.ours:
            domain = who.email.partition("@")[2]
            ours = next((p.email for p in (*letter.to, *letter.cc) if p.email.endswith(DOMAIN)), f"info@{DOMAIN}")
            headers = [("Return-Path", f"<{who.email}>"), *received(f"mail.{domain}", ours, letter.at, self.rng)]
        headers += [
            ("Message-ID", f"<{letter.id}>"), ("Date", wire.date_header(letter.at)),
            ("From", wire.mailbox(who.name, who.email, style)), ("To", _named(letter.to, style)),
        ]  # fmt: skip
        if letter.cc:
            headers.append(("Cc", _named(letter.cc, style)))
        headers.append(("Subject", wire.encoded_words(letter.subject, style)))
        if letter.chain:
            headers.append(("In-Reply-To", f"<{letter.chain[-1]}>"))
            headers.append(("References", "\n ".join(f"<{id}>" for id in letter.chain)))
        headers += [*letter.headers, *_program(who, letter)]
        return wire.mail(headers, self._content(letter, mark))

    def _content(self, letter: Letter, mark: int) -> tuple[list[wire.Header], bytes]:
        client = letter.sender.client
        if client == "thunderbird":
            content = wire.text_part(letter.plain, "plain", "latin1" if mark % 4 == 0 else "8bit")
        else:
            how = "base64" if client == "outlook" and mark % 3 == 0 else "latin1" if mark % 5 == 0 else "qp"
            page = f'<html><head><meta charset="utf-8"></head><body dir="ltr">{letter.html}</body></html>\n'
            page_part = wire.text_part(page, "html", "qp" if how == "latin1" else how)
            if client == "outlook" and mark % 7 == 0:
                content = page_part
            else:
                content = wire.multipart(
                    "alternative", [wire.text_part(letter.plain, "plain", how), page_part], letter.id
                )
        if letter.attachments:
            files = [wire.file_part(*attachment) for attachment in letter.attachments]
            content = wire.multipart("mixed", [content, *files], letter.id)
        return content


def _program(who: Who, letter: Letter) -> list[wire.Header]:
    """What a mail program adds to say what it is."""
    if who.client == "outlook":
        index = hashlib.sha256(letter.root.encode()).hexdigest()[:30].upper()
        topic = wire.encoded_words(letter.subject.removeprefix("Re: ").removeprefix("AW: "))
        return [
            ("Thread-Topic", topic),
            ("Thread-Index", index),
            ("X-MS-Has-Attach", "yes" if letter.attachments else ""),
        ]
    if who.client == "apple":
        return [("X-Mailer", "Apple Mail (2.3826.500.181)")]
    if who.client == "thunderbird":
        return [("User-Agent", "Mozilla Thunderbird"), ("Content-Language", who.lang)]
    return []
