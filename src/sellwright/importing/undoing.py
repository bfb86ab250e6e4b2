"""Taking an import back as one: what it brought goes, what it filled is emptied again, the last first, in short
transactions. What somebody changed or hung something on since stays, and the ledger says which and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models, transaction

from sellwright.derive import stays
from sellwright.derive.people import called_in_mail
from sellwright.importing import inserting
from sellwright.importing.deciding import Here
from sellwright.importing.pieces import print_of
from sellwright.importing.shelves import FIELDS, MODELS, extra_of, plain_value
from sellwright.store import bulk, dirty, search
from sellwright.store.lists import values as laid_out
from sellwright.store.models import (
    Address,
    Deal,
    DealPerson,
    DealValue,
    Field,
    FirmValue,
    Import,
    ImportedId,
    ImportRow,
    Person,
    PersonValue,
    Phone,
    Pipeline,
    Place,
    Promised,
    Stage,
    StageMove,
    Standing,
    Twin,
)
from sellwright.store.models.sorting import folded
from sellwright.store.sqlite.turns import standing_back

TOGETHER = 150  # rows of the ledger a transaction
BACK = "back"
CHANGED = "changed here since"
IN_USE = "something was kept with it since"
PARTLY = "partly: some of it was changed here since"
# What goes with a row: what came with it, and what the program makes of it by itself and can make again. All else that
# names it was said or done by somebody, or is mail: then the row stays. What may name it with no value is emptied.
_FOLLOWS: dict[str, tuple[Any, ...]] = {
    "person": (Address, PersonValue, Standing, Place, Promised, Twin),
    "firm": (FirmValue, Standing, Twin),
    "deal": (DealPerson, DealValue, StageMove),
}
_GIVEN = frozenset(("currency", "opened_at", "closed_at"))  # what a deal gets where its row names none
_COLUMNS = ("id", "noun", "outcome", "ref", "before", "prints")


def undo(whole: Import, keep_on: Callable[[], bool]) -> bool:
    """Goes on where it stands; False when `keep_on` stopped it. At the end what the plan made goes too, if unused."""
    while True:
        with standing_back(), transaction.atomic():
            dirty.alone()
            held = Import.objects.select_for_update().get(pk=whole.pk)
            if held.state != Import.State.UNDOING:
                return False
            rows = ImportRow.objects.filter(whole=whole).order_by("-pk")
            if held.undone_to is not None:
                rows = rows.filter(pk__lt=held.undone_to)
            page = list(rows.values_list(*_COLUMNS)[:TOGETHER])
            if not page:
                break
            _take_back(whole, page)
            whole.undone_to = page[-1][0]
            whole.rows_done += len(page)
            whole.save(update_fields=["undone_to", "rows_done"])
        if not keep_on():
            return False
    _unmake(whole)
    return True


def _take_back(whole: Import, page: Sequence[tuple[Any, ...]]) -> None:
    """One piece of the ledger, noun by noun: deals before the people and firms they name."""
    said: list[tuple[str, int]] = []
    for noun in ("deal", "person", "firm"):
        of = [row for row in page if row[1] == noun and row[3] is not None and row[2] in ("new", "merged")]
        if not of:
            continue
        made = [row for row in of if row[2] == "new" and not row[4]]
        filled = [row for row in of if row[4]]
        here = _here(noun, {row[3] for row in of})
        wrote = _wrote(whole, noun, {row[3] for row in of})
        said += _emptied(noun, filled, here)
        said += _removed(noun, made, here, wrote)
    bulk.update(ImportRow, ("taken",), said)


def _here(noun: str, refs: Iterable[int]) -> dict[int, Here]:
    out = {}
    for pk, extra, *row in bulk.pick(MODELS[noun], ("id", "extra", *FIELDS[noun]), "id", refs):
        values = {name: plain_value(name, value) for name, value in zip(FIELDS[noun], row, strict=True)}
        held = json.loads(extra) if isinstance(extra, str) else extra
        out[pk] = Here(pk, values | {f"extra.{key}": value for key, value in held.items()})
    if noun == "deal":
        for deal, person in bulk.pick(DealPerson, ("deal_id", "person_id"), "deal_id", out):
            out[deal].values.setdefault("people", set()).add(person)
    return out


def _wrote(whole: Import, noun: str, refs: Iterable[int]) -> dict[int, dict[str, set[int]]]:
    """What all rows of this import wrote of these, by field."""
    out: dict[int, dict[str, set[int]]] = {}
    for of, ref, import_id, prints in bulk.pick(ImportRow, ("noun", "ref", "whole_id", "prints"), "ref", refs):
        if of == noun and import_id == whole.pk and prints:
            for name, one in (json.loads(prints) if isinstance(prints, str) else prints or {}).items():
                out.setdefault(ref, {}).setdefault(name, set()).add(one)
    return out


def _emptied(noun: str, rows: Sequence[tuple[Any, ...]], here: Mapping[int, Here]) -> list[tuple[str, int]]:
    """What a row filled is as it was before, where it is still what the row wrote."""
    said, changes, gone = [], dict[int, dict[str, Any]](), list[str]()
    for pk, _noun, _outcome, ref, before, prints in rows:
        one = here.get(ref)
        if one is None:
            said.append((BACK, pk))
            continue
        was = json.loads(before) if isinstance(before, str) else before
        wrote = (json.loads(prints) if isinstance(prints, str) else prints) or {}
        kept = False
        for name, value in was.items():
            if name == "emails":
                gone += value
            elif name == "person_id":
                DealPerson.objects.filter(deal=ref, person__in=one.values.get("people", ())).filter(part="").delete()
            elif name == "by_hand":
                changes.setdefault(ref, {})[name] = value
                if noun == "person":
                    kept |= not _called_as_before(ref, one, wrote, changes[ref])
            elif print_of(one.values.get(name)) == wrote.get(name):
                one.values[name] = value
                changes.setdefault(ref, {})[name] = value
            else:
                kept = True
        said.append((PARTLY if kept else BACK, pk))
    _forget_addresses(gone)
    _put_back(noun, changes, here)
    return said


def _called_as_before(ref: int, here: Here, wrote: Mapping[str, int], change: dict[str, Any]) -> bool:
    """Somebody known by mail alone is called again as in that mail, which the ledger was never told; False where
    somebody named them otherwise since, or the import is of a time when it left their name."""
    if "name" not in wrote:
        return True
    if print_of(here.values.get("name")) != wrote["name"]:
        return False
    here.values["name"] = change["name"] = called_in_mail(Person.objects.get(pk=ref))
    ImportedId.objects.filter(noun="person", ref=ref).delete()  # nor is there a number by which they would be met
    return True


def _put_back(noun: str, changes: Mapping[int, Mapping[str, Any]], here: Mapping[int, Here]) -> None:
    by_fields: dict[tuple[str, ...], list[list[Any]]] = {}
    for ref, change in changes.items():
        nullable = {field.attname for field in MODELS[noun]._meta.concrete_fields if field.null}
        wanted = {
            name: "" if value is None and name not in nullable else value
            for name, value in change.items()
            if not name.startswith("extra.")
        }
        if len(wanted) < len(change):
            wanted["extra"] = extra_of(here[ref].values)
        if "name" in wanted or "domain" in wanted:
            values = here[ref].values
            wanted["sort_name"] = folded(values.get("name") or values.get("domain") or "")
        by_fields.setdefault(tuple(wanted), []).append([*wanted.values(), ref])
    for fields, rows in by_fields.items():
        ready = inserting.prepared(MODELS[noun], fields)
        filled = [[prepare(value) for prepare, value in zip(ready, row, strict=False)] + row[-1:] for row in rows]
        bulk.update(MODELS[noun], fields, filled)
    for ref in changes:
        search.index_again(noun, ref)
    if changes:
        laid_out.put_all(noun, [(ref, extra_of(here[ref].values)) for ref in changes])


def _removed(
    noun: str, rows: Sequence[tuple[Any, ...]], here: Mapping[int, Here], wrote: Mapping[int, Mapping[str, set[int]]]
) -> list[tuple[str, int]]:
    """Those that came with this import go, unless they were changed or something hangs on them."""
    said, free = [], []
    for pk, _noun, _outcome, ref, _before, prints in rows:
        one = here.get(ref)
        own = (json.loads(prints) if isinstance(prints, str) else prints) or {}
        if one is None:
            said.append((BACK, pk))
        elif _changed(one, own, wrote.get(ref, {})):
            said.append((CHANGED, pk))
        else:
            free.append((ref, pk))
    used = _in_use(noun, [ref for ref, _ in free])
    said += [(IN_USE if ref in used else BACK, pk) for ref, pk in free]
    _delete(noun, [ref for ref, _ in free if ref not in used])
    return said


def _changed(here: Here, own: Mapping[str, int], wrote: Mapping[str, set[int]]) -> bool:
    """Whether somebody changed it. `own`: prints of the row that brought it; `wrote`: of all rows of the import."""
    for name, value in here.values.items():
        if name == "people":
            if {print_of(one) for one in value} - wrote.get("person_id", set()):
                return True
        elif name in own:
            if print_of(value) not in wrote[name]:
                return True
        elif value not in (None, "", []) and name not in _GIVEN and print_of(value) not in wrote.get(name, ()):
            return True  # was empty when it came; somebody filled it
    return any(name not in here.values and name != "person_id" for name in own)


def _in_use(noun: str, refs: Sequence[int]) -> set[int]:
    """Those of these rows that any other row names."""
    used: set[int] = set()
    model = MODELS[noun]
    if noun == "deal" and refs:  # nobody made the moves that came with it
        used |= set(StageMove.objects.filter(deal__in=refs, by__isnull=False).values_list("deal_id", flat=True))
    for relation in model._meta.related_objects:
        other = relation.related_model
        if other in _FOLLOWS[noun] or not refs:
            continue
        column = relation.field.attname
        rows = bulk.pick(other, (column,), column, refs)
        used |= {ref for (ref,) in rows}
    return used


def _delete(noun: str, refs: Sequence[int]) -> None:
    if not refs:
        return
    search.forget_names(noun, refs)
    if noun == "person":
        _forget_addresses(email for (email,) in bulk.pick(Address, ("email",), "person_id", refs))
    for relation in MODELS[noun]._meta.related_objects:
        follower, column = relation.related_model, relation.field.attname
        if follower is Standing and noun == "firm":
            Standing.objects.filter(firm__in=refs).update(firm=None)
        elif follower in _FOLLOWS[noun] and follower is not Address:
            _drop(follower, column, refs)
    _drop(ImportedId, "ref", refs, "noun", noun)
    _drop(MODELS[noun], "id", refs)


def _forget_addresses(emails: Iterable[str]) -> None:
    """Addresses go that no mail ever showed; the others are nobody's again."""
    gone = list(emails)
    if gone:
        Phone.objects.filter(email__in=gone).delete()
        seen = Address.objects.filter(email__in=gone)
        seen.filter(seen__gt=0).update(person=None)
        seen.filter(seen=0).delete()


def _drop(model: type[models.Model], column: str, refs: Sequence[int], also: str = "", value: str = "") -> None:
    """Plain DELETE: what hangs on these rows was looked at before."""
    extra = f" AND {also} = %s" if also else ""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(refs))
        given: list[Any] = [*refs, value] if also else list(refs)
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {column} IN ({marks}){extra}", given)


def _unmake(whole: Import) -> None:
    """Fields, stages and pipelines that came with it and that nothing uses."""
    with transaction.atomic():
        stays.all_anew()
        for field in Field.objects.filter(pk__in=whole.made.get("fields", ())):
            model = MODELS[field.noun]
            if not model.objects.filter(extra__has_key=field.key).exists():
                field.delete()
        for stage in Stage.objects.filter(pk__in=whole.made.get("stages", ())):
            held = stage.deals.exists() or stage.pipeline.stages.count() < 2
            if not held:
                stage.delete()
        for pipeline in Pipeline.objects.filter(pk__in=whole.made.get("pipelines", ())):
            if not Deal.objects.filter(stage__pipeline=pipeline).exists() and Pipeline.objects.count() > 1:
                pipeline.delete()
