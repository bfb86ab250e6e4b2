"""What several commands ask for: mailboxes, who we are, the time, settings."""

from __future__ import annotations

import csv
import math
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from sellwright.cli import output
from sellwright.cli.settings import load
from sellwright.interactions.failures import CannotRead, SellwrightError

if TYPE_CHECKING:
    from sellwright.interactions.values import RelationKind
    from sellwright.mailroom.book import Book

Mailboxes = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="MAILBOX...",
        help="mbox, Maildir, folder of .eml, .zip, Thunderbird or Apple Mail folder, .pst; .ics, LinkedIn and WhatsApp"
        " exports and a call log may stand beside it.",
    ),
]
Me = Annotated[
    list[str] | None,
    typer.Option("--me", metavar="ADDR|@DOMAIN", help="Your address (repeat for more), or @firm.com for all of you."),
]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="WHEN", help="Replay a day: 2026-05-12 or 2026-05-12T08:40+02:00."),
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="A TOML file of your own numbers.")
]
Relations = Annotated[
    Path | None,
    typer.Option("--relations", metavar="FILE", help="Your word on who is who: CSV lines such as firm.com,customer."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, its shape documented and versioned.")]
Demo = Annotated[bool, typer.Option("--demo", help="Use the demo firm, Kestrel Instruments (invented).")]


MOST_BYTES = 50_000_000  # of a ledger, a trial, a list of relations


class Usage(SellwrightError):
    """The words of the command do not fit together."""

    exit_code = 2


def finite(value: float | None) -> float | None:
    """A number that was typed; the check of a range lets "nan" pass."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(f"{value:g} is no number.")
    return value


def named(words: str, option: str, lower: bool = True) -> tuple[str, str]:
    """The two sides of WHAT=WORDS. Usage when there is no '='."""
    what, mark, rest = words.partition("=")
    if not mark or not rest.strip():
        raise Usage(f"{option} {words!r} has no two sides.", f"Write {option} WHAT=WORDS.")
    return (what.strip().lower().replace("_", " ") if lower else what.strip()), rest.strip()


def moment(words: str | None) -> datetime:
    """The time to work at: now, or the one given (local zone unless it names one; a bare day means 08:00)."""
    if words is None:
        return datetime.now().astimezone()  # noqa: TID251 - the only place that asks the clock
    try:
        at = datetime.fromisoformat(words)
        if len(words) <= 10:
            at = at.replace(hour=8)
        return at if at.tzinfo else at.astimezone()
    except (ValueError, OverflowError) as error:  # the first and last years have no zone
        raise Usage(f"{words!r} is no time.", "Write it as 2026-05-12 or 2026-05-12T08:40+02:00.") from error


def small_text(path: Path, what: str, next_step: str) -> str:
    """The text of a file that a person or a command wrote. CannotRead: missing, too large, no text."""
    file = path.expanduser()
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise CannotRead(f"{what} {path} is larger than 50 MB: that is some other file.", next_step)
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CannotRead(f"{what} {path} is no text in UTF-8.", next_step) from error
    except OSError as error:
        raise CannotRead(f"{what} {path} cannot be read ({error.strerror}).", next_step) from error


def corrections(file: Path | None) -> dict[str, RelationKind]:
    """What a person said of somebody: 'address or domain,kind' a line. CannotRead names the first bad line."""
    if file is None:
        return {}
    text = small_text(file, "The relations file", "Check its name and rights.")
    from sellwright.interactions.values import RelationKind  # heavy: --help does without it

    known = get_args(RelationKind)
    found: dict[str, RelationKind] = {}
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        words = [cell.strip().lower() for cell in row]
        if not any(words) or words[0].startswith("#") or words[:2] == ["who", "relation"]:
            continue
        kind = words[1].replace(" ", "_") if len(words) > 1 else ""
        if kind not in known:
            raise CannotRead(f"{file}, line {number}: {kind!r} is no relation.", f"Write one of: {', '.join(known)}.")
        found[words[0].removeprefix("@")] = cast(RelationKind, kind)
    return found


def open_demo(settings_file: Path | None, newest: int = 0) -> tuple[Book, datetime]:
    """The demo firm's book and its demo day. Its files are written once, in the cache folder."""
    from sellwright.demo import kestrel
    from sellwright.mailroom import cache
    from sellwright.mailroom.book import open_book

    folder = cache.folder() / f"demo-{cache.version().replace('/', '-')}"
    folder.mkdir(parents=True, exist_ok=True)
    firm = kestrel.read(folder)
    if firm is None:
        with tempfile.TemporaryDirectory(
            dir=cache.folder()
        ) as fresh:  # half a demo must never be taken for a whole one
            kestrel.write(Path(fresh))
            for file in sorted(Path(fresh).iterdir(), key=lambda file: file.name == "truth.json"):
                file.replace(folder / file.name)
        firm = kestrel.read(folder)
        assert firm is not None
    with output.reading_progress("Reading the demo firm's mail") as progress:
        book = open_book(
            [firm.mailbox, firm.calendar, firm.calls], list(firm.me), load(settings_file), progress, newest
        )
    return book, firm.now


def open_mail(
    mailboxes: list[Path] | None,
    me: list[str] | None,
    settings_file: Path | None,
    *,
    newest: int = 0,
    relations: Path | None = None,
) -> Book:
    """The book of some mailboxes, with progress. Says on stderr whom it took for "us" when nobody said."""
    from sellwright.mailroom.book import open_book

    if not mailboxes:
        raise Usage("Which mailbox?", "Name a file or folder, or try the demo firm: sellwright today --demo")
    bad = [word for word in me or [] if "@" not in word]
    if bad:
        raise Usage(f"--me {bad[0]!r} is no address.", "Write you@firm.com, or @firm.com for everybody there.")
    said = corrections(relations)
    with output.reading_progress("Reading mail") as progress:
        paths = [path.expanduser() for path in mailboxes]
        book = open_book(paths, me or [], load(settings_file), progress, newest, corrections=said)
    if book.ours.why:
        output.say(book.ours.why)
    failed = sum(count.count for count in book.account().failed)
    if failed:
        output.say(f"{failed:,} {'item' if failed == 1 else 'items'} could not be read: `sellwright check` says which.")
    return book
