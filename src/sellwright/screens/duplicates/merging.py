"""The page on which several become one, field by field, and the list of what was made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellwright import access
from sellwright.actions import merging as deeds
from sellwright.actions import merging_fields
from sellwright.actions.refusing import Refused
from sellwright.screens import addresses, asking, undoing, words
from sellwright.screens.asking import bench
from sellwright.screens.duplicates import listing
from sellwright.screens.duplicates.view import noun_of
from sellwright.store import clock
from sellwright.store.models import Address, Field, Firm, Merge, Person, Standing, Touch, User

PICK = "pick."  # before the name of a field in the form
LISTED = 50


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may stay."""

    value: str  # public id of its side, or "both"
    words: str
    picked: bool
    side: str = ""  # its name, where the table is folded


@dataclass(frozen=True, slots=True)
class Row:
    """One field: an option for each side in their order (None: nothing there), and perhaps both."""

    field: str
    label: str
    options: tuple[Option | None, ...]
    both: Option | None


@dataclass(frozen=True, slots=True)
class Made:
    """One line of the list of merges."""

    id: str
    name: str
    url: str
    when: str
    who: str
    went: str
    undone: str
    stayed: tuple[str, ...]
    may_undo: bool


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    """Side by side, with what each has; a post makes them one."""
    user, workspace = bench(request)
    given = request.POST if request.method == "POST" else request.GET
    noun, ids = noun_of(given.get("noun", "")), given.getlist("ids")[: deeds.MOST + 1]
    picks = {name.removeprefix(PICK): str(value) for name, value in given.items() if name.startswith(PICK) and value}
    keep = given.get("keep", "")
    if keep in ids:
        ids = [keep, *(one for one in ids if one != keep)]
    refusal = ""
    if request.method == "POST":
        try:
            entry = deeds.merge(by=user, noun=noun, ids=ids, picks=picks, now=clock.now(workspace))
        except Refused as refused:
            refusal = refused.message
        else:
            text = ngettext("%(n)d made one.", "%(n)d made one.", len(set(ids))) % {"n": len(set(ids))}
            messages.success(request, text, extra_tags=undoing.address(entry))
            return redirect("person" if noun == "person" else "company", ids[0])
    try:
        rows = deeds.asked(user, noun, ids)
        choices = merging_fields.choices(noun, rows, {} if refusal else picks)
    except Refused as refused:
        messages.success(request, refused.message)
        return redirect(f"{reverse('duplicates')}?noun={noun}")
    has = listing.held(user, noun, [row.pk for row in rows])
    held = {
        "here": "people",
        "noun": noun,
        "sides": [_side(row, has[row.pk]) for row in rows],
        "rows": [_row(choice, rows, noun) for choice in choices],
        "both_column": any(choice.may_join for choice in choices),
        "moves": _moves(user, noun, rows),
        "refusal": refusal,
    }
    return render(request, "duplicates/merge.html", held, status=422 if refusal else 200)


@require_safe
def merged(request: HttpRequest) -> HttpResponse:
    """What was made one: by the viewer, and for whoever runs the workspace by anybody."""
    user, workspace = bench(request)
    now = clock.moment(workspace, user)
    anybody = access.may(user, "undo_any_merge")
    rows = Merge.objects.select_related("person", "firm", "by").prefetch_related("absorbed").order_by("-at", "-id")
    if not anybody:
        rows = rows.filter(by=user)
    known = Exists(access.people(user).filter(pk=OuterRef("person")))
    firms = Exists(access.firms(user).filter(pk=OuterRef("firm")))
    found = list(rows.filter(known | firms)[:LISTED])
    held = {"here": "people", "merges": [_made(row, user, now) for row in found], "listed": LISTED}
    return render(request, "duplicates/merged.html", held)


