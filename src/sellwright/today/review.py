"""A talk looked back on: what was said and by whom, what is earned, and the one thing to practise (cards C20 to C23).

Puts the measures of a conversation together. Below its threshold it says how much is missing, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sellwright.interactions import lowered, words_weak
from sellwright.interactions.talk_labels import Label, Sides, grounded
from sellwright.interactions.talk_sentences import Said
from sellwright.interactions.talks import Talk
from sellwright.measures import (
    persuasion_path,
    promises,
    right_to_close,
    talk_discovery,
    talk_moments,
    talk_questions,
    talk_time,
)
from sellwright.measures.persuasion_path import Path, place
from sellwright.measures.right_to_close import Moment, State
from sellwright.measures.talk_discovery import Discovery
from sellwright.measures.talk_questions import Questions
from sellwright.measures.talk_time import TalkTime
from sellwright.measures.weak_sentences import Weak
from sellwright.settings import Settings

LEAST_TURNS = 10  # in all
LEAST_WORDS = 40  # of either side
LEAST_SEEN = 0.25  # moments a turn, and
LEAST_FIELDS = 3  # fields, below which what is missing may just not have been recognised
LONG_SECONDS, LONG_WORDS = 120.0, 300  # of ours in one go
MOST_CLOSED = 3  # closed questions that are worth a card
REASONS = ("why it matters to them", "why now")
# Of several behaviours the first in this order is the one to practise: what does harm, then what the path lacks first.
ORDER = (
    "urgency in their words", "holding the price", "earning the close", "them before us", "leaving room",
    "restating before going on", "asking openly", "proposing the next step",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """All of it. `too_little` says what is lacking; then there are no labels, and nothing is judged."""

    talk: Talk
    sides: Sides
    time: TalkTime
    too_little: str
    questions: Questions
    labels: tuple[Label, ...]
    discovery: Discovery
    path: Path
    missing: tuple[str, ...]  # empty: earned
    moments: tuple[Moment, ...]
    weak: tuple[Weak, ...]

    @property
    def unsure(self) -> bool:
        """Whether so little was recognised that "missing" would say more about our rules than about the talk."""
        seen = sum(label.kind != "promise" for label in self.labels)
        return bool(
            not self.too_little
            and self.missing
            and self.discovery.covered < LEAST_FIELDS
            and seen < LEAST_SEEN * self.time.turns
        )

    @property
    def practise(self) -> str:
        """The one behaviour, or ''."""
        there = {one.behaviour for one in self.weak}
        return next((name for name in ORDER if name in there), "")


def make(
    talk: Talk, said: Sequence[Sequence[Said]], sides: Sides, settings: Settings, more: Sequence[Label] = ()
) -> Review:
    """The review. `more`: moments found elsewhere; those that are new count too, if their words stand in the text."""
    time = talk_time.measure(talk, sides)
    lacking = _too_little(talk, sides)
    if lacking:
        none = talk_discovery.measure(())
        return Review(
            talk,
            sides,
            time,
            lacking,
            talk_questions.measure((), sides),
            (),
            none,
            persuasion_path.measure(()),
            (),
            (),
            (),
        )
    raw = talk_moments.measure(said, sides)
    there = {(one.turn, one.field or one.kind) for one in raw}
    new = [one for one in more if (one.turn, one.field or one.kind) not in there]
    labels = grounded(talk, [*raw, *new, *_promises(said, sides, settings)])
    state = _state(labels)
    attempts = [
        (one, _state(labels[:before]))
        for before, one in enumerate(labels)
        if one.side == "us" and one.kind in ("ask for the sale", "next step")
    ]
    moments = right_to_close.moments(attempts, labels)
    questions = talk_questions.measure(said, sides)
    path = persuasion_path.measure(labels)
    return Review(
        talk, sides, time, "", questions, labels, talk_discovery.measure(labels), path, right_to_close.missing(state),
        moments, tuple(_weak(said, sides, (labels, moments, questions, time, path))),
    )  # fmt: skip


def _too_little(talk: Talk, sides: Sides) -> str:
    spoken = [turn for turn in talk.turns if not turn.chat]
    words = {
        side: sum(len(turn.text.split()) for turn in spoken if sides.get(turn.speaker) == side)
        for side in ("us", "them")
    }
    if len(spoken) < LEAST_TURNS:
        return f"{len(spoken)} turns; {LEAST_TURNS} are needed"
    for side, name in (("them", "they"), ("us", "we")):
        if words[side] < LEAST_WORDS:
            return f"{name} say {words[side]} words; {LEAST_WORDS} are needed"
    return ""


def _promises(said: Sequence[Sequence[Said]], sides: Sides, settings: Settings) -> Iterable[Label]:
    turns = [turn for turn in said if turn and sides.get(turn[0].speaker)]
    told = [[(one.start, one.end, one.text) for one in turn if not one.form] for turn in turns]
    for turn, parts, ready in zip(turns, told, lowered.prepared(told), strict=True):
        language = turn[0].language if turn[0].language in ("en", "de", "fr") else ""
        for promise in promises.find(parts, language, None, settings.promise_threshold, lowered=ready):
            one = next(one for one in turn if one.start == promise.start)
            yield Label("promise", sides[one.speaker], one.turn, one.text, one.start, one.end, one.at)


def _state(labels: Sequence[Label]) -> State:
    path = persuasion_path.measure(labels)
    discovery = talk_discovery.measure(labels)
    reason = any(field.quotes for field in discovery.fields if field.name in REASONS) or any(
        label.kind == "cost of waiting" for label in labels
    )
    return State({step.name: step.score for step in path.steps}, discovery.covered, reason)


_Found = tuple[Sequence[Label], Sequence[Moment], Questions, TalkTime, Path]


def _weak(said: Sequence[Sequence[Said]], sides: Sides, found: _Found) -> Iterable[Weak]:
    """Sentences of ours worth practising on, each with the behaviour that would make it better."""
    labels, moments, questions, time, path = found
    pushy = {(one.label.turn, one.label.start): one for one in moments if one.sort == "pushy"}
    for label in labels:
        moment = pushy.get(place(label))
        if label.kind == "pressure":
            yield _card(label.quote, "urgency in their words")
        elif label.kind == "concession" and moment:
            _, why, target = words_weak.WEAK["holding the price"]
            yield Weak(label.quote, "holding the price", moment.why or why, target)
        elif label.kind == "ask for the sale":
            if moment:
                yield Weak(label.quote, "earning the close", moment.why, "Earn it first: what is missing comes before.")
            else:
                yield _card(label.quote, "proposing the next step")
    for turn in said:
        for one in turn:
            if sides.get(one.speaker) == "us" and words_weak.WEAK["them before us"][0].search(one.text):
                yield _card(one.text, "them before us")
    for stretch in time.longest:
        if sides.get(stretch.speaker) == "us" and (stretch.seconds or 0.0) + stretch.words > 0 and _long(time, stretch):
            first = said[stretch.turn - 1][0]
            yield Weak(
                first.text, "leaving room", f"With it begin {stretch.words} words in one go.",
                "Stop after three sentences and ask.",
            )  # fmt: skip
    if path.score("empathy") < 2:
        yield from _unheard(said, sides, labels)
    closed = [one for one in questions.asked if one.side == "us" and one.form == "closed"]
    if len(closed) > questions.count("us", "open"):
        for asked in closed[:MOST_CLOSED]:
            yield Weak(asked.quote, "asking openly", "A yes, a no or one fact answers it.", "Ask what, how or why.")


def _card(quote: str, behaviour: str) -> Weak:
    _, why, target = words_weak.WEAK[behaviour]
    return Weak(quote, behaviour, why, target)


def _long(time: TalkTime, stretch: talk_time.Stretch) -> bool:
    return (stretch.seconds or 0.0) > LONG_SECONDS if time.unit == "seconds" else stretch.words > LONG_WORDS


def _unheard(said: Sequence[Sequence[Said]], sides: Sides, labels: Sequence[Label]) -> Iterable[Weak]:
    """What we said right after they told their trouble, where it was not said back."""
    back = {label.turn for label in labels if label.kind in ("reflection", "feeling named")}
    told = {
        label.turn: label for label in labels if label.kind == "held" and label.field in ("the problem", REASONS[0])
    }
    for turn, label in told.items():
        following = said[turn] if turn < len(said) else ()
        if following and sides.get(following[0].speaker) == "us" and turn + 1 not in back:
            yield Weak(
                following[0].text, "restating before going on", f"They had just said: {label.quote}",
                'Say it back in their words, until they say "exactly".',
            )  # fmt: skip
