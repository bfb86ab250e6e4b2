"""What a column of a table holds, told from its cells: words, numbers, days, addresses; and which cells do not fit.

Every cell is looked at. A cell says what it may be and what it proves: 25/12/2024 is a day, and proves that the day
stands first. The column is what nearly all its cells are; what proves nothing either way is said to be unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sellwright.interactions.column_headings import words_in

BLANKS = frozenset((
    "", "-", "--", "–", "n/a", "na", "nan", "nat", "null", "none", "k.a.", "k. a.", "(null)", "(blank)", "\\n", "<na>",
    "#n/a", "#nv", "#ref!", "#value!", "#wert!", "#div/0!", "#name?", "#num!", "#null!", "#zahl!", "#bezug!",
))  # fmt: skip
FITS = 0.9  # share of filled cells that makes a column what they are
MOST = 0.5  # of sums of money fewer do: who wrote a currency meant one
MOST_DISTINCT = 5_000  # different cells a column keeps counted
MOST_CHOICES = 60  # different words of a column of choices
LONG = 300  # characters from which a text wants more than a line
_SAMPLES = 6  # cells kept of each class, for showing
_YES_NO = frozenset(("yes", "no", "y", "n", "true", "false", "ja", "nein", "oui", "non", "wahr", "falsch", "x", "✓"))
_EMAIL = re.compile(r"[^\s@,;<>\"()]{1,64}@[^\s@,;<>\"()]{1,190}\.[^\s@,;<>\"().]{2,24}$")
_LINK = re.compile(r"(?:https?://|www\.)\S{3,}$|(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?:/\S*)?$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d.,'’\u00a0\u202f ]*$")
SCIENTIFIC = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,15})?[eE][+-]\d{1,2}$")  # as spreadsheets write long numbers
_SPELT = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?:[T ,]\s*(\d.{0,30}))?$")
_NAMED = re.compile(
    r"(?:[a-z]{3,10}\.?,? )?(?:(\d{1,2})\.?(?:st|nd|rd|th)?[ -]([a-zä]{3,10})\.?,?[ -](\d{2,4})"
    r"|([a-zä]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}))(?:[ T,]\s*(\d.{0,30}))?$",
    re.IGNORECASE,
)
_PHONE = re.compile(r"[+(]?\d[\d ()./-]{5,24}(?: ?(?:x|ext\.?|#) ?\d{1,6})?$", re.IGNORECASE)
_CURRENCY = re.compile(
    r"R\$|[€$£¥₹]|zł|(?<![A-Za-z])kr\.?(?![A-Za-z])|(?<![A-Za-z])(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CAD|AUD|JPY|INR|BRL)(?![A-Za-z])"
)
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "R$": "BRL"}
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds. `kind` is a word of store.models.Field.Kind; `odd` are cells that do not fit it."""

    heading: str
    kind: str
    order: str = ""  # of days: ymd, dmy, mdy; serial: counted by a spreadsheet; epoch: milliseconds since 1970
    mark: str = ""  # of numbers: what parts hundredths
    currency: str = ""
    unsure: str = ""  # "order" or "mark": both readings are possible, a person is asked
    filled: int = 0
    blank: int = 0
    distinct: int = 0  # MOST_DISTINCT stands for so many and more
    examples: tuple[str, ...] = ()
    odd: tuple[tuple[str, int, int], ...] = ()  # (cell, how often, line of the first), the commonest first
    odd_count: int = 0
    choices: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts the cells of one column as they come, in memory that does not grow with the table."""

    heading: str
    classes: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    samples: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    full: bool = False  # there are more different cells than are counted

    def add(self, cells: Sequence[str], lines: Sequence[int]) -> None:
        """The cells of some rows, and the line each stands in."""
        counted = Counter(cells)
        for cell, times in counted.items():
            name = class_of(cell)
            self.classes[name] += times
            kept = self.samples.setdefault(name, {})
            if cell in kept:
                kept[cell][0] += times
            elif len(kept) < _SAMPLES and name:
                kept[cell] = [times, lines[cells.index(cell)]]
        if not self.full:
            counted.pop("", None)
            self.words.update(counted)
            if len(self.words) > MOST_DISTINCT:
                self.full = True

    def column(self) -> Column:
        """What the column holds, by all cells seen."""
        blank = self.classes.get("", 0)
        filled = sum(self.classes.values()) - blank
        found = _judged(self, filled)
        kind = found.get("kind", "text")
        odd = [
            (cell, times, line)
            for name, kept in self.samples.items()
            if name and not _fits(name, kind, found.get("order", ""))
            for cell, (times, line) in kept.items()
        ]
        odd_count = sum(n for name, n in self.classes.items() if name and not _fits(name, kind, found.get("order", "")))
        examples = [
            cell
            for name, kept in self.samples.items()
            if name and _fits(name, kind, found.get("order", ""))
            for cell in kept
        ]
        choices = tuple(sorted(_parts(self.words, kind), key=str.casefold)) if kind in ("choice", "choices") else ()
        return Column(
            self.heading, kind, found.get("order", ""), found.get("mark", ""), found.get("currency", ""),
            found.get("unsure", ""), filled, blank, min(len(self.words), MOST_DISTINCT), tuple(examples[:3]),
            tuple(sorted(odd, key=lambda one: -one[1])[:8]), odd_count, choices,
        )  # fmt: skip


@lru_cache(maxsize=100_000)
def class_of(cell: str) -> str:
    """What a cell may be and what it proves, as one word: '' says nothing, 'day:dmy' a day that stands first."""
    text = cell.strip()
    if len(text) > 60:
        return "" if not text else _long_class(text)
    lowered = text.lower()
    if lowered in BLANKS:
        return ""
    if text[0].isdigit() or text[0] in "+-(€$£¥₹":
        return _numeric_class(text)
    if lowered in _YES_NO:
        return "yes_no"
    if "@" in text and _EMAIL.match(text):
        return "email"
    if _CURRENCY.match(text):
        return _numeric_class(text)
    if text[-1].isdigit() or ":" in text:
        found = _NAMED.match(text)
        if found:
            return "moment:ymd" if found.group(7) else "day:ymd"
    if "." in text and " " not in text and _LINK.match(text):
        return "link"
    return "text"


def _long_class(text: str) -> str:
    if text.startswith(("http://", "https://")) and " " not in text:
        return "link"
    if "@" in text and _EMAIL.match(text):
        return "email"
    return "long" if len(text) > LONG or "\n" in text else "text"


def _numeric_class(text: str) -> str:
    if text[0] == "(" and text[-1] == ")":  # as bookkeepers write what is below nothing
        inside = class_of(text[1:-1])
        if inside.startswith("money") or inside in ("number:.", "number:,", "number:?.", "number:?,"):
            return "money:" + inside.partition(":")[2]
    found = _SPELT.match(text)
    if found:
        proved = _order_of(found.group(1), found.group(3), found.group(4))
        return f"{'moment' if found.group(5) else 'day'}:{proved}" if proved else "text"
    if _NUMBER.match(text):
        return "number:" + _mark_of(text)
    if SCIENTIFIC.match(text):
        return "number:" + ("," if "," in text else "." if "." in text else "i")
    if _NAMED.match(text):
        return "moment:ymd" if ":" in text else "day:ymd"
    money = _CURRENCY.search(text)
    if money:
        rest = (text[: money.start()] + text[money.end() :]).strip().lstrip("-").strip()
        return "money:" + _mark_of(rest) if _NUMBER.match(rest) else "text"
    if text.endswith("%") and _NUMBER.match(text[:-1].strip()):
        return "number:" + _mark_of(text[:-1].strip())
    if _PHONE.match(text):
        return "phone"
    if "@" in text and _EMAIL.match(text):
        return "email"
    return "link" if _LINK.match(text) and not _NUMBER.match(text) and "." in text else "text"


def _order_of(begin: str, middle: str, end: str) -> str:
    """'' when it can be no day."""
    first, second, third = int(begin), int(middle), int(end)
    if len(begin) == 4:
        return "ymd" if 1 <= second <= 12 and 1 <= third <= 31 else ""
    if len(end) not in (2, 4) or len(begin) > 2:
        return ""
    if first > 31 or second > 31 or not first or not second or (first > 12 and second > 12):
        return ""
    return "dmy" if first > 12 else "mdy" if second > 12 else "?"


def _mark_of(text: str) -> str:
    """What a number proves: 'i' whole, '.' or ',' its decimal mark, '?' neither, 'c' it is a code (leading zeros)."""
    digits = text.lstrip("+-")
    if digits.isdigit():
        return "c" if (digits[0] == "0" and len(digits) > 1) or len(digits) > 15 else "p" if text[0] == "+" else "i"
    if "," not in digits and "." not in digits:
        return "i" if re.fullmatch(r"\d{1,3}(?:['’\u00a0\u202f ]\d{3})+", digits) else "c"
    if _GROUPED.match(digits) and not digits.startswith("0"):
        return "?" + digits[-4]
    last = max(digits.rfind("."), digits.rfind(","))
    if digits.count(digits[last]) > 1:
        return "c" if "." in digits and "," not in digits and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits) else (
            "." if digits[last] == "," else ","
        )  # fmt: skip
    return digits[last]


def _judged(tally: Tally, filled: int) -> dict[str, str]:
    """kind, order, mark, currency, unsure."""
    named, total = words_in(tally.heading), Counter[str]()
    for name, times in tally.classes.items():
        total[name.partition(":")[0]] += times
    if not filled:
        return {"kind": "text"}
    enough = FITS * filled
    days, numbers = total["day"] + total["moment"], total["number"] + total["money"]
    codes = tally.classes["number:c"] + tally.classes["number:p"]
    about = _said(named)
    if days >= enough:
        return _days(tally, total, days)
    if total["email"] >= enough or (about == "email" and total["email"] >= 0.5 * filled):
        return {"kind": "email"}
    if about == "phone" and total["phone"] + numbers >= 0.5 * filled:
        return {"kind": "phone"}
    if about == "day" and numbers >= enough:
        counted = _counted(tally)
        if counted:
            return counted
    if total["yes_no"] >= enough and len(tally.words) <= 6:
        return {"kind": "yes_no"}
    if numbers >= enough and codes < 0.02 * filled and about != "code":
        return _numbers(tally, total, about)
    if numbers > MOST * filled and codes < 0.02 * filled and (about == "money" or 2 * total["money"] > numbers):
        return _numbers(tally, total, "money")
    if total["phone"] + codes >= enough and total["phone"] > 0:
        return {"kind": "phone"}
    if total["link"] >= enough:
        return {"kind": "link"}
    return {"kind": _text_kind(tally, total, filled, about)}


def _days(tally: Tally, total: Counter[str], days: int) -> dict[str, str]:
    kind = "moment" if total["moment"] > days / 2 and not _midnight(tally) else "date"
    proved = {
        order: tally.classes[f"day:{order}"] + tally.classes[f"moment:{order}"] for order in ("ymd", "dmy", "mdy", "?")
    }
    if not (proved["dmy"] or proved["mdy"] or proved["?"]):
        return {"kind": kind, "order": "ymd"}
    if proved["dmy"] == proved["mdy"]:  # nothing proves it, or as much on both sides
        dots = any("." in cell for cell in tally.samples.get("day:?", {}) or tally.samples.get("moment:?", {}))
        return {"kind": kind, "order": "dmy" if dots else "mdy", "unsure": "" if dots else "order"}
    return {"kind": kind, "order": "dmy" if proved["dmy"] > proved["mdy"] else "mdy"}


def _midnight(tally: Tally) -> bool:
    shown = [cell for name, kept in tally.samples.items() if name.startswith("moment") for cell in kept]
    return all(re.search(r"[T ]0?0:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?$", cell.strip()) for cell in shown)


def _counted(tally: Tally) -> dict[str, str] | None:
    """Days written as numbers: a spreadsheet's count since 1900, or milliseconds since 1970."""
    cells = [cell for name, kept in tally.samples.items() if name.startswith("number") for cell in kept]
    values = [float(cell) for cell in cells if re.fullmatch(r"\d{1,14}(?:\.\d{1,12})?", cell.strip())]
    if values and all(20_000 <= value <= 70_000 for value in values):
        return {"kind": "moment" if any(value % 1 for value in values) else "date", "order": "serial"}
    if values and all(3e11 <= value <= 4e12 for value in values):
        return {"kind": "moment", "order": "epoch"}
    return None


