"""The `sellwright` command. Each command lives in its own file and imports what it needs when it runs."""

from __future__ import annotations

import os
import sys

import typer

from sellwright import __version__
from sellwright.cli import (
    backup,
    brief,
    care,
    check,
    demo,
    doctor,
    duplicates,
    effort,
    export,
    fingerprint,
    iceberg,
    importing,
    levers,
    listen,
    mcp,
    messages,
    mirror,
    pairs,
    person,
    practice,
    restore,
    review,
    serve,
    settings,
    today,
    trial,
    view,
)
from sellwright.interactions.failures import SellwrightError

app = typer.Typer(
    name="sellwright",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A sales workbench for people who sell by hand. It reads your mail; it changes nothing and sends nothing.",
)
for command in (
    serve, listen, mcp, today, brief, effort, fingerprint, messages, check, duplicates, levers, trial,
    care, practice, review, pairs, mirror, iceberg, settings, demo, export, view, importing, person,
    backup, restore, doctor,
):  # fmt: skip
    command.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sellwright {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Options that come before the command."""


def run() -> None:
    """Entry point: failures end in one clear sentence and a documented exit code, never in a trace."""
    try:
        app()
    except SellwrightError as failure:
        sys.stderr.write(f"sellwright: {failure.message}\n")
        if failure.next_step:
            sys.stderr.write(f"  Next: {failure.next_step}\n")
        sys.exit(failure.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("\nsellwright: stopped. What was read so far is kept; the next run goes on from there.\n")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output (head, less) has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    run()
