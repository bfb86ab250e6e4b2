"""A closed part of an index of wording: compact arrays, searched in place, written and read as they are.

What is kept per word sent is 8 bytes (the word's number and one entry of the order of shingles), and about 30 per
sentence. Equal letters are kept once, with the list of those who got them.

Shingles: `order` holds every place where a shingle begins, sorted by the shingle's 64-bit number, which is computed
again when looked at; so looking one up is a binary search that touches a few dozen places.

Sentences: two sentences are near twins when the Jaccard index of their sets of words is at least `twin`. Members of a
set are put in order, the rarest word first; twins must share one of the first (size - ceil(twin * size) + 1) of both
(prefix filtering: Chaudhuri, Ganti, Kaushik 2006; Bayardo, Ma, Srikant 2007). So a list of sentences per rare word
yields every candidate, each of which is then counted out. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from sellwright.stats.shingles import (
    U32,
    U64,
    Bools,
    Ints,
    distinct,
    least_overlap,
    mix,
    shingle_hashes,
    shingle_starts,
    spread,
)

F64 = NDArray[np.float64]
_END = np.uint64(0x5851F42D4C957F2D)  # marks the last word of a sentence in a letter's number
_STEP = np.uint64(0x2545F4914F6CDD1D)
_BUCKET = 2  # 2 to 4 shingles to a bucket of `order`, on average
_PIECE = 1 << 17  # sentences or shingles worked on at once while building
_LETTERS = 1 << 12  # letters worked on at once
_WIDE = 64  # buckets wider than this are searched by halving


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters to be put into a segment, all one after another.

    `numbers`: words by their place in `hashes`; `sentence_ends` counts words, `letter_ends` sentences. Every letter
    has words. A receipt is one reader getting one letter: which letter, who, when, and the place of its name.
    """

    hashes: U64
    numbers: U32
    sentence_ends: Ints
    letter_ends: Ints
    receipt_of: Ints
    receipt_reader: U64
    receipt_time: F64
    receipt_name: Ints
    names: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Segment:
    """See the module. All offsets are one longer than what they count. A *set* is a distinct set of words that some
    sentence has; a *body* is a distinct letter."""

    words: U64  # distinct word hashes, rising
    counts: U32  # how often each word stands in these letters
    tokens: U32  # all bodies' words, as places in `words`
    sentence_at: U32  # offsets into tokens
    body_at: U32  # offsets into sentences
    set_at: U32  # offsets into set_bodies
    set_bodies: U32  # the bodies that have a sentence of that set
    set_first: U32  # one sentence of that set
    set_size: U32  # words in the set
    rare_at: U32  # per word: offsets into rare_sets
    rare_sets: U32  # sets that have the word among their first by rarity
    order: U32  # places in tokens where shingles begin, by shingle number
    bucket_at: U32  # offsets into order by the top bits of the number, a power of two of them
    receipt_at: U32  # per body: offsets into the three below
    receipt_reader: U64
    receipt_time: F64
    receipt_letter: U32
    name_at: U32  # per letter: offsets into name_text
    name_text: NDArray[np.uint8]

    def letter_name(self, letter: int) -> str:
        """The name a letter was added under."""
        return bytes(self.name_text[self.name_at[letter] : self.name_at[letter + 1]]).decode()

    def newest(self) -> float:
        """The time of the newest letter, seconds since 1970 UTC."""
        return float(self.receipt_time.max()) if len(self.receipt_time) else 0.0


ARRAYS = tuple(f.name for f in fields(Segment))


def build(letters: Letters, size: int, twin: float) -> Segment:
    """A segment of these letters, for shingles of `size` words and near twins from Jaccard `twin` on."""
    words, place = np.unique(letters.hashes, return_inverse=True)
    tokens = place.astype(np.uint32)[letters.numbers]
    body_of, first = _equal_letters(words, tokens, letters)
    tokens, sentence_at, body_at = _bodies(tokens, letters, first)
    counts = np.bincount(tokens, minlength=len(words)).astype(np.uint32)
    sets = _sets(words, counts, tokens, sentence_at, body_at, twin)
    order, bucket_at = _order(words, tokens, _lengths(sentence_at[body_at]), size)
    return Segment(
        words, counts, tokens, sentence_at, body_at, *sets, order, bucket_at, *_receipts(letters, body_of, len(first)),
        *_names(letters.names),
    )  # fmt: skip


