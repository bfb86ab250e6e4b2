"""Meetings: invitations, answers and cancellations as mails (RFC 5546, 6047), and the calendar they end up in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from sellwright.demo import wire
from sellwright.demo.cast import CLARA, DOMAIN, EMRE, HEDDA, JONAS, ROLES, US, Who, firms
from sellwright.demo.crowd import post_machine
from sellwright.demo.days import MONTHS, WEEKDAYS, at, in_zone, is_workday, workday
from sellwright.demo.office import Office, received, stamp
from sellwright.demo.play import Gathering
from sellwright.demo.stories import EFFORT, TODAY

# Firms with a part on the demo day keep to the meetings of their own conversations.
_PLAYED = frozenset(who.partition("@")[2] for lane in TODAY.values() for who in lane) | frozenset(
    who.partition("@")[2] for who in EFFORT
)
_TITLES = {
    "en": (
        "Walk through the first curves", "Where the sensors go", "Half an hour on alarms", "Look at the trial together",
        "Call about the fitting plan", "Review of the quarter", "Questions before the order", "Names for the points",
    ),
    "de": ("Kurven gemeinsam ansehen", "Montageplan besprechen", "Rückblick auf das Quartal", "Fragen zur Bestellung"),
    "fr": ("Regarder les courbes ensemble", "Plan de pose", "Questions avant la commande"),
    "es": ("Ver las curvas juntos", "Plan de montaje"),
    "sv": ("Titta på kurvorna", "Monteringsplan"),
    "nl": ("Samen naar de grafieken kijken", "Montageplan"),
}  # fmt: skip
_BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting with the answers of those invited."""

    uid: str
    start: datetime
    minutes: int
    title: str
    host: Who
    guests: tuple[tuple[Who, str], ...]  # with ACCEPTED, DECLINED, TENTATIVE or NEEDS-ACTION
    asked_at: datetime
    cancelled: bool = False


def plan(seed: int, agreed: Sequence[Gathering]) -> list[Event]:
    """Meetings agreed in letters, and others of which the letters do not speak."""
    rng = Random(f"{seed}:meetings")
    events = []
    for one in agreed:
        start = at(one.day, "CET", rng.choice((9, 10, 11, 14, 15)), rng.choice((0, 30)))
        events.append(_event(rng, start, one.title, one.host, one.guests, one.said.at + timedelta(minutes=12)))
    for firm in firms():
        if firm.domain in _PLAYED or firm.arc in ("lead", "chased", "nurture"):
            continue
        host = ROLES[firm.owner]
        first = date(2025, 1, 20) if firm.arc == "customer" else date(2025, 11, 3)
        for _ in range(rng.randrange(1, 4)):
            day = workday(first + timedelta(days=rng.randrange(40, 170)), 0)
            first = day
            if day > date(2026, 5, 7):
                break
            start = at(day, "CET", rng.choice((9, 10, 11, 13, 14, 15, 16)), rng.choice((0, 0, 15, 30)))
            guests = tuple(firm.people[: rng.choice((1, 1, 2))]) + ((EMRE,) if rng.random() < 0.3 else ())
            asked = at(workday(day - timedelta(days=rng.randrange(4, 12)), 0), "CET", 11, rng.randrange(60))
            if asked >= start:
                asked = start - timedelta(days=2)
            theirs = rng.random() < 0.2
            chief, others = (firm.people[0], (host, *guests[1:])) if theirs else (host, guests)
            title = rng.choice(_TITLES[firm.lang])
            events.append(_event(rng, start, f"{title} ({firm.name})", chief, others, asked))
    return sorted(events + _ahead() + _evenly(), key=lambda event: (event.start, event.uid))


def _event(rng: Random, start: datetime, title: str, host: Who, guests: tuple[Who, ...], asked: datetime) -> Event:
    answers = [rng.choices(("ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION"), (80, 6, 6, 8))[0] for _ in guests]
    uid = hashlib.sha256(f"{title}{start}{host.email}".encode()).hexdigest()[:26] + f"@{DOMAIN}"
    cancelled = rng.random() < 0.05
    minutes = rng.choice((30, 30, 45, 60))
    return Event(uid, start, minutes, title, host, tuple(zip(guests, answers, strict=True)), asked, cancelled)


