"""Programs: the tokens they sign in with, the addresses that are told of deeds, and what they may ask for."""

from django.urls import path
from django.utils.translation import gettext_lazy as later

from sellwright.screens.page import Page
from sellwright.screens.programs import reference, tokens, webhooks

PAGE = Page(
    title=later("Programs"),
    home="programs",
    routes=[
        path("programs", tokens.programs, name="programs"),
        path("programs/reference", reference.reference, name="program_reference"),
        path("programs/tokens/<str:public_id>/revoke", tokens.revoke, name="token_revoke"),
        path("programs/webhooks", webhooks.make, name="webhooks"),
        path("programs/webhooks/<str:public_id>", webhooks.webhook, name="webhook"),
        path("programs/webhooks/<str:public_id>/change", webhooks.change, name="webhook_change"),
        path("programs/webhooks/<str:public_id>/secret", webhooks.rotate, name="webhook_secret"),
        path("programs/webhooks/<str:public_id>/try", webhooks.try_it, name="webhook_try"),
        path("programs/webhooks/<str:public_id>/pause", webhooks.pause, name="webhook_pause"),
        path("programs/webhooks/<str:public_id>/resume", webhooks.resume, name="webhook_resume"),
        path("programs/webhooks/<str:public_id>/drop", webhooks.drop, name="webhook_drop"),
        path("programs/deliveries/<str:public_id>/again", webhooks.again, name="delivery_again"),
    ],
)
