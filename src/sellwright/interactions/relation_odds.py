"""How likely somebody is a buyer, a seller at our door, or somebody else: a fitted sum over signs a person can read.

The weights stand in relation_model.json and are made by tools/train_relation.py from letters written for this project.
They weigh the tells of both sides (interactions.tells) and what follows from counting: who opened, who asks, who does,
whom we answered. Each sign has its words in `WORDS` or in relation_signs.WEIGHTS. Multinomial logistic regression:
the probability of a class is the softmax of its sums (Bishop, Pattern Recognition and Machine Learning, 4.3.4).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sellwright.interactions.relation_signs import OUR_ORDERS, RARE_LETTERS, RARE_SIGN
from sellwright.interactions.relation_structure import Counted, stranger

CLASSES = ("buyer", "pitching_us", "other")
# Tells that say something else in the letter that opens a thread: kept once more, as "us opening:wants_done".
OPENING = frozenset({"asks", "wants_done", "does_it", "thanks", "your_matter", "to_you", "introduces"})
# Whose letters hold more of these shows who serves whom: theirs, ours, and the two signs.
_ROLES = tuple(
    (f"them:{tell}", f"us:{tell}", f"they more:{tell}", f"we more:{tell}")
    for tell in ("asks", "wants_done", "does_it", "thanks")
)
# The signs that relation_signs.WEIGHTS does not name, as a person reads them.
WORDS: dict[str, str] = {
    "wants_done": "want something done", "does_it": "do or send something", "thanks": "say thanks",
    "sorry": "are sorry", "your_matter": "speak of what is the reader's", "to_you": "address the reader",
    "introduces": "say who they are and what they do",
    "others_like_you": "tell what others of the trade say", "no_pressure": "leave the reader free to decline",
    "names_us": "name the reader's firm", "figures": "name a day, a size or a number", "long": "write long letters",
    "own_matter": "speak of a matter of their own", "asks": "ask things", "seeks": "ask what the reader makes or does",
}  # fmt: skip
STRUCTURE: dict[str, str] = {
    "we first": "We wrote first and they answered", "we only": "Only we have written so far",
    "we answered": "They wrote first and we answered", "stranger": "Nothing from us to them yet",
    "stranger again": "They wrote again, we never answered", "free mail": "A private address",
    "buyer's desk": "A purchasing address", "mass mail": "Signs of mass mail",
    "outreach": "We wrote to them about their affairs and asked for nothing",
}  # fmt: skip


class Odds(NamedTuple):
    """Probabilities; they add up to 1. Fitted on few hands: read them as an order, not as rates of your own mail."""

    buyer: float
    pitching_us: float
    other: float


class Model(NamedTuple):
    """Weights by sign, in order of CLASSES ("always" is the constant), and the odds that make a buyer."""

    weights: Mapping[str, tuple[float, float, float]]
    least: float


@cache
def model() -> Model:
    """The model of relation_model.json."""
    card = json.loads(files(__package__).joinpath("relation_model.json").read_text(encoding="utf-8"))
    weights = {sign: (w["buyer"], w["pitching_us"], w["other"]) for sign, w in card["weights"].items()}
    return Model(weights, card["least"])


def signs(found: Counted, structure: Mapping[str, int]) -> dict[str, float]:
    """The signs of one person, each with its strength: 1, or RARE_SIGN for a tell in fewer than every eighth letter.

    `structure` are the signs of relation_structure; only "free mail", "buyer's desk" and "mass mail" are taken of them.
    """
    made: dict[str, float] = {}
    marks, us, them = found.marks, found.us_human, found.them_human
    for mark, count in marks.items():
        if ":" in mark:
            letters = us if mark[0] == "u" else them
            made[mark] = 1.0 if count * RARE_LETTERS >= letters else RARE_SIGN
    if found.first_side == "us":
        made["we first" if them else "we only"] = 1.0
    elif us:
        made["we answered"] = 1.0
    if stranger(found):
        made["stranger"] = 1.0
        if them > 1:
            made["stranger again"] = 1.0
    for sign in ("free mail", "buyer's desk", "mass mail"):
        if sign in structure:
            made[sign] = 1.0
    if us and them:
        for in_theirs, in_ours, they_more, we_more in _ROLES:
            theirs, ours = marks.get(in_theirs, 0) * us, marks.get(in_ours, 0) * them
            if theirs != ours:
                made[they_more if theirs > ours else we_more] = 1.0
    if outreach(found):
        made["outreach"] = 1.0
    return made


def outreach(found: Counted) -> bool:
    """We wrote first, spoke to them of their affairs, and asked for nothing: how one turns to a buyer."""
    marks = found.marks
    return (
        found.first_side == "us"
        and ("us opening:your_matter" in marks or "us opening:to_you" in marks)
        and "us opening:wants_done" not in marks
        and "us opening:asks" not in marks
        and OUR_ORDERS.isdisjoint(marks)
    )


def odds(made: Mapping[str, float]) -> Odds:
    """The probabilities of the classes for some signs; signs the model does not know count nothing."""
    known = model().weights
    buyer, pitching, other = known["always"]
    for sign, strength in made.items():
        weights = known.get(sign)
        if weights is not None:
            buyer += weights[0] * strength
            pitching += weights[1] * strength
            other += weights[2] * strength
    top = max(buyer, pitching, other)
    b, p, o = math.exp(buyer - top), math.exp(pitching - top), math.exp(other - top)
    total = b + p + o
    return Odds(b / total, p / total, o / total)


def speaking(made: Mapping[str, float], kind: int, few: int = 5) -> list[str]:
    """The signs that speak most for a class (its place in CLASSES) against the better of the others, best first."""
    known = model().weights
    weighed = []
    for sign, strength in made.items():
        if sign in known:
            weights = known[sign]
            lead = weights[kind] - max(weight for place, weight in enumerate(weights) if place != kind)
            weighed.append((-lead * strength, sign))
    return [sign for lead, sign in sorted(weighed)[:few] if lead < 0]


def words(sign: str) -> str:
    """A sign of this model in words, for signs relation_signs.WEIGHTS does not name."""
    if sign in STRUCTURE:
        return STRUCTURE[sign]
    side, _, tell = sign.partition(":")
    who = "We" if side.startswith(("us", "we")) else "They"
    often = " more often than " + ("they do" if who == "We" else "we do") if side.endswith("more") else ""
    first = " in the first letter" if side.endswith("opening") else ""
    return f"{who} {WORDS.get(tell, tell.replace('_', ' '))}{often}{first}"
