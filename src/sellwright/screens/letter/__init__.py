"""One letter: prepared, written with the brief and the margin in view, taken out to be sent."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.letter import deeds, view
from sellwright.screens.page import Page

PAGE = Page(
    title=later("Letter"),
    icon="letters",
    routes=[
        path("letters/new", deeds.new, name="letter_new"),
        path("letters/<str:public_id>", view.page, name="letter"),
        path("letters/<str:public_id>/save", deeds.save, name="letter_save"),
        path("letters/<str:public_id>/margin", view.margin, name="letter_margin"),
        path("letters/<str:public_id>/versions/<int:version>", view.version, name="letter_version"),
        path("letters/<str:public_id>/versions/<int:version>/restore", deeds.restore, name="letter_restore"),
        path("letters/<str:public_id>/times", deeds.offer_times, name="letter_times"),
        path("letters/<str:public_id>/bin", deeds.put_in_bin, name="letter_bin"),
        path("letters/<str:public_id>/unbin", deeds.take_from_bin, name="letter_unbin"),
        path("letters/<str:public_id>/out", deeds.hand_over, name="letter_out"),
    ],
)
