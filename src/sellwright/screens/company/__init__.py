"""A firm: who is there and how things stand with each, its deals, and one timeline of all."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.company import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Company"),
    icon="people",
    home="company",
    routes=[
        path("companies/<str:public_id>", view.company, name="company"),
        path("companies/<str:public_id>/timeline", view.timeline_piece, name="company_timeline"),
        path("companies/<str:public_id>/effort", view.effort_part, name="company_effort"),
        path("companies/<str:public_id>/relation", view.relation, name="company_relation"),
    ],
)
