"""Display names as people write them, cleaned to "First Last", and compared. Pure text, no addresses' meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sellwright.interactions import words_mail as words
from sellwright.interactions.values import Address

_LONGEST = 200  # no name is longer; the rest is not looked at
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|\{[^{}]*\}?")
_VIA = re.compile(r"\s(?:via|über|par l['’]intermédiaire de|a través de|tramite)\s", re.I)
_TAIL = re.compile(
    r"\s[|/•·@–—]\s|\s-\s|\s?\|\s?|\s(?:from|at|von der firma|de chez)\s(?-i:(?=[^a-z]))"
    r"|,?\s(?:on behalf of|im auftrag von)\s",
    re.I,
)
_DOTTED = re.compile(r"[^\W\d_]{2,}[._][^\W\d_]{2,}$")
_QUOTES = "\"'`‘’“”„«»<>"
_WORD = re.compile(r"[^\W\d_]")
_FOLDS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa", "ł": "l", "đ": "d", "œ": "oe"}
)


def via(name: str) -> str:
    """The human named in a name that a list or a helpdesk rewrote: "Anna Berg via Dev List" gives "Anna Berg"."""
    cut = _VIA.search(name[:_LONGEST])
    return name[: cut.start()].strip(_QUOTES + " ") if cut else ""


def behind(sender: Address, reply_to: tuple[Address, ...] = (), original: tuple[Address, ...] = ()) -> Address:
    """The human behind a rewritten From: X-Original-From or Reply-To, when the name says "via" and they differ."""
    human = via(sender.name)
    if human:
        for other in (*original, *reply_to):
            if other.email != sender.email and other.email.partition("@")[2] != sender.email.partition("@")[2]:
                return Address(other.email, other.name or human)
    return sender


@lru_cache(maxsize=32768)
def clean(name: str) -> str:
    """A display name as "First Last", or '' when it names nobody.

    Quotes, brackets, titles and degrees go; "Berg, Anna" and "BERG Anna" are turned round; capitals are set
    right where the whole name is in one case; what stands after " | ", " - " or "via" is cut; an address is no name.
    """
    text = unicodedata.normalize("NFC", name[:_LONGEST])
    if "=?" in text and "?=" in text:
        return ""
    text = _BRACKETS.sub(" ", text).strip(_QUOTES + " ,;")
    cut = _VIA.search(text) or _TAIL.search(text)
    if cut and _WORD.search(text[: cut.start()]):
        text = text[: cut.start()]
    if "@" in text or "://" in text or not _WORD.search(text):
        return ""
    if _DOTTED.match(text):
        text = text.replace(".", " ").replace("_", " ")
    before, comma, after = text.partition(",")
    if comma:
        text = _turned(before.split(), after.replace(",", " ").split())
    pieces = _without_titles([piece.strip(_QUOTES + ",;") for piece in text.split()])
    if not pieces:
        return ""
    return " ".join(_cased(_surname_last(pieces)))


def name_of(address: Address) -> str:
    """The cleaned display name of an address, or '' when it names nobody (or only repeats the address)."""
    found = clean(address.name) if address.name else ""
    return (
        ""
        if found and found.replace(" ", "").lower() == address.email.partition("@")[0] and " " not in found
        else found
    )


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _turned(last: list[str], first: list[str]) -> str:
    """What a comma means: "Berg, Anna" is turned; "Anna Berg, PhD" loses its end; "Acme, Inc." stays."""
    after = [word for word in first if _bare(word) not in words.SUFFIXES]
    if len(after) > 1 and after[-1].endswith(".") and _bare(after[-1]) in words.TITLES:
        after.pop()
    if any(_bare(word) in words.LEGAL_FORMS for word in first):
        return " ".join(last + first)
    if not after:
        return " ".join(last)
    if len(last) > 3 and len(after) > 3:
        return " ".join(last)
    return " ".join(after + last)


def _without_titles(pieces: list[str]) -> list[str]:
    kept = list(pieces)
    while len(kept) > 1 and _bare(kept[0]) in words.TITLES and (len(kept[0]) > 1 or kept[0].endswith(".")):
        kept.pop(0)
    while len(kept) > 2 and _bare(kept[-1]) in words.SUFFIXES:
        kept.pop()
    return [piece for piece in kept if piece]


def _surname_last(pieces: list[str]) -> list[str]:
    """ "BERG Anna", the French and Asian office habit, as "Anna BERG"."""
    shouting = [piece.isupper() and len(piece) > 1 and not piece.endswith(".") for piece in pieces]
    if len(pieces) >= 2 and shouting[0] and not shouting[-1] and _bare(pieces[-1]) not in words.LEGAL_FORMS:
        count = shouting.index(False)
        if (
            any(len(piece) > 2 for piece in pieces[:count])
            and len(pieces[count]) > 1
            and pieces[count][:1].isupper()
            and not pieces[count].endswith(".")
        ):
            return pieces[count:] + pieces[:count]
    return pieces


def _cased(pieces: list[str]) -> list[str]:
    text = "".join(pieces)
    if _bare(pieces[-1]) in words.LEGAL_FORMS and pieces[-1].isupper():
        return pieces
    if (text.islower() and len(pieces) > 1) or (text.isupper() and len(text) > 4 and len(pieces) > 1):
        return [piece.lower() if piece.lower() in words.PARTICLES else piece.title() for piece in pieces]
    if len(pieces) > 1:
        return [piece.title() if piece.isupper() and _long_or_particle(piece) else piece for piece in pieces]
    return pieces


def _long_or_particle(piece: str) -> bool:
    return len(piece) > 3 or piece.lower() in words.PARTICLES


@lru_cache(maxsize=32768)
def fold(name: str) -> str:
    """A name for comparing: lower-case, ä as ae, accents gone, only letters and single spaces."""
    text = unicodedata.normalize("NFC", name).lower().translate(_FOLDS)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalpha() else " " for c in text).split())
