"""Take everything with you: the workspace as an open folder, and the words that open one's own private part of it."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.leaving import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Leaving"),
    routes=[
        path("settings/leaving", view.leaving, name="leaving"),
        path("settings/leaving/export", view.export, name="leaving_export"),
        path("settings/leaving/state", view.state, name="leaving_state"),
        path("settings/leaving/file", view.download, name="leaving_file"),
        path("settings/leaving/words", view.words, name="leaving_words"),
        path("settings/leaving/unlock", view.unlock, name="leaving_unlock"),
    ],
    home="leaving",
)
