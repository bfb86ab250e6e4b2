"""The database: whether it answers, is sound, and is of this version; whether what was sealed still opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection

from sellwright import __version__
from sellwright.archive import backing_up, steps
from sellwright.doctor.findings import Finding, bad, look, well
from sellwright.interactions.failures import CannotRead
from sellwright.store import sealed
from sellwright.store.models import Account, SignOn, Workspace

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def findings(home: Path, *, deep: bool) -> Iterator[Finding]:
    """`deep` reads every page of a SQLite file. Nothing is made: an absent database stays absent."""
    kind = _NAMES.get(connection.vendor, connection.vendor)
    if connection.vendor == "sqlite" and not (home / backing_up.SQLITE).exists():
        yield look("Database", "There is none yet.", "Start the workbench once: sellwright serve")
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError, ImportError) as error:
        do = "Is PostgreSQL running, and is DATABASE_URL right?" if kind == "PostgreSQL" else "Restore a backup."
        yield bad("Database", f"{kind} does not answer ({type(error).__name__}).", do)
        return
    yield well("Database", f"{kind} answers.")
    step = _steps()
    yield step
    if connection.vendor == "sqlite":
        yield _sound(deep)
    if step.state == "well":
        yield opens()


def _steps() -> Finding:
    what = "Version"
    try:
        taken, left = steps.left_to_take()
        steps.check(taken)
    except CannotRead as newer:
        return bad(what, newer.message, newer.next_step)
    except DatabaseError as error:
        return bad(what, f"The database does not say how far it is ({type(error).__name__}).", "Restore a backup.")
    if left:
        do = "Start sellwright serve: it makes a backup and brings the database up."
        return look(what, f"The database is {len(left)} steps behind Sellwright {__version__}.", do)
    return well(what, f"Sellwright {__version__}; the database is of this version.")


def _sound(deep: bool) -> Finding:
    asked = "integrity_check(5)" if deep else "quick_check(5)"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {asked}")
            found = [row[0] for row in cursor.fetchall()]
            cursor.execute("PRAGMA foreign_key_check") if deep else None
            lost = cursor.fetchmany(1) if deep else []
    except DatabaseError as error:
        return bad("Soundness", f"The database cannot be read whole ({error}).", "Restore the last backup.")
    if found != ["ok"] or lost:
        said = "; ".join(found) if found != ["ok"] else f"a row of {lost[0][0]} refers to one that is not there"
        return bad("Soundness", f"The database is damaged: {said[:200]}.", "Stop it, and restore the last backup.")
    return well("Soundness", "Every page and index is sound." if deep else "Sound by a quick look (--deep reads all).")


def opens() -> Finding:
    """Whether secrets open with the key that is here. What they say is looked at by nobody."""
    workspace = Workspace.objects.first()
    tokens = [workspace.mail_password, workspace.apps_secret] if workspace else []
    tokens += [*Account.objects.exclude(secret="").values_list("secret", flat=True)[:1000]]
    tokens += [*SignOn.objects.exclude(secret_sealed="").values_list("secret_sealed", flat=True)[:100]]
    held = [token for token in tokens if token]
    shut = 0
    for token in held:
        try:
            sealed.unseal(token)
        except sealed.Unreadable:
            shut += 1
    if shut:
        do = "Put the old key into SELLWRIGHT_OLD_KEYS, or have these passwords entered again."
        return bad("Kept passwords", f"{shut} of {len(held)} were kept with another server key.", do)
    return well("Kept passwords", f"All {len(held)} open with this server's key." if held else "None are kept.")