@require_POST
def unmerge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Makes them themselves again."""
    user, _workspace = bench(request)
    rows = Merge.objects.all() if access.may(user, "undo_any_merge") else Merge.objects.filter(by=user)
    done = get_object_or_404(rows, public_id=public_id)
    try:
        deeds.unmerge(by=user, done=done)
    except Refused as refusal:
        return asking.back(request, refusal.message, to=reverse("merges"))
    return asking.back(request, _("They are themselves again."), to=reverse("merges"))


def _side(row: Person | Firm, has: str) -> dict[str, str]:
    route = "person" if isinstance(row, Person) else "company"
    detail = ""
    if isinstance(row, Person):
        emails = Address.objects.filter(person=row).order_by("email").values_list("email", flat=True)[:6]
        detail = _(", ").join(email.removeprefix("tel:") for email in emails)
    return {
        "id": row.public_id, "name": str(row), "url": addresses.of(route, row.public_id), "has": has, "detail": detail,
    }  # fmt: skip


def _row(choice: merging_fields.Choice, rows: Sequence[Person | Firm], noun: str) -> Row:
    options = tuple(
        Option(
            row.public_id, _words(choice.field, choice.values[row.public_id]), choice.picked == row.public_id, str(row)
        )
        if row.public_id in choice.values
        else None
        for row in rows
    )
    both = Option("both", _("both"), choice.picked == "both") if choice.may_join else None
    return Row(PICK + choice.field, _label(choice.field, noun), options, both)


def _label(field: str, noun: str) -> str:
    known = {
        "name": _("Name"), "key": _("Main address"), "firm_id": _("Firm"), "title": _("Title"),
        "telephone": _("Telephone"), "place": _("Place"), "link": _("Page"), "about": _("About"),
        "owner_id": _("Looked after by"), "domain": _("Domain"), "industry": _("Industry"),
        "headcount": _("How many work there"), "by_hand": _("Seen by everybody"),
    }  # fmt: skip
    if field in known:
        return known[field]
    key = field.removeprefix(merging_fields.EXTRA)
    return Field.objects.filter(noun=noun, key=key).values_list("name", flat=True).first() or key


def _words(field: str, value: Any) -> str:
    if field == "firm_id":
        return str(Firm.objects.filter(pk=value).first() or "")
    if field == "owner_id":
        return str(User.objects.filter(pk=value).first() or "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _(", ").join(map(str, value)) if isinstance(value, list) else str(value)


def _moves(user: User, noun: str, rows: Sequence[Person | Firm]) -> list[str]:
    """What becomes of what they have, in sentences."""
    found = []
    if noun == "person":
        ids = [row.pk for row in rows]
        found.append(_("Their messages, talks, notes, deals, tasks and all addresses stand with the one that stays."))
        both = Touch.objects.filter(person=ids[0], message__touches__person__in=ids[1:])
        n = access.touches(user).filter(pk__in=both.values("pk")).count()
        if n:
            found.append(
                ngettext(
                    "%(n)d message that went to both counts once.", "%(n)d messages that went to both count once.", n
                )
                % {"n": n}
            )
        if _seen_differently(ids):
            found.append(
                _("Some colleagues know only one of them. They will see name and addresses of all as one person. "
                  "Mail stays as private as it is.")
            )  # fmt: skip
    else:
        found.append(_("Their people and deals stand with the one that stays; mail of every domain leads to it."))
    found.append(_("Old links lead on. You can take this back at any time; what is changed later stays then."))
    return found


def _seen_differently(ids: Sequence[int]) -> bool:
    """Whether others may know of one and not of another."""
    if Person.objects.filter(pk__in=ids, by_hand=True).count() == len(ids):
        return False
    readers = User.objects.filter(is_active=True, scope__isnull=False).values_list("scope_id", flat=True)
    per_person = [
        set(Standing.objects.filter(person=pk, scope__in=set(readers)).values_list("scope_id", flat=True)) for pk in ids
    ]
    return any(one != per_person[0] for one in per_person) or Person.objects.filter(pk__in=ids, by_hand=True).exists()


def _made(row: Merge, user: User, now: Any) -> Made:
    kept = row.person or row.firm
    mine = row.by_id == user.pk
    went = [one.row["fields"] for one in row.absorbed.all()]
    names = _(", ").join(str(one.get("name") or one.get("key") or one.get("domain") or "") for one in went)
    number = ngettext("%(n)d more", "%(n)d more", len(went)) % {"n": len(went)}
    route = "person" if row.noun == "person" else "company"
    return Made(
        id=row.public_id,
        name=str(kept),
        url=addresses.of(route, kept.public_id) if kept is not None else "",
        when=words.when(row.at.timestamp(), now),
        who=str(row.by) if row.by and not mine else "",
        went=names if mine else number,  # another's words about people may be about mail one may not read
        undone=words.when(min(row.undone_at.timestamp(), now.timestamp()), now) if row.undone_at else "",
        stayed=tuple(_stayed(what, much, row.noun) for what, much in row.stayed),
        may_undo=row.undone_at is None and access.may(user, "merge"),
    )


def _stayed(what: str, much: Any, noun: str) -> str:
    if what == "field":
        return _("%(field)s was changed since") % {"field": _label(str(much), noun)}
    known = {
        "comment": ngettext("%(n)d comment", "%(n)d comments", much),
        "task": ngettext("%(n)d task", "%(n)d tasks", much),
        "dealperson": ngettext("%(n)d part in a deal", "%(n)d parts in deals", much),
        "deal": ngettext("%(n)d deal", "%(n)d deals", much),
        "event": ngettext("%(n)d note or call", "%(n)d notes and calls", much),
        "person": ngettext("%(n)d person", "%(n)d people", much),
        "draft": ngettext("%(n)d letter", "%(n)d letters", much),
    }  # fmt: skip
    return known.get(what, ngettext("%(n)d other thing", "%(n)d other things", much)) % {"n": much}
