"""A member before a browser, as far as addresses and forms go."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


class Visitor:
    """Keeps its cookies; says what a page answered."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> str:
        """The page, which must be there."""
        with self._opener.open(self.base + address, timeout=60) as answer:
            assert answer.status == 200, address
            return str(answer.read().decode())

    def sign_in(self, email: str, password: str) -> None:
        """By the form, as a person does."""
        form = self.get("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token, form[:500]
        words = {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
        asked = urllib.request.Request(
            self.base + "/account/login/", urllib.parse.urlencode(words).encode(), {"Referer": self.base}
        )
        with self._opener.open(asked, timeout=60) as answer:
            assert "/account/login" not in answer.url, "not let in"

    def first(self, address: str, pattern: str) -> str:
        """The first address of this pattern on a page."""
        page = self.get(address)
        found = re.search(pattern, page)
        assert found, f"no {pattern} on {address}"
        return found[1]
