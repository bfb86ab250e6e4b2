"""How alike two questions are that were put in different words: concepts and rare words together (card C29).

Pure weighing for `passages`: a question that is open now, what somebody asked then, and what we answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from sellwright.interactions import concepts, sentences
from sellwright.interactions.concepts import Reading
from sellwright.interactions.terms import stems_of
from sellwright.interactions.words_concepts import BROAD, TOGETHER, WEAK

COVERED = 0.5  # of the open question's weight that was asked or answered then
ALONE = 0.75  # the same of the passage when nothing of note was asked then
THEIRS = 0.45  # of the weight of the concepts asked then that are asked now
POINTS = 2  # places where both meet, each of its own
WEAK_WEIGHT = 0.35  # of a concept said of everything
UNMET_WORD = 0.3  # weight of a word nobody used then: other words for the same are the rule here
RARE = 0.04  # share of our letters that a word may stand in to be a place of meeting
MOST_UNMET = 2.5  # of all such words together
MOST_WEIGHT = 4.0  # so that one odd word does not outweigh a question
CONTEXT = 2  # sentences before a question that say what it is about
MOST_UNITS = 12
LEAST_WORDS = 5  # a passage shorter than this answers nothing
LATER_IN = 160  # characters in which a passage says that the answer comes later

_WANTS = (
    "like to know", "want to know", "wants to know", "need to know", "needs to know", "asks ", "ask for", "asking",
    "wonder", "curious", "is nervous about", "worried about", "be sure that", "question about", "question is",
    "please tell", "let us know", "let me know", "could not find", "wissen", "fragt", "fragen", "frage", "bräuchten",
    "verlangt", "savoir", "demande", "question", "besoin de",
)  # fmt: skip

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_DAY_WORDS = """
    january february march april june july august september october november december yesterday today tomorrow
    januar februar märz juni juli oktober dezember gestern heute
    janvier février mars avril juin juillet août septembre octobre novembre décembre hier demain
"""
_DAYS = stems_of(_DAY_WORDS.split())

# "May we deliver on Monday?", "Can I send you the report?": an offer in the form of a question.
_OFFER = re.compile(
    r"(?:can|could|may|might|shall|should) (?:i|we) "
    r"(?:send|show|offer|introduce|deliver|call|close|share|present|book|suggest|tell|help)\b"
    r"|would you like (?:me|us|to see|to hear)\b"
    r"|\b(?:darf|dürfen|soll|sollen|kann|können) (?:ich|wir) (?:ihnen|euch|dir"
    r"|.{0,30}(?:liefern|anbieten|zeigen|vorstellen))\b"
    r"|(?:puis-je|pouvons-nous|est-ce que (?:je peux|nous pouvons)) (?:vous|te)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing somebody asked: the sentence, and it with what stands before it."""

    text: str
    itself: Reading
    around: Reading


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an open question has in common with something asked and answered then."""

    covered: float  # share of the open question's weight
    theirs: float  # share of the weight asked then
    points: float
    met: tuple[str, ...]


def asked_in(text: str, known: Iterable[str] = ()) -> list[Asked]:
    """The questions in a letter, and the statements that ask; `known` are its asks as measured."""
    parts = [part for _, _, part in sentences.split(text)]
    wanted = {" ".join(ask.split()) for ask in known}
    found: list[Asked] = []
    for at, part in enumerate(parts):
        lowered = part.lower()
        if part.endswith("?") or part in wanted or any(words in lowered for words in _WANTS):
            before = parts[max(0, at - CONTEXT) : at]
            found.append(Asked(part, concepts.read(part), concepts.read(" ".join([*before, part]))))
            if len(found) == MOST_UNITS:
                break
    return found


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each concept and word weighs, by its rarity over the letters."""

    letters: int
    concepts: Mapping[str, int]  # letters that may speak of it
    words: Mapping[str, int]

    def concept(self, name: str) -> float:
        """Of one concept."""
        return self._of(self.concepts.get(name, 0)) * (WEAK_WEIGHT if name in WEAK else 1.0)

    def word(self, stem: str) -> float:
        """Of one word, by its beginning."""
        return self._of(self.words.get(stem, 0))

    def rare(self, stem: str) -> bool:
        """Whether a word is a place of meeting."""
        return self.words.get(stem, 0) <= max(2.0, RARE * self.letters)

    def _of(self, seen: int) -> float:
        return min(MOST_WEIGHT, log(1 + (self.letters - seen + 0.5) / (seen + 0.5)))


