"""`sellwright fingerprint`: which sentences of a draft went to others too, and what is this reader's alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output
from sellwright.interactions.failures import CannotRead, NothingFound

if TYPE_CHECKING:
    from sellwright.interactions.values import Person
    from sellwright.mailroom.book import Book
    from sellwright.measures.fingerprint import Fingerprint

MAX_DRAFT_BYTES = 2_000_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("fingerprint")(fingerprint)


def fingerprint(
    draft: Path = typer.Argument(..., metavar="DRAFT", help="A text file or .eml; - reads standard input."),
    against: list[Path] = typer.Option([], "--against", metavar="MAILBOX", help="Your sent mail (repeat for more)."),
    to: str | None = typer.Option(None, "--to", metavar="PERSON", help="Who the draft is for; else the To of an .eml."),
    me: inputs.Me = None,
    now: inputs.Now = None,
    json_out: inputs.Json = False,
    settings_file: inputs.SettingsFile = None,
    demo: inputs.Demo = False,
) -> None:
    """Which sentences of a draft others got too."""
    from sellwright.mailroom import letters

    text, named = read_draft(draft)
    if demo:
        book, at = inputs.open_demo(settings_file)
        at = inputs.moment(now) if now else at
    else:
        book, at = inputs.open_mail(against, me, settings_file), inputs.moment(now)
    with book:
        person = _reader(book, to or named, asked=bool(to))
        with output.reading_progress("Reading your letters") as progress:
            index = letters.wording(book, at.timestamp(), progress)
        theirs = letters.their_words(book.messages_with(person), book.ours.has) if person else ()
        found = index.measure(letters.sent_to(text, person, at.timestamp()), book.settings, theirs)
        if json_out:
            output.print_json(as_json(found, person, len(index)))
        else:
            _print(found, person, len(index))


def read_draft(path: Path) -> tuple[str, str]:
    """The draft's words, and the address it is to when it is a mail."""
    from sellwright.interactions import addresses, body, mime, new_text

    try:
        with sys.stdin.buffer if str(path) == "-" else path.expanduser().open("rb") as opened:
            data = opened.read(MAX_DRAFT_BYTES + 1)
    except OSError as error:
        raise CannotRead(f"The draft {path} cannot be read ({error.strerror}).", "Check its name.") from error
    if len(data) > MAX_DRAFT_BYTES:
        raise CannotRead(f"{path} is larger than 2 MB: that is no letter.", "Give a text file or one .eml.")
    if not data.strip():
        raise CannotRead(f"The draft {path} is empty.", "Write something first.")
    if b"\0" in data[:8000]:
        raise CannotRead(f"The draft {path} is no text.", "Save the letter as plain text (.txt) or as a mail (.eml).")
    mail = mime.parse(data)
    if "to" in mail.headers or ("subject" in mail.headers and "from" in mail.headers):
        to = addresses.parse(mail.headers.get("to"))
        return new_text.cut(body.read(mail).text).new_text, to[0].email if to else ""
    return mime.decode_bytes(data).replace("\r\n", "\n"), ""


def _reader(book: Book, words: str, asked: bool) -> Person | None:
    if not words:
        return None
    try:
        return book.find_person(words)
    except NothingFound:
        if asked:
            raise
        return None  # a first letter to somebody new


def as_json(found: Fingerprint, person: Person | None, letters: int) -> dict[str, Any]:
    """Schema fingerprint/1, documented in docs/reference/command-line.md."""
    return {
        "schema": "fingerprint/1",
        "version": found.version,
        "reader": person.key if person else None,
        "letters": letters,
        "share": found.share,
        "verdict": found.verdict,
        "shingles": found.shingles,
        "own_shingles": found.own,
        "sentences": [
            {
                "start": s.start,
                "end": s.end,
                "text": s.text,
                "other_readers": s.readers,
                "mass": s.mass,
                "letters": list(s.ids),
            }
            for s in found.sentences
        ],
        "own_passages": [{"start": p.start, "end": p.end, "text": p.text} for p in found.passages],
        "theirs_alone": list(found.alone),
    }


def _print(found: Fingerprint, person: Person | None, letters: int) -> None:
    from rich.text import Text

    console = output.console()
    reader = f"for {person.name or person.key}" if person else "for a reader not named (--to PERSON)"
    share = "too short to say" if found.share is None else f"F {found.share:.2f}"
    console.print(Text(f"{share}, {reader}, against {letters:,} letters of yours: {found.verdict}", style="bold"))
    for sentence in found.sentences:
        style = "yellow" if sentence.mass else ("dim" if sentence.readers else "")
        count = f"{sentence.readers:>4} others  " if sentence.readers else "   only you  "
        line = Text(count, style="yellow" if sentence.mass else "dim")
        console.print(line + Text(output.clean(" ".join(sentence.text.split())), style=style))
    if found.alone:
        console.print(Text("Theirs alone: " + ", ".join(map(output.clean, found.alone))))
