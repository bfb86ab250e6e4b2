"""Cuts turns of speech into sentences, with their place in the turn, also where no mark says where one ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, Generic, TypeVar

from sellwright.interactions import language, question_form, sentences, words_moments
from sellwright.interactions.concepts import tokens
from sellwright.interactions.phrases import Mark, Phrases
from sellwright.interactions.talks import Talk
from sellwright.interactions.terms import stems_of

T = TypeVar("T")
_NEAR, _AHEAD = 80, 300  # characters before and after a joint that are looked at
_LONG = 9  # words without a mark from which a question may stand in the middle
# Where a new clause may begin in speech without marks.
_JOINT = re.compile(
    r"(?<=[a-zäöüßéèêàç,]) (?=(?:so|and|but|or) (?:who|when) "  # without the joint they mostly tell: people who
    r"|(?:(?:so|and|but|or|und|aber|also|et|mais|donc) )?(?:what|why|how"
    r"|would you|do you|did you"
    r"|have you|are you|can you|can i|could you|shall i|shall we|haben sie|sind sie|können sie"
    r"|möchten sie"
    r"|wollen sie|sollen wir|darf ich|was|wie|warum|est-ce que|qu'est-ce|comment|pourquoi|avez-vous|pouvez-vous"
    r"|souhaitez-vous|voulez-vous) )",
    re.I,
)
_EMBEDS = re.compile(
    r"\b(?:just|exactly|always|learn|explain|details?|wondering|discuss|at|to|with|you|me|us|matters?|know|see"
    r"|tell|show|say|ask|wonder|understand|about|of|in|on|for|to|matter|that|and|or|hear|like|this"
    r"|is|as|it's|don't|be|sehen|wissen|weiß|sagen|wann|so|ob|zeigen|verstehen|dass|savoir|voir|sais|dire|que"
    r"|what|how|why|who|when|if)$",
    re.I,
)
_MARK = re.compile("[.,;:?!]")
_PLAIN = str.maketrans({"’": "'"} | dict.fromkeys('.,;:!?…"“”„«»()\u00a0', " "))


class _once(Generic[T]):
    """A property worked out once. functools.cached_property locks each time, which costs more than most of these."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work, self._name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> T:
        found = self._work(owner)
        owner.__dict__[self._name] = found
        return found


@dataclass(frozen=True)
class Said:
    """One sentence of a turn: characters start <= i < end of its text."""

    turn: int
    speaker: str
    text: str
    start: int
    end: int
    at: float | None  # seconds
    language: str

    @_once
    def words(self) -> list[str]:
        """Lower case, straight apostrophes, without marks."""
        return self.text.lower().translate(_PLAIN).split()

    @_once
    def low(self) -> str:
        """Its words with a space between them."""
        return " ".join(self.words)

    @_once
    def _read(self) -> tuple[frozenset[str], int, list[Mark]]:
        """Its stems, and which turns of phrase may stand in it: a bit each, and where."""
        stems: list[str] = []
        marks: list[Mark] = []
        called = at = 0
        for word in self.words:
            own, begins, bits = _word(word)
            stems += own
            if bits:
                called |= bits
                for place, bit in begins:
                    marks.append((at + place, bit))
            at += len(word) + 1
        return frozenset(stems), called, marks

    @property
    def stems(self) -> frozenset[str]:
        """The beginnings of its words that carry matter."""
        return self._read[0]

    @property
    def called(self) -> int:
        """Which turns of phrase of words_moments may stand in it, a bit each."""
        return self._read[1]

    def holds(self, pattern: Phrases) -> bool:
        """Whether one of these turns of phrase (of words_moments) stands in it."""
        _, called, marks = self._read
        return bool(not pattern.bit or called & pattern.bit) and pattern.stands(self.low, marks)

    def which(self, patterns: Iterable[tuple[str, Phrases]]) -> list[str]:
        """The names of those of these that stand in it, each of which may begin at known words only."""
        _, called, marks = self._read
        return [name for name, pattern in patterns if called & pattern.bit and pattern.stands(self.low, marks)]

    @_once
    def topic(self) -> str:
        """Which field of discovery it asks about, or ''."""
        return next(iter(self.which(words_moments.ASKED.items())), "")

    @_once
    def form(self) -> question_form.Form:
        """Whether it asks, and how."""
        return question_form.of(self.text, self.language)


@lru_cache(100_000)
def _word(word: str) -> tuple[tuple[str, ...], tuple[Mark, ...], int]:
    """The stems of a word, where in it patterns of moments may begin, and which."""
    marks = words_moments.ALL.marks(word)
    called = 0
    for _, bits in marks:
        called |= bits
    return tuple(stems_of(tokens(word))), marks, called


def split(talk: Talk) -> tuple[tuple[Said, ...], ...]:
    """The sentences of each turn, in order."""
    whole = spoken(talk)
    return tuple(tuple(_turn(talk, index, whole)) for index in range(len(talk.turns)))


def spoken(talk: Talk) -> str:
    """The language most of it is in: two letters, or ''."""
    return language.guess(" ".join(turn.text for turn in talk.turns)[:6000])


def _turn(talk: Talk, index: int, whole: str) -> Iterator[Said]:
    turn = talk.turns[index]
    text = turn.text
    own = language.guess(text) or whole
    ends = list(accumulate(len(cue.text) + 1 for cue in turn.cues))
    for start, end, _ in sentences.split(text):
        for begin, stop in _clauses(text, start, end, own):
            at = turn.cues[min(bisect_right(ends, begin), len(ends) - 1)].start
            yield Said(turn.number, turn.speaker, text[begin:stop].strip(" ,"), begin, stop, at, own)


def _clauses(text: str, start: int, end: int, own: str) -> Iterator[tuple[int, int]]:
    """A sentence whole, or cut before a question in the midst of a long run without marks."""
    piece = text[start:end]
    if piece.count(" ") < _LONG - 1 or _MARK.search(text, start, end - 1):
        yield start, end
        return
    begin = start
    for joint in _JOINT.finditer(piece):
        at = start + joint.start()
        before = text[max(begin, at - _NEAR) : at]
        if (
            len(before.split()) >= 2
            and not _EMBEDS.search(before)
            and question_form.begins(text[at : min(end, at + _AHEAD)], own)
        ):
            yield begin, at
            begin = at + 1
    yield begin, end
