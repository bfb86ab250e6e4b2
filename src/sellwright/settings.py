"""Every number a person may change, each with the reason it starts where it does."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def setting(value: Any, why: str) -> Any:
    """A dataclass field with its default and the sentence shown under "why this number"."""
    return field(default=value, metadata={"why": why})


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults of the measures. All times in days unless the name says otherwise."""

    # effort (C24)
    reply_points: float = setting(1.0, "The unit: one reply is one point. Design default, no study behind it.")
    answer_points: float = setting(2.0, "A real answer costs the writer thought, not only time. Design default.")
    opening_points: float = setting(3.0, "Nobody asked them to write: they came by themselves. Design default.")
    meeting_points: float = setting(1.0, "Per 15 minutes and attendee, the same for both sides. Design default.")
    meeting_cap: float = setting(8.0, "So that one long workshop does not outweigh a quarter of letters.")
    stakeholder_points: float = setting(4.0, "They put a colleague's time and their own standing in. Design default.")
    internal_data_points: float = setting(4.0, "Giving out inside figures is a risk they take. Design default.")
    task_points: float = setting(3.0, "An agreed task done, by either side. Design default.")
    commitment_points: float = setting(3.0, "They said what they will do. Design default.")
    kept_points: float = setting(2.0, "They did it. Design default.")
    referral_points: float = setting(4.0, "They lend us their name. Design default.")
    message_points: float = setting(1.0, "One message of ours; equal to a reply of theirs. Design default.")
    call_points: float = setting(1.0, "One call try of ours. Design default.")
    proposal_points: float = setting(5.0, "A tailored proposal takes hours. Design default.")
    concession_points: float = setting(4.0, "Price or terms given away. Design default.")
    half_life_days: float = setting(30.0, "Effort a month old counts half: relationships cool. Design default.")
    least_messages: int = setting(3, "Under three human messages nobody can tell.")
    band_draws: int = setting(2000, "Enough that the middle 80 % moves by less than .01 between runs.")
    # chasing (C25)
    chase_messages: int = setting(
        3, "Two follow-ups help, the third lowers replies (Belkins 2023: +49, +9, -20 %; vendor data)."
    )
    chase_days: float = setting(7.0, "Three letters in a day are a slip, not a pursuit.")
    rest_days: float = setting(60.0, "After two unanswered asks: a rest. Design default.")
    # fingerprint (C1)
    mass_readers: int = setting(3, "Three other readers make it a template; two may be chance.")
    fingerprint_days: float = setting(365.0, "Wording a year old is remembered by nobody.")
    shingle_words: int = setting(5, "Chosen by the drift curve in docs/measures/fingerprint.md.")
    twin_jaccard: float = setting(0.8, "Same sentence but for a word or two.")
    by_hand_share: float = setting(0.6, "Most of the letter is for this reader. Design default.")
    least_shingles: int = setting(8, "A note of a dozen words says nothing about how it was made.")
    # today (C33)
    answer_minutes: float = setting(10.0, "Assumption, not a measurement: answering a letter.")
    promise_minutes: float = setting(15.0, "Assumption: doing or renewing what was promised.")
    take_up_minutes: float = setting(10.0, "Assumption: taking up a move of theirs.")
    word_minutes: float = setting(12.0, "Assumption: writing a word that has a reason.")
    call_minutes: float = setting(20.0, "Assumption: a call with its preparation.")
    slack_share: float = setting(0.2, "A fifth of the hours stays free for whoever turns up. Design default.")
    answer_promise_hours: float = setting(24.0, "Promised answer time where you have set none.")
    promise_ahead_days: float = setting(1.0, "A promise shows on the day it is due and the day before.")
    moved_days: float = setting(7.0, "An act of theirs is news for a week.")
    cadence_days: float = setting(30.0, "A kept relationship hears from us about monthly, if there is a reason.")
    window_days: float = setting(90.0, "The period of the first line of Today.")
    waiting_days: float = setting(180.0, "A letter unanswered for half a year needs a new start, not an answer.")
    unknowns_a_day: int = setting(5, "Strangers must not fill the day (C0).")
    # asks and promises
    promise_threshold: float = setting(
        0.5, "Set on the development labels for precision; see docs/measures/promises.md."
    )
    ask_threshold: float = setting(0.35, "Set by cross-validation; see docs/measures/asks.md.")


def why(name: str) -> str:
    """The reason a setting starts where it does. KeyError for a name that is no setting."""
    return {f.name: str(f.metadata.get("why", "")) for f in fields(Settings)}[name]
