"""What one number was made of: the answer in words, and every piece of it with the messages behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright.interactions.results import Reason
from sellwright.interactions.values import Relationship
from sellwright.measures import chasing, effort, pledges, reply_time
from sellwright.screens import briefing, spoken, telling, words
from sellwright.screens.briefing import Source
from sellwright.settings import Settings, why
from sellwright.today import wording

MOST_ROWS = 200
MOST_SOURCES = 6

# Which settings enter which measure. Each exists: tests/screens/why/test_pages.py.
SETTINGS: dict[str, tuple[str, ...]] = {
    "effort": (
        "reply_points", "answer_points", "opening_points", "meeting_points", "meeting_cap", "stakeholder_points",
        "internal_data_points", "task_points", "commitment_points", "kept_points", "referral_points", "message_points",
        "call_points", "proposal_points", "concession_points", "half_life_days", "least_messages", "band_draws",
    ),
    "chasing": ("chase_messages", "chase_days", "rest_days", "window_days"),
    "promises": ("promise_threshold",),
    "pledges": ("promise_threshold", "promise_ahead_days"),
    "asks": ("ask_threshold",),
    "fingerprint": ("mass_readers", "fingerprint_days", "shingle_words", "twin_jaccard", "by_hand_share",
                    "least_shingles"),
    "cadence": ("cadence_days",),
    "today": (
        "answer_minutes", "promise_minutes", "take_up_minutes", "word_minutes", "call_minutes", "slack_share",
        "answer_promise_hours", "promise_ahead_days", "moved_days", "cadence_days", "window_days", "waiting_days",
        "unknowns_a_day",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One piece of a sample."""

    words: str
    points: str
    ours: bool
    at: datetime | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Sample:
    """The answer for one subject, and what it was made of."""

    answer: str
    pieces: tuple[Piece, ...]
    more: int
    arithmetic: str = ""  # the sum written out


@dataclass(frozen=True)
class ShownSetting:
    """One number in force."""

    name: str
    value: str
    changed_from: str  # '' while it stands where it began
    why: str


def settings_for(measure: str, held: Settings) -> list[ShownSetting]:
    """The settings that enter a measure, as they are in force, each with its reason."""
    defaults = {field.name: field.default for field in fields(Settings)}
    made = []
    for name in SETTINGS.get(measure, ()):
        value, default = getattr(held, name), defaults[name]
        changed = f"{default:g}" if value != default else ""
        made.append(ShownSetting(name.replace("_", " "), f"{value:g}", changed, why(name)))
    return made


def measured(measure: str, held: Relationship, settings: Settings, now: datetime) -> Sample | None:
    """The number of a measure for one person; None for measures that have none of a single person."""
    make = _SAMPLES.get(measure)
    return make(held, settings, now) if make else None


def effort_of(found: effort.Effort, now: datetime) -> Sample:
    """An effort share with every point."""
    sums = {"theirs": f"{found.theirs:.2f}", "ours": f"{found.ours:.2f}", "share": wording.share(found.share)}
    arithmetic = _("(%(theirs)s + 1) / (%(theirs)s + %(ours)s + 2) = %(share)s") % sums
    answer = spoken.tell(found.verdict)
    if found.low is not None and found.high is not None and not found.verdict.startswith("too little"):
        low, high = wording.share(found.low), wording.share(found.high)
        answer += _(": theirs %(share)s, by other weightings %(low)s to %(high)s") % {**sums, "low": low, "high": high}
    if found.automated:
        answer += _("; pressure %(pressure)s") % {"pressure": found.pressure}
    newest = list(reversed(found.reasons))
    return Sample(answer, *_pieces(newest, now, with_points=True), arithmetic)


def _effort(held: Relationship, settings: Settings, now: datetime) -> Sample:
    at = now.timestamp()
    return effort_of(effort.measure(held.touches, settings, at, held.pledges, subject=held.person.key), now)


def _chasing(held: Relationship, settings: Settings, now: datetime) -> Sample:
    share = effort.share(held.touches, settings, now.timestamp(), held.pledges)
    zone = now.tzinfo
    assert zone is not None
    found = chasing.measure(held.touches, settings, now.timestamp(), share, pledges=held.pledges, zone=zone)
    if not found.chasing:
        answer = ngettext("Not chasing: %(n)d letter of yours is unanswered.", "Not chasing: %(n)d letters of yours are"
                          " unanswered.", found.streak) % {"n": found.streak}  # fmt: skip
        reasons: Sequence[Reason] = (Reason(_("your letters since their last sign"), found.ids, 0.0, "us"),)
        return Sample(answer, *_pieces(reasons if found.ids else (), now))
    day = words.day(words.local(found.look_again or now.timestamp(), now), now)
    kind = (
        _("Chasing. Let them come; look again %(day)s.")
        if found.held
        else _("You were chasing; the rest ended %(day)s.")
    )
    return Sample(kind % {"day": day}, *_pieces(found.reasons, now))


