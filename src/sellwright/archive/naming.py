"""What names one person in other people's words: their addresses, their full names, their numbers; and how that is
covered. A cover is as long as what it covers, so that places in a text stay what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sellwright.interactions import names as naming_words
from sellwright.mailroom.reaching import digits
from sellwright.store.models import Address, Person, Phone

COVER = "█"
_APART = r"[\s,.]{1,3}"  # between the words of a name
_BETWEEN = r"[\s()/.\-]{0,3}"


@dataclass(frozen=True, slots=True)
class Naming:
    """What somebody is found by. `shared`: names and numbers others here have too, which are left alone."""

    emails: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]  # last nine digits
    shared: tuple[str, ...] = ()

    def pattern(self) -> re.Pattern[str]:
        """Finds any of it; nothing nested, so time grows with the text."""
        parts = [rf"(?<![\w.+-]){re.escape(email)}(?![\w-])" for email in self.emails]
        for name in self.names:
            parts.append(rf"(?<!\w){_APART.join(map(re.escape, name.split()))}(?!\w)")
        for number in self.numbers:
            parts.append(rf"(?:\+?(?:\d{_BETWEEN}){{0,5}})?{_BETWEEN.join(number)}(?!\d)")
        return re.compile("|".join(parts), re.IGNORECASE) if parts else re.compile(r"(?!)")


def of(person: Person) -> Naming:
    """From all that is written down of them. A name of one word says too little to be looked for."""
    rows = list(Address.objects.filter(person=person).values_list("email", "name"))
    emails = tuple(sorted({email for email, _ in rows} | ({person.key} if "@" in person.key else set())))
    names: set[str] = set()
    for name in {person.name, *(name for _, name in rows)}:
        words = name.replace(",", " ").split()
        if len(words) > 1:
            names |= {" ".join(words), _fold(" ".join(words)), " ".join([words[-1], *words[:-1]])}
    numbers = {digits(person.telephone)} | {digits(email[4:]) for email in emails if email.startswith("tel:")}
    numbers |= set(Phone.objects.filter(email__in=emails).values_list("digits", flat=True))
    shared = _shared(person, names, numbers, emails)
    return Naming(
        emails,
        tuple(sorted(name for name in names if name and name not in shared)),
        tuple(sorted(one for one in numbers if len(one) >= 7 and one not in shared)),
        tuple(sorted(shared)),
    )


def _shared(person: Person, names: set[str], numbers: set[str], emails: tuple[str, ...]) -> set[str]:
    folded = {_fold(name) for name in names}
    others = Person.objects.exclude(pk=person.pk)
    held = {_fold(name) for name in others.filter(name__in=names).values_list("name", flat=True)}
    held |= set(Address.objects.filter(folded__in=folded, person__in=others).values_list("folded", flat=True))
    found = {name for name in names if _fold(name) in held}
    return found | set(
        Phone.objects.filter(digits__in=numbers).exclude(email__in=emails).values_list("digits", flat=True)
    )


def _fold(name: str) -> str:
    """As Address.folded has it."""
    return str(naming_words.fold(naming_words.clean(name)))[:200]


def covered(value: Any, pattern: re.Pattern[str]) -> Any:
    """A text, or every text within JSON, with what the pattern finds covered."""
    if isinstance(value, str):
        return pattern.sub(lambda found: COVER * len(found[0]), value)
    if isinstance(value, list):
        return [covered(one, pattern) for one in value]
    if isinstance(value, dict):
        return {covered(name, pattern): covered(one, pattern) for name, one in value.items()}
    return value
