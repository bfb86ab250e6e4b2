"""Search as you type over people, firms, deals and mail: the palette's answer, and a page of its own."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.search import view

PAGE = Page(
    title=later("Search"),
    icon="search",
    home="search",
    routes=[path("search", view.find, name="search")],
)
