"""What signing in at Google or Microsoft begins with and ends in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sellwright.store.models import Account

MAIL, CALENDAR = "mail", "calendar"  # what a person may let us read


@dataclass(frozen=True, slots=True)
class App:
    """Our registration with a provider. `tenant` is Microsoft's: an id, a domain, or "common"."""

    client_id: str
    secret: str = field(repr=False)
    tenant: str = "common"


@dataclass(frozen=True, slots=True)
class Going:
    """Where a person is sent to sign in, and what has to be known when they come back; that is secret."""

    url: str
    kept: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a person let us do. `address` is who they are there; `reads` holds MAIL, CALENDAR; times are seconds since
    1970 UTC: when `access` ends, and when the person agreed."""

    address: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: float
    agreed_at: float
    reads: tuple[str, ...] = (MAIL, CALENDAR)

    def kept(self) -> dict[str, Any]:
        """As plain values, to be sealed."""
        return {name: getattr(self, name) for name in self.__slots__}

    def written(self) -> str:
        """The same as JSON."""
        return json.dumps(self.kept())

    @classmethod
    def read(cls, text: str) -> Granted:
        """From `written`. Raises ValueError, KeyError, TypeError for anything else."""
        given = json.loads(text)
        if not isinstance(given, dict):
            raise TypeError("no tokens")
        return cls(
            address=str(given.get("address", "")),
            access=str(given["access"]),
            refresh=str(given["refresh"]),
            expires_at=float(given["expires_at"]),
            agreed_at=float(given.get("agreed_at", 0.0)),
            reads=tuple(map(str, given.get("reads", (MAIL, CALENDAR)))),
        )


class Way(Protocol):
    """A provider: a module of this room. Its functions raise the failures of this room."""

    def begin(self, app: App, back: str, address: str) -> Going:
        """Where to send a person. `back` is the address they come back to, `address` whom we expect."""

    def finish(self, app: App, kept: dict[str, Any], query: Mapping[str, str], now: datetime) -> Granted:
        """What they agreed to, from the query they came back with."""

    def renew(self, app: App, held: Granted, now: datetime) -> Granted:
        """A new access token, and with some a new refresh token."""

    def give_back(self, app: App, held: Granted) -> None:
        """Tells the provider that the tokens are not needed any more, where it wants to know."""


PROVIDERS: dict[str, str] = {
    Account.Kind.GOOGLE: "google",
    Account.Kind.GOOGLE_CALENDAR: "google",
    Account.Kind.MICROSOFT: "microsoft",
    Account.Kind.MICROSOFT_CALENDAR: "microsoft",
}
