"""A page on which buyers take a time, without signing in; and its owner's settings of it."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.booking import outside, own
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Booking page"),
    routes=[
        path("book/<slug:slug>", outside.page, name="booking"),
        path("book/<slug:slug>/held/<str:token>", outside.held, name="booking_held"),
        path("book/<slug:slug>/held/<str:token>/meeting.ics", outside.file, name="booking_file"),
        path("settings/booking", own.page, name="booking_page"),
        path("settings/booking/open", own.open_page, name="booking_open"),
    ],
    home="booking_page",
)
