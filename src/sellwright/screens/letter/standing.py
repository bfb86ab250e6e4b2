"""What stands ready when a letter is begun: the open questions of its reader, what we wrote to others who asked alike,
or the wish of theirs that was shipped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sellwright import access
from sellwright.actions.letters import Start
from sellwright.interactions.values import Message as MessageValue
from sellwright.interactions.values import Question, Relationship
from sellwright.settings import Settings
from sellwright.store import briefs, values
from sellwright.store.models import Message, Person, User, Want
from sellwright.store.scopes import addresses_of
from sellwright.today import passages, skeleton, wording
from sellwright.today.passages import Passage
from sellwright.today.skeleton import Answer, Manner

MOST = 8  # questions a letter is begun with, the newest


def open_questions(held: Relationship) -> list[Question]:
    """What they asked and nobody has answered, oldest first."""
    asked = [question for question in held.questions if question.side == "them"]
    return [question for question in wording.without_introductions(asked) if not question.answered_by][-MOST:]


def relationship(user: User, person: Person, moment: datetime, settings: Settings) -> Relationship:
    """What the user may read between us and a person."""
    return values.relationship(person, access.scope_of(user), moment.timestamp(), settings)


def answered(user: User, held: Relationship, mid: str) -> Message | None:
    """The message the letter answers: the one named, else the one their newest open question stands in. None when the
    user may not read it."""
    asked = open_questions(held)
    named = mid or (asked[-1].message if asked else "")
    return access.messages(user).select_related("sender").filter(mid=named).first() if named else None


def shipped_wish(person: Person) -> Want | None:
    """A wish of theirs that was shipped and that nobody has told them of."""
    rows = person.wants.filter(shipped_at__isnull=False, told_at=None).select_related("message")
    return rows.order_by("shipped_at", "pk").first()


def told(user: User, person: Person, wish: Want, moment: datetime) -> Start:
    """A letter about a wish that was shipped."""
    held, _ = _manner(user, person, moment)
    made = skeleton.told(held, wish.text, wish.shipped_words, wish.shipped_by, user.signature)
    asked = access.messages(user).filter(pk=wish.message_id).first() if wish.message_id else None
    subject = asked.subject if asked is not None else ""
    return Start(person, person.key, reply_to(subject), made.text, made.caret, answers=asked, want=wish)


def reply(user: User, held: Relationship, person: Person, answers: Message | None, moment: datetime) -> Start:
    """A letter to somebody, with every open question of theirs."""
    asked = open_questions(held)
    own = list(briefs.own_letters(held, access.scope_of(user), moment.timestamp())) if asked else []
    found = passages.find([question.ask.text for question in asked], own, most=4)
    answers_known = [
        Answer(question.ask.text, question.message, _to_another(some, person))
        for question, some in zip(asked, found, strict=True)
    ]
    spoken, letters = _manner(user, person, moment)
    made = skeleton.answer(spoken, answers_known, user.signature)
    to = answers.sender.email if answers is not None and answers.direction == "in" else _latest(letters, person)
    subject = reply_to(answers.subject) if answers is not None else ""
    return Start(person, to, subject, made.text, made.caret, [_row(one) for one in answers_known], answers)


def reply_to(subject: str) -> str:
    """The subject of an answer."""
    return subject if not subject or subject[:3].lower() in ("re:", "aw:", "sv:") else f"Re: {subject}"


def _manner(user: User, person: Person, moment: datetime) -> tuple[Manner, list[MessageValue]]:
    letters = values.letters_with(person, access.scope_of(user), moment.timestamp())
    held = skeleton.manner(
        values.person(person), letters, addresses_of(user), name=user.name, fallback=user.language[:2] or "en"
    )
    return held, letters


def _latest(letters: list[MessageValue], person: Person) -> str:
    """The address they wrote from last."""
    known = {address.email for address in person.addresses.all()}
    return next((m.sender.email for m in reversed(letters) if m.sender.email in known), person.key)


def _to_another(found: tuple[Passage, ...], person: Person) -> Passage | None:
    return next((one for one in found if set(one.readers) != {person.key}), None)


def _row(one: Answer) -> dict[str, Any]:
    passage = one.passage
    return {
        "question": one.question,
        "asked": one.asked,
        "passage": passage.text if passage else "",
        "letter": passage.message if passage else "",
        "to": list(passage.readers) if passage else [],
        "at": passage.at if passage else 0.0,
    }
