"""A talk looked back on, in plain words: first whether a close is earned, then what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sellwright.interactions.talks import clock

if TYPE_CHECKING:
    from sellwright.interactions.talk_labels import Label
    from sellwright.today.review import Review

_SCORES = ("not seen", "shown", "shown, and confirmed by them")
_SIDES = {"us": "ours", "them": "theirs"}
_TROUBLE = 0.65  # of ours
_MOST = 6  # weak sentences shown


@dataclass(frozen=True, slots=True)
class Words:
    """`parts`: heading and lines."""

    answer: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def of(review: Review, letter: str, guessed: str = "") -> Words:
    """All of it."""
    notes = (*((guessed,) if guessed else ()), *review.talk.problems)
    speaking = ("Who speaks", tuple(_speaking(review)))
    if review.too_little:
        return Words(f"Too little to tell: {review.too_little}.", (speaking,), notes)
    parts = (
        speaking,
        ("Questions", tuple(_questions(review))),
        (f"In their words ({review.discovery.covered} of {len(review.discovery.fields)})", tuple(_fields(review))),
        ("The path", tuple(_path(review))),
        ("Moments", tuple(_moments(review))),
        ("Promised", tuple(_promised(review))),
        ("To practise", tuple(_practise(review))),
        ("The letter after it", tuple(letter.splitlines())),
    )
    if review.missing:
        notes = (*notes, "Missing means not seen: what is said in other words than ours is missed.")
    return Words(answer(review), parts, notes)


def answer(review: Review) -> str:
    """Earned, or what is missing."""
    if review.too_little:
        return f"Too little to tell: {review.too_little}."
    if review.unsure:
        seen = sum(label.kind != "promise" for label in review.labels)
        return f"Cannot tell whether it is earned: moments recognised in {review.time.turns} turns: {seen}."
    return "Earned: propose the next step." if not review.missing else f"Not yet: missing {', '.join(review.missing)}."


def quoted(label: Label) -> str:
    """A quote with its time."""
    at = clock(label.at)
    return f"“{label.quote}”" + (f" ({at})" if at else "")


def _amount(review: Review, value: float) -> str:
    return clock(value) if review.time.unit == "seconds" else f"{value:,.0f} words"


def _speaking(review: Review) -> list[str]:
    time = review.time
    lines = [
        f"{name} ({_SIDES.get(review.sides.get(name, ''), 'no side')}): {_amount(review, amount)},"
        f" {turns} {'turn' if turns == 1 else 'turns'}"
        for name, amount, turns in time.by_speaker
    ]
    if time.share is not None:
        more = " In one vendor's calls trouble began past 65 %: a hint, no rule." if time.share > _TROUBLE else ""
        lines.append(f"Ours: {time.share:.0%} of what was said{' (by words)' if time.unit == 'words' else ''}.{more}")
    for one in time.longest:
        long = clock(one.seconds) if one.seconds is not None else f"{one.words} words"
        at = f" from {clock(one.at)}" if one.at is not None else ""
        lines.append(f"Longest in one go: {one.speaker}, {long}{at}.")
    if time.unit == "seconds":
        longest = max((length for _, length, _ in time.pauses), default=0.0)
        told = f", the longest {longest:.0f} s" if time.pauses else ""
        lines.append(f"Pauses of 2 s or more: {len(time.pauses)}{told}.")
    return lines


def _questions(review: Review) -> list[str]:
    asked = review.questions
    first, middle, last = asked.thirds
    return [
        f"Ours: {asked.count('us', 'open')} open, {asked.count('us', 'closed')} closed; over the thirds of the talk"
        f" {first}, {middle}, {last}.",
        f"Theirs: {asked.count('them', 'open') + asked.count('them', 'closed')}.",
    ]


def _fields(review: Review) -> list[str]:
    lines = []
    for field in review.discovery.fields:
        told = (
            quoted(field.quotes[0]) if field.quotes else "they would rather not say" if field.rather_not else "not seen"
        )
        lines.append(f"{field.name}: {told}")
    return lines


def _path(review: Review) -> list[str]:
    from sellwright.measures.persuasion_path import CONFIRMED

    lines = []
    for step in review.path.steps:
        answered = [one for one in step.moments if one.kind in CONFIRMED[step.name]]
        ends = dict.fromkeys([*step.moments[:1], *answered[:1]])
        lines.append(f"{step.name}: {_SCORES[step.score]}" + "".join(f"; {quoted(one)}" for one in ends))
    if review.path.order is not None and review.path.order < 1:
        lines.append(f"Order {review.path.order:.1f}: 1.0 is rapport, empathy, trust, hope, urgency, in that order.")
    return lines


def _moments(review: Review) -> list[str]:
    return [f"{one.sort}: {quoted(one.label)} {one.why}" for one in review.moments]


def _promised(review: Review) -> list[str]:
    return [
        f"{'by us' if one.side == 'us' else 'by them'}: {quoted(one)}" for one in review.labels if one.kind == "promise"
    ]


def _practise(review: Review) -> list[str]:
    chosen = [one for one in review.weak if one.behaviour == review.practise]
    if not chosen:
        return ["Nothing stands out."]
    lines = [f"{review.practise}: {chosen[0].target}"]
    for one in chosen[:_MOST]:
        lines += [f"“{one.words}” {one.why}"]
    return [*lines, "As cards: --json into a file, then sellwright practice add LEDGER FILE"]
