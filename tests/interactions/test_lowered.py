"""Sentences made ready for rules: many letters in one go are as each by itself."""

from __future__ import annotations

from sellwright.interactions.lowered import MOST, prepare, prepared

LETTERS = [
    ["I’ll send it on 3 May.", "See https://example.com/a", "Nothing — more"],
    [],
    ["A line\nbroken in two", "x" * 700],
    ["write to anna@example.com, please!"],
    [f"Sentence {n}" for n in range(MOST + 5)],
]


def test_many_letters_made_ready_at_once_are_as_each_by_itself() -> None:
    letters = [[(at, at + len(one), one) for at, one in enumerate(told)] for told in LETTERS]
    for together, parts in zip(prepared(letters), letters, strict=True):
        alone = prepare(parts)
        assert (together.rows, together.words, together.parted) == (alone.rows, alone.words, alone.parted)
