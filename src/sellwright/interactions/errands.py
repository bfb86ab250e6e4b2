"""Reads a line somebody typed for themselves: "call Anna on Friday" is a thing to do and a day.

The days are those of due_dates, in English, German and French. A typed line is short and meant, so a day at its end or
beginning is taken out of it; in the middle it stays where it is ("send the Friday report to Anna").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sellwright.interactions import due_dates

LONGEST = 300  # characters of a line that are looked at
_JOINTS = re.compile(
    r"(?:\b(?:by|on|at|until|before|till|for|due|am|bis|zum|vor|an|le|pour|avant|d'ici)|[,;:–—(-])\s*$", re.I
)
_AHEAD = re.compile(r"^\s*[,;:–—)-]+\s*")


@dataclass(frozen=True, slots=True)
class Errand:
    """What to do, and by when (None: no day was named), with the words that named it."""

    text: str
    due_date: date | None
    due_words: str


def read(line: str, typed_at: datetime, language: str = "") -> Errand:
    """`typed_at` is aware, in the zone of who typed. Their language is tried first, then the others."""
    line = " ".join(line.split())[:LONGEST]
    found = _day(line, typed_at, language)
    if found is None:
        return Errand(line, None, "")
    day, words = found
    return Errand(_without(line, words), day, words)


def day(words: str, typed_at: datetime, language: str = "") -> date | None:
    """The day somebody typed into a field for a day: "2026-06-03", "3 June", "tomorrow", "in 2 Wochen". None when it
    names no day. A day in the past is taken only as written in full (ISO)."""
    words = " ".join(words.split())[:LONGEST]
    try:
        return date.fromisoformat(words)
    except ValueError:
        found = _day(words, typed_at, language)
        return found[0] if found is not None else None


def _day(line: str, typed_at: datetime, language: str) -> tuple[date, str] | None:
    return (due_dates.resolve(line, typed_at, language) if language else None) or due_dates.resolve(line, typed_at, "")


def _without(line: str, words: str) -> str:
    """The line without its day, where that stands at an end and leaves something to do."""
    at = line.find(words)
    if at < 0:
        return line
    before, after = line[:at].rstrip(), line[at + len(words) :].strip(" .!)")
    if after and before:
        return line
    rest = before or _AHEAD.sub("", after)
    while (shorter := _JOINTS.sub("", rest).rstrip()) != rest:
        rest = shorter
    return rest or line
