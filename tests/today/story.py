"""Small stories as text, so that a test reads like a mailbox.

    ann customer
      them d-1 16:10 asks 'Do you keep logs in the EU?'
      us d-3 9:00 writes
      us d-5 9:00 promises 'I will send the pricing by Friday' due d+0

A line that starts at the margin names a person and who they are to us. The others are what happened, in any order:
who (us, them; robot and machine are our and their automated letters), the day (d-1 is yesterday, d+2 the day after
tomorrow), the time, what, the words, and then marks: `due d+1`, `kept`, `answered`, `cc`, `opens`, `thread x`,
`minutes 30`, or the name of an act.
"""

from __future__ import annotations

import shlex
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from sellwright.interactions.values import Ask, Person, Pledge, Promise, Question, Relation, Relationship, Touch

ZONE = timezone(timedelta(hours=2))
NOW = datetime(2026, 5, 12, 8, 40, tzinfo=ZONE)  # a Tuesday
ACTS = {"stakeholder", "referral", "internal_data", "task_done", "commitment", "proposal", "concession"}


def day(word: str) -> date:
    return NOW.date() + timedelta(days=int(word[1:]))


def at(word: str, clock: str) -> float:
    hour, minute = clock.split(":")
    moment = datetime.combine(day(word), datetime.min.time(), ZONE) + timedelta(hours=int(hour), minutes=int(minute))
    return moment.astimezone(UTC).timestamp()


def read(text: str) -> list[Relationship]:
    """The relationships of a story, in its order."""
    people: list[tuple[str, str, list[str]]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if line.startswith("  "):
            people[-1][2].append(line.strip())
        else:
            name, kind = line.split()
            people.append((name, kind, []))
    return [_relationship(name, kind, lines) for name, kind, lines in people]


def _relationship(name: str, kind: str, lines: list[str]) -> Relationship:
    touches: list[Touch] = []
    questions: list[Question] = []
    pledges: list[Pledge] = []
    for number, line in enumerate(lines, 1):
        who, when, clock, what, *rest = shlex.split(line)
        words = rest.pop(0) if what in ("asks", "promises") else ""
        marks = dict(pairwise([*rest, ""]))
        side = "us" if who in ("us", "robot") else "them"
        moment, ident = at(when, clock), f"{name}{number}"
        channel = {"calls": "call", "meets": "meeting"}.get(what, "mail")
        touches.append(
            Touch(
                id=ident, at=moment, side=side, person=name, channel=channel, thread=marks.get("thread", "t"),  # type: ignore[arg-type]
                human=who in ("us", "them"), opens=what == "opens" or "opens" in marks, answers="answers" in marks,
                asks=int(what == "asks"), minutes=float(marks.get("minutes", 0)), addressed="cc" not in marks,
                acts=tuple(act for act in rest if act in ACTS),
            )
        )  # fmt: skip
        if what == "asks":
            by = "x" if "answered" in marks else ""
            questions.append(Question(Ask(words, 0, len(words), "question", 0.9), ident, moment, side, by))  # type: ignore[arg-type]
        if what == "promises":
            due = day(marks["due"]) if "due" in marks else None
            kept = "x" if "kept" in marks else ""
            pledges.append(Pledge(Promise(words, 0, len(words), due, "", 0.9), ident, moment, side, kept))  # type: ignore[arg-type]
    touches.sort(key=lambda touch: (touch.at, touch.id))
    questions.sort(key=lambda question: question.at)
    pledges.sort(key=lambda pledge: pledge.at)
    person = Person(f"{name}@example.com", name.title(), (f"{name}@example.com",), "example.com")
    return Relationship(person, Relation(kind, ()), tuple(touches), tuple(questions), tuple(pledges))  # type: ignore[arg-type]
