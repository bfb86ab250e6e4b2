"""A brief as it is shown: which five lines stand first, and where each line leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlencode

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright.screens import addresses, calling, spoken
from sellwright.screens.calling import ShownPhone
from sellwright.screens.words import Voice, Words, voices
from sellwright.settings import Settings
from sellwright.store import briefs, telephones
from sellwright.store.models import Person, Scope, Standing
from sellwright.today import brief
from sellwright.today.brief import Brief, Line

FIRST = 5
KEPT_SECONDS = 300
MOST_LINKS = 4  # of one line
_SAID = re.compile(r"“([^”]{4,})”")
_NOT_KNOWN = re.compile(r"not known yet")

SECTIONS: dict[str, Words] = {
    brief.WHO: later("Who they are to us"),
    brief.LAST: later("Last exchanges"),
    brief.ASKED: later("Asked and promised"),
    brief.OTHERS: later("Others at their firm"),
    brief.REACH: later("How to reach them"),
    brief.UNKNOWN: later("What we know and do not know"),
    brief.BEFORE: later("Answers given before"),
}
# What is put first, with how many lines at most: what they asked, what we know of the answer, who reads along.
_FIRST = ((brief.ASKED, 3), (brief.BEFORE, 2), (brief.WHO, 1), (brief.OTHERS, 1), (brief.LAST, 2), (brief.REACH, 1))


@dataclass(frozen=True)
class Source:
    """A message (or meeting, call) behind a line: its page, and the part that shows the very sentence."""

    url: str
    evidence_url: str
    ours: bool = True
    label: str = ""


@dataclass(frozen=True)
class ShownLine:
    """One line with what it was read from; `sources` is never empty."""

    text: str
    sources: tuple[Source, ...]
    more: int  # sources beyond those listed
    section: str
    known: bool  # False: it says that something is not known

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The text parted into what the program says and what people said."""
        return voices(self.text)

    @property
    def main(self) -> Source:
        """Where the line itself leads."""
        return self.sources[0]

    @property
    def others(self) -> tuple[Source, ...]:
        """The rest of its sources."""
        return self.sources[1:]


@dataclass(frozen=True)
class ShownSection:
    """A titled run of lines."""

    key: str
    title: Words
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True)
class ShownBrief:
    """`first` are the five lines to read if there is time for five; `sections` hold all of them."""

    first: tuple[ShownLine, ...]
    sections: tuple[ShownSection, ...]
    lines: int
    letters: int
    phones: tuple[ShownPhone, ...] = ()  # at which they can be called

    def section(self, key: str) -> tuple[ShownLine, ...]:
        """The lines of one section."""
        return next((found.lines for found in self.sections if found.key == key), ())


def source(ref: str, said: str = "", label: str = "") -> Source:
    """The page of a message by its stable id, and the address of the sentence in it. `said`: the words to show."""
    url = addresses.of("message", ref)
    asked = f"?{urlencode({'said': said[:160]})}" if said else ""
    place = f"{asked}#said" if said else ""
    return Source(url + place, addresses.of("evidence", ref) + asked, label=label or str(_("a message behind this")))


def of(person: Person, scope: Scope, standing: Standing | None, moment: datetime, settings: Settings) -> ShownBrief:
    """The brief of somebody, from what the scope may read; kept for some minutes while their mail stays as it is.

    What is kept is named by the scope, by when the standing was worked out and by the numbers in force, so that new
    mail, another reader or a changed setting never meets it.
    """
    mark = f"{standing.computed_at!r} {standing.last_at!r}" if standing is not None else "none"
    numbers = hash(settings)
    name = f"brief {scope.key} {person.public_id} {mark} {numbers} {moment:%Y%m%d%z} {get_language()}"
    key = "brief:" + blake2b(name.encode(), digest_size=16).hexdigest()
    kept: ShownBrief | None = cache.get(key)
    if kept is None:
        made = show(briefs.make(person, scope, moment, settings))
        kept = replace(made, phones=calling.phones(telephones.of(person.pk, scope)))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def show(made: Brief) -> ShownBrief:
    """A brief ready for a page."""
    lines = {line: _line(line) for line in made.lines}
    sections = tuple(
        ShownSection(name, SECTIONS[name], tuple(lines[line] for line in made.section(name)))
        for name in brief.SECTIONS
        if made.section(name)
    )
    return ShownBrief(tuple(lines[line] for line in first_lines(made)), sections, len(made.lines), made.looked_at)


def first_lines(made: Brief) -> list[Line]:
    """The lines to read first, at most five: each section in turn gives what it may; "not known" waits."""
    picked: list[Line] = []
    for name, most in _FIRST:
        known = [line for line in _freshest(name, made.section(name)) if not _NOT_KNOWN.search(line.text)]
        picked += known[: min(most, FIRST - len(picked))]
    rest = [line for line in made.lines if line not in picked and not _NOT_KNOWN.search(line.text)]
    return (picked + rest)[:FIRST]


def _freshest(name: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Of what was asked and promised: what is open or late, then what was settled, then promises without a day."""
    if name != brief.ASKED:
        return lines
    return sorted(
        lines, key=lambda line: (", no date" in line.text, ", answered:" in line.text or ", kept" in line.text)
    )


def _line(line: Line) -> ShownLine:
    said = _SAID.findall(line.text)
    refs = list(line.ids)
    words = said[-1] if line.section == brief.BEFORE and said else said[0] if said else ""
    if line.section == brief.BEFORE:
        refs = refs[::-1]  # the passage itself first
    shown = [source(ref, _whole(words) if index == 0 else "") for index, ref in enumerate(refs[:MOST_LINKS])]
    known = not _NOT_KNOWN.search(line.text)
    return ShownLine(spoken.tell(line.text), tuple(shown), max(0, len(refs) - MOST_LINKS), line.section, known)


def _whole(words: str) -> str:
    """The words without the mark that they were cut."""
    return words.removesuffix("…").rstrip()
