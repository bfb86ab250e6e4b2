"""The mathematics of duplicates, with answers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sellwright.stats import fellegi_sunter
from sellwright.stats.agreement import ALIKE, DIFFERS, MISSING, NEAR, SAME, VERY_NEAR, levels
from sellwright.stats.candidate_pairs import candidates
from sellwright.stats.fellegi_sunter import Field
from sellwright.stats.likeness_of_names import Names
from sellwright.stats.linking import groups, hanging_together


@pytest.mark.parametrize(
    ("kind", "one", "other", "step"),
    [
        ("name", "martha", "marhta", NEAR),  # Jaro-Winkler .961, as printed by Winkler (1990)
        ("name", "dixon", "dicksonx", ALIKE),  # .813
        ("name", "anna", "", MISSING),
        ("name", "anna", "anna", SAME),
        ("code", "4011", "4101", NEAR),  # two digits turned round
        ("code", "4011", "4110", ALIKE),
        ("number", "12", "13", DIFFERS),
        ("email", "a.berg@firm.com", "a.berg@firm.org", NEAR),
        ("email", "anna.berg@firm.com", "anna.bork@other.com", DIFFERS),  # two Annas begin alike
        ("text", "salvation army temple", "temple salvation army", VERY_NEAR),
        ("text", "salvation army", "north side day care", DIFFERS),
    ],
)
def test_how_far_two_values_agree(kind, one, other, step) -> None:  # type: ignore[no-untyped-def]
    found = levels(kind, [one, other], np.array([0]), np.array([1]))
    assert found.tolist() == [step]


def test_pairs_are_those_that_share_something_rare() -> None:
    names = ["anna berg", "berg anna", "carl daub", "carl eder"]
    pairs = candidates([("text", names), ("code", ["1", "2", "3", "4"])])
    assert pairs.tolist() == [[0, 1], [2, 3]]
    assert candidates([("code", ["x"] * 101)]).tolist() == [], "what a hundred share leads nowhere"
    assert candidates([]).tolist() == []


def test_weights_add_up_to_the_odds() -> None:
    fields = [Field("a", "code", ["1", "1", "2", "3"]), Field("b", "code", ["x", "x", "y", ""])]
    m, u = np.zeros((2, 6)), np.zeros((2, 6))
    m[:, SAME], u[:, SAME], m[:, DIFFERS:SAME], u[:, DIFFERS:SAME] = 0.9, 0.01, 0.1, 0.99
    weights = fellegi_sunter.Weights(
        m, u, -math.log(4), ({"1": 0.5, "2": 0.25, "3": 0.25}, {"x": 0.5, "y": 0.5}), np.tile(u, (2, 1, 1))
    )
    pairs = np.array([[0, 1], [0, 2], [0, 3]])
    scored = fellegi_sunter.score(fields, pairs, fellegi_sunter.compare(fields, pairs), weights)
    same, differs = math.log(0.9 / 0.5), math.log(0.1 / 0.99)
    assert scored.added == pytest.approx(np.array([[same, same], [differs, differs], [differs, 0.0]]))
    assert scored.odds == pytest.approx(scored.added.sum(axis=1) - math.log(4))


def test_what_agreement_looks_like_is_learnt_without_answers() -> None:
    """400 records, 100 of them written again with one slip in ten: m and the share are found again."""
    rng = np.random.default_rng(4)
    steps = np.zeros((4000, 3), np.int8)
    is_one = rng.random(4000) < 0.25
    u = np.tile(np.array([0.0, 0.95, 0.02, 0.01, 0.01, 0.01]), (3, 1))
    m = np.tile(np.array([0.0, 0.05, 0.02, 0.03, 0.1, 0.8]), (3, 1))
    for f in range(3):
        steps[:, f] = np.where(is_one, rng.choice(6, 4000, p=m[f]), rng.choice(6, 4000, p=u[f]))
    found, _, share = fellegi_sunter.maximise(steps, u, np.full(3, fellegi_sunter.OWN, np.int8))
    assert share == pytest.approx(is_one.mean(), abs=0.02)
    assert found == pytest.approx(m, abs=0.04)


def test_colleagues_are_told_from_twins_by_their_names() -> None:
    """4,000 pairs of one firm, a quarter of them one: the others share telephone and town as often as those do."""
    rng = np.random.default_rng(4)
    is_one = rng.random(4000) < 0.25
    apart, alike = [0.0, 0.95, 0.02, 0.01, 0.01, 0.01], [0.0, 0.05, 0.02, 0.03, 0.1, 0.8]
    u = np.tile(apart, (4, 1))
    steps = np.zeros((4000, 4), np.int8)
    for f in range(4):
        others = apart if f < 2 else alike
        steps[:, f] = np.where(is_one, rng.choice(6, 4000, p=alike), rng.choice(6, 4000, p=others))
    roles = np.array([fellegi_sunter.GIVEN, fellegi_sunter.FAMILY, fellegi_sunter.SHARED, fellegi_sunter.SHARED])
    _, near, share = fellegi_sunter.maximise(steps, u, roles.astype(np.int8))
    assert share == pytest.approx(0.25, abs=0.03)
    assert near == pytest.approx(np.array([apart, apart, alike, alike]), abs=0.04)


def test_namesakes_of_a_big_book_are_not_taken_for_people_with_two_addresses() -> None:
    """9,000 people have one of 1,600 names: some 25,000 pairs of namesakes beside 900 twins, who share all but a slip
    of the telephone. That twins have one address and one telephone is learnt all the same."""
    dice = np.random.default_rng(3)
    people = [(f"giv{g}en", f"sur{s}name") for g, s in dice.integers(0, 40, (9_000, 2)).tolist()]
    rows = [(given, name, f"m{i}@x{i}.com", f"{dice.integers(10**9):09}") for i, (given, name) in enumerate(people)]
    rows += [(g, n, email, phone if i % 3 else phone[:-1]) for i, (g, n, email, phone) in enumerate(rows[:900])]
    given, surname, email, phone = zip(*rows, strict=True)
    fields = [
        Field("given", "name", given, "surname", own=True),
        Field("surname", "name", surname, own=True),
        Field("email", "email", email),
        Field("phone", "code", phone),
    ]
    pairs = candidates([(field.kind, field.values) for field in fields])
    weights = fellegi_sunter.learn(fields, pairs, fellegi_sunter.compare(fields, pairs))
    assert weights.m[2, SAME] > 0.9 and weights.m[2, DIFFERS] < 0.02
    assert weights.m[3, DIFFERS] < 0.02


def test_what_those_share_who_are_not_one_is_taken_from_what_speaks_for_it() -> None:
    fields = [Field("name", "name", ["anna", "eva"], own=True), Field("firm", "text", ["kolbe"] * 2),
              Field("phone", "code", ["123"] * 2)]  # fmt: skip
    m, u = np.tile([0.0, 0.1, 0.0, 0.0, 0.0, 0.9], (3, 1)), np.tile([0.0, 0.99, 0.0, 0.0, 0.0, 0.01], (3, 1))
    shares: tuple[dict[str, float], ...] = ({"anna": 0.01, "eva": 0.01}, {"kolbe": 0.01}, {"123": 0.01})
    within = np.tile(u, (3, 1, 1))
    pairs = np.array([[0, 1]])
    steps = fellegi_sunter.compare(fields, pairs)
    apart = fellegi_sunter.score(fields, pairs, steps, fellegi_sunter.Weights(m, u, -3.0, shares, within))
    assert apart.added[0, 2] == pytest.approx(math.log(0.9 / 0.01))
    within[1, 2] = [0.0, 0.1, 0.0, 0.0, 0.0, 0.9]  # nine of ten at one firm have its telephone
    shared = fellegi_sunter.score(fields, pairs, steps, fellegi_sunter.Weights(m, u, -3.0, shares, within))
    assert shared.added[0].tolist() == pytest.approx([math.log(0.1 / 0.99), math.log(0.9 / 0.01), 0.0])


def test_alike_weighs_no_more_than_the_same() -> None:
    """Berg and Breg: u of "near" is tiny, yet Berg itself is common."""
    fields = [Field("surname", "name", ["berg", "breg", "berg"])]
    m, u = np.full((1, 6), 0.2), np.full((1, 6), 1e-6)
    pairs = np.array([[0, 1], [0, 2]])
    weights = fellegi_sunter.Weights(m, u, 0.0, ({"berg": 0.1, "breg": 1e-4},), np.tile(u, (1, 1, 1)))
    scored = fellegi_sunter.score(fields, pairs, fellegi_sunter.compare(fields, pairs), weights)
    assert scored.added[:, 0] == pytest.approx([math.log(0.2 / 0.1)] * 2)


def test_one_name_that_is_the_others_other_name_is_no_turning() -> None:
    fields = [Field("given", "name", ["berg", "eva"], "surname"), Field("surname", "name", ["christine", "berg"])]
    assert fellegi_sunter.compare(fields, np.array([[0, 1]])).tolist() == [[1, 1]]


def test_given_name_and_surname_changed_over_are_very_near() -> None:
    fields = [Field("given", "name", ["isaac", "jones"], "surname"), Field("surname", "name", ["jones", "isaac"])]
    assert fellegi_sunter.compare(fields, np.array([[0, 1]])).tolist() == [[VERY_NEAR, VERY_NEAR]]


def test_groups_do_not_chain_strangers_and_do_not_tear_friends_apart() -> None:
    def judge(told: dict[tuple[int, int], float]):  # type: ignore[no-untyped-def]
        return lambda pairs: np.array([told.get((a, b), -8.0) for a, b in pairs.tolist()])

    chain = {(0, 1): 2.0, (1, 2): 1.9}  # and the ends differ: (1.9 + (1.9 - 8) / 2) / 2 speaks against it
    pairs = np.array(list(chain))
    assert groups(3, pairs, np.array([2.0, 1.9]), judge(chain)) == [[0, 1]]
    friends = {(0, 1): 9.0, (1, 2): 9.0, (0, 2): -1.0}
    assert groups(3, pairs, np.array([9.0, 9.0]), judge(friends)) == [[0, 1, 2]]
    assert hanging_together(5, np.array([[3, 4], [0, 3]])) == [[0, 3, 4]]


def test_firms_by_their_words() -> None:
    names = Names(
        [
            "akzo nobel",
            "akzo noble",
            "akzo arnhem nobel",
            "nobel arnhem verlag",
            "philips",
            "brocades gist",
            "gistbrocades",
        ]
    )
    assert names.likeness(0, 1) > 0.9
    found = {(a, b) for a, b, _ in names.pairs()}
    assert (0, 1) in found
    assert (5, 6) not in found or names.likeness(5, 6) >= 0.7
    assert not any(4 in pair for pair in found)


def test_of_two_names_one_holds_the_other_or_is_a_slip_away() -> None:
    names = ["kolbe", "kolbe systems", "kolbe trade", "kolbesystems", "kolbe technology", "kolbe technolgy", "kalbe"]
    book = Names(names)
    held = {(names[a], names[b]) for a in range(7) for b in range(a + 1, 7) if book.holds(a, b)}
    assert held == {
        ("kolbe", "kolbe systems"), ("kolbe", "kolbe trade"), ("kolbe", "kolbe technology"),
        ("kolbe", "kolbe technolgy"), ("kolbe systems", "kolbesystems"), ("kolbe technology", "kolbe technolgy"),
    }  # fmt: skip
