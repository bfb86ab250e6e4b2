"""Many rows at once: what would become of them, then the deed, then how far it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sellwright import access
from sellwright.actions import bulk as deeds
from sellwright.actions import typed
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench
from sellwright.screens.lists import asked, labels, shown
from sellwright.screens.lists.page import noun_of
from sellwright.store.lists.nouns import Column
from sellwright.store.models import BulkEdit, LogEntry, User


@require_POST
def bulk(request: HttpRequest, noun: str) -> HttpResponse:
    """Chosen rows and a column: asks for the value. With a value: says what would change. Sure: does it."""
    user, _workspace = bench(request)
    if noun not in shown.EDITED:
        raise Http404
    if request.POST.get("merge") and noun in ("person", "firm"):
        return _to_merge(request, noun)
    key = request.POST.get("column", "")[:80]
    access.check(user, typed.deed_of(noun, key))
    chosen = _chosen(request, user, noun)
    back = undoing.return_to(request, reverse(labels.ROUTES[noun]))
    if chosen is None:
        messages.error(request, _("Tick the rows you mean first."))
        return redirect(back)
    held: dict[str, Any] = {"noun": noun, "back": back, "here": "deals" if noun == "deal" else "people",
                            "ids": chosen.ids, "pairs": request.POST.getlist("pair")}  # fmt: skip
    try:
        column = typed.column_of(noun, key)
        held |= _column(noun, column)
        if "value" not in request.POST:
            return render(request, "lists/bulk.html", held)
        words = request.POST.getlist("value")
        held |= {"values": words, "typed": words[0] if words else ""}
        if not request.POST.get("sure"):
            found = deeds.preview(by=user, chosen=chosen, column=key, words=words)
            return render(request, "lists/bulk.html", {**held, "preview": found, "said": _said(column, user, words)})
        made, entry = deeds.edit(by=user, chosen=chosen, column=key, words=words)
    except Refused as refusal:
        return render(request, "lists/bulk.html", {**held, "refusal": refusal}, status=422)
    if made.state == BulkEdit.State.RUNNING:
        return redirect("list_bulk_state", made.public_id)
    messages.success(request, _changed(made), extra_tags=undoing.address(entry))
    return redirect(back)


def _to_merge(request: HttpRequest, noun: str) -> HttpResponse:
    """On to the page where the ticked rows become one, field by field."""
    ids = list(dict.fromkeys(one[:16] for one in request.POST.getlist("id")))
    if len(ids) < 2 or request.POST.get("all"):
        messages.error(request, _("Tick two or more that are the same."))
        return redirect(undoing.return_to(request, reverse(labels.ROUTES[noun])))
    return redirect(f"{reverse('merge')}?{urlencode([('noun', noun), *(('ids', one) for one in ids)])}")


@require_safe
def state(request: HttpRequest, bulk: str) -> HttpResponse:
    """How far a bulk edit is; asked again by itself until it is through."""
    user, _workspace = bench(request)
    made = BulkEdit.objects.filter(public_id=bulk, by=user).first()
    if made is None:
        raise Http404
    entry = LogEntry.objects.filter(thing="bulkedit", thing_id=made.public_id, deed="bulk_edit", by=user).first()
    done = made.state == BulkEdit.State.DONE
    held = {
        "bulk": made,
        "said": _changed(made),
        "is_running": made.state in (BulkEdit.State.RUNNING, BulkEdit.State.UNDOING),
        "undo_url": undoing.address(entry) if entry is not None and done else "",
        "back": reverse(labels.ROUTES[made.noun]),
        "here": "deals" if made.noun == "deal" else "people",
    }
    part = request.htmx  # type: ignore[attr-defined]
    return render(request, "lists/_bulk_state.html" if part else "lists/bulk_state.html", held)


def _changed(made: BulkEdit) -> str:
    if made.state in (BulkEdit.State.UNDOING, BulkEdit.State.UNDONE):
        said = ngettext("%(n)d row is as it was.", "%(n)d rows are as they were.", made.changed - made.kept)
        said = said % {"n": made.changed - made.kept}
        if made.kept:
            stays = ngettext("%(n)d was changed since and stays.", "%(n)d were changed since and stay.", made.kept)
            said += " " + stays % {"n": made.kept}
        return said
    said = ngettext("%(n)d row changed.", "%(n)d rows changed.", made.changed) % {"n": made.changed}
    if made.same:
        said += " " + ngettext("%(n)d had it already.", "%(n)d had it already.", made.same) % {"n": made.same}
    return said


def _chosen(request: HttpRequest, user: User, noun: str) -> deeds.Chosen | None:
    """Ticked rows, or all of the list as it was asked for; None when nothing is chosen."""
    if request.POST.get("all"):
        from django.http import QueryDict

        query = QueryDict("", mutable=True)
        for pair in request.POST.getlist("pair"):
            name, _mark, value = pair.partition("=")
            query.appendlist(name, value)
        return deeds.Chosen(noun, asked=asked.opened(user, noun, query).asked)
    ids = tuple(dict.fromkeys(one[:16] for one in request.POST.getlist("id")))
    return deeds.Chosen(noun, ids) if ids else None


def _column(noun: str, column: Column) -> dict[str, Any]:
    held = shown.choices(noun)
    options = [("", _("nobody")), *held.colleagues] if column.kind in ("owner", "colleague") else []
    if column.kind == "yes_no":
        options = [("", _("nothing")), ("yes", _("yes")), ("no", _("no"))]
    elif column.kind == "choice":
        options = [("", _("nothing")), *((one, one) for one in column.choices)]
    elif column.kind == "choices":
        options = [(one, one) for one in column.choices]
    inputs = {"date": "date", "moment": "datetime-local"}
    return {"column": column, "label": labels.label(column), "options": options, "many": column.kind == "choices",
            "input": inputs.get(column.kind, "text"), "all_of_it": noun_of(noun).key}  # fmt: skip


def _said(column: Column, user: User, words: list[str]) -> str:
    return typed.read(user, column, words).said or _("nothing")
