"""One person: their own words first, then how things stand, what was promised, and everything (card C8)."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.person import deeds, view

PAGE = Page(
    title=later("Person"),
    icon="people",
    home="person",
    routes=[
        path("people/<str:public_id>", view.person, name="person"),
        path("people/<str:public_id>/brief", view.brief, name="person_brief"),
        path("people/<str:public_id>/timeline", view.timeline_piece, name="person_timeline"),
        path("people/<str:public_id>/relation", deeds.relation, name="person_relation"),
        path("people/<str:public_id>/edit", deeds.edit, name="person_edit"),
    ],
)
