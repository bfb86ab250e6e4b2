"""An update's steps, taken when the workbench starts: a backup of the database first, and never a step back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, connection

from sellwright.archive import backing_up, steps
from sellwright.interactions.failures import CannotRead
from sellwright.store.alone import alone

KEPT = 3  # backups made before an update
PATIENCE = 900.0  # seconds another server may need for the same steps
_NAME = re.compile(r"before-update-\d{8}-\d{6}\.zip")


def bring_up(home: Path, say: Callable[[str], None], *, backup: bool = True) -> None:
    """Tables as this version wants them. Raises TooNew when a newer one was here, CannotWrite when there is no room for
    the backup, CannotRead when a step fails: then the backup is named."""
    with alone("updating", PATIENCE):
        taken, left = steps.left_to_take()
        steps.check(taken)
        if not left:
            return
        made = _backup(home, say) if backup and _is_worth_it(taken) else None
        if taken:
            say(f"Bringing the database up to this version ({len(left)} steps). This may take a minute.")
        try:
            steps.bring_up()
        except Exception as error:
            raise CannotRead(
                f"The update stopped at one of its steps ({type(error).__name__}).", _way_back(made)
            ) from error
        if taken:
            say("The database is up to date.")


def _backup(home: Path, say: Callable[[str], None]) -> Path:
    now = datetime.now(UTC)  # noqa: TID251 - starting asks the clock
    say("This version is newer than your data: the database is put into a backup first.")
    to = home / "backups" / f"before-update-{now:%Y%m%d-%H%M%S}.zip"
    made = backing_up.make(backing_up.Wanted(to, now, scope="database"))
    say(f"  {made.path}")
    for old in sorted(path for path in to.parent.iterdir() if _NAME.fullmatch(path.name))[:-KEPT]:
        old.unlink()
    return made.path


def _is_worth_it(taken: list[steps.Step]) -> bool:
    """A new database holds nothing, and the demo firm can be made again."""
    if not any(app == "store" for app, _name in taken):
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT is_demo FROM store_workspace")
            rows = cursor.fetchall()
    except DatabaseError:
        return True
    return bool(rows) and not rows[0][0]


def _way_back(made: Path | None) -> str:
    if made is None:
        return "Start it again; when it stops there again, tell us with the lines above."
    return f"To go back: install the version you had, then sellwright restore --over {made}"
