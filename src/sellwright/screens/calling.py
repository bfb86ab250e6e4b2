"""Telephone numbers as they are shown everywhere: links that dial."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sellwright.interactions import telephones


@dataclass(frozen=True, slots=True)
class ShownPhone:
    """Context of parts/phone.html."""

    written: str
    dialled: str


def phones(numbers: Iterable[str]) -> tuple[ShownPhone, ...]:
    """Numbers that can be dialled, in their order."""
    return tuple(ShownPhone(one, found) for one in numbers if (found := telephones.dialled(one)))
