"""The forecast: what a month, a quarter and the year will bring, as ranges; goals, and whether the pace is enough."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.forecast import goals, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Forecast"),
    icon="deals",
    home="forecast",
    routes=[
        path("deals/forecast", view.page, name="forecast"),
        path("deals/forecast/goal", goals.aim, name="forecast_goal"),
        path("deals/forecast/goal/<str:public_id>", goals.drop, name="forecast_goal_drop"),
    ],
)
