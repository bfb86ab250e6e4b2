"""Dates as programs write them for people: 03.04.24, 4/3/24, 2024-04-03 at 21:15, 9:15 PM or 下午9:15.

Which of the numbers is the month is not told by one date. It is told by the whole file: a number over 12 is no month,
and an export goes forward (or, in a call log, backward) in time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

_ORDERS = ("dmy", "mdy", "ymd")
_LATE = ("下午", "오후", "午後")
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u200e": "", "\u200f": "", "\u2009": " "})
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")


@cache  # compiled when first needed: every command imports every source
def _stamp() -> re.Pattern[str]:
    return re.compile(
        r"(\d{1,4})([./-])\s?(\d{1,2})[./-]\s?(\d{1,4})\.?[,T]?\s{0,3}"
        r"(?:(上午|下午|오전|오후|午前|午後)\s?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d{1,9})?"
        r"\s?(?:([AaPp])\.?\s?[Mm]\b\.?)?(?:\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
    )


class DateOrder:
    """Learns from every date of a file which number is the day. Feed it with `see`, then ask `read`."""

    def __init__(self) -> None:
        self._wrong = dict.fromkeys(_ORDERS, 0)  # dates that are none in that order
        self._back = dict.fromkeys(_ORDERS, 0)
        self._forth = dict.fromkeys(_ORDERS, 0)
        self._last = dict.fromkeys(_ORDERS, (0, 0, 0))
        self._hint = ""

    def see(self, text: str) -> None:
        """Takes in one date, as text from its first digit on."""
        found = _stamp().match(text.translate(_SPACES))
        if not found:
            return
        first, mark, second, third = found.group(1, 2, 3, 4)
        if len(first) == 4:
            self._hint = "ymd"
        elif not self._hint:
            # Americans write slashes and a twelve-hour clock; most others who write slashes do not.
            self._hint = "mdy" if mark == "/" and found.group(9) else "dmy"
        for order in _ORDERS:
            day = _day(order, (first, second, third))
            if day is None:
                self._wrong[order] += 1
                continue
            self._back[order] += day < self._last[order]
            self._forth[order] += day > self._last[order] != (0, 0, 0)
            self._last[order] = day

    @property
    def order(self) -> str:
        """'dmy', 'mdy' or 'ymd': fewest impossible dates, then fewest turns in time, then the usual one."""

        def cost(order: str) -> tuple[int, int, bool]:
            return self._wrong[order], min(self._back[order], self._forth[order]), order != self._hint

        return min(_ORDERS, key=cost)

    def read(self, text: str) -> datetime | None:
        """A date and time; without a zone it is read as UTC. None when it is none."""
        clean = text.strip().translate(_SPACES)
        if _EPOCH.match(clean):
            return datetime.fromtimestamp(int(clean) / (1000 if len(clean) == 13 else 1), UTC)
        found = _stamp().match(clean)
        day = _day(self.order, found.group(1, 3, 4)) if found else None
        if found is None or day is None:
            return None
        half, hour, minute, second, letter, zone = found.group(5, 6, 7, 8, 9, 10)
        hours = int(hour)
        if (half or letter) and hours <= 12:
            late = half in _LATE if half else letter in "Pp"
            hours = hours % 12 + (12 if late else 0)
        try:
            when = datetime(*day, hours, int(minute), int(second or 0), tzinfo=UTC)
            if zone and zone[0] in "+-":
                digits = zone.replace(":", "")
                return datetime.strptime(f"{when:%Y-%m-%d %H:%M:%S} {digits}", "%Y-%m-%d %H:%M:%S %z")
        except ValueError:
            return None
        return when


def _day(order: str, numbers: tuple[str | Any, ...]) -> tuple[int, int, int] | None:
    year, month, day = (numbers[order.index(letter)] for letter in "ymd")
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    full = int(year) + (2000 if len(year) == 2 else 0)
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31 and 1970 <= full <= 2100):
        return None
    return full, int(month), int(day)
