"""A user's day from places made before: the few rows the hours may reach, and sums that stand ready."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from sellwright.interactions.values import Person as PersonValue
from sellwright.store import clock
from sellwright.store.models import Cover, DaySums, Decision, Place, User, Want, Workspace
from sellwright.store.values import settings_of
from sellwright.today import plan
from sellwright.today.day import LANES, Day, Entry, Said, Word
from sellwright.today.plan import Look, Sums

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
    places = Place.objects.filter(user__in=[user, *covered_by(user, now.date())])
    ordered = ("lane", "order_1", "order_2", "order_3", "since", "person__key")
    known = places.filter(lane__lt=PURPOSE).exclude(relation="unknown").order_by(*ordered)
    unknown = places.filter(lane__isnull=False, relation="unknown").order_by("lane", "-since", "person__key")
    purpose = places.filter(lane=PURPOSE).exclude(relation="unknown").order_by(*ordered)
    packed: list[str] = []
    for rows, most in ((known, REACH), (unknown, settings.unknowns_a_day), (purpose, REACH)):
        packed += rows.values_list("look", flat=True)[:most]
    sums = sums_of(user, places, now.date(), settings.unknowns_a_day)
    return plan.day_of(map(unpack_look, packed), sums, frame, user.hours_a_day if hours is None else hours)


def sums_of(user: User, places: QuerySet[Place], today: date, unknowns: int) -> Sums:
    """What all places add up to: kept until one of them changes."""
    kept = DaySums.objects.filter(user=user, on_date=today).values_list("body", flat=True).first()
    row: dict[str, Any] = json.loads(kept) if kept else _add_up(places, unknowns)
    if not kept:
        DaySums.objects.update_or_create(user=user, defaults={"body": _dumps(row), "on_date": today})
    out = {(reason, where): [""] * count for reason, where, count in row.pop("out")}
    return Sums(**row, out=out)


def _add_up(places: QuerySet[Place], unknowns: int) -> dict[str, Any]:
    total = places.aggregate(
        people=Count("pk"), wrote=Count("pk", filter=Q(wrote=True)), promised=Sum("promised"), late=Sum("late"),
        unanswered=Count("pk", filter=Q(unanswered=True)), waiting=Count("pk", filter=Q(lane=0)),
        oldest=Min("since", filter=Q(lane=0)),
    )  # fmt: skip
    out = [
        [row["out"], row["out_where"], row["n"]]
        for row in places.exclude(out="").values("out", "out_where").annotate(n=Count("pk")).order_by("-n", "out")
    ]
    strangers = places.filter(lane__isnull=False, relation="unknown").order_by("lane", "-since", "person__key")
    beyond = list(strangers.values_list("lane", flat=True)[unknowns : unknowns + 10_000])
    if beyond:
        out.append([f"unknown beyond {unknowns} a day", "unknown", len(beyond)])
    return {
        "people": total["people"], "wrote": total["wrote"], "promised": total["promised"] or 0,
        "late": total["late"] or 0, "unanswered": total["unanswered"], "out": out,
        "waiting": total["waiting"] - beyond.count(0), "oldest_since": total["oldest"],
    }  # fmt: skip
