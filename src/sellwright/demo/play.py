"""Plays a script for one firm: fills in the particulars, dates every turn, and posts the letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sellwright.demo.cast import DOMAIN, ME, ROLES, Firm, Who
from sellwright.demo.days import at, date_words, due_words, in_zone, office_time, workday
from sellwright.demo.manners import closing, greeting, in_their_words
from sellwright.demo.office import Letter, Office
from sellwright.demo.scripts import Script, Turn, second_versions
from sellwright.demo.wire import small_pdf

_EITHER = re.compile(r"\[\[(.*?)\]\]", re.S)
_SLOT = re.compile(r"\{([^{}]+)\}")
# A request in words of its own; "please find attached" and its like ask for nothing.
_REQUEST = re.compile(
    r"\b(?:please|bitte|veuillez|merci de (?:confirmer|préciser))\b(?! (?:find|see|do[.,]|regard|take this|trouver))",
    re.I,
)
_TYPES = {
    "pdf": "application/pdf", "csv": "text/csv", "png": "image/png", "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_ANSWER = {"de": "AW: ", "sv": "SV: "}


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting agreed in a letter, to be put into calendars."""

    day: date
    host: Who
    guests: tuple[Who, ...]
    title: str
    said: Letter


@dataclass(slots=True)
class Scene:
    """One script being played for a firm."""

    firm: Firm
    script: Script
    use: int
    rng: Random
    numbers: dict[str, str] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)

    def who(self, name: str) -> Who:
        if name in ("us", "owner"):
            return ROLES[self.firm.owner]
        if name == "them":
            return self.firm.people[0]
        if name.startswith("them"):
            return self.firm.people[int(name[4:]) - 1]
        return ROLES[name]


def attachment(name: str) -> tuple[str, str, bytes]:
    """A small file of the kind its name says."""
    kind = name.rpartition(".")[2]
    title = name.rpartition(".")[0].replace("_", " ")
    if kind == "pdf":
        data = small_pdf(title)
    elif kind == "csv":
        data = b"time;channel;value\r\n2026-01-12 08:00;1;4,2\r\n2026-01-12 08:10;1;4,3\r\n"
    else:
        data = (title * 8).encode("utf-8")
    return name.replace("_", " "), _TYPES.get(kind, "application/octet-stream"), data


