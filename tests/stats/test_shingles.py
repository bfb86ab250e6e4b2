"""Words and runs of words as numbers."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from sellwright.stats.shingles import (
    Vocabulary,
    distinct,
    jaccard,
    least_overlap,
    shingle_hashes,
    shingle_starts,
    spread,
    squeeze,
    word_hash,
)


def test_a_word_has_the_same_number_in_every_process() -> None:
    code = "from sellwright.stats.shingles import word_hash; print(word_hash('freezer'))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert int(told.stdout) == word_hash("freezer")


def test_a_word_number_is_blake2b_little_end_first() -> None:
    # printf freezer | b2sum -l 64, its bytes turned round
    assert word_hash("freezer").to_bytes(8, "little").hex() == "4af3e56d128f15a2"


def test_equal_runs_of_words_have_equal_numbers_and_order_counts() -> None:
    words = np.array([word_hash(word) for word in ["a", "b", "c", "a", "b", "c", "b", "a", "c"]], np.uint64)
    numbers = shingle_hashes(words, shingle_starts(np.array([9]), 3), 3).tolist()
    # abc bca cab abc bcb cba bac
    assert numbers[0] == numbers[3]
    assert len(set(numbers)) == 6


def test_shingles_do_not_reach_over_the_end_of_a_text() -> None:
    assert shingle_starts(np.array([4, 2, 3]), 3).tolist() == [0, 1, 6]
    assert shingle_starts(np.array([0, 0]), 3).tolist() == []


def test_spread() -> None:
    places, owner = spread(np.array([5, 0, 9]), np.array([2, 0, 3]))
    assert places.tolist() == [5, 6, 9, 10, 11]
    assert owner.tolist() == [0, 0, 2, 2, 2]


def test_a_vocabulary_folds_and_does_not_remember_masks() -> None:
    known = Vocabulary(lambda chunk: "#" if chunk.isdigit() else chunk.strip(",").lower(), ["#"])
    assert [known[chunk] for chunk in ["The", "12", "the,", ",", "cat"]] == [2, 1, 2, 0, 3]
    assert "12" not in known
    assert known.hashes.tolist() == [0, word_hash("#"), word_hash("the"), word_hash("cat")]


def test_squeeze_keeps_one_of_a_mask_repeated_in_a_sentence() -> None:
    # words 5 6, nothing 0, mask 1; sentences [5 1 0 1 6] [1] [1 5]
    numbers = np.array([5, 1, 0, 1, 6, 1, 1, 5], np.uint32)
    kept = squeeze(numbers, np.array([5, 6, 8]), 1)
    assert numbers[kept].tolist() == [5, 1, 6, 1, 1, 5]


def test_squeeze_keeps_words_that_repeat() -> None:
    numbers = np.array([7, 7, 7], np.uint32)
    assert squeeze(numbers, np.array([3]), 2).tolist() == [True, True, True]


@pytest.mark.parametrize(("size", "share", "least"), [(5, 0.8, 4), (10, 0.8, 8), (9, 0.8, 8), (1, 0.8, 1), (7, 1.0, 7)])
def test_least_overlap(size: int, share: float, least: int) -> None:
    assert least_overlap(size, share) == least


def test_jaccard() -> None:
    assert jaccard("abcd", "bcde") == pytest.approx(3 / 5)
    assert jaccard("", "") == 0.0


def test_distinct() -> None:
    assert distinct(np.array([3, 1, 3, 2, 1], np.uint64)).tolist() == [1, 2, 3]
