"""Derives what deeds and mail have marked, right after the write that marked it."""

from __future__ import annotations

from sellwright.jobs.queue import enqueue, job


@job("settle")
def settle() -> None:
    """Works off every mark."""
    from sellwright.derive import settling  # heavy, and needed by workers only

    settling.settle()


def soon() -> None:
    """Have the marks of this transaction worked off once it is through; asked often, done once."""
    enqueue("settle", key="settle")
