"""To Google or Microsoft and back: a person signs in there, and what they allowed is tried and kept."""

from __future__ import annotations

import contextlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from sellwright import access
from sellwright.actions import accounts as deeds
from sellwright.actions.accounts import Connection
from sellwright.actions.refusing import Refused
from sellwright.capture import oauth, trying
from sellwright.capture.failures import CaptureError, TryLater
from sellwright.capture.oauth_values import CALENDAR, MAIL, PROVIDERS, Granted
from sellwright.screens import asking, limits
from sellwright.screens.accounts.connecting import found_account, shown_of, told
from sellwright.screens.settings.outside import back_url
from sellwright.store.models import Account, User

TRIES_AN_HOUR = 40
NAMES = {"google": "Google", "microsoft": "Microsoft"}
# What one sign-in may connect, the mailbox first.
KINDS = {
    "google": {MAIL: Account.Kind.GOOGLE, CALENDAR: Account.Kind.GOOGLE_CALENDAR},
    "microsoft": {MAIL: Account.Kind.MICROSOFT, CALENDAR: Account.Kind.MICROSOFT_CALENDAR},
}


@require_POST
def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Leads on to the provider. A page of ours stands between: browsers follow no form to another house."""
    user, workspace = asking.bench(request)
    _known(provider)
    account = request.POST.get("account", "")
    if account:
        _of(provider, found_account(user, account))
    else:
        access.check(user, "add_mail")
    if workspace.is_demo:
        said = _("The demo calls no other machine. In a workspace of your own this connects your mailbox.")
        return _failed(request, provider, said)
    if not limits.within(request, "connect", TRIES_AN_HOUR, 3600):
        return _failed(request, provider, _("That were many tries. Go on in an hour."))
    address = asking.one_line(request.POST.get("address", ""), 254)
    try:
        url = oauth.begin(provider, request.session, back=back_url(request, provider), address=address, then=account)
    except CaptureError as failure:
        return _failed(request, provider, told(failure))
    return render(request, "accounts/oauth.html", {"here": "add", "name": NAMES[provider], "url": url})


@require_GET
@sensitive_variables("granted")
def come_back(request: HttpRequest, provider: str) -> HttpResponse:
    """Where the provider sends a person back to, with a code for what they allowed."""
    user, _workspace = asking.bench(request)
    _known(provider)
    try:
        granted, account = oauth.finish(provider, request.session, request.GET.dict())
        if account:
            return _renewed(request, _of(provider, found_account(user, account)), granted)
        access.check(user, "add_mail")
        if not granted.address:
            said = _("%(name)s did not say whose mailbox this is.") % {"name": NAMES[provider]}
            return _failed(request, provider, said)
        return _connected(user, provider, granted)
    except CaptureError as failure:
        return _failed(request, provider, told(failure))
    except Refused as refused:
        return _failed(request, provider, refused.message)


def give_back(row: Account) -> None:
    """Tells the provider that an account which was disconnected needs its tokens no more. Where that fails they end by
    themselves: nothing here knows them any more."""
    if row.kind in PROVIDERS:
        with contextlib.suppress(TryLater):
            oauth.give_back(row)


def _connected(user: User, provider: str, granted: Granted) -> HttpResponse:
    """Keeps what the sign-in allows, each tried first: mail, and the calendar of the same person."""
    made: list[Account] = []
    for what in granted.reads:
        kind = KINDS[provider][what]
        where = {} if kind != Account.Kind.GOOGLE else {
            "host": "imap.gmail.com", "port": 993, "security": "tls", "user": granted.address,
        }  # fmt: skip
        connection = Connection(kind, granted.address, where, granted.kept())
        held = Account.objects.filter(mailbox__owner=user, kind=kind, address=granted.address).first()
        if held is not None:
            deeds.renew(by=user, account=held, secret=granted.kept())
            made.append(held)
            continue
        try:
            tried = trying.other(deeds.unkept(connection))
        except CaptureError:
            if what == MAIL or not made:
                raise
            continue  # a mailbox without a calendar is a mailbox
        box = made[0].mailbox if made else None
        made.append(deeds.connect(by=user, made=connection, shown=shown_of(tried), mailbox=box))
    first = next((one for one in made if not deeds.is_begun(one)), made[0])
    return redirect("account" if deeds.is_begun(first) else "account_choose", first.public_id)


def _renewed(request: HttpRequest, row: Account, granted: Granted) -> HttpResponse:
    """Another sign-in for an account, and for the person's other one there. It has to be the same person."""
    provider = PROVIDERS[row.kind]
    before = oauth.granted(row)
    expected = before.address if before else row.address
    if granted.address and granted.address not in (expected.lower(), row.address.lower()):
        said = _("You signed in as %(other)s, and this is the account of %(address)s. Choose that one there.")
        return _failed(request, provider, said % {"other": granted.address, "address": row.address}, row)
    user, _workspace = asking.bench(request)
    kinds = KINDS[provider].values()
    for one in Account.objects.filter(mailbox__owner=user, kind__in=kinds, address=row.address):
        deeds.renew(by=user, account=one, secret=granted.kept())
    return asking.back(request, _("It works. Reading goes on."), to=reverse("account", args=[row.public_id]))


def _failed(request: HttpRequest, provider: str, said: str, row: Account | None = None) -> HttpResponse:
    context = {"here": "add", "name": NAMES[provider], "said": said, "account": row}
    return render(request, "accounts/oauth.html", context, status=422)


def _known(provider: str) -> None:
    if provider not in NAMES:
        raise Http404


def _of(provider: str, row: Account) -> Account:
    if PROVIDERS.get(row.kind) != provider:
        raise Http404
    return row
