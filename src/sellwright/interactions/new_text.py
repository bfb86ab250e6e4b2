"""New text only: what the writer of a mail said this time.

One policy (docs/reference/new-text.md): greeting, sentences, answers between quoted lines, sign-off and the name under
it are kept. Quoted lines, the "On ... wrote:" above them, letters copied or forwarded below, the block of contact data,
phone lines, list and legal footers, and banners are cut.

`cut` never raises, and its time grows linearly with the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sellwright.interactions import quoting, signatures
from sellwright.interactions.new_text_marks import FOOTER, FORWARD, KEEP, QUOTE, SIGNATURE
from sellwright.interactions.new_text_tail import is_phone_line, mark_footers
from sellwright.interactions.new_text_words import PHONE_HINTS
from sellwright.interactions.values import Span

_LOOKS = 2000  # attributions and headers examined in one text: bounds the time hostile text can take
_HEADS = frozenset("-_*=—–>`") | frozenset("─━~")


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
    bare = [line.strip() for line in lines]
    marks = bytearray(len(lines))
    _mark_history(bare, marks)
    if not any(map(_is_kept, bare, marks)) and not _names_writer(bare):
        return _build(text, lines, bare, bytearray(len(lines)))  # quote marks only, and nobody named: their own words
    hints = any(hint in text for hint in PHONE_HINTS)
    signed = False
    regions = _regions(bare, marks)
    for order, (start, end) in enumerate(regions):
        if "```" in text:  # nothing inside code is a footer or a signature
            start = max((i + 1 for i in range(start, end) if bare[i].startswith("```")), default=start)
            if start >= end:
                continue
        end = mark_footers(bare, marks, (start, end), hints)
        if not signed and (order == 0 or order == len(regions) - 1):
            begin = signatures.find(bare, start, end, sender_name)
            if begin < end:
                marks[begin:end] = bytes((SIGNATURE,)) * (end - begin)
                signed = True
    if hints:
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


def _mark_history(lines: list[str], marks: bytearray) -> None:
    """Mark quoted lines, attributions, and everything below a copied or forwarded letter."""
    looks = _LOOKS
    above = False  # whether the writer has said something above
    index = 0
    count = len(lines)
    while index < count:
        line = lines[index]
        if not line:
            index += 1
            continue
        first = line[0]
        found: tuple[int, bool] | None = None
        if first in _HEADS:
            if first == ">":
                found = _broken_attribution(lines, index)
                if not found:
                    index = _quote(lines, marks, index)
                    continue
            elif first == "`" and line.startswith("```"):
                index = _fence(lines, index)
                above = True
                continue
            else:
                kind = quoting.banner(lines, index)
                if kind:
                    _history(lines, marks, (index, index), FORWARD if kind == "forward" else QUOTE)
                    return
        if looks and not found and quoting.may_end_attribution(line):
            looks -= 1
            if quoting.banner(lines, index):
                _history(lines, marks, (index, index), FORWARD)
                return
            found = quoting.attribution(lines, index)
        if found:
            start, sure = found
            below = _quote_next(lines, index)
            if below or (sure and not _something(lines, marks, start)):
                # Quote marks say themselves where the quote ends. Without them, and with nothing above, the text below
                # is taken for the answer: marks get lost more often than empty answers are sent.
                marks[start : index + 1] = bytes((QUOTE,)) * (index + 1 - start)
                index += 1
                continue
            if sure:
                _history(lines, marks, (start, index), QUOTE)
                return
        if looks and (":" in line[:28] or "：" in line[:14]) and quoting.role(line):
            looks -= 1
            end = quoting.header_block(lines, index)
            if end and (above or any(quoting.role(one) in ("date", "sent") for one in lines[index:end])):
                _history(lines, marks, (index, index), QUOTE)
                return
        above = True
        index += 1


def _something(lines: list[str], marks: bytearray, end: int) -> bool:
    return any(lines[i] and not marks[i] for i in range(end))


def _history(lines: list[str], marks: bytearray, begin: tuple[int, int], kind: int) -> None:
    """Everything from here is a letter copied below the answer. `begin`: first and last line of what announces it.

    Where nothing was written above, an answer may stand under the last quoted line instead.
    """
    start, last = begin
    count = len(lines)
    above = start
    while above and (not lines[above - 1] or quoting.is_rule(lines[above - 1])):
        above -= 1
        if lines[above] and not marks[above]:
            start = above  # the rule drawn above a copied header
    stop = count
    if not _something(lines, marks, start):
        below = max((i for i in range(last + 1, count) if lines[i].startswith(">")), default=-1)
        if below >= 0 and kind == QUOTE:
            stop = below + 1
    marks[start:stop] = bytes((kind,)) * (stop - start)


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
    while index < count and lines[index].startswith(">"):
        marks[index] = kind
        index += 1
        spill = _spill(lines, index)
        if spill:
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


def _regions(lines: list[str], marks: bytearray) -> list[tuple[int, int]]:
    """Runs of lines not cut, without empty lines at their ends: first line and line after the last."""
    runs: list[tuple[int, int]] = []
    start = -1
    end = 0
    for index, line in enumerate(lines):
        if marks[index]:
            if start >= 0:
                runs.append((start, end))
                start = -1
        elif line:
            if start < 0:
                start = index
            end = index + 1
    if start >= 0:
        runs.append((start, end))
    return runs


def _drop_below_phone_line(lines: list[str], marks: bytearray) -> None:
    """What stands below a phone's own last line, when something stands above it, is the letter answered."""
    written = False
    for index, line in enumerate(lines):
        if not line or marks[index]:
            continue
        if len(line) <= 160 and _alone(lines, index) and is_phone_line(line):
            if written:
                for below in range(index, len(lines)):
                    if not marks[below]:
                        marks[below] = FOOTER if below == index else QUOTE
                return
            marks[index] = FOOTER
        written = True


def _alone(lines: list[str], at: int) -> bool:
    return (at == 0 or not lines[at - 1]) and (at + 1 >= len(lines) or not lines[at + 1])


def _build(text: str, lines: list[str], bare: list[str], marks: bytearray) -> Cut:
    """Turn marked lines into spans of characters."""
    if not any(marks):
        stripped = text.strip()
        if not stripped:
            return Cut("", (), None, (), (), ())
        start = len(text) - len(text.lstrip())
        return Cut(stripped, (Span(start, start + len(stripped)),), None, (), (), ())
    offsets = [0]
    position = 0
    for line in lines:
        position += len(line) + 1
        offsets.append(position)
    by_kind: dict[int, list[Span]] = {KEEP: [], QUOTE: [], FORWARD: [], FOOTER: [], SIGNATURE: []}
    index = 0
    while index < len(lines):
        kind = marks[index]
        end = index + 1
        while end < len(lines) and marks[end] == kind:
            end += 1
        first, last = index, end
        while first < last and not bare[first]:
            first += 1
        while last > first and not bare[last - 1]:
            last -= 1
        if first < last:
            raw = lines[last - 1]
            by_kind[kind].append(Span(offsets[first], offsets[last - 1] + len(raw.rstrip())))
        index = end
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
        indent = len(text[first.start : first.end]) - len(text[first.start : first.end].lstrip())
        out[0] = Span(first.start + indent, first.end)
    for index in range(len(out) - 1):
        line_end = text.find("\n", out[index].end)
        if line_end >= 0 and text[out[index].end : line_end].strip() == "":
            out[index] = Span(out[index].start, line_end + 1)
    return tuple(out)
