"""New text only: what the writer of a mail said this time.

One policy (docs/reference/new-text.md): greeting, sentences, answers between quoted lines, sign-off and the name under
it are kept. Quoted lines, the "On ... wrote:" above them, letters copied or forwarded below, the block of contact data,
phone lines, list and legal footers, and banners are cut.

`cut` never raises, and its time grows linearly with the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from sellwright.interactions import quoting, signatures
from sellwright.interactions.new_text_history import mark_history
from sellwright.interactions.new_text_marks import FOOTER, FORWARD, KEEP, QUOTE, SIGNATURE
from sellwright.interactions.new_text_tail import is_phone_line, mark_footers
from sellwright.interactions.values import Span

_RUNS = re.compile(rb"(.)\1*", re.S)


@dataclass(frozen=True, slots=True)
class Cut:
    """A body taken apart. Spans are characters of the text given, in order, never overlapping.

    `new_text` is exactly the pieces at `spans` joined by a newline. Every piece but the last ends in a newline when the
    text has one there, so that pieces stand apart by an empty line.
    """

    new_text: str
    spans: tuple[Span, ...]
    signature: Span | None  # the contact block (the first, when there are several)
    quoted: tuple[Span, ...]
    forwarded: tuple[Span, ...]
    footer: tuple[Span, ...]  # phone lines, list and legal footers, banners, cryptographic armour


def cut(text: str, sender_name: str = "") -> Cut:
    """Split a mail's plain text (lines ended by \\n) into what is new and what is not.

    `sender_name` (as in the From header, or '') helps to tell a contact block that has no sign-off above it.
    """
    lines = text.split("\n")
    bare = list(map(str.strip, lines))
    marks = bytearray(len(lines))
    rules = mark_history(text, bare, marks)
    if not any(map(_is_kept, bare, marks)) and not _names_writer(bare):
        return _build(text, lines, bare, bytearray(len(lines)))  # quote marks only, and nobody named: their own words
    armour = "-----BEGIN PGP" in text
    fences = "```" in text
    signed = False
    regions = _regions(bare, marks)
    for order, (start, end) in enumerate(regions):
        if fences:  # nothing inside code is a footer or a signature
            start = max((i + 1 for i in range(start, end) if bare[i].startswith("```")), default=start)
            if start >= end:
                continue
        end = mark_footers(bare, marks, (start, end), armour)
        if not signed and (order == 0 or order == len(regions) - 1):
            begin = signatures.find(bare, (start, end), rules, sender_name)
            if begin < end:
                marks[begin:end] = bytes((SIGNATURE,)) * (end - begin)
                signed = True
    _drop_below_phone_line(bare, marks)
    return _build(text, lines, bare, marks)


def _is_kept(line: str, mark: int) -> bool:
    return bool(line) and not mark


def _names_writer(lines: list[str]) -> bool:
    """Whether the quoted lines hold an attribution, a copied header or another sign of a letter by somebody else."""
    inner = [line.lstrip("> ") for line in lines[:200]]
    return any(
        line
        and (
            quoting.role(line) in ("sender", "subject", "sent")
            or quoting.banner(inner, index)
            or (quoting.may_end_attribution(line) and quoting.attribution(inner, index))
        )
        for index, line in enumerate(inner)
    ) or any(line and line[0] != ">" for line in lines)


def _regions(lines: list[str], marks: bytearray) -> list[tuple[int, int]]:
    """Runs of lines not cut, without empty lines at their ends: first line and line after the last."""
    runs: list[tuple[int, int]] = []
    for run in _RUNS.finditer(marks):
        start, end = _trimmed(lines, run.start(), run.end())
        if start < end and not marks[start]:
            runs.append((start, end))
    return runs


def _trimmed(lines: list[str], start: int, end: int) -> tuple[int, int]:
    """A run of lines without the empty ones at its ends."""
    while start < end and not lines[start]:
        start += 1
    while end > start and not lines[end - 1]:
        end -= 1
    return start, end


def _drop_below_phone_line(lines: list[str], marks: bytearray) -> None:
    """What stands below a phone's own last line, when something stands above it, is the letter answered."""
    count = len(lines)
    empty = [-1, *[index for index, line in enumerate(lines) if not line], count]
    for above, below in pairwise(empty):
        index = above + 1
        if below - above != 2 or marks[index] or not is_phone_line(lines[index]):
            continue
        if any(map(_is_kept, lines[:index], marks)):
            marks[index] = FOOTER
            for rest in range(below, count):
                marks[rest] = marks[rest] or QUOTE
            return


def _build(text: str, lines: list[str], bare: list[str], marks: bytearray) -> Cut:
    """Turn marked lines into spans of characters."""
    if not any(marks):
        stripped = text.strip()
        if not stripped:
            return Cut("", (), None, (), (), ())
        start = len(text) - len(text.lstrip())
        return Cut(stripped, (Span(start, start + len(stripped)),), None, (), (), ())
    ends = list(accumulate(map(len, lines)))  # without the line ends, which number one a line
    by_kind: tuple[list[Span], ...] = ([], [], [], [], [])
    for run in _RUNS.finditer(marks):
        first, last = run.span()
        while first < last and not bare[first]:
            first += 1
        if first < last:
            while not bare[last - 1]:
                last -= 1
            raw = lines[last - 1]
            end = ends[last - 1] + last - 1
            if raw[-1] <= " " or raw[-1].isspace():
                end += len(raw.rstrip()) - len(raw)
            by_kind[marks[first]].append(Span(ends[first] - len(lines[first]) + first, end))
    kept = _apart(text, by_kind[KEEP])
    return Cut(
        "\n".join(text[span.start : span.end] for span in kept),
        kept,
        by_kind[SIGNATURE][0] if by_kind[SIGNATURE] else None,
        tuple(by_kind[QUOTE]),
        tuple(by_kind[FORWARD]),
        tuple(by_kind[FOOTER]),
    )


def _apart(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The kept spans with the first one's indent gone, and a line end taken into each but the last."""
    out = list(spans)
    if out:
        first = out[0]
        if text[first.start].isspace():
            line = text[first.start : first.end]
            out[0] = Span(first.end - len(line.lstrip()), first.end)
    for index in range(len(out) - 1):
        line_end = text.find("\n", out[index].end)
        if line_end >= 0 and text[out[index].end : line_end].strip() == "":
            out[index] = Span(out[index].start, line_end + 1)
    return tuple(out)
