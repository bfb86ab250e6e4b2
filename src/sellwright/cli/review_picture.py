"""The timeline of a talk as a picture: a lane for each who speaks, a bar for each turn, a mark for each moment."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from sellwright.cli.pictures import INK, LINE, NEW, OLD, QUIET, WIDTH, frame, line, text
from sellwright.interactions.talks import clock

if TYPE_CHECKING:
    from sellwright.interactions.talks import Turn
    from sellwright.today.review import Review

_LEFT, _RIGHT, _TOP, _ROW = 140, WIDTH - 16, 40, 34
_MOST_LANES = 8
_MARKS = {
    "rapport": "R", "empathy": "E", "trust": "T", "hope": "H", "urgency": "U",
}  # fmt: skip


def timeline(review: Review) -> str:
    """The whole talk, left to right by time, or by words where the file has no times."""
    turns = [turn for turn in review.talk.turns if not turn.chat]
    names = list(review.talk.speakers)[:_MOST_LANES]
    spans, total = _spans(review, turns)

    def x(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * value / (total or 1.0)

    bottom = _TOP + _ROW * len(names)
    parts = [*_axis(review, x, total, bottom)]
    for row, name in enumerate(names):
        y = _TOP + _ROW * row
        side = review.sides.get(name, "")
        parts.append(text(_LEFT - 10, y + 20, name[:18], 'text-anchor="end"'))
        shade = NEW if side == "us" else OLD if side == "them" else QUIET
        for turn, (start, end) in zip(turns, spans, strict=True):
            if turn.speaker == name:
                wide = max(1.5, x(end) - x(start))
                parts.append(f'<rect x="{x(start):.1f}" y="{y + 6}" width="{wide:.1f}" height="20" fill="{shade}"/>')
    marks, rows = _moments(review, {turn.number: span for turn, span in zip(turns, spans, strict=True)}, x, bottom)
    names_told = "green: ours; brown: theirs. R rapport, E empathy, T trust, H hope, U urgency, ! pushy"
    height = bottom + 26 + 18 * rows + 26
    parts += [*marks, text(_LEFT, height - 8, names_told, f'fill="{QUIET}" font-size="12"')]
    told = "; ".join(f"{name}: {amount:.0f} {review.time.unit}" for name, amount, _ in review.time.by_speaker)
    return frame("Who speaks when", told, height, parts)


def _spans(review: Review, turns: list[Turn]) -> tuple[list[tuple[float, float]], float]:
    """Where each turn begins and ends, from 0."""
    if review.talk.timed:
        zero = min(turn.start or 0.0 for turn in turns)
        spans = [((turn.start or 0.0) - zero, (turn.end or 0.0) - zero) for turn in turns]
        return spans, max(end for _, end in spans)
    spans, seen = [], 0
    for turn in turns:
        words = len(turn.text.split())
        spans.append((float(seen), float(seen + words)))
        seen += words
    return spans, float(seen)


def _axis(review: Review, x: Callable[[float], float], total: float, bottom: int) -> list[str]:
    parts = []
    for i in range(5):
        value = total * i / 4
        words = clock(value) if review.talk.timed else f"{value:.0f} words"
        anchor = "end" if i == 4 else "start" if not i else "middle"
        parts += [
            line(x(value), _TOP - 6, x(value), bottom, f'stroke="{LINE}"'),
            text(x(value), _TOP - 14, words, f'text-anchor="{anchor}" fill="{QUIET}" font-size="12"'),
        ]
    return parts


def _moments(
    review: Review, spans: dict[int, tuple[float, float]], x: Callable[[float], float], bottom: int
) -> tuple[list[str], int]:
    """Letters under the bars, put into as many rows as they need."""
    told = [(one.turn, _MARKS[step.name], one.quote) for step in review.path.steps for one in step.moments]
    told += [(one.label.turn, "!", one.label.quote) for one in review.moments if one.sort == "pushy"]
    ends: list[float] = []
    parts = []
    for turn, mark, quote in sorted({one for one in told if one[0] in spans}):
        at = x(spans[turn][0])
        row = next((number for number, end in enumerate(ends) if at - end >= 12), len(ends))
        ends[row : row + 1] = [at]
        y = bottom + 20 + 18 * row
        colour = "#a3302a" if mark == "!" else INK
        parts.append(
            f'<text x="{at:.1f}" y="{y}" font-weight="bold" fill="{colour}">{mark}<title>{escape(quote)}</title></text>'
        )
    return parts, max(1, len(ends))
