"""A user's day from places made before: the few rows the hours may reach, and sums that stand ready."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sellwright.interactions.values import Person as PersonValue
from sellwright.store import clock, day_sums
from sellwright.store.models import Cover, Decision, Place, User, Want, Workspace
from sellwright.store.values import settings_of
from sellwright.today import plan
from sellwright.today.day import LANES, Day, Entry, Said, Word
from sellwright.today.plan import Look

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


def covered_by(user: User, on_date: date) -> list[User]:
    """Colleagues whose day this user sees too, because they are away."""
    rows = Cover.objects.filter(by=user, from_date__lte=on_date, until_date__gte=on_date).select_related("user")
    return [cover.user for cover in rows]


def day(user: User, workspace: Workspace, hours: float | None = None) -> Day:
    """The user's day: four queries, whatever the size of the book."""
    settings, now = settings_of(workspace), clock.moment(workspace, user)
    frame = plan.frame_of(settings, now)
    users = [user, *covered_by(user, now.date())]
    places = Place.objects.filter(user__in=users)
    ordered = ("lane", "order_1", "order_2", "order_3", "since", "person__key")
    known = places.filter(lane__lt=PURPOSE).exclude(relation="unknown").order_by(*ordered)
    unknown = places.filter(lane__isnull=False, relation="unknown").order_by("lane", "-since", "person__key")
    purpose = places.filter(lane=PURPOSE).exclude(relation="unknown").order_by(*ordered)
    packed: list[str] = []
    for rows, most in ((known, REACH), (unknown, settings.unknowns_a_day), (purpose, REACH)):
        packed += rows.values_list("look", flat=True)[:most]
    sums = day_sums.of(users, now.date(), settings.unknowns_a_day)
    return plan.day_of(map(unpack_look, packed), sums, frame, user.hours_a_day if hours is None else hours)
