"""A person as plain values for their page. Numbers come from the measures over what the viewer may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright.interactions.results import Reason
from sellwright.interactions.values import Pledge, Relationship
from sellwright.measures import chasing, pledges
from sellwright.screens import addresses, briefing, spoken, telling, words
from sellwright.screens.briefing import ShownBrief, ShownLine
from sellwright.screens.calling import ShownPhone
from sellwright.screens.telling import ShownEffort, ShownRelation
from sellwright.screens.timeline import ShownDate
from sellwright.screens.words import Words
from sellwright.settings import Settings
from sellwright.today import brief
from sellwright.today.wording import due, quote

MOST_POINTS = 12
MOST_OPEN = 8
MOST_KEPT = 4
_STATES = {"kept": "kept", "late": "late", "due today": "today"}


@dataclass(frozen=True)
class ShownPromise:
    """Context of parts/promise.html."""

    state: str
    text: str
    due: str
    url: str
    evidence_url: str
    from_words: str
    kept_url: str
    kept_words: str


@dataclass(frozen=True)
class ShownPoint:
    """Context of a row of parts/effort_points.html."""

    points: str
    words: str
    url: str
    at: datetime
    ours: bool


@dataclass(frozen=True)
class LatestWords:
    """What they last wrote, as context of parts/quote.html."""

    before: str
    sentence: str
    after: str
    who: str
    at: datetime
    url: str
    ours: bool
    subject: str


@dataclass(frozen=True)
class ShownOwner:
    """A colleague to choose."""

    value: str
    label: str
    here: bool


@dataclass(frozen=True)
class ShownPerson:
    """All of the page that stands at once; the brief and the team's part follow."""

    id: str
    name: str
    firm: str
    firm_url: str
    is_desk: bool
    addresses: tuple[str, ...]
    owner: str
    relation: ShownRelation
    latest: LatestWords | None
    effort: ShownEffort
    points: tuple[ShownPoint, ...]
    points_more: int
    ours_promised: tuple[ShownPromise, ...]
    theirs_promised: tuple[ShownPromise, ...]
    waiting: str  # "Let them come. Look again 3 June."
    waiting_dots: tuple[briefing.Source, ...]
    hidden: int
    days: tuple[ShownDate, ...]
    next_url: str
    may_edit: bool
    letter_url: str
    phones: tuple[ShownPhone, ...]


@dataclass(frozen=True)
class ShownStory:
    """The brief as the page tells it: their words, then the rest."""

    matters: tuple[ShownLine, ...]
    reach: tuple[ShownLine, ...]
    sections: tuple[briefing.ShownSection, ...]
    unknown: tuple[str, ...]  # what each is, in a few words
    letters: int


def points(reasons: tuple[Reason, ...], now: datetime) -> tuple[ShownPoint, ...]:
    """Every point behind an effort share, the newest first."""
    return tuple(
        ShownPoint(
            points=telling.points(reason.points),
            words=spoken.tell(reason.text),
            url=addresses.of("message", reason.ids[0]) if reason.ids else "",
            at=words.local(reason.at, now),
            ours=reason.side == "us",
        )
        for reason in reversed(reasons)
    )


def promises(held: Relationship, side: str, now: datetime) -> tuple[ShownPromise, ...]:
    """What one side promised: late first, then what is due, then open without a day; the last few that were kept."""
    given = [pledge for pledge in held.pledges if pledge.side == side]
    states = {id(pledge): pledges.state(pledge, now.date()) for pledge in given}
    still = [pledge for pledge in given if states[id(pledge)] not in ("kept", "renewed")]
    order = {"late": 0, "due today": 1, "open": 2, "no date": 3}
    still.sort(key=lambda pledge: (order.get(states[id(pledge)], 4), -pledge.at))
    kept = [pledge for pledge in given if states[id(pledge)] == "kept"][-MOST_KEPT:]
    return tuple(_promise(pledge, states[id(pledge)], now) for pledge in (*still[:MOST_OPEN], *reversed(kept)))


def _promise(pledge: Pledge, state: str, now: datetime) -> ShownPromise:
    day = pledge.promise.due_date
    said = pledge.promise.text[:160]
    where = f"?{urlencode({'said': said})}"
    if state == "kept":
        late = _("kept")
    elif day is None:
        late = _("no day named")
    else:
        late = (_("was due %(day)s") if state == "late" else _("due %(day)s")) % {"day": spoken.due(due(day, now))}
    who = _("you, %(when)s") if pledge.side == "us" else _("they, %(when)s")
    return ShownPromise(
        state=_STATES.get(state, "open"),
        text=quote(pledge.promise.text, 240).strip("“”"),
        due=late,
        url=reverse("message", args=[pledge.message]) + where + "#said",
        evidence_url=reverse("evidence", args=[pledge.message]) + where,
        from_words=who % {"when": words.when(pledge.at, now)},
        kept_url=reverse("message", args=[pledge.kept_by]) if pledge.kept_by else "",
        kept_words=_("what shows it") if pledge.kept_by else "",
    )


def waiting(held: Relationship, share: float, settings: Settings, now: datetime) -> tuple[str, tuple[str, ...]]:
    """The sentence of waiting on purpose, with the letters behind it; '' when nobody is chased."""
    zone = now.tzinfo
    assert zone is not None
    found = chasing.measure(held.touches, settings, now.timestamp(), share, pledges=held.pledges, zone=zone)
    if not found.held or found.look_again is None:
        return "", ()
    again = words.day(words.local(found.look_again, now), now)
    return _("%(why)s. Let them come. Look again %(day)s.") % {
        "why": spoken.tell(found.reasons[0].text[:1].upper() + found.reasons[0].text[1:]),
        "day": again,
    }, found.ids


_ORDER: tuple[tuple[str, Words], ...] = (
    (brief.BEFORE, later("Answers you gave before")),
    (brief.ASKED, later("Asked and promised")),
    (brief.OTHERS, later("Others at their firm")),
    (brief.WHO, later("Who they are to us")),
)


def story(made: ShownBrief) -> ShownStory:
    """A brief told in the order of this page. What is not known stands by itself."""
    known = {section.key: tuple(line for line in section.lines if line.known) for section in made.sections}
    sections = tuple(
        briefing.ShownSection(key, title, known[key]) for key, title in _ORDER if known.get(key)
    )  # fmt: skip
    return ShownStory(
        matters=known.get(brief.UNKNOWN, ()),
        reach=known.get(brief.REACH, ()),
        sections=sections,
        unknown=tuple(
            line.text.partition(":")[0] for section in made.sections for line in section.lines if not line.known
        ),
        letters=made.letters,
    )
