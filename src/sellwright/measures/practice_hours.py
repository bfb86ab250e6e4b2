"""Hours of selling, practice and deliberate practice (card C10). For their owner alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sellwright.interactions.practice import Hours, Ledger

VERSION = 1
HORIZON = 10_000.0  # hours: a picture, no law
TRAILING_WEEKS = 8
WEEKS_A_YEAR = 50


@dataclass(frozen=True, slots=True)
class Spent:
    """Hours. `deliberate` is part of `practice`; `years`: until the horizon at the pace of the last 8 weeks, None
    without any. `missing`: by mark, how many practice hours lack it."""

    performing: float
    practice: float
    deliberate: float
    a_week: float
    years: float | None
    missing: tuple[tuple[str, float], ...]


def measure(ledger: Ledger, today: date) -> Spent:
    """Practice counts as deliberate only with all four marks: one behaviour, a stated target, feedback, and a repeat
    after it. A try at a card has the first two from its card; its repeat is a later try at the same card."""
    sittings = [one for one in (*ledger.hours, *_tries(ledger)) if one.on <= today]
    practice = [one for one in sittings if one.sort == "practice"]
    spent = _sum(practice)
    since = today - timedelta(weeks=TRAILING_WEEKS)
    a_week = _sum([one for one in practice if one.on > since]) / TRAILING_WEEKS
    return Spent(
        performing=_sum([one for one in sittings if one.sort == "performing"]),
        practice=spent,
        deliberate=_sum([one for one in practice if all(marks(one).values())]),
        a_week=a_week,
        years=years(HORIZON - spent, a_week),
        missing=tuple(
            (name, _sum([one for one in practice if not marks(one)[name]]))
            for name in ("one behaviour", "a target", "feedback", "a repeat")
        ),
    )


def years(remaining: float, a_week: float) -> float | None:
    """Years of 50 weeks until so many hours are spent; None at no pace."""
    return max(0.0, remaining) / a_week / WEEKS_A_YEAR if a_week > 0 else None


def marks(one: Hours) -> dict[str, bool]:
    """The four marks of a sitting."""
    return {
        "one behaviour": bool(one.behaviour), "a target": bool(one.target), "feedback": bool(one.feedback),
        "a repeat": one.repeated,
    }  # fmt: skip


def _tries(ledger: Ledger) -> list[Hours]:
    cards = {card.id: card for card in ledger.cards}
    last = {rep.card: rep.at for rep in sorted(ledger.reps, key=lambda rep: rep.at)}
    return [
        Hours(
            rep.at.date(), "practice", rep.minutes, cards[rep.card].behaviour, cards[rep.card].target, rep.feedback,
            last[rep.card] > rep.at,
        )
        for rep in ledger.reps
    ]  # fmt: skip


def _sum(sittings: list[Hours]) -> float:
    return sum(one.minutes for one in sittings) / 60
