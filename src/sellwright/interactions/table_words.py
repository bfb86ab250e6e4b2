"""How tables are told apart and their cells read: days, amounts, yes and no, as programs and people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_YES = frozenset(
    ("yes", "y", "true", "1", "ja", "j", "wahr", "oui", "si", "sí", "won", "success", "x", "✓", "erfolg", "gewonnen")
)
_NO = frozenset(("no", "n", "false", "0", "nein", "non", "falsch", "lost", "failure", "✗", "kein", "verloren"))
_BLANK = frozenset(("", "-", "–", "n/a", "na", "nan", "null", "none", "#n/a"))
_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?:[T ,].{0,20})?$")
_AMOUNT = re.compile(r"[+-]?\d[\d.,'’\s\u00a0\u202f]*$")
_MARKS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "zł": "PLN", "CHF": "CHF",
          "EUR": "EUR", "USD": "USD", "GBP": "GBP", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "PLN": "PLN",
          "CAD": "CAD", "AUD": "AUD", "JPY": "JPY", "INR": "INR", "R$": "BRL", "BRL": "BRL"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: its name, headings, and rows of as many cells. `numbers[i]` is where row i stood (heading 0)."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    damaged: tuple[int, ...] = ()  # rows that could not be read

    def column(self, index: int) -> list[str]:
        """One column's cells, without the space around them."""
        return [row[index].strip() for row in self.rows]


@lru_cache(maxsize=200_000)
def is_blank(cell: str) -> bool:
    """Whether a cell says nothing."""
    return cell.strip().lower() in _BLANK


def yes_or_no(cell: str) -> bool | None:
    """What a cell answers; None when it is neither."""
    word = cell.strip().lower()
    return True if word in _YES else False if word in _NO else None


@lru_cache(maxsize=200_000)
def day(cell: str, order: str) -> date | None:
    """A day; `order` ('ymd', 'dmy', 'mdy') is asked when the year does not stand first. None when it is none."""
    text = cell.strip()
    try:
        found = date.fromisoformat(text[:10]) if len(text) >= 10 and text[4] == "-" else _spelt(text, order)
    except ValueError:
        return None
    return found if found and _YEARS[0] <= found.year <= _YEARS[1] else None


_YEARS = 1800, 2199  # other systems write 0001-01-01 or 9999-12-31 for a day they do not know


def _spelt(text: str, order: str) -> date | None:
    found = _DAY.match(text)
    if not found:
        return None
    first, _, second, third = found.groups()
    if len(first) == 4:
        order = "ymd"
    parts = {letter: int(number) for letter, number in zip(order, (first, second, third), strict=True)}
    return date(parts["y"] + (2000 if parts["y"] < 100 else 0), parts["m"], parts["d"])


def day_order(cells: Sequence[str]) -> str:
    """Which number is the day, told by all cells together: a number over 12 is no month; else the day stands first
    unless written with slashes."""
    dmy = mdy = slashes = 0
    for cell in cells:
        found = _DAY.match(cell.strip())
        if found and len(found.group(1)) <= 2:
            dmy += int(found.group(1)) > 12
            mdy += int(found.group(3)) > 12
            slashes += found.group(2) == "/"
    if dmy != mdy:
        return "dmy" if dmy > mdy else "mdy"
    return "mdy" if slashes else "dmy"


@lru_cache(maxsize=200_000)
def currency(cell: str) -> str:
    """The currency a cell names, as three letters; '' when it names none."""
    text = cell.strip()
    word = re.sub(r"[\d.,'’\s\u00a0\u202f+-]", "", text)
    return _MARKS.get(word, _MARKS.get(word.upper(), word.upper() if len(word) == 3 and word.isalpha() else ""))


def decimal_mark(cells: Sequence[str]) -> str:
    """'.' or ',': which of the two parts whole units from hundredths, told by all cells together."""
    comma = point = 0
    for cell in cells:
        number = re.sub(r"[^\d.,]", "", cell)
        last = max(number.rfind("."), number.rfind(","))
        if last < 0:
            continue
        both = "." in number and "," in number
        decimals = len(number) - last - 1
        repeated = number.count(number[last]) > 1
        if (both or decimals != 3) and not repeated:
            comma += number[last] == ","
            point += number[last] == "."
        elif repeated:  # a mark that stands twice parts thousands
            comma += number[last] == "."
            point += number[last] == ","
    return "," if comma > point else "."


@lru_cache(maxsize=200_000)
def amount(cell: str, mark: str) -> float | None:
    """A number without its currency; None when it is none."""
    text = re.sub(r"^[^\d+-]{1,4}|[^\d]{1,4}$", "", cell.strip())
    if not _AMOUNT.match(text):
        return None
    digits = re.sub(r"['’\s\u00a0\u202f]", "", text).replace("." if mark == "," else ",", "").replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None
