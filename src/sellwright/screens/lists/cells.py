"""Cells changed where they stand: a small form in the cell, and the cell as it is afterwards. And all cells of a row
on one page, for who uses no scripts, and for what a narrow screen has no room for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sellwright import access
from sellwright.actions import editing, typed
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench
from sellwright.screens.lists import labels, markup, shown
from sellwright.screens.lists.page import noun_of, reader
from sellwright.store import clock
from sellwright.store.lists import cells, reading
from sellwright.store.lists.asking import Asked
from sellwright.store.lists.nouns import Column
from sellwright.store.models import Firm, Stage, User

_INPUTS = {"number": "text", "money": "text", "date": "date", "moment": "datetime-local", "email": "email",
           "phone": "tel"}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """What stands in a cell while it is changed. `seen`: what it held, as JSON, to be told of another's change."""

    url: str
    label: str
    kind: str  # line, long, one, many
    input: str  # type of a line
    value: str
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    seen: str
    column: str

    @property
    def id(self) -> str:
        """Of its field."""
        return f"cell-{self.column.replace('.', '-')}"


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, noun: str, row: str, column: str) -> HttpResponse:
    """The form of one cell; posted to, the cell as it is now."""
    user, _workspace = bench(request)
    held, found = _of(user, noun, row, column)
    if request.method == "POST":
        return _save(request, noun, row, found)
    access.check(user, typed.deed_of(noun, column))
    context = {
        "form": form(user, held, found, noun, shown.choices(noun)),
        "row": held,
        "noun": noun,
        "here": _here(noun),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "lists/_cell_form.html", context)
    return redirect("list_row", noun, row)


@require_safe
def row(request: HttpRequest, noun: str, row: str) -> HttpResponse:
    """Every cell of one row that can be changed."""
    user, _workspace = bench(request)
    if noun not in shown.EDITED:
        raise Http404
    held = access.listed(user, noun).filter(public_id=row).first()
    if held is None:
        raise Http404
    access.check(user, typed.deed_of(noun, "name"))
    columns = [one for one in noun_of(noun).columns if one.edit and access.may(user, typed.deed_of(noun, one.key))]
    choices = shown.choices(noun)
    context = {
        "row": held,
        "noun": noun,
        "forms": [form(user, held, column, noun, choices) for column in columns],
        "back": reverse({"person": "person", "firm": "company", "deal": "deal"}[noun], args=[row]),
        "here": _here(noun),
    }
    return render(request, "lists/row.html", context)


def _here(noun: str) -> str:
    return "deals" if noun == "deal" else "people"


def form(user: User, held: Any, column: Column, noun: str, choices: shown.Choices) -> Form:
    """The form of a cell with what stands in it."""
    value = cells.held_in(held, column)
    options: tuple[tuple[str, str], ...] = ()
    if column.kind in ("owner", "colleague"):
        options = (("", _("nobody")), *choices.colleagues)
    elif column.kind == "stage":
        options = tuple(choices.stages)
    elif column.kind == "choice":
        options = (("", _("nothing")), *((one, one) for one in column.choices))
    elif column.kind == "choices":
        options = tuple((one, one) for one in column.choices)
    elif column.kind == "yes_no":
        options = (("", _("nothing")), ("yes", _("yes")), ("no", _("no")))
    kind = "many" if column.kind == "choices" else "one" if options else "long" if column.kind == "long" else "line"
    return Form(
        url=reverse("list_cell", args=[noun, held.public_id, column.key]),
        label=labels.label(column),
        kind=kind,
        input=_INPUTS.get(column.kind, "text"),
        value=_typed(user, column, value),
        values=tuple(map(str, value)) if isinstance(value, list) else (),
        options=options,
        seen=json.dumps(value, ensure_ascii=False),
        column=column.key,
    )


def _typed(user: User, column: Column, value: Any) -> str:
    """A value as it stands in the field of a form."""
    if value is None or isinstance(value, list):
        return ""
    if column.key == "owner":
        return User.objects.filter(pk=value).values_list("public_id", flat=True).first() or ""
    if column.key == "stage":
        return Stage.objects.filter(pk=value).values_list("public_id", flat=True).first() or ""
    if column.key == "firm":
        return str(Firm.objects.filter(pk=value).first() or "")
    if column.kind == "person":
        return str(access.people(user).filter(public_id=value).first() or "")
    if column.kind == "yes_no":
        return "yes" if value else "no"
    return str(value)[:16] if column.kind == "moment" else str(value)


def _of(user: User, noun: str, row: str, column: str) -> tuple[Any, Column]:
    """The row and its column; 404 for what is not there or not to be known of."""
    found = cells.column_of(noun, column)
    held = access.listed(user, noun).filter(public_id=row).first() if found is not None else None
    if held is None or found is None:
        raise Http404
    return held, found


def _save(request: HttpRequest, noun: str, row: str, column: Column) -> HttpResponse:
    user, workspace = bench(request)
    seen: Any = ...
    if "seen" in request.POST:
        try:
            seen = json.loads(request.POST["seen"][:20_000])
        except ValueError:
            seen = ...
    is_part = request.htmx  # type: ignore[attr-defined]
    try:
        words = request.POST.getlist("value")
        entry = editing.edit(by=user, noun=noun, public_id=row, column=column.key, words=words, seen=seen)
    except Refused as refusal:
        if is_part:
            answer = HttpResponse(refusal.message, status=409 if isinstance(refusal, editing.ChangedMeanwhile) else 422)
            answer["X-Sentence"] = quote(refusal.message)
            return answer
        messages.error(request, refusal.message)
        return redirect("list_row", noun, row)
    said = _("%(column)s saved.") % {"column": labels.label(column)}
    if not is_part:
        if entry is not None:
            messages.success(request, said, extra_tags=undoing.address(entry))
        return redirect(undoing.return_to(request, reverse("list_row", args=[noun, row])))
    context = {
        "cell": SafeString(markup.cell(_shown(user, workspace, noun, row, column))),  # escaped there
        "text": said if entry is not None else "",
        "undo_url": undoing.address(entry) if entry is not None else "",
    }
    return render(request, "lists/_cell.html", context)


def _shown(user: User, workspace: Any, noun: str, row: str, column: Column) -> shown.Cell:
    """The cell as the list shows it."""
    whole = noun_of(noun)
    page = reading.one(Asked(noun, columns=(column.key,)), reader(user, workspace), whole, row)
    now = clock.moment(workspace, user)
    return shown.cell_of(column, page, user, now, shown.choices(noun))
