"""Members: who belongs here, with which role, in which team; invitations."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.members import view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Members"),
    routes=[
        path("members", view.members, name="members"),
        path("members/invite", view.invite, name="member_invite"),
        path("members/teams", view.make_team, name="team_make"),
        path("members/teams/<str:team>/drop", view.drop_team, name="team_drop"),
        path("members/invitations/<int:link>/withdraw", view.withdraw, name="member_withdraw"),
        path("members/invitations/<int:link>/renew", view.renew, name="member_renew"),
        path("members/<str:member>/role", view.role, name="member_role"),
        path("members/<str:member>/team", view.team, name="member_team"),
        path("members/<str:member>/close", view.close, name="member_close"),
        path("members/<str:member>/open", view.reopen, name="member_open"),
    ],
    home="members",
)
