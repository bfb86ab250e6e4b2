"""Whether mail with somebody shows a purchase in the making that is no deal yet: docs/measures/deal_signs.md.

Two signs, each with the letters that show it: a proposal of ours went out; or they asked for a price and we answered.
A rule that would rather miss one than propose a deal that is none: a person decides, and what they wave away is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sellwright.interactions.values import Question, RelationKind, Relationship, Touch
from sellwright.settings import Settings

VERSION = 1
DAY = 86400.0
BUYING: tuple[RelationKind, ...] = ("prospect", "customer")
MOST = 6  # letters named

What = Literal["proposal", "price asked", "price answered"]

# Words with which a price is asked for. Read in lower-case asks only, never in whole letters.
_PRICE = re.compile(
    r"\b(?:pric(?:e|es|ed|ing)|cost(?:s|ing)?|how much (?:is|are|does|do|would|will)|quot(?:e|ation)s?|rates?"
    r"|preise?n?|kosten|kostet|angebot|was (?:kostet|würde|kosten)|konditionen"
    r"|prix|tarifs?|devis|combien (?:coûte|ça))\b"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One letter and the words that show it."""

    what: What
    id: str  # the message
    at: float  # seconds since 1970 UTC
    words: str
    thread: str


def look(relationship: Relationship, settings: Settings, now: float) -> tuple[Sign, ...]:
    """The signs of the newest thread that shows a purchase in the making, oldest first; () where there is none, or
    where they are neither prospect nor customer. Only letters of the last `waiting_days` count."""
    if relationship.relation.kind not in BUYING:
        return ()
    since = now - settings.waiting_days * DAY
    recent = [touch for touch in relationship.touches if since <= touch.at <= now]
    found = [*_proposals(recent), *_prices(relationship.questions, recent)]
    if not found:
        return ()
    newest = max(found, key=lambda sign: sign.at).thread
    kept = sorted((sign for sign in found if sign.thread == newest), key=lambda sign: (sign.at, sign.id, sign.what))
    return tuple(kept[-MOST:])


def asks_price(text: str) -> bool:
    """Whether an ask is about a price."""
    return _PRICE.search(text.lower()) is not None


def _proposals(touches: list[Touch]) -> list[Sign]:
    """A proposal of ours counts only where they have written in that thread too: an offer nobody wanted is no deal."""
    theirs = {touch.thread for touch in touches if touch.side == "them" and touch.human}
    return [
        Sign("proposal", touch.id, touch.at, "", touch.thread)
        for touch in touches
        if touch.side == "us" and touch.human and "proposal" in touch.acts and touch.thread in theirs
    ]


def _prices(questions: tuple[Question, ...], touches: list[Touch]) -> list[Sign]:
    by_id = {touch.id: touch for touch in touches}
    signs: list[Sign] = []
    for question in questions:
        asked, answer = by_id.get(question.message), by_id.get(question.answered_by)
        if question.side != "them" or asked is None or answer is None or not asks_price(question.ask.text):
            continue
        signs.append(Sign("price asked", asked.id, asked.at, question.ask.text, asked.thread))
        # A talk answers too, but in no thread: it is named with the thread it answers.
        signs.append(Sign("price answered", answer.id, answer.at, "", asked.thread))
    return signs
