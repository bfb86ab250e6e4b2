"""Answers given before: passages of our own earlier letters beside a question that is open now (card C29).

A question finds a passage by rare words in common, either with the passage or with the question it once answered
(weights as in BM25: Robertson and Zaragoza 2009). The bar is high: silence is the usual answer, and a wrong passage
costs more trust than a missing one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from itertools import pairwise
from math import log

from sellwright.interactions import concepts, sentences
from sellwright.interactions.concepts import Reading
from sellwright.interactions.terms import terms
from sellwright.interactions.values import Message
from sellwright.interactions.words_concepts import BROAD, WEAK
from sellwright.today import likeness

COVERED = 0.6  # of the weight of the question's words that an earlier question must meet
BY_ITSELF = 0.7  # the same for a passage whose question is not known
SHARED = 2  # words at least
SHARED_BY_ITSELF = 3
OF_THEIRS = 0.4  # of an earlier question's words that must be met in turn: a long one meets everything
MOST_QUOTED = 20  # questions read from the quoted part of one letter
LONGEST = 600  # characters of a passage
READ = 3000  # characters of a letter that are read for concepts
KEPT = 80  # letters a question that are weighed by concepts, those with most in common

# When to meet and whom to ring is answered by a calendar, not by an old letter.
_MEETING = """
    monday tuesday wednesday thursday friday saturday sunday weeks month tonight morning afternoon evening noon meet
    meets meeting talk talking discuss discussion chat calls calling phone schedule scheduled available availability
    reach
    join minutes hour hours drink lunch dinner coffee idea ideas thoughts info information numbers read
    montag dienstag mittwoch donnerstag freitag samstag sonntag uhr treffen termin sprechen besprechen telefonieren zeit
    lundi mardi mercredi jeudi vendredi samedi dimanche heure rencontrer rendez parler discuter appel appeler
"""
_NO_MATTER = frozenset().union(*(terms(word) for word in _MEETING.split())) | {"am", "pm"}
_QUOTE_MARKS = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """A letter of ours, to whom, and the letter it answered when that is known."""

    message: Message
    readers: tuple[str, ...] = ()  # Person.key; () means Message.to
    answered: Message | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that answered a like question."""

    text: str
    message: str  # id of our letter
    at: float  # seconds since 1970 UTC, 0.0 when the letter has no date
    readers: tuple[str, ...]
    question: str  # what it answered then, '' when it was found by its own words
    question_message: str  # id of the letter that asked, or ''
    covered: float  # share of the weight of the question's words that were met


@dataclass(slots=True)
class _Likely:
    """Letters that may answer a question put in other words; weighed when all letters have been seen."""

    wanted: Sequence[Reading]
    letters: int = 0
    concepts: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    kept: dict[int, list[tuple[float, float, str, OwnLetter]]] = field(default_factory=dict)
    _every: frozenset[str] = frozenset()
    _stems: frozenset[str] = frozenset()
    _parts: frozenset[str] = frozenset()  # the concepts wanted, and those that make them
    _seen: set[str] = field(default_factory=set)
    _telling: set[str] = field(default_factory=set)
    _means: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._every = frozenset().union(*(reading.concepts for reading in self.wanted))
        self._stems = frozenset().union(*(reading.words for reading in self.wanted))
        self._parts = concepts.with_parts(self._every)

    def see(self, letter: OwnLetter, asked: Sequence[str], lowered: str) -> None:
        """Count what the letter speaks of, and keep it when it answered something a question may meet."""
        self.letters += 1
        theirs = letter.answered.new_text[:READ].lower() if letter.answered is not None else " ".join(asked).lower()
        answer = self._spoken(set(concepts.tokens(lowered[:READ])))
        question = self._spoken(set(concepts.tokens(theirs)))
        met = answer | question
        stems = {stem for stem in self._stems if stem in lowered or stem in theirs}
        self.concepts.update(met)
        self.words.update(stems)
        if not theirs:
            return
        both = (answer & question) - BROAD
        for index, reading in enumerate(self.wanted):
            strong = reading.concepts & met - WEAK
            points = len(strong) + 0.5 * len(reading.concepts & met & WEAK) + len(reading.words & stems)
            if points < likeness.POINTS and not both & strong:
                continue
            self._keep(index, points + 0.5 * len(reading.concepts & both), letter)

    def _spoken(self, words: set[str]) -> set[str]:
        """The wanted concepts that these words may speak of. A word is looked up when it is first seen."""
        new = words - self._seen
        if new:
            self._seen |= new
            for word in new:
                meant = concepts.may_mean(word) & self._parts
                if meant:
                    self._means[word] = meant
                    self._telling.add(word)
        found: set[str] = set()
        for word in words & self._telling:
            found |= self._means[word]
        return concepts.completed(found) & self._every

    def _keep(self, index: int, score: float, letter: OwnLetter) -> None:
        row = (score, _at(letter.message), f"{letter.message.id}/{self.letters}", letter)
        heap = self.kept.setdefault(index, [])
        if len(heap) < KEPT:
            heappush(heap, row)
        else:
            heappushpop(heap, row)

    def best(self, index: int) -> list[Passage]:
        """The passages that answer the question well enough."""
        weights = likeness.Weights(self.letters, self.concepts, self.words)
        held = (row[3] for row in self.kept.get(index, ()))
        return [passage for letter in held if (passage := _alike(self.wanted[index], letter, weights))]


