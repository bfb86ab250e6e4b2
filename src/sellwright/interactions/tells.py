"""Light marks on a message that tell who its writer is to us: "pitch", "asks_price", "support_request" ...

A tell is a set phrase (words_tells.py), matched on whole words. A text is cut into words once; only phrases whose
rarest two words follow each other in the text are looked for, so the time is that of splitting the text. Tells are
evidence, never a verdict: measures/relation.py weighs them together with who wrote first and what was answered.
"""

from __future__ import annotations

import itertools
import re

from sellwright.interactions import addresses, words_tells, words_tells_first, words_tells_plain, words_tells_trade
from sellwright.interactions.words_tells import ATTACHMENTS, COMMON

HEAD = 700  # characters read from the start and from the end of a text
TAIL = 200
SHORT = 400  # characters of a letter whose figures are read: a longer one has other signs
LONG = 90  # words from which a letter is long
NAME = 4  # letters of a firm's name that can be told from everyday words
NAMED_IN = 400  # characters read for the name of the reader's firm
GAP = 60  # characters at most between the two halves of a phrase written `a * b`

_SPACES = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~“”„‚‘«»…–—·•|¿¡\u00a0\u202f'
# Every ASCII letter is in the table too: a missing key costs an exception inside str.translate.
_TABLE = {code: chr(code).lower() for code in range(128)} | {ord(c): " " for c in _SPACES} | {ord("’"): "'"}
_ASCII = bytes(ord(_TABLE[code]) if code < 128 else code for code in range(256))
# Nearly all letters of western Europe fit one byte each here: a table of 256 is far faster than str.translate.
_WEST = "cp1252"


def _lowered(code: int) -> int:
    try:
        letter = bytes([code]).decode(_WEST).lower()
        return _TABLE.get(ord(letter), letter).encode(_WEST)[0]
    except UnicodeError:
        return code


_BYTES = bytes(map(_lowered, range(256)))
_SHORT = re.compile(r"'(?:(?:d|re|ve|ll|m|t)\b)?")
_FULL = {"'d": " would", "'re": " are", "'ve": " have", "'ll": " will", "'m": " am", "'t": " not", "'": " "}
_FOLDED = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss", ord("é"): "e", ord("è"): "e", ord("ê"): "e",
           ord("ô"): "o", ord("ç"): "c", ord("ñ"): "n", ord("á"): "a", ord("í"): "i", ord("ó"): "o"}  # fmt: skip
_ANSWERS = ("re:", "re :", "aw:", "rép:", "rep:", "sv:", "antw:", "fw:", "fwd:", "wg:", "tr:", "tr :", "re[")
# Marks of headers that are themselves tells.
_HEADER_TELLS = frozenset({"unsubscribe_offer"})
# Tells of which two different phrases say more than one: (tell, what is added when there are two).
_TWICE = {"pitch": "pitch_hard", "mass_ware": "mass_wares"}
# What figures in a short letter tell: a matter of the writer's own.
_FIGURES = ("own_matter", "figures")
# A day, an hour, a number of things: a figure that counts no minutes, years or shares, and is no year or long number.
_FIGURE = re.compile(r"[0-9]+ (?!min|years?|jahre|ans |años|anni |percent|prozent|euro)")
_DOLLARS = re.compile(r"\$ ?\d")
# A subject that names a share or a sum, or ends in a code against filters ("[6ywab]", "hd7Bk2x").
_SUM = re.compile(r"\d%|\$ ?\d")
_CODE = re.compile(r"(?:[a-z]\d|\d[a-z])[a-z\d]{3,30}[\])}]?$", re.IGNORECASE)

_TABLES = (words_tells.PHRASES, words_tells_trade.PHRASES, words_tells_first.PHRASES, words_tells_plain.PHRASES)
PHRASES: dict[str, str] = {
    tell: " / ".join(table[tell].strip() for table in _TABLES if tell in table)
    for tell in dict.fromkeys(tell for table in _TABLES for tell in table)
}
# Two words that follow each other -> the phrases they are the rarest two of: (tell, the first half between spaces or ''
# where the two words are all of it, the second half between spaces or '').
_BY_PAIR: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {}
# One word -> the tells it makes alone, and the phrases `word * second half` it begins.
_ALONE: dict[str, tuple[str, ...]] = {}
_BEGUN: dict[str, tuple[tuple[str, str, str], ...]] = {}


def _load() -> None:
    common = frozenset(COMMON.split())
    for tell, block in PHRASES.items():
        for phrase in dict.fromkeys(" ".join(block.split()).split(" / ")):
            first, _, second = (part.strip() for part in phrase.partition("*"))
            far, words = f" {second} " if second else "", first.split()
            if len(words) > 1:
                pairs = itertools.pairwise(words)
                rarest = max(pairs, key=lambda pair: (sum(w not in common for w in pair), len(pair[0]) + len(pair[1])))
                found = (tell, f" {first} " if len(words) > 2 or far else "", far)
                _BY_PAIR[rarest] = (*_BY_PAIR.get(rarest, ()), found)
            elif far:
                _BEGUN[first] = (*_BEGUN.get(first, ()), (tell, f" {first} ", far))
            else:
                _ALONE[first] = (*_ALONE.get(first, ()), tell)


