"""Which of allauth's pages stand here. Left out: changing one's address (an owner invites addresses) and its
confirmation, telephone numbers, codes by mail."""

from allauth.account import urls
from django.urls import URLPattern

KEPT = frozenset({
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate",
    "account_change_password", "account_set_password", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
})  # fmt: skip

urlpatterns: list[URLPattern] = [route for route in urls.urlpatterns if getattr(route, "name", "") in KEPT]
