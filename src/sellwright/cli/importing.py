"""`sellwright import`: a whole workspace that an export wrote, or files of other systems."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from sellwright.cli import arriving, output
from sellwright.cli.inputs import Usage
from sellwright.interactions.failures import ExtraNeeded

REFUSED = 6  # exit code: it is in, but for rows that were refused


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    paths: list[Path] = typer.Argument(
        ..., metavar="FOLDER|FILE...", help="A workspace's folder (or .zip), or tables: CSV, TSV, Excel, vCard."
    ),
    about: str = typer.Option(
        "", "--as", metavar="people|firms|deals", help="What the rows are about, where the headings do not tell."
    ),
    mapping: Path | None = typer.Option(
        None, "--map", metavar="FILE.yaml", help="Lines such as `Mail 2: person.email`, `Rank: new`, `Fax: leave out`."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Go through every row of tables, write nothing."),
    user: str = typer.Option("", "--by", metavar="E-MAIL", help="Who brings the tables (else the first owner)."),
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where it goes (else SELLWRIGHT_HOME, else your data folder)."
    ),
    words: list[str] = typer.Option(
        [], "--words", metavar="WORDS", help="Words that open a member's private rows; may be given several times."
    ),
) -> None:
    """Read a whole workspace into an empty one, or people, firms and deals from files of other systems."""
    if len(paths) == 1 and arriving.is_workspace(paths[0]):
        arriving.take_in(paths[0], words, data)
        return
    for path in paths:
        if not path.is_file():
            raise Usage(
                f"{path} is neither what sellwright export writes nor a file.", "Name its folder, or .csv, .xlsx, .vcf."
            )
    _tables(paths, about, mapping, user, data=data, dry_run=dry_run)


def _tables(
    paths: list[Path], about: str, mapping: Path | None, user: str, *, data: Path | None, dry_run: bool
) -> None:
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    try:
        from sellwright.archive import at_home
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    said = at_home.set_up()
    if said:
        output.say(said)
    from sellwright.archive.steps import bring_up
    from sellwright.server import importing

    bring_up()
    if importing.run(paths, about, mapping, user, dry_run=dry_run, say=output.say, bar=output.steps):
        sys.exit(REFUSED)
