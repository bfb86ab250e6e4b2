"""How others reach this server, and how it reaches others: address, TLS, proxy; mail server; connected accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from sellwright.doctor.findings import Finding, bad, look, well
from sellwright.interactions.failures import SellwrightError
from sellwright.jobs import smtp
from sellwright.outbound import web
from sellwright.outbound.door import Reach
from sellwright.store import sealed
from sellwright.store.models import Account, Workspace

TIMEOUT = 8.0  # seconds
SILENT = timedelta(minutes=30)  # of an account that is well
# Our own address may stand in a private network: whoever runs this server named it.
_OWN = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10", "fc00::/7", "::1/128")


def findings(now: datetime, *, calls: bool) -> Iterator[Finding]:
    """`calls`: whether our own address and the mail server are asked. Only these two are."""
    yield from address(settings.PUBLIC_URL)
    if calls and settings.PUBLIC_URL:
        yield _through_the_proxy(settings.PUBLIC_URL)
    yield _mail_server(calls)
    yield from _accounts(now)


def address(url: str) -> Iterator[Finding]:
    """What is wrong with PUBLIC_URL by looking at it."""
    what = "Address"
    if not url:
        yield well(what, "PUBLIC_URL is not set: only this machine reaches the workbench.")
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield bad(what, "PUBLIC_URL is no address.", "Write it as https://sales.firm.com")
    elif parts.path or parts.query:
        yield bad(what, "PUBLIC_URL has a path, and Sellwright needs a host name of its own.",
                  "Use https://sales.firm.com instead of https://firm.com/sales")  # fmt: skip
    elif parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield bad(what, f"{url} is not protected: passwords travel in the open.",
                  "Put a proxy with TLS before it (docs/running/proxy.md).")  # fmt: skip
    else:
        yield well(what, f"{url}, cookies for TLS alone." if settings.SECURE else url)


def _through_the_proxy(url: str) -> Finding:
    """Our own address, asked from here. The answer bears HSTS only if the proxy said that the line is TLS."""
    what = "Proxy"
    try:
        session = web.session(Reach.of(_OWN), most_bytes=10_000, timeout=TIMEOUT, plain=True)
        answer = session.get(f"{url}/healthy", allow_redirects=False)
    except SellwrightError as failure:
        return bad(
            what, f"{url} was asked from here: {failure.message}", "Look at the proxy, its name and certificate."
        )
    if answer.status_code == 400:
        return bad(what, "The proxy hands on another host name than PUBLIC_URL has.",
                   "It has to hand on the Host of the request (docs/running/proxy.md).")  # fmt: skip
    if answer.status_code != 200 or answer.text.strip() != "ok":
        return bad(what, f"{url}/healthy answers {answer.status_code}, and not by this server.",
                   "Does the proxy lead to the port of sellwright serve?")  # fmt: skip
    if settings.SECURE and "Strict-Transport-Security" not in answer.headers:
        return bad(what, "The proxy does not say that the line is protected.",
                   "It has to set X-Forwarded-Proto (docs/running/proxy.md).")  # fmt: skip
    return well(what, f"{url} leads here, and says that the line is protected." if settings.SECURE else "Leads here.")


def _mail_server(calls: bool) -> Finding:
    what = "Mail server"
    workspace = Workspace.objects.first()
    try:
        server = smtp.server_of(workspace) if workspace is not None else None
    except sealed.Unreadable:
        return bad(what, "Its password was kept with another server key.", "Enter it again: Settings, Morning mail.")
    if server is None:
        return well(what, "None is set: no morning mail, invitations by link.")
    if not calls:
        return well(what, f"{server.host} is set.")
    try:
        smtp.try_out(server, timeout=TIMEOUT)
    except smtp.NotTaken as refusal:
        return bad(what, f"{server.host} does not take mail from us: {refusal}", "Look at it: Settings, Morning mail.")
    return well(what, f"{server.host} answers and knows us. Nothing was sent.")


def _accounts(now: datetime) -> Iterator[Finding]:
    """By number and trouble; whose they are is theirs to see."""
    rows = Account.objects.filter(paused_at=None)
    count = rows.count()
    if not count:
        return
    asks = {
        "sign_in": ("have to be signed in again by their owners", "They see it under Mail, with a button."),
        "ask": ("wait for an administrator of the mail system", "Their owners see what to ask for."),
        "look": ("have a folder or message that could not be read", "Their owners see which."),
    }
    trouble = False
    for kind, (said, do) in asks.items():
        found = rows.filter(trouble=kind).count()
        if found:
            trouble = True
            yield look("Mailboxes", f"{found} of {count} {said}.", do)
    silent = rows.filter(heard_at__lt=now - SILENT).exclude(trouble__in=("sign_in", "ask")).count()
    if silent:
        trouble = True
        yield look("Mailboxes", f"{silent} of {count} were not heard of for half an hour.", "Is the network up?")
    if not trouble:
        yield well("Mailboxes", f"All {count} connected ones answer.")
