"""Known answers of card C2."""

from __future__ import annotations

from sellwright.measures import revisions


def test_ten_drafts_three_binned() -> None:
    found = revisions.measure(10, 3, [1, 1, 2, 3, 1, 2, 4])
    assert found.do_over == 0.3
    assert found.depth == 2.0


def test_too_little_is_no_number() -> None:
    found = revisions.measure(4, 4, [1, 2])
    assert (found.do_over, found.depth) == (None, None)
    assert (found.drafts, found.binned, found.sent) == (4, 4, 2)


def test_an_even_number_of_letters_has_the_middle_of_the_two() -> None:
    assert revisions.measure(5, 0, [1, 2, 3, 4]).depth == 2.5
