"""What the deeds on deals share: taking a deal to change it, its values as the log keeps them, its place in line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions.refusing import Refused
from sellwright.jobs import looking_ahead
from sellwright.measures import stage_evidence
from sellwright.store.models import Deal, LogEntry, Message, User
from sellwright.store.models import Touch as TouchRow

DAY = 86400.0


class ChangedMeanwhile(Refused):
    """Somebody saved this deal after the one who now saves it had opened it. Nothing was written."""


def taken(by: User, deal: Deal, version: int | None = None) -> Deal:
    """The deal, locked, to be changed in the transaction that is open. Raises ChangedMeanwhile when `version` is given
    and no longer stands, Deal.DoesNotExist when `by` may not know of it."""
    held = access.deals(by).select_for_update().get(pk=deal.pk)
    if version is not None and held.version != version:
        raise ChangedMeanwhile(changed_by(held))
    return held


def changed_by(deal: Deal) -> str:
    """The sentence for who comes second."""
    last = LogEntry.objects.filter(thing="deal", thing_id=deal.public_id).select_related("by").order_by("-at").first()
    who = str(last.by) if last is not None and last.by is not None else _("Somebody")
    sentence = _("%(who)s changed this deal while you had it open. It is shown as it stands now; nothing was saved.")
    return sentence % {"who": who}


def plain(deal: Deal, names: list[str]) -> dict[str, Any]:
    """These fields as JSON values."""
    return {name: _as_json(getattr(deal, name)) for name in names}


def put(deal: Deal, values: dict[str, Any]) -> None:
    """Sets fields from JSON values and saves them, with the next version."""
    for name, value in values.items():
        if name == "amount" and value is not None:
            value = Decimal(value)
        elif name in ("next_step_date", "expected_date") and value is not None:
            value = date.fromisoformat(value)
        setattr(deal, name, value)
    deal.version += 1
    if set(values) != {"rank"}:
        looking_ahead.soon()
    deal.save(update_fields=[*(name.removesuffix("_id") for name in values), "version"])


def _as_json(value: object) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def evidence(by: User, deal: Deal, since: float, now: float) -> Message | None:
    """The newest letter of the deal's people that shows a move (measures.stage_evidence), among those `by` may read."""
    rows = theirs(by, since, now).filter(person__deal_parts__deal=deal).select_related("message")
    return next((row.message for row in rows[:50] if acts_of(row)), None)


def theirs(by: User, since: float, now: float) -> QuerySet[TouchRow]:
    """Letters of theirs that hold an act of some kind, newest first, among those `by` may read."""
    letters = access.touches(by).filter(side="them", human=True, message__isnull=False, at__gte=since, at__lte=now)
    return letters.exclude(acts="").order_by("-at", "-id")


def acts_of(row: TouchRow) -> str:
    """The buyer's act a touch shows, or ''."""
    return stage_evidence.act_of(row.acts.split())


def top(stage_id: int) -> float:
    """A rank above all others of the column."""
    first = _column(stage_id).values_list("rank", flat=True).first()
    return 0.0 if first is None else first - 1.0


def beside(stage_id: int, deal: Deal, above: str = "", below: str = "") -> float:
    """A rank right above one card of the column or right below another, named by public id. Where neither stands
    there (any more), the top. Ranks too close to be parted are counted anew."""
    column = _column(stage_id).exclude(pk=deal.pk)
    mark = column.filter(public_id=above or below).first() if above or below else None
    if mark is None:
        return top(stage_id)
    found = _between(column, mark, bool(above))
    if found is None:
        _spread(stage_id)
        mark.refresh_from_db(fields=["rank"])
        found = _between(column, mark, bool(above))
    return mark.rank if found is None else found


def _between(column: Any, mark: Deal, is_above: bool) -> float | None:
    """Halfway between a card and its neighbour; None when there is no number between."""
    if is_above:
        near = column.filter(Q(rank__lt=mark.rank) | Q(rank=mark.rank, pk__lt=mark.pk)).order_by("-rank", "-pk").first()
        low, high = (mark.rank - 1.0 if near is None else near.rank), mark.rank
    else:
        near = column.filter(Q(rank__gt=mark.rank) | Q(rank=mark.rank, pk__gt=mark.pk)).first()
        low, high = mark.rank, (mark.rank + 1.0 if near is None else near.rank)
    middle = (low + high) / 2
    return middle if low < middle < high else None


def _column(stage_id: int) -> Any:
    return Deal.objects.filter(stage=stage_id, outcome="", proposed=False).order_by("rank", "pk")


def _spread(stage_id: int) -> None:
    rows = list(_column(stage_id).select_for_update().only("pk"))
    for place, row in enumerate(rows):
        row.rank = float(place)
    Deal.objects.bulk_update(rows, ["rank"], batch_size=200)
