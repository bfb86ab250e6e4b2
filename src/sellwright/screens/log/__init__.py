"""The log of writes: who did what, when, on what; with Undo where there is an inverse."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.log import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Log"),
    routes=[path("log", view.log, name="log"), path("log/<str:token>/undo", view.undo, name="log_undo")],
    home="log",
)
