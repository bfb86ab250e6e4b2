"""Everybody who does not buy: colleagues among themselves, partners, suppliers, candidates, press, family, pitches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from random import Random

from sellwright.demo.cast import CLARA, DOMAIN, LOTTE, ROLES, US, Firm, Who, lines, others
from sellwright.demo.days import at, office_time, workday
from sellwright.demo.manners import closing, greeting, in_their_words
from sellwright.demo.office import Letter, Office
from sellwright.demo.play import Scene, play
from sellwright.demo.plot import FIRST_DAY, LAST_DAY
from sellwright.demo.scripts import Script, parse

NO_FACTS = dict.fromkeys(("product", "thing", "place", "tool", "n", "event", "worry"), "")


def blocks(name: str) -> Iterator[tuple[list[str], str]]:
    """The `=== a | b | c` blocks of a data file: their heads and texts."""
    text = files("sellwright.demo").joinpath("letters", name).read_text("utf-8")
    for block in ("\n" + text).split("\n=== ")[1:]:
        head, _, body = block.partition("\n")
        yield [piece.strip() for piece in head.split("|")], body.strip("\n")


def outsiders(seed: int, office: Office) -> None:
    """Partners, suppliers, candidates, press, family and strangers, each in their own conversation."""
    known = {who.email: who for who in others()}
    for head, body in blocks("others-talk.txt"):
        name, email, lang, start, owner = head
        who = known[email]
        script = parse(f"=== {name} | other | {lang}\n{body}")[0]
        firm = Firm(who.firm, who.firm_name, lang, lang, "CET", "other", owner.partition("=")[2], "", NO_FACTS, (who,))
        scene = Scene(firm, script, 0, Random(f"{seed}:other:{name}"))
        begin = office_time(date.fromisoformat(start), "CET", scene.rng)
        play(scene, begin, office, lambda letters: True)


def pitches(seed: int, office: Office) -> None:
    """Vendors who write three times and more, and get no answer."""
    known = {who.email: who for who in others()}
    for head, body in blocks("pitches.txt"):
        name, email, lang, start, extra = head
        who = known[email]
        script: Script = parse(f"=== {name} | pitch | {lang}\n{body}")[0]
        reader = ROLES[("clara", "boss", "jonas", "ops")[len(name) % 4]]
        rng = Random(f"{seed}:pitch:{name}")
        previous: Letter | None = None
        day = date.fromisoformat(start)
        for turn in script.turns:
            day = workday(day, int(turn.wait))
            hello, bye = greeting(who, reader, lang, False, rng), closing(who, lang, rng)
            text = "\n\n".join((hello, turn.text.replace("{first}", reader.first), bye))
            if extra:
                text += '\n\nIf you do not wish to hear from me again, reply with "unsubscribe".'
            subject = script.subject.replace("{first}", reader.first)
            letter = Letter(who, (reader,), office_time(day, "CET", rng), subject, text)
            if extra:
                letter.headers = (("List-Unsubscribe", f"<mailto:optout@{who.firm}?subject=unsubscribe>"),)
            if previous is not None:
                letter.subject, letter.parent = f"Re: {subject}", previous
            letter.truth = {"asks": True, "pitch": True}
            previous = office.send(letter)


def colleagues(seed: int, office: Office) -> None:
    """Mail inside the house: conversations, and Lotte's note on Mondays."""
    rng = Random(f"{seed}:inside")
    for head, body in blocks("inside.txt"):
        first, *turns = body.split("\n--- ")
        subject = first.removeprefix("Subject:").strip()
        begin = date.fromisoformat(head[0])
        parent: Letter | None = None
        for block in turns:
            line, _, text = block.partition("\n")
            speaker, wait = line.split()
            who = ROLES[speaker]
            moment = _after(begin, float(wait), rng, parent)
            to, cc = _everybody(who, parent)
            letter = Letter(who, to, moment, f"Re: {subject}" if parent else subject, text.strip(), cc, parent)
            letter.truth = {"asks": "?" in text}
            parent = office.send(letter)
    _mondays(office, rng)


