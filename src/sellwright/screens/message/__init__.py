"""One mail (or meeting, call, note) as it was, and the sentence behind a line."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.message import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Message"),
    icon="mail",
    home="message",
    routes=[
        path("message/<str:ref>", view.message, name="message"),
        path("message/<str:ref>/html", view.html, name="message_html"),
        path("message/<str:ref>/file/<int:number>", view.file, name="message_file"),
        path("evidence/<str:ref>", view.evidence, name="evidence"),
    ],
)
