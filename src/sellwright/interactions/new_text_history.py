"""Marks what was not written this time: quoted lines, what announces them, and letters copied below the answer."""

from __future__ import annotations

import re

from sellwright.interactions import quoting
from sellwright.interactions.new_text_marks import FORWARD, QUOTE

_LOOKS = 2000  # attributions and headers examined in one text: bounds the time hostile text can take
_HEADS = frozenset("-_*=—–>`─━~")
_INITIALS = re.compile(r"[A-Za-z]{1,3}>(?= |$)")
_WIDE = ("：", "\u202c")  # a colon of another script: then every line is looked at


def mark_history(text: str, lines: list[str], marks: bytearray) -> list[int]:
    """Mark quoted lines, attributions, and everything below a copied or forwarded letter.

    `lines` are those of `text`, stripped. Returns the lines that may be rules, for whoever looks for a signature.
    """
    walk = _Walk(lines, marks)
    if ">" in text:
        _mark_initials(lines, marks)
    if not text.isascii() and any(sign in text for sign in _WIDE):
        places = [i for i, line in enumerate(lines) if line]
    else:
        places = [i for i, line in enumerate(lines) if line and (line[0] in _HEADS or ":" in line or "@" in line)]
    index = 0
    for place in places:
        if place >= index and not marks[place]:
            index = walk.look(place)
    return walk.rules


def _mark_initials(lines: list[str], marks: bytearray) -> None:
    """Mark quotes that carry the writer's initials ("AB> so it is"): two such lines together, or one under a colon."""
    before, last = "", -2
    for index in [i for i, line in enumerate(lines) if ">" in line[1:4] and line[0] != ">"]:
        found = _INITIALS.match(lines[index])
        if found is None:
            continue
        if last != index - 1:
            before = ""
        if found.group() == before or (index and lines[index - 1].endswith(":")):
            marks[index] = QUOTE
            if before:
                marks[index - 1] = QUOTE
        before, last = found.group(), index


class _Walk:
    """One pass down the lines of a text."""

    __slots__ = ("clean", "lines", "looks", "marks", "rules")

    def __init__(self, lines: list[str], marks: bytearray) -> None:
        self.lines = lines
        self.marks = marks
        self.rules: list[int] = []
        self.looks = _LOOKS
        self.clean = 0  # above this line the writer has said nothing

    def look(self, index: int) -> int:
        """Mark what begins or ends at a line; answers the line to go on at."""
        lines, marks = self.lines, self.marks
        line = lines[index]
        first = line[0]
        found: tuple[int, bool] | None = None
        if first in _HEADS:
            if first == ">":
                found = _broken_attribution(lines, index)
                if not found:
                    return _quote(lines, marks, index)
            elif first == "`" and line.startswith("```"):
                return _fence(lines, index)
            else:
                kind = quoting.banner(lines, index)
                if kind:
                    return self.history((index, index), FORWARD if kind == "forward" else QUOTE)
                self.rules.append(index)
        if self.looks and not found and quoting.may_end_attribution(line):
            self.looks -= 1
            if quoting.banner(lines, index):
                return self.history((index, index), FORWARD)
            found = quoting.attribution(lines, index)
        if found:
            start, sure = found
            if _quote_next(lines, index) or (sure and not self.something_above(start)):
                # Quote marks say themselves where the quote ends. Without them, and with nothing above, the text below
                # is taken for the answer: marks get lost more often than empty answers are sent.
                marks[start : index + 1] = bytes((QUOTE,)) * (index + 1 - start)
                return index + 1
            if sure:
                return self.history((start, index), QUOTE)
        if self.looks and quoting.role(line):
            self.looks -= 1
            end = quoting.header_block(lines, index)
            if end and (self.something_above(index) or _dated(lines[index:end])):
                return self.history((index, index), QUOTE)
        return index + 1

    def something_above(self, end: int) -> bool:
        """Whether the writer has said something above a line. Lines are passed once in all."""
        while self.clean < end and (
            not self.lines[self.clean] or self.marks[self.clean] or quoting.is_rule(self.lines[self.clean])
        ):
            self.clean += 1
        return self.clean < end

    def history(self, begin: tuple[int, int], kind: int) -> int:
        """Everything from here is a letter copied below the answer. `begin`: first and last line of what announces it.

        Where nothing was written above, an answer may stand under the last quoted line instead.
        """
        lines, marks = self.lines, self.marks
        start, last = begin
        count = len(lines)
        above = start
        while above and (not lines[above - 1] or quoting.is_rule(lines[above - 1])):
            above -= 1
            if lines[above] and not marks[above]:
                start = above  # the rule drawn above a copied header
        stop = count
        if kind == QUOTE and not self.something_above(start):
            below = max((i for i in range(last + 1, count) if lines[i].startswith(">")), default=-1)
            stop = below + 1 if below >= 0 else count
        marks[start:stop] = bytes((kind,)) * (stop - start)
        return count


