"""Starts the tools for a program on this machine. Imports nothing of the workbench before it is called."""

from __future__ import annotations

import os
from typing import TextIO

import django
from django.conf import settings
from django.db.utils import DatabaseError

from sellwright.interactions.failures import CannotRead


def main(secret: str, said: TextIO, told: TextIO) -> int | None:
    """Answers until the input ends; the exit code, or None when the token opens nothing here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    django.setup()
    from sellwright.api.door import signed_in
    from sellwright.api.mcp import ways

    try:
        opens = signed_in(secret) is not None
    except DatabaseError as error:
        raise CannotRead(
            f"There is no workbench in {settings.HOME} that can be read.", "Name its folder with --data."
        ) from error
    return ways.lines(secret, said, told) if opens else None
