"""How people come in through allauth: nobody signs up by themselves; single sign-on admits only whom we know."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sellwright.store import sealed
from sellwright.store.models import SignOn, User

PROVIDER = "openid_connect"
_log = logging.getLogger("sellwright.server")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the entry link only (actions.entering)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an owner invites."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends, or says in the log that no mail leaves here. The page answers the same either way: whether an
        address is known here is told to nobody."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as failure:  # smtplib's exceptions are OSErrors too
            _log.warning("A mail (%s) could not be sent: %s", template_prefix, type(failure).__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on for people who are members already, by verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never makes a member of a stranger."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Joins the sign-on to the member of the same verified address; sends everybody else back to sign in."""
        if sociallogin.is_existing:
            return
        proven = [address.email.lower() for address in sociallogin.email_addresses if address.verified is True]
        member = User.objects.filter(email__in=proven, is_active=True).first()
        if member is None:
            raise ImmediateHttpResponse(_turned_away(request))
        sociallogin.connect(request, member)

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """The sign-ons an owner set, with the secret opened; allauth's own table, which keeps it plain, stays empty."""
        from allauth.socialaccount.models import SocialApp

        rows = SignOn.objects.filter(is_on=True)
        if provider and provider != PROVIDER:
            rows = rows.filter(public_id=provider)
        if client_id:
            rows = rows.filter(client_id=client_id)
        return [
            SocialApp(
                provider=PROVIDER,
                provider_id=row.public_id,
                name=row.name,
                client_id=row.client_id,
                secret=sealed.unseal(row.secret_sealed),
                settings={"server_url": row.issuer, "oauth_pkce_enabled": True},
            )
            for row in rows.order_by("name")
        ]

    def get_requests_session(self) -> Any:
        """A session that goes where the owner pointed it and follows no one elsewhere."""
        session = super().get_requests_session()
        session.trust_env = False
        session.max_redirects = 0
        return session


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of one-time codes are kept sealed."""

    def encrypt(self, text: str) -> str:
        """What is written into the database."""
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed."""
        return sealed.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Under which name a passkey is kept."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Sellwright"}


def _turned_away(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _("That sign-in worked, but it names no member here by a verified address. An owner can invite you."),
    )
    return redirect("account_login")
