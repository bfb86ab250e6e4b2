"""Kestrel Instruments, an invented firm of six: its mail, meetings, calls and deals in the eighteen months before a
frozen day. Same seed, same bytes, on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sellwright.demo import crowd, ledgers, meetings, notices, outreach, plot, society, stories
from sellwright.demo.cast import DOMAIN, ME, Who, firms
from sellwright.demo.office import Letter, Office, Post

NOW = datetime(2026, 5, 12, 8, 40, tzinfo=ZoneInfo("Europe/Berlin"))  # a Tuesday
DRAFT = {
    "to": "sofia.marchetti@tessinpharma.example",
    "from": ME[0],
    "subject": "The comma",
    "text": (
        "Dear Sofia,\n\nIn March you asked for an export that writes the decimal comma by itself, because Luca"
        " converted every file by hand. Since yesterday it does; Emre has added the semicolon as well, as such sheets"
        " tend to want both. You find it under Reports, Export.\n\nMost of what we build begins as a sentence in one"
        " of your letters.\n\nBest regards,\nClara"
    ),
    "mass_sentence": "Most of what we build begins as a sentence in one of your letters.",
}
WISH_SUBJECT = "Export with a comma"
_FILES = ("kestrel.mbox", "calendar.ics", "deals.csv", "calls.csv", "truth.json")


@dataclass(frozen=True, slots=True)
class DemoFirm:
    """Where the demo's files are, whose day it is, and when."""

    mailbox: Path
    calendar: Path
    deals: Path
    calls: Path
    truth: Path
    me: tuple[str, ...]
    domain: str
    now: datetime


def _firm(folder: Path) -> DemoFirm:
    mailbox, calendar, deals, calls, truth = (folder / name for name in _FILES)
    return DemoFirm(mailbox, calendar, deals, calls, truth, ME, DOMAIN, NOW)


def write(folder: Path, seed: int = 1) -> DemoFirm:
    """Write kestrel.mbox, calendar.ics, deals.csv, calls.csv and truth.json into `folder`, which must exist (OSError
    when it cannot be written to). truth.json comes last: where it is, the others are whole."""
    posts, events = history(seed)
    files = (
        ledgers.mbox(posts), meetings.calendar_file(events), ledgers.deals(seed), ledgers.calls(seed),
        ledgers.truth(posts, NOW, DRAFT),
    )  # fmt: skip
    for name, data in zip(_FILES, files, strict=True):
        (folder / name).write_bytes(data)
    return _firm(folder)


def read(folder: Path) -> DemoFirm | None:
    """The demo firm written into `folder` before, or None when it is not there as a whole."""
    return _firm(folder) if all((folder / name).is_file() for name in _FILES) else None


def history(seed: int) -> tuple[list[Post], list[meetings.Event]]:
    """Every mail in order of time, and every meeting."""
    talk, story = Office(seed, "talk"), Office(seed, "story")
    agreed = plot.perform(seed, talk)
    told = stories.perform(seed, story)
    society_office = Office(seed, "society")
    society.outsiders(seed, society_office)
    society.pitches(seed, society_office)
    society.colleagues(seed, society_office)
    society.form_requests(seed, society_office)
    machines = Office(seed, "machines")
    crowd.robots(machines)
    crowd.newsletters(machines)
    crowd.discussion(machines)
    many = Office(seed, "many")
    campaign = outreach.monthly(many)
    mass = outreach.mass_letters(seed, many)
    outreach.campaign_answer(many, campaign)
    events = meetings.plan(seed, agreed)
    gathered = Office(seed, "gathered")
    meetings.mails(gathered, events)
    back = Office(seed, "back")
    _comes_back(back, many, mass, told)
    offices = (talk, story, society_office, machines, many, gathered, back)
    posts = [post for office in offices for post in office.posts if post.at < NOW]
    return sorted(posts, key=lambda post: (post.at, post.id)), events


def _comes_back(back: Office, many: Office, mass: list[Letter], told: list[Letter]) -> None:
    """Absences, bounces, complaints and receipts that answer what was sent to many."""
    known: dict[str, Who] = {who.email: who for firm in firms() for who in firm.people}
    known |= {who.email: who for who in outreach.contacts()}
    sent = [
        notices.Sent(
            known[post.truth["to"][0]],
            post.id,
            _subject(post),
            post.at.date(),
            post.at,
            post.truth["from"],
            post.thread,
        )
        for post in many.posts
        if post.truth.get("mass") and post.truth["to"][0] in known
    ]
    machine = [one for one in sent if one.sender == outreach.SENDER]
    notices.away(back, sent)
    notices.undelivered(back, machine)
    notices.complaints(back, machine)
    letters = [one for one in (*mass, *told) if one.sender.ours and not one.truth.get("inside")]
    notices.receipts(
        back,
        [
            notices.Sent(one.to[0], one.id, one.subject, one.at.date(), one.at, one.sender.email, one.root)
            for one in letters
        ],
    )


def _subject(post: Post) -> str:
    head = post.data[: post.data.find(b"\n\n")]
    line = next(row for row in head.split(b"\n") if row.startswith(b"Subject: "))
    return line[9:].decode("ascii")
