"""Why two are probably one, in words and as bars that add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

RARE, COMMON = 7.5, 4.0  # natural log units of a field that is the same: above it is rare, below it is common
SURE = 99.9  # of a hundred; more is never claimed


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the waterfall: where its bar begins and how long it is, of 100."""

    words: str
    weight: str  # "speaks strongly for it"
    at: float
    long: float
    against: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The waterfall of one pair."""

    bars: tuple[Bar, ...]
    total: str
    short: str  # the strongest reasons, in one line


def shown(start: float, reasons: Sequence[Sequence[Any]], odds: float) -> Shown:
    """`reasons`: rows of [field, step, natural log units]. Strongest for it first, then what speaks against it."""
    ordered = sorted(reasons, key=lambda reason: -reason[2])
    ends = [0.0, start]
    for reason in ordered:
        ends.append(ends[-1] + reason[2])
    low, high = min(ends), max(ends)
    wide = max(high - low, 1e-9)
    lines = [_("before anything is compared"), *(told(field, step, added) for field, step, added in ordered)]
    bars = []
    for line, begun, end in zip(lines, ends, ends[1:], strict=False):
        at = (min(begun, end) - low) / wide * 100
        bars.append(Bar(line, weight(end - begun), round(at, 2), round(abs(end - begun) / wide * 100, 2), end < begun))
    fors = [told(field, step, added) for field, step, added in ordered if added > 0][:3]
    return Shown(tuple(bars), chance(odds), _(", ").join(fors))


def chance(odds: float) -> str:
    """What the odds mean, in a sentence."""
    of_hundred = 100 / (1 + math.exp(-max(min(odds, 700.0), -700.0)))
    if of_hundred >= SURE:
        return _("Together: almost certainly one.")
    return _("Together: of 100 such pairs about %(n)d are one.") % {"n": int(of_hundred)}


def weight(added: float) -> str:
    """How much a field says."""
    strong = abs(added)
    if strong < 0.5:
        return _("says nothing much")
    if added > 0:
        return (
            _("speaks strongly for it") if strong >= 5 else _("speaks for it") if strong >= 2 else _("a little for it")
        )
    return _("speaks strongly against it") if strong >= 5 else _("speaks against it") if strong >= 2 else _(
        "a little against it"
    )  # fmt: skip


def told(field: str, step: int, added: float) -> str:
    """What was found of a field: "same surname, rare"."""
    name = _fields().get(field, field)
    said = {
        5: _("same %(field)s"), 4: _("%(field)s nearly the same"), 3: _("%(field)s much alike"),
        2: _("%(field)s somewhat alike"),
    }.get(step, _("another %(field)s")) % {"field": name}  # fmt: skip
    if step == 5 and added >= RARE:
        return _("%(said)s, rare") % {"said": said}
    if step == 5 and added < COMMON:
        return _("%(said)s, which many have") % {"said": said}
    return said


def _fields() -> dict[str, str]:
    return {
        "given": _("first name"), "surname": _("surname"), "name": _("name"), "firm": _("name of the firm"),
        "email": _("address"), "phone": _("telephone"), "place": _("place"), "domain": _("domain"),
    }  # fmt: skip
