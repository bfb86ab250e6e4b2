"""A user's day from places made before: the few rows the hours may reach, and sums that stand ready."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sellwright.interactions.values import Person as PersonValue
from sellwright.store import clock, day_sums
from sellwright.store.models import Cover, Decision, Place, User, Want, Workspace
from sellwright.store.ready import ready
from sellwright.store.values import settings_of
from sellwright.today import plan
from sellwright.today.day import LANES, Day, Entry, Said, Word
from sellwright.today.plan import Look

MOST_COUNTED = 1_000
REACH = 150  # candidates looked at: more than any day's minutes can hold
PURPOSE = LANES.index("waiting on purpose")
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack_look(look: Look) -> str:
    """A look as JSON."""
    row = asdict(look)
    if look.entry is not None and look.entry.look_again_date is not None:
        row["entry"]["look_again_date"] = look.entry.look_again_date.isoformat()
    return _dumps(row)


def unpack_look(text: str) -> Look:
    """The look that `pack_look` wrote."""
    row: dict[str, Any] = json.loads(text)
    found = row.pop("entry")
    entry = None
    if found is not None:
        about = found.pop("person")
        again = found.pop("look_again_date")
        found.update(ids=tuple(found["ids"]), also=tuple(found["also"]))
        entry = Entry(
            person=PersonValue(**{**about, "addresses": tuple(about["addresses"])}),
            look_again_date=date.fromisoformat(again) if again else None,
            **found,
        )
    out = tuple(row.pop("out") or ()) or None
    rank = tuple(row.pop("rank"))
    return Look(entry=entry, out=out, rank=rank, **row)


def said_of(decision: Decision | None) -> Said | None:
    """What a person decided, as the plan reads it."""
    if decision is None:
        return None
    return Said(decision.done_at, decision.snoozed_until_date, decision.not_for_us)


def words_of(wants: Iterable[Want], key: str) -> list[Word]:
    """Reasons to write that stand outside letters: wants of theirs that were shipped and not yet told."""
    found = []
    for want in wants:
        if want.shipped_at is not None and want.told_at is None:
            ids = (want.message.mid,) if want.message else ()
            by = f", says {want.shipped_by}" if want.shipped_by else ""
            found.append(Word(key, f"what they asked for is there: {want.text}{by}", ids))
    return found


def covered_by(user: User, on_date: date) -> list[int]:
    """Colleagues (ids of rows) whose day this user sees too, because they are away."""
    return [cover.user_id for cover in _covers(user.pk) if cover.from_date <= on_date <= cover.until_date]


@dataclass(frozen=True, slots=True)
class Planned:
    """A day, as far as its places were looked at, and how many there are in all (at most MOST_COUNTED and one)."""

    day: Day
    acting: int  # in lanes of people to turn to, shown or left for tomorrow
    on_purpose: int  # waited for on purpose


def day(user: User, workspace: Workspace, hours: float | None = None) -> Day:
    """The user's day: five queries, whatever the size of the book."""
    return planned(user, workspace, hours=hours).day


def planned(
    user: User, workspace: Workspace, *, hours: float | None = None, tomorrow: int = REACH, on_purpose: int = REACH
) -> Planned:
    """The user's day with at most so many left for `tomorrow`, and so many waited for `on_purpose`."""
    settings, now = settings_of(workspace), clock.moment(workspace, user)
    frame = plan.frame_of(settings, now)
    ids = (user.pk, *covered_by(user, now.date()))
    given = user.hours_a_day if hours is None else hours
    least = min(settings.answer_minutes, settings.promise_minutes, settings.take_up_minutes, settings.word_minutes,
                settings.call_minutes)  # fmt: skip
    today = min(REACH, int(given * 60 / max(least, 1.0)) + 1)
    known = _known(ids, lanes="acting", most=min(REACH, today + tomorrow))
    unknown = _unknown(ids, most=settings.unknowns_a_day)
    purpose = _known(ids, lanes="on purpose", most=on_purpose)
    acting, waited = len(known), len(purpose)
    if acting == min(REACH, today + tomorrow):
        acting = _unordered.count(ids, lanes="acting")
    if waited == on_purpose:
        waited = _unordered.count(ids, lanes="on purpose")
    sums = day_sums.of(ids, now.date(), settings.unknowns_a_day)
    made = plan.day_of((unpack_look(look) for look, _lane in (*known, *unknown, *purpose)), sums, frame, given)
    strangers = sum(lane == PURPOSE for _look, lane in unknown)
    return Planned(made, acting + len(unknown) - strangers, waited + strangers)


@ready
def _covers(by: int) -> QuerySet[Cover]:
    return Cover.objects.filter(by=by).order_by("pk")


def _places(users: tuple[int, ...], lanes: str) -> QuerySet[Place]:
    """Of people of whom it is known who they are to us."""
    rows = Place.objects.filter(user__in=users).exclude(relation="unknown")
    return rows.filter(lane__lt=PURPOSE) if lanes == "acting" else rows.filter(lane=PURPOSE)


@ready
def _known(users: tuple[int, ...], *, lanes: str, most: int) -> QuerySet[Any, Any]:
    """Looks in the order of the day."""
    ordered = ("lane", "order_1", "order_2", "order_3", "since", "person__key")
    return _places(users, lanes).order_by(*ordered).values_list("look", "lane")[:most]


@ready
def _unordered(users: tuple[int, ...], *, lanes: str) -> QuerySet[Any, Any]:
    return _places(users, lanes).order_by().values_list("pk")[: MOST_COUNTED + 1]


@ready
def _unknown(users: tuple[int, ...], *, most: int) -> QuerySet[Any, Any]:
    rows = Place.objects.filter(user__in=users, lane__isnull=False, relation="unknown")
    return rows.order_by("lane", "-since", "person__key").values_list("look", "lane")[:most]
