"""`sellwright person`: what is held about one person, given to them, erased everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sellwright.cli import output
from sellwright.cli.export import DATA, open_workbench
from sellwright.interactions.failures import NothingFound

if TYPE_CHECKING:
    from sellwright.store.models import Person

_EMAIL = typer.Argument(..., metavar="EMAIL", help="One of their addresses.")
_DATA = typer.Option(None, "--data", metavar="FOLDER", help=DATA)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    person = typer.Typer(no_args_is_help=True, help="A person's rights: what is held about them; export it; erase it.")
    person.command("show")(show)
    person.command("export")(export)
    person.command("erase")(erase)
    app.add_typer(person, name="person")


def show(email: str = _EMAIL, data: Path | None = _DATA) -> None:
    """Everything held about somebody, and where it came from."""
    row = _found(email, data)
    from sellwright.archive import held

    found = held.held(row)
    output.print_json({
        "person": row.public_id,
        "came_from": [{"mailbox": title, "letters": count} for title, count in found.sources],
        "held": {part.noun: list(part.rows) for part in found.parts},
    })  # fmt: skip


def export(
    email: str = _EMAIL,
    folder: Path = typer.Argument(..., metavar="FOLDER", help="A new or empty folder."),
    data: Path | None = _DATA,
) -> None:
    """The same as a folder they can read: a page, the data as JSON, every letter."""
    row = _found(email, data)
    from sellwright.archive import held

    now = datetime.now(UTC)  # noqa: TID251 - the command line asks the clock
    count = held.write(held.held(row), folder.expanduser(), now)
    output.say(f"Written: {folder} ({count:,} letters). Open index.html.")


def erase(
    email: str = _EMAIL,
    at_once: bool = typer.Option(False, "--now", help="Do it now. Without this only the numbers are shown."),
    data: Path | None = _DATA,
) -> None:
    """Erase somebody everywhere. What others wrote stays, with their name covered."""
    row = _found(email, data)
    from sellwright.archive import erasing

    if not at_once:
        messages, events = len(list(erasing.whole_messages(row))), len(list(erasing.whole_events(row)))
        output.say(f"Would go: {messages:,} letters, {events:,} meetings, calls and notes, and all that names them.")
        output.say("Nothing was changed. Do it with --now; it cannot be taken back.")
        return
    now = datetime.now(UTC).timestamp()  # noqa: TID251 - the command line asks the clock
    counts = erasing.erase(row, now=now, say=output.say)
    from sellwright.derive import settling

    settling.settle()
    output.say("Erased: " + ", ".join(f"{number:,} {noun}" for noun, number in counts.items()) + ".")
    output.say("Backups made before still hold them: drop those, or keep them closed until they are dropped.")


def _found(email: str, data: Path | None) -> Person:
    open_workbench(data)
    from sellwright.store.models import Address

    row = Address.objects.select_related("person").filter(email=email.strip().lower()).first()
    if row is None or row.person is None:
        raise NothingFound(f"Nobody here has the address {email}.")
    return row.person
