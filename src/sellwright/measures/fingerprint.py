"""Fingerprint (card C1): which wording of a letter was used for this reader alone. docs/measures/fingerprint.md

The letters we sent are kept in an `Index`. A letter is asked about against it: to how many other readers each of its
sentences, or a near twin, was sent; and F, the share of its masked shingles that did not go to `mass_readers` (3) or
more other readers in the last `fingerprint_days` (365).

A reader is a person, named by a key. Whoever the letter is to never counts as other. A letter to several people counts
each of them; who was only in copy is not passed in (docs/decisions/0006).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sellwright.interactions import masking
from sellwright.interactions.sentences import Part
from sellwright.settings import Settings
from sellwright.stats.known_wording import Known
from sellwright.stats.segment import Segment
from sellwright.stats.wording import Answer, Query, StaleIndex, WordingIndex

VERSION = 1
_DAY = 86400.0
_CHUNK = re.compile(r"\S+")
_TOO_COMMON = 0.01  # a word in more than this share of their letters names nothing in particular
_PLAIN = 4  # letters under which a word names nothing
_DIGITS = 2  # characters of a number that is theirs
_LONG = 6  # letters from which one plain word of theirs may be a particular
# Words of nearly every letter, so that two strangers who both write them share nothing by it.
_EVERYDAY_LIST = """
    about after again also always another answer anything back been before best better call come could dear does done
    each even ever every everything fine first forward from give glad good great have hear heard hello help here hope
    info information just keep kind know last later letter like little long look looking made mail make many maybe
    meeting message might more most much need never next nice note offer only other over people please question
    questions quick ready really regards reply right said same send sent should since some something soon still such
    sure take talk tell than thank thanks that their them then there these they thing things think this those thought
    through time today together told tomorrow very want week well were what when where which while will wish with
    within without wonder work working would write wrote year years yesterday your yours
    aber alle also andere auch bitte dann danke dass dazu deine diese dieser doch dort durch eine einen einer eines
    etwas euch frage fragen freue freundlichen für ganz gern gerne gibt grüße guten habe haben hallo hatte heute hier
    ihnen ihre ihren ihrer immer jetzt kann kein keine können leider machen mehr mein meine mich möchte morgen müssen
    nach nicht nichts noch oder schon sehr sein sich sind soll sollte über unser unsere unter viel viele vielen wann
    wäre weil weiter wenn werden wieder wird wissen woche wollen würde würden zeit zwischen
    avec avez aussi bien bonjour cette comme cordialement dans donc elle encore entre être faire fait merci mais même
    nous notre nos leur plus pour pouvez quand sans semaine sera sont sous suis temps tous tout très votre vous
    ahora algo algún antes como cuando desde donde ellos entre esta este gracias hacer hasta hola mucho muchas nuestro
    otra para pero porque puede quiero saludos semana sobre tiempo todo todos usted ustedes
"""
_EVERYDAY = frozenset(_EVERYDAY_LIST.split())

__all__ = ["VERSION", "Fingerprint", "Glance", "Index", "Known", "Passage", "SentenceMark", "StaleIndex"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter: its words, who reads it (keys of persons), when, and what to mask: names of the readers and firms.

    `known`: the sentences of the text, if `sentences.split` has been asked already.
    """

    text: str
    readers: tuple[str, ...]
    at: float  # seconds since 1970, UTC
    names: tuple[str, ...] = ()
    known: Sequence[Part] | None = None


@dataclass(frozen=True, slots=True)
class SentenceMark:
    """A sentence of the letter: characters start <= i < end, how many other readers got it or a near twin, and the ids
    of the newest letters (at most 20) they got it in. `mass`: to so many that it is no longer anybody's own."""

    start: int
    end: int
    text: str
    readers: int
    ids: tuple[str, ...]
    mass: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the letter: characters start <= i < end."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The answer for one letter.

    `share`: F, 0..1, None under `least_shingles`. `shingles`: distinct masked shingles in the letter, `own` of them
    not sent to many. `passages`: what is in no shingle sent to many. `alone`: words in those passages that are this
    reader's: from their own messages, or their name or firm. `verdict` in words.
    """

    share: float | None
    verdict: str
    sentences: tuple[SentenceMark, ...]
    passages: tuple[Passage, ...]
    alone: tuple[str, ...]
    shingles: int
    own: int
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class _Known:
    """What is theirs: single words and words in a row that they wrote, parts of their names; and where the letter's
    sentences begin."""

    singles: set[str]
    pairs: set[tuple[str, str]]
    names: frozenset[str]
    starts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Glance:
    """What is told while a letter is being written: F, None under `least_shingles`, and its sentences."""

    share: float | None
    sentences: tuple[SentenceMark, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A letter cut up, and what the index knows of it."""

    parts: list[Part]
    cut: list[list[str]]
    names: frozenset[str]
    answer: Answer
    marks: tuple[SentenceMark, ...]