def compare(wanted: Reading, asked: Asked, passage: Reading, weights: Weights) -> Likeness:
    """An open question beside something asked then and our answer to it."""
    then, answer = asked.around.concepts, passage.concepts
    met = wanted.concepts & (then | answer)
    words = wanted.words & (asked.around.words | passage.words)
    total = sum(map(weights.concept, wanted.concepts))
    unmet = UNMET_WORD * sum(map(weights.word, wanted.words - words))
    got = sum(map(weights.concept, met)) + sum(map(weights.word, words))
    total += sum(map(weights.word, words)) + min(unmet, MOST_UNMET)
    points = _points(met, words, weights)
    if points < POINTS and (met & asked.itself.concepts & answer) - BROAD:
        points += 1
    covered = got / total if total else 0.0
    itself = asked.itself.concepts
    theirs = sum(map(weights.concept, itself))
    shared = sum(map(weights.concept, itself & wanted.concepts)) / theirs if theirs else 0.0
    both = (then & wanted.concepts) - WEAK
    if not both - BROAD and len(both) < POINTS:  # nothing of note was asked then that is asked now
        said = met & answer - WEAK
        if len(said) < POINTS or not said - BROAD or covered < ALONE or itself - wanted.concepts - WEAK:
            points = 0
        shared = 1.0  # it was asked in words of everyday, and the answer says what about
    if wanted.words & _DAYS - words:
        points = 0  # of one occasion: an old letter does not answer it
    return Likeness(covered, shared, points, (*sorted(met), *sorted(words)))


def _points(met: frozenset[str], words: frozenset[str], weights: Weights) -> float:
    """Places of meeting, each of its own: what two concepts make stands for both; a weak one is half a place."""
    for one, other, makes in TOGETHER:
        if makes in met:
            met -= {one, other}
    weak = len(met & WEAK)
    return len(met) - 0.5 * weak + sum(map(weights.rare, words))


def good(found: Likeness) -> bool:
    """Whether the answer given then is shown."""
    return found.points >= POINTS and found.covered >= COVERED and found.theirs >= THEIRS


# Not an answer yet.
_LATER = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall| have to| must| need to)? (?:first )?"
    r"(?:ask|find out|look into|check|get back|come back|let you know|pass(?:ed)? (?:it|this|that|your))\b"
    r"|\b(?:kläre|frage nach|melde mich|gebe .{0,20} bescheid)\b|\bje (?:reviens|me renseigne|vérifie|demande)\b"
)


def is_offer(question: str) -> bool:
    """Whether a question offers something: no earlier answer of ours is looked for."""
    return bool(_OFFER.search(question[:300].lower()))


def answers_in(text: str) -> list[str]:
    """The paragraphs of a letter of ours that may answer: no questions, no greetings, nothing put off."""
    found = []
    for part in _PARAGRAPH.split(text):
        line = " ".join(part.split())
        if len(line.split()) >= LEAST_WORDS and not line.endswith("?") and not _LATER.search(line[:LATER_IN].lower()):
            found.append(line)
    return found


def said(passage: str) -> Reading:
    """What a passage speaks of; its questions do not count."""
    if "?" not in passage:
        return concepts.read(passage)
    return concepts.read(" ".join(part for _, _, part in sentences.split(passage) if not part.endswith("?")))


def cut(passage: str, wanted: Reading, most: int) -> str:
    """A long passage as the run of whole sentences within `most` characters that meets most of what is wanted."""
    if len(passage) <= most:
        return passage
    parts = [part for _, _, part in sentences.split(passage)]
    best, score = parts[0][:most], (-1, False)
    for start, first in enumerate(parts):
        run = first
        for part in parts[start + 1 :]:
            if len(run) + 1 + len(part) > most:
                break
            run += " " + part
        rank = (_meets(run, wanted), _meets(first, wanted) > 0)  # it begins where the answer begins
        if rank > score and len(run) <= most:
            best, score = run, rank
    return best


def _meets(text: str, wanted: Reading) -> int:
    reading = concepts.read(text)
    return len(reading.concepts & wanted.concepts) + len(reading.words & wanted.words)
