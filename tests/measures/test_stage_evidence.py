"""Which letter shows a move."""

from __future__ import annotations

from dataclasses import replace

from sellwright.interactions.values import Touch
from sellwright.measures.stage_evidence import act_of, newest

LETTER = Touch("m1", 50.0, "them", "ana@lab.example", thread="t", acts=("commitment",))


def test_a_letter_of_theirs_with_an_act_since_then_shows_it() -> None:
    later = replace(LETTER, id="m2", at=60.0, acts=("concession", "task_done"))
    assert newest([LETTER, later], 40.0, 100.0) == later


def test_the_edges_count() -> None:
    assert newest([LETTER], 50.0, 50.0) == LETTER


def test_what_does_not_show_a_move() -> None:
    others = [
        replace(LETTER, side="us"),
        replace(LETTER, human=False),
        replace(LETTER, at=39.9),
        replace(LETTER, at=100.1),
        replace(LETTER, acts=()),
        replace(LETTER, acts=("proposal", "concession")),
        replace(LETTER, channel="call"),
    ]
    assert newest(others, 40.0, 100.0) is None


def test_of_several_acts_the_strongest_is_named() -> None:
    assert act_of(("internal_data", "commitment")) == "commitment"
    assert act_of(("proposal",)) == ""
