"""Tokens that programs sign in with: made for oneself, shown once, kept as a hash, taken back.

A token never may more than its user, and less where its scopes say so (docs/decisions/0036-outward.md).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.store.models import LogEntry, Token, User
from sellwright.store.ready import ready

DEEDS = ("revoke_token",)
PREFIX = "sw_"
LETTERS = 40  # after the prefix, of 62: 238 random bits
SHOWN = 7  # characters that stay readable
MOST = 50  # in force, of one user
LONGEST = 80
LONGEST_DAYS = 3660
SCOPES = (
    "people:read", "people:write", "deals:read", "deals:write", "tasks:read", "tasks:write", "comments:read",
    "comments:write", "activity:read", "activity:write", "lists:read", "lists:write", "today:read", "mail:read",
    "imports:read", "log:read",
)  # fmt: skip
_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Made:
    """A token with its secret, this once."""

    token: Token
    secret: str


def make(*, by: User, name: str, scopes: Iterable[str], days: int | None) -> Made:
    """A new token of one's own, good for so many days (None: until it is taken back)."""
    access.check(by, "token")
    name = " ".join(name.split())
    wanted = [one for one in SCOPES if one in set(scopes)]
    if not name or len(name) > LONGEST:
        raise Refused(_("Give it a name of at most %(most)d characters.") % {"most": LONGEST}, "name")
    if not wanted:
        raise Refused(_("Choose what the program may do."), "scopes")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("Between 1 day and ten years."), "days")
    now = timezone.now()
    with transaction.atomic():
        if in_force(Token.objects.filter(user=by), now).count() >= MOST:
            raise Refused(_("You have %(most)d of them. Take one back first.") % {"most": MOST})
        secret = PREFIX + "".join(secrets.choice(_ALPHABET) for _letter in range(LETTERS))
        token = Token.objects.create(
            user=by, name=name, start=secret[:SHOWN], digest=_digest(secret), scopes=wanted, made_at=now,
            expires_at=None if days is None else now + timedelta(days=days),
        )  # fmt: skip
        log.write(by, "make_token", token, after={"name": name, "scopes": wanted})
        return Made(token, secret)


def revoke(*, by: User, token: Token) -> LogEntry:
    """The token opens nothing any more: one's own, or, for who may, a colleague's."""
    with transaction.atomic():
        row = _held(by, token.public_id)
        if row.ended_at is not None:
            raise Refused(_("It was taken back already."))
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        return log.write(by, "revoke_token", row, before={"name": row.name}, after={"ended_at": _plain(row)})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """A token that was taken back is good again. Only by who took it back."""
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        row = _held(by, entry.thing_id)
        if _plain(row) != entry.after.get("ended_at"):
            raise Refused(_("It was changed since, so this was not undone."))
        row.ended_at = None
        row.save(update_fields=["ended_at"])
        return log.write(by, "undo_revoke_token", row, after={"name": row.name})


def found(secret: str, now: datetime) -> Token | None:
    """The token in force of this secret, with its user; None for anything else.

    It is looked up by its hash, which tells who tries nothing of how near they came, and compared in constant time.
    """
    if not secret.startswith(PREFIX) or len(secret) != len(PREFIX) + LETTERS:
        return None
    digest = _digest(secret)
    row = next(iter(_token(digest)), None)
    if row is None or not hmac.compare_digest(row.digest, digest) or not _holds(row, now):
        return None
    row.user = next(iter(_user(row.user_id)))
    return row if row.user.is_active else None


@ready
def _token(digest: str) -> QuerySet[Token]:
    return Token.objects.filter(digest=digest).order_by()


@ready
def _user(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk).order_by()


def _holds(row: Token, now: datetime) -> bool:
    """As `in_force`, of one row."""
    return row.ended_at is None and (row.expires_at is None or row.expires_at > now)


def used(token: Token, now: datetime) -> None:
    """Notes when a token was last used, to the minute."""
    if token.used_at is None or now - token.used_at >= timedelta(minutes=1):
        Token.objects.filter(pk=token.pk).update(used_at=now)


def in_force(rows: QuerySet[Token], now: datetime) -> QuerySet[Token]:
    """Those neither taken back nor run out."""
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=now), ended_at=None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _held(by: User, public_id: str) -> Token:
    row = Token.objects.select_for_update().filter(public_id=public_id).first()
    if row is None or (row.user_id != by.pk and not access.may(by, "any_token")):
        raise access.NotAllowed(_("That token belongs to a colleague."))
    return row


def _plain(row: Token) -> str | None:
    return row.ended_at.isoformat() if row.ended_at else None
