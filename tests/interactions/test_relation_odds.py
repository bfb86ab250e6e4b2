"""The fitted sum: adds up, moves with its signs, can be read."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from sellwright.interactions import relation_odds, relation_signs
from sellwright.interactions.relation_odds import CLASSES, odds, outreach, signs, speaking, words
from sellwright.measures.relation import KEPT, Dossier


def person(*letters: tuple[str, set[str], bool]) -> Dossier:
    made = Dossier("ann@adler.com", "adler.com")
    for number, (side, tells, opens) in enumerate(letters):
        made.add(f"m{number}", "us" if side == "us" else "them", tells, at=float(number + 1), opens=opens)
    return made


def test_probabilities_add_up_and_a_softmax_by_hand_agrees() -> None:
    card = json.loads(files("sellwright.interactions").joinpath("relation_model.json").read_text(encoding="utf-8"))
    sums = [card["weights"]["always"][kind] + 0.4 * card["weights"]["them:seeks"][kind] for kind in CLASSES]
    found = odds({"them:seeks": 0.4, "no such sign": 1.0})
    assert sum(found) == pytest.approx(1.0)
    assert found.buyer == pytest.approx(2.718281828 ** sums[0] / sum(2.718281828**value for value in sums), rel=1e-6)


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("them:asks_price", "buyer"),
        ("them:seeks", "buyer"),
        ("them:order", "buyer"),
        ("them:uses_ours", "buyer"),
        ("outreach", "buyer"),
        ("them:asks_time", "pitching_us"),
        ("them:names_us", "pitching_us"),
        ("them:others_like_you", "pitching_us"),
        ("them:no_pressure", "pitching_us"),
        ("stranger again", "pitching_us"),
        ("them:back_office", "other"),
        ("us opening:wants_done", "other"),
        ("them:partner", "other"),
        ("free mail", "other"),
    ],
)
def test_each_strong_sign_speaks_for_whom_a_person_would_say(sign: str, kind: str) -> None:
    """A weight that speaks for the wrong side would come from an accident of the labels."""
    before, after = odds({}), odds({sign: 1.0})
    assert getattr(after, kind) > getattr(before, kind)


def test_signs_of_roles_and_of_the_first_letter() -> None:
    made = signs(person(("us", {"wants_done", "asks"}, True), ("them", {"does_it"}, False)), {})
    assert {"us opening:wants_done", "us opening:asks", "we more:asks", "they more:does_it", "we first"} <= set(made)
    assert "us opening:wants_done" not in signs(person(("us", {"wants_done"}, False)), {})
    alone = signs(person(("them", {"asks"}, True), ("them", {"asks"}, False)), {"free mail": 1})
    assert {"stranger", "stranger again", "free mail", "them:asks"} <= set(alone)
    rare = signs(person(("them", {"asks"}, True), *[("them", set(), False)] * 8), {})
    assert rare["them:asks"] == relation_signs.RARE_SIGN


@pytest.mark.parametrize(
    ("side", "tells", "is_outreach"),
    [
        ("us", {"your_matter"}, True),
        ("us", {"to_you", "does_it"}, True),
        ("us", {"your_matter", "wants_done"}, False),
        ("us", {"your_matter", "asks"}, False),
        ("us", {"your_matter", "hands_out_work"}, False),
        ("us", {"does_it"}, False),
        ("them", {"your_matter"}, False),
    ],
)
def test_outreach_is_a_first_letter_of_ours_that_asks_for_nothing(
    side: str, tells: set[str], is_outreach: bool
) -> None:
    assert outreach(person((side, tells, True))) is is_outreach


def test_every_sign_of_the_model_is_counted_and_has_words() -> None:
    structure = {*relation_odds.STRUCTURE, "always"}
    for sign in relation_odds.model().weights:
        if sign in structure:
            continue
        side, _, tell = sign.partition(":")
        assert side in ("us", "them", "us opening", "them opening", "they more", "we more"), sign
        assert f"us:{tell}" in KEPT or f"them:{tell}" in KEPT, sign
        assert sign in relation_signs.WEIGHTS or words(sign).startswith(("We ", "They ")), sign
    assert words("they more:thanks") == "They say thanks more often than we do"
    assert words("us opening:does_it") == "We do or send something in the first letter"


def test_the_strongest_signs_come_first() -> None:
    made = {"them:seeks": 1.0, "them:back_office": 1.0, "them:thanks": 1.0}
    assert speaking(made, CLASSES.index("buyer"))[0] == "them:seeks"
    assert "them:back_office" not in speaking(made, CLASSES.index("buyer"))
    assert speaking(made, CLASSES.index("other")) == ["them:back_office"]
