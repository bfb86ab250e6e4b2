"""Settings, Fields: what the workspace keeps of people, firms and deals beside what is there from the beginning."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.fields import ties, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Fields"),
    routes=[
        path("settings/fields", view.fields, name="fields"),
        path("settings/fields/<str:field>", view.field, name="field"),
        path("people/<str:person>/known", ties.known_of, name="person_known"),
        path("people/<str:person>/ties", ties.add, name="tie_add"),
        path("ties/<str:tie>/drop", ties.drop, name="tie_drop"),
    ],
    home="fields",
)
