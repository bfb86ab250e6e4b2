"""What every list has beside its page: cells changed where they stand, bulk edits, views, files."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.lists import bulk, cells, keeping
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Lists"),
    icon="people",
    routes=[
        path("lists/<str:noun>/cell/<str:row>/<str:column>", cells.cell, name="list_cell"),
        path("lists/<str:noun>/row/<str:row>", cells.row, name="list_row"),
        path("lists/<str:noun>/bulk", bulk.bulk, name="list_bulk"),
        path("lists/bulk/<str:bulk>/state", bulk.state, name="list_bulk_state"),
        path("lists/<str:noun>/views", keeping.save, name="list_views"),
        path("lists/view/<str:view>", keeping.change, name="list_view"),
        path("lists/<str:noun>/file", keeping.file, name="list_file"),
    ],
)
