"""Every firm the viewer may know of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellwright.screens.lists import page


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The list."""
    return page.listed(
        request,
        "firm",
        none_fit=_("Nothing fits."),
        empty_title=_("No firm yet."),
        empty_text=_("Firms come with the people in your mail, and with what you import."),
    )
