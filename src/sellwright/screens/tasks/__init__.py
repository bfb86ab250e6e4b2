"""One's own tasks, by day."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.tasks import view

PAGE = Page(
    title=later("Tasks"),
    icon="check",
    home="tasks",
    routes=[
        path("tasks", view.page, name="tasks"),
        path("tasks/<str:public_id>/done", view.done, name="task_done"),
        path("tasks/<str:public_id>/change", view.change, name="task_change"),
    ],
)
