"""What a person or a firm is written down as, made comparable: names, firms, addresses, telephones as plain words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from sellwright.interactions.names import clean
from sellwright.interactions.words_mail import LEGAL_FORMS, PARTICLES

Role = Literal[
    "given",
    "surname",
    "name",
    "firm",
    "address",
    "place",
    "postcode",
    "phone",
    "email",
    "date",
    "number",
    "code",
    "text",
]

LAST_DIGITS = 9  # of a telephone number: what lies before is country and habit
_WORD = re.compile(r"[a-z0-9]+")
_FOLDS = str.maketrans({"ß": "ss", "ø": "oe", "æ": "ae", "ł": "l", "đ": "d", "œ": "oe", "&": " ", "'": "", "’": ""})
_STREETS = {
    "st": "street", "str": "street", "strasse": "street", "ave": "avenue", "av": "avenue", "blvd": "boulevard",
    "rd": "road", "dr": "drive", "pl": "place", "ct": "court", "ln": "lane", "pkwy": "parkway", "hwy": "highway",
    "sq": "square", "ter": "terrace", "n": "north", "s": "south", "e": "east", "w": "west", "fl": "floor",
}  # fmt: skip
_KINDS_OF_STREET = frozenset({
    "street", "avenue", "boulevard", "road", "drive", "place", "court", "lane", "parkway", "highway", "square",
    "terrace", "floor", "north", "south", "east", "west",
})  # fmt: skip
_INSIDE = frozenset({"suite", "ste", "unit", "apt", "apartment", "room", "rm", "floor", "zimmer", "etage"})
_GLUED = re.compile(r"(?<=[a-zß])(stra(?:ß|ss)e|str)\b\.?")


def fold(text: str) -> str:
    """Lower-case words and numbers without accents or signs: "Müller & Söhne" gives "muller sohne"."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower().replace("'", "")))
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOLDS))
    return " ".join(_WORD.findall(plain.encode("ascii", "ignore").decode()))


def firm(name: str) -> str:
    """A firm's name without its legal form; the form stays where it is all there is."""
    words = fold(name).split()
    short = "".join(word for word in words if len(word) == 1)
    kept = [word for word in words if word not in LEGAL_FORMS and not (len(word) == 1 and short in LEGAL_FORMS)]
    return " ".join(kept or words)


def person(name: str) -> tuple[str, str]:
    """Given names and surname of a display name ("Berg, Anna" too); with one word the given name is empty."""
    words = fold(clean(name) or name).split()
    at = len(words) - 1
    while at > 0 and len(words[at]) == 1:  # "Shapiro, Andrew J" is read as Andrew J Shapiro; "Anna B" has no more
        at -= 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


def address(text: str) -> tuple[str, str]:
    """House number and street: "1900 W. Van Buren St, Suite 4" gives ("1900", "van buren").

    The kind of street, its quarter of the sky and what lies inside the house say little and are often left out."""
    words = [_STREETS.get(word, word) for word in fold(_GLUED.sub(r" \1", text.lower())).split()]
    number = next((word for word in words if word[0].isdigit()), "")
    street: list[str] = []
    for word in words:
        if word in _INSIDE:
            break
        if word != number and word not in _KINDS_OF_STREET:
            street.append(word)
    found = re.match(r"\d+", number)
    return (found.group() if found else ""), " ".join(street)


def phone(text: str) -> str:
    """The last nine digits; '' under seven."""
    digits = "".join(filter(str.isdigit, text.replace("(0)", "")))
    return digits[-LAST_DIGITS:] if len(digits) >= 7 else ""


def all_of(role: Role, values: Iterable[str]) -> dict[str, Sequence[str]]:
    """One column in comparable form, as one or two: name gives given and surname, address gives number and street."""
    if role == "name":
        pairs = [person(value) for value in values]
        return {"given": [one for one, _ in pairs], "surname": [other for _, other in pairs]}
    if role == "address":
        pairs = [address(value) for value in values]
        return {"house": [one for one, _ in pairs], "street": [other for _, other in pairs]}
    if role == "email":
        return {role: [value.strip().lower() for value in values]}
    plain = {"firm": firm, "phone": phone}.get(role, fold)
    return {role: [plain(value) for value in values]}
