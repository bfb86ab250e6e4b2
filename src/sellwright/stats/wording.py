"""An exact index of what was worded how to whom: who else got a shingle, who else got a sentence or a near twin.

Letters are collected in a tail and closed into segments (see `segment`). The tail is closed when it is large enough
or when somebody asks. Small segments are merged into the one before, so that there are few: about one per six
million words, and a handful of smaller ones.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sellwright.stats import segment as seg
from sellwright.stats.known_wording import Known
from sellwright.stats.segment import F64, Segment
from sellwright.stats.shingles import (
    MAX_WORDS,
    U64,
    Bools,
    Ints,
    Vocabulary,
    distinct,
    shingle_hashes,
    shingle_starts,
    spread,
    squeeze,
    word_hash,
)

FORMAT = 1  # of the written form; a reader of another number starts anew
_MAGIC = b"SWWORDS\n"
_CLOSE_AT = 3 << 21  # words in a full segment: fewer segments answer faster, larger ones take more room to build
_GLANCE = 24  # places of a shingle looked at first; most are decided by these


class StaleIndex(ValueError):
    """The written index is of another format, other settings, or not whole: build it anew."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the index: a text's words, whose letters count, and from how many readers on wording is mass.

    `after` < time of a letter <= `until`, in seconds since 1970 UTC. `not_to`: readers who never count.
    """

    sentences: Sequence[Sequence[str]]
    not_to: Sequence[str]
    after: float
    until: float
    mass: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index knows of a text.

    `kept`: per chunk of the query, whether it is a word that counts. `starts`: per shingle, the place of its first
    word among the words that count. `shingles`: the number of distinct shingles; `own`: how many of them did not go
    to `mass` other readers. `is_mass`: per shingle (as `starts`). `readers` and `letters`: per sentence, how many
    other readers got it or a near twin, and the newest letters they got it in.
    """

    kept: Bools
    starts: Ints
    is_mass: Bools
    shingles: int
    own: int
    readers: tuple[int, ...]
    letters: tuple[tuple[str, ...], ...]


