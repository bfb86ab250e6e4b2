"""A new deal, perhaps with somebody (`?person=<public id>`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import deals
from sellwright.actions.refusing import Refused
from sellwright.screens import deal_words, undoing
from sellwright.screens.asking import back, bench
from sellwright.screens.deals import tabs
from sellwright.store import clock
from sellwright.store.models import Person


def page(request: HttpRequest) -> HttpResponse:
    """The form; a post opens the deal and leads to its page."""
    user, workspace = bench(request)
    if not deal_words.may_change(user):
        return redirect("deals")
    person = _person(request)
    asking = deal_words.Asking(user, clock.moment(workspace, user))
    if request.method == "POST":
        form = deal_words.DealForm(asking, request.POST)
        if form.is_valid():
            try:
                entry = deals.open_deal(by=user, wanted=form.wanted(), now=clock.now(workspace), person=person)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                at = reverse("deal", args=[entry.thing_id])
                return back(request, _("Opened: %(name)s.") % {"name": entry.after["name"]}, undoing.address(entry), at)
    else:
        firm = str(person.firm) if person is not None and person.firm else ""
        form = deal_words.DealForm(asking, initial={"owner": user.public_id, "currency": "EUR", "firm": firm})
    status = 422 if form.is_bound else 200
    held = {"form": form, "person": person, "tabs": tabs.tabs(user, ""), "here": "deals"}
    return render(request, "deals/new.html", held, status=status)


def _person(request: HttpRequest) -> Person | None:
    wanted = request.POST.get("person") or request.GET.get("person", "")
    if not wanted:
        return None
    user, _workspace = bench(request)
    return get_object_or_404(access.people(user).select_related("firm"), public_id=wanted)