def _equal_letters(words: U64, tokens: U32, letters: Letters) -> tuple[Ints, Ints]:
    """Which body each letter is, and the first letter of each body."""
    last = np.zeros(len(tokens), bool)
    last[letters.sentence_ends - 1] = True
    ends = letters.sentence_ends[letters.letter_ends - 1]
    begins = np.concatenate(([0], ends[:-1]))
    summed = np.empty(len(ends), np.uint64)
    for low in range(0, len(ends), _LETTERS):
        begin, end = begins[low : low + _LETTERS], ends[low : low + _LETTERS]
        here = slice(begin[0], end[-1])
        marked = np.where(last[here], words[tokens[here]] ^ _END, words[tokens[here]])
        inside = np.arange(len(marked)) - np.repeat(begin - begin[0], end - begin)
        summed[low : low + _LETTERS] = np.add.reduceat(
            mix(mix(marked) + inside.astype(np.uint64) * _STEP), begin - begin[0]
        )
    _, first, body = np.unique(summed, return_index=True, return_inverse=True)
    # Bodies in the order of their first letters.
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[body], np.sort(first)


def _bodies(tokens: U32, letters: Letters, first: Ints) -> tuple[U32, U32, U32]:
    """Tokens, sentence offsets and body offsets of the first letter of each body."""
    if len(first) == len(letters.letter_ends):
        sentence_at = np.concatenate(([0], letters.sentence_ends))
        return tokens, sentence_at.astype(np.uint32), np.concatenate(([0], letters.letter_ends)).astype(np.uint32)
    sentence_begin = np.concatenate(([0], letters.sentence_ends[:-1]))
    letter_begin = np.concatenate(([0], letters.letter_ends[:-1]))
    sentence_count = (letters.letter_ends - letter_begin)[first]
    kept, _ = spread(letter_begin[first], sentence_count)
    lengths = (letters.sentence_ends - sentence_begin)[kept]
    places, _ = spread(sentence_begin[kept], lengths)
    return tokens[places], _offsets(lengths), _offsets(sentence_count)


def _offsets(counts: Ints) -> U32:
    at = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=at[1:])
    return at


def _lengths(at: U32) -> Ints:
    return at[1:].astype(np.int64) - at[:-1]


def _sets(words: U64, counts: U32, tokens: U32, sentence_at: U32, body_at: U32, twin: float) -> tuple[
    U32, U32, U32, U32, U32, U32
]:  # fmt: skip
    """set_at, set_bodies, set_first, set_size, rare_at, rare_sets."""
    sentences = len(sentence_at) - 1
    by_rarity = np.lexsort((np.arange(len(words)), counts))
    rank = np.empty(len(words), np.uint64)
    rank[by_rarity] = np.arange(len(words), dtype=np.uint64)
    # A piece at a time: the keys would take four times the room of the words.
    members, all_sizes, numbers = [], [], []
    for low in range(0, sentences, _PIECE):
        high = min(low + _PIECE, sentences)
        at = sentence_at[low : high + 1].astype(np.int64)
        owner = np.repeat(np.arange(high - low, dtype=np.uint64), np.diff(at))
        keys = distinct(owner << np.uint64(32) | rank[tokens[at[0] : at[-1]]])
        member = by_rarity[(keys & np.uint64(0xFFFFFFFF)).astype(np.int64)]
        sizes = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=high - low)
        numbers.append(np.add.reduceat(mix(words[member]), np.cumsum(sizes) - sizes))
        members.append(member.astype(np.uint32))
        all_sizes.append(sizes)
    member, sizes, number = np.concatenate(members), np.concatenate(all_sizes), np.concatenate(numbers)
    begins = np.cumsum(sizes) - sizes
    by_set = np.argsort(number, kind="stable")
    ordered = number[by_set]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    first = by_set[starts]
    set_at = np.append(starts, sentences).astype(np.uint32)
    body_of = np.repeat(np.arange(len(body_at) - 1, dtype=np.uint32), np.diff(body_at))
    set_size = sizes[first]
    every = np.arange(int(sizes.max()) + 1)
    needed = needed_first(every, np.array([least_overlap(n, twin) for n in every.tolist()]))
    places, of_set = spread(begins[first], needed[set_size])
    rare = member[places]
    by_word = np.argsort(rare, kind="stable")
    return (
        set_at, body_of[by_set], first.astype(np.uint32), set_size.astype(np.uint32),
        _offsets(np.bincount(rare, minlength=len(words))), of_set[by_word].astype(np.uint32),
    )  # fmt: skip


def _order(words: U64, tokens: U32, lengths: Ints, size: int) -> tuple[U32, U32]:
    starts = shingle_starts(lengths, size).astype(np.uint32)
    numbers = np.empty(len(starts), np.uint64)
    for low in range(0, len(starts), _PIECE):
        at = starts[low : low + _PIECE].astype(np.int64)
        near = words[tokens[at[0] : at[-1] + size]] if len(at) else words[:0]
        numbers[low : low + len(at)] = shingle_hashes(near, at - at[0], size)
    order = np.argsort(numbers).astype(np.uint32)
    numbers.sort()
    bits = max(4, len(numbers).bit_length() - _BUCKET)
    edges = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(64 - bits)
    bucket_at = np.concatenate(([0], numbers.searchsorted(edges), [len(numbers)]))
    return starts[order], bucket_at.astype(np.uint32)


