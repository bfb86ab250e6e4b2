"""A cell as a value, by what its column holds (column_kinds). What cannot be read is `Wrong`, with a sentence's end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sellwright.interactions.column_kinds import BLANKS, CURRENCIES, SCIENTIFIC, class_of, proved_mark

_MONTHS = {
    word: number
    for number, words in enumerate(
        ("jan january januar ene enero janv janvier", "feb february februar fev fevrier febrero",
         "mar march mär märz maerz marzo mars", "apr april abr avril", "may mai mayo", "jun june juni juin junio",
         "jul july juli juil juillet julio", "aug august ago agosto aout", "sep sept september septembre septiembre",
         "oct october okt oktober octobre octubre", "nov november noviembre novembre",
         "dec december dez dezember dic diciembre decembre"), start=1,
    )
    for word in words.split()
}  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\.?(?:[T ,]\s*(.{1,40}))?$")
_DAY_FIRST = re.compile(
    r"(?:\D{3,10},? )?(\d{1,2})\.?(?:st|nd|rd|th)?[ -](\D{3,10}?)\.?,?[ -](\d{2,4})(?:[ T,]\s*(.{1,40}))?$"
)
_MONTH_FIRST = re.compile(
    r"(?:[A-Za-z]{3,10}, )?([A-Za-zä]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[ T,]\s*(.{1,40}))?$"
)
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([AaPp])?\.?[Mm]?\.?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_BOUNDARY = date(1899, 12, 30)  # a spreadsheet's day 0, with its year 1900 taken for a leap year
_YES = frozenset(("yes", "y", "true", "1", "ja", "wahr", "oui", "si", "sí", "x", "✓"))
_NO = frozenset(("no", "n", "false", "0", "nein", "falsch", "non"))
_LONGER_THAN_BLANKS = max(map(len, BLANKS)) + 1
_GUARDED = re.compile(r"'[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is no value of its column's kind. `why` names it: "no day: 32.13.2024"."""

    why: str


Value = str | float | bool | list[str] | None


def plain(cell: str) -> str:
    """A cell without the space around it and without the mark that keeps a formula from being run; '' for a blank."""
    text = cell.strip()
    if len(text) < _LONGER_THAN_BLANKS and text.lower() in BLANKS:
        return ""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def reader(kind: str, order: str = "", mark: str = ".", *, choices_apart: str = ";") -> Callable[[str], Value | Wrong]:
    """How cells of a kind are read: None for a blank one."""
    if kind in ("date", "moment"):
        return lambda cell: _day(cell, order, kind == "moment")
    if kind in ("number", "money"):
        return lambda cell: _number(cell, mark)
    if kind == "yes_no":
        return _yes_no
    if kind == "email":
        return _email
    if kind == "choices":
        return lambda cell: [part for part in (plain(one) for one in cell.split(choices_apart)) if part] or None
    if kind == "long":
        return lambda cell: plain(cell) or None
    return _line


def _line(cell: str) -> str | None:
    text = plain(cell)
    return text if text.isalnum() else " ".join(text.split()) or None


@lru_cache(maxsize=50_000)
def _day(cell: str, order: str, with_time: bool) -> str | Wrong | None:
    text = plain(cell)
    if not text:
        return None
    try:
        found = _moment(text, order)
    except (ValueError, OverflowError):
        return Wrong(f"no day: {text[:40]}")
    if with_time:
        return found.astimezone(UTC).isoformat(timespec="minutes")
    return found.date().isoformat()


def _moment(text: str, order: str) -> datetime:
    if order in ("serial", "epoch") and re.fullmatch(r"\d{1,14}(?:\.\d{1,12})?", text):
        if order == "epoch":
            return datetime.fromtimestamp(float(text) / 1000, UTC)
        days = float(text)
        if not 1 <= days <= 2_958_465:
            raise ValueError
        whole = datetime(_BOUNDARY.year, _BOUNDARY.month, _BOUNDARY.day, tzinfo=UTC)
        return whole + timedelta(seconds=round(days * 86_400))
    found = _NUMERIC.match(text)
    if found:
        first, second, third, clock = found.groups()
        read = "ymd" if len(first) == 4 else order if order in ("dmy", "mdy") else "dmy"
        parts = dict(zip(read, (first, second, third), strict=True))
    else:
        named = _DAY_FIRST.match(text)
        if named:
            day, month, year, clock = named.groups()
        else:
            turned = _MONTH_FIRST.match(text)
            if turned is None:
                raise ValueError
            month, day, year, clock = turned.groups()
        parts = {"d": day, "m": str(_MONTHS.get(month.lower().strip("."), 0)), "y": year}
    year_number = int(parts["y"])
    if len(parts["y"]) == 2:
        year_number += 2000 if year_number < 70 else 1900
    if year_number < 1000:
        raise ValueError
    return _with_clock(datetime(year_number, int(parts["m"]), int(parts["d"]), tzinfo=UTC), clock or "")


def _with_clock(day: datetime, clock: str) -> datetime:
    found = _CLOCK.match(clock.strip())
    if not found:
        if clock.strip():
            raise ValueError
        return day
    hour, minute, second, half, zone = found.groups()
    hours = int(hour) % 12 + (12 if half in ("p", "P") else 0) if half else int(hour)
    moment = day.replace(hour=hours, minute=int(minute), second=int(second or 0))
    if zone and zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        moment -= timedelta(minutes=minutes if zone[0] == "+" else -minutes)
    return moment


@lru_cache(maxsize=50_000)
def _number(cell: str, mark: str) -> float | Wrong | None:
    text = plain(cell)
    if not text:
        return None
    name = class_of(text)
    if not name.startswith(("number", "money")):
        return Wrong(f"no number: {text[:40]}")
    if SCIENTIFIC.match(text):
        return float(text.replace(",", "."))
    mark = proved_mark(name) or mark  # 1,500.00 is read right among 1.500,00
    digits = re.sub(r"[^\d.,+-]", "", text)
    sign = -1.0 if digits.startswith("-") or text.startswith(("-", "(")) else 1.0
    digits = digits.strip("+-.,").replace("." if mark == "," else ",", "").replace(",", ".")
    try:
        return sign * float(digits)
    except ValueError:
        return Wrong(f"no number: {text[:40]}")


def _yes_no(cell: str) -> bool | Wrong | None:
    word = plain(cell).lower()
    if not word:
        return None
    return True if word in _YES else False if word in _NO else Wrong(f"neither yes nor no: {word[:40]}")


def _email(cell: str) -> str | Wrong | None:
    text = plain(cell).removeprefix("mailto:")
    if not text:
        return None
    if class_of(text) == "email":
        return text
    inside = re.search(r"<([^<>\s]+@[^<>\s]+)>", text)
    return inside.group(1) if inside else Wrong(f"no e-mail address: {text[:60]}")


def currency_in(cell: str) -> str:
    """The currency a cell names, as three letters; ''."""
    word = re.sub(r"[\d.,'’\s\u00a0\u202f+-]", "", plain(cell))
    return CURRENCIES.get(word, word.upper() if len(word) == 3 and word.isascii() and word.isalpha() else "")
