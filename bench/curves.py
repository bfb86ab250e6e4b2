"""The drift curve of the fingerprint as a small picture (SVG, no script, no font of its own)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

_WIDTH, _HEIGHT = 230, 200
_LEFT, _TOP = 46, 46
_FLOOR = 0.6
_COLOURS = {"3": "#b4552d", "4": "#c99a2e", "5": "#1f6f54", "6": "#3d6fa5", "7": "#7a7a7a"}
_PANELS = (
    ("drift_letters", "real letters"),
    ("drift_chain", "made by a word chain"),
    ("drift_prose", "real prose, no letters"),
)


def draw(figures: dict[str, Any], path: Path) -> None:
    """Writes the three curves side by side."""
    parts = []
    for number, (key, title) in enumerate(_PANELS):
        left = _LEFT + number * (_WIDTH + 30)
        parts.append(_panel(figures[key], title, left, number == 0))
    width = _LEFT + 3 * (_WIDTH + 30)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_TOP + _HEIGHT + 44}" '
        'font-family="sans-serif" font-size="11" fill="#333">'
        "<title>Mean F of letters written by hand, by the number of letters they are compared with</title>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n',
        encoding="utf-8",
    )


def _panel(curves: dict[str, dict[str, float]], title: str, left: float, first: bool) -> str:
    parts = [f'<text x="{left}" y="{_TOP - 22}" font-weight="bold">{title}</text>']
    for level in (0.6, 0.7, 0.8, 0.9, 1.0):
        y = _y(level)
        parts.append(f'<line x1="{left}" x2="{left + _WIDTH}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        if first:
            parts.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{level:.1f}</text>')
    for count, label in ((1000, "1,000"), (10_000, "10,000"), (100_000, "100,000")):
        x = _x(count, left)
        parts.append(f'<line x1="{x}" x2="{x}" y1="{_TOP}" y2="{_TOP + _HEIGHT}" stroke="#eee"/>')
        parts.append(f'<text x="{x}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle">{label}</text>')
    parts.append(
        f'<text x="{left + _WIDTH / 2}" y="{_TOP + _HEIGHT + 34}" text-anchor="middle">letters to others</text>'
    )
    for place, (size, curve) in enumerate(curves.items()):
        points = " ".join(f"{_x(int(n), left):.1f},{_y(share):.1f}" for n, share in curve.items() if int(n) >= 250)
        width = 2.4 if size == "5" else 1.3
        parts.append(f'<polyline points="{points}" fill="none" stroke="{_COLOURS[size]}" stroke-width="{width}"/>')
        x = left + place * 44
        parts.append(f'<text x="{x}" y="{_TOP - 7}" fill="{_COLOURS[size]}">{size} words</text>')
    return "".join(parts)


def _x(count: int, left: float) -> float:
    return round(left + _WIDTH * (math.log10(count) - math.log10(250)) / (5 - math.log10(250)), 1)


def _y(share: float) -> float:
    return round(_TOP + _HEIGHT * (1 - (max(share, _FLOOR) - _FLOOR) / (1 - _FLOOR)), 1)