def _receipts(letters: Letters, body_of: Ints, bodies: int) -> tuple[U32, U64, F64, U32]:
    """receipt_at, receipt_reader, receipt_time, receipt_letter."""
    body = body_of[letters.receipt_of]
    by_body = np.argsort(body, kind="stable")
    return (
        _offsets(np.bincount(body, minlength=bodies)), letters.receipt_reader[by_body], letters.receipt_time[by_body],
        letters.receipt_name[by_body].astype(np.uint32),
    )  # fmt: skip


def merge(one: Segment, other: Segment, size: int, twin: float) -> Segment:
    """Both segments as one, built with the `size` and `twin` that both were built with."""
    parts = (one, other)
    bodies = (0, len(one.body_at) - 1)
    receipts_of = [
        np.repeat(np.arange(len(part.receipt_at) - 1), np.diff(part.receipt_at)) + shift
        for part, shift in zip(parts, bodies, strict=True)
    ]
    names = [
        part.name_text[part.name_at[i] : part.name_at[i + 1]].tobytes()
        for part in parts
        for i in range(len(part.name_at) - 1)
    ]
    return build(
        Letters(
            hashes=np.concatenate([one.words, other.words]),
            numbers=np.concatenate([one.tokens, other.tokens + np.uint32(len(one.words))]),
            sentence_ends=_joined(one.sentence_at, other.sentence_at),
            letter_ends=_joined(one.body_at, other.body_at),
            receipt_of=np.concatenate(receipts_of),
            receipt_reader=np.concatenate([one.receipt_reader, other.receipt_reader]),
            receipt_time=np.concatenate([one.receipt_time, other.receipt_time]),
            receipt_name=np.concatenate(
                [one.receipt_letter.astype(np.int64), other.receipt_letter + np.int64(len(one.name_at) - 1)]
            ),
            names=names,
        ),
        size,
        twin,
    )


def _joined(one: U32, other: U32) -> Ints:
    """Ends from the offsets of two parts, the second after the first."""
    return np.concatenate([one[1:].astype(np.int64), other[1:].astype(np.int64) + int(one[-1])])


def _names(names: Sequence[bytes]) -> tuple[U32, NDArray[np.uint8]]:
    lengths = np.fromiter(map(len, names), np.int64, len(names))
    return _offsets(lengths), np.frombuffer(b"".join(names), np.uint8)


def locate(segment: Segment, numbers: U64, size: int) -> tuple[Ints, Ints]:
    """Where in `segment.order` the places of each shingle number begin and end (binary search, all at once)."""
    bits = len(segment.bucket_at).bit_length() - 1
    top = (numbers >> np.uint64(64 - bits)).astype(np.int64)
    low, high = segment.bucket_at[top].astype(np.int64), segment.bucket_at[top + 1].astype(np.int64)
    begin, end = low.copy(), low.copy()
    narrow = np.flatnonzero((high - low) <= _WIDE)
    places, which = spread(low[narrow], (high - low)[narrow])
    same = _numbers_at(segment, segment.order[places].astype(np.int64), size) == numbers[narrow][which]
    places, which = places[same], which[same]
    counts = np.bincount(which, minlength=len(narrow))
    begin[narrow[which[::-1]]] = places[::-1]  # the first of them is written last
    end[narrow] = begin[narrow] + counts
    wide = np.flatnonzero((high - low) > _WIDE)
    if len(wide):
        within = (low[wide], high[wide], size)
        begin[wide] = _bound(segment, numbers[wide], within, False)
        end[wide] = _bound(segment, numbers[wide], within, True)
    return begin, end


def _bound(segment: Segment, numbers: U64, within: tuple[Ints, Ints, int], after: bool) -> Ints:
    """The first place in order whose shingle number is >= (or, with `after`, >) each number."""
    low, high, size = within[0].copy(), within[1].copy(), within[2]
    open_ = np.flatnonzero(low < high)
    while len(open_):
        middle = (low[open_] + high[open_]) >> 1
        at = segment.order[middle].astype(np.int64)
        found = _numbers_at(segment, at, size)
        left = found <= numbers[open_] if after else found < numbers[open_]
        low[open_[left]] = middle[left] + 1
        high[open_[~left]] = middle[~left]
        open_ = open_[low[open_] < high[open_]]
    return low


