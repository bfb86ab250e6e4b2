"""One history of tables: the short way a new database goes, and the long way the first ones came."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests import servers

SHORT = ("store", "0001_to_0023")


@pytest.mark.django_db
def test_models_and_migrations_say_the_same() -> None:
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


def told(state: ProjectState) -> dict[str, Any]:
    """Each table's columns, indexes and constraints, in an order that does not depend on when they were made."""
    found: dict[str, Any] = {}
    for (app, name), model in state.models.items():
        if app == "store":
            columns = {column: repr(field.deconstruct()[1:]) for column, field in model.fields.items()}
            rules = sorted(repr(rule) for kind in ("indexes", "constraints") for rule in model.options.get(kind, ()))
            found[name] = (columns, rules)
    return found


def test_the_short_way_ends_where_the_long_one_does() -> None:
    short = MigrationLoader(None)
    short.build_graph()
    long = MigrationLoader(None, replace_migrations=False)
    replaced = short.disk_migrations[SHORT].replaces
    assert len(replaced) == 23
    by_hand = ProjectState(real_apps=set())
    for key in replaced:
        by_hand = long.disk_migrations[key].mutate_state(by_hand, preserve=False)
    at_once = short.disk_migrations[SHORT].mutate_state(ProjectState(real_apps=set()), preserve=False)
    assert told(at_once) == told(by_hand)
    assert len(told(at_once)) == 92, "later tables come by later steps"


@pytest.mark.django_db
def test_a_new_database_went_the_short_way_and_one_that_came_the_long_way_counts_as_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_migrations WHERE app = 'store' AND name = %s", [SHORT[1]])
        assert cursor.fetchone()[0] == 1
        cursor.execute("DELETE FROM django_migrations WHERE app = 'store' AND name = %s", [SHORT[1]])
    executor = MigrationExecutor(connection)
    assert executor.migration_plan([key for key in executor.loader.graph.leaf_nodes() if key[0] == "store"]) == []


TAKE = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from sellwright.archive import steps
executor = MigrationExecutor(connection)
if LONG:
    executor.loader = steps.long_way()
executor.migrate(executor.loader.graph.leaf_nodes())
"""


def made(home: Path, *, long: bool) -> dict[str, object]:
    """What stands in a new SQLite database: the words of each table's columns and rules without their order, of all
    else as they are."""
    home.mkdir()
    own = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    own |= {"SELLWRIGHT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sellwright.server.settings"}
    subprocess.run([sys.executable, "-c", f"LONG = {long}\n{TAKE}"], env=own, check=True, timeout=600)
    found: dict[str, object] = {}
    with closing(sqlite3.connect(home / "sellwright.sqlite")) as database:
        for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
            is_table = sql.startswith("CREATE TABLE")
            found[name] = sorted(re.findall(r"\w+|[^\w\s,]", sql)) if is_table else sql
    return found


@pytest.mark.long
def test_both_ways_make_the_same_tables(tmp_path: Path) -> None:
    short, long = made(tmp_path / "short", long=False), made(tmp_path / "long", long=True)
    assert len(short) > 300
    assert short == long
