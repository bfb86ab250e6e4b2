"""`sellwright messages`: one line a message. The honest window into everything below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.interactions.values import Address, Message
    from sellwright.mailroom.book import Book, Filed

CSV_COLUMNS = ("id", "date", "from", "to", "subject", "direction", "kind", "relation", "thread", "new_text", "path")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("messages")(messages)


def messages(
    mailboxes: inputs.Mailboxes = None,
    me: inputs.Me = None,
    jsonl: bool = typer.Option(False, "--jsonl", help="JSON lines (schema message/1); the default when piped."),
    as_csv: bool = typer.Option(False, "--csv", help="CSV with a header line."),
    settings_file: inputs.SettingsFile = None,
    relations: inputs.Relations = None,
    demo: inputs.Demo = False,
) -> None:
    """One line a message: what was read in it."""
    import sys

    book = (
        inputs.open_demo(settings_file)[0]
        if demo
        else inputs.open_mail(mailboxes, me, settings_file, relations=relations)
    )
    with book:
        if as_csv:
            rows = (line(filed) for filed in book.messages())
            output.print_csv(CSV_COLUMNS, ([_cell(row[column]) for column in CSV_COLUMNS] for row in rows))
        elif jsonl or not sys.stdout.isatty():
            output.print_lines(line(filed) for filed in book.messages())
        else:
            _print(book)


def line(filed: Filed) -> dict[str, Any]:
    """One message as the JSON object documented in docs/reference/command-line.md (schema message/1)."""
    message = filed.message
    return {
        "schema": "message/1",
        "id": message.id,
        "path": message.path,
        "message_id": message.message_id,
        "same_message_id": list(filed.same_id),
        "date": message.at.isoformat() if message.at else None,
        "from": _address(message.sender),
        "to": [_address(address) for address in message.to],
        "cc": [_address(address) for address in message.cc],
        "reply_to": [_address(address) for address in message.reply_to],
        "subject": message.subject,
        "direction": filed.direction,
        "kind": message.verdict.kind,
        "kind_evidence": list(message.verdict.evidence),
        **_verdict(message),
        "thread": filed.thread,
        "parent": filed.parent or None,
        "relation": filed.relation or None,
        "language": message.language or None,
        "new_text": message.new_text,
        "new_text_spans": [[span.start, span.end] for span in message.spans],
        "asks": [
            {"text": a.text, "start": a.start, "end": a.end, "form": a.form, "probability": round(a.probability, 3)}
            for a in message.asks
        ],
        "promises": [
            {
                "text": p.text, "start": p.start, "end": p.end, "due": p.due_date.isoformat() if p.due_date else None,
                "due_words": p.due_words or None, "probability": round(p.probability, 3),
            }
            for p in message.promises
        ],
        "acts": [{"act": act.name, "text": act.text} for act in message.acts],
        "facts": [{"fact": f.name, "value": f.value, "start": f.start, "end": f.end} for f in message.facts],
        "attachments": [{"name": a.name, "type": a.content_type, "size": a.size} for a in message.attachments],
        "labels": list(message.labels),
        "marks": list(message.marks),
        "problems": list(message.problems),
    }  # fmt: skip


def _verdict(message: Message) -> dict[str, Any]:
    """What a notice says beyond its kind; absent for ordinary letters."""
    verdict = message.verdict
    found: dict[str, Any] = {}
    if verdict.deliveries:
        found["deliveries"] = [
            {
                "recipient": d.recipient, "action": d.action, "status": d.status, "hardness": d.hardness or None,
                "reason": d.reason, "words": d.words,
            }
            for d in verdict.deliveries
        ]  # fmt: skip
    if verdict.absence:
        absence = verdict.absence
        found["absence"] = {
            "back": absence.back_date.isoformat() if absence.back_date else None,
            "back_words": absence.back_words or None,
            "stand_in": _address(absence.stand_in) if absence.stand_in else None,
        }
    if verdict.inside:
        found["inside"] = {**_address(verdict.inside), "text": verdict.inside_text}
    return found


def _address(address: Address) -> dict[str, str]:
    return {"email": address.email, "name": address.name}


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["email"])
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    return "" if value is None else str(value)


def _print(book: Book) -> None:
    """For eyes: the newest 40 messages."""
    from collections import deque

    from rich.table import Table

    newest = deque(book.messages(), maxlen=40)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("date", "", "who", "kind", "what they wrote"):
        table.add_column(heading, no_wrap=True, overflow="ellipsis", ratio=1 if heading == "what they wrote" else None)
    for row in _table_rows(newest):
        table.add_row(*row)
    console = output.console()
    console.print(table)
    console.print("The newest 40. All of them, with everything read in each: add --jsonl", style="dim")


def _table_rows(filed: Any) -> Iterator[tuple[str, str, str, str, str]]:
    from rich.markup import escape

    arrows = {"in": "←", "out": "→", "internal": "·", "unknown": "?"}
    for one in filed:
        m = one.message
        other = m.sender if one.direction != "out" or not m.to else m.to[0]
        date = m.at.strftime("%Y-%m-%d %H:%M") if m.at else "no date"
        words = escape(" ".join((m.new_text or m.subject).split())[:160])
        yield (
            date,
            arrows[one.direction],
            escape(other.name or other.email)[:28],
            m.verdict.kind.replace("_", " "),
            words,
        )
