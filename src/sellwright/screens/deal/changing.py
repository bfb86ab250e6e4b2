"""The form of a deal. Who saves an older state sees what stands now, beside what they wrote."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import deals
from sellwright.actions.deal_rows import ChangedMeanwhile
from sellwright.actions.refusing import Refused
from sellwright.screens import deal_words, undoing
from sellwright.screens.asking import back, bench, number
from sellwright.store import clock


def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form; a post saves it if nobody else saved since it was opened."""
    user, workspace = bench(request)
    deal = get_object_or_404(access.deals(user).select_related("firm", "owner"), public_id=public_id)
    if not deal_words.may_change(user):
        return redirect("deal", public_id)
    asking = deal_words.Asking(user, clock.moment(workspace, user))
    status = 200
    version = deal.version
    if request.method == "POST":
        form = deal_words.DealForm(asking, request.POST)
        version = number(request.POST.get("version", "")) or 0
        status = 422
        if form.is_valid():
            try:
                entry = deals.change(by=user, deal=deal, wanted=form.wanted(), version=version)
            except ChangedMeanwhile as refusal:
                form.refuse(refusal)
                version, status = deal.version, 409  # what they wrote stays in the form; saving again is meant
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return back(request, _("Saved."), undoing.address(entry), reverse("deal", args=[public_id]))
    else:
        form = deal_words.DealForm(asking, initial=deal_words.initial(deal))
    held = {"form": form, "deal": deal, "version": version, "changed": status == 409, "here": "deals"}
    if status == 409:
        held["stands"] = [(form.fields[name].label, value) for name, value in deal_words.initial(deal).items() if value]
    return render(request, "deal/change.html", held, status=status)