def _alike(wanted: Reading, letter: OwnLetter, weights: likeness.Weights) -> Passage | None:
    """The paragraph of a letter that answered a like question, or nothing."""
    if letter.answered is not None:
        then = likeness.asked_in(
            letter.answered.new_text[:READ], (ask.text for ask in letter.answered.asks if ask.form != "courtesy")
        )
    else:
        then = likeness.asked_in("\n\n".join(_asked(letter)))
    if not then:
        return None
    best: tuple[tuple[float, bool, float], str, str] | None = None
    for text in likeness.answers_in(letter.message.new_text[:READ]):
        reading = likeness.said(text)
        for asked in then:
            found = likeness.compare(wanted, asked, reading, weights)
            rank = (found.covered, asked.text.endswith("?"), found.theirs)
            if likeness.good(found) and (best is None or rank > best[0]):
                best = (rank, text, asked.text)
    if best is None:
        return None
    return Passage(
        text=likeness.cut(best[1], wanted, LONGEST),
        message=letter.message.id,
        at=_at(letter.message),
        readers=letter.readers or tuple(address.email for address in letter.message.to),
        question=best[2],
        question_message=letter.answered.id if letter.answered is not None else "",
        covered=best[0][0],
    )


@dataclass(slots=True)
class _Found:
    """A passage that shares words with one of the questions; weighed when all letters have been seen."""

    index: int  # of the question
    text: str
    letter: OwnLetter
    question: str
    shared: frozenset[str]  # of the question's words
    of_theirs: float


def find(
    questions: Sequence[str], letters: Iterable[OwnLetter | Message], most: int = 2
) -> tuple[tuple[Passage, ...], ...]:
    """For each question the best passages, at most `most`, one per letter; () where none is good enough.

    One pass over the letters; only those that share two words with a question are opened further.
    """
    held = ["" if likeness.is_offer(question) else question for question in questions]
    wanted = [_matter(question) for question in held]
    likely = _Likely([concepts.read(question) for question in held])
    every = frozenset().union(*wanted)
    wordings = [(word, word if len(word) > 3 else f" {word}") for word in every]
    seen, frequency = 0, dict.fromkeys(every, 0)
    found: list[_Found] = []
    if not every and not any(reading.concepts for reading in likely.wanted):
        return tuple(() for _ in questions)
    for given in letters:
        letter = given if isinstance(given, OwnLetter) else OwnLetter(given)
        if letter.message.verdict.kind != "human":
            continue
        seen += 1
        lowered = letter.message.new_text.lower()
        here = {word for word, written in wordings if written in lowered}
        for word in here:
            frequency[word] += 1
        asked = _asked(letter)
        met = _met(asked, wordings)
        if len(here) >= SHARED_BY_ITSELF or met >= SHARED:
            found.extend(_open(letter, asked if met >= SHARED else (), wanted))
        likely.see(letter, asked, lowered)
    weights = {word: log(1 + (seen - count + 0.5) / (count + 0.5)) for word, count in frequency.items()}
    return tuple(
        _merged((*_best(index, words, found, weights), *likely.best(index)))[:most]
        for index, words in enumerate(wanted)
    )


def _met(asked: Sequence[str], wordings: Sequence[tuple[str, str]]) -> int:
    """How many of the words stand in what was asked."""
    if not asked:
        return 0
    lowered = " " + " ".join(asked).lower()
    return sum(written in lowered for _, written in wordings)


