"""What the rules of `kinds` look at."""

from __future__ import annotations

from collections.abc import KeysView
from datetime import datetime
from typing import NamedTuple

from sellwright.interactions.mime import Headers, Part
from sellwright.interactions.values import Address

_REPLY_SUBJECTS = ("re:", "aw:", "sv:", "vs:", "odp:", "antw:", "ref:", "rif:", "res:", "回复", "返信")


def answers(names: KeysView[str], low_subject: str) -> bool:
    """Whether a mail answers another, by its headers or its (lower-case) subject."""
    return "in-reply-to" in names or low_subject.startswith(_REPLY_SUBJECTS)


class Look(NamedTuple):
    """What the rules look at, read once per mail."""

    mail: Part
    headers: Headers
    names: KeysView[str]
    text: str
    new_text: str
    sender: Address
    subject: str
    low_subject: str
    at: datetime | None
    is_reply: bool  # the mail answers another, by its headers or its subject
    declared: bool  # some header is there that machines set

    @property
    def precedence(self) -> str:
        """The value of Precedence, lower-case and with underscores, or ''."""
        for name in ("precedence", "x-precedence"):
            if name in self.names:
                return self.headers.get(name).lower().strip().replace("-", "_")
        return ""
