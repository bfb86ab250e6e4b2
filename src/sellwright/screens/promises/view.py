"""What we promised and what they promised, across all people."""

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
        "promise",
        none_fit=_("Nothing fits."),
        empty_title=_("No open promise."),
        empty_text=_("What you or they promise in a letter stands here until something shows that it was kept."),
        first_steps=page.first_steps(user),
    )
