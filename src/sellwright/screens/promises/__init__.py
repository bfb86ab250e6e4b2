"""What we promised and what they promised, across all people."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.promises import view

PAGE = Page(title=later("Promises"), icon="people", routes=[path("promises", view.listed, name="promises")])
