"""Several people, or several firms, become one; "not the same" is remembered. Both can be taken back.

A merge is one transaction: whatever names those who go names the one kept, the rows that cannot stand beside its own
are laid aside, and those who go are gone. Nothing is thrown away: the way back stands with the merge
(docs/decisions/0034-merging.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log, merging_fields, merging_rows
from sellwright.actions.merging_undo import take_apart
from sellwright.actions.refusing import Refused
from sellwright.jobs import find_duplicates, looking_ahead, settling
from sellwright.store import day_sums, dirty, search
from sellwright.store.models import (
    Absorbed,
    Address,
    Deal,
    Field,
    Firm,
    LogEntry,
    Merge,
    Message,
    NotSame,
    Person,
    Place,
    Touch,
    Twin,
    User,
)

DEEDS = ("merge_people", "merge_firms", "not_same")
MOST = 20  # at once
_NOUNS: dict[str, type[Person] | type[Firm]] = {"person": Person, "firm": Firm}


def asked(by: User, noun: str, ids: Sequence[str]) -> list[Person] | list[Firm]:
    """The rows of these public ids, in this order. Refused unless the user may know of every one and there are two."""
    access.check(by, "merge")
    known: QuerySet[Any] = access.people(by) if noun == "person" else access.firms(by)
    rows = {row.public_id: row for row in known.filter(public_id__in=ids)}
    wanted = list(dict.fromkeys(ids))
    if len(wanted) < 2 or not all(one in rows for one in wanted):
        raise Refused(_("Choose two or more that are the same."))
    if len(wanted) > MOST:
        raise Refused(_("At most %(most)s at once.") % {"most": MOST})
    return [rows[one] for one in wanted]


def merge(*, by: User, noun: str, ids: Sequence[str], picks: Mapping[str, str], now: float) -> LogEntry:
    """Makes one of these (public ids, the one kept first). `picks`: by field the public id of whose value stays, or
    "both"; without one the first that is filled. `now`: seconds since 1970 UTC. Raises Refused and NotAllowed."""
    asked(by, noun, ids)
    references = _references(ids[1:]) if noun == "person" else []
    with transaction.atomic():
        dirty.alone()
        rows = _locked(by, noun, ids)
        keeper, others = rows[0], rows[1:]
        found = merging_fields.choices(noun, rows, picks)
        before, after = merging_fields.kept(keeper, found)
        if not keeper.by_hand and any(row.by_hand for row in others):
            before["by_hand"], after["by_hand"] = False, True
        done = Merge(
            noun=noun, kept_was=keeper.pk, by=by, at=datetime.fromtimestamp(now, UTC), before=before, after=after,
            tops=merging_rows.tops(_NOUNS[noun]), **{noun: keeper},
        )  # fmt: skip
        done.save()
        if isinstance(keeper, Person):
            _mark_threads([row.pk for row in rows])
        places = _begin_places([row.pk for row in rows]) if noun == "person" else []
        firm_people = _people_of(others)
        for other in others:
            _absorb(done, other, keeper.pk)
        _write(keeper, others, after)
        _end_places(places, keeper.pk)
        _refer(references, keeper.public_id, done)
        _follow(keeper, firm_people)
        about = keeper if isinstance(keeper, Person) else None
        deed = "merge_people" if noun == "person" else "merge_firms"
        return log.write(by, deed, done, person=about, before=before, after=after)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes a merge or a "not the same" back."""
    access.check(by, "merge")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    if entry.deed == "not_same":
        return same_after_all(by=by, pair=NotSame.objects.get(public_id=entry.thing_id))
    return unmerge(by=by, done=Merge.objects.get(public_id=entry.thing_id))


def unmerge(*, by: User, done: Merge) -> LogEntry:
    """Makes those that were made one themselves again. What was changed or added since stays with the one kept and is
    listed (Merge.stayed). Refused, with the reason, where something stands against it. A merge is taken back by who
    made it, or by whoever runs the workspace."""
    access.check(by, "merge")
    if done.by_id != by.pk and not access.may(by, "undo_any_merge"):
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        dirty.alone()
        done = Merge.objects.select_for_update().get(pk=done.pk)
        keeper, again = take_apart(done, by)
        if done.noun == "person":
            dirty.mark_people([keeper.pk, *(row.pk for row in again)])
            _mark_threads([keeper.pk, *(row.pk for row in again)])
            places = _begin_places([keeper.pk])
            _end_places(places, keeper.pk)
        _follow(keeper, _people_of([keeper, *again]), again)
        about = keeper if isinstance(keeper, Person) else None
        deed = "undo_merge_people" if done.noun == "person" else "undo_merge_firms"
        return log.write(by, deed, done, person=about, before=done.after, after=done.before)


def not_same(*, by: User, noun: str, one: str, other: str) -> LogEntry:
    """These two (public ids) are not the same: they are not suggested again. Said twice it is one word."""
    pair = sorted(asked(by, noun, (one, other)), key=lambda row: row.pk)
    names = ("person", "other") if noun == "person" else ("firm", "other_firm")
    with transaction.atomic():
        row, _new = NotSame.objects.get_or_create(**dict(zip(names, pair, strict=True)), defaults={"by": by})
        Twin.objects.filter(_either(names, pair[0].pk, pair[1].pk)).delete()
        return log.write(by, "not_same", row, person=pair[0] if isinstance(pair[0], Person) else None)


