"""What the log may say: where and when, never what stood in a mail, in a form, or in a link that opens a door.

Tokens stand in paths (/in/<token>, password resets), so paths are cut before a line is written. Of an exception the
log keeps its kind and the places it passed; its message may quote what somebody wrote, so it stays out.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import Any

_SECRET_PATHS = re.compile(r"(/in/|/account/password/reset/key/|/account/confirm-email/)[^\s/?\"]+")
_QUERY = re.compile(r"\?[^\s\"]+")

_Exc = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def without_secrets(line: str) -> str:
    """A log line or path without tokens and without query strings."""
    return _QUERY.sub("?…", _SECRET_PATHS.sub(r"\1…", line))


class Plain(logging.Formatter):
    """One line a record, cut by `without_secrets`; exceptions by kind and place."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the frames of an exception below it."""
        record.exc_text = None  # another handler's text would hold the message
        return without_secrets(super().format(record))

    def formatException(self, ei: _Exc) -> str:
        """Kind and frames, without the message; causes too."""
        return "\n".join(_told(ei[1]))


def _told(failure: BaseException | None) -> list[str]:
    lines: list[str] = []
    while failure is not None:
        kind = f"{type(failure).__module__}.{type(failure).__qualname__}"
        places = traceback.extract_tb(failure.__traceback__)
        lines += [kind, *(f"  {place.filename}:{place.lineno} {place.name}" for place in places)]
        failure = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
    return lines


def cut_atoms(atoms: dict[str, Any]) -> dict[str, Any]:
    """gunicorn's values of an access line (request line, path, query, referrer), cut likewise."""
    return {name: without_secrets(value) if isinstance(value, str) else value for name, value in atoms.items()} | {
        "q": ""
    }
