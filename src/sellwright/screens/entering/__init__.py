"""The door: one-time links to claim an empty workspace, to enter the demo, to join by invitation."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.entering import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Come in"),
    routes=[path("in/", view.door, name="door"), path("in/<str:token>", view.enter, name="enter")],
    home="door",
)