def _reply_time(held: Relationship, settings: Settings, now: datetime) -> Sample:
    found = reply_time.measure(held.touches, settings, now.timestamp())
    said = []
    for who, waits in ((_("They answer"), found.theirs), (_("You answer them"), found.ours)):
        if waits.median is None:
            said.append(_("%(who)s: too little to tell (%(n)d answers).") % {"who": who, "n": waits.answered})
        else:
            ago = spoken.ago(wording.ago(waits.median))
            said.append(_("%(who)s within %(time)s half of the time (%(n)d answers, %(open)d open).")
                        % {"who": who, "time": ago, "n": waits.answered, "open": waits.open})  # fmt: skip
    # A wait is named by the side that waited for the answer: a reason's side is who wrote the letter waited on.
    reasons = sorted((*found.theirs.reasons, *found.ours.reasons), key=lambda reason: -reason.at)
    return Sample(" ".join(said), *_pieces(reasons, now))


def _pledges(held: Relationship, settings: Settings, now: datetime) -> Sample:
    pieces = []
    for pledge in sorted(held.pledges, key=lambda pledge: -pledge.at):
        state = pledges.state(pledge, now.date())
        sources = [briefing.source(pledge.message, pledge.promise.text[:160])]
        sources += [briefing.source(pledge.kept_by)] if pledge.kept_by else []
        said = f"{wording.quote(pledge.promise.text)} {spoken.tell(state)}"
        if pledge.promise.due_words:
            said += f" ({pledge.promise.due_words})"
        pieces.append(Piece(said, "", pledge.side == "us", words.local(pledge.at, now), tuple(sources)))
    counted = ngettext("%(n)d promise was found.", "%(n)d promises were found.", len(pieces)) % {"n": len(pieces)}
    return Sample(counted, tuple(pieces[:MOST_ROWS]), max(0, len(pieces) - MOST_ROWS))


def _asks(held: Relationship, settings: Settings, now: datetime) -> Sample:
    pieces = []
    for question in sorted(held.questions, key=lambda question: -question.at):
        sources = [briefing.source(question.message, question.ask.text[:160])]
        sources += [briefing.source(question.answered_by)] if question.answered_by else []
        state = _("answered") if question.answered_by else _("open")
        said = f"{wording.quote(question.ask.text)} {state}"
        pieces.append(Piece(said, "", question.side == "us", words.local(question.at, now), tuple(sources)))
    counted = ngettext("%(n)d question was found.", "%(n)d questions were found.", len(pieces)) % {"n": len(pieces)}
    return Sample(counted, tuple(pieces[:MOST_ROWS]), max(0, len(pieces) - MOST_ROWS))


def _relation(held: Relationship, settings: Settings, now: datetime) -> Sample:
    found = held.relation
    said = found.evidence if not found.corrected else (_("a person said so"),)
    reasons = [Reason(text, found.ids) for text in said]
    return Sample(words.relation(found.kind), *_pieces(reasons, now))


_SAMPLES: dict[str, Callable[[Relationship, Settings, datetime], Sample]] = {
    "effort": _effort,
    "chasing": _chasing,
    "reply_time": _reply_time,
    "promises": _pledges,
    "pledges": _pledges,
    "asks": _asks,
    "relation": _relation,
}


def _pieces(reasons: Sequence[Reason], now: datetime, *, with_points: bool = False) -> tuple[tuple[Piece, ...], int]:
    """Reasons as pieces, and how many more there are."""
    made = tuple(
        Piece(
            words=spoken.tell(reason.text),
            points=telling.points(reason.points) if with_points else "",
            ours=reason.side == "us",
            at=words.local(reason.at, now) if reason.at else None,
            sources=tuple(briefing.source(ref) for ref in reason.ids[-MOST_SOURCES:]),
        )
        for reason in reasons[:MOST_ROWS]
    )
    return made, max(0, len(reasons) - MOST_ROWS)
