"""Saved views of lists: kept, renamed, shared with everybody here, taken away; each can be taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.store.lists.asking import Asked
from sellwright.store.models import LogEntry, User, View

DEEDS = ("save_view", "change_view", "drop_view")
MOST = 60  # views of one list that one person keeps
_KEPT = ("name", "shared", "asked")


def seen(by: User, noun: str) -> QuerySet[View]:
    """The views of a list that somebody may open: their own and those shared with everybody."""
    return View.objects.filter(Q(owner=by) | Q(shared=True), noun=noun).order_by("shared", "name", "pk")


def save(*, by: User, name: str, asked: Asked, shared: bool = False) -> LogEntry:
    """Keeps a list as it is asked for. Refused without a name, or when there are too many."""
    _may_share(by, shared)
    name = _named(name)
    with transaction.atomic():
        if View.objects.filter(owner=by, noun=asked.noun).count() >= MOST:
            raise Refused(_("You keep %(most)d views of this list. Take one away first.") % {"most": MOST}, "name")
        view = View.objects.create(noun=asked.noun, name=name, owner=by, shared=shared, asked=asked.as_json())
        return log.write(by, "save_view", view, after=_plain(view))


def change(
    *, by: User, view: View, name: str | None = None, shared: bool | None = None, asked: Asked | None = None
) -> LogEntry:
    """Another name, another sharing, or what the list shows now. Only its owner changes a view."""
    with transaction.atomic():
        held = _own(by, view.public_id)
        before = _plain(held)
        held.name = held.name if name is None else _named(name)
        held.shared = held.shared if shared is None else shared
        held.asked = held.asked if asked is None else asked.as_json()
        _may_share(by, held.shared and not before["shared"])
        held.save(update_fields=_KEPT)
        return log.write(by, "change_view", held, before=before, after=_plain(held))


def drop(*, by: User, view: View) -> LogEntry:
    """Takes a view away."""
    with transaction.atomic():
        held = _own(by, view.public_id)
        done = log.write(by, "drop_view", held, before={**_plain(held), "noun": held.noun})
        held.delete()
        return done


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before. Refused when it was changed since."""
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        if entry.deed == "drop_view":
            held = View(public_id=entry.thing_id, owner=by, noun=entry.before["noun"])
        else:
            held = _own(by, entry.thing_id)
            if _plain(held) != entry.after:
                raise Refused(_("This was changed since, so it was not undone."))
        done = log.write(by, f"undo_{entry.deed}", held, before=entry.after, after=entry.before)
        if entry.deed == "save_view":
            held.delete()
        else:
            for name in _KEPT:
                setattr(held, name, entry.before[name])
            held.save()
        return done


def _own(by: User, public_id: str) -> View:
    return View.objects.select_for_update().get(public_id=public_id, owner=by)


def _may_share(by: User, shared: bool) -> None:
    if shared:
        access.check(by, "person")


def _named(name: str) -> str:
    line = " ".join(name.split())
    if not line:
        raise Refused(_("A view needs a name."), "name")
    if len(line) > 60:
        raise Refused(_("At most %(most)d characters.") % {"most": 60}, "name")
    return line


def _plain(view: View) -> dict[str, Any]:
    return {name: getattr(view, name) for name in _KEPT}
