"""What an owner allows towards other machines: private networks that may be called, our registrations with Google and
Microsoft."""

from __future__ import annotations

import ipaddress
import json

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.store import sealed
from sellwright.store.models import LogEntry, User, Workspace

APPS = ("google", "microsoft")
NETWORKS_MOST = 50


def allow_network(*, by: User, workspace: Workspace, given: str) -> LogEntry:
    """Lets calls go to a private address or network ("10.1.0.0/16", "192.168.1.20", "127.0.0.1")."""
    access.check(by, "outside")
    try:
        network = ipaddress.ip_network(given.strip(), strict=False)
    except ValueError:
        raise Refused(_("Give an address or a network, such as 192.168.1.20 or 10.1.0.0/16."), "network") from None
    if network.is_global:
        raise Refused(_("That is a public address: it may be called already."), "network")
    if network.prefixlen < (8 if network.version == 4 else 32) or network.is_link_local or network.is_multicast:
        raise Refused(_("That is too wide, or no network of servers. Name the one your server stands in."), "network")
    plain = str(network.network_address) if network.num_addresses == 1 else str(network)
    return _reach(by, "allow_network", add=plain)


def forbid_network(*, by: User, workspace: Workspace, network: str) -> LogEntry:
    """Calls go there no more."""
    access.check(by, "outside")
    return _reach(by, "forbid_network", drop=network)


def set_app(*, by: User, workspace: Workspace, which: str, client_id: str, secret: str, tenant: str = "") -> LogEntry:
    """Our registration with Google or Microsoft. An empty secret keeps the one that is kept for the same client id.

    Kept as `apps[which]` = {"client_id", "tenant"} and, sealed, `apps_secret` = JSON of which to secret."""
    access.check(by, "outside")
    if which not in APPS:
        raise Refused(_("Choose Google or Microsoft."))
    client_id, secret, tenant = client_id.strip(), secret.strip(), tenant.strip()
    _check_app(which, client_id, tenant)
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=workspace.pk)
        before = row.apps.get(which, {})
        secrets = app_secrets(row)
        if secret:
            secrets[which] = secret
        elif before.get("client_id") != client_id or not secrets.get(which):
            raise Refused(_("The client secret is missing."), "secret")
        after = {"client_id": client_id} | ({"tenant": tenant or "common"} if which == "microsoft" else {})
        row.apps = {**row.apps, which: after}
        row.apps_secret = sealed.seal(json.dumps(secrets))
        row.save(update_fields=["apps", "apps_secret"])
        return log.write(by, "set_app", row, before={which: before}, after={which: after})


def drop_app(*, by: User, workspace: Workspace, which: str) -> LogEntry:
    """The registration and its secret go. Accounts connected by it ask to sign in again."""
    access.check(by, "outside")
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=workspace.pk)
        before = row.apps.pop(which, {})
        secrets = app_secrets(row)
        secrets.pop(which, None)
        row.apps_secret = sealed.seal(json.dumps(secrets)) if secrets else ""
        row.save(update_fields=["apps", "apps_secret"])
        return log.write(by, "drop_app", row, before={which: before})


def app_secrets(row: Workspace) -> dict[str, str]:
    """The client secrets by name; those that another server key sealed are lost, and asked for again."""
    try:
        held: dict[str, str] = json.loads(sealed.unseal(row.apps_secret) or "{}")
    except sealed.Unreadable:
        return {}
    return held


def _check_app(which: str, client_id: str, tenant: str) -> None:
    if which == "google" and not client_id.endswith(".apps.googleusercontent.com"):
        raise Refused(_("Google's client IDs end in .apps.googleusercontent.com."), "client_id")
    if not client_id or len(client_id) > 200 or any(letter.isspace() for letter in client_id):
        raise Refused(_("The client ID is missing, or is none."), "client_id")
    if len(tenant) > 100 or any(letter.isspace() or letter in "/?#" for letter in tenant):
        raise Refused(_("A tenant is an id such as 1b2c…, a domain such as firm.com, or “common”."), "tenant")


def _reach(by: User, deed: str, *, add: str = "", drop: str = "") -> LogEntry:
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get()
        before = list(row.reach)
        row.reach = sorted({one for one in (*before, add) if one and one != drop})
        if len(row.reach) > NETWORKS_MOST:
            raise Refused(_("That are too many. Name a network that holds several."), "network")
        row.save(update_fields=["reach"])
        return log.write(by, deed, row, before={"reach": before}, after={"reach": row.reach})
