"""Which lane admits a person, and the line that says why (card C33; docs/measures/today.md).

One person at a time, from what is between us and them; nothing is kept from one person to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sellwright.interactions.values import Pledge, Question, Relationship, Touch
from sellwright.measures import chasing, effort, pledges
from sellwright.settings import Settings
from sellwright.today import wording
from sellwright.today.day import Entry, Lane, Said, Word

DAY = 86400.0
NEAR_DAYS = 14  # a date of theirs this close is a reason to write, and for a week after it
STALE = "waiting longer than {:.0f} days: a new start, not an answer"

_NOBODY_SAID = Said()
_NEWS = {
    "stakeholder": "Brought somebody in",
    "referral": "Recommended you on",
    "internal_data": "Gave you inside figures",
    "task_done": "Did what you had agreed",
    "commitment": "Said what they will do",
}
CALL_BACK = "Call back."  # the next step of who called and reached nobody


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same for everybody on one day."""

    now: datetime  # aware; its zone is the reader's
    at: float  # the same in seconds since 1970 UTC
    today: date
    settings: Settings
    words: Mapping[str, Sequence[Word]]
    said: Mapping[str, Said]
    quotes: Mapping[str, str]  # message id to first words, where the caller has them


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a relationship: what they did since our last human sign."""

    run: tuple[Touch, ...]  # human touches of theirs, oldest first
    ours: Touch | None  # our last human sign: a letter, a call try, a talk or a meeting
    begins: int  # index in touches of the first of the run
    ahead: Touch | None  # a meeting that is still to come
    automated: bool  # automated letters of ours, and none by hand, came right before the run


def tail_of(touches: Sequence[Touch], now: float) -> Tail:
    """Reads a history from its end, no further than our last human sign."""
    run: list[Touch] = []
    ours = ahead = None
    begins, automated = len(touches), False
    for index in range(len(touches) - 1, -1, -1):
        touch = touches[index]
        if touch.at > now:
            if touch.channel == "meeting":
                ahead = touch
        elif not touch.human:
            automated = automated or (touch.side == "us" and bool(run))
        elif touch.side == "us" or touch.channel == "meeting" or (touch.channel == "call" and touch.minutes > 0):
            ours = touch
            break
        else:
            run.append(touch)
            begins, automated = index, False
    run.reverse()
    return Tail(tuple(run), ours, begins, ahead, automated)


def place(relationship: Relationship, frame: Frame, tail: Tail) -> Entry | str | None:
    """The entry of the first lane that admits a person; a reason to leave them out; or None: nothing to do."""
    found = _first_lane(relationship, frame, tail)
    held = relationship.relation.held
    if held and isinstance(found, Entry) and all(touch.channel == "mail" for touch in tail.run):
        return held  # who called, or wrote in a chat whose words were not weighed, is not left out
    return found


def _first_lane(relationship: Relationship, frame: Frame, tail: Tail) -> Entry | str | None:
    said = frame.said.get(relationship.person.key, _NOBODY_SAID)
    waiting = _waiting(relationship, frame, tail, said)
    if isinstance(waiting, Entry):
        return waiting
    found = _promised(relationship, frame, said) or _moved(relationship, frame, tail, said)
    if found is not None:
        return found
    chase = chase_of(relationship, frame, tail)
    if chase is not None and chase.held:
        return _on_purpose(relationship, frame, chase)
    return _worth_a_word(relationship, frame, tail, said) or waiting


def requests(tail: Tail) -> list[Touch]:
    """What of theirs waits for an answer: letters to us that ask something or open contact, and calls nobody took.

    A letter that neither asks nor opens a thread ("Thanks!", "See you on Monday") waits for nobody.
    """
    return [touch for touch in tail.run if touch.addressed and (touch.asks or touch.opens or touch.channel == "call")]


def chase_of(relationship: Relationship, frame: Frame, tail: Tail) -> chasing.Chase | None:
    """Whether we chase this person. None when nothing can be held: they wrote last, or the rest would be over."""
    if tail.run or tail.ours is None or tail.ahead is not None:
        return None
    if tail.ours.at + frame.settings.rest_days * DAY <= frame.at:
        return None
    touches, held = relationship.touches, relationship.pledges
    share = effort.share(touches, frame.settings, frame.at, held)
    return chasing.measure(touches, frame.settings, frame.at, share, pledges=held, zone=frame.now.tzinfo or UTC)


def _waiting(relationship: Relationship, frame: Frame, tail: Tail, said: Said) -> Entry | str | None:
    """Waiting on you: the last human sign is theirs, addressed to us, and asks or opens contact."""
    open_ones = [touch for touch in requests(tail) if said.done_at is None or touch.at > said.done_at]
    floor = frame.at - frame.settings.waiting_days * DAY
    recent = [touch for touch in open_ones if touch.at >= floor]
    if not recent:
        return STALE.format(frame.settings.waiting_days) if open_ones else None
    first, ids = recent[0], tuple(touch.id for touch in recent)
    asked = [question for question in relationship.questions if question.message in ids and question.side == "them"]
    asked = wording.without_introductions(asked)
    called = any(touch.channel == "call" for touch in recent)
    settings = frame.settings
    return Entry(
        person=relationship.person,
        lane="waiting on you",
        reason=_asked(recent, asked, frame),
        relation=relationship.relation.kind,
        effort="",
        minutes=settings.call_minutes if called else settings.answer_minutes,
        next_step=_answer_step(called, len(asked) or sum(touch.asks for touch in recent)),
        since=first.at,
        ids=ids,
        late_by=max(0.0, frame.at - first.at - settings.answer_promise_hours * 3600),
        also=_also_promised(relationship, frame),
    )


def _asked(recent: Sequence[Touch], asked: Sequence[Question], frame: Frame) -> str:
    first = recent[0]
    if asked:
        more = f" and {len(asked) - 1} more" if len(asked) > 1 else ""
        return f"Asked {wording.when(asked[0].at, frame.now)}: {wording.quote(asked[0].ask.text)}{more}."
    if first.channel == "call":
        return f"Called {wording.when(first.at, frame.now)}; nobody took the call."
    words = frame.quotes.get(first.id, "")
    quoted = f": {wording.quote(words)}" if words else ""
    what = "Asked something" if first.asks else "Wrote to you unasked"
    return f"{what} {wording.when(first.at, frame.now)}{quoted}; nobody has answered."


def _answer_step(called: bool, asks: int) -> str:
    if called:
        return CALL_BACK
    if asks == 0:
        return "Answer, and ask what brings them."
    return "Answer the question." if asks == 1 else f"Answer the {asks} questions."


def due_pledges(relationship: Relationship, frame: Frame) -> list[Pledge]:
    """Promises of ours that are late, due today or due within the days shown ahead; the most pressing first."""
    last = frame.today + timedelta(days=frame.settings.promise_ahead_days)
    floor = frame.today - timedelta(days=frame.settings.waiting_days)
    found = [
        pledge
        for pledge in relationship.pledges
        if pledge.side == "us"
        and not pledge.kept_by
        and not pledge.renewed_by
        and pledge.promise.due_date is not None
        and floor <= pledge.promise.due_date <= last
        and pledge.at <= frame.at
    ]
    found.sort(key=lambda pledge: (pledge.promise.due_date, pledge.at, pledge.message))
    return found


def _promised(relationship: Relationship, frame: Frame, said: Said) -> Entry | None:
    """You promised: a promise of ours is due or late, and nothing shows that it was kept."""
    if not relationship.pledges:
        return None
    found = due_pledges(relationship, frame)
    if said.done_at is not None:
        ahead = frame.settings.promise_ahead_days * DAY
        found = [pledge for pledge in found if said.done_at < _start_of(_due(pledge), frame) - ahead]
    if not found:
        return None
    pledge = found[0]
    more = f" {wording.plural(len(found) - 1, 'other promise')} too." if len(found) > 1 else ""
    return Entry(
        person=relationship.person,
        lane="you promised",
        reason=f"You promised {wording.when(pledge.at, frame.now)}: {wording.quote(pledge.promise.text)}; "
        f"{_due_words(_due(pledge), frame)}.{more}",
        relation=relationship.relation.kind,
        effort="",
        minutes=frame.settings.promise_minutes,
        next_step="Keep it today, or say when." if _due(pledge) <= frame.today else "Keep it, or say when.",
        since=pledge.at,
        ids=tuple(dict.fromkeys(pledge.message for pledge in found)),
        late_by=max(0.0, frame.at - _start_of(_due(pledge), frame) - DAY),
    )


def _also_promised(relationship: Relationship, frame: Frame) -> tuple[str, ...]:
    found = due_pledges(relationship, frame) if relationship.pledges else []
    return tuple(
        f"You promised: {wording.quote(pledge.promise.text)}; {_due_words(_due(pledge), frame)}." for pledge in found
    )


def _due(pledge: Pledge) -> date:
    return pledge.promise.due_date or date.min


def _due_words(due: date, frame: Frame) -> str:
    return f"it {'was' if due < frame.today else 'is'} due {wording.due(due, frame.now)}"


def _start_of(day: date, frame: Frame) -> float:
    return datetime.combine(day, time(), frame.now.tzinfo).timestamp()


def _moved(relationship: Relationship, frame: Frame, tail: Tail, said: Said) -> Entry | None:
    """Moved toward you: an act of theirs in the last days raised their effort, and nobody of ours took it up."""
    floor = max(frame.at - frame.settings.moved_days * DAY, said.done_at or 0.0)
    recent = [touch for touch in tail.run if touch.at > floor]
    if not recent:
        return None
    for touch in reversed(recent):
        news = _news(touch, relationship, frame, tail)
        if news:
            break
    else:
        return None
    return Entry(
        person=relationship.person,
        lane="moved toward you",
        reason=news,
        relation=relationship.relation.kind,
        effort="",
        minutes=frame.settings.take_up_minutes,
        next_step="Take it up in your own words.",
        since=touch.at,
        ids=(touch.id,),
        also=_also_promised(relationship, frame),
    )


def _news(touch: Touch, relationship: Relationship, frame: Frame, tail: Tail) -> str:
    """What one touch of theirs adds, in one sentence; '' when it adds nothing."""
    when = wording.when(touch.at, frame.now)
    theirs = [p.promise.text for p in relationship.pledges if p.side == "them" and p.message == touch.id]
    words = theirs[0] if theirs else frame.quotes.get(touch.id, "")
    quoted = f": {wording.quote(words)}" if words else ""
    for act, what in _NEWS.items():
        if act in touch.acts or (act == "commitment" and theirs):
            return f"{what} {when}{quoted}."
    if touch.opens and touch.addressed:
        return f"Wrote to you unasked {when}{quoted}."
    if touch is not tail.run[0]:
        return ""
    if tail.automated:
        return f"Answered an automated letter by hand {when}{quoted}."
    letters, _ = chasing.unanswered(relationship.touches[: tail.begins], frame.at)
    if len(letters) >= 2:
        return f"Answered {when}, after {len(letters)} letters of yours{quoted}."
    return ""


def _worth_a_word(relationship: Relationship, frame: Frame, tail: Tail, said: Said) -> Entry | None:
    """Worth a word: past the cadence, and a reason to write that exists. No reason, no entry."""
    kind = relationship.relation.kind
    if kind == "unknown" or tail.ahead is not None:
        return None
    last = max((touch.at for touch in (*tail.run[-1:], tail.ours) if touch is not None), default=None)
    cadence = frame.settings.cadence_days * DAY
    if last is None or frame.at - max(last, said.done_at or 0.0) <= cadence:
        return None
    found = _reason_to_write(relationship, frame, tail)
    if found is None:
        return None
    reason, step, ids = found
    return Entry(
        person=relationship.person,
        lane="worth a word",
        reason=reason,
        relation=kind,
        effort="",
        minutes=frame.settings.word_minutes,
        next_step=step,
        since=last,
        ids=ids,
    )


def _reason_to_write(relationship: Relationship, frame: Frame, tail: Tail) -> tuple[str, str, tuple[str, ...]] | None:
    """The reason, the step and the evidence: something that happened, then a date of theirs that went by, then a
    question of ours that is still open and was put only once since they last wrote."""
    for word in frame.words.get(relationship.person.key, ()):
        days = 0 if word.near_date is None else (word.near_date - frame.today).days
        if -7 <= days <= NEAR_DAYS:
            return f"{word.text[:1].upper()}{word.text[1:].rstrip('.')}.", "Write a word about it, by hand.", word.ids
    run, _ = chasing.unanswered(relationship.touches, frame.at)
    if len(run) > 1:
        return None
    oldest = frame.at - frame.settings.waiting_days * DAY
    for pledge in reversed(relationship.pledges):
        if pledge.side == "them" and pledge.at >= oldest and pledges.state(pledge, frame.today) == "late":
            gone = wording.due(_due(pledge), frame.now)
            said = (
                f"Said {wording.when(pledge.at, frame.now)}: {wording.quote(pledge.promise.text)}; it was due {gone}."
            )
            return said, "Ask how it goes, without a reproach.", (pledge.message,)
    for question in reversed(relationship.questions):
        if question.side == "us" and question.at >= oldest and not question.answered_by:
            asked = f"You asked {wording.when(question.at, frame.now)}: {wording.quote(question.ask.text)}"
            return f"{asked}; it is still open.", "Ask once more, and make a no easy.", (question.message,)
    return None


def _on_purpose(relationship: Relationship, frame: Frame, chase: chasing.Chase) -> Entry:
    """Waiting on purpose: the next ask is held until a date. Not for action."""
    again = datetime.fromtimestamp(chase.look_again or frame.at, frame.now.tzinfo).date()
    lane: Lane = "waiting on purpose"
    return Entry(
        person=relationship.person,
        lane=lane,
        reason=f"{chase.reasons[0].text[:1].upper()}{chase.reasons[0].text[1:]}.",
        relation=relationship.relation.kind,
        effort="",
        minutes=0.0,
        next_step=f"No ask before {wording.day(again, frame.now)}. One short note may give the decision back.",
        since=chase.since or frame.at,
        ids=chase.ids,
        look_again_date=again,
    )
