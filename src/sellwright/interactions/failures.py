"""The tree of failures a person may meet. Each says what is wrong, where, and what to do next; none shows a trace.

What is wrong with one message among many is never raised: it is a `Refused` or a line in `Message.problems`.
"""

from __future__ import annotations


class SellwrightError(Exception):
    """A failure with a sentence for its reader. `next_step` says what to do; `exit_code` is documented in
    docs/reference/command-line.md."""

    exit_code = 1

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class CannotRead(SellwrightError):
    """The file is missing, empty, unreadable, or not of a kind we know."""

    exit_code = 3


class NothingFound(SellwrightError):
    """The file was read, but what was asked for is not in it."""

    exit_code = 4


class ExtraNeeded(SellwrightError):
    """An optional part is not installed."""

    exit_code = 5
