"""Everybody the viewer may know of, by newest exchange."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.people import view

PAGE = Page(
    title=later("People"),
    icon="people",
    nav=2,
    key="p",
    home="people",
    routes=[
        path("people", view.people, name="people"),
        path("people/new", view.add, name="person_add"),
    ],
)
