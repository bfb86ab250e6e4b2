"""Settings: one's own, and, for who may, the numbers of the workspace, folders and the firm's sign-in."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.settings import house, outside, server, view

PAGE = Page(
    title=later("Settings"),
    routes=[
        path("settings/me", view.preferences, name="preferences"),
        path("settings/theme", view.theme, name="theme"),
        path("settings", view.numbers, name="numbers"),
        path("settings/behind", view.behind, name="numbers_behind"),
        path("settings/folders", house.folders, name="folders"),
        path("settings/server", server.show, name="server"),
        path("settings/outside", outside.outside, name="outside"),
        path("settings/outside/app", outside.app, name="outside_app"),
        path("settings/sign-in", house.sign_on, name="sign_on"),
        path("settings/sign-in/<str:sign_on>/drop", house.drop_sign_on, name="sign_on_drop"),
    ],
    home="preferences",
)
