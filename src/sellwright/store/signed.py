"""Signed deliveries, as the Standard Webhooks specification describes them (version 1, symmetric).

    webhook-id          names the delivery; the same on every try
    webhook-timestamp   seconds since 1970 when this try was made
    webhook-signature   "v1,<base64>" of HMAC-SHA256 over "<id>.<timestamp>.<body>"; several are separated by spaces

A secret is "whsec_" and the base64 of 24 to 64 random bytes. https://www.standardwebhooks.com
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

TOLERANCE = 300.0  # seconds a try may lie in the past or the future
PREFIX = "whsec_"
BYTES = 32  # of a new secret
MOST_SIGNATURES = 8
_ID = re.compile(r"[\w.:+=@-]{1,120}", re.ASCII)


class NotSigned(Exception):
    """Not to be believed; `args[0]` is a short fixed reason that the account counts by."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a delivery says of itself, as its three headers have it."""

    id: str
    timestamp: str
    signature: str


def new_secret() -> str:
    """A secret nobody knows yet."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def sign(signed_id: str, timestamp: int, body: bytes, secret: str) -> str:
    """The signature of a delivery, as it stands in the header."""
    return "v1," + base64.b64encode(_digest(signed_id, str(timestamp), body, secret)).decode()


def verify(given: Signed, body: bytes, known: Iterable[str], now: float) -> None:
    """Raises NotSigned unless one of the known secrets signed this, at most TOLERANCE seconds from `now`."""
    if not given.id or not given.timestamp or not given.signature:
        raise NotSigned("a header is missing")
    if not _ID.fullmatch(given.id):
        raise NotSigned("the id is not understood")
    if not (given.timestamp.isascii() and given.timestamp.isdecimal() and len(given.timestamp) < 12):
        raise NotSigned("the time is not understood")
    if abs(now - int(given.timestamp)) > TOLERANCE:
        raise NotSigned("too old, or from the future")
    wanted = [_digest(given.id, given.timestamp, body, secret) for secret in known]
    for word in given.signature.split()[:MOST_SIGNATURES]:
        version, _comma, text = word.partition(",")
        if version != "v1":
            continue
        try:
            found = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            continue
        if any(hmac.compare_digest(found, one) for one in wanted):
            return
    raise NotSigned("the signature is wrong")


def _digest(signed_id: str, timestamp: str, body: bytes, secret: str) -> bytes:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return hmac.digest(key, f"{signed_id}.{timestamp}.".encode() + body, "sha256")
