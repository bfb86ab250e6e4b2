"""The way back from a merge: those that were made one are themselves again. Called by actions.merging, inside its
transaction."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright.actions import merging_fields, merging_rows
from sellwright.actions.refusing import Refused
from sellwright.store import dirty
from sellwright.store.models import Absorbed, Firm, Merge, Person, Touch, User

UNCOUNTED = ("touch", "standing", "place", "twin", "logentry", "merge", "address", "notsame")


def take_apart(done: Merge, by: User) -> tuple[Any, list[Any]]:
    """The one kept, and those that are themselves again. Raises Refused where something stands against it."""
    noun: type[Person] | type[Firm] = Person if done.noun == "person" else Firm
    keeper: Any = noun.objects.select_for_update().filter(pk=done.kept_was).first()
    rows = list(done.absorbed.order_by("-pk"))
    _check(done, keeper, rows)
    stayed = _write_back(keeper, done)
    again = [merging_rows.make_again(row) for row in rows]
    for row in rows:
        merging_rows.move_back(noun, row, keeper.pk)
        _refer_back(row, keeper.public_id)
    if isinstance(keeper, Person):
        _mark_later(keeper, done, rows)
    done.stayed = stayed + _added(noun, keeper.pk, done)
    done.undone_at, done.undone_by = timezone.now(), by
    done.save()
    return keeper, again


def _check(done: Merge, keeper: Any, rows: list[Absorbed]) -> None:
    if done.undone_at is not None:
        raise Refused(_("This was taken back already."))
    if keeper is None:
        later = Absorbed.objects.filter(was=done.kept_was, merge__noun=done.noun, merge__undone_at=None).first()
        if later is not None:
            raise Refused(
                _("%(name)s was made one with somebody else on %(day)s. Take that back first.")
                % {"name": _named(later), "day": later.merge.at.date().isoformat()}
            )
        raise Refused(_("Whom this was about is gone, so it was not undone."))
    for row in rows:
        fields = row.row["fields"]
        name = "key" if done.noun == "person" else "domain"
        value = fields.get(name)
        taken = type(keeper).objects.filter(**{name: value}).exclude(pk=keeper.pk).first() if value else None
        if taken is not None:
            raise Refused(
                _("%(what)s stands with %(name)s now, so it was not undone.") % {"what": value, "name": taken}
            )


def _named(row: Absorbed) -> str:
    fields = row.row["fields"]
    return str(fields.get("name") or fields.get("domain") or fields.get("key") or row.public_id)


def _write_back(keeper: Any, done: Merge) -> list[list[str]]:
    """The one kept is written down as before, but for what was changed since. Returns what was."""
    later = merging_fields.changed_since(keeper, done.after)
    merging_fields.write(keeper, {field: value for field, value in done.before.items() if field not in later})
    if isinstance(keeper, Person) and not keeper.key:
        keeper.key = f"none:{keeper.public_id}"
    for column, target in (("firm_id", Firm), ("owner_id", User)):
        value = getattr(keeper, column, None)
        if value is not None and not target.objects.filter(pk=value).exists():
            setattr(keeper, column, None)
    keeper.save()
    return [["field", field] for field in later]


def _refer_back(row: Absorbed, kept: str) -> None:
    """Own fields that named the absorbed one do so again, unless they were changed since."""
    for label, ids in row.moved.items():
        table, extra, key = [*label.split(".", 2), ""][:3]
        if extra != "extra":
            continue
        for found in apps.get_model("store", table).objects.filter(pk__in=ids):
            if found.extra.get(key) == kept:
                found.extra[key] = row.public_id
                found.save(update_fields=["extra"])


def _mark_later(keeper: Person, done: Merge, rows: list[Absorbed]) -> None:
    """Mail and meetings that came since, and letters both were on, are filed anew: by address, each to whom it is."""
    touches = Touch.objects.filter(person=keeper)
    mails = touches.filter(message_id__gt=done.tops.get("message", 0))
    dirty.mark_threads(pk for pk in mails.values_list("message__thread", flat=True).distinct() if pk)
    events = touches.filter(event_id__gt=done.tops.get("event", 0), event__by_hand=False)
    dirty.mark_events(events.values_list("event_id", flat=True).distinct())
    both = sorted({pk for row in rows for pk in row.moved.get("touch.both", ())})
    for start in range(0, len(both), merging_rows.EACH):
        shown = touches.filter(message__in=both[start : start + merging_rows.EACH])
        dirty.mark_threads(pk for pk in shown.values_list("message__thread", flat=True).distinct() if pk)


def _added(noun: merging_rows.Noun, keeper: int, done: Merge) -> list[list[Any]]:
    """What people added to the one kept since: it stays there. Derived rows and mail are not counted."""
    found: dict[str, int] = {}
    for relation in merging_rows.relations(noun):
        name = str(relation.model._meta.model_name)
        if name not in done.tops or name in UNCOUNTED:
            continue
        rows = relation.model._default_manager.filter(pk__gt=done.tops[name], **{relation.column: keeper})
        if name == "event":
            rows = rows.filter(by_hand=True)
        if count := rows.count():
            found[name] = found.get(name, 0) + count
    return [[name, count] for name, count in sorted(found.items())]
