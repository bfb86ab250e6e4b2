"""What the sums of Today were made of."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sellwright.screens import briefing, spoken, words
from sellwright.screens.why.samples import MOST_ROWS, MOST_SOURCES, Piece, Sample
from sellwright.store import days
from sellwright.store.models import Person, User, Workspace
from sellwright.store.values import settings_of
from sellwright.today.day import Day, Entry, Lane


def of_all(user: User, workspace: Workspace) -> Sample:
    """The minutes planned, person by person, against the hours there are."""
    day = days.day(user, workspace)
    slack = settings_of(workspace).slack_share
    shown = [(lane.lane, entry) for lane in day.lanes for entry in lane.entries]
    pieces = tuple(_piece(lane, entry, day) for lane, entry in shown if entry.minutes)
    sums = {
        "hours": words.minutes(user.hours_a_day * 60),
        "slack": f"{slack:.0%}",
        "left": words.minutes(day.minutes_available),
        "planned": words.minutes(day.minutes_planned),
    }
    arithmetic = _("%(hours)s less %(slack)s kept free = %(left)s to fill; %(planned)s are planned") % sums
    return Sample(spoken.tell_all(day.opening), pieces[:MOST_ROWS], max(0, len(pieces) - MOST_ROWS), arithmetic)


def of_person(user: User, workspace: Workspace, person: Person) -> Sample:
    """Where one person stands in the day, and why there."""
    day = days.day(user, workspace)
    for lane in day.lanes:
        for entry in lane.entries:
            if entry.person.key == person.key:
                return Sample(str(words.LANES[lane.lane][0]), (_piece(lane.lane, entry, day),), 0)
    for left in day.left_for_tomorrow:
        if left.entry.person.key == person.key:
            where = _("Left for tomorrow: %(why)s.") % {"why": spoken.tell(left.why)}
            return Sample(where, (_piece(left.entry.lane, left.entry, day),), 0)
    return Sample(_("Not in your day: nothing waits, nothing was promised, nothing moved."), (), 0)


def _piece(lane: Lane, entry: Entry, day: Day) -> Piece:
    name = entry.person.name or entry.person.key
    said = f"{words.LANES[lane][0]}: {name}. {spoken.tell(entry.reason)}"
    minutes = words.minutes(entry.minutes) if entry.minutes else ""
    sources = tuple(briefing.source(ref) for ref in entry.ids[-MOST_SOURCES:])
    return Piece(said, minutes, False, words.local(entry.since, day.now), sources)
