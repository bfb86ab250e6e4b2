"""Conversation scripts (letters/*.txt): who says what after how long. The texts are written by hand, one by one.

    === name | stage | language [| two] [| uses=3]
    Subject: what it is about
    --- them 0
    Text with {particulars}.
    --- us 1 attach=Offer.pdf
    Text. A promise names its day as {due+2}; another date as {day+3}; a number as {#a:10-40}, repeated as {#a}.

`them` and `them2` are people of the firm; `us` is whoever owns it; `eng`, `boss`, `ops` are colleagues; `us>eng` is a
note inside the house under the letter before. The number is working days since the turn before ('3h': hours).
Alternatives stand as [[one||two]]. Flags: ask, noask, cc=, attach=, meet+N, new (a thread of its own), phone, form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Conversations that take the same course more often than others.
_OFTEN = frozenset({"first", "discovery", "pricing", "order", "quote", "reschedule"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One letter of a script."""

    who: str
    wait: str
    flags: frozenset[str]
    subject: str  # '' to stay in the thread
    text: str
    to: str = ""  # a colleague, for a note inside the house

    def value(self, name: str) -> str:
        """The value of a flag such as attach=Offer.pdf or meet+3, or ''."""
        for flag in self.flags:
            if flag.startswith(name):
                return flag[len(name) :]
        return ""


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation as it was written down."""

    name: str
    stage: str
    lang: str
    two: bool
    uses: int
    subject: str
    turns: tuple[Turn, ...]


def _turn(block: str) -> Turn:
    head, _, text = block.partition("\n")
    who, wait, *flags = head.split()
    subject = ""
    if text.startswith("Subject:"):
        first, _, text = text.partition("\n")
        subject = first.removeprefix("Subject:").strip()
    speaker, _, to = who.partition(">")
    return Turn(speaker, wait, frozenset(flags), subject, text.strip(), to)


def parse(text: str) -> tuple[Script, ...]:
    """Scripts from the text of a file."""
    found = []
    for block in text.split("\n=== ")[1:] if not text.startswith("=== ") else text[4:].split("\n=== "):
        head, *turns = block.split("\n--- ")
        first, _, subject = head.partition("\n")
        name, stage, lang, *rest = (piece.strip() for piece in first.split("|"))
        usual = 3 if stage in _OFTEN else 2
        uses = next((int(piece[5:]) for piece in rest if piece.startswith("uses=")), usual)
        title = subject.strip().removeprefix("Subject:").strip()
        found.append(Script(name, stage, lang, "two" in rest, uses, title, tuple(_turn(turn) for turn in turns)))
    return tuple(found)


@cache
def second_versions() -> dict[tuple[str, int], str]:
    """By script and turn, what we write the second time a conversation takes that course (letters/again-*.txt)."""
    folder = files("sellwright.demo").joinpath("letters")
    found = {}
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("again-")):
        for block in ("\n" + folder.joinpath(name).read_text("utf-8")).split("\n=== ")[1:]:
            head, _, text = block.partition("\n")
            script, turn = head.split()
            found[script, int(turn)] = text.strip()
    return found


@cache
def scripts() -> tuple[Script, ...]:
    """All scripts of the files named talk-*.txt, in the order of the file names."""
    folder = files("sellwright.demo").joinpath("letters")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("talk-"))
    return tuple(script for name in names for script in parse(folder.joinpath(name).read_text("utf-8")))
