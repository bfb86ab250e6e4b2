"""The deals that stand here as one book in columns (interactions.deals), with what was not known of them and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from django.db.models import Min
from numpy.typing import NDArray

from sellwright import access
from sellwright.interactions.deals import LOST, NO_DECISION, OPEN, WON, Deals, Stays
from sellwright.measures import deal_signs, goal, ladder
from sellwright.measures.forecast import Things
from sellwright.store.models import Commitment, Deal, DealPerson, Offer, Stage, StageMove, Unknown, User

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
DAY = 86400.0
FIRST_DAY = date(1970, 1, 1).toordinal()
LEAST_PAIRS = 8  # won deals with two prices, from which it is known how far amounts move
MOST_TALKS = 20_000
TALK_DAYS = 730.0
_OUTCOMES = {"": OPEN, "won": WON, "lost": LOST, "no decision": NO_DECISION}
_Move = tuple[int, int | None, int | None, float]  # deal, from stage, to stage, at


@dataclass(frozen=True, slots=True)
class Book:
    """`ids`: row ids; `owner`: of users (0: nobody); `currency`; `expected`: day number, NaN where none is written.
    `currencies`: most deals first. `undated`: deals left out because their days contradict each other."""

    deals: Deals
    ids: Ints
    owner: Ints
    currency: NDArray[np.str_]
    expected: F64
    things: Things
    day: float
    currencies: tuple[str, ...]
    spread: float
    undated: int

    def unknown(self, end: float) -> F64:
        """Things not known now, by deal, for a period that ends at `end`: open questions, gaps in the ladder, a day
        that has passed, and one that lies behind the period."""
        there = np.isfinite(self.expected) & (self.deals.outcome == OPEN)
        late = there & (self.expected < self.day - 1)
        after = there & (self.expected >= end)
        found: F64 = self.things.open_at(self.day, len(self.deals)) + late + after
        return found


def day_number(at: float) -> float:
    """Seconds since 1970 as a day number with its part of the day."""
    return at / DAY + FIRST_DAY


def read(now: float) -> Book:
    """Every deal of the team, in seven queries. `now` in seconds since 1970 UTC."""
    columns = ("pk", "opened_at", "closed_at", "outcome", "amount", "currency", "owner_id", "stage_id", "expected_date")
    rows = list(Deal.objects.filter(proposed=False).order_by("pk").values_list(*columns))
    kept = [row for row in rows if row[1] <= now and (row[2] is None or row[1] <= row[2])]
    place = {row[0]: i for i, row in enumerate(kept)}
    stages = {pk: i for i, pk in enumerate(Stage.objects.order_by("pipeline", "position").values_list("pk", flat=True))}
    value = np.array([np.nan if row[4] is None else float(row[4]) for row in kept])
    deals = Deals(
        tuple(str(row[0]) for row in kept),
        np.arange(len(kept)),
        np.array([day_number(row[1]) for row in kept]),
        np.array([np.nan if row[2] is None else day_number(row[2]) for row in kept]),
        np.array([_OUTCOMES[row[3]] for row in kept], np.int64),
        value,
        tuple(map(str, stages)),
        _stays(kept, stages, now),
        {},
        seen_to=day_number(now),
    )
    currencies = Counter(row[5] for row in kept)
    return Book(
        deals=deals,
        ids=np.array([row[0] for row in kept], np.int64),
        owner=np.array([row[6] or 0 for row in kept], np.int64),
        currency=np.array([row[5] for row in kept], np.str_),
        expected=np.array([np.nan if row[8] is None else float(row[8].toordinal()) for row in kept]),
        things=_things(place),
        day=day_number(now),
        currencies=tuple(name for name, _count in currencies.most_common()),
        spread=_spread(),
        undated=len(rows) - len(kept),
    )


def _stays(rows: list[tuple[Any, ...]], stages: dict[int, int], now: float) -> Stays:
    moves = StageMove.objects.filter(deal__proposed=False, at__lte=now).order_by("deal", "at", "pk")
    held = {
        deal: list(own)
        for deal, own in groupby(moves.values_list("deal_id", "from_stage_id", "to_stage_id", "at"), itemgetter(0))
    }
    made = [(i, *stay) for i, row in enumerate(rows) for stay in _course(row, held.get(row[0], []), stages, now)]
    deal, stage, entered, left, to = zip(*made, strict=True) if made else ((), (), (), (), ())
    return Stays(
        np.array(deal, np.int64), np.array(stage, np.int64), np.array(entered, np.float64), np.array(left, np.float64),
        np.array(to, np.int64),
    )  # fmt: skip


def _course(
    row: tuple[Any, ...], moves: Sequence[_Move], stages: dict[int, int], now: float
) -> Iterator[tuple[int, float, float, int]]:
    """(stage, entered, left, to) of one deal. A deal that came from elsewhere began where its first move says."""
    _pk, opened, closed, outcome, *_more, stage_id, _expected = row
    first = next((move[1] or move[2] for move in moves if move[1] or move[2]), stage_id)
    stage: int | None = stages.get(first or stage_id)
    entered = opened
    for _deal, _from, to_id, at in moves:
        at = max(at, entered)
        if to_id is None:
            continue  # closed: the end, or opened again by a later move
        to = stages.get(to_id)
        if to is None or to == stage:
            continue
        if stage is not None and (closed is None or at <= closed):
            yield stage, day_number(entered), day_number(at), to
        stage, entered = to, at
    if stage is not None:
        ends = closed is not None and closed >= entered
        to = len(stages) + _OUTCOMES[outcome] - 1 if outcome and ends else -1
        yield stage, day_number(entered), day_number(closed if ends else now), to


def _things(place: dict[int, int]) -> Things:
    """Open questions and gaps in ladders, each with the days it stood."""
    found: list[tuple[int, float, float]] = []
    for deal, made, known in Unknown.objects.values_list("deal_id", "made_at", "known_at"):
        if deal in place:
            found.append((place[deal], day_number(made), np.inf if known is None else day_number(known)))
    given = Commitment.objects.order_by("deal").values_list("deal_id", "kind", "given_date", "withdrawn_date")
    for deal, own in groupby(given, itemgetter(0)):
        if deal in place:
            held = [ladder.Given(kind, on, withdrawn_date=gone) for _deal, kind, on, gone in own]
            for since, until in ladder.gap_days(held):
                found.append((place[deal], since.toordinal(), np.inf if until is None else until.toordinal()))
    if not found:
        return Things()
    deals, begun, ended = zip(*found, strict=True)
    return Things(np.array(deals, np.int64), np.array(begun, np.float64), np.array(ended, np.float64))


def _spread() -> float:
    """How far a price moves from the first offer to the last, in deals that were won: spread of its logarithm."""
    rows = Offer.objects.filter(deal__outcome="won", price__gt=0).order_by("deal", "currency", "given_date", "pk")
    ratios = []
    for _key, own in groupby(rows.values_list("deal_id", "currency", "price"), itemgetter(0, 1)):
        prices = [float(price) for _deal, _currency, price in own]
        if len(prices) > 1:
            ratios.append(np.log(prices[-1] / prices[0]))
    return float(np.std(ratios)) if len(ratios) >= LEAST_PAIRS else 0.0


def talks(user: User, now: float) -> goal.Talks:
    """New conversations of the last two years that somebody may read: with whom both sides wrote or met, prospects and
    customers; days until a deal with them was opened, or until now. `usual` holds the day each began."""
    rows = access.standings(user).filter(
        relation__in=deal_signs.BUYING, theirs__gt=0, ours__gt=0, first_at__gt=now - TALK_DAYS * DAY
    )
    began = dict(rows.order_by("-first_at").values_list("person_id", "first_at")[:MOST_TALKS])
    parts = DealPerson.objects.filter(deal__proposed=False, deal__opened_at__lte=now)
    opened = dict(parts.order_by().values("person").annotate(at=Min("deal__opened_at")).values_list("person", "at"))
    found = [(at, opened.get(person)) for person, at in began.items()]
    new = [(at, then) for at, then in found if then is None or then >= at - DAY]  # who bought before is nothing new
    return goal.Talks(
        np.array([max(0.0, (now if then is None else then) - at) / DAY for at, then in new]),
        np.array([int(then is not None) for _at, then in new], np.int64),
        np.array([day_number(at) for at, _then in new]),
    )


def stretches(held: goal.Talks, day: float, left: float) -> goal.Talks:
    """The same with how many began in each earlier stretch of `left` days, twelve at most within two years."""
    if not len(held.usual) or left <= 0:
        return goal.Talks(held.days, held.became, np.zeros(0))
    known = min(TALK_DAYS, day - float(held.usual.min()))
    edges = day - left * np.arange(min(12, int(known / left)), -1, -1)
    usual = np.histogram(held.usual, edges)[0].astype(np.float64) if len(edges) > 1 else np.zeros(0)
    return goal.Talks(held.days, held.became, usual)
