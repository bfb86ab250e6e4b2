"""Secrets at rest: passwords and client secrets of other services, encrypted with the server's key.

The key lies outside the database (SELLWRIGHT_KEY, or the file `secret-key` in the data folder): a copied database alone
tells none of them. To change it, put the old key into SELLWRIGHT_OLD_KEYS (comma-separated): what was sealed with it
still opens, and is sealed with the new one the next time it is saved.
"""

from __future__ import annotations

import base64
import os

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that is not here any more."""


def seal(text: str) -> str:
    """The text encrypted (Fernet: AES-128-CBC with HMAC-SHA256, a time stamp and a random vector). '' stays ''."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """What was sealed. Raises Unreadable when the key is another one."""
    if not token:
        return ""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as failure:
        raise Unreadable("This secret was kept with another server key. Enter it again.") from failure


def _box() -> MultiFernet:
    old = (key.strip() for key in os.environ.get("SELLWRIGHT_OLD_KEYS", "").split(","))
    return MultiFernet([_fernet(settings.SECRET_KEY), *(_fernet(key) for key in old if key)])


def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"sellwright sealed 1").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
