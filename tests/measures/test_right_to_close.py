"""Known answers of card C22."""

from __future__ import annotations

from sellwright.measures import right_to_close
from sellwright.measures.right_to_close import State
from tests.talking import label

SHOWN = {"rapport": 1, "empathy": 1, "trust": 1, "hope": 1}
EARNED = State({**SHOWN, "empathy": 2}, 6, True)


def test_empathy_has_to_be_confirmed() -> None:
    assert right_to_close.missing(State(SHOWN, 6, True)) == ("empathy confirmed by them",)
    assert right_to_close.missing(EARNED) == ()


def test_five_of_seven_fields_and_a_reason() -> None:
    assert right_to_close.missing(State(EARNED.scores, 4, True)) == ("discovery (4 of 7 fields, 5 are needed)",)
    assert right_to_close.missing(State(EARNED.scores, 5, False)) == ("a reason in their words",)


def test_a_close_before_hope_was_shown_is_a_pushy_moment() -> None:
    close = label("ask for the sale", 12)
    (found,) = right_to_close.moments([(close, State({**EARNED.scores, "hope": 0}, 6, True))], [close])
    assert (found.sort, found.label) == ("pushy", close) and "hope" in found.why


def test_a_next_step_that_was_earned_is_a_persuaders_unless_refused() -> None:
    step = label("next step", 20)
    assert [one.sort for one in right_to_close.moments([(step, EARNED)], [step])] == ["persuader"]
    assert right_to_close.moments([(step, EARNED)], [step, label("no", 21, "them")]) == ()


def test_led_by_them_with_little_known_is_order_taking() -> None:
    led, step = label("asks for the next step", 3, "them"), label("next step", 4)
    assert [one.sort for one in right_to_close.moments([(step, State({}, 2, False))], [led, step])] == ["order-taker"]
    assert right_to_close.moments([(step, State({}, 3, False))], [led, step]) == ()


def test_the_second_try_after_a_no_is_pushy_the_first_is_not() -> None:
    labels = [label("no", 2, "them"), label("pressure", 3), label("pressure", 5)]
    assert [(one.sort, one.label.turn) for one in right_to_close.moments([], labels)] == [("pushy", 5)]


def test_a_concession_is_pushy_unless_the_price_was_objected_to() -> None:
    gift, asked = label("concession", 5), label("price objection", 3, "them")
    assert [one.sort for one in right_to_close.moments([], [gift])] == ["pushy"]
    assert right_to_close.moments([], [asked, gift]) == ()
