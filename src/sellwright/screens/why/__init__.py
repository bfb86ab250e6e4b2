"""Why this number: question, formula, every piece of the sample, the settings, and what it is not for."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.why import view

PAGE = Page(
    title=later("Why this number"),
    icon="why",
    home="why_all",
    routes=[
        path("why", view.every, name="why_all"),
        path("why/<slug:measure>", view.why, name="why"),
    ],
)
