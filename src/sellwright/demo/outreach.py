"""Letters to many: the monthly letter sent by machine, and letters mass-mailed from a seller's own mailbox."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sellwright.demo import wire
from sellwright.demo.cast import CUSTOMER_ARCS, DOMAIN, ROLES, Firm, Who, firms, lines
from sellwright.demo.crowd import post_machine
from sellwright.demo.days import MONTHS, at, workday
from sellwright.demo.manners import closing, greeting
from sellwright.demo.office import Letter, Office, stamp
from sellwright.demo.play import Scene, filled
from sellwright.demo.scripts import Script, Turn
from sellwright.demo.society import blocks

SENDER = f"letters@{DOMAIN}"
NURTURED = frozenset({"nurture", "lost", "nodecision"})
_APART = frozenset({"sofia.marchetti@tessinpharma.example"})  # the draft of the demo day is for her


def contacts() -> list[Who]:
    """People who get the monthly letter and never wrote."""
    found = []
    for line in lines("contacts.txt"):
        email, name, home = (piece.strip() for piece in line.split("|"))
        found.append(Who(email, name, "", email.partition("@")[2], "", home=home, relation="prospect"))
    return found


def readers() -> list[Who]:
    """Everybody who gets the monthly letter."""
    return [who for firm in firms() if firm.arc in NURTURED for who in firm.people] + contacts()


def monthly(office: Office) -> list[tuple[Who, str, str, date]]:
    """Twelve letters by machine. Gives (reader, message id, subject, day) for what comes back."""
    rng, sent = office.rng, []
    for number, (head, body) in enumerate(blocks("campaign.txt")):
        month = (4 + number) % 12 + 1
        day = workday(date(2025 if month > 4 else 2026, month, 6), 0)
        for index, who in enumerate(readers()):
            moment = at(day, "CET", 7, 30 + index // 6, index * 7 % 60)
            token = stamp(rng, length=20)
            leave = f"https://letters.{DOMAIN}/leave/{token}"
            text = f"Hello {who.first},\n\n{body}\n\nKestrel Instruments, Lübeck\n\nNo more of these: {leave}\n"
            page = "".join(f"<p>{block}</p>" for block in text.replace("&", "&amp;").split("\n\n"))
            headers = [
                ("Message-ID", f"<{token}.{number + 1}@letters.{DOMAIN}>"), ("Date", wire.date_header(moment)),
                ("From", wire.mailbox("Kestrel Instruments", SENDER)), ("To", wire.mailbox(who.name, who.email)),
                ("Reply-To", wire.mailbox("Clara Voss", ROLES["clara"].email)), ("Subject", head[0]),
                ("List-Id", f"Monthly letter <monthly.letters.{DOMAIN}>"),
                ("List-Unsubscribe", f"<https://letters.{DOMAIN}/leave/{token}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("Precedence", "bulk"),
                ("Auto-Submitted", "auto-generated"), ("X-Campaign", f"monthly-{number + 1}"),
            ]  # fmt: skip
            parts = [wire.text_part(text), wire.text_part(f"<html><body>{page}</body></html>", "html")]
            content = wire.multipart("alternative", parts, token)
            truth = {"kind": "newsletter", "direction": "out", "mass": True, "campaign": f"monthly-{number + 1}"}
            post_machine(office, moment, headers, content, {**truth, "to": [who.email]})
            sent.append((who, f"{token}.{number + 1}@letters.{DOMAIN}", head[0], day))
    return sent


def campaign_answer(office: Office, sent: list[tuple[Who, str, str, date]]) -> Letter:
    """The one person who answers the monthly letter, a year after the first."""
    joanna = next(who for who, *_ in sent if who.email == "joanna.hartley@wexcombe.example")
    _, id, subject, _ = [row for row in sent if row[0] == joanna][-1]
    text = (
        "Hi Clara,\n\nI have read these for a year without saying a word, so here is one. We are rebuilding the east"
        " hall, and your piece on telephone lists came at the right moment.\n\nThe person to speak with is Tom Ashdown,"
        " who will run the new line. For him it is all a matter of timing: before the summer shutdown, or not until"
        " October.\n\nBest regards,\nJoanna"
    )
    above = Letter(
        Who(SENDER, "Kestrel Instruments", "", DOMAIN), (joanna,), at(date(2026, 4, 6), "CET", 7, 30), subject, ""
    )
    above.id = above.root = id
    above.plain, above.text = "Hello Joanna, ...", "Hello Joanna, ..."
    moment = at(date(2026, 5, 11), "WET", 10, 47, 12)
    answer = Letter(joanna, (ROLES["clara"],), moment, f"Re: {subject}", text, (), above)
    answer.truth = {"asks": False, "campaign_answer": True, "names": "tom.ashdown@wexcombe.example"}
    return office.send(answer)


def _mass_readers(whom: str) -> list[tuple[Firm, Who]]:
    able = []
    for firm in firms():
        customer = firm.arc in CUSTOMER_ARCS
        wanted = {
            "customers": customer and firm.arc not in ("little", "even", "ordering"),
            "all": firm.arc not in ("chased", "lead", "little", "even"),
            "friends": firm.arc in ("customer", "won", "open"),
        }[whom]  # fmt: skip
        if wanted and firm.lang == "en":
            able += [(firm, who) for who in firm.people if who.email not in _APART]
    return able


def mass_letters(seed: int, office: Office) -> list[Letter]:
    """Letters by hand only in looks: names swapped, here and there a sentence of its own."""
    sent = []
    for head, body in blocks("mass.txt"):
        day, sender, count, whom = head
        rng = Random(f"{seed}:mass:{day}")
        who = ROLES[sender]
        subject, _, text = body.partition("\n")
        main, _, own = text.partition("\n~ ")
        able = _mass_readers(whom)
        for index, (firm, reader) in enumerate(able[: int(count)]):
            script = Script("mass", "mass", "en", False, 1, "", ())
            scene = Scene(firm, script, 0, rng)
            words = main + ("\n\n" + own if index % 6 == 2 else "")
            words, _ = filled(
                scene,
                Turn("us", "0", frozenset(), "", words),
                Who("", "", lang="xx"),
                at(date.fromisoformat(day), "CET", 9, 0),
            )
            body_text = "\n\n".join((greeting(who, reader, "en", False, rng), words, closing(who, "en", rng)))
            moment = at(date.fromisoformat(day), "CET", 9, 5) + timedelta(seconds=index * 41)
            letter = Letter(who, (reader,), moment, subject.removeprefix("Subject: "), body_text)
            letter.truth = {"mass": True}
            sent.append(office.send(letter))
    return sent


__all__ = ["MONTHS", "campaign_answer", "contacts", "mass_letters", "monthly", "readers"]
