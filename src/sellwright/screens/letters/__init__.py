"""One's own letters: those being written, those taken out, and the bin."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.letters import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Letters"),
    icon="letters",
    nav=4,
    key="l",
    home="letters",
    routes=[
        path("letters", view.page, name="letters"),
    ],
)
