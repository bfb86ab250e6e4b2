"""`sellwright check`: what a mailbox holds and what became of each item."""

from __future__ import annotations

import typer

from sellwright.cli import inputs, output
from sellwright.cli.settings import load


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    mailboxes: inputs.Mailboxes = None, json_out: inputs.Json = False, settings_file: inputs.SettingsFile = None
) -> None:
    """Account for every item of a mailbox."""
    from sellwright.mailroom.book import Account, Count, open_account

    if not mailboxes:
        raise inputs.Usage("Which mailbox?", "Name a file or folder.")
    with output.reading_progress("Reading mail") as progress:
        found: Account = open_account([path.expanduser() for path in mailboxes], load(settings_file), progress)

    def rows(counts: tuple[Count, ...]) -> list[dict[str, object]]:
        return [{"reason": c.reason, "count": c.count, "examples": list(c.examples)} for c in counts]

    if json_out:
        output.print_json(
            {
                "schema": "check/1",
                "total": found.total,
                "stored": found.stored,
                "skipped": rows(found.skipped),
                "failed": rows(found.failed),
                "kinds": dict(found.kinds),
            }
        )
        return
    _print(found, [path.name for path in mailboxes])


def _print(found: object, names: list[str]) -> None:
    from sellwright.mailroom.book import Account

    assert isinstance(found, Account)
    skipped, failed = sum(c.count for c in found.skipped), sum(c.count for c in found.failed)
    console = output.console()
    console.print(
        f"{', '.join(names)}: {found.total:,} items = {found.stored:,} stored + {skipped:,} skipped + {failed:,} failed"
    )
    for title, counts in (("skipped", found.skipped), ("failed", found.failed)):
        for count in counts:
            console.print(f"  {title} {count.count:,}: {count.reason}")
            for example in count.examples:
                console.print(f"      {example}", style="dim", markup=False, overflow="fold")
    if found.kinds:
        console.print(
            "  stored mail by kind: " + ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in found.kinds)
        )
