"""Moves every row that names one person (or firm) to another, and back. Which tables those are is asked of the models,
so that a new one cannot be forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Max, Q

from sellwright.store.models import Absorbed, Firm, Person, Touch, Twin


class _Exactly(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds: a row that came back would not be the row that went."""

    def default(self, o: Any) -> Any:
        """Moments as they are."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


EACH = 500  # ids a statement
MADE_ANEW: tuple[type[models.Model], ...] = (Twin,)  # found again: rows about the one that goes are dropped
Noun = type[Person] | type[Firm]


@dataclass(frozen=True, slots=True)
class Relation:
    """A column that names a person (or a firm). `others` are the columns of its table that name one too."""

    model: type[models.Model]
    column: str
    others: tuple[str, ...]
    uniques: tuple[tuple[tuple[str, ...], Q | None], ...]  # the rest of each key the column is part of, and its rows

    @property
    def label(self) -> str:
        """ "comment.person_id"."""
        return f"{self.model._meta.model_name}.{self.column}"


@cache
def relations(noun: Noun) -> tuple[Relation, ...]:
    """Every column of every table that names a person (or a firm)."""
    found = []
    for model in apps.get_app_config("store").get_models(include_auto_created=True):
        columns = [field for field in model._meta.concrete_fields if field.is_relation and field.related_model is noun]
        for field in columns:
            others = tuple(other.attname for other in columns if other is not field)
            found.append(Relation(model, field.attname, others, tuple(_uniques(model, field))))
    return tuple(sorted(found, key=lambda relation: relation.label))


def _uniques(model: type[models.Model], field: models.Field[Any, Any]) -> Iterator[tuple[tuple[str, ...], Q | None]]:
    columns = {one.name: one.attname for one in model._meta.concrete_fields}

    def rest(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(columns[name] for name in names if name != field.name)

    if field.unique:
        yield (), None
    for names in model._meta.unique_together:
        if field.name in names:
            yield rest(names), None
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            yield rest(constraint.fields), constraint.condition


def tops(noun: Noun) -> dict[str, int]:
    """By table: the id of the last row there is, so that what came later can be told."""
    tables = {relation.model for relation in relations(noun)}
    found = {str(model._meta.model_name): _top(model) for model in tables if _is_counted(model)}
    if noun is Person:
        found |= {name: _top(apps.get_model("store", name)) for name in ("message", "event")}
    return found


def _top(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(top=Max("pk"))["top"] or 0)


def _is_counted(model: type[models.Model]) -> bool:
    key = model._meta.pk
    return isinstance(key, models.AutoField | models.BigAutoField)


def move(noun: Noun, gone: int, kept: int) -> tuple[dict[str, list[int]], list[dict[str, Any]]]:
    """Whatever names `gone` names `kept` from now on. Returns the ids of the rows that moved by "table.column", and the
    rows that could not stand beside those of `kept`, whole: they are taken away. Inside a transaction."""
    moved: dict[str, list[int]] = {}
    aside: list[dict[str, Any]] = []
    for relation in relations(noun):
        rows = relation.model._default_manager.filter(**{relation.column: gone})
        if relation.model in MADE_ANEW:
            rows.delete()
            continue
        if relation.model is Touch:
            moved |= _touches(gone, kept)
        else:
            clashing = sorted(_clashing(relation, gone, kept))
            if clashing:
                taken = relation.model._default_manager.filter(pk__in=clashing)
                aside += json.loads(serializers.serialize("json", taken.order_by("pk"), cls=_Exactly))
                taken.delete()
            ids = sorted(rows.values_list("pk", flat=True))
            if ids:
                moved[relation.label] = ids
        rows.update(**{relation.column: kept})
    return moved, aside


def _touches(gone: int, kept: int) -> dict[str, list[int]]:
    """Touches are made anew now and then, with other ids: they are known by what they stand for."""
    rows = Touch.objects.filter(person=gone)
    both = rows.filter(message__touches__person=kept)
    found = {
        "touch.message": set(rows.filter(message__isnull=False).values_list("message_id", flat=True)),
        "touch.event": set(rows.filter(event__isnull=False).values_list("event_id", flat=True)),
        "touch.both": set(both.values_list("message_id", flat=True)),
    }
    return {name: sorted(ids) for name, ids in found.items() if ids}


def _clashing(relation: Relation, gone: int, kept: int) -> set[Any]:
    """Rows of `gone` for which `kept` has one already where only one may be, and rows that name both."""
    manager = relation.model._default_manager
    found: set[Any] = set()
    for other in relation.others:
        found |= set(
            manager.filter(**{relation.column: gone, f"{other}__in": (gone, kept)}).values_list("pk", flat=True)
        )
    for rest, condition in relation.uniques:
        rows = manager.filter(condition) if condition is not None else manager.all()
        held = set(rows.filter(**{relation.column: kept}).values_list(*rest)) if rest else set()
        if not rest and rows.filter(**{relation.column: kept}).exists():
            found |= set(rows.filter(**{relation.column: gone}).values_list("pk", flat=True))
        for pk, *key in rows.filter(**{relation.column: gone}).values_list("pk", *rest) if held else ():
            if tuple(key) in held and None not in key:
                found.add(pk)
    return found


def move_back(noun: Noun, row: Absorbed, kept: int) -> None:
    """What moved names the absorbed one again, as far as it is still there and still names `kept`; rows set aside stand
    again. Inside a transaction, after the absorbed one was made again."""
    for one in serializers.deserialize("json", json.dumps(row.aside), ignorenonexistent=True):
        if _whole(one.object):
            one.save()
    for relation in relations(noun):
        if relation.model is Touch:
            both = set(row.moved.get("touch.both", ()))
            mails = [pk for pk in row.moved.get("touch.message", ()) if pk not in both]
            _name(relation, "message_id", mails, kept, row.was)
            _name(relation, "event_id", row.moved.get("touch.event", ()), kept, row.was)
        else:
            _name(relation, "pk", row.moved.get(relation.label, ()), kept, row.was)


def _name(relation: Relation, by: str, ids: Sequence[int], kept: int, again: int) -> None:
    for start in range(0, len(ids), EACH):
        some = {f"{by}__in": ids[start : start + EACH], relation.column: kept}
        relation.model._default_manager.filter(**some).update(**{relation.column: again})


def _whole(row: models.Model) -> bool:
    """Whether all that a row names is still here; what may be empty is emptied."""
    for field in row._meta.concrete_fields:
        target, value = field.related_model, getattr(row, field.attname)
        if not field.is_relation or value is None or not isinstance(target, type):
            continue
        if not target._default_manager.filter(pk=value).exists():
            if not field.null:
                return False
            setattr(row, field.attname, None)
    return True


def written(row: models.Model) -> dict[str, Any]:
    """A row, whole, as JSON takes it."""
    found: dict[str, Any] = json.loads(serializers.serialize("json", [row], cls=_Exactly))[0]
    return found


def make_again(row: Absorbed) -> models.Model:
    """The one that was absorbed, with its old id and address. What it named and is gone is left empty; a firm that was
    made one with another since is that other. Inside a transaction."""
    (one,) = serializers.deserialize("json", json.dumps([row.row]), ignorenonexistent=True)
    found = one.object
    firm = getattr(found, "firm_id", None)
    if firm is not None and not Firm.objects.filter(pk=firm).exists():
        merged = Absorbed.objects.filter(was=firm, merge__noun="firm", merge__undone_at=None).first()
        found.firm_id = merged.merge.firm_id if merged is not None else None  # type: ignore[attr-defined]
    _whole(found)
    one.save()
    return found
