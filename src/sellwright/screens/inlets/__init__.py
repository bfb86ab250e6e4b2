"""What comes in beside mail: calls of a telephone system, forms of a website; and the inboxes several people share."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.inlets import desk, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Phone system and forms"),
    icon="link",
    home="inlets",
    routes=[
        path("inlets", view.inlets, name="inlets"),
        path("inlets/<str:public_id>", view.inlet, name="inlet"),
        path("inlets/<str:public_id>/change", view.change, name="inlet_change"),
        path("inlets/<str:public_id>/secret", view.rotate, name="inlet_secret"),
        path("inlets/<str:public_id>/try", view.try_calls, name="inlet_try"),
        path("inlets/<str:public_id>/close", view.close, name="inlet_close"),
        path("desks", desk.desks, name="desks"),
        path("desks/<str:public_id>", desk.desk, name="desk"),
        path("desks/<str:public_id>/open", desk.open_desk, name="desk_open"),
        path("desks/<str:public_id>/close", desk.close_desk, name="desk_close"),
        path("desks/<str:public_id>/in", desk.let_in, name="desk_in"),
        path("desks/<str:public_id>/out", desk.let_out, name="desk_out"),
    ],
)
