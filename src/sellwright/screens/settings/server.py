"""How the server is: its version, its address, where data are, the last backup, what the doctor finds at a glance."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sellwright import access
from sellwright.archive import backing_up
from sellwright.doctor import looking
from sellwright.screens import asking
from sellwright.screens.settings.tabs import tabs

_ORDER = {"bad": 0, "look": 1, "well": 2}


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """For owners: whoever may say which folders of this machine are read may know how it is."""
    user, _workspace = asking.bench(request)
    access.check(user, "folders")
    home, now = Path(settings.HOME), timezone.now()
    found = looking.at_a_glance(home, now)
    context = {
        "here": "settings",
        "tabs": tabs(user, "server"),
        "facts": _facts(home),
        "open": sorted((one for one in found if one.state != "well"), key=lambda one: _ORDER[one.state]),
        "well": [one for one in found if one.state == "well"],
    }
    return render(request, "settings/server.html", context)


def _facts(home: Path) -> list[tuple[str, str]]:
    last = backing_up.last(home)
    kind = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    night = _("every night into %(folder)s, %(keep)s of them kept")
    backups = night % {"folder": settings.BACKUPS, "keep": settings.BACKUPS_KEEP} if settings.BACKUPS else ""
    return [
        (_("Version"), settings.VERSION),
        (_("Address"), settings.PUBLIC_URL or _("this machine only (PUBLIC_URL is not set)")),
        (_("Database"), kind),
        (_("Data folder"), str(home)),
        (_("Last backup"), f"{last['at'][:16].replace('T', ' ')} UTC, {last['file']}" if last else _("never")),
        (_("Backups"), backups or _("not by itself: SELLWRIGHT_BACKUPS names a folder, or a timer of the machine")),
    ]
