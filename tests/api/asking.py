"""A program that asks: a token of a colleague, and requests with it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from sellwright.actions import tokens
from sellwright.store.models import User


class Program:
    """Asks with a token; `ask` returns the answer of Django's test client."""

    def __init__(self, user: User, *scopes: str, name: str = "Robot") -> None:
        made = tokens.make(by=user, name=name, scopes=scopes or tokens.SCOPES, days=None)
        self.token, self.secret = made.token, made.secret
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """One request below /api/v1/; header names with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Authorization", f"Bearer {self.secret}")
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/v1/{address}", headers=named, **more)

    def get(self, address: str, **headers: str) -> Any:
        """A GET."""
        return self.ask("get", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        """A POST of JSON."""
        return self.ask("post", address, {} if body is None else body, **headers)

    def patch(self, address: str, body: Any, **headers: str) -> Any:
        """A PATCH."""
        return self.ask("patch", address, body, **headers)