def filled(scene: Scene, turn: Turn, writer: Who, when: datetime) -> tuple[str, dict[str, Any]]:
    """A turn's text with its particulars, and what is true of it."""
    own = turn.text
    if scene.use % 2:
        own = second_versions().get((scene.script.name, len(scene.letters)), own)
    text = _EITHER.sub(lambda match: match.group(1).split("||")[scene.use % len(match.group(1).split("||"))], own)
    truth: dict[str, Any] = {}
    lang = scene.script.lang

    def slot(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith(("due+", "day+", "due:")):
            day = workday(when.date(), int(name[4:])) if "+" in name else date.fromisoformat(name[4:])
            if name.startswith("due"):
                truth["promise"] = {"due": day.isoformat(), "words": due_words(day, when.date(), lang)}
            return due_words(day, when.date(), lang)
        if name.startswith("date+"):
            return date_words(workday(when.date(), int(name[5:])), lang)
        if name.startswith("#"):
            return _number(scene, name[1:])
        return particular(scene, name, writer)

    text = in_their_words(_SLOT.sub(slot, text), writer, scene.rng)
    asks = ("?" in text or "ask" in turn.flags or _REQUEST.search(text) is not None) and "noask" not in turn.flags
    truth["asks"] = asks
    if lang != "de":  # a German letter goes on in lower case after the greeting's comma
        text = "\n\n".join(block[:1].upper() + block[1:] for block in text.split("\n\n"))
    return text, truth


def _number(scene: Scene, name: str) -> str:
    key, _, bounds = name.partition(":")
    if bounds and key not in scene.numbers:
        low, _, rest = bounds.partition("-")
        high, _, step = rest.partition(":")
        value = scene.rng.randrange(int(low), int(high) + 1, int(step or "1"))
        mark = "," if scene.script.lang == "en" else "."
        scene.numbers[key] = f"{value:,}".replace(",", mark) if value >= 1000 else str(value)
    return scene.numbers[key]


def particular(scene: Scene, name: str, writer: Who) -> str:
    """One particular of the firm or its people by name."""
    firm = scene.firm
    if name in firm.facts:
        return firm.facts[name]
    if name == "firm":
        return firm.name
    if name == "site":
        return firm.town
    if name == "me":
        return writer.first
    base, _, part = name.partition(".")
    person = scene.who(base)
    return {"": person.first, "full": person.name, "mail": person.email, "phone": person.phone, "title": person.title}[
        part
    ]


def _moment(scene: Scene, turn: Turn, writer: Who, start: datetime) -> datetime:
    if "T" in turn.wait:
        day = date.fromisoformat(turn.wait[:10])
        return at(day, writer.zone, int(turn.wait[11:13]), int(turn.wait[14:16]), scene.rng.randrange(60))
    if not scene.letters:
        return in_zone(start, writer.zone)
    last = scene.letters[-1].at
    if turn.wait.endswith("h"):
        late = last + timedelta(hours=float(turn.wait[:-1]), minutes=scene.rng.randrange(2, 50))
        return in_zone(late, writer.zone)
    day = workday(last.date(), int(turn.wait))
    return office_time(day, writer.zone, scene.rng, last)


def _readers(scene: Scene, writer: Who, turn: Turn) -> tuple[tuple[Who, ...], tuple[Who, ...], Letter | None]:
    """To, Cc and the letter answered."""
    outside = [letter for letter in scene.letters if not letter.truth.get("inside")]
    fresh = bool(turn.subject) or not outside
    if turn.to:
        inside = [letter for letter in scene.letters if letter.truth.get("inside")]
        answered = inside[-1] if inside and inside[-1].sender == scene.who(turn.to) else outside[-1]
        return (scene.who(turn.to),), (), answered
    extra = tuple(scene.who(name) for name in turn.value("cc=").split(",") if name)
    main = scene.who("us") if not writer.ours else scene.who("them")
    if fresh:
        return (main,), extra, None
    last = outside[-1]
    if last.sender.ours != writer.ours:
        main = last.sender
    else:
        main = next((who for who in last.to if who.ours != writer.ours), main)
    around = (last.sender, *last.to, *last.cc, *extra)
    seen = {main.email, writer.email}
    if seen & set(ME):
        seen |= set(ME)  # both of Clara's addresses are hers
    cc = []
    for who in around:
        if who.email not in seen:
            seen.add(who.email)
            cc.append(who)
    return (main,), tuple(cc), last


def _appearing(who: Who, turn: Turn) -> Who:
    """A person as they appear in one letter: now and then from another address or under another form of their name."""
    return replace(
        who, email=turn.value("from=") or who.email, name=turn.value("as=").replace("_", " ") or who.name,
        client="gmail" if turn.value("from=") else who.client,
    )  # fmt: skip


def compose(scene: Scene, turn: Turn, start: datetime) -> Letter:
    """The letter of one turn, not yet posted."""
    writer = _appearing(scene.who(turn.who), turn)
    when = _moment(scene, turn, writer, start)
    text, truth = filled(scene, turn, writer, when)
    to, cc, parent = _readers(scene, writer, turn)
    if desk := turn.value("to="):
        to = (replace(to[0], email=f"{desk}@{DOMAIN}", name="" if desk == "info" else to[0].name),)
    lang = scene.script.lang
    truth["script"] = scene.script.name
    if turn.to:
        truth["inside"] = True
        hello, bye = "", ""
    else:
        hello = greeting(writer, scene.who("us") if turn.value("to=") else to[0], lang, parent is not None, scene.rng)
        bye = closing(scene.who(turn.who), lang, scene.rng)
    if not hello:
        text = text[:1].upper() + text[1:]
    if parent is None:
        subject = particulars_in(scene, turn.subject or scene.script.subject, writer)
    elif turn.to and not parent.truth.get("inside"):
        subject = f"{'WG' if lang == 'de' else 'Fwd'}: {parent.subject}"
    else:
        mark = _ANSWER.get(writer.lang if not writer.ours else lang, "Re: ")
        bare = parent.subject.removeprefix("Re: ").removeprefix("AW: ").removeprefix("SV: ")
        subject = parent.subject if parent.subject.startswith(mark) else mark + bare
    name = turn.value("attach=")
    files = tuple(attachment(part) for part in name.split(",")) if name else ()
    if writer.ours and not turn.to:
        truth["by_hand"] = True
    forwards = bool(turn.to) and parent is not None and not parent.truth.get("inside")
    body = "\n\n".join(part for part in (hello, text, bye) if part)
    return Letter(writer, to, when, subject, body, cc, parent, forwards, False, files, truth)


def particulars_in(scene: Scene, text: str, writer: Who) -> str:
    """A text with its particulars filled in, beginning with a capital."""
    text = _SLOT.sub(lambda match: particular(scene, match.group(1), writer), text)
    return text[:1].upper() + text[1:]


def play(scene: Scene, start: datetime, office: Office, fits: Callable[[list[Letter]], bool]) -> bool:
    """Compose every turn; post all of them if `fits` agrees with the whole, else none."""
    for turn in scene.script.turns:
        letter = compose(scene, turn, start)
        scene.letters.append(letter)
        if meet := turn.value("meet+"):
            host = letter.sender
            guests = tuple(who for who in (*letter.to, *letter.cc) if who != host)
            day = workday(letter.at.date(), int(meet))
            scene.gatherings.append(Gathering(day, host, guests, letter.subject, letter))
    if not fits(scene.letters):
        return False
    for letter in scene.letters:
        office.send(letter)
    return True


def opening(day: date, zone: str, rng: Random) -> datetime:
    """When a conversation begins on a day."""
    return office_time(workday(day, 0), zone, rng) if rng.random() > 0.04 else at(day, zone, 21, rng.randrange(60))
