"""Reads the day a sentence names ("by Friday", "Ende der Woche", "d'ici demain") from the day it was written on.

Decisions, the same in every language:
- the writer's own calendar day counts (`sent_at` in the sender's zone), not ours and not UTC;
- a weekday is the next one; written on that very day it is a week later ("today" would have been the word);
- "next Friday" and "nächsten Freitag" are the Friday of next week, "vendredi prochain" and "kommenden Freitag" the
  coming one; "Tuesday next week" is what it says;
- "next week" is its Friday, "early next week" its Tuesday, "mid next week" its Wednesday; a weekend is its Sunday;
- "end of the month", a quarter or a month alone is its last day; "early June" the 10th, "mid-June" the 15th;
- a day without a year lies ahead, at most nine months; further on it was past, and is refused, as is a past year;
- 3/4 is the 3rd of April in German and French and refused in English, unless only one reading exists (26/06);
- of several days, one with a word of deadline ("by", "bis", "d'ici") wins, else the first; "after Friday", "since
  Friday", "Tuesday's call" and "our meeting on the 5th" name no deadline.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from sellwright.interactions.day_words import (
    DEADLINE,
    EVERYWHERE,
    GATES,
    MONTHS,
    NOT_MEANT,
    NUMBERS,
    OPENS,
    ORDINALS,
    RULES,
    WEEKDAYS,
)

Said = dict[str, str]  # the groups of a pattern that matched
Read = Callable[[Said, datetime, str], date | None]

_LOOK = 600  # characters of a sentence that are looked at
_AHEAD = timedelta(days=274)  # nine months: a day without a year is not meant further ahead
_FAR = 400  # "in 900 days" is no promise; also keeps the arithmetic inside the calendar


def _friday(day: date, weeks: int = 0) -> date:
    """The Friday of the calendar week (Monday to Sunday) `weeks` after that of `day`."""
    return day + timedelta(days=4 - day.weekday() + 7 * weeks)


def _month_end(year: int, month: int) -> date:
    """The last day of the month `month` of `year`; month 13 is January of the year after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(said: Said, today: date, month: int, day: int) -> date | None:
    """That day in the year said, or the next one; None when it does not exist, is past, or too far to be meant."""
    if "y" in said:
        year = int(said["y"])
        made = _made(year + 2000 if year < 100 else year, month, day)
        return made if made is not None and made >= today else None
    for year in (today.year, today.year + 1):
        made = _made(year, month, day)
        if made is not None and made >= today:
            return made if made - today <= _AHEAD else None
    return None


def _named(said: Said, sent: datetime, language: str) -> date | None:
    return _dated(said, sent.date(), MONTHS[language][said["m"]], int(said["d"]))


def _dotted(said: Said, sent: datetime, _: str) -> date | None:
    return _dated(said, sent.date(), int(said["mm"]), int(said["d"]))


def _numeric(said: Said, sent: datetime, language: str) -> date | None:
    first, second = int(said["a"]), int(said["b"])
    if language in ("de", "fr") or first > 12 or first == second:
        return _dated(said, sent.date(), second, first)
    return _dated(said, sent.date(), first, second) if second > 12 else None


def _day_of_month(said: Said, sent: datetime, _: str) -> date | None:
    today, day = sent.date(), int(said["d"])
    this = _made(today.year, today.month, day)
    if this is not None and this >= today:
        return this
    after = _month_end(today.year, today.month) + timedelta(days=1)
    return _made(after.year, after.month, day)


def _weekday(said: Said, sent: datetime, language: str) -> date:
    today, which = sent.date(), WEEKDAYS[language][said["w"]]
    if "after" in said:
        return _friday(today, 1) + timedelta(days=which - 4)
    return today + timedelta(days=(which - today.weekday() - 1) % 7 + 1)


_EARLY = ("early", "beginning", "start", "anfang", "zu beginn", "début")
_MIDDLE = ("mid", "mitte", "milieu", "mi")


def _week(said: Said, sent: datetime, _: str) -> date:
    today = sent.date()
    if "next" not in said:
        friday = _friday(today)
        return friday if friday >= today else today + timedelta(days=6 - today.weekday())
    part = said.get("part", "")
    back = 3 if part.startswith(_EARLY) else 2 if part.startswith(_MIDDLE) else 0
    return _friday(today, 1) - timedelta(days=back)


def _weekend(_said: Said, sent: datetime, _: str) -> date:
    return sent.date() + timedelta(days=6 - sent.weekday())


def _calendar_week(said: Said, sent: datetime, _: str) -> date | None:
    today = sent.date()
    for year in (today.year, today.year + 1):
        try:
            friday = date.fromisocalendar(year, int(said["n"]), 5)
        except ValueError:
            continue
        if friday >= today:
            return friday if friday - today <= _AHEAD else None
    return None


def _in_days(said: Said, sent: datetime, language: str) -> date | None:
    number = int(said["n"]) if said["n"].isdigit() else NUMBERS[language][said["n"]]
    today, unit = sent.date(), said["u"]
    if unit.startswith(("hour", "stunde", "heure")):
        return (sent + timedelta(hours=number)).date()
    if unit.startswith(("month", "monat", "mois")):
        last = _month_end(today.year, today.month + number)
        return last.replace(day=min(today.day, last.day)) if number <= 12 else None
    if unit.startswith(("week", "woche", "semaine")):
        number *= 7
    if number > _FAR:
        return None
    if "work" not in said:
        return today + timedelta(days=number)
    for _day in range(number):
        today += timedelta(days={4: 3, 5: 2}.get(today.weekday(), 1))
    return today


