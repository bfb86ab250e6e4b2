"""Whether this server answers and reaches its database: for whoever watches it. Tells nothing else."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from sellwright.screens.page import Page


def show(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


PAGE = Page(title="", routes=[path("healthy", show, name="healthy")])