def _evenly() -> list[Event]:
    """Two talks with Daniel Frey, in which both sides gave the same hour."""
    frey = next(who for firm in firms() for who in firm.people if who.email == "daniel.frey@metrica-bio.example")
    return [
        Event(f"frey-{day:%m%d}@{DOMAIN}", at(day, "CET", 13, 0), 60, title, CLARA, ((frey, "ACCEPTED"),),
              at(day - timedelta(days=6), "CET", 9, 20))
        for day, title in ((date(2026, 4, 23), "Seven and eight"), (date(2026, 5, 4), "The other incubators"))
    ]  # fmt: skip


def _ahead() -> list[Event]:
    """The week of the demo day."""
    by_domain = {firm.domain: firm.people for firm in firms()}
    rows = (
        (date(2026, 5, 12), 15, "Names for the points (Annex Press)", JONAS, by_domain["annexpress.example"][0]),
        (date(2026, 5, 13), 10, "Review of the quarter (Kirkwall)", CLARA, by_domain["kirkwallwhisky.example"][0]),
        (date(2026, 5, 14), 14, "Call about the fitting plan (Tyndall)", CLARA, by_domain["tyndallschool.example"][0]),
        (date(2026, 5, 19), 11, "Questions before the order (Zephyr)", JONAS, by_domain["zephyrturbines.example"][0]),
    )  # fmt: skip
    return [
        Event(f"ahead-{day:%m%d}@{DOMAIN}", at(day, "CET", hour, 0), 30, title, host, ((guest, "ACCEPTED"),),
              at(date(2026, 5, 5), "CET", 9, 10 + number))
        for number, (day, hour, title, host, guest) in enumerate(rows)
    ]  # fmt: skip


def _fold(line: str) -> str:
    out = []
    while len(line.encode("utf-8")) > 73:
        cut = 70
        while len(line[:cut].encode("utf-8")) > 73:
            cut -= 1
        out.append(line[:cut])
        line = " " + line[cut:]
    return "\r\n".join([*out, line])


def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _vevent(event: Event, guests: Sequence[tuple[Who, str]], cancelled: bool) -> list[str]:
    local = in_zone(event.start, "CET")
    end = local + timedelta(minutes=event.minutes)
    rows = [
        "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{event.asked_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/Berlin:{local:%Y%m%dT%H%M%S}", f"DTEND;TZID=Europe/Berlin:{end:%Y%m%dT%H%M%S}",
        f"SUMMARY:{_text(event.title)}", f'ORGANIZER;CN="{event.host.name}":mailto:{event.host.email}',
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}", f"SEQUENCE:{int(cancelled)}",
    ]  # fmt: skip
    rows += [
        f'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP=TRUE;CN="{who.name}":mailto:{who.email}'
        for who, answer in guests
    ]
    return [*rows, "END:VEVENT"]


def _calendar(method: str, rows: Sequence[str]) -> str:
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Kestrel Instruments//Demo//EN", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    return "\r\n".join(map(_fold, [*lines, *_BERLIN.split("\n"), *rows, "END:VCALENDAR"])) + "\r\n"


def mails(office: Office, events: Sequence[Event]) -> None:
    """The mails around each meeting: request, answers, now and then a cancellation."""
    for event in events:
        asked = [(who, "NEEDS-ACTION") for who, _ in event.guests]
        first = _mail(office, event, "REQUEST", asked, event.host, [who for who, _ in event.guests], event.asked_at, "")
        for who, answer in event.guests:
            if answer == "NEEDS-ACTION" or (who.ours and event.host.ours):
                continue
            moment = event.asked_at + timedelta(minutes=office.rng.randrange(5, 400))
            _mail(office, event, "REPLY", [(who, answer)], who, [event.host], in_zone(moment, who.zone), first)
        if event.cancelled:
            moment = min(event.start - timedelta(hours=3), event.asked_at + timedelta(days=1, hours=2))
            _mail(office, event, "CANCEL", event.guests, event.host, [who for who, _ in event.guests], moment, first)


