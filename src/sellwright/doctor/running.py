"""What should be running: the server, its workers, the listener; and when the last backup was made."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from sellwright import __version__
from sellwright.archive import backing_up
from sellwright.doctor.findings import Finding, bad, look, well
from sellwright.store.dialects import turn
from sellwright.store.models import Account, Import, Job, TimetableTurn, User, Workspace

BEAT = timedelta(minutes=4)  # a turn each minute, and some patience
LATE = timedelta(minutes=15)  # a job that nobody takes
OLD_BACKUP, VERY_OLD_BACKUP = timedelta(days=2), timedelta(days=14)


def findings(home: Path, now: datetime) -> Iterator[Finding]:
    """`now` is aware. The database is of this version."""
    yield _server(home)
    yield from _workers(now)
    yield _listener()
    yield backup(home, now)
    yield _static(home)


def serving(home: Path) -> dict[str, str] | None:
    """What the server on this data folder said of itself when it began; None when none runs."""
    try:
        with open(home / "turns" / "serving", "rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held = json.loads(lock.read() or b"{}")
                return {str(name): str(value) for name, value in held.items()}
    except (OSError, ValueError):
        pass
    return None


def backup(home: Path, now: datetime) -> Finding:
    """How old the last whole backup is."""
    what, held = "Backup", backing_up.last(home)
    workspace = Workspace.objects.first()
    if workspace is None:
        return well(what, "Nothing to back up yet.")
    if workspace.is_demo and not Import.objects.exists() and User.objects.count() < 2:
        return well(what, "Only the demo firm is here: nothing to back up.")
    do = "sellwright backup FOLDER --keep 7; every night by a timer (docs/running/backup.md)"
    if held is None:
        return bad(what, "There was never a backup.", do)
    age = now - datetime.fromisoformat(held["at"])
    said = f"The last one was made {_ago(age)}: {held['file']}."
    if not Path(held["file"]).exists():
        return look(what, f"{said} It is not there any more.", "If it was moved elsewhere, all is well.")
    if age > VERY_OLD_BACKUP:
        return bad(what, said, do)
    return look(what, said, do) if age > OLD_BACKUP else well(what, said)


def _server(home: Path) -> Finding:
    held = serving(home)
    if held is None:
        return look("Server", "It does not run on this data folder.", "sellwright serve, or systemctl start sellwright")
    if held.get("version", __version__) != __version__:
        said = f"It still runs as version {held['version']}; {__version__} is installed."
        return look("Server", said, "Start it again: systemctl restart sellwright")
    return well("Server", f"It runs at {held.get('url', 'an address it did not say')}.")


def _workers(now: datetime) -> Iterator[Finding]:
    what = "Workers"
    turn_taken = TimetableTurn.objects.filter(name="settle").first()
    if turn_taken is None:
        yield look(what, "None has worked here yet.", "They start with sellwright serve.")
    elif now - turn_taken.last_at > BEAT:
        said = f"None has worked for {_long(now - turn_taken.last_at)}."
        yield bad(what, said, "They start with sellwright serve; its log says why they end.")
    elif turn_taken.last_at - now > BEAT:
        yield bad("Clock", "The clock was set back: work waits until it is as late again.", "Look at the clock (NTP).")
    else:
        yield well(what, "At work.")
    late = Job.objects.filter(state=Job.State.READY, due_at__lt=now - LATE).order_by("due_at").first()
    if late is not None:
        waiting = Job.objects.filter(state=Job.State.READY, due_at__lt=now - LATE).count()
        yield look("Queue", f"{waiting} jobs wait, the oldest ({late.name}) for {_long(now - late.due_at)}.",
                   "Long work is normal after a big import; else look at the log.")  # fmt: skip
    else:
        yield well("Queue", "Nothing waits longer than it should.")
    failed = Job.objects.filter(state=Job.State.FAILED)
    if failed.exists():
        names = ", ".join(sorted(set(failed.values_list("name", flat=True)[:200]))[:5])
        yield look("Failed jobs", f"{failed.count()}: {names}.", "The log says where, under the word incident.")


def _listener() -> Finding:
    what = "Listener"
    accounts = Account.objects.filter(paused_at=None).count()
    lock = turn("listener")
    if lock.take():
        lock.leave()
        if accounts:
            do = "It starts with sellwright serve; alone: sellwright listen"
            return bad(what, f"Nobody reads the {accounts} connected mailboxes and calendars.", do)
        return well(what, "Not running; nothing is connected.")
    return well(what, f"At work, {accounts} connected.")


def _static(home: Path) -> Finding:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return well("Styles", "Laid out for browsers.")
    return look("Styles", "Not laid out yet.", "sellwright serve does it when it starts.")


def _ago(age: timedelta) -> str:
    return f"{_long(age)} ago"


def _long(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    if hours < 2:
        return f"{max(0, round(hours * 60))} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
