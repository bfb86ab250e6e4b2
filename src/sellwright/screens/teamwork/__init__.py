"""Team work about a person (who answers, words, tasks, calls), cover for holidays, and the morning mail."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens import undoing
from sellwright.screens.page import Page
from sellwright.screens.teamwork import away, call, morning, person

PAGE = Page(
    title=later("Team work"),
    icon="people",
    home="cover",
    routes=[
        path("parts/person/<str:public_id>/teamwork", person.part, name="person_teamwork"),
        path("claim/<str:public_id>", person.claim, name="claim"),
        path("claim/<str:public_id>/release", person.release, name="claim_release"),
        path("call/<str:public_id>/log", call.form, name="call_new"),
        path("teamwork/<str:public_id>/owner", person.assign, name="teamwork_owner"),
        path("teamwork/<str:public_id>/comment", person.comment, name="teamwork_comment"),
        path("teamwork/<str:public_id>/note", person.note, name="teamwork_note"),
        path("teamwork/<str:public_id>/task", person.task, name="teamwork_task"),
        path("cover", away.page, name="cover"),
        path("cover/<str:public_id>/end", away.end, name="cover_end"),
        path("morning", morning.page, name="morning"),
        path("morning/server", morning.server, name="morning_server"),
        path("undo/<str:token>", undoing.undo, name="undo"),
    ],
)
