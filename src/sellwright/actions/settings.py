"""Numbers an owner changes for everybody, and what each member sets for themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.jobs import queue
from sellwright.settings import Settings
from sellwright.store import sealed
from sellwright.store.models import LogEntry, SignOn, User, Workspace

DEEDS = ("change_numbers",)
OWN = ("name", "time_zone", "language", "theme", "hours_a_day", "signature")
_DEFAULTS = Settings()
_KINDS = {field.name: type(getattr(_DEFAULTS, field.name)) for field in fields(Settings)}
_SHARES = ("_share", "_threshold", "_jaccard")
_BOUNDS: dict[str, tuple[float, float]] = {
    "band_draws": (100, 20_000),
    "shingle_words": (2, 12),
    "least_messages": (1, 100),
    "half_life_days": (1, 3650),
}
_WIDEST = (0.0, 10_000.0)


def bounds(name: str) -> tuple[float, float]:
    """Least and greatest value of a number."""
    if name.endswith(_SHARES):
        return 0.0, 1.0
    if name in _BOUNDS:
        return _BOUNDS[name]
    return (1.0, 3650.0) if name.endswith("_days") else _WIDEST


def read_number(name: str, typed: str) -> float | int:
    """A number as typed ("1,5" and "1.5"). Raises Refused by the field of that name."""
    text = typed.strip().replace(",", ".")
    try:
        value: float | int = int(text) if _KINDS[name] is int else float(text)
    except ValueError:
        what = _("Give a whole number.") if _KINDS[name] is int else _("Give a number.")
        raise Refused(what, name) from None
    least, most = bounds(name)
    if not math.isfinite(value) or not least <= value <= most:
        raise Refused(_("Between %(least)g and %(most)g.") % {"least": least, "most": most}, name)
    return value


def change_numbers(*, by: User, workspace: Workspace, typed: Mapping[str, str]) -> LogEntry | None:
    """Sets numbers of `sellwright.settings`; an empty text puts the first value back. What follows from them is made
    anew behind. None when nothing changed. Raises Refused by the field, and then changes nothing."""
    access.check(by, "settings")
    values = {name: read_number(name, text) if text.strip() else None for name, text in typed.items() if name in _KINDS}
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=workspace.pk)
        wanted = dict(row.settings)
        for name, value in values.items():
            if value is None or value == getattr(_DEFAULTS, name):
                wanted.pop(name, None)
            else:
                wanted[name] = value
        if wanted == row.settings:
            return None
        touched = sorted(name for name in {*wanted, *row.settings} if wanted.get(name) != row.settings.get(name))
        before = {name: row.settings.get(name) for name in touched}
        _keep(row, wanted)
        workspace.settings, workspace.settings_version = row.settings, row.settings_version
        return log.write(by, "change_numbers", row, before=before, after={name: wanted.get(name) for name in touched})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts numbers back as they stood before. Refused when one of them was changed since."""
    access.check(by, "settings")
    if entry.deed not in DEEDS:
        raise Refused(_("This cannot be undone."))
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get()
        if any(row.settings.get(name) != value for name, value in entry.after.items()):
            raise Refused(_("It was changed since, so this was not undone."))
        wanted = dict(row.settings)
        for name, value in entry.before.items():
            if value is None:
                wanted.pop(name, None)
            else:
                wanted[name] = value
        _keep(row, wanted)
        return log.write(by, "undo_change_numbers", row, before=entry.after, after=entry.before)


def change_own(*, by: User, **wanted: Any) -> LogEntry | None:
    """What a member sets for themselves (names of OWN). None when nothing changed."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=by.pk)
        changed = {name: value for name, value in wanted.items() if name in OWN and getattr(user, name) != value}
        if not changed:
            return None
        for name, value in changed.items():
            setattr(user, name, value)
            setattr(by, name, value)
        user.save(update_fields=list(changed))
        return log.write(by, "change_own_settings", user, after={"fields": sorted(changed)})


def set_sign_on(*, by: User, name: str, issuer: str, client_id: str, secret: str) -> SignOn:
    """A firm's own sign-in, new or changed (one an issuer). An empty secret keeps the one that is kept."""
    access.check(by, "sign_on")
    issuer = issuer.strip().rstrip("/")
    local = issuer.startswith(("http://127.0.0.1", "http://localhost"))
    if not issuer.startswith("https://") and not local:
        raise Refused(_("It has to begin with https://, so that nobody on the way can read along."), "issuer")
    with transaction.atomic():
        row = SignOn.objects.select_for_update().filter(issuer=issuer).first() or SignOn(issuer=issuer)
        if not secret and not row.secret_sealed:
            raise Refused(_("The secret is missing."), "secret")
        row.name, row.client_id, row.is_on = name.strip(), client_id.strip(), True
        if secret:
            row.secret_sealed = sealed.seal(secret)
        row.save()
        log.write(by, "set_sign_on", row, after={"issuer": issuer})
        return row


def drop_sign_on(*, by: User, sign_on: SignOn) -> None:
    """Nobody comes in that way any more, and the secret is gone."""
    access.check(by, "sign_on")
    with transaction.atomic():
        log.write(by, "drop_sign_on", sign_on, before={"issuer": sign_on.issuer})
        sign_on.delete()


def _keep(row: Workspace, wanted: dict[str, Any]) -> None:
    row.settings = wanted
    row.settings_version += 1
    row.save(update_fields=["settings", "settings_version"])
    queue.enqueue("stand_anew", key="all")
