"""Today: whom to turn to now, and why (card C33)."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.today import deeds, view

PAGE = Page(
    title=later("Today"),
    icon="today",
    nav=1,
    key="t",
    home="today",
    routes=[
        path("", view.today, name="today"),
        path("today/day", view.whole_day, name="today_day"),
        path("today/later/<str:public_id>", deeds.later_form, name="today_later"),
        path("today/done/<str:public_id>", deeds.done, name="today_done"),
        path("today/snooze/<str:public_id>", deeds.snooze, name="today_snooze"),
        path("today/not-for-us/<str:public_id>", deeds.not_for_us, name="today_not_for_us"),
        path("today/entry/<str:public_id>", view.entry, name="today_entry"),
    ],
)
