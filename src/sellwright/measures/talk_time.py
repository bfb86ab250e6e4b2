"""Who speaks when and how long: shares, turns, the longest stretch, pauses (card C21; docs/measures/talk_time.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sellwright.interactions.talk_labels import Side, Sides
from sellwright.interactions.talks import Talk, Turn

VERSION = 1
PAUSE = 2.0  # seconds of silence between two turns from which it is a pause
ASIDE_WORDS = 3  # a turn of no more words does not end a stretch of the other


@dataclass(frozen=True, slots=True)
class Stretch:
    """One person speaking on. `seconds` is None without times."""

    speaker: str
    turn: int
    at: float | None
    seconds: float | None
    words: int


@dataclass(frozen=True, slots=True)
class TalkTime:
    """`unit` is "seconds", or "words" where the file has no times: then the shares are of words."""

    unit: str
    by_speaker: tuple[tuple[str, float, int], ...]  # name, amount, turns
    ours: float
    theirs: float
    share: float | None  # of ours among both; None when nobody's side is known
    longest: tuple[Stretch, ...]  # of us and of them
    pauses: tuple[tuple[float, float, Side], ...]  # when, how long, who broke it
    turns: int


def measure(talk: Talk, sides: Sides) -> TalkTime:
    """Time of each speaker: the union of their cues, so what is said twice at once counts once for one person."""
    spoken = [turn for turn in talk.turns if not turn.chat]
    words = {turn.number: len(turn.text.split()) for turn in spoken}
    amounts: dict[str, float] = {}
    for name in talk.speakers:
        own = [turn for turn in spoken if turn.speaker == name]
        amounts[name] = _union(own) if talk.timed else float(sum(words[turn.number] for turn in own))
    ours, theirs = (sum(amounts[name] for name in amounts if sides.get(name) == side) for side in ("us", "them"))
    counts = {name: sum(turn.speaker == name for turn in spoken) for name in amounts}
    return TalkTime(
        "seconds" if talk.timed else "words",
        tuple((name, amounts[name], counts[name]) for name in amounts), ours, theirs,
        ours / (ours + theirs) if ours + theirs else None,
        tuple(one for one in (_longest(spoken, words, [name for name in amounts if sides.get(name) == side], talk.timed)
                              for side in ("us", "them")) if one is not None),
        tuple(_pauses(spoken, sides)) if talk.timed else (), len(spoken),
    )  # fmt: skip


def _union(turns: Iterable[Turn]) -> float:
    total, reached = 0.0, float("-inf")
    spans = sorted((cue.start or 0.0, cue.end or 0.0) for turn in turns for cue in turn.cues)
    for start, end in spans:
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _longest(turns: Sequence[Turn], words: Mapping[int, int], speakers: Collection[str], timed: bool) -> Stretch | None:
    """The longest stretch of one of them; turns of three words by others in between do not end it. `words` by turn."""
    best: Stretch | None = None
    reached = 0  # where the stretch before ended: what begins in it is a part of it
    for at, first in enumerate(turns):
        if (
            at < reached
            or first.speaker not in speakers
            or words[first.number] <= ASIDE_WORDS
            or (at and turns[at - 1].speaker == first.speaker)
        ):
            continue
        run = [first]
        reached = len(turns)
        for place, turn in enumerate(islice(turns, at + 1, None), at + 1):
            if turn.speaker == first.speaker:
                run.append(turn)
            elif words[turn.number] > ASIDE_WORDS:
                reached = place
                break
        size = sum(words[turn.number] for turn in run)
        found = Stretch(first.speaker, first.number, first.start, _union(run) if timed else None, size)
        if best is None or (found.seconds or found.words) > (best.seconds or best.words):
            best = found
    return best


def _pauses(turns: Sequence[Turn], sides: Sides) -> Iterable[tuple[float, float, Side]]:
    reached = turns[0].end or 0.0
    for turn in turns[1:]:
        start = turn.start or 0.0
        if start - reached >= PAUSE:
            yield reached, start - reached, sides.get(turn.speaker, "")
        reached = max(reached, turn.end or 0.0)