class Index:
    """All letters we sent, by their wording. Kept on disk by whoever owns it: `dump` and `load`."""

    def __init__(self, settings: Settings | None = None) -> None:
        settings = settings or Settings()
        self._wording = WordingIndex(settings.shingle_words, settings.twin_jaccard, masking.fold, masking.MASKS)

    def __len__(self) -> int:
        return len(self._wording)

    def add(self, letter_id: str, letter: Sent) -> None:
        """Adds a letter that was sent. An id is to be added once. Letters without words or readers pass by."""
        body = masking.body_of(letter.text)
        names = masking.names_in(letter.text, body, letter.names)
        parts = masking.sentences(letter.text, body, letter.known)
        cut = [masking.chunks(sentence, names) for _, _, sentence in parts]
        self._wording.add(letter_id, cut, letter.readers, letter.at)

    def ids(self) -> Iterator[str]:
        """The ids of all letters in the index."""
        return self._wording.names()

    def parts(self) -> list[Segment]:
        """The index as closed segments, for whoever keeps them apart and puts them together with `over`."""
        return self._wording.parts()

    @classmethod
    def over(cls, parts: Sequence[Segment], settings: Settings | None = None) -> Index:
        """An index over segments of indexes of the same settings. The same letter may stand in several."""
        index = cls(settings)
        index._wording.hold(parts)
        return index

    def dump(self) -> Iterator[bytes]:
        """The index in pieces, to be written one after another. Stable between processes and machines."""
        return self._wording.dump()

    def to_bytes(self) -> bytes:
        """The index as one piece."""
        return b"".join(self.dump())

    @classmethod
    def from_bytes(cls, data: bytes | memoryview, settings: Settings | None = None) -> Index:
        """What `dump` wrote. `data` is looked into, not copied: hand over a memory map to keep it on disk.

        StaleIndex when it is of another version, of other settings, or not whole: build it anew.
        """
        index = cls(settings)
        index._wording.load(data)
        return index

    def measure(self, letter: Sent, settings: Settings | None = None, theirs: Sequence[str] = ()) -> Fingerprint:
        """The fingerprint of a letter, a draft or one long sent, at its time `letter.at`.

        Letters of the `fingerprint_days` before `letter.at` count. `theirs`: what the readers themselves wrote.
        """
        settings = settings or Settings()
        asked = self._ask(letter, settings, None)
        passages = _passages(letter.text, asked.parts, asked.cut, (asked.answer, self._wording.size))
        starts = frozenset(start for start, _, _ in asked.parts)
        alone = self._alone(passages, _Known(*_their_words(theirs), asked.names, starts))
        share, shingles = _share(asked.answer, settings), asked.answer.shingles
        verdict = _verdict(share, shingles, bool(alone), settings)
        return Fingerprint(share, verdict, asked.marks, passages, alone, shingles, asked.answer.own)

    def glance(self, letter: Sent, settings: Settings, known: Known) -> Glance:
        """F and the marked sentences alone, for a letter that is being written: what was asked a moment ago is
        answered by `known`, which is good for this index, these readers and this time only."""
        asked = self._ask(letter, settings, known)
        return Glance(_share(asked.answer, settings), asked.marks)

    def _ask(self, letter: Sent, settings: Settings, known: Known | None) -> _Asked:
        body = masking.body_of(letter.text)
        parts = masking.sentences(letter.text, body, letter.known)
        names = masking.names_in(letter.text, body, letter.names)
        cut = [masking.chunks(letter.text[start:end], names) for start, end, _ in parts]
        query = Query(
            sentences=cut,
            not_to=letter.readers,
            after=letter.at - settings.fingerprint_days * _DAY,
            until=letter.at,
            mass=settings.mass_readers,
        )
        answer = self._wording.ask(query, known)
        marks = tuple(
            SentenceMark(start, end, text, readers, ids, readers >= settings.mass_readers)
            for (start, end, text), readers, ids in zip(parts, answer.readers, answer.letters, strict=True)
        )
        return _Asked(parts, cut, names, answer, marks)

    def _alone(self, passages: Sequence[Passage], known: _Known) -> tuple[str, ...]:
        """Words of the passages that are this reader's, in order (docs/measures/fingerprint.md)."""
        found: dict[str, None] = {}
        cut = [[chunk.strip(masking.TRIM) for chunk in passage.text.split()] for passage in passages]
        seldom = self._seldom({word.lower() for words in cut for word in words if word.lower() in known.singles})
        for passage, words in zip(passages, cut, strict=True):
            low = [word.lower() for word in words]
            done = -1
            for i, word in enumerate(words):
                if i <= done or not word:
                    continue
                if not word[0].islower() and masking.is_name(word, known.names):
                    found[word] = None
                elif low[i] in seldom and tuple(low[i : i + 2]) in known.pairs and low[i + 1] in seldom:
                    found[f"{word} {words[i + 1]}"] = None
                    done = i + 1
                elif low[i] in seldom:
                    inside = i > 0 or passage.start not in known.starts
                    if _is_number(word) or len(word) >= _LONG or (inside and word[0].isupper()):
                        found[word] = None
        return tuple(found)

    def _seldom(self, low: set[str]) -> frozenset[str]:
        """Which of these words name something: numbers, and words of four letters and more, rare in our letters."""
        limit = max(_TOO_COMMON * len(self), 1.0)
        asked = sorted(word for word in low if len(word) >= _PLAIN and word not in _EVERYDAY)
        rare = {word for word, count in zip(asked, self._wording.occurrences(asked), strict=True) if count <= limit}
        return frozenset(rare | {word for word in low if _is_number(word)})