def _mail(
    office: Office, event: Event, method: str, guests: Sequence[tuple[Who, str]], sender: Who, to: Sequence[Who],
    moment: datetime, first: str,
) -> str:  # fmt: skip
    word = {"REQUEST": "", "CANCEL": "Canceled: "}.get(method, "")
    if method == "REPLY":
        word = {"ACCEPTED": "Accepted: ", "DECLINED": "Declined: ", "TENTATIVE": "Tentative: "}[guests[0][1]]
    local = in_zone(event.start, sender.zone)
    day = f"{WEEKDAYS['en'][local.weekday()]} {local.day} {MONTHS['en'][local.month - 1]} {local.year}"
    note = f"{event.title}\n{day}, {local:%H:%M}, {event.minutes} minutes\n"
    ics = _calendar(method, _vevent(event, guests, method == "CANCEL")).replace("\r\n", "\n")
    kind = ("Content-Type", f"text/calendar; charset=utf-8; method={method}")
    calendar = ([kind, ("Content-Transfer-Encoding", "8bit")], ics.encode("utf-8"))
    own = f"{stamp(office.rng, length=26)}@{sender.firm}"
    readers = [who.email for who in to]
    headers: list[wire.Header] = []
    if not sender.ours:
        headers = [
            ("Return-Path", f"<{sender.email}>"),
            *received(f"mail.{sender.firm}", readers[0], moment, office.rng),
        ]
    headers += [
        ("Message-ID", f"<{own}>"), ("Date", wire.date_header(moment)),
        ("From", wire.mailbox(sender.name, sender.email)),
        ("To", ",\n ".join(wire.mailbox(who.name, who.email) for who in to)),
        ("Subject", wire.encoded_words(word + event.title)),
    ]  # fmt: skip
    if first:
        headers += [("In-Reply-To", f"<{first}>"), ("References", f"<{first}>")]
    ours, inside = sender.ours, sender.ours and all(who.ours for who in to)
    truth = {
        "kind": "calendar", "direction": "internal" if inside else "out" if ours else "in", "parent": first,
        "thread": first or own, "method": method, "to": readers,
    }  # fmt: skip
    content = wire.multipart("alternative", [wire.text_part(note, "plain", "8bit"), calendar], own)
    post_machine(office, moment, headers, content, truth)
    return own


def calendar_file(events: Sequence[Event]) -> bytes:
    """calendar.ics: all meetings, a weekly one of the house, a holiday."""
    rows: list[str] = []
    for event in events:
        rows += _vevent(event, event.guests, event.cancelled)
    monday = at(date(2024, 11, 18), "CET", 9, 15)
    house = Event(f"monday@{DOMAIN}", monday, 20, "Monday round", HEDDA, tuple((who, "ACCEPTED") for who in US), monday)
    weekly = _vevent(house, house.guests, False)
    out = [d for d in (date(2025, 4, 21), date(2025, 6, 9), date(2026, 4, 6)) if not is_workday(d)]
    weekly[5:5] = ["RRULE:FREQ=WEEKLY;UNTIL=20260630T070000Z"] + [
        f"EXDATE;TZID=Europe/Berlin:{d:%Y%m%d}T091500" for d in out
    ]
    away = [
        "BEGIN:VEVENT", f"UID:summer@{DOMAIN}", "DTSTAMP:20250701T080000Z", "DTSTART;VALUE=DATE:20250728",
        "DTEND;VALUE=DATE:20250816", "SUMMARY:Clara away", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip
    return _calendar("", [*rows, *weekly, *away]).encode("utf-8")


__all__ = ["Event", "calendar_file", "mails", "plan"]
