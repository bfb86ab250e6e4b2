"""The sentences of Today and the brief: when something was, how many there are, what they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest

from sellwright.interactions.values import Question
from sellwright.today.day import Counts

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
QUOTED = 140  # characters of their words in one line


def opening(counts: Counts) -> str:
    """The first line of Today."""
    if counts.wrote == 0:
        first = f"In {counts.days} days nobody wrote to you."
    else:
        first = f"In {counts.days} days {counts.wrote} {'person' if counts.wrote == 1 else 'people'} wrote to you."
    return " ".join((first, _waiting(counts), _promised(counts), _unanswered(counts)))


def _waiting(counts: Counts) -> str:
    if counts.waiting == 0 or counts.oldest_days is None:
        return "Nobody waits for you."
    days = int(counts.oldest_days)
    if counts.waiting == 1:
        return "1 waits for you, for less than a day." if days == 0 else f"1 waits for you, for {plural(days, 'day')}."
    oldest = "less than a day" if days == 0 else plural(days, "day")
    return f"{counts.waiting} wait for you, the oldest {oldest}."


def _promised(counts: Counts) -> str:
    if counts.promised == 0:
        return "You promised nothing with a date."
    if counts.promised == 1:
        return f"You promised 1 thing with a date, it is {'late' if counts.late else 'not late'}."
    late = "none is" if counts.late == 0 else "1 is" if counts.late == 1 else f"{counts.late} are"
    return f"You promised {counts.promised} things with a date, {late} late."


def _unanswered(counts: Counts) -> str:
    return f"You have written 3 times or more, unanswered, to {counts.unanswered or 'nobody'}."


def plural(number: int, word: str) -> str:
    """ "1 day", "11 days"."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def when(at: float, now: datetime) -> str:
    """A time as a person says it on the day of `now`, in the zone of `now`: "yesterday at 16:10", "on 3 May"."""
    moment = datetime.fromtimestamp(at, now.tzinfo)
    clock = moment.strftime("%H:%M")
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"today at {clock}"
    if days == 1:
        return f"yesterday at {clock}"
    if 1 < days < 7:
        return f"on {WEEKDAYS[moment.weekday()]} at {clock}"
    return "on " + day(moment.date(), now)


def ahead(at: float, now: datetime) -> str:
    """A time to come, likewise: "today at 16:10", "tomorrow at 9:00", "on 3 May at 10:00"."""
    moment = datetime.fromtimestamp(at, now.tzinfo)
    days = (moment.date() - now.date()).days
    on = ("today", "tomorrow")[days] if days in (0, 1) else "on " + day(moment.date(), now)
    return f"{on} at {moment.strftime('%H:%M')}"


def day(on_date: date, now: datetime) -> str:
    """ "3 May", with the year when it is another one."""
    words = f"{on_date.day} {MONTHS[on_date.month - 1]}"
    return words if on_date.year == now.year else f"{words} {on_date.year}"


def due(on_date: date, now: datetime) -> str:
    """A day something is due: "today", "tomorrow", "on 3 May"."""
    days = (on_date - now.date()).days
    if -1 <= days <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return "on " + day(on_date, now)


def ago(seconds: float) -> str:
    """How long: "3 hours", "11 days"."""
    if seconds < 5400:
        return plural(max(1, round(seconds / 60)), "minute")
    if seconds < 36 * 3600:
        return plural(round(seconds / 3600), "hour")
    return plural(round(seconds / 86400), "day")


def without_introductions(questions: Sequence[Question]) -> list[Question]:
    """The questions without those that only announce the next ones of the same letter ("three answers, please:")."""
    return [
        question
        for question, following in zip_longest(questions, questions[1:])
        if following is None or following.message != question.message or not question.ask.text.rstrip().endswith(":")
    ]


def quote(words: str, most: int = QUOTED) -> str:
    """Their words on one line, in quotation marks, cut at a word."""
    line = " ".join(words.split())
    if len(line) > most:
        line = line[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{line}”"


@lru_cache(maxsize=512)
def share(value: float) -> str:
    """A share as shown: ".72"."""
    return f"{value:.2f}".removeprefix("0")
