"""The workbench's clock: the machine's, or the frozen day of a demo. Keeping and showing ask here and nowhere else."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sellwright.store.models import User, Workspace


def now(workspace: Workspace) -> float:
    """Seconds since 1970 UTC."""
    return workspace.frozen_at if workspace.frozen_at is not None else time.time()  # noqa: TID251


def moment(workspace: Workspace, user: User) -> datetime:
    """Now, aware, in the zone of that user: what the measures take as `now`."""
    return datetime.fromtimestamp(now(workspace), zone(user))


def zone(user: User) -> ZoneInfo:
    """A user's time zone; UTC when its name is unknown here."""
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def utc(at: float) -> datetime:
    """An aware datetime of seconds since 1970."""
    return datetime.fromtimestamp(at, UTC)
