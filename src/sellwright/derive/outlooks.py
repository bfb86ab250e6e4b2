"""From the deals that stand here to the outlooks the forecast page shows: of the team, and of each person's own deals.

One pass over the deals gives the book as columns (interactions.deals), which measures.forecast and measures.goal judge.
Everything here can be made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from sellwright.derive import deal_book
from sellwright.derive.deal_book import Book
from sellwright.measures import forecast, goal
from sellwright.measures.forecast import Answer, Look, Period, Seen, Share
from sellwright.stats.past_checks import Lesson
from sellwright.store.models import Goal, Outlook, User

KINDS = ("month", "quarter", "year")
MOST_CURRENCIES = 5  # those with the most deals; one more deal in a rare currency is no forecast
MOST_PEOPLE = 200

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Whole:
    """The team's answer for one period and currency ('' counts deals), with what it was judged by."""

    kind: str
    period: Period
    share: Share
    lesson: Lesson
    answer: Answer


def make(now: float, counted_at: float | None = None) -> int:
    """Makes every outlook anew at `now` (seconds since 1970 UTC); returns how many there are. `counted_at`: when that
    is by the machine's clock, where the workspace's stands still. Nothing is held open while it computes: what it
    writes is one short transaction."""
    book = deal_book.read(now)
    rows = list(_rows(book, now)) if len(book.deals) else []
    for row in rows:
        row.body["counted_at"] = now if counted_at is None else counted_at
    with transaction.atomic():
        Outlook.objects.all().delete()
        Outlook.objects.bulk_create(rows)
    return len(rows)


def _rows(book: Book, now: float) -> Iterator[Outlook]:
    day = deal_book.day_number(now)
    view = forecast.seen(book.deals, day)
    owners = _owners(book)
    goals = list(Goal.objects.filter(first_date__lte=date.fromordinal(int(day))))
    talks: dict[int, Any] = {}
    earlier: dict[float, Seen] = {}
    for kind in KINDS:
        period = forecast.period_of(day, kind)
        views = [(_seen(book, look.day, earlier), look) for look in forecast.looks(day, kind)] if view.enough else []
        for currency in (*book.currencies[:MOST_CURRENCIES], ""):
            whole = _team(book, currency, (view, views), (kind, period))
            yield _row(None, currency, kind, (book, whole.answer, now), goals=[])
            for user in owners:
                held = [one for one in goals if _meant(one, user, (kind, currency, period))]
                own = whole.share.of & (book.owner == user.pk)
                if not held and not own.any():
                    continue
                share = Share(own, whole.share.counted, whole.share.spread)
                answer = forecast.ahead(book.deals, share, (view, period), whole.lesson, book.unknown(period.end))
                if held and user.pk not in talks:
                    talks[user.pk] = deal_book.talks(user, now)
                told = [
                    {"id": one.public_id, **_goal(book, view, (one, user), (whole, share, answer), talks[user.pk])}
                    for one in held
                ]
                yield _row(user, currency, kind, (book, answer, now), goals=told)


def _seen(book: Book, day: float, earlier: dict[float, Seen]) -> Seen:
    """The book on an earlier day; months and quarters look at the same days."""
    if day not in earlier:
        earlier[day] = forecast.seen(book.deals, day)
    return earlier[day]


def _owners(book: Book) -> list[User]:
    """Who has deals here, or may see a goal: everybody at work, those with deals first."""
    mine = set(np.unique(book.owner).tolist())
    rows = User.objects.filter(is_active=True).order_by("pk")
    return sorted(rows, key=lambda user: user.pk not in mine)[:MOST_PEOPLE]


def _meant(one: Goal, user: User, what: tuple[str, str, Period]) -> bool:
    kind, currency, period = what
    same = one.period == kind and one.currency == currency and one.first_date.toordinal() == period.first
    return same and one.owner_id in (None, user.pk)


def _team(book: Book, currency: str, seen: tuple[Seen, list[tuple[Seen, Look]]], what: tuple[str, Period]) -> Whole:
    view, views = seen
    kind, period = what
    of = book.currency == currency if currency else np.ones(len(book.deals), np.bool_)
    share = Share(of, counted=not currency, spread=book.spread if currency else 0.0)
    judge = forecast.checked(book.deals, share, views, book.things)
    lesson = judge.lesson(forecast.place_of(view.day, kind), view.day)
    answer = forecast.ahead(book.deals, share, (view, period), lesson, book.unknown(period.end))
    return Whole(kind, period, share, lesson, answer)


def _goal(
    book: Book, view: Seen, whose: tuple[Goal, User], found: tuple[Whole, Share, Answer], talks: goal.Talks
) -> dict[str, Any]:
    """One goal's answer as its viewer may see it: the team's deals, and conversations they may read."""
    one, user = whose
    whole, own, answer = found
    share, ahead = (own, answer) if one.owner_id == user.pk else (whole.share, whole.answer)
    target = float(one.deals if one.deals is not None else one.amount or 0)
    left = whole.period.end - view.day
    chance, usual = forecast.fresh(book.deals, share.of, view, whole.period.end)
    values = np.ones(1) if share.counted else book.deals.value[view.won_until & whole.share.of]
    fresh = goal.Fresh(chance, view.closed, view.won, values[np.isfinite(values)], usual)
    told = goal.measure(target, ahead.won, ahead.open_draws, fresh, (deal_book.stretches(talks, view.day, left), left))
    made: dict[str, Any] = {"pace": told.pace, "missing": told.missing, "talks_missing": told.talks_missing}
    for name in ("gap", "deals", "usual_deals", "talks", "usual_talks"):
        held: goal.Range | None = getattr(told, name)
        made[name] = None if held is None else [held.low, held.high if isfinite(held.high) else None]
        if held is not None and not isfinite(held.low):
            made[name] = [None, None]
    return made


def _row(
    owner: User | None, currency: str, kind: str, made: tuple[Book, Answer, float], *, goals: list[dict[str, Any]]
) -> Outlook:
    book, found, now = made
    body = {
        "won": found.won, "won_deals": found.won_deals, "open_deals": found.open_deals, "middle": found.middle,
        "low": found.low, "high": found.high, "missing": found.missing, "closed": found.closed,
        "ever_won": found.ever_won, "unknown_share": found.unknown_share, "held": found.lesson.held,
        "checked": found.lesson.checked, "width": found.lesson.width, "shift": found.lesson.shift, "goals": goals,
        "first": forecast.period_of(deal_book.day_number(now), kind).first,
        "weightiest": [[int(book.ids[one.deal]), one.chance, one.adds, one.unknown] for one in found.weightiest],
        "undated": book.undated,
    }  # fmt: skip
    return Outlook(owner=owner, currency=currency, period=kind, body=body, made_at=now)
