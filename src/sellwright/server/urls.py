"""Every address: pages bring their own (screens), signing in comes from allauth."""

from __future__ import annotations

from django.urls import include, path

from sellwright.screens.page import pages

urlpatterns = [
    path("account/", include("sellwright.server.account")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/social/", include("allauth.socialaccount.urls")),
    path("account/oidc/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("", include("sellwright.server.public")),
    path("", include("sellwright.api.urls")),
    *(route for page in pages() for route in page.routes),
]
handler400 = "sellwright.screens.errors.not_understood"
handler404 = "sellwright.screens.errors.not_found"
handler403 = "sellwright.screens.errors.not_allowed"
handler500 = "sellwright.screens.errors.broken"
