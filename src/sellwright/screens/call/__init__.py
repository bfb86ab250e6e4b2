"""Calling: whom, in which order; and the page of one call: the brief, the number, one key for what came of it."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.call import deeds, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Calls"),
    icon="call",
    home="calls",
    routes=[
        path("calls", view.calls, name="calls"),
        path("call/<str:public_id>", view.call, name="call"),
        path("call/<str:public_id>/keep", deeds.keep, name="call_keep"),
        path("call/<str:public_id>/pass", deeds.pass_over, name="call_pass"),
    ],
)
