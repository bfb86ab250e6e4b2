"""A workspace's own fields: made, renamed, put in order, given other choices or another kind, retired and brought
back. Values stand in the rows; a field that is retired keeps them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log, typed
from sellwright.actions.refusing import Refused
from sellwright.jobs import queue
from sellwright.store.lists import values
from sellwright.store.lists.nouns import Column
from sellwright.store.models import Field, LogEntry, User
from sellwright.store.models.sorting import folded

DEED = "pipelines"  # who shapes the book: the same as its pipelines
DEEDS = ("make_field", "change_field", "retire_field", "bring_back_field", "order_fields")
MOST = 100  # fields of a noun that are asked for
MOST_CHOICES = 200
SHOWN = 5  # values that do not fit a new kind, as examples
KINDS = tuple(Field.Kind.values)
_WORDS = ("text", "long", "link", "email", "phone", "choice")
_CHANGED = ("name", "kind", "choices", "currency", "help", "position")
_ASCII = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wrote into the form of a field."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    currency: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether the values of a field fit another kind: how many there are, how many do not, some of these."""

    whole: int
    misfits: int
    examples: tuple[str, ...]


def make(*, by: User, noun: str, wanted: Wanted) -> LogEntry:
    """A new field, last in its order. Refused without a name, when the name is taken, and for choices without any."""
    access.check(by, DEED)
    if noun not in Field.Noun.values:
        raise Refused(_("There is no such list."), "noun")
    plain = _checked(wanted)
    with transaction.atomic():
        held = Field.objects.select_for_update().filter(noun=noun)
        if held.filter(retired_at=None).count() >= MOST:
            raise Refused(_("At most %(most)d fields. Retire one first.") % {"most": MOST}, "name")
        _check_name(held, plain["name"])
        last = held.aggregate(last=Max("position"))["last"]
        field = Field.objects.create(
            noun=noun, key=_key(held, plain["name"]), position=0 if last is None else last + 1, by=by, **plain
        )
        return log.write(by, "make_field", field, after=_plain(field))


def change(*, by: User, field: Field, wanted: Wanted) -> LogEntry:
    """Another name, kind, choices or help. Another kind is refused unless every value fits it (`fits` says before);
    a choice that is taken away stays with those who have it."""
    access.check(by, DEED)
    plain = _checked(wanted)
    with transaction.atomic():
        held = Field.objects.select_for_update().get(pk=field.pk)
        _check_name(Field.objects.filter(noun=held.noun).exclude(pk=held.pk), plain["name"])
        if plain["kind"] != held.kind:
            found = fits(held, plain["kind"], plain["choices"])
            if found.misfits:
                raise Refused(misfit(found), "kind")
            _convert(held, plain["kind"], plain["choices"])
        before = _plain(held)
        for name, value in plain.items():
            setattr(held, name, value)
        held.save(update_fields=list(plain))
        if before["kind"] != held.kind:
            queue.enqueue("lay_out_field", noun=held.noun)
        return log.write(by, "change_field", held, before=before, after=_plain(held))


def misfit(found: Fit) -> str:
    """Why a kind cannot be changed."""
    sentence = _("%(n)d of %(whole)d values do not fit that kind, for instance %(examples)s.")
    examples = ", ".join(f"“{one}”" for one in found.examples)
    return sentence % {"n": found.misfits, "whole": found.whole, "examples": examples}


def retire(*, by: User, field: Field) -> LogEntry:
    """Asked for no more. Its values are kept."""
    return _set_retired(by, field, "retire_field", timezone.now())


def bring_back(*, by: User, field: Field) -> LogEntry:
    """Asked for again, with the values it had."""
    return _set_retired(by, field, "bring_back_field", None)


