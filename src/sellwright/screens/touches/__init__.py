"""What happened with everybody, newest first."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.touches import view

PAGE = Page(title=later("What happened"), icon="people", routes=[path("touches", view.listed, name="touches")])
