"""The list, and adding somebody by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sellwright import access
from sellwright.actions import people as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens.asking import bench
from sellwright.screens.lists import page
from sellwright.store import clock


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The list, newest exchange first."""
    user, _workspace = bench(request)
    may = access.may(user, "person")
    return page.listed(
        request,
        "person",
        ways_in=page.ways_in("person", user),
        add_url=reverse("person_add") if may else "",
        add_word=_("Add somebody"),
        empty_title=_("Nobody here yet."),
        empty_text=_("Whoever you exchanged mail with stands here, newest first, as soon as a mailbox is read. "
                     "You can bring people from another program, or add somebody by hand."),
        first_steps=page.first_steps(user),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A form for somebody new; the error stands by its field."""
    user, workspace = bench(request)
    email, name = request.POST.get("email", ""), request.POST.get("name", "")
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            entry = deeds.add(by=user, email=email, name=name, now=clock.now(workspace))
            return redirect("person", entry.thing_id)
        except Refused as refused:
            refusal = refused
    else:
        access.check(user, "person")
    held = {"here": "people", "email": email, "name": name, "refusal": refusal}
    return render(request, "people/add.html", held, status=422 if refusal else 200)