def _dated(header: list[str]) -> bool:
    """Whether a copied header holds a date. One at the very top without is a form's, whose text is new."""
    return any(quoting.role(line) in ("date", "sent") for line in header)


def _quote_next(lines: list[str], at: int) -> bool:
    """Whether the next line that is not empty (within three) is a quoted one."""
    for line in lines[at + 1 : at + 5]:
        if line:
            return line[0] == ">"
    return False


def _fence(lines: list[str], at: int) -> int:
    """The line after a fenced block of code that opens at `at`; when it never closes, the line after `at`."""
    for index in range(at + 1, min(len(lines), at + 500)):
        if lines[index].startswith("```"):
            return index + 1
    return at + 1


def _quote(lines: list[str], marks: bytearray, at: int) -> int:
    """Mark a run of quoted lines that begins at `at`, with the ends of lines that a mail program broke off.

    Returns the line after the run.
    """
    kind = QUOTE
    index = at
    count = len(lines)
    if lines[at].startswith(">From ") and not _quote_next(lines, at) and (at == 0 or not lines[at - 1].startswith(">")):
        return at + 1  # an mbox writer put the > there
    forwarded = quoting.banner(lines, at)
    if not forwarded:
        following = next((i for i in range(at + 1, min(at + 4, count)) if lines[i].strip("> ")), at)
        forwarded = quoting.banner(lines, following) if following != at else ""
    if forwarded == "forward":
        kind = FORWARD
    while index < count and lines[index][:1] == ">":
        marks[index] = kind
        index += 1
        if index < count and lines[index] and lines[index][0] != ">":
            spill = _spill(lines, index)
            marks[index : index + spill] = bytes((kind,)) * spill
            index += spill
    return index


def _spill(lines: list[str], at: int) -> int:
    """How many unquoted lines at `at` are the broken-off end of the quoted line above (0, 1 or 2).

    Such an end follows a long line that does not end a sentence, and is followed at once by the next quoted line.
    """
    above = lines[at - 1]
    if at >= len(lines) or not lines[at] or len(above) < 58:
        return 0
    for size in (1, 2):
        if at + size >= len(lines):
            return 0
        after = lines[at + size]
        if not after:
            return 0
        if after[0] == ">":
            end = lines[at]
            if len(end) > 60 or (above[-1] in ".!?:" and not end[0].islower()):
                return 0
            return size if end[0].islower() or above[-1] not in ".!?:" else 0
    return 0


def _broken_attribution(lines: list[str], at: int) -> tuple[int, bool] | None:
    """An attribution whose last line is '>:' or '> wrote:', the end of an address broken off on the lines above."""
    tail = lines[at].lstrip("> ")
    if not at or len(tail) > 14 or tail[-1:] not in (":", "："):
        return None
    found = quoting.attribution(lines, at)
    return (found[0], True) if found and found[0] < at and "<" in " ".join(lines[found[0] : at]) else None
