"""A small file a person wrote (YAML, TOML, JSON), asked for value by value; what is wrong is said in one sentence.

Values may come as words (YAML is read without guessing: `no` stays `no`, `1:30` does not become 90) or typed.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sellwright.interactions.failures import CannotRead

_YES = frozenset(("yes", "true", "y", "on", "ja", "oui", "1"))
_SHOWN = 40  # characters of a number that are said back
_NO = frozenset(("no", "false", "n", "off", "nein", "non", "0", ""))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A mapping in a file. `where` names it in sentences: "care.yaml, tiers, dream"."""

    where: str
    values: Mapping[str, object]

    def has(self, name: str) -> bool:
        """Whether something stands there."""
        return self.values.get(name) not in (None, "")

    def known(self, *names: str) -> None:
        """CannotRead for a word that is none of these: a misspelt word must not be passed over in silence."""
        for name in self.values:
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                raise CannotRead(
                    f"{self.where}: {name!r} means nothing here" + (f"; is it {near[0]!r}?" if near else "."),
                    f"There may be: {', '.join(names)}.",
                )

    def number(
        self, name: str, default: float | None = None, *, least: float = 0.0, most: float = math.inf, why: str = ""
    ) -> float:
        """A number from `least` to `most`; `why` ends the sentence when it is beyond ("a day has 24")."""
        if not self.has(name):
            if default is None:
                raise CannotRead(f"{self.where} has no {name!r}.", f"Write {name}: and a number.")
            return default
        found = self.values[name]
        try:
            if isinstance(found, bool | Mapping | list):
                raise ValueError
            words = str(found).strip()
            value = float(words.removesuffix("%")) / (100 if words.endswith("%") else 1)
        except ValueError as error:
            raise CannotRead(f"{self.where}: {name} {_shown(found)} is no number.", "Write one, as 1.5") from error
        words = words[:_SHOWN]
        if not math.isfinite(value):
            raise CannotRead(f"{self.where}: {name} {words} is no number.", "Write one, as 1.5")
        if value < least:
            raise CannotRead(f"{self.where}: {name} {words} is below {least:g}.", "Correct it.")
        if value > most:
            raise CannotRead(
                f"{self.where}: {name} {words} is over {most:g}{': ' + why if why else ''}.", "Correct it."
            )
        return value + 0.0  # -0 is 0

    def share(self, name: str, default: float | None = None) -> float:
        """A share from 0 to 1; "20 %" is .2."""
        return self.number(name, default, most=1.0, why="a share goes from 0 to 1; 20 % may be written too")

    def count(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number."""
        value = self.number(name, default, least=least, most=1e9)
        if value != int(value):
            raise CannotRead(f"{self.where}: {name} {value:g} is no whole number.", "Correct it.")
        return int(value)

    def words(self, name: str, default: str = "") -> str:
        """Words on one line."""
        found = self.values.get(name)
        if found is None:
            return default
        if isinstance(found, Mapping | list):
            raise CannotRead(f"{self.where}: {name} is no line of words.", "Write plain words.")
        return _line(found) or default

    def yes(self, name: str) -> bool:
        """Yes or no; no when nothing stands there."""
        word = self.words(name, "no").lower()
        if word not in _YES | _NO:
            raise CannotRead(f"{self.where}: {name} {word!r} is neither yes nor no.", "Write yes or no.")
        return word in _YES

    def day(self, name: str) -> date | None:
        """A day, or None when nothing stands there."""
        return day(self.values[name], f"{self.where}: {name}") if self.has(name) else None

    def under(self, name: str) -> Sheet | None:
        """What stands under a word, when that is a sheet of its own."""
        found = self.values.get(name)
        if found in (None, ""):
            return None
        return sheet_of(found, f"{self.where}, {name}")

    def rows(self, name: str) -> tuple[Sheet, ...]:
        """A list of sheets; empty when nothing stands there."""
        found = self.values.get(name)
        if found in (None, ""):
            return ()
        if not isinstance(found, list):
            raise CannotRead(f"{self.where}: {name} is no list.", f"Write {name}: and a line with - for each.")
        return tuple(sheet_of(one, f"{self.where}, {name} {i}") for i, one in enumerate(found, start=1))

    def named(self, name: str, what: str = "") -> tuple[tuple[str, Sheet], ...]:
        """Sheets with a name each: `anna: {...}`, or a list of `- {name: anna, ...}`. Two of one name are refused.
        Where only one number belongs to a name (`anna: 3`) it is called `what`."""
        found = self.values.get(name)
        if found in (None, ""):
            return ()
        pairs = list(self._named(name, found, what))
        seen: dict[str, str] = {}
        for called, _ in pairs:
            if called.casefold() in seen:
                raise CannotRead(
                    f"{self.where}, {name}: {called!r} stands there twice.", "Give each a name of its own."
                )
            seen[called.casefold()] = called
        return tuple(pairs)

    def _named(self, name: str, found: object, what: str) -> Iterator[tuple[str, Sheet]]:
        if isinstance(found, Mapping):
            for called, value in found.items():
                values = {what: value} if what and not isinstance(value, Mapping) else value
                yield _line(called), sheet_of(values, f"{self.where}, {name}, {called}")
        else:
            for row in self.rows(name):
                called = row.words("name")
                if not called:
                    raise CannotRead(f"{row.where} has no 'name'.", "Write name: and what it is called.")
                rest = {key: value for key, value in row.values.items() if key != "name"}
                yield called, Sheet(f"{self.where}, {name}, {called}", rest)


def sheet_of(value: object, where: str) -> Sheet:
    """A mapping as a sheet. CannotRead when it is none."""
    if not isinstance(value, Mapping):
        raise CannotRead(f"{where} is no list of words with values.", "Write a line `word: value` for each.")
    return Sheet(where, {str(key): found for key, found in value.items()})


def day(found: object, where: str) -> date:
    """A day in a sheet. CannotRead when it is none."""
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, date):
        return found
    try:
        return date.fromisoformat("" if isinstance(found, Mapping | list) else str(found).strip()[:10])
    except ValueError as error:
        raise CannotRead(f"{where} {_shown(found)} is no day.", "Write it as 2026-05-12.") from error


def strings(found: object, where: str) -> tuple[str, ...]:
    """A list of words. CannotRead when it is none."""
    if not isinstance(found, Sequence) or isinstance(found, str) or any(isinstance(x, Mapping | list) for x in found):
        raise CannotRead(f"{where} is no list of words.", "Write them as [one, other].")
    return tuple(_line(one) for one in found)


def _line(found: object) -> str:
    """On one line, and nothing that no file or terminal can take (half a character out of an escape)."""
    return " ".join(str(found).split()).encode("utf-8", "replace").decode()


def _shown(found: object) -> str:
    """A value in a sentence. What holds others is not written out: a few lines can stand for a billion."""
    return "(a list)" if isinstance(found, Mapping | list) else repr(str(found)[:40])
