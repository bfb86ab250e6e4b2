"""The moments of a talk by rules: whose words, in answer to what (C20 to C22; docs/measures/talk_moments.md).

A word alone decides little. A reflection has to take up words of theirs, an answer has to follow its question, a "no"
a proposal, a "that would be great" a picture of theirs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from sellwright.interactions import talk_learned
from sellwright.interactions import words_moments as words
from sellwright.interactions.talk_labels import FIELDS, Kind, Label, Sides
from sellwright.interactions.talk_sentences import Said

VERSION = 1
LEAST_WORDS = 4  # of an answer that is held
BACK = 8  # turns of theirs whose words a reflection may take up
FIRST = 1 / 3  # of the turns: an agenda is made in the beginning
_OURS: tuple[Kind, ...] = (
    "permission", "feeling named", "limit", "proof", "concession", "ask for the sale", "pressure",
    "tied to their reason", "their future",
)  # fmt: skip
_STAYS = ("price stays", "no discount", "kein rabatt")  # no concession, though words of one stand beside it
_STATED = frozenset(("limit", "proof", "tied to their reason", "their future", "feeling named"))
_THEIRS: tuple[Kind, ...] = ("asks for the next step", "cost of waiting", "price objection")
_OURS_BY_KIND = tuple((kind, words.OURS[kind]) for kind in _OURS)
_THEIRS_BY_KIND = tuple((kind, words.THEIRS[kind]) for kind in _THEIRS)
_HELD = tuple((name, words.HELD[name]) for name in FIELDS)


def measure(said: Sequence[Sequence[Said]], sides: Sides) -> tuple[Label, ...]:
    """All moments: those of the rules that the trained labeller does not hold impossible, and those it is sure of."""
    learned = talk_learned.read(said, sides)
    kept = [label for label in by_rules(said, sides) if learned.possible(label)]
    there = {(label.turn, label.field or label.kind) for label in kept}
    return (*kept, *(label for label in learned.sure if (label.turn, label.field or label.kind) not in there))


@dataclass(frozen=True, slots=True)
class _Before:
    """What a turn answers: the moments and the topic of the last turn of the other side."""

    kinds: frozenset[str] = frozenset()
    topic: str = ""


@dataclass(slots=True)
class _Heard:
    """The beginnings of their words: ever, and in their last turns."""

    ever: set[str] = field(default_factory=set)
    turns: deque[frozenset[str]] = field(default_factory=lambda: deque(maxlen=BACK))

    def add(self, stems: frozenset[str]) -> None:
        """One turn more."""
        self.ever |= stems
        self.turns.append(stems)

    def lately(self, stems: frozenset[str]) -> int:
        """How many of these were theirs in their last turns."""
        return len(stems & frozenset().union(*self.turns))


def by_rules(said: Sequence[Sequence[Said]], sides: Sides) -> tuple[Label, ...]:
    """The moments that rules find, in order."""
    found: list[Label] = []
    heard = _Heard()
    ours = _Before()
    for number, turn in enumerate(said):
        side = sides.get(turn[0].speaker, "") if turn else ""
        if side == "us":
            made = [label for one in turn for label in _our(one, heard, number / len(said))]
            ours = _Before(frozenset(label.kind for label in made), _topic(turn))
        elif side == "them":
            made = list(_their(turn, ours))
            heard.add(frozenset().union(*(one.stems for one in turn)))
        else:
            continue
        found += made
    return tuple(found)


def _label(kind: Kind, one: Said, side: str, of: str = "") -> Label:
    return Label(kind, "us" if side == "us" else "them", one.turn, one.text, one.start, one.end, one.at, of)


def _topic(turn: Sequence[Said]) -> str:
    """What the last question of a turn is about: one of FIELDS, or ''."""
    for one in reversed(turn):
        if one.form:
            return one.topic
    return ""


def _our(one: Said, heard: _Heard, place: float) -> Iterator[Label]:
    low = one.low
    asks = bool(one.form)
    if place < FIRST and one.holds(words.OURS["agenda"]):
        yield _label("agenda", one, "us")
    if asks and one.holds(words.OURS["why now asked"]):
        yield _label("why now asked", one, "us")
    for kind in cast(list[Kind], one.which(_OURS_BY_KIND)):
        stated = asks and kind in _STATED and "right$" not in low
        if not stated and not (kind == "concession" and any(map(low.__contains__, _STAYS))):
            yield _label(kind, one, "us")
    if not asks and len(one.stems) >= 2 and len(one.stems & heard.ever) >= 2 and one.holds(words.FUTURE):
        yield _label("their future", one, "us")
    if _reflects(one, heard):
        yield _label("reflection", one, "us")
    if one.holds(words.PLANS) and one.holds(words.DAY) and not one.holds(words.OURS["agenda"]) and place > FIRST:
        yield _label("next step", one, "us")


def _reflects(one: Said, heard: _Heard) -> bool:
    """A restating of theirs: an opening that says so and a word of theirs, or "so" and three of them."""
    if one.holds(words.REFLECTS):
        return heard.lately(one.stems) >= 1
    return bool(
        not one.form and words.SO.match(one.low) and heard.lately(one.stems) >= 3 and not words.OF_OURS.search(one.low)
    )


def _their(turn: Sequence[Said], before: _Before) -> Iterator[Label]:
    first = turn[0]
    low = first.low
    if "reflection" in before.kinds and words.CONFIRMS.match(low):
        yield _label("confirmed", first, "them")
    if before.kinds & {"limit", "proof", "tied to their reason"} and words.THANKS_FOR_IT.match(low):
        yield _label("thanked for it", first, "them")
    proposed = before.kinds & {"ask for the sale", "next step", "concession", "pressure"}
    if proposed and words.NO.match(low):
        yield _label("no", first, "them")
    elif before.kinds & {"next step", "ask for the sale", "agenda", "permission"} and words.YES.match(low):
        yield _label("yes", first, "them")
    answered = False
    for one in turn:
        if "their future" in before.kinds and len(one.words) >= LEAST_WORDS and words.WOULD.search(one.low):
            yield _label("adds to it", one, "them")
        if one.holds(words.THEIRS["rather not"]):
            yield _label("rather not", one, "them", before.topic)
            continue
        for kind in cast(list[Kind], one.which(_THEIRS_BY_KIND)):
            if not words.DENIED.search(one.low):
                yield _label(kind, one, "them")
        fields = list(_fields(one, before.topic if not answered else ""))
        answered = answered or bool(fields)
        for name in fields:
            yield _label("held", one, "them", name)


def _fields(one: Said, topic: str) -> Iterator[str]:
    """Which fields a sentence of theirs speaks for: the one asked about, and those its own words name."""
    named = one.which(_HELD)
    if not (topic or named):
        return
    if one.form or len(one.words) < LEAST_WORDS or words.IF.search(one.low):
        return
    if topic and not words.NO.match(one.low) and not words.DOES_NOT_KNOW.match(one.low):
        yield topic
    yield from (name for name in named if name != topic)
