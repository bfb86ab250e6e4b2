"""Import: files of other systems brought in, looked over column by column, tried, written, taken back."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.imports import deciding, outcome, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Import"),
    icon="drop",
    home="imports",
    routes=[
        path("imports", view.page, name="imports"),
        path("imports/file", view.upload, name="import_upload"),
        path("imports/<str:public_id>", view.one, name="import"),
        path("imports/<str:public_id>/progress", view.progress, name="import_progress"),
        path("imports/<str:public_id>/file/<int:at>", deciding.columns, name="import_columns"),
        path("imports/<str:public_id>/file/<int:at>/read", deciding.read, name="import_read"),
        path("imports/<str:public_id>/file/<int:at>/about", deciding.about, name="import_about"),
        path("imports/<str:public_id>/values", deciding.values, name="import_values"),
        path("imports/<str:public_id>/check", deciding.check, name="import_check"),
        path("imports/<str:public_id>/write", outcome.write, name="import_write"),
        path("imports/<str:public_id>/go-on", outcome.go_on, name="import_go_on"),
        path("imports/<str:public_id>/undo", outcome.undo, name="import_undo"),
        path("imports/<str:public_id>/away", outcome.put_away, name="import_away"),
        path("imports/<str:public_id>/refused", outcome.refused, name="import_refused"),
        path("imports/<str:public_id>/rows", outcome.rows, name="import_rows"),
    ],
)
