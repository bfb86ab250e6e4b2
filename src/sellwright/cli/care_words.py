"""What the care a person promised comes to, in plain words: first the answer, then why, then what could be done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sellwright.cli.care import Found
    from sellwright.interactions.care import Offer
    from sellwright.measures.care_ceiling import Ceiling
    from sellwright.measures.care_load import Load
    from sellwright.measures.care_price import Price
    from sellwright.measures.care_waiting import Waiting
    from sellwright.measures.sides import Stand


@dataclass(frozen=True, slots=True)
class Words:
    """`parts`: heading and lines."""

    answer: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()


def of(found: Found) -> Words:
    """All of it."""
    lines: list[tuple[str, tuple[str, ...]]] = []
    answers = []
    if found.load:
        answers.append(_load_answer(found.load, found.what_if))
        lines.append(("Hours", _load(found)))
    elif found.care.tiers:
        given = sum(tier.accounts * tier.hours for tier in found.care.tiers)
        answers.append(f"The care comes to {given:.1f} hours; how many there are nobody said.")
        lines.append(("Hours", tuple(_tier(tier.name, tier.accounts, tier.hours) for tier in found.care.tiers)))
    if found.waiting:
        answers.append(_waiting_answer(found.waiting))
        lines.append(("Somebody is there", _waiting(found)))
    if found.ceiling and (found.ceiling.weeks or not found.ceiling.missing):
        answers.append(ceiling_answer(found.ceiling, found.care.promised))
        lines.append(("Promises kept", _ceiling(found.ceiling)))
    for offer, price, stand in found.offers:
        lines.append((offer.name, _offer(offer, price, stand)))
    if found.offers and not answers:
        answers.append(_sides_answer(found))
    return Words(answers[0], (("", tuple(answers[1:])), *lines), tuple(found.notes))


def _load_answer(load: Load, what_if: str) -> str:
    head = f"With {what_if}: " if what_if else ""
    if not load.capacity:
        return f"{head}There are no hours, and {load.required:.1f} are promised."
    share = f"{load.required:.1f} of {load.capacity:.1f} hours are promised (load {load.load:.3f})"
    if load.dilution == 0:
        return f"{head}It fits: {share}."
    return f"{head}It does not fit: {share}; {load.dilution:.1%} of the care would be thinner than promised."


def _load(found: Found) -> tuple[str, ...]:
    load, crew = found.load, found.care.crew
    assert load is not None
    assert crew is not None
    lines = [_tier(tier.name, tier.accounts, tier.hours) for tier in found.tiers]
    lines.append(
        f"{crew.people} {'person' if crew.people == 1 else 'people'}, {crew.hours:g} focused hours in"
        f" {_period(crew.period)},"
        f" {crew.slack:.0%} kept free for whoever needs help."
    )
    if found.before and found.what_if:
        lines.append(f"Before: load {found.before.load:.3f}, {found.before.dilution:.1%} too thin.")
    if load.dilution > 0:
        lines.append(f"It would be diluted for: {', '.join(name for name, hours in load.by_tier if hours)}.")
        ways = [f"{count} {name} fewer" for name, count in load.fewer]
        if load.more_people:
            ways.append(f"{load.more_people} {'person' if load.more_people == 1 else 'people'} more")
        ways += [f"{hours:.2f} hours for each of {name}, which is a promise to change" for name, hours in load.lighter]
        lines += [f"One way: {way}." for way in ways]
    return tuple(lines)


def _period(words: str) -> str:
    return words if words == "four weeks" else f"a {words}"


def _tier(name: str, accounts: float, hours: float) -> str:
    return f"{name}: {accounts:g} x {hours:.3g} h = {accounts * hours:.1f} h."


def _waiting_answer(waiting: Waiting) -> str:
    if waiting.busy >= 1:
        return f"Requests come faster than they are handled ({waiting.busy:.0%} busy): the row grows without end."
    return f"{waiting.waits:.1%} of those who ask find nobody free; on average they wait {_minutes(waiting.mean_wait)}."


def _waiting(found: Found) -> tuple[str, ...]:
    waiting, requests = found.waiting, found.care.requests
    assert waiting is not None
    assert requests is not None
    lines = [
        f"{requests.per_hour:g} requests an hour, {requests.minutes:g} minutes each, {requests.on_duty} on duty:"
        f" {waiting.busy:.0%} busy."
    ]
    if waiting.busy < 1:
        lines.append(f"{waiting.beyond:.1%} wait longer than {_minutes(requests.within)}.")
    for count, waits, mean in waiting.people:
        told = f"{waits:.1%} wait, {_minutes(mean)} on average" if math.isfinite(mean) else "never caught up with"
        lines.append(f"With {count} on duty: {told}.")
    booked = ", ".join(f"{busy:.0%} busy {waits:.0%}" for busy, waits in waiting.booked)
    lines.append(f"Who waits if the same people are booked more: {booked}.")
    if requests.spread != 1:
        lines.append("These requests are lumpier (or steadier) than chance: averages allow for it, shares do not.")
    return tuple(lines)


def _minutes(value: float) -> str:
    if not math.isfinite(value):
        return "without end"
    return f"{value:.1f} minutes" if value < 90 else f"{value / 60:.1f} hours"


def ceiling_answer(ceiling: Ceiling, promised: float) -> str:
    """The care ceiling in one sentence."""
    if ceiling.missing:
        return f"How many relationships one person can hold is not told yet: {ceiling.missing}."
    if ceiling.most is None:
        return f"At no count of relationships seen are {promised:.0%} of promises surely kept."
    more = " or more: the ceiling was not reached" if ceiling.to_the_end else ""
    return f"One person keeps {promised:.0%} of promises with up to {ceiling.most} relationships{more}."


def _ceiling(ceiling: Ceiling) -> tuple[str, ...]:
    shown = ceiling.points if len(ceiling.points) <= 12 else ceiling.points[:: math.ceil(len(ceiling.points) / 12)]
    lines = [
        f"{count} relationships: {kept:.0%} kept (surely {low:.0%}), {due} due." for count, kept, low, due in shown
    ]
    return (*lines, "It says something of the way of working, not of a person.") if lines else ()


def _offer(offer: Offer, price: Price, stand: Stand) -> tuple[str, ...]:
    lines = [
        f"Care costs {price.care_cost:,.0f} ({offer.care_hours:g} h x {offer.hour_cost:g}) of {offer.price:,.0f}: it"
        f" must earn a premium of {price.break_even:.1%}; {price.margin:,.0f} is left after delivery and care."
    ]
    if stand.side == "not told":
        return (*lines, f"Which side it stands on is not told: {', '.join(stand.missing)} missing.")
    lines.append(f"Side: {stand.side}.")
    if stand.contradicts:
        lines.append("Price and care disagree. That is work for the iceberg: offer, price, concessions.")
    return tuple(lines)


def _sides_answer(found: Found) -> str:
    wrong = [offer.name for offer, _, stand in found.offers if stand.contradicts]
    if wrong:
        return f"Price and care disagree: {', '.join(wrong)}."
    told = [stand for _, _, stand in found.offers if stand.side != "not told"]
    return "Price and care agree in every offer." if told else "What care costs, and what it must earn."
