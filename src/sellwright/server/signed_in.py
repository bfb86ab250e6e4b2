"""Who a request comes from: its session and its user, by two ready queries."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from sellwright.store.models import User
from sellwright.store.ready import ready


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        session = next(iter(_session(self.session_key or "")), None)
        if session is not None and session.expire_date > timezone.now():
            return session
        self._session_key = None
        return None


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session; None when they may no longer sign in."""
        user = next(iter(_user(int(user_id))), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@ready
def _session(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


@ready
def _user(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
