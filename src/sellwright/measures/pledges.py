"""Whether promises were kept and questions answered (cards C32 and C33; docs/measures/pledges.md).

Evidence or silence: a promise is kept when a later letter, call or meeting shows it, and that one is named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from itertools import islice
from typing import Literal

from sellwright.interactions.evidence import ATTACHED, Letter, matter_of
from sellwright.interactions.results import Reason, Result
from sellwright.interactions.values import Pledge, Question, Side, Touch
from sellwright.settings import Settings

VERSION = 1
State = Literal["kept", "late", "due today", "open", "no date", "renewed"]
Deed = Literal["send", "talk", "tell", "do"]

MAX_WORDS = 20_000  # characters of a letter that are searched
WITHIN = 180 * 86400.0  # seconds after a promise in which evidence is looked for

# What somebody undertakes. The first that matches wins; each alternative is a plain word, so matching is linear.
_SEND = re.compile(
    r"\b(?:send|sending|share|forward|attach|provide|prepare|upload|draft|submit|deliver|mail|email|e-mail|get you|scan"
    r"|have it back|you (?:will|'ll) (?:have|get|receive)"
    r"|to you (?:by|on|before|tomorrow|today|this|next)|reiche|erhalten sie|bekommen sie|haben sie"
    r"|schicke?n?|sende|senden|zusenden|zuschicken|leite|weiterleiten|zukommen|bereite|erstelle|nachreichen"
    r"|envoie|renvoie|envoyer|enverrai|enverrons|recevrez|aurez|transmets|transmettre|prépare|partage|mando|invio|envío|enviar|stuur)\b"
)
_TALK = re.compile(
    r"\b(?:call|ring|phone|dial|speak|talk|anrufen|anruf|telefonieren|rufe|rufen|appelle|appeler|appellerai|rappelle"
    r"|rappeler|rappellerai|llamo|llamaré|chiamo|bel)\b"
)
_TELL = re.compile(
    r"\b(?:get back|getting back|come back|let you know|keep you|update you|follow up|reply|respond|answer|tell you"
    r"|confirm|check|ask|find out|look into|clarify|revert|report|circle back|melde|melden|bescheid|rückmeldung"
    r"|frage|kläre|klären|prüfe|prüfen|bestätige|antworte|erkundige|hören sie von"
    r"|reviens|reviendrai|courant|renseigne|vérifie"
    r"|confirme|réponds|répondrai|un retour|parler à)\b"
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How one side keeps its promises. `rate` is kept / (kept + late) of the dated ones; None when none fell due."""

    side: Side
    kept: int  # of those with a date
    late: int
    open: int  # dated, not due yet
    undated: int  # kept or not
    renewed: int
    rate: float | None
    reasons: tuple[Reason, ...]  # one per promise: its state and words; ids: where it stands, what kept it

    def result(self, person: str) -> Result:
        """The shape all measures share."""
        due = self.kept + self.late
        words = f"{self.kept} of {due} kept" if due else "nothing with a date fell due"
        return Result(f"pledges_{self.side}", VERSION, person, self.rate, "share", words, due, self.reasons)


def measure(
    pledges: Iterable[Pledge], settings: Settings, now: float, side: Side = "us", *, zone: tzinfo = UTC
) -> Keeping:
    """The promises of one side, each with its state on the day `now` falls on in `zone`. `settings` has no part yet."""
    del settings
    today = datetime.fromtimestamp(now, zone).date()
    tally: dict[State, int] = dict.fromkeys(("kept", "late", "due today", "open", "no date", "renewed"), 0)
    undated, reasons = 0, []
    for pledge in pledges:
        if pledge.side != side or pledge.at > now:
            continue
        found = state(pledge, today)
        undated += pledge.promise.due_date is None
        if pledge.promise.due_date is not None or found == "renewed":
            tally[found] += 1
        ids = tuple(name for name in (pledge.message, pledge.kept_by or pledge.renewed_by) if name)
        reasons.append(Reason(f"{found}: {pledge.promise.text}", ids, 0.0, side, pledge.at))
    due = tally["kept"] + tally["late"]
    return Keeping(
        side=side,
        kept=tally["kept"],
        late=tally["late"],
        open=tally["open"] + tally["due today"],
        undated=undated,
        renewed=tally["renewed"],
        rate=tally["kept"] / due if due else None,
        reasons=tuple(reasons),
    )


def state(pledge: Pledge, today: date) -> State:
    """What became of a promise, on a day."""
    if pledge.kept_by:
        return "kept"
    if pledge.renewed_by:
        return "renewed"
    due = pledge.promise.due_date
    if due is None:
        return "no date"
    if due < today:
        return "late"
    return "due today" if due == today else "open"


_Promised = tuple[Deed, frozenset[str], bool]  # the deed, its matter, and whether the touch is in the same thread


def words_of(subject: str, new_text: str, files: Iterable[str]) -> str:
    """What `keep` reads of a letter: what its writer wrote this time, the subject, the names of what was attached."""
    attached = "".join(f"\n{ATTACHED}{name}" for name in files)
    return f"{subject}\n{new_text[:MAX_WORDS]}{attached}"


def keep(
    promises: Sequence[Pledge], later: Sequence[Touch], words: Mapping[str, str] | None = None
) -> tuple[Pledge, ...]:
    """The same promises, in order, with `kept_by` and `renewed_by` where the evidence is found.

    `later` are the touches of the relationship, oldest first (all of them: the one a promise stands in tells its
    thread). `words` gives what `words_of` made of each letter, by message id; without it the only evidence is that the
    promiser wrote again in the same thread without promising anew, or that a call or meeting took place.
    """
    if not promises:
        return ()
    threads = {touch.id: touch.thread for touch in later}
    human = [touch for touch in later if touch.human]
    letters: dict[str, Letter] = {}
    made: dict[str, list[tuple[Side, frozenset[str]]]] = {}
    matters = [matter_of(pledge.promise.text) for pledge in promises]
    for pledge, matter in zip(promises, matters, strict=True):
        made.setdefault(pledge.message, []).append((pledge.side, matter))
    return tuple(
        pledge if pledge.kept_by else _follow((pledge, matter), human, (threads, made), (words, letters))
        for pledge, matter in zip(promises, matters, strict=True)
    )


