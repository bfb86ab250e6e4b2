"""Public ids: what stands in an address line. They cannot be counted up or guessed."""

from __future__ import annotations

import os

from django.db import models

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no characters that are read for another
LENGTH = 12  # 31**12: about 8e17
_OF_BYTE = bytes(ord(_ALPHABET[byte % len(_ALPHABET)]) for byte in range(256))
_LEFT_OUT = bytes(range(256 - 256 % len(_ALPHABET), 256))


def new_public_id() -> str:
    """Twelve random characters."""
    number, letters = int.from_bytes(os.urandom(16)), []  # 128 bits: no letter is likelier than another to 2**-68
    for _ in range(LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def new_public_ids(count: int) -> list[str]:
    """Many at once, several times as fast: a byte a character, bytes above 247 left out so that none is likelier."""
    text = ""
    while len(text) < count * LENGTH:
        text += os.urandom(count * LENGTH + 64).translate(_OF_BYTE, _LEFT_OUT).decode("ascii")
    return [text[at : at + LENGTH] for at in range(0, count * LENGTH, LENGTH)]


class Public(models.Model):
    """A row that has an address of its own."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
