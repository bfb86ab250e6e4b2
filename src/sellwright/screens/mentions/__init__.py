"""Where colleagues called one in."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.mentions import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Mentions"),
    icon="note",
    home="mentions",
    routes=[
        path("mentions", view.page, name="mentions"),
        path("mentions/read", view.read_all, name="mentions_read"),
        path("mentions/<int:number>", view.follow, name="mention"),
    ],
)
