"""Nurture of a named few: is each reached by hand often enough, are we giving or asking (card C7).

Automated letters never count: a cadence cannot be met by a machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sellwright.interactions.values import Touch
from sellwright.settings import Settings
from sellwright.stats import kaplan_meier

VERSION = 1
DAY = 86400.0
ASK_CEILING = 0.25  # of our touches that may ask for something (C7)


@dataclass(frozen=True, slots=True)
class Nurture:
    """A list of people under one cadence. Shares are None when there is nothing to take them of."""

    covered: int  # people with a touch of ours by hand within the cadence
    people: int
    coverage: float | None
    ask_share: float | None  # of our touches by hand, those that ask
    first_sign: float | None  # Kaplan-Meier median, in seconds, from our first touch to their first unprompted letter


def measure(histories: Iterable[Sequence[Touch]], settings: Settings, now: float) -> Nurture:
    """`histories`: for each person of the list their touches, oldest first. `now` in seconds since 1970 UTC."""
    covered = people = sent = asking = 0
    durations: list[float] = []
    ended: list[bool] = []
    for touches in histories:
        people += 1
        ours = [touch for touch in touches if touch.side == "us" and touch.human and touch.at <= now]
        covered += bool(ours) and within(ours[-1].at, settings, now)
        sent += len(ours)
        asking += sum(touch.asks > 0 for touch in ours)
        if ours:
            sign = next((t.at for t in touches if t.side == "them" and t.human and t.opens and t.at > ours[0].at), None)
            answered = sign is not None and sign <= now
            durations.append((sign if answered and sign is not None else now) - ours[0].at)
            ended.append(answered)
    return Nurture(
        covered=covered,
        people=people,
        coverage=covered / people if people else None,
        ask_share=asking / sent if sent else None,
        first_sign=kaplan_meier.median(durations, ended),
    )


def within(last_at: float, settings: Settings, now: float) -> bool:
    """Whether a touch is recent enough; the day the cadence ends still counts."""
    return now - last_at <= settings.cadence_days * DAY
