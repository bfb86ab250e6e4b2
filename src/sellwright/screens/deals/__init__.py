"""Deals: the board, the list, proposals read from threads, and the stages."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.deals import adding, board, listing, proposals, stages
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Deals"),
    icon="deals",
    nav=3,
    key="d",
    home="deals",
    routes=[
        path("deals", board.board, name="deals"),
        path("deals/column/<str:public_id>", board.more, name="deals_more"),
        path("deals/move/<str:public_id>", board.move, name="deal_move"),
        path("deals/list", listing.page, name="deals_list"),
        path("deals/new", adding.page, name="deal_new"),
        path("deals/proposed", proposals.page, name="deals_proposed"),
        path("deals/proposed/<str:public_id>/accept", proposals.accept, name="deal_accept"),
        path("deals/proposed/<str:public_id>/wave", proposals.wave, name="deal_wave"),
        path("deals/stages", stages.page, name="deal_stages"),
        path("deals/stages/add", stages.add, name="deal_stage_add"),
        path("deals/stages/<str:public_id>", stages.change, name="deal_stage"),
    ],
)
