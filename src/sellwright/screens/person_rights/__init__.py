"""A person's rights: see what is held about them, correct it, give it to them, erase it."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.person_rights import view

PAGE = Page(
    title=later("What we hold"),
    routes=[
        path("people/<str:public_id>/held", view.held, name="person_held"),
        path("people/<str:public_id>/held/file", view.give, name="person_give"),
        path("people/<str:public_id>/erase", view.erase, name="person_erase"),
        path("people/<str:public_id>/keep", view.keep, name="person_keep"),
    ],
)