def _numbers_at(segment: Segment, at: Ints, size: int) -> U64:
    around = segment.tokens[at[:, None] + np.arange(size)]
    return shingle_hashes(segment.words[around].reshape(-1), np.arange(0, len(at) * size, size), size)


@dataclass(frozen=True, slots=True)
class WordSets:
    """Sets of words, one after another: the words' hashes, the set each is of (rising), and the sets' sizes."""

    words: U64
    owner: Ints
    sizes: Ints


def twins(segment: Segment, asked: WordSets, twin: float) -> tuple[Ints, Ints]:
    """The sets of the segment that are near twins of sets asked about: pairs of (asked, set), rising.

    Exact for `twin` not under that which the segment was built with.
    """
    place = np.minimum(np.searchsorted(segment.words, asked.words), len(segment.words) - 1)
    known = segment.words[place] == asked.words
    word, owner = place[known], asked.owner[known]
    needed = np.array([least_overlap(size, twin) for size in asked.sizes.tolist()], np.int64)
    # Words that the segment does not know are the rarest of all: they stand first.
    missing = asked.sizes - np.bincount(owner, minlength=len(needed))
    room = needed_first(asked.sizes, needed) - missing
    by = np.lexsort((word, segment.counts[word], owner))
    word, owner = word[by], owner[by]
    rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
    first = rank < room[owner]
    rare, of = word[first], owner[first]
    # The sizes a twin can have. One met first at a word's rank has none of the rarer words, so at most the rest is
    # shared (positional filter).
    own, rest = asked.sizes[of], asked.sizes[of] - rank[first] - missing[of]
    most = np.floor(np.minimum(own, rest * (1 + twin) - own * twin) / twin + 1e-6)
    begins = segment.rare_at[rare].astype(np.int64)
    places, which = spread(begins, segment.rare_at[rare + 1].astype(np.int64) - begins)
    found = segment.rare_sets[places]
    sizes = segment.set_size[found]
    fits = (sizes >= needed[of].astype(np.uint32)[which]) & (sizes <= np.maximum(most, 0).astype(np.uint32)[which])
    of, found = of[which[fits]], found[fits].astype(np.int64)
    pairs = distinct(of << 32 | found)
    of, found = pairs >> 32, pairs & 0xFFFFFFFF
    shared = _shared(segment, (of, found), owner, word, needed)
    near = shared >= twin * (asked.sizes[of] + segment.set_size[found] - shared) - 1e-9
    return of[near], found[near]


def needed_first(sizes: Ints, needed: Ints) -> Ints:
    """How many of a set's rarest words must be looked up to meet every set that shares `needed` with it."""
    return sizes - needed + 1


def _shared(segment: Segment, pairs: tuple[Ints, Ints], owner: Ints, word: Ints, needed: Ints) -> Ints:
    """How many words the asked set and the segment's set of each pair share; 0 where they are less than needed.

    `owner`, `word`: the asked sets' words that the segment knows, as places in `words`.
    """
    of, found = pairs
    if not len(found):
        return np.zeros(0, np.int64)
    # A table of asked sets by distinct asked words, so that a token is looked up in two steps. Column 0: not asked.
    asked = distinct(word)
    column = np.zeros(len(segment.words), np.int32)
    column[asked] = np.arange(1, len(asked) + 1)
    has = np.zeros((len(needed), len(asked) + 1), bool)
    has[owner, column[word]] = True
    first = segment.set_first[found]
    begins = segment.sentence_at[first].astype(np.int64)
    places, pair = spread(begins, segment.sentence_at[first + 1].astype(np.int64) - begins)
    columns = column[segment.tokens[places]]
    hit = np.flatnonzero(columns)
    hit = hit[has[of[pair[hit]], columns[hit]]]
    shared: Ints = np.bincount(pair[hit], minlength=len(found))
    # A word may stand twice in a sentence: count the distinct ones where that could matter.
    enough = shared >= needed[of]
    hit = hit[enough[pair[hit]]]
    once = distinct(pair[hit] << 32 | columns[hit])
    return np.bincount(once >> 32, minlength=len(found))


def receipts(segment: Segment, bodies: Ints, heard: tuple[float, float], not_to: U64) -> tuple[Ints, Ints]:
    """Who got these bodies after heard[0] and until heard[1], readers `not_to` left out: places in the receipt arrays,
    and which of `bodies` (by place) each belongs to."""
    begins = segment.receipt_at[bodies].astype(np.int64)
    places, owner = spread(begins, segment.receipt_at[bodies + 1].astype(np.int64) - begins)
    times = segment.receipt_time[places]
    keep: Bools = (times > heard[0]) & (times <= heard[1])
    for reader in not_to:
        keep &= segment.receipt_reader[places] != reader
    return places[keep], owner[keep]
