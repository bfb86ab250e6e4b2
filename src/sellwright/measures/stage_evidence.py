"""Which act of the buyer shows that a deal moved (card C26): docs/measures/stage_evidence.md.

A stage ends by something the buyer does; what we do ends none. Without such an act a move is ours alone, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from sellwright.interactions.values import Touch

VERSION = 1
# In the order in which they say most, for the one shown when a letter holds several.
BUYERS_ACTS = ("commitment", "task_done", "stakeholder", "referral", "internal_data")


def act_of(acts: Iterable[str]) -> str:
    """The buyer's act named first among these acts, or ''."""
    held = set(acts)
    return next((act for act in BUYERS_ACTS if act in held), "")


def newest(touches: Iterable[Touch], since: float, now: float) -> Touch | None:
    """The newest letter of theirs with a buyer's act, written from `since` to `now` (seconds since 1970 UTC), or None.
    Letters only: a link must lead to words."""
    shown = (
        touch
        for touch in touches
        if touch.side == "them"
        and touch.human
        and touch.channel == "mail"
        and since <= touch.at <= now
        and act_of(touch.acts)
    )
    return max(shown, key=lambda touch: (touch.at, touch.id), default=None)
