"""Rows for tests of merging: one in every table that names a person or a firm, and all tables as plain values."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from sellwright.actions.merging_rows import Relation
from sellwright.store.models import Event, Firm, Message, Person, User

_numbers = count(1)
# What a table asks of its rows beyond the types of its columns.
SAID: dict[str, dict[str, Any]] = {
    "event": {"kind": "note"},
    "tie": {"kind": "knows"},
    "touch": {"side": "them", "channel": "mail"},
    "twin": {"firm": None, "other_firm": None},
    "deal": {"outcome": "", "closed_at": None},
}


def everything(without: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Every table's rows in order of their keys, but for these tables."""
    return {
        name: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("store").get_models(include_auto_created=True)
        if (name := str(model._meta.model_name)) not in without
    }


def naming(relation: Relation, row: models.Model, other: models.Model, **same: Any) -> models.Model:
    """A row of the relation's table that names `row` there, and `other` wherever else one is to be named. `same`:
    columns as another row has them."""
    noun = type(row)
    given: dict[str, Any] = {relation.column: row.pk, **same}
    pairs = {"twin": ("person_id", "other_id", "firm_id", "other_firm_id")}
    pairs["notsame"] = pairs["twin"]
    name = str(relation.model._meta.model_name)
    if name in pairs:
        mine = pairs[name][:2] if noun is Person else pairs[name][2:]
        theirs = pairs[name][2:] if noun is Person else pairs[name][:2]
        given |= dict.fromkeys(theirs) | {one: other.pk for one in mine if one not in given}
    if name == "merge":
        given |= {"noun": noun.__name__.lower(), "kept_was": row.pk}
        given |= {"firm_id" if noun is Person else "person_id": None}
    if name == "correction":
        given |= {"firm_id" if noun is Person else "person_id": None}
    if name == "touch":
        given |= {"event_id": None}
    return made(relation.model, other, **given)


def made(model: type[models.Model], other: models.Model, **given: Any) -> models.Model:
    """A row with every column filled that has to be."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and not field.is_relation:
            continue
        wanted = SAID.get(str(model._meta.model_name), {})
        if field.attname in given or field.name in given:
            values[field.attname] = given.get(field.attname, given.get(field.name))
        elif field.name in wanted:
            values[field.attname] = wanted[field.name]
        elif field.is_relation:
            values[field.attname] = _target(field, other)
        elif not field.has_default() and not field.null:
            values[field.attname] = _value(field)
    return model._default_manager.create(**values)


def _target(field: Any, other: models.Model) -> Any:
    target = field.related_model
    if target in (Person, Firm) and (field.null or target is type(other)):
        return None if field.null else other.pk
    if target is Person:
        return Person.objects.create(key=f"x{next(_numbers)}@some.example").pk
    if field.null and target is not Message and target is not Event:
        return None
    if field.null and target is Event:
        return None
    if target is User:
        return User.objects.order_by("pk").values_list("pk", flat=True)[0]
    return made(target, other).pk


def _value(field: Any) -> Any:
    number = next(_numbers)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.now().date()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BinaryField):
        return b"x"
    if isinstance(field, models.CharField | models.TextField):
        return f"x{number}"[: field.max_length] if field.unique else "x"
    return number