def _numbers(tally: Tally, total: Counter[str], about: str) -> dict[str, str]:
    point, comma = (tally.classes[f"number:{m}"] + tally.classes[f"money:{m}"] for m in ".,")
    open_point, open_comma = (tally.classes[f"number:?{m}"] + tally.classes[f"money:?{m}"] for m in ".,")
    unsure = ""
    if point and comma and (open_point or open_comma):
        mark, unsure = "." if point > comma else ",", "mark"  # each mark is proved, and 1.234 could have either
    elif point != comma:
        mark = "." if point > comma else ","
    elif open_point and not open_comma:
        mark, unsure = ".", "mark"  # 1.234 alone
    else:
        mark, unsure = ".", "mark" if open_comma and about != "money" and open_point else ""
    currency = ""
    for name, kept in tally.samples.items():
        for cell in kept:
            found = _CURRENCY.search(cell) if name.startswith("money") else None
            currency = currency or (
                CURRENCIES.get(found.group(), found.group() if found.group().isupper() else "") if found else ""
            )
    kind = "money" if total["money"] or about == "money" else "number"
    return {"kind": kind, "mark": mark, "currency": currency, "unsure": unsure}


def _text_kind(tally: Tally, total: Counter[str], filled: int, about: str) -> str:
    if total["long"] > 0.05 * filled or about == "long":
        return "long"
    if tally.full or about in ("code", "name"):
        return "text"
    if len(tally.words) <= min(MOST_CHOICES, max(filled // 5, 2)) and filled >= 10:
        return "choices" if _listed(tally.words) else "choice"
    if sum(n for word, n in tally.words.items() if ";" in word) > 0.2 * filled:
        parts = _parts(tally.words, "choices")
        if len(parts) <= MOST_CHOICES and len(parts) * 3 <= filled:
            return "choices"
    return "text"


def _listed(words: Counter[str]) -> bool:
    """Whether cells list several words: what stands in a list stands alone too, or in many lists."""
    alone = {word.strip() for word in words if ";" not in word}
    lists = [_parts(Counter((word,)), "choices") for word in words if ";" in word]
    return any(part in alone for parts in lists for part in parts) or len(_parts(words, "choices")) < len(words) * bool(
        lists
    )


def _parts(words: Counter[str], kind: str) -> set[str]:
    found = {part.strip() for word in words for part in (word.split(";") if kind == "choices" else (word,))}
    return {part for part in found if part.lower() not in BLANKS}


def proved_mark(name: str) -> str:
    """The decimal mark that a class proves: 1,500.00 proves the point; '' for one that proves none."""
    mark = name.partition(":")[2]
    return mark if mark in (".", ",") else ""


_ABOUT = (
    ("email", frozenset(("email", "mail", "e-mail"))),
    ("phone", frozenset(("phone", "telephone", "tel", "mobile", "fax", "telefon", "handy", "mobil", "telefono"))),
    ("code", frozenset(("zip", "postcode", "postal", "plz", "id", "code", "number", "no", "nr", "sku", "vat", "iban"))),
    ("day", frozenset(
        ("date", "day", "at", "on", "datum", "am", "time", "birthday", "geburtstag", "created", "modified", "closed",
         "timestamp", "last", "fecha")
    )),
    ("money", frozenset(
        ("amount", "revenue", "price", "value", "cost", "budget", "betrag", "umsatz", "preis", "arr", "mrr", "acv")
    )),
    ("long", frozenset(("notes", "note", "description", "about", "comments", "notizen", "beschreibung", "bio"))),
    ("name", frozenset(("name", "firstname", "lastname", "surname", "title", "vorname", "nachname"))),
)  # fmt: skip


def _said(named: Sequence[str]) -> str:
    """What a heading says its cells are, by its last telling word."""
    for at in reversed(range(len(named))):
        if named[at + 1 : at + 2] == ["of"]:
            continue  # a number of employees is no number that names somebody
        for about, words in _ABOUT:
            if named[at] in words:
                return about
    return ""


def _fits(name: str, kind: str, order: str) -> bool:
    begin, _, proved = name.partition(":")
    if kind in ("text", "long", "choice", "choices"):
        return True
    if kind in ("date", "moment"):
        if order in ("serial", "epoch"):
            return begin == "number"
        return begin in ("day", "moment") and (proved in (order, "?", "ymd"))
    if kind in ("number", "money"):
        return begin in ("number", "money")
    if kind == "phone":
        return begin in ("phone", "number")
    return begin == kind
