"""A conversation as frozen values: what was said, by whom, when; and what in its transcript is not as it should be.

Nothing is corrected in silence: each correction is a sentence in `Talk.problems`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sellwright.interactions.failures import CannotRead

AT_ONCE = 2.0  # seconds two people may overlap by before it is worth a word: captions are cut that roughly
MOST_PEOPLE = 200  # who speak in one call
MOST_CUES = 200_000  # some 200 hours; more is no call


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of speech as the file has it. Times in seconds from the beginning, None where the file has none."""

    speaker: str  # '' where nobody is named
    text: str
    start: float | None = None
    end: float | None = None
    chat: bool = False  # written beside the talk


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one person says until another does. `cues` are never empty."""

    number: int  # from 1
    speaker: str
    cues: tuple[Cue, ...]

    @property
    def text(self) -> str:
        """All words of it."""
        return " ".join(cue.text for cue in self.cues)

    @property
    def start(self) -> float | None:
        """Seconds from the beginning."""
        return self.cues[0].start

    @property
    def end(self) -> float | None:
        """Seconds from the beginning."""
        ends = [cue.end for cue in self.cues if cue.end is not None]
        return max(ends) if ends else None

    @property
    def chat(self) -> bool:
        """Whether it was written, not said."""
        return self.cues[0].chat

    def at(self, offset: int) -> float | None:
        """When the character `offset` of the text is said: the start of its cue."""
        seen = 0
        for cue in self.cues:
            seen += len(cue.text) + 1
            if offset < seen:
                return cue.start
        return self.start


@dataclass(frozen=True)
class Talk:
    """A whole conversation in the order it was spoken."""

    name: str  # of the file
    form: str  # "WebVTT", "SRT", ...
    turns: tuple[Turn, ...]
    problems: tuple[str, ...] = ()

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Everybody named, in the order they are first heard."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    @cached_property
    def timed(self) -> bool:
        """Whether every spoken cue says when it begins and ends."""
        spoken = [cue for turn in self.turns for cue in turn.cues if not cue.chat]
        return bool(spoken) and all(cue.start is not None and cue.end is not None for cue in spoken)

    @cached_property
    def seconds(self) -> float | None:
        """From the first word to the last, or None without times."""
        if not self.timed:
            return None
        spoken = [cue for turn in self.turns for cue in turn.cues if not cue.chat]
        return max(cue.end or 0.0 for cue in spoken) - min(cue.start or 0.0 for cue in spoken)


def assemble(name: str, form: str, cues: Iterable[Cue], noted: Sequence[str] = ()) -> Talk:
    """A talk from the cues of its file, in the file's order. CannotRead when not one word is said in it."""
    said = [
        Cue(" ".join(cue.speaker.split()), " ".join(cue.text.split()), cue.start, cue.end, cue.chat) for cue in cues
    ]
    said = [cue for cue in said if any(map(str.isalnum, cue.text))]
    if not any(not cue.chat for cue in said):
        raise CannotRead(f"{name} holds no spoken word.", "Export the transcript again, then try once more.")
    if len(said) > MOST_CUES:
        raise CannotRead(f"{name} has more than {MOST_CUES:,} cues: that is no call.", "Give one call.")
    if len({cue.speaker for cue in said}) > MOST_PEOPLE:
        raise CannotRead(f"{name} names more than {MOST_PEOPLE} people: that is no call.", "Give one call.")
    problems = list(noted)
    said = _in_order(said, problems)
    said = _once(said, problems)
    _overlaps(said, problems)
    _nameless(said, problems)
    _alike(said, problems)
    return Talk(name, form, tuple(_turns(said)), tuple(problems))


