"""Small relationships written by hand, each with one reason to be proposed or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sellwright.interactions.values import Ask, Person, Question, Relation, RelationKind, Relationship, Side, Touch
from sellwright.measures import deal_signs
from sellwright.settings import Settings

DAY = 86400.0
NOW = 1_000 * DAY
HER = Person("ana@lab.example", "Ana", ("ana@lab.example",), "lab.example")


def touch(name: str, side: Side, days_ago: float, thread: str = "t", acts: tuple[str, ...] = ()) -> Touch:
    return Touch(name, NOW - days_ago * DAY, side, HER.key, thread=thread, acts=acts)


def asked(name: str, text: str, answered_by: str, side: Side = "them") -> Question:
    return Question(Ask(text, 0, len(text), "question", 0.9), name, 0.0, side, answered_by)


def between(
    *touches: Touch, questions: tuple[Question, ...] = (), kind: RelationKind = "prospect"
) -> Relationship:  # fmt: skip
    return Relationship(HER, Relation(kind, ()), touches, questions)


def signs(relationship: Relationship) -> list[tuple[str, str]]:
    return [(sign.what, sign.id) for sign in deal_signs.look(relationship, Settings(), NOW)]


OFFER = (touch("a", "them", 9), touch("b", "us", 8, acts=("proposal",)))


def test_a_proposal_in_a_thread_of_two_sides() -> None:
    assert signs(between(*OFFER)) == [("proposal", "b")]


def test_an_offer_nobody_wrote_about_is_no_deal() -> None:
    assert signs(between(touch("b", "us", 8, acts=("proposal",)))) == []


def test_a_price_asked_and_answered() -> None:
    held = between(
        touch("a", "them", 5), touch("b", "us", 4), questions=(asked("a", "What would six sensors cost?", "b"),)
    )
    assert signs(held) == [("price asked", "a"), ("price answered", "b")]


def test_a_price_asked_and_not_answered_yet_is_none() -> None:
    assert signs(between(touch("a", "them", 5), questions=(asked("a", "What is the price?", ""),))) == []


def test_a_price_we_asked_of_them_is_none() -> None:
    held = between(touch("a", "us", 5), touch("b", "them", 4), questions=(asked("a", "What is the price?", "b", "us"),))
    assert signs(held) == []


@pytest.mark.parametrize("kind", ["supplier", "pitching_us", "colleague", "unknown", "private"])
def test_whoever_does_not_buy_from_us_is_never_proposed(kind: RelationKind) -> None:
    assert signs(between(*OFFER, kind=kind)) == []


def test_half_a_year_ago_is_over() -> None:
    assert signs(between(*(replace(one, at=one.at - 180 * DAY) for one in OFFER))) == []


def test_the_newest_thread_counts() -> None:
    newer = (touch("c", "them", 3, "u"), touch("d", "us", 2, "u", ("proposal",)))
    assert signs(between(*OFFER, *newer)) == [("proposal", "d")]


@pytest.mark.parametrize(
    ("ask", "about_price"),
    [
        ("Could you send me a quote?", True),
        ("Was kostet die zweite Lizenz?", True),
        ("Quel est le prix pour deux postes ?", True),
        ("Can you tell me how much it would weigh?", False),
        ("Is Tuesday all right, and who accosted you?", False),
        ("Could you celebrate with us?", False),
    ],
)
def test_words_of_price(ask: str, about_price: bool) -> None:
    assert deal_signs.asks_price(ask) is about_price
