"""How reading an account may fail. Four kinds, each with what to do next; they are the troubles of an account."""

from __future__ import annotations

from typing import ClassVar

from sellwright.interactions.failures import SellwrightError
from sellwright.store.models import Account


class CaptureError(SellwrightError):
    """Nothing could be read, and why. `message` and `next_step` are for a person and hold no secret and no letter."""

    trouble: ClassVar[Account.Trouble] = Account.Trouble.WAIT


class TryLater(CaptureError):
    """The server is away, slow, busy or broken. It is asked again by itself, after `seconds` where the server said."""

    def __init__(self, message: str, next_step: str = "", *, seconds: float | None = None) -> None:
        super().__init__(message, next_step)
        self.seconds = seconds


class SignInAgain(CaptureError):
    """The server does not take our password or token any more."""

    trouble = Account.Trouble.SIGN_IN


class AskAdministrator(CaptureError):
    """The server knows us and does not allow it: IMAP is off, consent is missing, a licence is lacking."""

    trouble = Account.Trouble.ASK


class BadItem(CaptureError):
    """One message, event or folder cannot be read; the others can. It becomes a row with this reason."""

    trouble = Account.Trouble.LOOK
