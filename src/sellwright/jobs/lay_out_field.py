"""Lays out anew the values of a workspace's own fields, after a field was retired, came back or changed its kind."""

from __future__ import annotations

from sellwright.jobs.queue import job
from sellwright.store.lists import values
from sellwright.store.sqlite.turns import standing_back


@job("lay_out_field", lane="long")
def lay_out_field(*, noun: str) -> None:
    """All rows of a list, piece by piece. Safe to run again."""
    with standing_back():
        values.rebuild(noun)