def _share(answer: Answer, settings: Settings) -> float | None:
    return answer.own / answer.shingles if answer.shingles >= max(1, settings.least_shingles) else None


def _verdict(share: float | None, shingles: int, alone: bool, settings: Settings) -> str:
    if share is None:
        return f"too short to say ({shingles} shingles)"
    if share < settings.by_hand_share:
        return f"mostly sent to others: {1 - share:.0%} of the wording went to {settings.mass_readers} or more"
    if not alone:
        return "own words, but nothing in them is this reader's alone"
    return "by hand"


def _passages(
    text: str, parts: Sequence[Part], cut: Sequence[Sequence[str]], found: tuple[Answer, int]
) -> tuple[Passage, ...]:
    """The stretches of the letter whose words stand in no shingle that went to many, sentence by sentence."""
    answer, size = found
    places = _places(text, parts, cut)
    words = [place for place, keep in zip(places, answer.kept.tolist(), strict=True) if keep]
    taken = [False] * len(words)
    for start, mass in zip(answer.starts.tolist(), answer.is_mass.tolist(), strict=True):
        if mass:
            taken[start : start + size] = [True] * size
    passages: list[Passage] = []
    run: list[tuple[int, int, int]] = []
    for word, is_taken in zip([*words, (0, 0, -1)], [*taken, True], strict=True):
        if run and (is_taken or word[2] != run[-1][2]):
            passages.append(Passage(run[0][0], run[-1][1], text[run[0][0] : run[-1][1]]))
            run = []
        if not is_taken:
            run.append(word)
    return tuple(passages)


def _places(text: str, parts: Sequence[Part], cut: Sequence[Sequence[str]]) -> list[tuple[int, int, int]]:
    """(start, end, sentence) of every chunk."""
    places = []
    for number, ((start, end, _), chunks) in enumerate(zip(parts, cut, strict=True)):
        found = [match.span() for match in _CHUNK.finditer(text, start, end)]
        if len(found) != len(chunks):  # a script without spaces: a chunk is a piece of a run
            found = [(start, end)] * len(chunks)
        places += [(begin, stop, number) for begin, stop in found]
    return places


def _their_words(theirs: Sequence[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """The single words and the words in a row, in lower case, of what they wrote."""
    singles: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for text in theirs:
        body = masking.body_of(text)
        words = [chunk.strip(masking.TRIM).lower() for chunk in text[body.start : body.end].split()]
        singles.update(words)
        pairs.update(itertools.pairwise(words))
    return singles, pairs


def _is_number(word: str) -> bool:
    return len(word) >= _DIGITS and any(map(str.isdigit, word))
