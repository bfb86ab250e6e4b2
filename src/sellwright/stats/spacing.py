"""How far apart two sittings should lie when the day is known on which it is needed (Cepeda and others 2008)."""

from __future__ import annotations


def gap(horizon_days: float) -> float:
    """Days to the next sitting: .15 of the horizon up to 90 days, .10 up to 180, .07 beyond. ValueError below 0.

    The best share falls from some .3 at a week to .05 to .1 at a year; these are steps along that line.
    """
    if horizon_days < 0:
        raise ValueError("a day that is over needs no practice")
    return horizon_days * (0.15 if horizon_days <= 90 else 0.10 if horizon_days <= 180 else 0.07)