def _after(begin: date, wait: float, rng: Random, parent: Letter | None) -> datetime:
    """A wait of .1 is about an hour on the same day."""
    day = workday(begin, int(wait))
    if wait == int(wait):
        return at(day, "CET", 8, rng.randrange(5, 55), rng.randrange(60))
    assert parent is not None
    return parent.at + timedelta(minutes=35 + rng.randrange(70))


def _everybody(who: Who, parent: Letter | None) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    rest = tuple(one for one in US if one != who)
    if parent is None or parent.sender == who:
        return rest, ()
    return (parent.sender,), tuple(one for one in rest if one != parent.sender)


def _mondays(office: Office, rng: Random) -> None:
    remarks = lines("mondays.txt")
    monday = FIRST_DAY + timedelta(days=6)
    week = 0
    while monday <= LAST_DAY + timedelta(days=3) and week < len(remarks):
        day = workday(monday, 0)
        out, chamber, back = rng.randrange(3, 19), rng.randrange(6, 25), rng.randrange(4)
        text = (
            f"Week {day.isocalendar().week}: {out} instruments went out, {chamber} are in the chamber, "
            f"{back or 'none'} came back for repair.\n\n{remarks[week]}"
        )
        subject = f"Monday note, week {day.isocalendar().week}"
        moment = at(day, "CET", 8, rng.randrange(2, 40), rng.randrange(60))
        rest = tuple(one for one in US if one != LOTTE)
        note = office.send(Letter(LOTTE, rest, moment, subject, text, bare=True, truth={"asks": False}))
        if rng.random() < 0.25:
            who = rng.choice(rest)
            answer = rng.choice(("Noted.", "Thanks, Lotte.", "Will do.", "Read. I am out until noon.", "Understood."))
            moment = note.at + timedelta(minutes=rng.randrange(4, 90))
            office.send(Letter(who, (LOTTE,), moment, f"Re: {subject}", answer, (), note, truth={"asks": False}))
        monday += timedelta(days=7)
        week += 1


def form_requests(seed: int, office: Office) -> list[Letter]:
    """Requests by the form on our own site: a machine that carries a human; our answers go to the human."""
    rng = Random(f"{seed}:forms")
    answers = []
    for line in lines("forms.txt"):
        when, email, name, firm, text, owner, answer = (piece.strip() for piece in line.split("|"))
        lang = "de" if " und " in f" {text} " or "Bitte" in text else "fr" if "Livrez" in text else "en"
        inner = Who(email, name, "", email.partition("@")[2], firm, lang=lang, client="gmail", relation="prospect")
        moment = at(date.fromisoformat(when[:10]), "CET", int(when[11:13]), int(when[14:16]), rng.randrange(60))
        notice = _form_notice(office, inner, text, moment)
        if not answer:
            continue
        who = ROLES[owner]
        day = workday(moment.date() + timedelta(days=1), 0)
        body = "\n\n".join((
            greeting(who, inner, lang, False, rng), in_their_words(answer, who, rng), closing(who, lang, rng)
        ))  # fmt: skip
        letter = Letter(who, (inner,), office_time(day, "CET", rng), f"Re: {notice.subject}", body, (), notice)
        letter.truth = {"by_hand": True}
        answers.append(office.send(letter))
    return answers


def _form_notice(office: Office, inner: Who, text: str, moment: datetime) -> Letter:
    website = Who(f"website@{DOMAIN}", "Kestrel website", "", DOMAIN, "", client="thunderbird")
    info = Who(f"info@{DOMAIN}", "Kestrel Instruments", "", DOMAIN, "")
    body = (
        f"A new request was sent by the contact form.\n\nName: {inner.name}\nCompany: {inner.firm_name or '-'}\n"
        f"Email: {inner.email}\nMessage:\n{text}\n\nSent from www.{DOMAIN}/contact"
    )
    letter = Letter(website, (info, CLARA), moment, f"Contact form: {inner.name}", body, bare=True)
    letter.headers = (
        ("Reply-To", f"{inner.name} <{inner.email}>"), ("Auto-Submitted", "auto-generated"),
        ("X-Mailer", "Formroom 3.2"),
    )  # fmt: skip
    letter.truth = {
        "kind": "form", "direction": "in", "asks": True, "inside": {"address": inner.email, "name": inner.name},
        "inside_text": text,
    }  # fmt: skip
    return office.send(letter)
