"""Calls as plain values for their pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as later

from sellwright.actions import calls, events
from sellwright.screens.briefing import ShownBrief
from sellwright.screens.calling import ShownPhone
from sellwright.screens.words import Voice, Words, voices

# What came of it, the words for it, the key that says it.
OUTCOMES: tuple[tuple[str, Words, str], ...] = (
    (events.TALKED, later("Reached"), "t"),
    (events.VOICEMAIL, later("Voicemail"), "v"),
    (events.NO_ANSWER, later("No answer"), "n"),
    (events.BUSY, later("Busy"), "b"),
    (events.CALL_AGAIN, later("Call again"), "a"),
    (events.WRONG_NUMBER, later("Wrong number"), "x"),
)
STEPS: tuple[tuple[str, Words], ...] = (
    (calls.NOTHING, later("Nothing")),
    (calls.TASK, later("A task")),
    (calls.PROMISE, later("A promise of mine")),
    (calls.LATER, later("Back on Today on")),
    (calls.LETTER, later("Write to them now")),
)


@dataclass(frozen=True)
class Step:
    """A next step to choose."""

    value: str
    label: Words
    here: bool


@dataclass(frozen=True)
class ShownCall:
    """All of one call's page."""

    id: str
    name: str
    url: str
    firm: str
    firm_url: str
    phones: tuple[ShownPhone, ...]
    brief: ShownBrief
    brief_url: str
    answering: str  # a colleague who answers them; '' when nobody else does
    note: str
    minutes: str
    steps: tuple[Step, ...]
    line: str
    may_log: bool
    place: int  # in the round; 0 when they are in none
    of: int
    then: str  # who comes after


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be called: of today's people, or with a task that says so."""

    id: str
    name: str
    url: str
    call_url: str
    firm: str
    why: str
    phones: tuple[ShownPhone, ...]
    wanted: bool  # a call is what they wait for, or what was to be done

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The reason, parted into what the program says and what they said."""
        return voices(self.why)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One person of the round."""

    name: str
    call_url: str
    outcome: str  # as said; '' while to come
    ended: bool


def outcome(name: str) -> str:
    """An outcome as it is said; passed over where there is none."""
    return next((str(word) for value, word, _key in OUTCOMES if value == name), str(later("passed over")))
