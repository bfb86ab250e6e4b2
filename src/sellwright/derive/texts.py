"""Texts as every database keeps them: no NUL, no half characters, no address longer than its column."""

from __future__ import annotations

from hashlib import blake2b

EMAIL_MOST = 254
ID_MOST = 250


def plain(text: str) -> str:
    """Without what PostgreSQL, or UTF-8, does not store in a text."""
    if text.isprintable():
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def email(given: str) -> str:
    """An address as it is kept. One too long for any mail server is cut and told apart by a hash."""
    return _short(plain(given), EMAIL_MOST)


def message_id(given: str) -> str:
    """A Message-ID as it is kept, likewise."""
    return _short(plain(given), ID_MOST)


def _short(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[: most - 33]}~{blake2b(text.encode(), digest_size=16).hexdigest()}"
