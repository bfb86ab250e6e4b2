"""One deal: people, what we do not know, what happened, and every move."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.deal import changing, deeds, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Deal"),
    icon="deals",
    home="deal",
    routes=[
        path("deal/<str:public_id>", view.page, name="deal"),
        path("deal/<str:public_id>/change", changing.page, name="deal_change"),
        path("deal/<str:public_id>/close", deeds.close, name="deal_close"),
        path("deal/<str:public_id>/reopen", deeds.reopen, name="deal_reopen"),
        path("deal/<str:public_id>/person", deeds.person, name="deal_person"),
        path("deal/<str:public_id>/comment", deeds.comment, name="deal_comment"),
        path("deal/<str:public_id>/note", deeds.note, name="deal_note"),
        path("deal/<str:public_id>/task", deeds.task, name="deal_task"),
        path("deal/<str:public_id>/unknown", deeds.unknown, name="deal_unknown"),
        path("unknown/<str:public_id>", deeds.change_unknown, name="unknown_change"),
    ],
)
