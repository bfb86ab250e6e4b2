"""What an owner sets for the house: folders that may be read, the firm's own sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellwright import access
from sellwright.actions import intakes
from sellwright.actions import settings as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import asking
from sellwright.screens.settings.forms import FolderForm, SignOnForm
from sellwright.screens.settings.tabs import tabs
from sellwright.store.models import SignOn


@require_http_methods(["GET", "POST"])
def folders(request: HttpRequest) -> HttpResponse:
    """The folders of this machine from which an owner may bring mail."""
    user, workspace = asking.bench(request)
    access.check(user, "folders")
    form = FolderForm()
    if request.method == "POST":
        drop = request.POST.get("drop", "")
        if drop:
            intakes.forbid_folder(by=user, workspace=workspace, folder=drop)
            return asking.back(request, _("Nothing is read from there any more."), to=reverse("folders"))
        form = FolderForm(request.POST)
        if form.is_valid():
            try:
                intakes.allow_folder(by=user, workspace=workspace, given=form.cleaned_data["folder"])
            except Refused as refused:
                form.add_error(refused.field or None, refused.message)
            else:
                return asking.back(request, _("Allowed."), to=reverse("folders"))
    context = {"form": form, "folders": workspace.folders, "tabs": tabs(user, "folders"), "here": "settings"}
    return render(request, "settings/folders.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sign_on(request: HttpRequest) -> HttpResponse:
    """The firm's own sign-ins."""
    user, _workspace = asking.bench(request)
    access.check(user, "sign_on")
    form = SignOnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.set_sign_on(by=user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            return asking.back(request, _("Saved. Try it on the sign-in page."), to=reverse("sign_on"))
    held = [
        {
            "name": row.name,
            "issuer": row.issuer,
            "client_id": row.client_id,
            "callback": request.build_absolute_uri(reverse("openid_connect_callback", args=[row.public_id])),
            "drop_url": reverse("sign_on_drop", args=[row.public_id]),
        }
        for row in SignOn.objects.order_by("name")[:20]
    ]
    context = {"form": form, "held": held, "tabs": tabs(user, "sign_on"), "here": "settings"}
    return render(request, "settings/sign_on.html", context, status=422 if form.errors else 200)


@require_POST
def drop_sign_on(request: HttpRequest, sign_on: str) -> HttpResponse:
    """Nobody comes in that way any more."""
    user, _workspace = asking.bench(request)
    access.check(user, "sign_on")
    deeds.drop_sign_on(by=user, sign_on=get_object_or_404(SignOn, public_id=sign_on))
    return asking.back(request, _("Gone, with its secret."), to=reverse("sign_on"))
