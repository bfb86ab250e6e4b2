"""Public ids: what stands in an address line. They cannot be counted up or guessed."""

from __future__ import annotations

import os

from django.db import models

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no characters that are read for another
LENGTH = 12  # 31**12: about 8e17


def new_public_id() -> str:
    """Twelve random characters."""
    number, letters = int.from_bytes(os.urandom(16)), []  # 128 bits: no letter is likelier than another to 2**-68
    for _ in range(LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


class Public(models.Model):
    """A row that has an address of its own."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
