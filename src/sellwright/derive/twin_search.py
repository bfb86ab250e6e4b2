"""Finds the twins of the whole book, or of a few newcomers, and keeps them as rows. What somebody said is not the same
stays out; nothing becomes one by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from sellwright.derive import twins
from sellwright.measures import duplicates
from sellwright.measures.duplicates import Column
from sellwright.measures.duplicates import Twin as Found
from sellwright.stats.linking import hanging_together
from sellwright.store.models import Firm, NotSame, Person, Twin, TwinSearch
from sellwright.store.sqlite.turns import standing_back

BATCH = 200  # rows a transaction
NOUNS = ("person", "firm")
NAMES = {"person": ("person_id", "other_id"), "firm": ("firm_id", "other_firm_id")}
Going = Callable[[], bool]


def whole(noun: str, keep_on: Going = lambda: True) -> bool:
    """One search over everybody (or every firm). False when it stopped early; then it is begun anew next time."""
    ids, columns, top = _read(noun)
    _say(noun, state="comparing")
    found = duplicates.measure(columns)
    if not keep_on():
        return False
    _say(noun, state="writing")
    kept = {(ids[twin.left], ids[twin.right]): twin for twin in found.twins}
    for pair in _said_not(noun):
        kept.pop(pair, None)
    if not _replace(noun, kept, keep_on):
        return False
    _bunch(noun)
    _say(
        noun, state="", done_at=timezone.now(), records=len(ids), pairs=found.compared, top=top,
        learnt=twins.plain(found.learnt) if found.learnt else {},
    )  # fmt: skip
    return True


def few(noun: str, ids: Iterable[int]) -> None:
    """The twins of these rows anew, by what the last whole search learnt."""
    model: Any = Person.objects.filter(is_desk=False).select_related("firm") if noun == "person" else Firm.objects
    learnt = TwinSearch.objects.filter(noun=noun, done_at__isnull=False).exclude(learnt={}).exists()
    one, other = NAMES[noun]
    for row in model.filter(pk__in=list(ids)).order_by("pk"):
        near = twins.near(noun, row) if learnt else []
        pairs = {
            (min(row.pk, them.pk), max(row.pk, them.pk)): twin
            for them, twin in near
            if twin.odds >= duplicates.SUGGESTED_ODDS
        }
        with standing_back(), transaction.atomic():
            for pair in _said_not(noun, row.pk):
                pairs.pop(pair, None)
            old = Twin.objects.filter(Q(**{one: row.pk}) | Q(**{other: row.pk}))
            bunches = set(old.values_list("bunch", flat=True))
            old.delete()
            touched = {pk for pair in pairs for pk in pair}
            there = set(model.filter(pk__in=touched).values_list("pk", flat=True))
            Twin.objects.bulk_create(_row(noun, pair, twin) for pair, twin in pairs.items() if set(pair) <= there)
            _bunch(noun, touched, bunches)


def newcomers(noun: str, most: int) -> list[int]:
    """Rows that came after the last look, oldest first, at most so many."""
    top = TwinSearch.objects.filter(noun=noun).values_list("top", flat=True).first() or 0
    model: Any = Person if noun == "person" else Firm
    return list(model.objects.filter(pk__gt=top).order_by("pk").values_list("pk", flat=True)[:most])


def looked_at(noun: str, top: int) -> None:
    """Newcomers up to this id were compared."""
    TwinSearch.objects.filter(noun=noun, top__lt=top).update(top=top)


def _read(noun: str) -> tuple[list[int], list[Column], int]:
    """The whole book: ids, columns by twins.COLUMNS, the last id there was."""
    _say(noun, state="reading")
    model: Any = Person if noun == "person" else Firm
    top = model.objects.aggregate(top=Max("pk"))["top"] or 0
    rows: Any
    if noun == "person":
        names = ("pk", "name", "firm__name", "firm__domain", "key", "telephone", "place")
        rows = Person.objects.filter(is_desk=False, pk__lte=top).order_by("pk").values_list(*names)
    else:
        rows = Firm.objects.filter(pk__lte=top).order_by("pk").values_list("pk", "name", "domain", "telephone", "place")
    ids: list[int] = []
    values: list[list[str]] = [[] for _ in twins.COLUMNS[noun]]
    for pk, *columns in rows.iterator(chunk_size=2_000):
        ids.append(pk)
        for held, value in zip(values, twins.of_columns(noun, columns).of(noun), strict=True):
            held.append(value)
    return (
        ids,
        [Column(title, role, held) for (title, role), held in zip(twins.COLUMNS[noun], values, strict=True)],
        top,
    )


def _said_not(noun: str, of: int | None = None) -> set[tuple[int, int]]:
    one, other = NAMES[noun]
    rows = NotSame.objects.filter(**{f"{one}__isnull": False})
    if of is not None:
        rows = rows.filter(Q(**{one: of}) | Q(**{other: of}))
    return {(min(pair), max(pair)) for pair in rows.values_list(one, other)}


def _replace(noun: str, found: dict[tuple[int, int], Found], keep_on: Going) -> bool:
    """Rows are what was found and nothing else; those that stay keep their ids, so that an open page still fits."""
    one, other = NAMES[noun]
    held = {(a, b): pk for pk, a, b in Twin.objects.filter(**{f"{one}__isnull": False}).values_list("pk", one, other)}
    gone = [pk for pair, pk in held.items() if pair not in found]
    for start in range(0, len(gone), BATCH):
        with standing_back(), transaction.atomic():
            Twin.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    pairs = sorted(found)
    model: Any = Person if noun == "person" else Firm
    for start in range(0, len(pairs), BATCH):
        if not keep_on():
            return False
        some = pairs[start : start + BATCH]
        with standing_back(), transaction.atomic():
            there = set(model.objects.filter(pk__in={pk for pair in some for pk in pair}).values_list("pk", flat=True))
            rows = [_row(noun, pair, found[pair]) for pair in some if set(pair) <= there]
            Twin.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=[one, other], update_fields=["odds", "start", "reasons"]
            )
    return True


def _row(noun: str, pair: tuple[int, int], twin: Found) -> Twin:
    one, other = NAMES[noun]
    reasons = [[reason.field, reason.step, round(reason.added, 3)] for reason in twin.reasons]
    return Twin(
        odds=round(twin.odds, 3), start=round(twin.start, 3), reasons=reasons, bunch=pair[0], best=round(twin.odds, 3),
        **{one: pair[0], other: pair[1]},
    )  # fmt: skip


def _bunch(noun: str, touched: Iterable[int] = (), bunches: Iterable[int] = ()) -> None:
    """Which pairs hang together, and the best of each: for all, or for those around some rows and former bunches."""
    one, other = NAMES[noun]
    rows = Twin.objects.filter(**{f"{one}__isnull": False})
    wanted, former = list(touched), list(bunches)
    if wanted or former:
        near = rows.filter(Q(**{f"{one}__in": wanted}) | Q(**{f"{other}__in": wanted}))
        rows = rows.filter(bunch__in={*former, *near.values_list("bunch", flat=True)})
    held = list(rows.values_list("pk", one, other, "odds", "bunch", "best"))
    changed = _bunched(held)
    for start in range(0, len(changed), BATCH):
        with standing_back(), transaction.atomic():
            Twin.objects.bulk_update(changed[start : start + BATCH], ["bunch", "best"])


def _bunched(held: Sequence[tuple[Any, ...]]) -> list[Twin]:
    """The rows whose bunch or best is another than it was."""
    places = {pk: n for n, pk in enumerate(sorted({pk for _, a, b, *_ in held for pk in (a, b)}))}
    ids = list(places)
    pairs = np.array([(places[a], places[b]) for _, a, b, *_ in held], dtype=np.int64).reshape(-1, 2)
    lowest = {ids[n]: ids[group[0]] for group in hanging_together(len(ids), pairs) for n in group}
    best: dict[int, float] = {}
    for _, a, _b, odds, *_ in held:
        best[lowest[a]] = max(best.get(lowest[a], odds), odds)
    return [
        Twin(pk=pk, bunch=lowest[a], best=best[lowest[a]])
        for pk, a, _b, _odds, bunch, top in held
        if (bunch, top) != (lowest[a], best[lowest[a]])
    ]


def _say(noun: str, **changes: Any) -> None:
    TwinSearch.objects.update_or_create(noun=noun, defaults=changes)
