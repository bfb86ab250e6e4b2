"""Public ids: what stands in an address line. They cannot be counted up or guessed."""

from __future__ import annotations

import secrets

from django.db import models

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no characters that are read for another
LENGTH = 12  # 31**12: about 8e17


def new_public_id() -> str:
    """Twelve random characters."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


class Public(models.Model):
    """A row that has an address of its own."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
