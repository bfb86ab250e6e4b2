"""People and firms that are probably one: suggested with the reasons, made one field by field, or said to be not the
same."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.duplicates import merging, typing, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Duplicates"),
    icon="people",
    home="duplicates",
    routes=[
        path("duplicates", view.duplicates, name="duplicates"),
        path("duplicates/search", view.search, name="duplicates_search"),
        path("duplicates/state", view.state, name="duplicates_state"),
        path("duplicates/not-same", view.not_same, name="duplicates_not_same"),
        path("duplicates/merge", merging.merge, name="merge"),
        path("duplicates/merged", merging.merged, name="merges"),
        path("duplicates/merged/<str:public_id>/undo", merging.unmerge, name="merge_undo"),
        path("duplicates/alike", typing.alike, name="alike"),
    ],
)
