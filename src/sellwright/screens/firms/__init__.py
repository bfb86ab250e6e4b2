"""Every firm the viewer may know of."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.firms import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Firms"),
    icon="people",
    routes=[path("firms", view.listed, name="firms"), path("firms/new", view.add, name="firm_add")],
)
