"""One deal: its people, what they gave, what we offered, what we do not know, what happened, and every move."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.deal import changing, deeds, giving, view
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
        path("deal/<str:public_id>/commitment", giving.give, name="deal_commitment"),
        path("deal/<str:public_id>/role", giving.know_of, name="deal_role"),
        path("deal/<str:public_id>/offer", giving.offer, name="deal_offer"),
        path("deal/<str:public_id>/concession", giving.concede, name="deal_concession"),
        path("commitment/<str:public_id>", giving.change_commitment, name="commitment_change"),
        path("role/<str:public_id>", giving.change_role, name="role_change"),
        path("offer/<str:public_id>", giving.change_offer, name="offer_change"),
        path("concession/<str:public_id>", giving.change_concession, name="concession_change"),
    ],
)
