"""A mail as it stands in an mbox of the "mboxrd" kind, and back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FROM = re.compile(rb"^(?=>*From )", re.M)
_QUOTED = re.compile(rb"^>(?=>*From )", re.M)


def boxed(raw: bytes, sender: str, at: float) -> bytes:
    """A mail as it stands in an mbox of the "mboxrd" kind: a From line, every line of it that begins with "From ",
    quoted or not, quoted once more, an empty line after it. Read back by sources.mbox it is the same, byte for byte,
    but for a line end where the mail had none."""
    who = re.sub(r"[^!-~]", "", sender) or "MAILER-DAEMON"
    when = datetime.fromtimestamp(max(at, 0.0), UTC).strftime("%a %b %d %H:%M:%S %Y")
    body = _FROM.sub(b">", raw)
    return f"From {who} {when}\n".encode() + body + (b"\n" if body.endswith(b"\n") else b"\n\n")


def unboxed(body: bytes) -> bytes:
    """The mail of such a block, without its From line and the empty line after it: one quotation less."""
    return _QUOTED.sub(b"", body)
