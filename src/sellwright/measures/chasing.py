"""Chasing: asking again and again while nobody comes our way (card C25; docs/measures/chasing.md).

It says when to stop and when to look again. It writes nothing: the short note that gives the decision back is a
person's to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from sellwright.interactions.results import Reason, Result
from sellwright.interactions.values import Pledge, Touch
from sellwright.settings import Settings

VERSION = 1
DAY = 86400.0
LEAST_OURS = 3  # of our letters, before a low share is called chasing
LEAST_UNANSWERED = 2  # a first answer to something they wrote is no chase, whatever the share
LOW_SHARE = 0.20
LEAST_CONCESSIONS = 2
LEAST_SLIPPED = 2


@dataclass(frozen=True, slots=True)
class Chase:
    """Whether we chase one person, by which of the four conditions, and until when the next ask is held."""

    person: str
    chasing: bool
    streak: int  # our letters since their last human sign
    ids: tuple[str, ...]  # of those letters, oldest first
    reasons: tuple[Reason, ...]  # one for each condition that holds
    since: float | None  # when the unanswered run began, seconds since 1970 UTC
    look_again: float | None  # when the rest is over; None when nobody is chased
    held: bool  # chasing, and the rest is not over
    problems: tuple[str, ...] = ()

    def result(self) -> Result:
        """The shape all measures share: the number is the unanswered run."""
        words = ("held" if self.held else "rested") if self.chasing else "not chasing"
        return Result("chasing", VERSION, self.person, self.streak, "letters", words, self.streak, self.reasons)


def measure(
    touches: Sequence[Touch],
    settings: Settings,
    now: float,
    share: float | None = None,
    *,
    pledges: Iterable[Pledge] = (),
    zone: tzinfo = UTC,
) -> Chase:
    """Chasing of one person; `touches` oldest first, `now` in seconds since 1970 UTC.

    `share` is the decayed effort share (measures/effort.py); without it the second condition is not looked at and
    `problems` says so. `zone` decides which day it is for dates that slipped. Any human sign of theirs, a talk or a
    meeting releases at once; so does a meeting that is still to come.
    """
    run, ahead = unanswered(touches, now)
    person = touches[0].person if touches else ""
    if not run or ahead:
        return Chase(person, False, len(run), tuple(touch.id for touch in run), (), None, None, False)
    ids = tuple(touch.id for touch in run)
    reasons = []
    if len(run) >= settings.chase_messages and run[-1].at - run[0].at >= settings.chase_days * DAY:
        days = (run[-1].at - run[0].at) / DAY
        reasons.append(Reason(f"{len(run)} letters in a row over {days:.0f} days, unanswered", ids, len(run), "us"))
    if share is not None and share < LOW_SHARE and len(run) >= LEAST_UNANSWERED:
        total = sum(_is_letter(touch) and touch.side == "us" and touch.at <= now for touch in touches)
        if total >= LEAST_OURS:
            reasons.append(Reason(f"their share is {share:.2f}, {total} letters of ours", ids, share, "us"))
    reasons.extend(_given_away(touches, run, settings, now))
    reasons.extend(_slipped(pledges, run, datetime.fromtimestamp(now, zone).date()))
    problems = () if share is not None else ("no effort share was given: the second condition was not looked at",)
    if not reasons:
        return Chase(person, False, len(run), ids, (), run[0].at, None, False, problems)
    look_again = run[-1].at + settings.rest_days * DAY
    return Chase(person, True, len(run), ids, tuple(reasons), run[0].at, look_again, now < look_again, problems)


def unanswered(touches: Sequence[Touch], now: float) -> tuple[list[Touch], bool]:
    """Our human letters since their last human sign, oldest first; and whether a meeting lies ahead.

    Their sign is anything a human of theirs wrote or said: a letter, a chat, a call, a talk or a meeting held.
    Automated touches of either side neither add nor release.
    """
    run: list[Touch] = []
    ahead = False
    for touch in reversed(touches):
        if not touch.human:
            continue
        if touch.at > now:
            ahead = ahead or (touch.channel == "meeting" and touch.attendees > 0)
        elif touch.channel == "meeting" or (touch.channel == "call" and touch.minutes > 0) or touch.side == "them":
            break
        elif _is_letter(touch):
            run.append(touch)
    run.reverse()
    return run, ahead


def _is_letter(touch: Touch) -> bool:
    return touch.human and (touch.channel == "mail" or touch.channel == "chat")


def _given_away(touches: Sequence[Touch], run: Sequence[Touch], settings: Settings, now: float) -> list[Reason]:
    """Two or more concessions nobody asked for within the window, the last of them still unanswered."""
    if not any("concession" in touch.acts for touch in run):
        return []
    floor = now - settings.window_days * DAY
    given = [
        touch.id
        for touch in touches
        if touch.side == "us" and floor <= touch.at <= now and not touch.answers
        for act in touch.acts
        if act == "concession"
    ]
    if len(given) < LEAST_CONCESSIONS:
        return []
    return [Reason(f"we gave way {len(given)} times unasked", tuple(dict.fromkeys(given)), len(given), "us")]


def _slipped(pledges: Iterable[Pledge], run: Sequence[Touch], today: date) -> list[Reason]:
    """Two or more dates of theirs went by and only we have written since they were given."""
    gone = [
        pledge
        for pledge in pledges
        if pledge.side == "them"
        and not pledge.kept_by
        and pledge.promise.due_date is not None
        and pledge.promise.due_date < today
        and pledge.at <= run[0].at
    ]
    if len(gone) < LEAST_SLIPPED:
        return []
    ids = tuple(dict.fromkeys(pledge.message for pledge in gone))
    return [Reason(f"{len(gone)} dates of theirs went by, only we wrote since", ids, len(gone), "them")]
