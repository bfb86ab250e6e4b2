"""What the rules of `kinds` look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sellwright.interactions.mime import Headers, Part
from sellwright.interactions.values import Address

_REPLY_SUBJECTS = ("re:", "aw:", "sv:", "vs:", "odp:", "antw:", "ref:", "rif:", "res:", "回复", "返信")


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules look at, read once per mail."""

    mail: Part
    headers: Headers
    names: frozenset[str]
    text: str
    new_text: str
    sender: Address
    subject: str
    at: datetime | None

    @property
    def is_reply(self) -> bool:
        """Whether the mail answers another, by its headers or its subject."""
        return "in-reply-to" in self.headers or self.subject.lower().startswith(_REPLY_SUBJECTS)

    @property
    def precedence(self) -> str:
        """The value of Precedence, lower-case and with underscores, or ''."""
        for name in ("precedence", "x-precedence"):
            if name in self.names:
                return self.headers.get(name).lower().strip().replace("-", "_")
        return ""
