"""Whether two spellings name one person, when nothing but the spellings is known: names, turned names, mail handles.

Berg, Anna M      and  Anna Berg           the same name
Anna Berg         and  bergam@firm.com     surname and initials
Anna Berg         and  Ana Berg            one slip
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

from rapidfuzz.distance import OSA, JaroWinkler

from sellwright.interactions.record_fields import fold, person
from sellwright.interactions.words_names import FULL_FORMS

Sureness = Literal["sure", "likely", ""]
_SIGNS = re.compile(r"[^a-z]+")
_LONG = 7  # letters from which a handle may hold a slip
_OFFICE = re.compile(r"^[A-Z/]{1,8}:\s*")  # "WHA: Shannon, Thomas A"
_DOT_FOR_COMMA = re.compile(r"^(\w{3,})\. ?(?=\w+ ?\w?$)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling read: words of a name, or the letters of a handle."""

    given: str
    surname: str
    handle: str


@lru_cache(maxsize=32768)
def read(text: str) -> Spelling:
    """What a spelling is made of. One word alone, and an address, is a handle."""
    text = _OFFICE.sub("", text.strip())
    if "@" in text or not re.search(r"[\s,]", text.strip()):
        local = text.rpartition("@")[0] if text.count("@") == 1 and text.strip()[-1:] != "@" else text.partition("@")[0]
        return Spelling("", "", re.sub(r"[^a-z]", "", local.lower()))
    if "," not in text:
        text = _DOT_FOR_COMMA.sub(r"\1, ", text)
    given, surname = person(text)
    if not given:
        return Spelling("", "", surname.replace(" ", ""))
    return Spelling(given, surname, "")


def same(one: str, other: str) -> Sureness:
    """ "sure" where given name (or its initials in a handle) and surname agree; "likely" where one of them only nearly
    does, or is turned round; '' otherwise. A surname or a first name alone is never enough."""
    a, b = read(one), read(other)
    if fold(one) == fold(other):
        return "sure"
    if a.handle and b.handle:
        return "sure" if a.handle == b.handle and len(a.handle) > 4 else ""
    if a.handle or b.handle:
        return _handle(a.handle or b.handle, b if a.handle else a)
    surname, given = _surnames(a.surname, b.surname), _given(a.given.split()[0], b.given.split()[0])
    if surname and given:
        return "sure" if surname == given == "sure" else "likely"
    turned = _surnames(a.surname, b.given.split()[0]) and _surnames(a.given.split()[0], b.surname)
    return "likely" if turned and min(len(a.surname), len(b.surname)) > 3 else ""


def repeats(email: str, given: str, surname: str) -> bool:
    """Whether an address only says the name again, before its @: anna.berg@, aberg@, berg@ of Anna Berg. Names are
    folded; a mail system may write ö as oe. A number makes an address somebody's own."""
    local = email.partition("@")[0]
    if not surname or not local or any(letter.isdigit() for letter in local):
        return False
    name = [_bare(word) for word in (*given.split(), *surname.split())]
    words = [_bare(word) for word in _SIGNS.split(local) if word]
    left = "".join(words)
    if any(
        OSA.distance(left, form, score_cutoff=2) <= 1 + (len(form) > 9) for form in ("".join(name), "".join(name[::-1]))
    ):
        return len(left) > 4  # one of the two holds a slip
    for word in sorted(name, key=len, reverse=True):
        left = left.replace(word, "", 1) if len(word) > 2 else left
    return bool(words) and len(left) <= 1 and left in ("", *(word[0] for word in name if word))


def _bare(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def groups(texts: Sequence[str], least: Sureness = "likely") -> list[tuple[int, int]]:
    """Pairs of positions that name one person; only those that share a beginning of a word are compared."""
    held: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        spelling = read(text)
        words = {
            spelling.handle[:3],
            spelling.handle[1:4],
            *(word[:3] for word in f"{spelling.given} {spelling.surname}".split()),
        }
        for key in words:
            if len(key) == 3:
                held.setdefault(key, []).append(i)
    pairs = sorted({pair for group in held.values() for pair in combinations(group, 2)})
    wanted = ("sure",) if least == "sure" else ("sure", "likely")
    return [pair for pair in pairs if same(texts[pair[0]], texts[pair[1]]) in wanted]


def _surnames(a: str, b: str) -> Sureness:
    if a == b:
        return "sure"
    short = min(len(a), len(b))
    return "likely" if short >= 5 and OSA.distance(a, b) <= 1 + (short >= 9) else ""


def _given(a: str, b: str) -> Sureness:
    if a == b or FULL_FORMS.get(a, frozenset()) & FULL_FORMS.get(b, frozenset()):
        return "sure"
    if len(a) == 1 or len(b) == 1:
        return "likely" if a[0] == b[0] else ""
    short = min(len(a), len(b))
    near = short >= 4 and (OSA.distance(a, b) <= 1 or a.startswith(b) or b.startswith(a))
    return "likely" if near or JaroWinkler.normalized_similarity(a, b) > 0.92 else ""


def _handle(handle: str, name: Spelling) -> Sureness:
    """A handle made of a name: annaberg, berganna, aberg, berga, bergam."""
    if len(handle) < 4 or not name.surname:
        return ""
    surname, first = name.surname.replace(" ", ""), name.given.split()[0]
    initials = "".join(word[0] for word in name.given.split())
    forms = {
        first + surname,
        surname + first,
        first[0] + surname,
        surname + first[0],
        surname + initials,
        initials + surname,
    }
    if handle in forms:
        return "sure"
    return "likely" if any(len(form) >= _LONG and OSA.distance(form, handle) <= 1 for form in forms) else ""