def _follow(
    promised: tuple[Pledge, frozenset[str]],
    human: Sequence[Touch],
    known: tuple[Mapping[str, str], Mapping[str, Sequence[tuple[Side, frozenset[str]]]]],
    reading: tuple[Mapping[str, str] | None, dict[str, Letter]],
) -> Pledge:
    """One promise and what came after it: the first letter that keeps it or makes it anew."""
    (pledge, matter), (threads, made), (words, letters) = promised, known, reading
    deed = _deed(pledge.promise.text)
    thread = threads.get(pledge.message, "")
    for touch in islice(human, bisect_right(human, pledge.at, key=_time), None):
        if touch.at - pledge.at > WITHIN:
            break
        if touch.side == pledge.side and _promised_again(pledge.side, matter, made.get(touch.id, ())):
            return replace(pledge, renewed_by=touch.id)
        letter = None
        if words is not None and touch.channel in ("mail", "chat") and (deed == "talk" or touch.side == pledge.side):
            letter = letters.get(touch.id)
            if letter is None:
                letters[touch.id] = letter = Letter(words.get(touch.id, ""))
        if _shows(touch, pledge.side, (deed, matter, touch.thread == thread), letter):
            return replace(pledge, kept_by=touch.id)
    return pledge


def _time(touch: Touch) -> float:
    return touch.at


def settle(questions: Sequence[Question], later: Sequence[Touch]) -> tuple[Question, ...]:
    """The same questions, in order, with `answered_by` where the other side answered.

    The answer is the first later human letter of the other side in the question's thread (one that says it answers is
    preferred over an earlier one only when that earlier one asks back and answers nothing), or a talk or meeting with
    them. `later` are the touches of the relationship, oldest first.
    """
    if not questions:
        return ()
    threads = {touch.id: touch.thread for touch in later}
    human = [touch for touch in later if touch.human]
    return tuple(
        question if question.answered_by else _answered(question, human, threads.get(question.message))
        for question in questions
    )


def _answered(question: Question, human: Sequence[Touch], thread: str | None) -> Question:
    """One question and the first that answers it; `thread` is None when the question's letter is not among them."""
    asked_back = ""
    for touch in islice(human, bisect_right(human, question.at, key=_time), None):
        if touch.at - question.at > WITHIN:
            break
        talk = _is_talk(touch)
        if not talk and (touch.side == question.side or (thread is not None and touch.thread != thread)):
            continue
        if talk or touch.answers or not touch.asks:
            if asked_back and not touch.answers:
                break
            return replace(question, answered_by=touch.id)
        asked_back = asked_back or touch.id
    return replace(question, answered_by=asked_back) if asked_back else question


def _is_talk(touch: Touch) -> bool:
    return touch.channel == "meeting" or (touch.channel == "call" and touch.minutes > 0)


def _deed(text: str) -> Deed:
    lowered = text.lower()
    if _SEND.search(lowered):
        return "send"
    if _TALK.search(lowered):
        return "talk"
    return "tell" if _TELL.search(lowered) else "do"


def _promised_again(side: Side, matter: frozenset[str], again: Iterable[tuple[Side, frozenset[str]]]) -> bool:
    """Whether a later letter promises the same matter: at least half of the words of the shorter one."""
    for other, theirs in again:
        shorter = min(len(matter), len(theirs))
        if other == side and shorter and 2 * len(matter & theirs) >= shorter:
            return True
    return False


def _shows(touch: Touch, side: Side, promised: _Promised, letter: Letter | None) -> bool:
    """Whether one later touch shows that a promise of `side` was kept; `letter` is None when no words are known."""
    deed, matter, near = promised
    if touch.channel != "mail" and touch.channel != "chat":
        return deed == "talk" and _is_talk(touch)
    if deed == "talk":
        return letter is not None and letter.talked
    if touch.side != side:
        return False
    if letter is None:
        return near
    return _reports(letter, matter, near) if deed == "tell" else _delivers(letter, promised)


def _reports(letter: Letter, matter: frozenset[str], near: bool) -> bool:
    """Told: in the same thread any letter that does not say "not yet"; elsewhere one that speaks of the matter."""
    if near:
        return not letter.not_yet
    least = min(2, len(matter))
    if not matter or letter.may_name(matter) < least:
        return False
    return any(part.names(matter) >= least and part.is_now for part in letter.parts)


def _delivers(letter: Letter, promised: _Promised) -> bool:
    """Sent or done: a sentence, not about the future, that hands the thing over or says it is done, and names it.

    In the same thread handing over anything will do for a thing to be sent, and so will naming most of it with figures.
    A subject that names the thing serves as its name.
    """
    deed, matter, near = promised
    expected = near and deed == "send"
    understood = expected or len(letter.subject & matter) > 1
    if not letter.may_name(matter):
        return understood and letter.hands_over
    if not letter.may_hand and not letter.may_be_done and not (expected and letter.figures):
        return False
    for part in letter.parts:
        named = part.names(matter)
        if not named and not understood:
            continue
        if (
            (letter.may_hand and part.handed)
            or (named and letter.may_be_done and part.done)
            or (expected and named and 2 * named >= len(matter) and part.figures)
        ) and part.is_now:
            return True
    return False