class WordingIndex:
    """Letters by their wording. `size`: words in a shingle, 1 to 8. `twin`: Jaccard from which sentences are twins.

    `fold` turns a chunk of text into its word, one of `masks`, or '' (see `shingles.Vocabulary`).
    """

    def __init__(self, size: int, twin: float, fold: Callable[[str], str], masks: Sequence[str]) -> None:
        if not 1 <= size <= MAX_WORDS or not 0.0 < twin <= 1.0:
            raise ValueError(f"a shingle has 1 to {MAX_WORDS} words, and twin is over 0 and at most 1")
        self.size = size
        self.twin = twin
        self.evidence = 20  # letters named per sentence
        self._fold = fold
        self._masks = tuple(masks)
        self._segments: list[Segment] = []
        self._tail()

    def _tail(self) -> None:
        self._vocabulary = Vocabulary(self._fold, self._masks)
        self._numbers = array("I")
        self._sentence_ends = array("q")
        self._letter_ends = array("q")
        self._letters: list[tuple[bytes, float, tuple[int, ...]]] = []
        self._glimpse: Segment | None = None  # the tail as a segment, until it changes

    def __len__(self) -> int:
        """Letters in the index."""
        return sum(len(part.name_at) - 1 for part in self._segments) + len(self._letters)

    def add(self, letter: str, sentences: Sequence[Sequence[str]], readers: Sequence[str], at: float) -> None:
        """Adds a letter: its name, the chunks of its sentences, who got it, and when (seconds since 1970 UTC).

        A letter without readers or without words is passed over.
        """
        numbers, ends, known = self._numbers, self._sentence_ends, self._vocabulary.__getitem__
        before = len(numbers)
        for chunks in sentences:
            numbers.extend(map(known, chunks))
            ends.append(len(numbers))
        if not readers or not any(numbers[before:]):
            del numbers[before:]
            while ends and ends[-1] > before:
                ends.pop()
            return
        self._letter_ends.append(len(ends))
        self._letters.append((letter.encode("utf-8", "replace"), at, tuple(map(_reader, dict.fromkeys(readers)))))
        self._glimpse = None
        if len(numbers) >= _CLOSE_AT:
            self._close()

    def names(self) -> Iterator[str]:
        """The names of all letters in the index."""
        for part in self._segments:
            text, at = part.name_text.tobytes(), part.name_at.tolist()
            yield from (text[at[i] : at[i + 1]].decode() for i in range(len(at) - 1))
        yield from (name.decode() for name, _, _ in self._letters)

    def parts(self) -> list[Segment]:
        """The index as closed segments; what is in the tail is one of them until more is added."""
        return self._parts()

    def hold(self, parts: Sequence[Segment]) -> None:
        """Takes these segments in place of what is here. They must be of this index's size, twin and fold."""
        self._segments = list(parts)
        self._tail()

    def occurrences(self, chunks: Sequence[str]) -> list[int]:
        """How often each chunk's word stands in the distinct letters of the index."""
        hashes = np.array([self._vocabulary.hashes[self._vocabulary[chunk]] for chunk in chunks], np.uint64)
        total = np.zeros(len(hashes), np.int64)
        for part in self._parts():
            place = np.minimum(np.searchsorted(part.words, hashes), len(part.words) - 1)
            total += np.where(part.words[place] == hashes, part.counts[place].astype(np.int64), 0)
        return [int(count) for count in total]

    def ask(self, query: Query, known: Known | None = None) -> Answer:
        """What other readers got of this text. Exact but for the hashes (see `shingles`). `known` is asked first and
        told what was found."""
        known = known or Known()
        words, ends, kept = self._words(query.sentences)
        starts = shingle_starts(np.array([len(words)]), self.size)
        numbers = shingle_hashes(words, starts, self.size)
        asked = distinct(numbers)
        not_to = np.fromiter(map(_reader, query.not_to), np.uint64, len(query.not_to))
        span = (query.after, query.until)
        parts = [part for part in self._parts() if part.newest() > query.after]
        new = known.unknown(asked)
        rule = (span, not_to, query.mass)
        known.learn(new, _mass(parts, new, self.size, rule) if len(new) and parts else np.zeros(len(new), bool))
        mass = known.told(asked)
        found = self._known_twins(parts, (words, ends), (span, not_to), known)
        return Answer(
            kept=kept,
            starts=starts,
            is_mass=mass[np.searchsorted(asked, numbers)] if len(asked) else np.zeros(0, bool),
            shingles=len(asked),
            own=int((~mass).sum()),
            readers=tuple(readers for readers, _ in found),
            letters=tuple(letters for _, letters in found),
        )

    def _known_twins(
        self, parts: Sequence[Segment], text: tuple[U64, Ints], heard: tuple[tuple[float, float], U64], known: Known
    ) -> list[tuple[int, tuple[str, ...]]]:
        """Per sentence, how many other readers got a near twin, and the newest letters; looked up where not known."""
        words, ends = text
        pieces = np.split(words, ends[:-1]) if len(ends) else []
        names = [distinct(piece).tobytes() for piece in pieces]
        new = {name: piece for name, piece in zip(names, pieces, strict=True) if name not in known.sets}
        if new:
            lengths = np.array([len(piece) for piece in new.values()])
            sets = _sets(np.concatenate(list(new.values())), np.cumsum(lengths))
            known.sets.update(zip(new, self._twins(parts, sets, *heard), strict=True))
        return [known.sets[name] for name in names]

    def dump(self) -> Iterator[bytes]:
        """The index in pieces to be written one after another. What was in the tail is closed first."""
        self._close()
        heads: list[dict[str, Any]] = []
        for part in self._segments:
            arrays = [getattr(part, name) for name in seg.ARRAYS]
            heads.append({name: [a.dtype.str, len(a)] for name, a in zip(seg.ARRAYS, arrays, strict=True)})
        head = json.dumps(
            {"format": FORMAT, "size": self.size, "twin": self.twin, "masks": self._masks, "segments": heads}
        ).encode()
        head += b" " * (-(len(head) + 16) % 8)
        yield _MAGIC + len(head).to_bytes(8, "little") + head
        for part in self._segments:
            for name in seg.ARRAYS:
                data = getattr(part, name)
                yield data.tobytes()
                yield b"\0" * (-data.nbytes % 8)

    def load(self, data: bytes | memoryview) -> None:
        """Takes in what `dump` wrote, in place of what is here. The arrays look into `data` and copy nothing, so a
        memory-mapped file stays on disk. StaleIndex when it cannot be used."""
        view = memoryview(data)
        try:
            if bytes(view[:8]) != _MAGIC:
                raise StaleIndex("not an index of wording")
            length = int.from_bytes(view[8:16], "little")
            head = json.loads(bytes(view[16 : 16 + length]))
            made = (head["format"], head["size"], head["twin"], tuple(head["masks"]))
            if made != (FORMAT, self.size, self.twin, self._masks):
                raise StaleIndex("made with another format or other settings")
            at = 16 + length
            segments = []
            for described in head["segments"]:
                arrays = {}
                for name in seg.ARRAYS:
                    kind, count = described[name]
                    arrays[name] = np.frombuffer(view, np.dtype(kind), count, at)
                    at += arrays[name].nbytes + -arrays[name].nbytes % 8
                segments.append(Segment(**arrays))
        except (KeyError, TypeError, ValueError, json.JSONDecodeError) as error:
            raise error if isinstance(error, StaleIndex) else StaleIndex(f"not whole: {error}") from error
        self._segments = segments
        self._tail()

    def _words(self, sentences: Sequence[Sequence[str]]) -> tuple[U64, Ints, Bools]:
        """The hashes of a text's words, the end of each sentence among them, and which chunks they are."""
        known = self._vocabulary
        numbers = np.fromiter((known[chunk] for chunks in sentences for chunk in chunks), np.uint32)
        ends = np.cumsum([len(chunks) for chunks in sentences], dtype=np.int64)
        keep = squeeze(numbers, ends, known.masks)
        hashes = np.frombuffer(known.hashes.tobytes(), np.uint64)
        before = np.concatenate(([0], np.cumsum(keep)))
        return hashes[numbers[keep]], before[ends].astype(np.int64), keep

    def _parts(self) -> list[Segment]:
        if self._letters and self._glimpse is None:
            self._glimpse = self._closed()
        return self._segments + ([self._glimpse] if self._glimpse else [])

    def _close(self) -> None:
        """Makes the tail a segment, and merges small segments."""
        if not self._letters:
            return
        self._segments.append(self._glimpse or self._closed())
        self._tail()
        while len(self._segments) > 1:
            before, last = (len(part.tokens) for part in self._segments[-2:])
            if before + last > _CLOSE_AT * 5 // 4 or last * 4 < before:
                break
            other, one = self._segments.pop(), self._segments.pop()
            self._segments.append(seg.merge(one, other, self.size, self.twin))

    def _closed(self) -> Segment:
        numbers = np.frombuffer(self._numbers.tobytes(), np.uint32)
        ends = np.frombuffer(self._sentence_ends.tobytes(), np.int64)
        keep = squeeze(numbers, ends, self._vocabulary.masks)
        word_ends = np.concatenate(([0], np.cumsum(keep)))[ends]
        filled = np.diff(word_ends, prepend=0) > 0  # a sentence of marks alone is none
        letter_ends = np.concatenate(([0], np.cumsum(filled)))[np.frombuffer(self._letter_ends.tobytes(), np.int64)]
        per_letter = np.array([len(readers) for _, _, readers in self._letters])
        of = np.repeat(np.arange(len(per_letter)), per_letter)
        times: F64 = np.array([at for _, at, _ in self._letters])
        letters = seg.Letters(
            hashes=np.frombuffer(self._vocabulary.hashes.tobytes(), np.uint64),
            numbers=numbers[keep],
            sentence_ends=word_ends[filled],
            letter_ends=letter_ends,
            receipt_of=of,
            receipt_reader=np.fromiter((r for _, _, readers in self._letters for r in readers), np.uint64, len(of)),
            receipt_time=times[of],
            receipt_name=of,
            names=[name for name, _, _ in self._letters],
        )
        return seg.build(letters, self.size, self.twin)

    def _twins(
        self, parts: Sequence[Segment], sets: seg.WordSets, span: tuple[float, float], not_to: U64
    ) -> list[tuple[int, tuple[str, ...]]]:
        """Per set of words, how many other readers got a near twin, and the newest letters it stands in."""
        heard: list[tuple[Segment, Ints, Ints]] = []  # places of receipts, and the asked set of each, rising
        for part in parts:
            of, found = seg.twins(part, sets, self.twin)
            begins = part.set_at[found].astype(np.int64)
            places, which = spread(begins, part.set_at[found + 1].astype(np.int64) - begins)
            got, owner = seg.receipts(part, part.set_bodies[places].astype(np.int64), span, not_to)
            if len(got):
                heard.append((part, got, of[which[owner]]))
        return [self._heard(heard, number) for number in range(len(sets.sizes))]

    def _heard(self, heard: Sequence[tuple[Segment, Ints, Ints]], number: int) -> tuple[int, tuple[str, ...]]:
        readers: list[U64] = []
        newest: list[tuple[float, int, int]] = []
        for index, (part, got, owner) in enumerate(heard):
            mine = got[owner.searchsorted(number) : owner.searchsorted(number, side="right")]
            if len(mine):
                readers.append(part.receipt_reader[mine])
                newest += [(-at, index, letter) for letter, at in self._newest(part, mine).items()]
        if not readers:
            return 0, ()
        named = sorted(newest)[: self.evidence]
        everybody = np.concatenate(readers) if len(readers) > 1 else readers[0]
        return len(distinct(everybody)), tuple(heard[index][0].letter_name(letter) for _, index, letter in named)

    def _newest(self, part: Segment, got: Ints) -> dict[int, float]:
        """The newest letters of these receipts and their times, at least `evidence` if there are as many."""
        times, letters = part.receipt_time[got], part.receipt_letter[got]
        few = min(len(got), self.evidence)
        while True:
            top = np.argpartition(-times, few - 1)[:few] if few < len(got) else np.arange(len(got))
            chosen = dict(zip(letters[top].tolist(), times[top].tolist(), strict=True))
            if len(chosen) >= self.evidence or few >= len(got):
                return chosen
            few = min(len(got), few * 4)  # letters to many readers fill the list: look further


