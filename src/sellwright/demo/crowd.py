"""What no person wrote for one reader: robots, newsletters, a discussion list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from random import Random

from sellwright.demo import wire
from sellwright.demo.cast import DOMAIN, ROLES
from sellwright.demo.days import at, workday
from sellwright.demo.office import HOST, Office, Post, received, stamp
from sellwright.demo.plot import FIRST_DAY
from sellwright.demo.society import blocks

END = date(2026, 5, 11)
_PICK = re.compile(r"\{(n:)?([^{}]+)\}")
LIST = "metrology-talk@lists.fairmeasure.example"
_LIST_ID = "Talk about measuring <metrology-talk.lists.fairmeasure.example>"


def _chance(text: str, rng: Random) -> str:
    def pick(match: re.Match[str]) -> str:
        if match.group(1):
            low, _, high = match.group(2).partition("-")
            return str(rng.randint(int(low), int(high)))
        return rng.choice(str(match.group(2)).split("/"))

    return _PICK.sub(pick, text)


def post_machine(
    office: Office,
    moment: datetime,
    headers: list[wire.Header],
    content: tuple[list[wire.Header], bytes],
    truth: Mapping[str, object],
) -> None:
    """Post a mail whose headers are ready; id and thread are its Message-ID."""
    values = dict(headers)
    name = values["Message-ID"].strip("<>")
    known = {
        "direction": "in", "asks": False, "thread": name, "parent": "", "date": moment.isoformat(),
        "from": parseaddr(values["From"])[1].lower(), "to": [parseaddr(values["To"])[1].lower()], **truth,
    }  # fmt: skip
    labels = "Sent" if known["direction"] == "out" else "Inbox"
    office.posts.append(Post(moment, name, wire.mail(headers, content), labels, str(known["thread"]), known))


def robots(office: Office) -> None:
    """Builds, alarms, parcels, receipts, tickets."""
    rng = office.rng
    for head, body in blocks("robots.txt"):
        name, sender, address, weekly, to, subject = head
        reader, domain = ROLES[to].email, address.partition("@")[2]
        monday = FIRST_DAY - timedelta(days=FIRST_DAY.weekday())
        while monday <= END:
            count = int(float(weekly)) + (rng.random() < float(weekly) % 1)
            for _ in range(count):
                day = monday + timedelta(days=rng.randrange(6))
                if not FIRST_DAY <= day <= END:
                    continue
                moment = at(day, "CET", rng.randrange(1, 23), rng.randrange(60), rng.randrange(60))
                headers = [
                    ("Return-Path", f"<bounce-{stamp(rng, length=8)}@{domain}>"),
                    *received(f"out.{domain}", reader, moment, rng),
                    ("Message-ID", f"<{stamp(rng, length=20)}.{name}@{domain}>"), ("Date", wire.date_header(moment)),
                    ("From", wire.mailbox(sender, address)), ("To", reader),
                    ("Subject", wire.encoded_words(_chance(subject, rng))), ("Auto-Submitted", "auto-generated"),
                ]  # fmt: skip
                if name in ("build", "desk", "calendar"):
                    headers.append(("Precedence", "bulk"))
                text = _chance(body, rng) + "\n"
                content = wire.text_part(text, "plain", "8bit")
                if name in ("parcel", "paystream", "rail"):
                    page = f"<html><body><p>{text.replace(chr(10), '<br>')}</p></body></html>"
                    content = wire.multipart("alternative", [content, wire.text_part(page, "html")], stamp(rng))
                post_machine(office, moment, headers, content, {"kind": "robot"})
            monday += timedelta(days=7)


def newsletters(office: Office) -> None:
    """Five of them, with the headers by which one leaves."""
    rng = office.rng
    for head, body in blocks("newsletters.txt"):
        name, sender, address, weeks, to = head
        items, reader, domain = body.split("\n"), ROLES[to].email, address.partition("@")[2]
        day, number = FIRST_DAY + timedelta(days=rng.randrange(6)), rng.randrange(80, 300)
        while day <= END:
            moment = at(workday(day, 0), "CET", 6, rng.randrange(60), rng.randrange(60))
            chosen = rng.sample(items, 3)
            token, number = stamp(rng, length=16), number + 1
            text = f"{sender}, issue {number}\n\n" + "\n\n".join(f"* {item}" for item in chosen)
            text += f"\n\nRead online: https://www.{domain}/{number}\nUnsubscribe: https://www.{domain}/leave/{token}\n"
            page = "".join(
                f"<h3>{item}</h3><p><a href='https://www.{domain}/{number}'>Read more</a></p>" for item in chosen
            )
            page = f"<html><body><h1>{sender}</h1>{page}<p><a href='https://www.{domain}/leave/{token}'>Unsubscribe</a></p></body></html>"
            headers = [
                ("Return-Path", f"<bounces+{token}@{domain}>"), *received(f"out.{domain}", reader, moment, rng),
                ("Message-ID", f"<{token}.{number}@{domain}>"), ("Date", wire.date_header(moment)),
                ("From", wire.mailbox(sender, address)), ("To", reader),
                ("Subject", wire.encoded_words(chosen[0].rstrip("."))), ("List-Id", f"{sender} <{name}.{domain}>"),
                ("List-Unsubscribe", f"<https://www.{domain}/leave/{token}>, <mailto:leave@{domain}?subject={token}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("Precedence", "bulk"),
                ("Feedback-ID", f"{number}:{name}:news"),
            ]  # fmt: skip
            content = wire.multipart("alternative", [wire.text_part(text), wire.text_part(page, "html")], token)
            post_machine(office, moment, headers, content, {"kind": "newsletter"})
            day += timedelta(days=7 * int(weeks))


def discussion(office: Office) -> None:
    """A mailing list Emre reads and sometimes writes to."""
    rng, reader = office.rng, ROLES["eng"].email
    for head, body in blocks("list.txt"):
        chain: list[str] = []
        when = at(date.fromisoformat(head[0]), "CET", 10, rng.randrange(60))
        for block in ("\n" + body).split("\n--- ")[1:]:
            writer, _, text = block.partition("\n")
            name, email = parseaddr(writer)
            id = f"{stamp(rng, length=18)}@{email.partition('@')[2]}"
            subject = f"[metrology-talk] {'Re: ' if chain else ''}{head[1]}"
            headers = [
                ("Return-Path", f"<{LIST.replace('@', '-bounces@')}>"),
                *received("lists.fairmeasure.example", reader, when, rng),
                ("Message-ID", f"<{id}>"), ("Date", wire.date_header(when)), ("From", wire.mailbox(name, email)),
                ("To", LIST), ("Subject", subject),
                ("Sender", LIST.replace("@", "-bounces@")), ("List-Id", _LIST_ID),
                ("List-Post", f"<mailto:{LIST}>"), ("List-Unsubscribe", f"<mailto:{LIST.replace('@', '-leave@')}>"),
                ("Precedence", "list"), ("X-Mailman-Version", "3.3.9"), ("X-BeenThere", LIST),
            ]  # fmt: skip
            if chain:
                headers += [("In-Reply-To", f"<{chain[-1]}>"), ("References", " ".join(f"<{one}>" for one in chain))]
            text = f"{text.strip()}\n\n{name.split()[0]}\n"
            footer = "_______________________________________________\nmetrology-talk mailing list -- " + LIST
            content = wire.text_part(f"{text}\n{footer}\n", "plain", "8bit")
            parent = chain[-1] if chain else ""
            truth = {"kind": "list", "thread": chain[0] if chain else id, "parent": parent, "asks": "?" in text}
            if email.endswith(DOMAIN):  # our own post, as the list gave it back
                headers = [("X-Original-To", reader), ("X-Spool", HOST), *headers[1:]]
            post_machine(office, when, headers, content, {**truth, "text": text})
            chain.append(id)
            when += timedelta(hours=rng.randrange(2, 30), minutes=rng.randrange(60))
