"""What a deed answers when it cannot be done as asked: a sentence, and the field it belongs to."""

from __future__ import annotations

from sellwright.interactions.failures import SellwrightError


class Refused(SellwrightError):
    """Not done. `message` is for the person; `field` names the form field it stands by ('' when it is about all)."""

    def __init__(self, message: str, field: str = "", next_step: str = "") -> None:
        super().__init__(message, next_step)
        self.field = field
