"""From an address to an account that was tried: what is found, where a password would go, and what came of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from sellwright import access, outbound
from sellwright.actions import accounts as deeds
from sellwright.actions.accounts import Connection, Shown
from sellwright.actions.refusing import Refused
from sellwright.capture import discovery, trying
from sellwright.capture import imap_answers as answers
from sellwright.capture.discovery import Settings, Source
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain
from sellwright.capture.imap_sign_in import Door
from sellwright.capture.oauth import app_of
from sellwright.capture.providers import SignIn, of_host
from sellwright.capture.trying import Tried
from sellwright.screens import asking, limits, spoken
from sellwright.screens.accounts.forms import AddressForm, CalendarForm, ServerForm, since_days
from sellwright.screens.accounts.shown import BY_OAUTH
from sellwright.store.models import Account, User

TRIES_AN_HOUR = 40
_SALT = "sellwright.found"


@require_http_methods(["GET", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Asks for the address; once it is given, shows where its mail lies and who says so, before any password."""
    user, _workspace = asking.bench(request)
    access.check(user, "add_mail")
    form = AddressForm(request.POST or None, initial={"address": user.email})
    if request.method == "POST" and form.is_valid():
        why = _not_now(request, "discover")
        if why:
            form.add_error("address", why)
        else:
            found = discovery.find(form.cleaned_data["address"], discovery.ways())
            return _found(request, found, None)
    context = {"here": "add", "form": form}
    return render(request, "accounts/connect.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@require_POST
def attempt(request: HttpRequest) -> HttpResponse:
    """Tries what was typed: connects, signs in, lists folders, reads one head. Kept only when all of it worked."""
    user, _workspace = asking.bench(request)
    access.check(user, "add_mail")
    form = ServerForm(request.POST)
    found = _found_before(request)
    tried = _tried(request, form)
    if tried is None:
        return _found(request, found, form)
    data = form.cleaned_data
    where = {name: data[name] for name in ("host", "port", "security", "user")} | {"counts": counts_of(tried)}
    made = Connection(Account.Kind.IMAP, data["address"], where, {"password": data["password"]})
    try:
        account = deeds.connect(by=user, made=made, shown=shown_of(tried))
    except Refused as refused:
        form.add_error(None, refused.message)
        return _found(request, found, form)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("account_choose", args=[account.public_id]))
    return redirect("account_choose", account.public_id)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, account: str) -> HttpResponse:
    """Another password for an account that is here, tried before it is kept."""
    user, _workspace = asking.bench(request)
    row = found_account(user, account)
    if row.kind in BY_OAUTH:
        context = {"here": "add", "account": row, "oauth_url": oauth_url(BY_OAUTH[Account.Kind(row.kind)]),
                   "provider": _provider(row)}  # fmt: skip
        return render(request, "accounts/sign_in.html", context)
    form = _again_form(request, row)
    if request.method == "POST":
        secret, where = _renewed(request, row, form)
        if secret is not None:
            deeds.renew(by=user, account=row, secret=secret, where=where)
            return asking.back(request, _("It works. Reading goes on."), to=reverse("account", args=[row.public_id]))
    context = {"here": "add", "account": row, "form": form}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """A calendar by its address, tried before it is kept."""
    user, _workspace = asking.bench(request)
    access.check(user, "add_mail")
    form = CalendarForm(request.POST or None, initial={"url": request.GET.get("url", "")[:2000], "user": user.email})
    if request.method == "POST" and form.is_valid():
        made = calendar_of(form.cleaned_data)
        tried = _tried_other(request, form, made)
        if tried is not None:
            try:
                account = deeds.connect(by=user, made=made, shown=shown_of(tried), mailbox=None)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return redirect("account_choose", account.public_id)
    context = {"here": "add", "form": form}
    return render(request, "accounts/calendar.html", context, status=422 if form.errors else 200)


def calendar_of(data: dict[str, Any]) -> Connection:
    """A connection to a calendar as it was typed. A link's address opens it for anybody: it is kept as a secret."""
    if data["user"] and data["password"]:
        where = {"url": data["url"], "user": data["user"]}
        return Connection(Account.Kind.CALDAV, data["user"], where, {"password": data["password"]})
    host = urlsplit(data["url"]).hostname or ""
    return Connection(Account.Kind.ICS, host, {"host": host}, {"url": data["url"]})


