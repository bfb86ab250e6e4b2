"""The iceberg as a picture: cells above, at and below the water, fuller where they stand better, no total."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sellwright.cli.pictures import INK, LINE, NEW, OLD, QUIET, WIDTH, frame, line, text
from sellwright.interactions.iceberg import DEPTHS

if TYPE_CHECKING:
    from sellwright.measures.iceberg import Iceberg, Standing

_ACROSS, _HIGH, _GAP, _LEFT = 4, 44, 8, 24
_WIDE = (WIDTH - 2 * _LEFT - (_ACROSS - 1) * _GAP) / _ACROSS


def draw(found: Iceberg) -> str:
    """The whole picture."""
    parts, top = [], 20.0
    for depth in DEPTHS:
        held = [one for one in found.cells if one.cell.depth == depth]
        parts.append(text(_LEFT, top + 12, depth, f'fill="{QUIET}"'))
        top += 22
        for i, one in enumerate(held):
            at = _LEFT + (i % _ACROSS) * (_WIDE + _GAP)
            parts += _cell(one, at, top + (i // _ACROSS) * (_HIGH + _GAP), next_one=one is found.next)
        top += math.ceil(len(held) / _ACROSS) * (_HIGH + _GAP) + 10
        if depth != DEPTHS[-1]:
            parts.append(line(0, top - 8, WIDTH, top - 8, 'stroke="#6f9fb5" stroke-dasharray="10 6"'))
    told = f"Next: {found.next.cell.name}." if found.next else "No cell can be named yet."
    parts.append(text(_LEFT, top + 10, f"{told} Filled: how well it stands today, of 4. None is ever finished."))
    return frame("Iceberg", told, top + 28, parts)


def _cell(one: Standing, x: float, y: float, *, next_one: bool) -> list[str]:
    edge = f'stroke="{OLD}" stroke-width="3"' if next_one else f'stroke="{LINE}"'
    dash = ' stroke-dasharray="4 3"' if one.state is None else ""
    filled = _WIDE * (one.state or 0.0) / 4
    state = "not looked at" if one.state is None else f"{one.state:.1f} of 4"
    return [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{_WIDE:.1f}" height="{_HIGH}" fill="#fff" {edge}{dash}/>',
        f'<rect x="{x:.1f}" y="{y + _HIGH - 7:.1f}" width="{filled:.1f}" height="7" fill="{NEW}"/>',
        text(x + 6, y + 16, one.cell.name[:32], f'fill="{INK}" font-size="11"'),
        text(x + 6, y + 31, state, f'fill="{QUIET}" font-size="11"'),
    ]