def _in_order(cues: list[Cue], problems: list[str]) -> list[Cue]:
    """By time where there are times. A cue without one stays behind the cue above it."""
    ended = [cue for cue in cues if cue.start is not None and cue.end is not None and cue.end < cue.start]
    if ended:
        problems.append(
            f"{_count(len(ended), 'cue ends before it begins', 'cues end before they begin')}"
            f" (first at {clock(ended[0].start)}): they count no time."
        )
        cues = [
            replace(cue, end=cue.start) if cue.end is not None and (cue.start or 0.0) > cue.end else cue for cue in cues
        ]
    endless = [cue for cue in cues if cue.start is not None and cue.end is None]
    if endless and any(cue.end is not None for cue in cues if not cue.chat):
        problems.append(
            f"{_count(len(endless), 'cue without an end', 'cues without an end')}"
            f" (first at {clock(endless[0].start)}): counted as no time."
        )
        cues = [replace(cue, end=cue.start) if cue.end is None else cue for cue in cues]
    untimed = sum(cue.start is None for cue in cues if not cue.chat)
    if 0 < untimed < sum(not cue.chat for cue in cues):
        problems.append(f"{_count(untimed, 'cue has', 'cues have')} no time: speaking time is not measured.")
    keyed, now, back = [], 0.0, 0
    for cue in cues:
        if cue.start is not None:
            back += not cue.chat and cue.start < now
            now = cue.start if cue.chat else max(now, cue.start)
        keyed.append((cue.start if cue.start is not None else now, cue))
    if back:
        problems.append(
            f"{_count(back, 'cue begins', 'cues begin')} earlier than the one above: put in order of their times."
        )
    keyed.sort(key=lambda item: item[0])
    return [cue for _, cue in keyed]


def _once(cues: list[Cue], problems: list[str]) -> list[Cue]:
    """Without cues that repeat the words of the one before, as rolling captions do."""
    kept: list[Cue] = []
    repeated = 0
    for cue in cues:
        last = kept[-1] if kept else None
        if last is not None and (last.speaker, last.text) == (cue.speaker, cue.text) and len(cue.text.split()) >= 4:
            repeated += 1
            kept[-1] = replace(last, end=max(filter(None, (last.end, cue.end)), default=last.end))
        else:
            kept.append(cue)
    if repeated:
        problems.append(f"{_count(repeated, 'cue repeats', 'cues repeat')} the one before word for word: counted once.")
    return kept


def _overlaps(cues: list[Cue], problems: list[str]) -> None:
    both, itself, last = 0.0, Counter[str](), None
    for cue in cues:
        if cue.chat or cue.start is None or cue.end is None:
            continue
        if last is not None and last.end is not None:
            shared = min(last.end, cue.end) - cue.start
            if shared > 0 and last.speaker != cue.speaker:
                both += shared
            elif shared > AT_ONCE and cue.speaker:
                itself[cue.speaker] += 1
        if last is None or cue.end >= (last.end or 0.0):
            last = cue
    if both > AT_ONCE:
        problems.append(f"Two people speak at once for {both:.0f} s: it counts for both.")
    for name, times in itself.items():
        problems.append(
            f"{name} speaks in two cues at once, {times} {'time' if times == 1 else 'times'}: are there two people of"
            " that name? They count as one; rename one of them in the file to part them."
        )


def _nameless(cues: list[Cue], problems: list[str]) -> None:
    nameless = sum(not cue.speaker for cue in cues)
    if nameless and nameless < len(cues):
        problems.append(f"{nameless} of {len(cues)} cues name nobody: they count for no side.")


def _alike(cues: list[Cue], problems: list[str]) -> None:
    names = sorted({cue.speaker for cue in cues if cue.speaker}, key=len)
    for at, short in enumerate(names):
        for long in names[at + 1 :]:
            if short.casefold() == long.casefold() or long.casefold().startswith(short.casefold() + " "):
                problems.append(f"{short} and {long} may be one person: they count as two.")


def _turns(cues: Sequence[Cue]) -> Iterable[Turn]:
    held: list[Cue] = []
    number = 0
    for cue in cues:
        if held and (held[-1].speaker, held[-1].chat) != (cue.speaker, cue.chat):
            number += 1
            yield Turn(number, held[0].speaker, tuple(held))
            held = []
        held.append(cue)
    yield Turn(number + 1, held[0].speaker, tuple(held))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def clock(seconds: float | None) -> str:
    """1:02:03 or 2:03 of seconds; '' without."""
    if seconds is None:
        return ""
    whole = int(max(0.0, seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
