"""A backup or a restore in a process of its own, which may end itself with SIGKILL at the nth thing it does to a disk
or a database. Argument: JSON with what, file, home, last (0: to the end), over, keep, passphrase.

The database is a small stand-in: which steps it took is not what is tried here. Prints how many things there were.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sellwright.interactions.failures import SellwrightError

WATCHED = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "sqlite3.connect",
           "tempfile.mkdtemp", "shutil.rmtree", "fcntl.flock", "os.truncate")  # fmt: skip
TABLES = (
    "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text)",
    "CREATE TABLE store_workspace (id integer PRIMARY KEY, name text)",
)


def main(asked: dict[str, Any]) -> None:
    """Counts from where the work begins: not what Python opens to import."""
    os.environ["SELLWRIGHT_HOME"] = asked["home"]
    from sellwright.archive import at_home, backing_up, restoring, steps

    at_home.set_up(makes_key=asked["what"] == "backup")
    steps.unknown([])  # imports the migrations
    steps.left_to_take = lambda: ([], [])
    steps.bring_to = _stand_in
    if os.environ.get("DATABASE_URL"):
        import django.db

        django.db.connection.vendor  # noqa: B018 - imports psycopg
    count = _watched(asked.get("last", 0))
    now, file, home = datetime.now(UTC), Path(asked["file"]), Path(asked["home"])  # noqa: TID251
    words = asked.get("passphrase", "")
    if asked["what"] == "restore":
        restoring.restore(restoring.Wanted(file, home, now, asked.get("over", False), words))
    else:
        backing_up.make(backing_up.Wanted(file, now, asked.get("keep", 0), words))
    sys.stdout.write(f"{count()}\n")


def _watched(last: int) -> Callable[[], int]:
    """From now on things are counted; at the `last` one this process is no more."""
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in WATCHED and not (event == "open" and str(arguments[0]).endswith((".py", ".pyc"))):
            one_more()

    sys.addaudithook(watch)
    if os.environ.get("DATABASE_URL"):
        import psycopg

        for name in ("execute", "commit"):
            real = getattr(psycopg.Connection, name)
            setattr(psycopg.Connection, name, lambda *a, real=real, **k: (one_more(), real(*a, **k))[1])
    return lambda: done


def _stand_in(_taken: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except SellwrightError as refused:
        sys.stderr.write(f"{type(refused).__name__}: {refused.message} {refused.next_step}\n")
        raise SystemExit(refused.exit_code) from None
