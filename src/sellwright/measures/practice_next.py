"""What to practise in the next ten minutes (card C11): one behaviour, on one's own weak sentences, at spaced days."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sellwright.interactions.practice import Card, Ledger, Rep
from sellwright.stats import fsrs, spacing

VERSION = 1
MINUTES_EACH = 3.0  # where no try says how long it took
LEAST_TRIES = 3  # of one behaviour before it is judged (Rackham)
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Standing:
    """One card today. `known`: the chance that it is still known, 0 when it was never tried."""

    card: Card
    tries: int
    known: float
    due: date
    memory: fsrs.Memory | None


@dataclass(frozen=True, slots=True)
class Next:
    """`chosen` in order; `minutes` they will take; `next_due` the first day something is due, None without cards."""

    behaviour: str
    chosen: tuple[Standing, ...]
    minutes: float
    due: int  # cards due in all, of every behaviour
    tries: int  # of this behaviour so far
    next_due: date | None


def measure(ledger: Ledger, now: datetime, minutes: float = 10.0, behaviour: str = "") -> Next:
    """One behaviour: the one given, else the one with most cards due, the least known first. Without anything due,
    nothing is chosen. `now` is aware."""
    cards = standings(ledger, now)
    due = [one for one in cards if one.due <= now.date()]
    groups: dict[str, list[Standing]] = {}
    for one in due:
        groups.setdefault(one.card.behaviour, []).append(one)
    wanted = behaviour or max(
        groups, key=lambda name: (len(groups[name]), -min(one.known for one in groups[name]), name), default=""
    )
    each = _minutes_each(ledger.reps)
    room = max(1, math.floor(minutes / each + 1e-9))
    ordered = sorted(groups.get(wanted, []), key=lambda one: (one.known, one.due, one.card.on, one.card.id))
    chosen = tuple(ordered[:room])
    tries = sum(one.tries for one in cards if one.card.behaviour == wanted)
    later = min((one.due for one in cards), default=None)
    return Next(wanted, chosen, len(chosen) * each, len(due), tries, later)


def standings(ledger: Ledger, now: datetime) -> tuple[Standing, ...]:
    """Every card that is not put away, in the order of the ledger."""
    tries: dict[str, list[Rep]] = {}
    for rep in sorted(ledger.reps, key=lambda rep: rep.at):
        if rep.at <= now:
            tries.setdefault(rep.card, []).append(rep)
    cards = [card for card in ledger.cards if card.id not in ledger.resting and card.on <= now.date()]
    return tuple(_standing(card, tries.get(card.id, []), now) for card in cards)


def _standing(card: Card, tries: list[Rep], now: datetime) -> Standing:
    if not tries:
        return Standing(card, 0, 0.0, card.on, None)
    memory = fsrs.first(tries[0].mark)
    for before, rep in pairwise(tries):
        memory = fsrs.after(memory, rep.mark, (rep.at - before.at).total_seconds() / DAY)
    last = tries[-1].at
    days = fsrs.interval(memory)
    on = last.astimezone(now.tzinfo).date()
    if card.needed is not None and card.needed > on:
        days = min(days, max(1, round(spacing.gap((card.needed - on).days))))
    known = fsrs.known(memory, (now - last).total_seconds() / DAY)
    return Standing(card, len(tries), known, on + timedelta(days=days), memory)


def _minutes_each(reps: tuple[Rep, ...]) -> float:
    """The median of the last tries that say how long they took."""
    told = sorted(rep.minutes for rep in reps[-20:] if rep.minutes > 0)
    return told[len(told) // 2] if len(told) >= LEAST_TRIES else MINUTES_EACH
