"""What servers say when they do not let us in, as they really say it, and what a person is told."""

from __future__ import annotations

import pytest

from sellwright.capture import imap_answers as answers
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        (b"[AUTHENTICATIONFAILED] Invalid credentials (Failure)", SignInAgain, answers.WRONG),
        (b"[ALERT] Application-specific password required: https://support", SignInAgain, answers.APP_PASSWORD),
        (b"[ALERT] Please log in via your web browser: https://support", SignInAgain, answers.BROWSER),
        (b"[ALERT] Your account is not enabled for IMAP use. Please visit", AskAdministrator, answers.IMAP_OFF),
        (b"[ALERT] Too many simultaneous connections. (Failure)", TryLater, answers.TOO_MANY),
        (b"[OVERQUOTA] Account exceeded command or bandwidth limits.", TryLater, answers.SLOW_DOWN),
        (b"LOGIN failed.", SignInAgain, answers.WRONG),
        (b"AUTHENTICATE failed.", SignInAgain, answers.WRONG),
        (b"User is authenticated but not connected.", TryLater, answers.BUSY),
        (b"[UNAVAILABLE] Temporary authentication failure.", TryLater, answers.BUSY),
        (b"[INUSE] Mailbox in use", TryLater, answers.BUSY),
        (b"[LIMIT] LOGIN Rate limit hit", TryLater, answers.SLOW_DOWN),
        (b"[NOPERM] no", AskAdministrator, answers.NOT_ALLOWED),
        (b"[AUTHORIZATIONFAILED] no such source-user", AskAdministrator, answers.NOT_ALLOWED),
        (b"[PRIVACYREQUIRED] Encryption required", AskAdministrator, answers.NEEDS_TLS),
        (b"", SignInAgain, answers.WRONG),
        (b"\xff\xfe [AUTHENTICATIONFAILED]", SignInAgain, answers.WRONG),
    ],
)
def test_at_the_door(said: bytes, kind: type[CaptureError], message: str) -> None:
    failure = answers.at_sign_in(said)
    assert (type(failure), failure.message) == (kind, message)
    assert failure.next_step


def test_later_an_unknown_word_passes() -> None:
    assert isinstance(answers.signed_in(b"[FOO] what"), TryLater)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (b"Request is throttled. Suggested Backoff Time: 299962 milliseconds", 299.962),
        (b"throttled, retry after 30", 30.0),
        (b"retry-after: 999999999 ms", 6 * 3600.0),
        (b"busy", None),
    ],
)
def test_how_long_to_wait(said: bytes, seconds: float | None) -> None:
    assert answers.waits(said) == seconds
