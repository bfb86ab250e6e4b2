"""What a measure answers: a number with its evidence, or a stated reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of evidence: what it says, what it adds, and the interactions behind it."""

    text: str
    ids: tuple[str, ...]  # ids of Message, Meeting, Call, Chat
    points: float = 0.0
    side: str = ""  # "us", "them" or ''
    at: float = 0.0  # seconds since 1970, UTC
    undecayed: float = 0.0  # the points on the day itself, where a measure lets them fade


@dataclass(frozen=True, slots=True)
class Result:
    """A measure's answer for one subject. `number` is None when `verdict` says there is too little to tell."""

    measure: str  # "effort"
    version: int
    subject: str  # a Person.key or a firm
    number: float | None
    unit: str  # "share", "days", ...
    verdict: str  # the band or the stated lack: "even", "too little to tell (2 messages)"
    sample: int  # interactions counted
    reasons: tuple[Reason, ...] = ()
