"""How people come in through allauth: nobody signs up by themselves; single sign-on admits only whom we know."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from sellwright.store.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the entry link only (actions.entering)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an owner invites."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on for people who are members already, by verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never makes a member of a stranger."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Joins the sign-on to the member of the same verified address."""
        if sociallogin.is_existing:
            return
        proven = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        member = User.objects.filter(email__in=proven, is_active=True).first()
        if member:
            sociallogin.connect(request, member)
