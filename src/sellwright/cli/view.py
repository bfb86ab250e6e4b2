"""`sellwright view`: a view of a list, written out whole as a table or as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sellwright.cli import output
from sellwright.cli.export import DATA, open_workbench
from sellwright.cli.inputs import Usage

if TYPE_CHECKING:
    from sellwright.store.lists.asking import Asked
    from sellwright.store.models import User

LISTS = {"people": "person", "firms": "firm", "deals": "deal", "promises": "promise"}
FORMS = ("csv", "jsonl")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("view")(view)


def view(
    name: str = typer.Argument(..., metavar="NAME", help="Of the view, as its tab says."),
    file: Path | None = typer.Argument(None, metavar="[FILE]", help="A new file. Else the rows go to standard output."),
    of: str = typer.Option("", "--of", metavar="LIST", help="people, firms, deals or promises, where several have it."),
    form: str = typer.Option("", "--as", metavar="FORM", help="csv or jsonl. Else by the name of the file, or csv."),
    by: str = typer.Option("", "--by", metavar="EMAIL", help="Who looks. Else the owner of the workspace."),
    data: Path | None = typer.Option(None, "--data", metavar="FOLDER", help=DATA),
) -> None:
    """Write a view as a file: every row that its member may see, with its columns, in its order."""
    form = form or (file.suffix.lstrip(".").lower() if file else "") or FORMS[0]
    if form not in FORMS:
        raise Usage(f"A view is not written as {form!r}.", "Write --as csv or --as jsonl.")
    if of and of not in LISTS:
        raise Usage(f"There is no list {of!r}.", f"Lists are {', '.join(LISTS)}.")
    if file is not None and file.exists():
        raise Usage(f"{file} is there already.", "Name a new file.")
    open_workbench(data)
    rows = _rows(_member(by), name, of, form)
    if file is None:
        with suppress(BrokenPipeError):  # whoever reads has had enough
            sys.stdout.writelines(rows)
            sys.stdout.flush()
        return
    written = 0
    with file.open("x", encoding="utf-8", newline="") as out:
        for row in rows:
            out.write(row)
            written += 1
    output.say(f"Written: {file} ({written - (form == 'csv'):,} rows)")


def _member(by: str) -> User:
    from sellwright.store.models import User

    members = User.objects.filter(is_active=True).order_by("pk")
    found = (members.filter(email=by.strip().lower()) if by else members.filter(role="owner")).first()
    if found is None:
        raise Usage(f"{by or 'An owner'} is no member here.", "Name a member: --by you@firm.com")
    return found


def _rows(member: User, name: str, of: str, form: str) -> Iterator[str]:
    from sellwright.screens.lists import labels
    from sellwright.screens.lists.page import noun_of, reader
    from sellwright.store.lists import writing
    from sellwright.store.models import Workspace

    workspace = Workspace.objects.get()
    asked = _found(member, name, of)
    named = {column.key: labels.label(column) for column in noun_of(asked.noun).columns}
    return writing.lines(asked, reader(member, workspace), "jsonl" if form == "jsonl" else "csv", named)


def _found(member: User, name: str, of: str) -> Asked:
    """The view of that name that the member may open. Usage when there is none, or several lists have one."""
    from sellwright.actions import views
    from sellwright.screens.lists.starting import STARTS
    from sellwright.store.lists import asking

    wanted, found = " ".join(name.split()).casefold(), dict[str, asking.Asked]()
    lists = {of: LISTS[of]} if of else LISTS
    for key, noun in lists.items():
        for start in STARTS[noun]:
            if wanted in (str(start.name).casefold(), start.key):
                found[key] = start.asked
        for row in views.seen(member, noun):
            if row.name.casefold() == wanted and (key not in found or row.owner_id == member.pk):
                found[key] = asking.from_json(noun, row.asked)
    if not found:
        raise Usage(f"There is no view {name!r}.", "Its name stands on its tab, above the list.")
    if len(found) > 1:
        raise Usage(f"Several lists have a view {name!r}.", f"Say which: --of {' or --of '.join(found)}.")
    return next(iter(found.values()))
