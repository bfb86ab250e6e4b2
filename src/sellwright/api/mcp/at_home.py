"""Starts the tools for a program on this machine. Imports nothing of the workbench before it is called."""

from __future__ import annotations

import os
from typing import TextIO

import django


def main(secret: str, said: TextIO, told: TextIO) -> int | None:
    """Answers until the input ends; the exit code, or None when the token opens nothing here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    django.setup()
    from sellwright.api.door import signed_in
    from sellwright.api.mcp import ways

    return ways.lines(secret, said, told) if signed_in(secret) is not None else None