def _end_of(said: Said, sent: datetime, _: str) -> date:
    today, unit, on = sent.date(), said["u"], int("next" in said)
    if unit.startswith(("day", "tag")):
        return today
    if unit.startswith(("week", "woche", "semaine")):
        friday = _friday(today, on)
        return friday if friday >= today else today + timedelta(days=6 - today.weekday())
    if unit.startswith(("month", "monat", "mois")):
        return _month_end(today.year, today.month + on)
    if unit.startswith(("quart", "trimestre")):
        return _month_end(today.year, (today.month + 2) // 3 * 3 + 3 * on)
    return date(today.year + on, 12, 31)


def _month(said: Said, sent: datetime, language: str) -> date | None:
    today, month, part = sent.date(), MONTHS[language][said["m"]], said.get("part", "")
    year = int(said["y"]) if "y" in said else today.year + (month < today.month)
    day = _month_end(year, month)
    if part.startswith((*_EARLY, *_MIDDLE)):
        day = day.replace(day=10 if part.startswith(_EARLY) else 15)
    return day if day >= today and ("y" in said or day - today <= _AHEAD + timedelta(days=31)) else None


def _quarter(said: Said, sent: datetime, language: str) -> date | None:
    today, number = sent.date(), int(said["q"]) if "q" in said else ORDINALS[language][said["o"]]
    day = _month_end(int(said.get("y", today.year)), number * 3)
    if day < today and "y" not in said:
        day = _month_end(today.year + 1, number * 3)
    return day if day >= today else None


def _feast(said: Said, sent: datetime, _: str) -> date | None:
    return _dated(said, sent.date(), 12, 24)  # "before Christmas": the working world stops on the 24th


def _hour(_said: Said, sent: datetime, _: str) -> date:
    return sent.date()  # "by noon": today, unless the sentence names a day as well


def _plus(days: int) -> Read:
    return lambda _said, sent, _: sent.date() + timedelta(days=days)


_READERS: dict[str, Read] = {
    "named day": _named, "dotted": _dotted, "numeric": _numeric, "day of month": _day_of_month, "weekday": _weekday,
    "next weekday": _weekday, "this week": _week, "clock": _hour, "unit end": _end_of,
    "week": _week, "weekend": _weekend, "calendar week": _calendar_week, "in days": _in_days, "end of": _end_of,
    "month": _month, "quarter": _quarter, "feast": _feast, "hour": _hour,
    **{f"plus {days}": _plus(days) for days in (0, 1, 2, 7, 14)},
}  # fmt: skip


def _alternatives(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


@cache
def _compiled(language: str) -> tuple[tuple[tuple[str, ...], tuple[tuple[re.Pattern[str], Read], ...]], ...]:
    """The rules of a language by the words that let them be tried (of those of GATES, the ones in the rule), ready to
    use: made when first needed, they take some 20 ms."""
    rules: dict[tuple[str, ...], list[tuple[re.Pattern[str], Read]]] = {}
    for pattern, reader in (*RULES[language], *EVERYWHERE):
        for mark, words in (("<W>", WEEKDAYS), ("<M>", MONTHS), ("<N>", NUMBERS), ("<O>", ORDINALS)):
            pattern = pattern.replace(mark, _alternatives(words[language]))
        gates = GATES[reader]
        if reader not in ("quarter", "clock", "unit end", "this week", "week", "weekend") and gates != ("0",):
            gates = tuple(gate for gate in gates if gate.strip() in pattern) or gates
        pattern = pattern.replace("<D>", r"(?P<d>[0-3]?\d)").replace("<Y>", r"(?P<y>20\d\d)")
        ready = re.compile(rf"(?<![\w/])(?:{pattern})(?!\w)")
        rules.setdefault(gates, []).append((ready, _READERS[reader]))
    return tuple((gates, tuple(those)) for gates, those in rules.items())


_DIGIT = re.compile("[0-9]")
_DEADLINE = {language: re.compile(pattern) for language, pattern in DEADLINE.items()}
_NOT_MEANT = {language: re.compile(pattern) for language, pattern in NOT_MEANT.items()}


def resolve(sentence: str, sent_at: datetime, language: str) -> tuple[date, str] | None:
    """The day a sentence names as its deadline and the words it came from, or None. `sent_at` is aware, in the zone
    of the writer, whose calendar day counts. `language` is two letters; any but de and fr is read as English, and ''
    as each of the three in turn."""
    text = sentence[:_LOOK].lower().replace("’", "'")
    for tongue in (language,) if language in RULES else ("en", "de", "fr") if not language else ("en",):
        found = _resolve(text, sent_at, tongue)
        if found is not None:
            day, start, end = found
            return day, sentence[start:end].strip()
    return None


def _resolve(text: str, sent_at: datetime, language: str) -> tuple[date, int, int] | None:
    best: tuple[int, int, int] | None = None
    answer: tuple[date, int, int] | None = None
    gated = text if _DIGIT.search(text) is None else text + "0"
    for gates, rules in _compiled(language):
        for gate in gates:
            if gate in gated:
                break
        else:
            continue
        for match, read in [(match, read) for pattern, read in rules for match in pattern.finditer(text)]:
            start, end = match.span()
            before = text[max(0, start - 24) : start]
            word = _DEADLINE[language].search(before)
            first = start - len(before) + word.start() if word is not None else start
            deadline = word is not None or match[0].startswith(OPENS[language])
            if not deadline and (_NOT_MEANT[language].search(before) is not None or text[end : end + 2] == "'s"):
                continue
            rank = (2 if read is _hour else int(not deadline), first, first - end)
            if best is None or rank < best:
                day = read({name: value for name, value in match.groupdict().items() if value}, sent_at, language)
                if day is not None:
                    best, answer = rank, (day, first, end)
    return answer