def _merged(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """One passage a letter, the best first, the newer before the older."""
    best: dict[str, Passage] = {}
    for passage in sorted(passages, key=lambda passage: (-passage.covered, -passage.at, passage.message)):
        best.setdefault(passage.message, passage)
    return tuple(best.values())


def _matter(text: str) -> frozenset[str]:
    return terms(text) - _NO_MATTER


def _asked(letter: OwnLetter) -> list[str]:
    """The questions a letter answered: asks of the letter before it, else questions in what it quotes."""
    if letter.answered is not None:
        return [ask.text for ask in letter.answered.asks if ask.form == "question"]
    message = letter.message
    if not message.text or "?" not in message.text:
        return []
    pieces, begin = [], 0
    for span in sorted(message.spans, key=lambda span: span.start):
        pieces.append(message.text[begin : span.start])
        begin = max(begin, span.end)
    pieces.append(message.text[begin:])
    quoted = _QUOTE_MARKS.sub("", "\n".join(pieces))
    if "?" not in quoted:
        return []
    return [part for _, _, part in sentences.split(quoted) if part.endswith("?")][:MOST_QUOTED]


def _open(letter: OwnLetter, asked: Sequence[str], wanted: Sequence[frozenset[str]]) -> list[_Found]:
    """The passages of one letter that share enough words with a question, by themselves or by what they answered."""
    paragraphs = [(text, _matter(text)) for text in likeness.answers_in(letter.message.new_text)]
    if not paragraphs:
        return []
    found = []
    for index, words in enumerate(wanted):
        for text, own in paragraphs:
            if len(words & own) >= SHARED_BY_ITSELF:
                found.append(_Found(index, text, letter, "", _together(words, text), 1.0))
        for question in asked:
            theirs = _matter(question)
            shared = words & theirs
            if len(shared) >= SHARED and len(shared) >= OF_THEIRS * len(theirs):
                text = _answer_to(theirs, paragraphs)
                if text:
                    found.append(_Found(index, text, letter, question, shared, len(shared) / len(theirs)))
    return found


def _together(words: frozenset[str], text: str) -> frozenset[str]:
    """The most of these words that stand in two sentences next to each other: far apart they mean something else.
    Questions of our own are no answer."""
    parts = [words & _matter(part) for _, _, part in sentences.split(text) if not part.endswith("?")]
    pairs = [left | right for left, right in pairwise([*parts, frozenset()])]
    return max(pairs, key=len, default=frozenset())


def _answer_to(asked: frozenset[str], paragraphs: Sequence[tuple[str, frozenset[str]]]) -> str:
    """The paragraph that shares most with what was asked; the only one when there is one; '' when nobody can tell."""
    best = max(paragraphs, key=lambda paragraph: len(paragraph[1] & asked))
    if best[1] & asked or len(paragraphs) == 1:
        return best[0]
    return ""


def _best(index: int, words: frozenset[str], found: Iterable[_Found], weights: dict[str, float]) -> tuple[Passage, ...]:
    total = sum(weights[word] for word in words)
    best: dict[str, tuple[float, float, _Found]] = {}
    for one in found:
        if one.index != index or not total:
            continue
        covered = sum(weights[word] for word in one.shared) / total
        least = SHARED if one.question else SHARED_BY_ITSELF
        if covered < (COVERED if one.question else BY_ITSELF) or len(one.shared) < least:
            continue
        rank = (covered, one.of_theirs if one.question else 0.0, one)
        held = best.get(one.letter.message.id)
        if held is None or rank[:2] > held[:2]:
            best[one.letter.message.id] = rank
    ordered = sorted(best.values(), key=lambda r: (-r[0], -r[1], -_at(r[2].letter.message), r[2].letter.message.id))
    return tuple(_passage(one, covered) for covered, _, one in ordered)


def _passage(one: _Found, covered: float) -> Passage:
    letter, answered = one.letter, one.letter.answered
    return Passage(
        text=likeness.cut(one.text, Reading(frozenset(), frozenset(one.shared)), LONGEST),
        message=letter.message.id,
        at=_at(letter.message),
        readers=letter.readers or tuple(address.email for address in letter.message.to),
        question=one.question,
        question_message=answered.id if answered is not None and one.question else "",
        covered=covered,
    )


def _at(message: Message) -> float:
    return message.at.timestamp() if message.at else 0.0
