"""What an owner sets towards other machines: private networks that may be called, registrations with Google and
Microsoft, each with every step and what goes wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sellwright import access
from sellwright.actions import outside as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import asking
from sellwright.screens.settings.tabs import tabs
from sellwright.store.models import User, Workspace

NAMES = {"google": "Google", "microsoft": "Microsoft"}


class NetworkForm(forms.Form):
    """A private address or network."""

    network = forms.CharField(
        label=later("Private address or network"),
        max_length=60,
        widget=forms.TextInput({"placeholder": "192.168.1.20", "spellcheck": "false", "autocapitalize": "none"}),
    )


class AppForm(forms.Form):
    """A registration."""

    client_id = forms.CharField(
        label=later("Client ID"), max_length=200, widget=forms.TextInput({"spellcheck": "false"})
    )
    tenant = forms.CharField(
        label=later("Tenant"), max_length=100, required=False, widget=forms.TextInput({"spellcheck": "false"}),
        help_text=later("The directory ID of your firm. Empty: any firm and private accounts too."),
    )  # fmt: skip
    secret = forms.CharField(
        label=later("Client secret"), max_length=500, required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=later("Kept encrypted. Left empty, the one that is kept stays."),
    )  # fmt: skip

    def __init__(self, which: str, typed: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(typed, prefix=which, initial=initial)
        if which == "google":
            del self.fields["tenant"]


@require_http_methods(["GET", "POST"])
def outside(request: HttpRequest) -> HttpResponse:
    """The page; a post allows a network or, with `drop`, forbids one."""
    user, workspace = asking.bench(request)
    access.check(user, "outside")
    form = NetworkForm()
    if request.method == "POST":
        drop = request.POST.get("drop", "")
        if drop:
            deeds.forbid_network(by=user, workspace=workspace, network=drop)
            return asking.back(request, _("Nothing there is called any more."), to=reverse("outside"))
        form = NetworkForm(request.POST)
        if form.is_valid():
            try:
                deeds.allow_network(by=user, workspace=workspace, given=form.cleaned_data["network"])
            except Refused as refused:
                form.add_error(refused.field or None, refused.message)
            else:
                return asking.back(request, _("Allowed."), to=reverse("outside"))
    return _page(request, user, workspace, form, {})


@sensitive_post_parameters("google-secret", "microsoft-secret")
@require_POST
def app(request: HttpRequest) -> HttpResponse:
    """Keeps a registration, or with `drop` takes it away."""
    user, workspace = asking.bench(request)
    access.check(user, "outside")
    which = request.POST.get("which", "")
    if which not in NAMES:
        which = "google"
    if request.POST.get("drop"):
        deeds.drop_app(by=user, workspace=workspace, which=which)
        return asking.back(request, _("Gone, with its secret."), to=reverse("outside"))
    form = AppForm(which, request.POST)
    if form.is_valid():
        try:
            deeds.set_app(by=user, workspace=workspace, which=which, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            said = _("Kept. Everybody here can now sign in with %(name)s under “Connect your mailbox”.")
            return asking.back(request, said % {"name": NAMES[which]}, to=reverse("outside"))
    return _page(request, user, workspace, NetworkForm(), {which: form})


def back_url(request: HttpRequest, which: str) -> str:
    """The address that a provider sends people back to, as it has to be registered there."""
    try:
        path = reverse("oauth_back", args=[which])
    except NoReverseMatch:
        return ""
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)


def _page(
    request: HttpRequest, user: User, workspace: Workspace, form: NetworkForm, wrong: dict[str, AppForm]
) -> HttpResponse:
    row = Workspace.objects.get(pk=workspace.pk)
    context = {
        "here": "settings",
        "tabs": tabs(user, "outside"),
        "form": form,
        "networks": row.reach,
        "is_public": settings.PUBLIC_URL.startswith("https://"),
        "apps": [
            {
                "which": which,
                "name": name,
                "is_set": which in row.apps,
                "form": wrong.get(which) or AppForm(which, initial=row.apps.get(which)),
                "back": back_url(request, which),
                "is_wrong": which in wrong,
            }
            for which, name in NAMES.items()
        ],
    }
    return render(request, "settings/outside.html", context, status=422 if form.errors or wrong else 200)
