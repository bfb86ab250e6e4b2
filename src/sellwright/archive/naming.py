"""What names one person in other people's words: their addresses, full names, numbers and own pages; also those they
had once. And how that is covered: a cover is as long as what it covers, so that places in a text stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sellwright.archive import former
from sellwright.interactions import names as naming_words
from sellwright.mailroom.reaching import digits
from sellwright.store.models import Address, Firm, Person, Phone, User, sorting

COVER = "█"
_APART = r"[\s,.]{1,3}"  # between the words of a name
_BETWEEN = r"[\s()/.\-]{0,3}"
_AT = "(?:@|%40)"  # as addresses of pages write it
_PAGE = re.compile(r"(?:https?://)?(?:www\.)?([^/\s]{4,100}/[^\s]{3,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Naming:
    """What somebody is found by. `shared`: names, numbers and pages others here have too, which are left alone."""

    emails: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]  # last nine digits
    shared: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()  # without what stands before the host

    def pattern(self) -> re.Pattern[str]:
        """Finds any of it; nothing nested, so time grows with the text."""
        parts = [rf"(?<![\w.+-]){_AT.join(map(re.escape, email.split('@')))}(?![\w-])" for email in self.emails]
        for form in sorted({*self.names, *(normalize("NFD", name) for name in self.names)}):
            parts.append(rf"(?<!\w){_APART.join(map(re.escape, form.split()))}(?!\w)")
        for number in self.numbers:
            parts.append(rf"(?:\+?(?:\d{_BETWEEN}){{0,5}})?{_BETWEEN.join(number)}(?!\d)")
        parts += [rf"(?<![\w-]){re.escape(page)}(?![\w-])" for page in self.pages]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else re.compile(r"(?!)")


def of(person: Person) -> Naming:
    """From all that is written down of them, now and before. A name of one word says too little to be looked for."""
    rows = list(Address.objects.filter(person=person).values_list("email", "name"))
    said = former.said_of(person)
    own = {email for email, _ in rows} | ({person.key} if "@" in person.key else set())
    emails = tuple(sorted(own | _nobody_elses({one.strip().lower() for one in said.emails if _is_email(one)}, person)))
    names: set[str] = set()
    for name in {person.name, *(name for _, name in rows), *said.names}:
        words = name.replace(",", " ").split()
        if len(words) > 1:
            for form in (" ".join(words), " ".join([words[-1], *words[:-1]])):
                names |= {form, _fold(form), sorting.folded(form)}
    numbers = {digits(one) for one in (person.telephone, *said.numbers)}
    numbers |= {digits(email[4:]) for email in emails if email.startswith("tel:")}
    numbers |= set(Phone.objects.filter(email__in=emails).values_list("digits", flat=True))
    pages = {found[1].rstrip("/") for one in (person.link, *said.pages) if (found := _PAGE.fullmatch(one.strip()))}
    shared = _shared(person, names, numbers, emails) | _pages_of_others(person, pages)
    return Naming(
        emails,
        tuple(sorted(name for name in names if name and name not in shared)),
        tuple(sorted(one for one in numbers if len(one) >= 7 and one not in shared)),
        tuple(sorted(shared)),
        tuple(sorted(pages - shared)),
    )


def _is_email(text: str) -> bool:
    before, _, host = text.strip().partition("@")
    return bool(before) and "." in host and not any(map(str.isspace, text.strip())) and len(text) <= 254


def _nobody_elses(emails: set[str], person: Person) -> set[str]:
    """Of addresses in fields of the workspace's own: those that are not another's, or ours."""
    taken = Address.objects.filter(email__in=emails).exclude(person=person).values_list("email", flat=True)
    return emails - set(taken) - set(User.objects.filter(email__in=emails).values_list("email", flat=True))


def _shared(person: Person, names: set[str], numbers: set[str], emails: tuple[str, ...]) -> set[str]:
    folded = {_fold(name) for name in names}
    others = Person.objects.exclude(pk=person.pk)
    alike = others.filter(sort_name__in={sorting.folded(name) for name in names}).values_list("name", flat=True)
    held = {name.casefold() for name in (*alike, *User.objects.filter(name__in=names).values_list("name", flat=True))}
    held |= set(Address.objects.filter(folded__in=folded, person__in=others).values_list("folded", flat=True))
    found = {name for name in names if not held.isdisjoint((name.casefold(), _fold(name)))}
    called = Phone.objects.filter(digits__in=numbers).exclude(email__in=emails).values_list("digits", flat=True)
    return found | set(called) | _numbers_of_others(person, numbers)


def _numbers_of_others(person: Person, numbers: set[str]) -> set[str]:
    """A firm's own number stands with several."""
    texts: list[Iterable[str]] = [
        Person.objects.exclude(pk=person.pk).exclude(telephone="").values_list("telephone", flat=True).iterator(),
        Firm.objects.exclude(telephone="").values_list("telephone", flat=True).iterator(),
    ]
    return {digits(text) for held in texts for text in held} & numbers if numbers - {""} else set()


def _pages_of_others(person: Person, pages: set[str]) -> set[str]:
    others = Person.objects.exclude(pk=person.pk)
    return {
        page
        for page in pages
        if others.filter(link__icontains=page).exists() or Firm.objects.filter(link__icontains=page).exists()
    }


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
