"""Views of the door. A link is used up by pressing a button; the demo's, on this very machine, by opening it."""

from __future__ import annotations

import ipaddress

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sellwright.actions import entering
from sellwright.actions.refusing import Refused
from sellwright.screens import limits
from sellwright.screens.entering.forms import Claiming, Joining
from sellwright.store.models import EntryLink, User, Workspace

_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


def door(request: HttpRequest) -> HttpResponse:
    """`/in/` without a token: where the link is; never a way in by itself."""
    claimed = Workspace.objects.filter(claimed_at__isnull=False).exists()
    if claimed and request.user.is_authenticated:
        return redirect("/")
    return render(request, "entering/door.html", {"claimed": claimed})


@sensitive_post_parameters("password")
@sensitive_variables("token")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """One link: the form or button that belongs to it."""
    if not limits.within(request, "enter", 60, 60):
        return render(request, "429.html", status=429)
    link = entering.find(token)
    if link is None:
        return _spent(request)
    try:
        if link.user is not None:
            return _known(request, token, link)
        return _new(request, token, link)
    except entering.Spent:
        return _spent(request)


def _known(request: HttpRequest, token: str, link: EntryLink) -> HttpResponse:
    """A link of a user who exists: the demo's seller, or a way back in."""
    if request.method == "POST" or _opened_here(request):
        return _sign_in(request, entering.enter(token), "/")
    workspace = Workspace.objects.first()
    return render(request, "entering/button.html", {"name": str(link.user), "workspace": workspace})


def _new(request: HttpRequest, token: str, link: EntryLink) -> HttpResponse:
    """A link that makes a member: the owner of an empty workspace, or somebody invited."""
    passkeys = not _by_number(request)
    if link.invited_email:
        form: Joining = Joining(request.POST or None, invited=link.invited_email, passkeys=passkeys)
    else:
        form = Claiming(request.POST or None, passkeys=passkeys)
    if request.method == "POST" and form.is_valid():
        try:
            user = _made(form, token, link)
        except entering.Spent:
            raise
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            then = reverse("mfa_add_webauthn") if form.cleaned_data.get("passkey") else reverse("add_mail")
            return _sign_in(request, user, then)
    context = {
        "form": form,
        "invitation": link.invited_email,
        "invited_by": str(link.made_by or ""),
        "workspace": Workspace.objects.first(),
        "passkeys": passkeys,
    }
    return render(request, "entering/form.html", context, status=422 if form.errors else 200)


def _made(form: Joining, token: str, link: EntryLink) -> User:
    data = form.cleaned_data
    newcomer = entering.Newcomer(
        name=data["name"],
        email=data.get("email", link.invited_email),
        password=data["password"],
        time_zone=data["time_zone"],
        language=(get_language() or "en")[:2],
    )
    if link.invited_email:
        return entering.join(token, newcomer)
    return entering.claim(token, newcomer, data["workspace"])


def _sign_in(request: HttpRequest, user: User, then: str) -> HttpResponse:
    answer: HttpResponse = perform_login(request, user, redirect_url=then)
    return answer


def _spent(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:  # opened a second time: they are in already
        return redirect("/")
    return render(request, "entering/spent.html", status=410)


def _opened_here(request: HttpRequest) -> bool:
    """Whether a person on this very machine opened the address: no fetching ahead, no preview, no other host."""
    if request.method != "GET" or request.get_host().rpartition(":")[0].strip() not in _LOCAL_NAMES:
        return False
    try:
        near = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        near = False
    ahead = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"))
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    site = request.headers.get("Sec-Fetch-Site", "none")
    return near and not proxied and not ahead.strip() and mode == "navigate" and site in ("none", "same-origin")


def _by_number(request: HttpRequest) -> bool:
    """Whether the host is an IP address: browsers keep passkeys for names only."""
    host = request.get_host()
    name = host[1 : host.index("]")] if host.startswith("[") else host.partition(":")[0]
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