def shown_of(tried: Tried) -> list[Shown]:
    """Folders as the deed takes them. Where a mailbox has a folder of all mail, that one is read and no other twice."""
    has_all = any(one.found.role == "all" for one in tried.folders)
    return [
        Shown(
            one.found.name, one.found.title, one.found.role,
            one.found.is_read_at_first and (not has_all or one.found.role == "all"), one.messages,
        )
        for one in tried.folders
    ]  # fmt: skip


def counts_of(tried: Tried) -> dict[str, int]:
    """How many messages each choice of a first day would bring, where the server said."""
    named = dict(zip(since_days(timezone.localdate()), tried.since, strict=False)) | {"all": tried.messages}
    return {name: number for name, number in named.items() if number is not None}


def found_account(user: User, public_id: str) -> Account:
    """An account of an own mailbox; those of others do not exist for anybody."""
    rows = Account.objects.filter(mailbox__owner=user).select_related("mailbox")
    return get_object_or_404(rows, public_id=public_id)


def oauth_url(provider: str) -> str:
    """Where signing in at a provider begins; '' while we are not registered there."""
    try:
        return reverse("oauth_begin", args=[provider]) if app_of(provider) else ""
    except NoReverseMatch:
        return ""


def _found(request: HttpRequest, found: Settings, form: ServerForm | None) -> HttpResponse:
    """What was found, and the way in. With a `form` it was tried and did not work."""
    user, _workspace = asking.bench(request)
    if form is None:
        first = {name: value for name, value in asdict(found).items() if name in ServerForm.base_fields}
        form = ServerForm(initial=first)
    provider = found.provider
    by = {SignIn.GOOGLE: "google", SignIn.MICROSOFT: "microsoft"}.get(found.sign_in, "")
    context = {
        "here": "add",
        "form": form,
        "address": found.address,
        "said": _said(found),
        "kept": _kept(found),
        "found": found,
        "provider": provider,
        "calendar": found.calendar,
        "by": by,
        "by_name": {"google": "Google", "microsoft": "Microsoft"}.get(by, ""),
        "oauth_url": oauth_url(by) if by else "",
        "may_set": access.may(user, "outside"),
        "owners": _owners() if by else "",
        "no_way": found.sign_in is SignIn.NONE,
        "with_password": found.sign_in not in (SignIn.NONE, SignIn.MICROSOFT),
        "edit_server": not found.host or bool(form.errors.keys() & {"host", "port", "security", "user"}),
    }
    return render(request, "accounts/found.html", context, status=422 if form.errors else 200)


def _kept(found: Settings) -> str:
    """What was found, to come back with the form that follows: nobody else can have written it."""
    return signing.dumps([found.address, found.host, found.source.value, found.said_by, found.calendar], salt=_SALT)


def _found_before(request: HttpRequest) -> Settings:
    try:
        address, host, source, said_by, calendar = signing.loads(
            request.POST.get("found", ""), salt=_SALT, max_age=86400
        )
    except signing.BadSignature:
        return Settings(request.POST.get("address", "")[:254])
    provider = of_host(host)
    sign_in = provider.sign_in if provider else SignIn.OWN
    return Settings(address, host, source=Source(source), said_by=said_by, calendar=calendar, provider=provider,
                    sign_in=sign_in)  # fmt: skip


def _said(found: Settings) -> str:
    """Who says where the mail lies."""
    name = found.said_by
    return {
        Source.KNOWN: _("Its mail lies with %(name)s.") % {"name": name},
        Source.MX: _("Its mail lies with %(provider)s: mail to this domain is delivered to %(name)s.")
        % {"name": name, "provider": found.provider.name if found.provider else ""},
        Source.PUBLISHED: _("%(name)s publishes it for mail programs.") % {"name": name},
        Source.SRV: _("A record of the domain %(name)s says so.") % {"name": name},
        Source.TRIED: _("Nobody says so, but a mail server answers there, with a certificate for %(name)s.")
        % {"name": name},
        Source.NOBODY: _("Nobody could be asked where this mail lies. Its provider's help pages say: look for IMAP."),
    }[found.source]