Rule = tuple[tuple[float, float], U64, int]


def _mass(parts: Sequence[Segment], asked: U64, size: int, rule: Rule) -> Bools:
    """Which of the distinct shingle numbers went to at least rule[2] readers, by all parts together."""
    mass = np.zeros(len(asked), bool)
    pairs: list[tuple[Ints, U64]] = []
    for part in parts:
        left = np.flatnonzero(~mass)
        low, high = seg.locate(part, asked[left], size)
        some = high > low
        left, low, high = left[some], low[some], high[some]
        if not len(left):
            continue
        # A few places decide nearly always; only what they leave open is looked at whole.
        glance = np.maximum(low, high - _GLANCE)
        shingle, reader = _readers(part, glance, high, rule)
        decided = np.bincount(shingle, minlength=len(left)) >= rule[2]
        mass[left[decided]] = True
        rest = ~decided & (glance > low)
        pairs.append((left[shingle], reader))
        if rest.any():
            shingle, reader = _readers(part, low[rest], glance[rest], rule)
            pairs.append((left[rest][shingle], reader))
        shingle, reader = _distinct_pairs(
            np.concatenate([one for one, _ in pairs]), np.concatenate([two for _, two in pairs])
        )
        pairs = [(shingle, reader)]
        mass |= np.bincount(shingle, minlength=len(asked)) >= rule[2]
    return mass


