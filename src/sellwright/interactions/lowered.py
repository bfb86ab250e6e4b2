"""The sentences of a letter made ready for rules: lower case and cut into words, once for all who read them.

Rules over sentences are many and sentences that need one are few. So a measure first looks whether any of its words
stands among those of the sentence, and tries its patterns only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sellwright.interactions.sentences import Part

READ = 600  # characters of a sentence that are looked at
MOST = 1000  # sentences of a letter that are looked at: beyond that it is a book, or meant to hold us up

# Words of which one must stand in a text, and the pattern that must then be found in it (None: the word is enough).
Rule = tuple[tuple[str, ...], re.Pattern[str] | None]

_LINK = re.compile(r"\$link|(?:https?://|www\.)\S{1,400}|[^\s@]{1,64}@[^\s@]{1,255}")
_PLAIN = bytes.maketrans(b'123456789.;()[]{}<>"*-_/|=+&%#~`\\', b"0" * 9 + b" " * 24)
_GLUE = "“”„«»‘…–—"


def rule(words: str, pattern: str = "") -> Rule:
    """A rule from its words, parted by semicolons ('' stands in every text), and its pattern over lower-case text."""
    return tuple(words.split(";")), re.compile(pattern) if pattern else None


def holds(text: str, rules: tuple[Rule, ...]) -> bool:
    """Whether one of the rules holds for a lower-case text."""
    for words, pattern in rules:
        for word in words:
            if word in text:
                if pattern is None or pattern.search(text) is not None:
                    return True
                break
    return False


def sifted(text: str, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Those of the rules that can hold for a part of a lower-case text: mostly none."""
    return tuple([rule for rule in rules if any(map(text.__contains__, rule[0]))])


@dataclass(frozen=True, slots=True)
class Lowered:
    """The sentences of a letter in lower case, with straight apostrophes (`rows`), and the words of each (`words`):
    digits are 0, links and addresses are xlink, of the marks ? ! : , remain. `parted` are the same words, parted at
    dashes and curly quotes, too, for rules; `words` are what the model of asks has learned from."""

    rows: list[str]
    words: list[list[str]]
    parted: list[list[str]]
    text: str  # all rows


def prepare(parts: list[Part]) -> Lowered:
    """The first 1,000 sentences of a letter (sentences.split), each cut at 600 characters. Kept for the last few
    letters, as several measures read the same one."""
    return _prepared(tuple([part[2][:READ] for part in parts[:MOST]]))


def prepared(letters: Sequence[list[Part]]) -> Iterator[Lowered]:
    """The same of many short letters, made ready in one go: as if each were prepared by itself, but without `text`."""
    short = [parts[:MOST] for parts in letters]
    ready = _ready(tuple([part[2][:READ] for parts in short for part in parts]))
    at = 0
    for parts in short:
        own = slice(at, at + len(parts))
        yield Lowered(ready.rows[own], ready.words[own], ready.parted[own], "")
        at += len(parts)


def words(sentence: str) -> list[str]:
    """The words of one sentence, as in `Lowered`."""
    return prepare([(0, len(sentence), sentence)]).words[0]


@lru_cache(maxsize=4)
def _prepared(sentences: tuple[str, ...]) -> Lowered:
    return _ready(sentences)


def _ready(sentences: tuple[str, ...]) -> Lowered:
    if not sentences:
        return Lowered([], [], [], "")
    text = "\n".join(sentences).lower().replace("’", "'")
    rows = text.split("\n")
    if len(rows) != len(sentences):  # a sentence with a line break of its own
        rows = [sentence.lower().replace("’", "'").replace("\n", " ") for sentence in sentences]
        text = "\n".join(rows)
    whole = text
    if "@" in text or "://" in text or "www." in text or "$link" in text:
        text = "\n".join([_without_links(row) for row in rows])
    text = text.encode("utf-8", "surrogatepass").translate(_PLAIN).decode("utf-8", "surrogatepass")
    text = text.replace(",", " , ").replace("?", " ? ").replace("!", " ! ").replace(":", " : ")
    cut = list(map(str.split, text.split("\n")))
    return Lowered(rows, cut, cut if text.isascii() else _parted(text, cut), whole)


def _parted(text: str, cut: list[list[str]]) -> list[list[str]]:
    loose = text
    for mark in _GLUE:
        loose = loose.replace(mark, " ")
    return cut if loose == text else list(map(str.split, loose.split("\n")))


def _without_links(row: str) -> str:
    if "@" in row or "://" in row or "www." in row or "$link" in row:
        return _LINK.sub(" xlink ", row)
    return row
