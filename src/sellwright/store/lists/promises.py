"""Promises across the book, scope by scope: laid out from the standings they stand in, for lists to order them."""

from __future__ import annotations

from collections.abc import Sequence

from sellwright.mailroom import following
from sellwright.store import bulk
from sellwright.store.models import Promised, Standing

_COLUMNS = ("scope_id", "person_id", "message", "side", "text", "at", "due_date", "kept_by", "is_open")
_MARK = '["promise"'


def lay_out(person_ids: Sequence[int], standings: Sequence[Standing], now: float) -> None:
    """The promises of these people, from all their standings as they are now. In the transaction that made them."""
    Promised.objects.filter(person__in=person_ids).delete()
    rows = []
    for one in standings:
        if _MARK not in one.followed:
            continue
        _asked, pledges = following.read(one.followed.split("\n"), now, 0.0)
        rows += [
            (
                one.scope_id, one.person_id, pledge.message, pledge.side, pledge.promise.text[:300], pledge.at,
                pledge.promise.due_date, pledge.kept_by, not (pledge.kept_by or pledge.renewed_by),
            )
            for pledge in pledges
        ]  # fmt: skip
    bulk.insert(Promised, _COLUMNS, rows)