def same_after_all(*, by: User, pair: NotSame) -> LogEntry:
    """They may be suggested again. Only for whom may know of both."""
    noun = "person" if pair.person_id else "firm"
    rows = [pair.person, pair.other] if noun == "person" else [pair.firm, pair.other_firm]
    ids = [row.public_id for row in rows if row is not None]
    held = asked(by, noun, ids)
    with transaction.atomic():
        about = held[0] if isinstance(held[0], Person) else None
        done = log.write(by, "undo_not_same", pair, person=about)
        pair.delete()
        find_duplicates.look_at(noun, [row.pk for row in held])
    return done


def _either(names: tuple[str, str], one: int, other: int) -> Q:
    return Q(**{names[0]: one, names[1]: other}) | Q(**{names[0]: other, names[1]: one})


def _locked(by: User, noun: str, ids: Sequence[str]) -> list[Any]:
    """The rows again, held until the end: in one order, so that two merges never wait for each other."""
    held: list[Any] = list(
        _NOUNS[noun].objects.select_for_update(of=("self",)).filter(public_id__in=ids).order_by("pk")
    )
    if len(held) != len(set(ids)):
        raise Refused(_("One of them is gone. Look again."))
    by_id = {row.public_id: row for row in held}
    return [by_id[one] for one in dict.fromkeys(ids)]


def _absorb(done: Merge, other: Any, keeper: int) -> None:
    """One row goes; its way back stands in `Absorbed`."""
    noun = type(other)
    row = Absorbed(
        merge=done, public_id=other.public_id, was=other.pk, domain=getattr(other, "domain", "") or "",
        row=merging_rows.written(other),
    )  # fmt: skip
    row.moved, row.aside = merging_rows.move(noun, other.pk, keeper)
    row.save()
    search.forget_names(done.noun, [other.pk])
    # Not `delete`: nothing may go along. A row that still names it makes the database refuse the whole.
    noun._base_manager.filter(pk=other.pk)._raw_delete(using=noun._base_manager.db)


def _write(keeper: Any, others: Sequence[Any], after: Mapping[str, Any]) -> None:
    merging_fields.write(keeper, after)
    if isinstance(keeper, Person):
        keeper.first_at = min(filter(None, (row.first_at for row in (keeper, *others))), default=0.0)
    keeper.save()


def _mark_threads(people: Sequence[int]) -> None:
    """Letters that concern several of them are filed anew, and those in which one was met first: whom we know already
    is part of what a letter says."""
    both = Touch.objects.filter(person=people[0], message__touches__person__in=people[1:])
    dirty.mark_threads(pk for (pk,) in both.values_list("message__thread").distinct() if pk)
    firsts = Address.objects.filter(person__in=people, first_at__gt=0).values_list("first_at", flat=True)
    met = Message.objects.filter(at__in=sorted(firsts)[:500]).values_list("thread_id", flat=True)
    dirty.mark_threads(pk for pk in met if pk)


def _begin_places(people: Sequence[int]) -> list[tuple[User, list[tuple[Any, ...]]]]:
    """What each user's places of these people add to their day, before they move."""
    whose = User.objects.filter(places__person__in=people).distinct().order_by("pk")
    found = []
    for user in whose:
        today = Place.objects.filter(user=user).values_list("on_date", flat=True)[:1]
        found.append((user, day_sums.begin(user, people, today[0])[1]))
    return found


def _end_places(begun: Iterable[tuple[User, list[tuple[Any, ...]]]], keeper: int) -> None:
    for user, before in begun:
        day_sums.change(user, before, list(Place.objects.filter(user=user, person=keeper)))


def _people_of(firms: Sequence[Any]) -> list[int]:
    ids = [row.pk for row in firms if isinstance(row, Firm)]
    return list(Person.objects.filter(firm__in=ids).values_list("pk", flat=True)) if ids else []


def _follow(keeper: Any, firm_people: Sequence[int], again: Sequence[Any] = ()) -> None:
    """What is derived follows behind: standings, places, words to find them by, likeness to others."""
    ids = [keeper.pk, *(row.pk for row in again)]
    if isinstance(keeper, Person):
        dirty.mark_people(ids)
        search.index_people(Person.objects.filter(pk__in=ids).select_related("firm").prefetch_related("addresses"))
    else:
        dirty.mark_firms(ids)
        dirty.mark_people(firm_people)
        search.index_firms(Firm.objects.filter(pk__in=ids))
        find_duplicates.name_again(firm_people)
    settling.soon()
    looking_ahead.soon()
    find_duplicates.look_at("person" if isinstance(keeper, Person) else "firm", ids)


def _references(gone: Sequence[str]) -> list[tuple[type[Any], str, int, str]]:
    """Values of own fields that name one of these: (table, key, row, public id). Asked before anything is held: it goes
    through every row that has such a field."""
    found: list[tuple[type[Any], str, int, str]] = []
    tables: dict[str, type[Any]] = {"person": Person, "firm": Firm, "deal": Deal}
    for noun, key in Field.objects.filter(kind=Field.Kind.PERSON).values_list("noun", "key"):
        rows = tables[noun].objects.filter(**{f"extra__{key}__in": list(gone)})
        found += [(tables[noun], key, pk, value) for pk, value in rows.values_list("pk", f"extra__{key}")]
    return found


def _refer(references: Sequence[tuple[type[Any], str, int, str]], kept: str, done: Merge) -> None:
    """Own fields name the one kept; the rows are kept with the one they named."""
    for table, key, pk, value in references:
        row = table.objects.filter(pk=pk).first()
        if row is None or row.extra.get(key) != value:
            continue
        row.extra[key] = kept
        row.save(update_fields=["extra"])
        absorbed = done.absorbed.get(public_id=value)
        absorbed.moved.setdefault(f"{table._meta.model_name}.extra.{key}", []).append(pk)
        absorbed.save(update_fields=["moved"])
