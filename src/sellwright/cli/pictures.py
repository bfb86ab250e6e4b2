"""Pictures as self-contained SVG: no script, no style sheet, no font of their own, readable in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sellwright.interactions.failures import CannotRead

if TYPE_CHECKING:
    from sellwright.measures.trial import Step

INK, QUIET, LINE = "#26332d", "#5b6a62", "#d9dfdb"
OLD, NEW = "#8a6d3b", "#1f6f54"
WIDTH = 760


def write(path: Path, picture: str) -> None:
    """Puts a picture into a file. CannotRead when it cannot be written."""
    try:
        path.expanduser().write_text(picture, encoding="utf-8")
    except OSError as error:
        raise CannotRead(f"{path} cannot be written ({error.strerror}).", "Name another place.") from error


def frame(title: str, told: str, height: float, parts: Sequence[str]) -> str:
    """A picture: `title` and `told` are what a screen reader says."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img"'
        f' font-family="sans-serif" font-size="13" fill="{INK}"><title>{escape(title)}</title>'
        f'<desc>{escape(told)}</desc><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def text(x: float, y: float, words: str, more: str = "") -> str:
    """Words at a place; `more`: attributes."""
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, more: str) -> str:
    """A line; `more`: attributes."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {more}/>'


def arms(steps: Sequence[Step], names: tuple[str, str], title: str, answer: str) -> str:
    """Both arms over pairs: share so far as a line, its confidence sequence as a band."""
    left, right, top, bottom = 56, WIDTH - 150, 76, 336
    most = max(step.pair for step in steps)
    first = max(1, min(10, most // 4))  # the first few pairs' bands fill everything and say nothing
    shown = [step for step in steps if step.pair >= first]
    ceiling = min(1.0, max(max(step.old[2], step.new[2]) for step in shown[len(shown) // 4 :]) * 1.05)

    def x(pair: int) -> float:
        return left + (right - left) * (pair - first) / max(1, most - first)

    def y(share: float) -> float:
        return bottom - (bottom - top) * min(share, ceiling) / ceiling

    parts = [text(left, 26, title, 'font-size="16" font-weight="bold"'), text(left, 48, answer)]
    for i in range(6):
        share = ceiling * i / 5
        parts += [
            line(left, y(share), right, y(share), f'stroke="{LINE}"'),
            text(left - 8, y(share) + 4, f"{share:.0%}", f'text-anchor="end" fill="{QUIET}"'),
        ]
    ends = []
    for place, name, colour, dash in ((0, names[0], OLD, ' stroke-dasharray="6 3"'), (1, names[1], NEW, "")):
        sides = [(step.old, step.new)[place] for step in shown]
        at = [x(step.pair) for step in shown]
        upper = [f"{px:.1f},{y(side[2]):.1f}" for px, side in zip(at, sides, strict=True)]
        lower = [f"{px:.1f},{y(side[1]):.1f}" for px, side in zip(at, sides, strict=True)]
        middle = " ".join(f"{px:.1f},{y(side[0]):.1f}" for px, side in zip(at, sides, strict=True))
        parts.append(f'<polygon points="{" ".join(upper + lower[::-1])}" fill="{colour}" fill-opacity=".16"/>')
        stroke = f'stroke="{colour}" stroke-width="2.2"{dash}'
        parts.append(f'<polyline points="{middle}" fill="none" {stroke}/>')
        ends.append((y(sides[-1][0]), f"{name[:14]} {sides[-1][0]:.0%}", colour))
    gap = 16 - abs(ends[0][0] - ends[1][0])
    for i, (at_y, words, colour) in enumerate(ends):
        below = at_y >= ends[1 - i][0] if i else at_y > ends[1][0]
        moved = max(0.0, gap) / 2 * (1 if below else -1)
        parts.append(text(right + 8, at_y + moved + 4, words, f'fill="{colour}" font-weight="bold"'))
    parts += [
        text(left, bottom + 20, f"pair {first}", f'fill="{QUIET}"'),
        text(right, bottom + 20, f"pair {most}", f'text-anchor="end" fill="{QUIET}"'),
        text(left, bottom + 44, "Line: share so far. Band: where the true share is, at every look at once (95 %).",
              f'fill="{QUIET}"'),
    ]  # fmt: skip
    return frame(title, answer, bottom + 60, parts)


def tornado(bars: Sequence[tuple[str, float, float, float, bool]], title: str, unit: str, answer: str) -> str:
    """(name, gain, low, high, named) for each lever, the largest first: a bar to the gain, a line for its range."""
    left, right, top, row = 250, WIDTH - 120, 76, 34
    least = min(0.0, *(low for _, _, low, _, _ in bars)) if bars else 0.0
    most = max(1e-9, *(high for _, _, _, high, _ in bars), *(gain for _, gain, _, _, _ in bars)) if bars else 1.0

    def x(value: float) -> float:
        return left + (right - left) * (value - least) / (most - least)

    height = top + row * max(1, len(bars))
    parts = [text(24, 26, title, 'font-size="16" font-weight="bold"'), text(24, 48, answer)]
    parts.append(line(x(0), top - 10, x(0), height - 6, f'stroke="{QUIET}"'))
    for i, (name, gain, low, high, named) in enumerate(bars):
        middle = top + row * i + 8
        colour = NEW if named else "#b9c4be"
        start, end = sorted((x(0), x(gain)))
        parts += [
            text(left - 12, middle + 4, name[:34], 'text-anchor="end"' + (' font-weight="bold"' if named else "")),
            f'<rect x="{start:.1f}" y="{middle - 9}" width="{max(1.0, end - start):.1f}" height="18" fill="{colour}"/>',
            line(x(low), middle, x(high), middle, f'stroke="{INK}" stroke-width="1.4"'),
            *(line(x(v), middle - 5, x(v), middle + 5, f'stroke="{INK}" stroke-width="1.4"') for v in (low, high)),
            text(max(x(high), end) + 8, middle + 4, f"{gain:+,.0f}", f'fill="{QUIET}"'),
        ]
    parts.append(text(24, height + 20, f"Bar: {unit}. Line: middle 80 %. Grey: not told from chance.",
                       f'fill="{QUIET}"'))  # fmt: skip
    return frame(title, answer, height + 36, parts)
