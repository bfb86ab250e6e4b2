"""With how many of a buying group we are in two-way contact (card C26): docs/measures/coverage.md.

A role counts as heard when within the last 30 days something went each way, or they met or talked. Roles known without
a name count among the known: nobody can have heard them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sellwright.interactions.results import Reason, Result

VERSION = 1
DAYS = 30
DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Contact:
    """One act between us and somebody of the group: `at` in seconds since 1970 UTC, `side` "us" or "them", `both` for a
    meeting or a talk, where both sides were there."""

    id: str
    at: float
    side: str
    both: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """One part in the group, with every act with whoever has it; `named` is false where nobody knows who that is."""

    key: str
    named: bool
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One role: whether there was two-way contact, by which acts, and when the last act was (None: never)."""

    key: str
    is_heard: bool
    last_at: float | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """`share` = heard / known; None where no role is known."""

    heard: int
    known: int
    share: float | None
    roles: tuple[Heard, ...]

    def result(self, deal: str) -> Result:
        """The shape all measures share."""
        words = f"{self.heard} of {self.known} heard" if self.known else "nobody is known yet"
        reasons = tuple(Reason(one.key, one.ids) for one in self.roles if one.is_heard)
        return Result("coverage", VERSION, deal, self.share, "share", words, self.known, reasons)


def measure(roles: Sequence[Role], now: float, days: float = DAYS) -> Coverage:
    """Coverage in the `days` before `now` (seconds since 1970 UTC). Acts after `now` are left out, so that it can be
    asked of an earlier day."""
    told = tuple(_heard(role, now, days) for role in roles)
    heard = sum(one.is_heard for one in told)
    return Coverage(heard, len(told), heard / len(told) if told else None, told)


def _heard(role: Role, now: float, days: float) -> Heard:
    known = [one for one in role.contacts if one.at <= now]
    last = max((one.at for one in known), default=None)
    near = [one for one in known if one.at > now - days * DAY]
    theirs, ours = (any(one.side == side for one in near) for side in ("them", "us"))
    is_heard = role.named and (any(one.both for one in near) or (theirs and ours))
    return Heard(role.key, is_heard, last, tuple(one.id for one in sorted(near, key=lambda one: -one.at)))
