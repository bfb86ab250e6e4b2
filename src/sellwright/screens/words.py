"""Words that several pages share: lanes, relations, lengths of time, how a moment is said. Translated when shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright.today.day import Lane

Words = str | Promise
_QUOTED = re.compile(r"(“[^”]*”)")

LANES: dict[Lane, tuple[Words, Words]] = {
    "waiting on you": (later("Waiting on you"), later("They asked, and nobody of yours has answered.")),
    "you promised": (later("You promised"), later("Due or late, and nothing shows that it was kept.")),
    "moved toward you": (later("Moved toward you"), later("They came a step closer this week.")),
    "worth a word": (later("Worth a word"), later("Quiet for a while, and there is a reason to write.")),
    "waiting on purpose": (later("Waiting on purpose"), later("You would chase. Let them come.")),
}

# In the order in which the choice is offered; the key is pressed while the choice is open.
RELATIONS: dict[str, tuple[Words, str]] = {
    "prospect": (later("prospect"), "p"),
    "customer": (later("customer"), "c"),
    "partner": (later("partner"), "a"),
    "supplier": (later("supplier"), "s"),
    "pitching_us": (later("pitching us"), "i"),
    "candidate": (later("candidate"), "n"),
    "press": (later("press"), "e"),
    "colleague": (later("colleague"), "o"),
    "private": (later("private"), "v"),
    "list_or_robot": (later("list or robot"), "r"),
    "unknown": (later("unknown"), "u"),
}

CHANNELS: dict[str, Words] = {
    "mail": later("mail"),
    "meeting": later("meeting"),
    "call": later("call"),
    "chat": later("chat"),
}


@dataclass(frozen=True)
class Voice:
    """A stretch of a sentence: what the program says, or words somebody said (with their quotation marks)."""

    text: str
    said: bool


def voices(text: str) -> tuple[Voice, ...]:
    """A sentence parted at its quotations, so that a page can set each voice in its own type."""
    parts = _QUOTED.split(text)
    return tuple(Voice(_quoted(part), True) if part.startswith("“") else Voice(part, False) for part in parts if part)


def _quoted(part: str) -> str:
    """The quotation in the marks of the reader's language."""
    return _("“%(said)s”") % {"said": part[1:-1]}


def shortened(text: str, most: int) -> str:
    """Fewer than `most` characters of a line, ended after a whole word by "…" when something is left out."""
    if len(text) < most:
        return text
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def relation(kind: str) -> str:
    """A relation kind as shown: "pitching us"."""
    return str(RELATIONS[kind][0]) if kind in RELATIONS else kind.replace("_", " ")


def minutes(amount: float) -> str:
    """ "40 min", "2 h 10", "3 h"."""
    whole = round(amount)
    if whole < 60:
        return _("%(n)d min") % {"n": whole}
    if whole % 60 == 0:
        return _("%(h)d h") % {"h": whole // 60}
    return _("%(h)d h %(m)02d") % {"h": whole // 60, "m": whole % 60}


def size(count: int) -> str:
    """Bytes for people: "820 bytes", "14 kB", "2.1 MB"."""
    if count < 1000:
        return ngettext("%(n)d byte", "%(n)d bytes", count) % {"n": count}
    if count < 1_000_000:
        return _("%(n)d kB") % {"n": round(count / 1000)}
    return _("%(n)s MB") % {"n": formats.number_format(round(count / 1_000_000, 1), 1)}


def capped(count: int, most: int) -> str:
    """A count that was not counted to its end: "37", "more than 1,000"."""
    if count <= most:
        return formats.number_format(count, use_l10n=True, force_grouping=True)
    return _("more than %(n)s") % {"n": formats.number_format(most, use_l10n=True, force_grouping=True)}


def local(at: float, now: datetime) -> datetime:
    """Seconds since 1970 as a moment in the zone of `now`."""
    return datetime.fromtimestamp(at, now.tzinfo)


def when(at: float, now: datetime) -> str:
    """A moment as a person says it on the day of `now`: "today 16:10", "yesterday 9:05", "Tue 3 May", "3 May 2024"."""
    moment = local(at, now)
    days = (now.date() - moment.date()).days
    if not 0 <= days < 7:
        return day(moment, now)
    clock = f"{moment:%H:%M}"
    if days == 0:
        return _("today %(clock)s") % {"clock": clock}
    if days == 1:
        return _("yesterday %(clock)s") % {"clock": clock}
    return f"{formats.date_format(moment, 'l')} {clock}"


def day(moment: datetime, now: datetime) -> str:
    """ "3 May", with the year when it is another one."""
    return on(moment.date(), now)


def on(on_date: date, now: datetime) -> str:
    """ "3 May", with the year when it is another one."""
    return _day(on_date, on_date.year == now.year, get_language())


@lru_cache(4096)
def _day(on_date: date, this_year: bool, _language: str | None) -> str:
    """Pages say the same days again and again, and calendars are slow."""
    return formats.date_format(on_date, _("j F") if this_year else _("j F Y"))