_load()
for _coin in ("eur", "euro", "euros", "usd", "gbp", "chf", "dollar", "dollars", "pounds", "kronor", "kroner"):
    _ALONE[_coin] = (*_ALONE.get(_coin, ()), "money")
_WORDS, _PAIRS = frozenset((*_ALONE, *_BEGUN)), frozenset(_BY_PAIR)


def plain(text: str) -> str:
    """A text as the phrases are written: lower-case words with single spaces, one at either end."""
    return " " + " ".join(_words(text)) + " "


def _words(text: str) -> list[str]:
    if text.isascii():
        text = text.encode("ascii").translate(_ASCII).decode("ascii")
    else:
        try:
            text = text.replace("\u202f", " ").encode(_WEST).translate(_BYTES).decode(_WEST)
        except UnicodeError:
            text = text.lower().translate(_TABLE)
    if "'" in text:
        text = text.replace("can't", "can not").replace("n't", "'t").replace("what's", "what is")
        text = _SHORT.sub(_full, text)
    return text.split()


def _full(match: re.Match[str]) -> str:
    return _FULL[match.group()]


def tells(
    subject: str, new_text: str, headers_marks: frozenset[str] = frozenset(), attachments: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The tells of one message, sorted, each once.

    `new_text` is what the writer wrote this time; `headers_marks` what the headers say ("unsubscribe_offer", "bulk");
    `attachments` are file names. Added are "pitch_hard" where two different phrases of selling stand, "mass_wares" for
    two wares of mass mail, "money" where a sum with its currency may stand, and "loud_subject" where a subject shouts
    or ends in a code. Of a long text the first 700 and last 200 characters are read.
    """
    if len(new_text) > HEAD + TAIL:
        new_text = new_text[:HEAD] + " \n " + new_text[-TAIL:]
    # The subject of an answer is the other side's words.
    words = _words(new_text if subject[:5].lower().startswith(_ANSWERS) else subject[:300] + " \n " + new_text)
    text = f" {' '.join(words)} "
    found = set(_HEADER_TELLS & headers_marks) if headers_marks else set()
    twice: list[str] = []
    looked: list[tuple[str, str, str]] = []
    for word in _WORDS.intersection(words):
        for tell in _ALONE.get(word, ()):
            if tell in _TWICE:
                twice.append(tell)
            found.add(tell)
        if word in _BEGUN:
            looked += _BEGUN[word]
    for pair in _PAIRS.intersection(itertools.pairwise(words)):
        looked += _BY_PAIR[pair]
    for tell, first, second in looked:
        if tell in found and tell not in _TWICE:
            continue
        if not first or (first in text and (not second or _both(text, first, second))):
            if tell in _TWICE:
                twice.append(tell)
            found.add(tell)
    if len(text) < SHORT and _counts(text):
        found.update(_FIGURES)
    if "€" in text or "£" in text or ("$" in new_text and _DOLLARS.search(new_text)):
        found.add("money")
    for tell in found.intersection(_TWICE):
        if twice.count(tell) > 1:
            found.add(_TWICE[tell])
    if len(words) > LONG:
        found.add("long")
    if subject and _loud(subject):
        found.add("loud_subject")
    for name in attachments:
        lowered = name.lower()
        for tell, parts in ATTACHMENTS.items():
            if any(part in lowered for part in parts):
                found.add(tell)
    return tuple(sorted(found))


def names_reader(to: str, subject: str, new_text: str) -> bool:
    """Whether a letter speaks of the reader's firm by name: by the first word of the domain it is sent to.

    Who buys seldom names the firm he writes to; who has looked it up to sell something nearly always does. `to` is the
    header as it stands; the subject of an answer is the other side's words. Free mail names no firm.
    """
    domain = to.partition("@")[2][:80].partition(">")[0].partition(",")[0].strip().lower()
    name = domain.partition(".")[0].partition("-")[0]
    if len(name) < NAME or addresses.is_free_mail(domain):
        return False
    text = ("" if subject[:5].lower().startswith(_ANSWERS) else subject[:200]) + " " + new_text[:NAMED_IN]
    text = text.lower().replace(" ", "")
    return name in text or (not text.isascii() and name in text.translate(_FOLDED))


def _counts(text: str) -> bool:
    return any(len(n := m.group()) < 6 and not (len(n) == 5 and n[:2] in ("19", "20")) for m in _FIGURE.finditer(text))


def _loud(subject: str) -> bool:
    if "!!" in subject or "$$" in subject or "**" in subject or subject.count("!") > 1:
        return True
    if subject.isupper() and len(subject) > 7:
        return True
    if ("%" in subject or "$" in subject) and _SUM.search(subject):
        return True
    last = subject[subject.rfind(" ") + 1 :][-40:]
    return len(last) > 4 and not last.isalpha() and not last.isdigit() and bool(_CODE.search(last))


def _both(text: str, first: str, second: str) -> bool:
    at = text.find(first)
    while at >= 0:
        start = at + len(first) - 1
        if text.find(second, start, start + GAP + len(second)) >= 0:
            return True
        at = text.find(first, at + 1)
    return False