def _owners() -> str:
    rows = User.objects.filter(role="owner", is_active=True).order_by("pk")[:3]
    return ", ".join(str(row) for row in rows)


def _tried(request: HttpRequest, form: ServerForm) -> Tried | None:
    """What was found behind the form; None with an error on it."""
    if not form.is_valid():
        return None
    why = _not_now(request, "connect")
    if why:
        form.add_error(None, why)
        return None
    data = form.cleaned_data
    door = Door(data["host"], data["port"], data["security"], data["user"], data["password"])
    try:
        return trying.mailbox(door, list(since_days(timezone.localdate()).values()))
    except CaptureError as failure:
        form.add_error(_field(failure, form), _at_first(failure, data["host"]))
        return None


def _not_now(request: HttpRequest, what: str) -> str:
    """Why nobody is called at the moment; '' when somebody may be."""
    _user, workspace = asking.bench(request)
    if workspace.is_demo:
        return _("The demo calls no other machine. In a workspace of your own this connects your mailbox.")
    return "" if limits.within(request, what, TRIES_AN_HOUR, 3600) else _("That were many tries. Go on in an hour.")


def _at_first(failure: CaptureError, host: str) -> str:
    """The failure as it is met while typing: a password is typed anew, and may have to be another one."""
    if not isinstance(failure, SignInAgain) or failure.message != answers.WRONG:
        return told(failure)
    provider = of_host(host)
    if provider is not None and provider.sign_in in (SignIn.APP, SignIn.GOOGLE):
        said = _("%(name)s does not take this password. It has to be an app password, not the one you sign in with.")
        return said % {"name": provider.name}
    return _(
        "The mail server does not take this user name with this password. Type it anew; some providers want an app "
        "password, or that you allow mail programs first."
    )


def _tried_other(request: HttpRequest, form: CalendarForm, made: Connection) -> Tried | None:
    why = _not_now(request, "connect")
    if why:
        form.add_error(None, why)
        return None
    try:
        return trying.other(deeds.unkept(made))
    except CaptureError as failure:
        field = "password" if isinstance(failure, SignInAgain) and made.kind == Account.Kind.CALDAV else "url"
        form.add_error(field, told(failure))
        return None


def _renewed(
    request: HttpRequest, row: Account, form: ServerForm | CalendarForm
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The new secret and place of an account, tried; (None, None) with an error on the form."""
    if isinstance(form, ServerForm):
        if _tried(request, form) is None:
            return None, None
        data = form.cleaned_data
        where = {**row.where, **{name: data[name] for name in ("host", "port", "security", "user")}}
        return {"password": data["password"]}, where
    if not form.is_valid():
        return None, None
    made = calendar_of(form.cleaned_data)
    if made.kind != row.kind:
        form.add_error("password", _("This calendar wants a user name and a password.") if row.kind == "caldav" else
                       _("A link needs no password. Disconnect it and connect the calendar anew."))  # fmt: skip
        return None, None
    return (None, None) if _tried_other(request, form, made) is None else (made.secret, made.where)


def _again_form(request: HttpRequest, row: Account) -> ServerForm | CalendarForm:
    posted = request.POST or None
    if row.kind in (Account.Kind.CALDAV, Account.Kind.ICS):
        return CalendarForm(posted, initial={"url": row.where.get("url", ""), "user": row.where.get("user", "")})
    first = {name: row.where.get(name, "") for name in ("host", "port", "security", "user")}
    return ServerForm(posted, initial={**first, "address": row.address})


def told(failure: CaptureError) -> str:
    """A failure in the reader's words, with what to do."""
    return f"{spoken.failure(failure.message)} {spoken.failure(failure.next_step)}".strip()


def _field(failure: CaptureError, form: ServerForm) -> str:
    """The field a failure belongs to: the password that is not taken, else the server."""
    if isinstance(failure, SignInAgain):
        return "password"
    if isinstance(failure, AskAdministrator) and isinstance(failure.__cause__, outbound.NotLetOut):
        return "host"
    return "host" if isinstance(failure.__cause__, outbound.NotReachable) else "password"


def _provider(row: Account) -> str:
    return {"google": "Google", "microsoft": "Microsoft"}[BY_OAUTH[Account.Kind(row.kind)]]
