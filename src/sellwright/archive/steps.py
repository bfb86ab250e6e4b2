"""Which steps (migrations) a database has taken and this version knows: older is brought up, newer is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sellwright import __version__
from sellwright.interactions.failures import CannotRead

Step = tuple[str, str]  # app, name

_FORMER_SHORT_WAYS = (("store", "0001_to_0013"),)  # of 0.1.0: many steps in one, now part of a longer such one


class TooNew(CannotRead):
    """The database was brought up by a newer version than this one."""

    def __init__(self, unknown: Iterable[Step], made_by: str = "") -> None:
        first = "/".join(min(unknown))
        whose = f"Sellwright {made_by}" if made_by else "a newer Sellwright"
        super().__init__(
            f"This data was last used by {whose}, and this one ({__version__}) is older: it does not know {first}.",
            "Update Sellwright, or restore a backup made by this version. Nothing was changed.",
        )


def unknown(taken: Iterable[Step]) -> list[Step]:
    """Steps that this version does not have. Needs Django, not the database."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    return sorted(set(taken) - set(loader.disk_migrations or ()) - _older_names(loader))


def left_to_take() -> tuple[list[Step], list[Step]]:
    """Of the database in use: steps taken, and steps that are still to be taken."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    taken = list(executor.loader.applied_migrations or ())
    return taken, [(migration.app_label, migration.name) for migration, _backwards in plan]


def check(taken: Iterable[Step], made_by: str = "") -> None:
    """Raises TooNew unless this version knows them all."""
    found = unknown(taken)
    if found:
        raise TooNew(found, made_by)


def bring_up() -> None:
    """Takes every step that is left, in the database in use."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def bring_to(taken: Iterable[Step]) -> None:
    """Takes just these steps in an empty database: tables as they stood when a backup was made."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    wanted = set(taken)
    short = [way.replaces for way in executor.loader.disk_migrations.values() if way.replaces]
    if any(not wanted >= set(steps) for steps in short):  # the short way would go further than the backup did
        executor.loader = long_way()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())  # each step after those it needs
    here = [step for made, _back in plan if (step := (made.app_label, made.name)) in wanted]
    executor.migrate(here)


def long_way() -> Any:
    """Django's loader over every single step, without those that put many into one."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection, replace_migrations=False)
    for step, made in loader.disk_migrations.items():
        if made.replaces:
            loader.graph.remove_replacement_node(step, made.replaces)
    return loader


def _older_names(loader: object) -> set[Step]:
    """Steps that were put together into one: a database may name them though their files are gone."""
    found: set[Step] = set(_FORMER_SHORT_WAYS)
    for migration in (getattr(loader, "disk_migrations", None) or {}).values():
        found |= {(app, name) for app, name in migration.replaces}
    return found
