"""`sellwright settings`: every number that may be changed, and why it starts where it does."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import typer

from sellwright.cli import output
from sellwright.interactions.failures import CannotRead
from sellwright.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("settings")(show)


MOST_BYTES = 1_000_000


def load(file: Path | None) -> Settings:
    """Settings from a TOML file of `name = number` lines over the defaults. CannotRead names the first bad line."""
    if file is None:
        return Settings()
    try:
        with file.open("rb") as opened:
            text = opened.read(MOST_BYTES + 1).decode("utf-8").replace("\r\n", "\n")
        if len(text) > MOST_BYTES:
            raise CannotRead(f"The settings file {file} is larger than 1 MB.", "Name a file of your own numbers.")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(f"The settings file {file} cannot be read ({error}).", "Check its name and rights.") from error
    except tomllib.TOMLDecodeError as error:
        raise CannotRead(
            f"The settings file {file} is not TOML: {error}.", "Write lines as: half_life_days = 30"
        ) from error
    known: dict[str, Any] = {field.name: type(field.default) for field in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise CannotRead(f"{file}: there is no setting called {name!r}.", "`sellwright settings` lists them all.")
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise CannotRead(f"{file}: {name} must be a number of 0 or more, not {value!r}.", "Correct that line.")
    changes: dict[str, Any] = {name: known[name](value) for name, value in values.items()}
    return replace(Settings(), **changes)


def show(
    json_out: bool = typer.Option(False, "--json", help="As JSON, schema settings/1."),
    file: Path | None = typer.Option(None, "--settings", help="A TOML file of your own numbers."),
) -> None:
    """Every number you may change, and why it starts where it does."""
    chosen = load(file)
    rows = [(field.name, getattr(chosen, field.name), field.default, field.metadata["why"]) for field in fields(chosen)]
    if json_out:
        names = ("name", "value", "default", "why")
        output.print_json({"schema": "settings/1", "settings": [dict(zip(names, row, strict=True)) for row in rows]})
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("setting", "value", "why this number"):
        table.add_column(heading, no_wrap=heading != "why this number")
    for name, value, default, why in rows:
        table.add_row(name, f"{value:g}" + ("" if value == default else f" (default {default:g})"), str(why))
    output.console().print(table)
