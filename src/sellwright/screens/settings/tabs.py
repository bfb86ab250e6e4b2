"""The tabs above every settings page."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.store.models import User


def tabs(user: User, here: str) -> dict[str, Any]:
    """Context of parts/tabs.html: only what the viewer may open."""
    links = [
        ("preferences", _("Mine"), True),
        ("morning", _("Morning mail"), True),  # the mail server stands there too
        ("booking_page", _("Booking page"), access.may(user, "share_own")),
        ("numbers", _("Numbers"), True),
        ("fields", _("Fields"), True),
        ("members", _("Members"), True),
    ]
    links += [
        ("folders", _("Folders"), access.may(user, "folders")),
        ("outside", _("Outside"), access.may(user, "outside")),
        ("server", _("Server"), access.may(user, "folders")),
        ("sign_on", _("Sign-in"), access.may(user, "sign_on")),
        ("programs", _("Programs"), True),
        ("leaving", _("Leaving"), True),
        ("log", _("Log"), True),
    ]
    shown = []
    for name, label, may in links:
        url = _url(name)
        if may and url:
            shown.append({"url": url, "label": label, "here": name == here, "count": None})
    return {"label": _("Settings"), "links": shown}


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a page that is not there
        return ""
