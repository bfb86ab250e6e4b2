"""The index of wording against a plain count over all letters, letter by letter and set by set."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pytest

from sellwright.stats import wording
from sellwright.stats.wording import Query, StaleIndex, WordingIndex

DAY = 86400.0
Sentences = list[list[str]]


@dataclass
class Letter:
    name: str
    sentences: Sentences
    readers: list[str]
    at: float


def fold(chunk: str) -> str:
    return "#" if chunk.isdigit() else chunk.strip(",").lower()


def index(size: int = 3, twin: float = 0.8) -> WordingIndex:
    return WordingIndex(size, twin, fold, ["#"])


def by_plain_count(letters: Sequence[Letter], query: Query, size: int, twin: Fraction) -> tuple[int, int, list[int]]:
    """Distinct shingles, own shingles, other readers per sentence: by loops over every letter."""

    def words(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        out = []
        for sentence in sentences:
            kept: list[str] = []
            for chunk in sentence:
                word = fold(chunk)
                if word and not (word == "#" and kept and kept[-1] == "#"):
                    kept.append(word)
            out.append(kept)
        return out

    def shingles(sentences: list[list[str]]) -> set[tuple[str, ...]]:
        flat = [word for sentence in sentences for word in sentence]
        return {tuple(flat[i : i + size]) for i in range(len(flat) - size + 1)}

    heard = [letter for letter in letters if query.after < letter.at <= query.until]
    asked = words(query.sentences)
    own = 0
    for shingle in shingles(asked):
        readers = {r for one in heard if shingle in shingles(words(one.sentences)) for r in one.readers}
        own += len(readers - set(query.not_to)) < query.mass
    counts = []
    for sentence in asked:
        got: set[str] = set()
        for one in heard:
            for other in words(one.sentences):
                left, right = set(sentence), set(other)
                if left and right and Fraction(len(left & right), len(left | right)) >= twin:
                    got.update(one.readers)
        counts.append(len(got - set(query.not_to)))
    return len(shingles(asked)), own, counts


def some_letters(rng: random.Random, count: int, pool: int) -> list[Letter]:
    """Letters of a few words, many of them near copies of each other, some with numbers and bare marks."""
    vocabulary = [f"w{i}".replace("1", "x").replace("0", "y") for i in range(pool)]
    stock = [[rng.choice(vocabulary) for _ in range(rng.randint(1, 14))] for _ in range(12)]
    letters = []
    for i in range(count):
        sentences: Sentences = []
        for _ in range(rng.randint(1, 5)):
            if rng.random() < 0.6:
                sentence = list(rng.choice(stock))
                if rng.random() < 0.5:
                    sentence[rng.randrange(len(sentence))] = rng.choice([*vocabulary, "12", ","])
            else:
                sentence = [rng.choice([*vocabulary, "7", "8", ","]) for _ in range(rng.randint(1, 9))]
            sentences.append(sentence)
        if rng.random() < 0.2 and letters:
            sentences = letters[-1].sentences
        readers = [f"r{rng.randint(0, 8)}" for _ in range(rng.randint(1, 3))]
        letters.append(Letter(f"m{i}", sentences, readers, rng.randint(0, 40) * DAY))
    return letters


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("close_at", [60, 1 << 22])
def test_counts_equal_a_plain_count(seed: int, close_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_CLOSE_AT", close_at)
    monkeypatch.setattr(wording, "_GLANCE", 2 if seed % 2 else 24)
    rng = random.Random(seed)
    letters = some_letters(rng, 120, rng.choice([6, 25, 200]))
    size, twin = rng.choice([1, 2, 3, 5]), rng.choice([Fraction(4, 5), Fraction(1, 2), Fraction(1)])
    built = index(size, float(twin))
    for letter in letters[:100]:
        built.add(letter.name, letter.sentences, letter.readers, letter.at)
    again = index(size, float(twin))
    again.load(b"".join(built.dump()))
    for letter in letters[100:]:
        again.add(letter.name, letter.sentences, letter.readers, letter.at)
    seen = set()
    for probe in rng.sample(letters, 8):
        query = Query(probe.sentences, probe.readers[:1], probe.at - 20 * DAY, probe.at + rng.choice([0, 9 * DAY]), 3)
        answer = again.ask(query)
        shingles, own, readers = by_plain_count(letters, query, size, twin)
        assert (answer.shingles, answer.own, list(answer.readers)) == (shingles, own, readers)
        seen.update(readers)
    assert len(seen) > 1  # the letters are alike enough to try the counting


def test_a_letter_to_thousands_is_counted_whole() -> None:
    built = index()
    sentence = ["we", "would", "like", "to", "show", "you", "what", "it", "does"]
    for i in range(3000):
        built.add(f"m{i}", [sentence], [f"r{i}"], float(i))
    answer = built.ask(Query([sentence], ["r5"], -1.0, 1e9, 3))
    assert answer.readers == (2999,)
    assert answer.own == 0
    assert answer.letters[0][:3] == ("m2999", "m2998", "m2997")
    assert len(answer.letters[0]) == built.evidence


def test_the_letters_named_are_those_the_sentence_stands_in() -> None:
    built = index()
    built.add("a", [["one", "two", "three", "four"]], ["x"], 1.0)
    built.add("b", [["five", "six", "seven", "eight"]], ["y"], 2.0)
    answer = built.ask(Query([["five", "six", "seven", "eight"]], [], 0.0, 9.0, 3))
    assert answer.letters == (("b",),)


def test_after_is_left_out_and_until_counts() -> None:
    built = index(1)
    built.add("a", [["old"]], ["x"], 10.0)
    built.add("b", [["new"]], ["y"], 20.0)
    assert built.ask(Query([["old"], ["new"]], [], 10.0, 20.0, 1)).readers == (0, 1)


def test_letters_without_words_or_readers_pass_by() -> None:
    built = index()
    built.add("a", [[","], []], ["x"], 1.0)
    built.add("b", [["word"]], [], 1.0)
    built.add("c", [], ["x"], 1.0)
    assert len(built) == 0
    answer = built.ask(Query([["word"], []], [], 0.0, 9.0, 1))
    assert (answer.readers, answer.shingles) == ((0, 0), 0)
    built.add("d", [[","], ["word"], []], ["x"], 1.0)
    assert built.ask(Query([["word"]], [], 0.0, 9.0, 1)).readers == (1,)
    assert list(built.names()) == ["d"]


def test_occurrences() -> None:
    built = index()
    built.add("a", [["the", "cat", "sat", "on", "the", "mat"]], ["x"], 1.0)
    built.add("b", [["The", "dog"]], ["x"], 1.0)
    assert built.occurrences(["the", "cat", "cow"]) == [3, 1, 0]


def test_a_written_index_is_refused_when_it_does_not_fit() -> None:
    built = index()
    built.add("a", [["word"]], ["x"], 1.0)
    data = b"".join(built.dump())
    with pytest.raises(StaleIndex):
        index(4).load(data)
    with pytest.raises(StaleIndex):
        index().load(data[:-9])
    with pytest.raises(StaleIndex):
        index().load(b"")
    with pytest.raises(StaleIndex):
        index().load(b"SWWORDS\n" + (5).to_bytes(8, "little") + b"[1,2]")
    whole = index()
    whole.load(memoryview(data))
    assert list(whole.names()) == ["a"]
    assert b"".join(whole.dump()) == data


def test_small_segments_are_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_CLOSE_AT", 10_000)
    built = index()
    rng = random.Random(1)
    for letter in some_letters(rng, 300, 50):
        built.add(letter.name, letter.sentences, letter.readers, letter.at)
        if rng.random() < 0.2:
            list(built.dump())
    assert len(built._segments) <= 4
    assert len(built) == 300


def test_words_of_odd_letters_do_not_harm() -> None:
    built = index()
    built.add("a\udce4", [["\udce4", "wörd", "字"]], ["x\udce4"], 1.0)
    assert built.ask(Query([["\udce4", "wörd", "字"]], [], 0.0, 9.0, 1)).readers == (1,)


def test_size_and_twin_are_checked() -> None:
    for size, twin in ((0, 0.8), (9, 0.8), (3, 0.0), (3, 1.1)):
        with pytest.raises(ValueError, match="shingle"):
            WordingIndex(size, twin, fold, [])
