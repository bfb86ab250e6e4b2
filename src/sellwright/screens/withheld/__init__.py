"""What a colleague lets one know of without letting one read it: that mail came or went, and perhaps its subject."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.withheld import view

PAGE = Page(
    title=later("Mail you may not read"),
    routes=[path("people/<str:public_id>/withheld", view.withheld, name="person_withheld")],
)
