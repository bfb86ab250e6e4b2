"""What a trial says, in plain words: first the answer, then why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sellwright.interactions.trials import Plan
    from sellwright.measures.trial import Look, PeriodLook, Side

Names = tuple[str, str]


def of_look(found: Look | PeriodLook, names: Names, days: int, today: date, plan: Plan | None) -> list[str]:
    """The answer and its reasons, a line each."""
    from sellwright.measures.trial import PeriodLook

    if isinstance(found, PeriodLook):
        return _of_periods(found, names, plan)
    lines = [_answer(found, names)]
    lines += [_side(name, side) for name, side in zip(names, (found.old, found.new), strict=True)]
    if found.pairs:
        most = f", at most {found.most:.2f} so far" if found.most > found.evidence * 1.005 else ""
        lines.append(f"Evidence {found.evidence:.2f} after {found.pairs:,} pairs{most}; 10 is strong, 20 is proof.")
    better = found.choice.new_better
    lines.append(
        f"Chance that {names[1]!r} is the better: {_sure(better)}. Look as often as you like: it spoils nothing."
    )
    waiting = found.old.cases + found.new.cases - found.old.matured - found.new.matured
    if waiting:
        lines.append(f"{waiting:,} cases wait for the end of their {days} days and are not counted yet.")
    if plan and plan.review:
        due = "now" if today >= plan.review else f"on {plan.review.isoformat()}"
        lines.append(f"To be decided {due}: sellwright trial decide")
    return lines


def _answer(found: Look, names: Names) -> str:
    least = min(found.old.matured, found.new.matured)
    lead = names[1] if found.toward == "new" else names[0]
    if found.verdict == "proven":
        later = "" if found.evidence >= 20 else " It was reached then and stands, though later pairs weakened it."
        return f"Proven: {lead!r} is better, at pair {found.proven_at:,}.{later}"
    if found.verdict == "strong":
        return f"Strong, not proven: {lead!r} looks better."
    if found.verdict == "leaning":
        return f"Leaning to {lead!r}. That is no proof."
    if least < 20:
        return f"Too early to say: {least} of 20 matured cases in the smaller arm."
    return "Too early to say: the two ways look alike so far."


def _side(name: str, side: Side) -> str:
    if side.share is None:
        return f"{name}: no matured case yet ({side.cases:,} assigned)."
    return (
        f"{name}: {side.successes:,} of {side.matured:,} ({side.share:.0%}); the true share is between {side.low:.0%}"
        f" and {side.high:.0%}."
    )


def _of_periods(found: PeriodLook, names: Names, plan: Plan | None) -> list[str]:
    chance = found.chance
    gap = f"{names[1]!r} against {names[0]!r}: {chance.difference:+.4g} on average"
    what = plan.design if plan else ""
    unit = "people" if what == "stepped" else "pairs of weeks"
    if found.verdict == "proven":
        answer = f"Proven at the planned end. {gap}."
    elif plan is None or found.periods < plan.planned:
        of = f" of {plan.planned}" if plan else ""
        answer = f"Too early to say: {found.periods}{of} {unit}. {gap}."
    else:
        answer = f"{'Leaning, not proven' if found.verdict == 'leaning' else 'Not told from chance'}. {gap}."
    exact = "exactly" if chance.exact else "about"
    lines = [
        answer,
        f"Chance alone does this or better {exact} {chance.one_sided:.3f} of times (two-sided {chance.two_sided:.3f});"
        f" {found.periods} {unit} can reach {chance.smallest:.3f} at the least.",
    ]
    if plan is None:
        lines.append("Without a plan the end is not known, and nothing can be called proven: sellwright trial plan")
    return lines


def of_choice(found: Look, names: Names, tolerance: float, review: date | None, may: bool) -> list[str]:
    """Which way to work by, or why not yet."""
    better, loss, better_new = names[found.chosen == "new"], found.smaller_loss, found.choice.new_better
    cost = f"Being wrong would cost {_per_thousand(loss)} on average."
    if not may:
        least = min(found.old.matured, found.new.matured)
        so_far = f" By now it would be {better!r}." if least else ""
        lines = [f"Keep dating: no choice yet.{so_far}"]
        if least < 20:
            lines.append(f"{least} matured cases in the smaller arm; 20 are needed.")
        else:
            lines.append(f"The expected loss is {loss:.4f}; below {tolerance:g} it is small enough.")
        if review:
            lines.append(f"On {review.isoformat()} it is decided in any case.")
    else:
        lines = [f"Work by {better!r}: chosen, {'and proven' if found.verdict == 'proven' else 'not proven'}.", cost]
        other = max(found.choice.loss_of_new, found.choice.loss_of_old)
        lines.append(
            f"The other way would cost {_per_thousand(other)}. Chance that the new is better: {_sure(better_new)}."
        )
    return lines


def _per_thousand(loss: float) -> str:
    return f"{loss * 1000:.1f} successes in 1,000 cases"


def _sure(chance: float) -> str:
    """A chance in whole per cent, never quite none or all."""
    return "over 99%" if chance > 0.99 else "under 1%" if chance < 0.01 else f"{chance:.0%}"
