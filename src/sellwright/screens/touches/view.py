"""What happened with everybody, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellwright.screens.asking import bench
from sellwright.screens.lists import page


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The list."""
    user, _workspace = bench(request)
    return page.listed(
        request,
        "touch",
        none_fit=_("Nothing fits."),
        empty_title=_("Nothing happened yet."),
        empty_text=_("Letters, calls and meetings stand here, newest first, as soon as a mailbox is read."),
        first_steps=page.first_steps(user),
    )
