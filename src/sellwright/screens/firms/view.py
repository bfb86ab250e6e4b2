"""Every firm the viewer may know of, and adding one by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sellwright import access
from sellwright.actions import firms as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens.asking import bench
from sellwright.screens.lists import page


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The list."""
    user, _workspace = bench(request)
    return page.listed(
        request,
        "firm",
        ways_in=page.ways_in("firm", user),
        add_url=reverse("firm_add") if access.may(user, "person") else "",
        add_word=_("Add a firm"),
        none_fit=_("Nothing fits."),
        empty_title=_("No firm yet."),
        empty_text=_("A firm stands here as soon as somebody of it does: from your mail, from a file you import, or "
                     "added by hand."),
        first_steps=page.first_steps(user),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A form for a new firm; the error stands by its field."""
    user, _workspace = bench(request)
    name, domain = request.POST.get("name", ""), request.POST.get("domain", "")
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return redirect("company", deeds.add(by=user, name=name, domain=domain).thing_id)
        except Refused as refused:
            refusal = refused
    else:
        access.check(user, "person")
    held = {"here": "people", "name": name, "domain": domain, "refusal": refusal}
    return render(request, "firms/add.html", held, status=422 if refusal else 200)
