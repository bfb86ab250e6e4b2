"""What is done on the page of a call beside logging it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright.actions import calls
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench, known
from sellwright.screens.call import view


@require_POST
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keeps the words typed so far. As JSON: {saved}, or a sentence with 422; as a form: back to the page."""
    user, _workspace = bench(request)
    person = known(user, public_id)
    as_json = "application/json" in request.headers.get("Accept", "")
    try:
        calls.keep(by=user, person=person, text=request.POST.get("note", ""))
    except Refused as refusal:
        if as_json:
            return JsonResponse({"sentence": refusal.message}, status=422)
        return undoing.answer(request, refusal.message, other=reverse("call", args=[public_id]))
    if as_json:
        return JsonResponse({"saved": _("Kept")})
    return redirect("call", public_id)


@require_POST
def pass_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """On to the next one without a call."""
    user, _workspace = bench(request)
    person = known(user, public_id)
    try:
        entry = calls.pass_over(by=user, person=person)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=view.onward(user))
    answer = undoing.answer(request, _("Passed over: %(name)s.") % {"name": person}, entry)
    answer["Location"] = view.onward(user)
    return answer
