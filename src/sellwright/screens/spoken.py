"""Says the sentences of the thinking half in the reader's language.

Numbers and their reasons are made without Django and come as English sentences. Here the form of a sentence is found
again (phrases.py), what stands in its slots is said in its own way (days by the calendar, bands and channels by their
words, quotations never touched), and the translated form is filled with it. A sentence of no known form stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.utils import formats
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from sellwright.screens import phrases, words
from sellwright.today.wording import MONTHS, WEEKDAYS

LONGEST = 1500  # characters: no sentence is longer; what is, is not looked at
MOST_NESTED = 3  # a reason in a line, a fact in a reason

_MONTH = "|".join(MONTHS)
_DAY = rf"\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?"
_WEEKDAY = "|".join(WEEKDAYS)
_WHEN = rf"(?:today|yesterday) at \d\d:\d\d|on (?:{_WEEKDAY}) at \d\d:\d\d|on {_DAY}"
_QUOTE = "“.*?”"
_SHARE = r"\d?\.\d\d"
_NAME = r"[^“”]{1,200}?"
_HOST = r"this address|[^\s'“”]{1,80}"
_STOPPED = tuple(f"{stop}{quote}." for stop in ".?!…" for quote in "”“")
_VERDICT = r"leaning in|order-taking|even|we carry it|one-sided|unclear|too little to tell(?: \(\d+ messages?\))?"


def tell(text: str) -> str:
    """A sentence of the thinking half in the language in force. What ends in a whole sentence of theirs needs no stop
    of its own behind it."""
    if text and not (get_language() or "en").startswith("en"):
        text = _tell(text, get_language())
    return text[:-1] if text.endswith(_STOPPED) else text


@lru_cache(4096)
def _tell(text: str, _language: str | None) -> str:
    """Kept under all it depends on: sentences come again on every page."""
    return _told(text, MOST_NESTED) or text


def failure(text: str) -> str:
    """What is kept of a failure, or why one item is not here, in the language in force (failure_words.py). Sentences
    without a slot may be marked where they are made, and then have no form."""
    said = gettext(text) if text else ""
    return said if said != text else tell(text)


def tell_all(text: str) -> str:
    """Several sentences in a row, none of them with a quotation."""
    return " ".join(map(tell, re.split(r"(?<=\.) (?=[A-Z1-9])", text)))


def _told(text: str, depth: int) -> str:
    """The sentence as its form says it; '' when it has none."""
    if depth == 0 or len(text) > LONGEST:
        return ""
    found = _in_form(text, depth)
    if found:
        return found
    bare = text[:1].lower() + text[1:].removesuffix(".")  # a piece that was made a sentence of its own
    said = _in_form(bare, depth) if bare != text else ""
    if not said:
        return ""
    return said[:1].upper() + said[1:] + ("." if text.endswith(".") and not said.endswith(".") else "")


def _in_form(text: str, depth: int) -> str:
    if text in _fixed():
        return _(text)
    for form in _forms():
        if text.startswith(form.head) and text.endswith(form.tail):
            found = form.pattern.fullmatch(text)
            if found:
                said = {name: _slot(name, value or "", depth) for name, value in found.groupdict().items()}
                if "" not in (said[name] for name in _NESTED if name in said):
                    return _(form.words).format(**said)
    return ""


@dataclass(frozen=True)
class _Form:
    words: str
    head: str  # what stands before its first slot
    tail: str  # what stands after its last
    pattern: re.Pattern[str]


@cache
def _fixed() -> frozenset[str]:
    return frozenset(form for form in phrases.FORMS if "{" not in form)


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(_form(words) for words in phrases.FORMS if "{" in words)


def _form(form: str) -> _Form:
    pieces = re.split(r"\{(\w+)\}", form)
    made = "".join(
        f"(?P<{piece}>{_SLOTS.get(piece, _NUMBER)[0]})" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    )
    return _Form(form, pieces[0], pieces[-1], re.compile(made))


def _slot(name: str, value: str, depth: int) -> str:
    if name in _NESTED:
        return _told(value, depth - 1)
    return _SLOTS.get(name, _NUMBER)[1](value)


def _as_it_is(value: str) -> str:
    return value


def _decimal(value: str) -> str:
    return formats.number_format(value, 1)


def _grouped(value: str) -> str:
    """ "50,000" as the language parts thousands."""
    return formats.number_format(int(value.replace(",", "")), use_l10n=True, force_grouping=True)


def _calendar_day(value: str) -> str:
    """ "3 May 2024" as the language writes a day."""
    number, month, *year = value.split()
    on_date = date(int(year[0]) if year else 2000, MONTHS.index(month) + 1, int(number))
    return formats.date_format(on_date, _("j F Y") if year else _("j F"))


def _when(value: str) -> str:
    """ "yesterday at 16:10", "on Tuesday at 9:05", "on 3 May"."""
    first, _at, clock = value.partition(" at ")
    if first == "today":
        return _("today at %(clock)s") % {"clock": clock}
    if first == "yesterday":
        return _("yesterday at %(clock)s") % {"clock": clock}
    if clock:
        return _("on %(weekday)s at %(clock)s") % {"weekday": gettext(first.removeprefix("on ")), "clock": clock}
    return _("on %(day)s") % {"day": _calendar_day(first.removeprefix("on "))}


def _ahead(value: str) -> str:
    """ "today at 16:10", "tomorrow at 9:05", "on 3 May at 10:00"."""
    first, _at, clock = value.rpartition(" at ")
    return _("%(day)s at %(clock)s") % {"day": due(first), "clock": clock}


def due(value: str) -> str:
    """The day something is due: "today", "tomorrow", "on 3 May"."""
    if (get_language() or "en").startswith("en"):
        return value
    named = {"yesterday": _("yesterday"), "today": _("today"), "tomorrow": _("tomorrow")}
    return named.get(value) or _("on %(day)s") % {"day": _calendar_day(value.removeprefix("on "))}


def ago(value: str) -> str:
    """How long: "3 hours", "11 days"."""
    if (get_language() or "en").startswith("en"):
        return value
    number, unit = int(value.split()[0]), value.split()[1].removesuffix("s")
    if unit == "minute":
        return ngettext("%(n)d minute", "%(n)d minutes", number) % {"n": number}
    if unit == "hour":
        return ngettext("%(n)d hour", "%(n)d hours", number) % {"n": number}
    return ngettext("%(n)d day", "%(n)d days", number) % {"n": number}


def _channels(value: str) -> str:
    """ "mail 14 of 15, call 1 of 15"."""
    said = []
    for part in value.split(", "):
        channel, count, _of, total = part.split()
        said.append(_("%(channel)s %(n)s of %(all)s") % {
            "channel": words.CHANNELS.get(channel, channel), "n": count, "all": total})  # fmt: skip
    return ", ".join(said)


def _kind(value: str) -> str:
    return words.relation(value.replace(" ", "_"))


def _facts(value: str) -> str:
    return "; ".join(_told(fact, MOST_NESTED) or fact for fact in value.split("; "))


def _lead(value: str) -> str:
    """What follows with a space before it, or nothing."""
    return f" {tell(value.strip())}" if value else ""


_NUMBER: tuple[str, Callable[[str], str]] = (r"\d+", _as_it_is)
_NESTED = {"what", "reason", "fact", "verdict"}
_SLOTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "when": (_WHEN, _when),
    "ahead": (rf"(?:today|tomorrow|on {_DAY}) at \d\d:\d\d", _ahead),
    "due": (rf"yesterday|today|tomorrow|on {_DAY}", due),
    "day": (_DAY, _calendar_day),
    "ago": (r"\d+ (?:minute|hour|day)s?", ago),
    "quote": (_QUOTE, _as_it_is),
    "asked": (_QUOTE, _as_it_is),
    "answer": ("“.*”", _as_it_is),
    "said": ("(?:: “.*”)?", _as_it_is),
    "more": (r"(?: \d+ other promises? too\.)?", _lead),
    "share": (_SHARE, _as_it_is),
    "low": (_SHARE, _as_it_is),
    "high": (_SHARE, _as_it_is),
    "verdict": (_VERDICT, _as_it_is),
    "kind": ("|".join(name.replace("_", " ") for name in words.RELATIONS), _kind),
    "facts": (".+", _facts),
    "channels": (r"\w+ \d+ of \d+(?:, \w+ \d+ of \d+)*", _channels),
    "language": (r"\w+", gettext),
    "what": (_NAME, _as_it_is),
    "reason": (_NAME, _as_it_is),
    "fact": (_NAME, _as_it_is),
    "who": (_NAME, _as_it_is),
    "firm": (_NAME, _as_it_is),
    "hours": (r"\d+\.\d", _decimal),
    "email": (r"\S+@\S+", _as_it_is),
    "words": (".+?", _as_it_is),
    "host": (_HOST, lambda value: gettext(value) if value == "this address" else value),
    "named": (_HOST, lambda value: gettext(value) if value == "this address" else value),
    "house": ("Google|Microsoft", _as_it_is),
    "code": (r"[^()]{0,160}?", _as_it_is),
    "app": (r"[^()]{0,160}?", _as_it_is),
    "packed": (r"\S{1,20}", _as_it_is),
    "where": (r"https://\S+", _as_it_is),
    "address": (r"\S+", _as_it_is),
    "file": (_NAME, _as_it_is),
    "heading": (_NAME, _as_it_is),
    "cell": (r".{0,200}", _as_it_is),
    "most": (r"[\d,]{1,12}", _grouped),
}
