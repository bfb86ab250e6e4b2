"""What is about an erased person and would not go with their row: values in the log, in the ledgers of imports, merges
and bulk edits, in kept answers, in the conditions of views."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from sellwright.archive import former
from sellwright.archive.naming import COVER, Naming
from sellwright.store.models import (
    Absorbed,
    Address,
    Booking,
    BulkEdit,
    Commitment,
    Deal,
    Delivery,
    Draft,
    Field,
    Firm,
    ImportedId,
    KeptAnswer,
    LogEntry,
    Message,
    Person,
    Phone,
    View,
)

SCANNED = 2_000
GONE = 410  # an answer that named them is given to nobody again
_WORD = re.compile(r"\w+")
_SAYS_LITTLE = 4  # a shorter part of a name is not taken for one


def absorbed(person: Person) -> QuerySet[Absorbed]:
    """Rows kept of merges that are theirs: who was made one with them, and they themselves from before an undo."""
    return Absorbed.objects.filter(Q(merge__person=person) | Q(public_id=person.public_id))


def empty(person: Person, called: Naming) -> None:
    """All of it, but for what is covered. Inside the transaction in which the person goes."""
    emails, ids = called.emails, former.ids_of(person)
    lines = former.lines(person)
    Delivery.objects.filter(entry__in=lines.values("pk")).update(said="")
    lines.update(before={}, after={})
    former.undone(person).delete()
    _unaside(ids.rows)
    Draft.objects.filter(to__in=emails).delete()
    Booking.objects.filter(email__in=emails).delete()
    Phone.objects.filter(email__in=emails).delete()
    Commitment.objects.filter(person=person).update(words="")
    former.brought(person).update(ref=None, before=None, prints=None, differs=None, reason="")
    ImportedId.objects.filter(noun="person", ref__in=ids.rows).delete()
    former.given(person).delete()
    for field in Field.objects.filter(kind=Field.Kind.PERSON):
        _unname(field, ids.public)
    addresses = set(Address.objects.filter(person=person).values_list("pk", flat=True))
    _unlist(addresses)
    Address.objects.filter(pk__in=addresses).delete()


def answers(person: Person, called: Naming) -> None:
    """Answers that programs were given today and that tell of them: asked again, a program is told that it is gone."""
    pattern, ids = called.pattern(), former.ids_of(person).public | former.things_of(person)
    for row in KeptAnswer.objects.exclude(body="").iterator(chunk_size=SCANNED):
        if not ids.isdisjoint(_WORD.findall(row.body)) or pattern.search(_unescaped(row.body)):
            KeptAnswer.objects.filter(pk=row.pk).update(body="", status=GONE)


def _unescaped(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return body


def conditions(person: Person, called: Naming) -> None:
    """What lists are narrowed by, where it is a part of their name or address and of nobody else's: "quandt"."""
    parts = {part for part in _parts(person, called) if not _is_anothers(part, person)}
    if not parts:
        return

    def cover(held: Any) -> Any:
        if isinstance(held, str):
            return COVER * len(held) if held.casefold().strip() in parts else held
        if isinstance(held, list):
            return [cover(one) for one in held]
        return {name: cover(one) for name, one in held.items()} if isinstance(held, dict) else held

    _each(View.objects.all(), ("asked", "name"), cover)
    _each(BulkEdit.objects.all(), ("asked",), cover)
    _each(LogEntry.objects.filter(thing="view"), ("before", "after"), cover)


def _each(rows: QuerySet[Any], names: tuple[str, ...], cover: Callable[[Any], Any]) -> None:
    for row in rows.only("pk", *names).iterator(chunk_size=SCANNED):
        fresh = {name: cover(getattr(row, name)) for name in names}
        if fresh != {name: getattr(row, name) for name in names}:
            rows.filter(pk=row.pk).update(**fresh)


def _parts(person: Person, called: Naming) -> set[str]:
    found = {word for name in (*called.names, person.name) for word in _WORD.findall(name.casefold())}
    for email in called.emails:
        local = email.partition("@")[0]
        found |= {local, *_WORD.findall(local)}
    return {part for part in found if len(part) >= _SAYS_LITTLE}


def _is_anothers(part: str, person: Person) -> bool:
    others = Person.objects.exclude(pk=person.pk)
    return (
        others.filter(Q(name__icontains=part) | Q(key__icontains=part)).exists()
        or Address.objects.filter(email__icontains=part).exclude(person=person).exists()
        or Firm.objects.filter(Q(name__icontains=part) | Q(domain__icontains=part)).exists()
    )


def _unaside(rows: frozenset[int]) -> None:
    """Rows set aside by merges of others that name them."""
    for kept in Absorbed.objects.exclude(aside=[]).iterator(chunk_size=SCANNED):
        fields = [(one, one.get("fields", {})) for one in kept.aside]
        left = [one for one, held in fields if not rows & {held.get("person"), held.get("other")}]
        if len(left) != len(kept.aside):
            Absorbed.objects.filter(pk=kept.pk).update(aside=left)


def _unname(field: Field, public: frozenset[str]) -> None:
    model: Any = {"person": Person, "firm": Firm, "deal": Deal}[field.noun]
    for row in model.objects.filter(extra__has_key=field.key):
        if row.extra.get(field.key) in public:
            row.extra.pop(field.key)
            row.save(update_fields=["extra"])


def _unlist(addresses: set[int]) -> None:
    """Their addresses among the readers of mail to several."""
    last = 0
    rows = Message.objects.order_by("pk").values_list("pk", "recipients", "copied")
    while page := list(rows.filter(pk__gt=last)[:SCANNED]):
        last = page[-1][0]
        for pk, to, copied in page:
            kept = [" ".join(one for one in text.split() if int(one) not in addresses) for text in (to, copied)]
            if kept != [to, copied]:
                Message.objects.filter(pk=pk).update(recipients=kept[0], copied=kept[1])