def move(*, by: User, field: Field, up: bool) -> LogEntry:
    """One place up or down in the order of its list."""
    access.check(by, DEED)
    with transaction.atomic():
        rows = list(
            Field.objects.select_for_update().filter(noun=field.noun, retired_at=None).order_by("position", "pk")
        )
        before = [row.public_id for row in rows]
        place = before.index(field.public_id)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
        _order(rows)
        after = [row.public_id for row in rows]
        return log.write(by, "order_fields", field, before={"order": before}, after={"order": after})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before. A field that was just made is retired; a changed kind stays."""
    access.check(by, DEED)
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        field = Field.objects.select_for_update().get(public_id=entry.thing_id)
        if entry.deed == "order_fields":
            held = {row.public_id: row for row in Field.objects.select_for_update().filter(noun=field.noun)}
            _order([held[one] for one in entry.before["order"] if one in held])
        elif entry.deed == "change_field":
            return _back(by, field, entry)
        else:
            field.retired_at = timezone.now() if entry.deed in ("make_field", "bring_back_field") else None
            field.save(update_fields=["retired_at"])
            queue.enqueue("lay_out_field", noun=field.noun)
        return log.write(by, f"undo_{entry.deed}", field, before=entry.after, after=entry.before)


def _back(by: User, field: Field, entry: LogEntry) -> LogEntry:
    if _plain(field) != entry.after:
        raise Refused(_("This was changed since, so it was not undone."))
    if entry.before["kind"] != entry.after["kind"]:
        raise Refused(_("A changed kind is not undone: change it back."))
    for name, value in entry.before.items():
        setattr(field, name, value)
    field.save(update_fields=list(entry.before))
    return log.write(by, "undo_change_field", field, before=entry.after, after=entry.before)


def fits(field: Field, kind: str, choices: Sequence[str] = ()) -> Fit:
    """Whether all values of a field fit another kind. Goes through all rows that have one."""
    whole = misfits = 0
    examples: list[str] = []
    for _pk, value in _held(field):
        whole += 1
        try:
            as_kind(value, field.kind, kind, choices)
        except Refused:
            misfits += 1
            if len(examples) < SHOWN:
                examples.append(_said(value)[:60])
    return Fit(whole, misfits, tuple(examples))


def as_kind(value: Any, old: str, kind: str, choices: Sequence[str] = ()) -> Any:
    """A value as one of another kind. Raises Refused when it cannot be one."""
    if old == kind or (kind in _WORDS and kind != "choice" and old in ("text", "long", "choice") and kind == "text"):
        return value
    if old == "choice" and kind == "choices":
        return [value]
    if kind in ("person", "colleague") or old in ("person", "colleague"):
        raise Refused(_("People and colleagues cannot be made of other values."), "kind")
    column = Column("x.value", kind, field=1, edit="x.value", choices=tuple(choices), name=_("this field"))
    made = typed.read(_NOBODY, column, [_said(value)]).held
    if made is None:
        raise Refused(_("That is empty."), "kind")
    return made


_NOBODY = User(time_zone="UTC")  # values of these kinds do not depend on who reads them


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _held(field: Field) -> Iterator[tuple[int, Any]]:
    """(row id, value) of all rows that have one, a thousand rows at a time."""
    model, _table = values.TABLES[field.noun]
    table, last = model._meta.db_table, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, extra FROM {table} WHERE id > %s ORDER BY id LIMIT 1000", [last])
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        for pk, extra in rows:
            if extra != "{}" and field.key in (held := json.loads(extra)):
                yield pk, held[field.key]


def _convert(field: Field, kind: str, choices: Sequence[str]) -> None:
    model, _table = values.TABLES[field.noun]
    changed = {pk: as_kind(value, field.kind, kind, choices) for pk, value in _held(field)}
    ids = list(changed)
    for start in range(0, len(ids), 500):
        rows = list(model.objects.filter(pk__in=ids[start : start + 500]).only("pk", "extra"))
        for row in rows:
            row.extra[field.key] = changed[row.pk]
        model.objects.bulk_update(rows, ["extra"])


def _set_retired(by: User, field: Field, deed: str, at: datetime | None) -> LogEntry:
    access.check(by, DEED)
    with transaction.atomic():
        held = Field.objects.select_for_update().get(pk=field.pk)
        if at is None:
            _check_name(Field.objects.filter(noun=held.noun).exclude(pk=held.pk), held.name)
        held.retired_at = at
        held.save(update_fields=["retired_at"])
        queue.enqueue("lay_out_field", noun=held.noun)
        return log.write(by, deed, held, before={"retired": at is None}, after={"retired": at is not None})


def _order(rows: Sequence[Field]) -> None:
    for place, row in enumerate(rows):
        row.position = place
    Field.objects.bulk_update(rows, ["position"])


def _checked(wanted: Wanted) -> dict[str, Any]:
    name = " ".join(wanted.name.split())
    if not name:
        raise Refused(_("A field needs a name."), "name")
    if len(name) > 100:
        raise Refused(_("At most %(most)d characters.") % {"most": 100}, "name")
    if wanted.kind not in KINDS:
        raise Refused(_("There is no such kind of field."), "kind")
    choices: list[str] = []
    if wanted.kind in ("choice", "choices"):
        held = {folded(word): word for word in (" ".join(one.split())[:100] for one in wanted.choices) if word}
        choices = list(held.values())
        if not choices or len(choices) > MOST_CHOICES:
            raise Refused(_("Write 1 to %(most)d choices, one on each line.") % {"most": MOST_CHOICES}, "choices")
        if any(";" in one for one in choices):
            raise Refused(_("A choice holds no semicolon."), "choices")
    currency = wanted.currency.strip().upper() if wanted.kind == "money" else ""
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise Refused(_("A currency has three letters, such as EUR."), "currency")
    note = " ".join(wanted.help.split())[:300]
    return {"name": name, "kind": wanted.kind, "choices": choices, "currency": currency, "help": note}


def _check_name(held: Any, name: str) -> None:
    if any(folded(one) == folded(name) for one in held.filter(retired_at=None).values_list("name", flat=True)):
        raise Refused(_("There is a field of this name already."), "name")


def _key(held: Any, name: str) -> str:
    """A key that no field of this list ever had."""
    base = _ASCII.sub("_", folded(name)).strip("_")[:50] or "field"
    taken = set(held.values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}_{n}" for n in range(2, 10_000))) if key not in taken)


def _plain(field: Field) -> dict[str, Any]:
    return {name: getattr(field, name) for name in _CHANGED}
