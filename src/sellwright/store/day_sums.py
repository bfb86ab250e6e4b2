"""What a user's places add up to, kept as counters that change with each place: the day of somebody with a hundred
thousand people costs no more than that of somebody with ten."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet, Sum

from sellwright.store.models import DaySums, Place, User
from sellwright.store.ready import ready
from sellwright.today.plan import Sums

_COLUMNS = ("lane", "relation", "since", "out", "out_where", "wrote", "promised", "late", "unanswered")
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_Row = tuple[Any, ...]


def of(ids: Sequence[int], today: date, unknowns: int) -> Sums:
    """The sums of the places of these users (ids of rows) together. One query; each morning, and where nothing was
    counted yet, they are counted anew. Of people one cannot place only `unknowns` are shown: the others are left out,
    with a reason."""
    kept = {pk: body for pk, body, on_date in _kept(tuple(ids)) if body and on_date == today}
    total: Counter[str] = Counter()
    oldest: list[float] = []
    for pk in ids:
        held = json.loads(kept[pk]) if pk in kept else _count(pk, today)
        if held["oldest"] is not None:
            oldest.append(held["oldest"])
        total.update(held["counts"])
    out = {tuple(key.split("\t")[1:]): [""] * n for key, n in total.items() if key.startswith("out\t") and n}
    in_lane = {int(key.split("\t")[1]): n for key, n in total.items() if key.startswith("unknown\t")}
    beyond, beyond_first = max(0, sum(in_lane.values()) - unknowns), max(0, in_lane.get(0, 0) - unknowns)
    if beyond:
        out[(f"unknown beyond {unknowns} a day", "unknown")] = [""] * beyond
    ordered = sorted(out.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return Sums(
        people=total["people"], wrote=total["wrote"], promised=total["promised"], late=total["late"],
        unanswered=total["unanswered"], waiting=total["waiting"] - beyond_first,
        oldest_since=min(oldest) if oldest else None, out=dict(ordered),  # type: ignore[arg-type]
    )  # fmt: skip


@ready
def _kept(users: tuple[int, ...]) -> QuerySet[Any, Any]:
    return DaySums.objects.filter(user__in=users).values_list("user_id", "body", "on_date")


def begin(user: User, person_ids: Sequence[int], today: date) -> tuple[list[int], list[_Row]]:
    """To be called in the transaction that changes a user's places, before it does: who has one, and what they add.
    Until that transaction ends nobody else changes the sums of this user."""
    DaySums.objects.get_or_create(user=user, defaults={"body": "", "on_date": today})
    DaySums.objects.select_for_update().get(user=user)
    found = list(Place.objects.filter(user=user, person__in=person_ids).values_list("person_id", *_COLUMNS))
    return [row[0] for row in found], [row[1:] for row in found]


def change(user: User, before: Iterable[_Row], after: Iterable[Place]) -> None:
    """Takes away what was there `before`, adds what the rows `after` add. Ends what `begin` began."""
    row = DaySums.objects.get(user=user)
    if not row.body:
        return  # nobody has asked yet
    held = json.loads(row.body)
    counts: Counter[str] = Counter(held["counts"])
    gone = list(before)
    for one in gone:
        counts.subtract(_adds(one))
    new = [tuple(getattr(place, name) for name in _COLUMNS) for place in after]
    for one in new:
        counts.update(_adds(one))
    waited, waits = ([one[2] for one in rows if one[0] == 0] for rows in (gone, new))
    oldest = held["oldest"]
    if oldest is not None and oldest in waited:
        oldest = Place.objects.filter(user=user, lane=0).aggregate(oldest=Min("since"))["oldest"]
    elif waits:
        oldest = min(waits) if oldest is None else min(oldest, *waits)
    row.body = _dumps({"counts": {key: n for key, n in counts.items() if n}, "oldest": oldest})
    row.save(update_fields=["body"])


def _adds(row: _Row) -> Counter[str]:
    """What one place adds to each counter."""
    lane, relation, _since, out, where, wrote, promised, late, unanswered = row
    counts = Counter(
        people=1, wrote=int(wrote), promised=promised, late=late, unanswered=int(unanswered), waiting=int(lane == 0)
    )
    if out:
        counts[f"out\t{out}\t{where}"] = 1
    if lane is not None and relation == "unknown":
        counts[f"unknown\t{lane}"] = 1
    return counts


def _count(user: int, today: date) -> dict[str, Any]:
    """Counts all places of a user, and keeps what was counted."""
    with transaction.atomic():
        DaySums.objects.get_or_create(user_id=user, defaults={"body": "", "on_date": today})
        DaySums.objects.select_for_update().get(user_id=user)
        places = Place.objects.filter(user=user)
        held: dict[str, Any] = places.aggregate(
            people=Count("pk"), wrote=Count("pk", filter=Q(wrote=True)), promised=Sum("promised"), late=Sum("late"),
            unanswered=Count("pk", filter=Q(unanswered=True)), waiting=Count("pk", filter=Q(lane=0)),
            oldest=Min("since", filter=Q(lane=0)),
        )  # fmt: skip
        oldest = held.pop("oldest")
        counts = {key: n for key, n in held.items() if n}
        for out, where, n in places.exclude(out="").values_list("out", "out_where").annotate(n=Count("pk")):
            counts[f"out\t{out}\t{where}"] = n
        unknown = places.filter(lane__isnull=False, relation="unknown").values_list("lane").annotate(n=Count("pk"))
        for lane, n in unknown:
            counts[f"unknown\t{lane}"] = n
        found = {"counts": counts, "oldest": oldest}
        DaySums.objects.filter(user_id=user).update(body=_dumps(found), on_date=today)
        return found