def _readers(part: Segment, low: Ints, high: Ints, rule: Rule) -> tuple[Ints, U64]:
    """Distinct (shingle, reader) pairs of the places low <= i < high of order; per body at most rule[2] readers."""
    span, not_to, least = rule
    places, shingle = spread(low, high - low)
    token = part.order[places]
    sentence = np.searchsorted(part.sentence_at, token, side="right") - 1
    body = np.searchsorted(part.body_at, sentence, side="right") - 1
    bodies = distinct(body.astype(np.int64))
    got, owner = seg.receipts(part, bodies, span, not_to)
    of, reader = _distinct_pairs(owner, part.receipt_reader[got])
    # More readers than `least` of one body change no answer, so a letter to thousands costs no more than one to three.
    begins = np.searchsorted(of, np.arange(len(bodies)))
    first = np.arange(len(of)) - begins[of] < least
    of, reader = of[first], reader[first]
    begins = np.searchsorted(of, np.arange(len(bodies) + 1))
    at = np.searchsorted(bodies, body)
    places, pair = spread(begins[at], begins[at + 1] - begins[at])
    return _distinct_pairs(shingle[pair], reader[places])


def _distinct_pairs(one: Ints, two: U64) -> tuple[Ints, U64]:
    by = np.lexsort((two, one))
    left, right = one[by], two[by]
    fresh = np.ones(len(by), bool)
    fresh[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    return left[fresh], right[fresh]


def _sets(words: U64, ends: Ints) -> seg.WordSets:
    """The set of words of each sentence."""
    owner = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    owner, words = _distinct_pairs(owner, words)
    return seg.WordSets(words, owner, np.bincount(owner, minlength=len(ends)))


def _reader(key: str) -> int:
    return word_hash(key)
