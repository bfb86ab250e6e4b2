"""What the levers say, in plain words: first the answer, then why, then what is no lever and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sellwright.cli.levers import Found
    from sellwright.measures.levers import Answer, Lever

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Words:
    """`parts`: heading and lines."""

    answer: str
    why: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def of(found: Found) -> Words:
    """All of it."""
    answer = found.answer
    notes = found.deals.problems
    if found.deals.window_days is not None:
        days = f"won within {found.deals.window_days:.0f} days of opening"
        notes = (f"Hardly a deal here is marked lost, so what counts is {days}; younger deals are open.", *notes)
    if not answer.enough:
        words = f"Too little to tell: {answer.missing[0]}."
        return Words(words, (), (("Not levers", _traps(found)), ("Open deals", _zombies(found))), notes)
    first, why = _answer(answer)
    more = tuple(f"{name}: {_much(gain, answer.unit)}" for name, gain in answer.ten_more)
    parts = (
        ("Looked at", tuple(_lever(lever, answer.unit) for lever in answer.levers[:_SHOWN])),
        ("Not levers", _traps(found)),
        (f"Ten per cent more, cost aside, {_per(answer)}", more),
        ("Open deals", _zombies(found)),
        ("Not judged", answer.missing),
    )
    return Words(first, why, parts, notes)


def _answer(answer: Answer) -> tuple[str, tuple[str, ...]]:
    per = _per(answer)
    base = (
        f"{answer.closed:,} closed deals, {answer.won:,} won. Now: {answer.arrivals:,.0f} deals x {answer.win:.1%} won"
        + (f" x {answer.size:,.0f}" if answer.unit == "money" else "")
        + f" {per} = {answer.base:,.0f} (80 %: {answer.base_low:,.0f} to {answer.base_high:,.0f})."
    )
    within: tuple[str, ...] = ()
    if answer.within:
        still, won, lost, none = answer.within
        rest = f", {none:.0%} ended without a decision" if none >= 0.005 else ""
        by = f"{answer.within_days:.0f} days after opening"
        within = (f"{by}, {won:.0%} of deals are won, {lost:.0%} lost{rest}, {still:.0%} still open.",)
    if not answer.named:
        count = len(answer.levers)
        if not count:
            return "No lever can be judged yet: see what is missing below.", (base, *within)
        return "No lever stands out.", (
            f"None of the {count} looked at varied more than chance would make it; choose by cost.", base, *within,
        )  # fmt: skip
    lever = answer.named[0]
    what = f"from {lever.now:.1%} to {lever.reach:.1%}, as in {lever.where!r}" + (
        ", chance taken off" if lever.kind == "stage" else ", if all did as well"
    )
    others = ", ".join(one.name for one in answer.named[1:4])
    return f"Biggest lever in reach: {lever.name}.", (
        f"{what[0].upper()}{what[1:]}: {_much(lever.gain, answer.unit)} {per} (80 %: {_much(lever.low, answer.unit)} to"
        f" {_much(lever.high, answer.unit)}); the largest in {lever.best:.0%} of draws.",
        *((f"Also more than chance: {others}.",) if others else ()),
        base, *within,
        "This is what went together, not what caused it. Date it before you build on it: sellwright trial plan",
    )  # fmt: skip


def _per(answer: Answer) -> str:
    return "a quarter" if answer.dated else "of 100 deals"


def _much(value: float, unit: str) -> str:
    return f"{value:+,.0f}" if unit == "money" or abs(value) >= 10 else f"{value:+.1f}"


def _lever(lever: Lever, unit: str) -> str:
    head = f"{lever.name}: {lever.now:.1%} of {lever.cases:,}"
    if not lever.named:
        return f"{head}; varies no more than chance (p {lever.tail:.2g})."
    effort = f" per unit of effort ({lever.effort:g})" if lever.effort else ""
    return (
        f"{head}; reach {lever.reach:.1%} ({lever.where}); {_much(lever.gain, unit)}{effort}, 80 %:"
        f" {_much(lever.low, unit)} to {_much(lever.high, unit)}."
    )


def _traps(found: Found) -> tuple[str, ...]:
    lines = [f"{one.name}: {one.words}." for one in found.gate.refused]
    left: dict[str, str] = {}
    for several in found.periods:
        for one in several:
            if one.left_out:
                left.setdefault(one.name, one.left_out)
    lines += [f"{name}: {why}." for name, why in sorted(left.items())]
    lines += [
        f"Share still open, by {one.by}: from {one.low:.0%} to {one.high:.0%}; counting wins out of all deals would"
        " only show who leaves deals open, so closed ones alone are counted."
        for one in found.opens
    ]
    mixes = [mix for mix in found.mixes if mix.is_mix]
    if mixes:
        wide = max(mixes, key=lambda mix: mix.high / mix.low)
        least = min(mix.share for mix in mixes)
        part = "nearly all of it" if least > 0.98 else f"{least:.0%} of it or more"
        lines.append(
            f"Value of a deal, by {', '.join(mix.by for mix in mixes)} (by {wide.by} from {wide.low:,.0f} to"
            f" {wide.high:,.0f}): mix, not price; {part} goes with {wide.what}."
        )
    return tuple(lines)


def _zombies(found: Found) -> tuple[str, ...]:
    zombies = found.zombies
    if zombies.expected is None or not zombies.open:
        return ()
    head = (
        f"{zombies.open:,} open; {zombies.per_month:,.0f} new a month x {zombies.months:.1f} months open ="
        f" {zombies.expected:,.0f} to expect."
    )
    if not zombies.excess:
        return (head,)
    oldest = ", ".join(zombies.question[:5])
    return (
        head,
        f"{zombies.excess:,} to question, the oldest first ({oldest}), or deals really take"
        f" {zombies.months_if_real:.1f} months.",
    )
