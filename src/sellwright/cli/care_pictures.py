"""The pictures of `sellwright care`: hours promised, who waits when booked more, promises kept, and the sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sellwright.cli.pictures import INK, LINE, NEW, OLD, QUIET, WIDTH, frame, line, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sellwright.interactions.care import Offer
    from sellwright.measures.care_ceiling import Ceiling
    from sellwright.measures.care_load import Load
    from sellwright.measures.care_price import Price
    from sellwright.measures.care_waiting import Waiting

_LEFT, _RIGHT, _TOP, _BOTTOM = 64, WIDTH - 40, 30, 270
_SHADES = (NEW, "#4d8c74", "#86b3a1", "#b4cfc4")


def hours(load: Load) -> str:
    """Hours of each tier, end to end, against the hours there are."""
    most = max(load.required, load.capacity) or 1.0
    across = (_RIGHT - _LEFT) / most
    parts, at = [], float(_LEFT)
    for i, (name, value) in enumerate(load.by_tier):
        shade = _SHADES[i % len(_SHADES)]
        parts.append(f'<rect x="{at:.1f}" y="50" width="{value * across:.1f}" height="40" fill="{shade}"/>')
        if value * across > 7 * len(name):
            parts.append(text(at + 6, 75, name, 'fill="#fff"' if i % len(_SHADES) < 2 else ""))
        at += value * across
    end = _LEFT + load.capacity * across
    parts += [
        line(end, 36, end, 104, f'stroke="{INK}" stroke-width="3"'),
        text(min(end, _RIGHT - 60), 28, f"{load.capacity:.0f} h there are", 'text-anchor="middle"'),
        text(_LEFT, 122, f"{load.required:.0f} h promised", f'fill="{QUIET}"'),
    ]
    told = f"{load.required:.1f} hours promised, {load.capacity:.1f} there are"
    return frame("Hours promised and hours there are", told, 136, parts)


def waiting(people: int, found: Waiting) -> str:
    """Share that waits over how busy people are, with the place of today."""
    from sellwright.stats import erlang

    x, y = _scale(0.0, 1.0), _share
    curve = " ".join(f"{x(i / 50):.1f},{y(erlang.wait_chance(people, people * i / 50)):.1f}" for i in range(51))
    parts = [*_grid("share of those who ask that finds nobody free"), *_axis(x, [i / 5 for i in range(6)], "{:.0%}")]
    parts.append(f'<polyline points="{curve}" fill="none" stroke="{NEW}" stroke-width="2.4"/>')
    if found.busy < 1:
        parts += [
            f'<circle cx="{x(found.busy):.1f}" cy="{y(found.waits):.1f}" r="6" fill="{OLD}"/>',
            text(x(found.busy) - 10, y(found.waits) - 8, f"now: {found.waits:.0%}", 'text-anchor="end"'),
        ]
    parts.append(text((_LEFT + _RIGHT) / 2, _BOTTOM + 40, "busy", f'text-anchor="middle" fill="{QUIET}"'))
    return frame("Who waits when people are booked more", f"{people} on duty", _BOTTOM + 54, parts)


def ceiling(found: Ceiling, promised: float) -> str:
    """Promises kept over relationships held, with the lower end and what was promised."""
    counts = [point[0] for point in found.points]
    x, y = _scale(float(counts[0]), float(max(counts[-1], counts[0] + 1))), _share
    best = " ".join(f"{x(n):.1f},{y(kept):.1f}" for n, kept, _, _ in found.points)
    low = " ".join(f"{x(n):.1f},{y(lower):.1f}" for n, _, lower, _ in found.points)
    marks = sorted({counts[0], counts[len(counts) // 2], counts[-1]})
    parts = [*_grid("promises kept"), *_axis(x, [float(mark) for mark in marks], "{:.0f}")]
    parts += [
        f'<polyline points="{best}" fill="none" stroke="{NEW}" stroke-width="2.4"/>',
        f'<polyline points="{low}" fill="none" stroke="{NEW}" stroke-width="1.4" stroke-dasharray="5 3"/>',
        line(_LEFT, y(promised), _RIGHT, y(promised), f'stroke="{OLD}" stroke-width="1.6"'),
        text(_RIGHT, y(promised) - 6, f"promised {promised:.0%}", 'text-anchor="end"'),
    ]
    if found.most is not None:
        parts.append(line(x(found.most), _TOP, x(found.most), _BOTTOM, f'stroke="{INK}" stroke-dasharray="2 3"'))
    words = "relationships one person holds; broken line: surely at least"
    parts.append(text((_LEFT + _RIGHT) / 2, _BOTTOM + 40, words, f'text-anchor="middle" fill="{QUIET}"'))
    return frame("Promises kept and relationships held", f"{found.weeks} weeks", _BOTTOM + 54, parts)


def sides(offers: Sequence[tuple[Offer, Price, bool]]) -> str:
    """One dot an offer (and whether its price pays): letters by hand across, premium over break-even upward."""
    over = [(offer.premium or 0.0) - price.break_even for offer, price, _ in offers]
    reach = max(0.1, *(abs(value) for value in over)) * 1.15
    x = _scale(0.0, 1.0)
    middle = (_TOP + _BOTTOM) / 2
    parts = [
        *(line(_LEFT, y, _RIGHT, y, f'stroke="{LINE}"') for y in (_TOP, _BOTTOM)),
        *(line(edge, _TOP, edge, _BOTTOM, f'stroke="{LINE}"') for edge in (_LEFT, _RIGHT)),
        line(x(0.5), _TOP, x(0.5), _BOTTOM, f'stroke="{LINE}"'),
        line(_LEFT, middle, _RIGHT, middle, f'stroke="{LINE}"'),
    ]
    named = (("promises care, sends machines", 0.02, _TOP + 18), ("relational", 0.52, _TOP + 18),
             ("transactional", 0.02, _BOTTOM - 8), ("care unpaid", 0.52, _BOTTOM - 8))  # fmt: skip
    parts += [text(x(at), height, words, f'fill="{QUIET}"') for words, at, height in named]
    for (offer, _, pays), value in zip(offers, over, strict=True):
        far = max(10.0, abs(value) / reach * (_BOTTOM - _TOP) / 2)  # never on the line: it is on one side of it
        across, up = x(offer.by_hand or 0.0), middle - far if pays else middle + far
        hollow = (offer.reachable or 0.0) < 0.9
        fill = f'fill="#fff" stroke="{NEW}" stroke-width="2"' if hollow else f'fill="{NEW}"'
        end = across > (_LEFT + _RIGHT) / 2
        parts += [
            f'<circle cx="{across:.1f}" cy="{up:.1f}" r="6" {fill}/>',
            text(across + (-10 if end else 10), up + 4, offer.name[:30], 'text-anchor="end"' if end else ""),
        ]
    words = "across: letters by hand; upward: premium over break-even; hollow: not reachable as promised"
    parts.append(text((_LEFT + _RIGHT) / 2, _BOTTOM + 24, words, f'text-anchor="middle" fill="{QUIET}"'))
    return frame("Which side each offer stands on", words, _BOTTOM + 40, parts)


def _scale(least: float, most: float) -> Callable[[float], float]:
    return lambda value: _LEFT + (_RIGHT - _LEFT) * (value - least) / (most - least)


def _share(value: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value


def _grid(words: str) -> list[str]:
    parts = [text(_LEFT, 18, words, f'fill="{QUIET}"')]
    for i in range(5):
        y = _share(i / 4)
        parts += [
            line(_LEFT, y, _RIGHT, y, f'stroke="{LINE}"'),
            text(_LEFT - 8, y + 4, f"{i / 4:.0%}", f'text-anchor="end" fill="{QUIET}"'),
        ]
    return parts


def _axis(x: Callable[[float], float], marks: Sequence[float], form: str) -> list[str]:
    return [text(x(mark), _BOTTOM + 18, form.format(mark), f'text-anchor="middle" fill="{QUIET}"') for mark in marks]
