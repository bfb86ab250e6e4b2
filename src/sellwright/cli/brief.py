"""`sellwright brief`: what to know before turning to one person (card C29)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.mailroom.book import Book
    from sellwright.today.brief import Brief


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("brief")(brief)


def brief(
    person: str = typer.Argument(..., metavar="PERSON", help="An address, or a name as it stands in the mail."),
    mailboxes: list[Path] = typer.Option([], "--in", metavar="MAILBOX", help="Where to read (repeat for more)."),
    me: inputs.Me = None,
    now: inputs.Now = None,
    json_out: inputs.Json = False,
    settings_file: inputs.SettingsFile = None,
    relations: inputs.Relations = None,
    demo: inputs.Demo = False,
) -> None:
    """What to know before turning to one person."""
    if demo:
        book, at = inputs.open_demo(settings_file)
        at = inputs.moment(now) if now else at
    else:
        book, at = inputs.open_mail(mailboxes, me, settings_file, relations=relations), inputs.moment(now)
    with book:
        made = make(book, person, at)
        if json_out:
            output.print_json(as_json(made))
        else:
            _print(book, made)


def make(book: Book, words: str, at: datetime) -> Brief:
    """The brief of whoever `words` names."""
    from sellwright.today import brief as today_brief

    person = book.find_person(words)
    now = at.timestamp()
    return today_brief.make(
        book.relationship(person, now),
        book.messages_with(person),
        book.colleagues(person, now),
        book.answers_of_ours(now),
        settings=book.settings,
        now=at,
    )


def as_json(made: Brief) -> dict[str, Any]:
    """Schema brief/1, documented in docs/reference/command-line.md."""
    return {
        "schema": "brief/1",
        "person": made.person.key,
        "name": made.person.name,
        "firm": made.person.firm,
        "addresses": list(made.person.addresses),
        "coverage": round(made.coverage, 3),
        "letters": made.looked_at,
        "lines": [{"section": line.section, "text": line.text, "ids": list(line.ids)} for line in made.lines],
    }


def _print(book: Book, made: Brief) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from sellwright.today.brief import SECTIONS

    console = output.console()
    name = output.clean(made.person.name or made.person.key)
    console.print(Text.assemble((name, "bold"), ("  " + ", ".join(made.person.addresses[:4]), "dim")))
    cited: list[str] = []
    for section in SECTIONS:
        lines = made.section(section)
        if not lines:
            continue
        console.print()
        console.print(Text(section[:1].upper() + section[1:], style="bold"))
        for line in lines:
            marks = []
            for message_id in line.ids[:3]:
                if message_id not in cited:
                    cited.append(message_id)
                marks.append(str(cited.index(message_id) + 1))
            more = f" and {len(line.ids) - 3} more" if len(line.ids) > 3 else ""
            text = Text.assemble(output.clean(line.text), (f"  [{', '.join(marks)}{more}]", "dim"))
            console.print(Padding(text, (0, 0, 0, 2)))
    console.print()
    console.print(Text("The messages behind it", style="bold"))
    for number, message_id in enumerate(cited, start=1):
        console.print(Padding(Text(f"{number:>3}  {_where(book, message_id)}", style="dim"), (0, 0, 0, 0)))


def _where(book: Book, message_id: str) -> str:
    message = book.message(message_id)
    if message is None:
        return message_id  # a meeting, a call
    day = message.at.strftime("%Y-%m-%d") if message.at else "no date"
    subject = output.clean(message.subject)[:60]
    return f"{day}  {output.clean(message.sender.name or message.sender.email)}: {subject}  {message_id}"
