"""`sellwright today`: whom to turn to now, and why (card C33)."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output
from sellwright.cli.settings import load
from sellwright.interactions.failures import NothingFound

if TYPE_CHECKING:
    from rich.console import Console

    from sellwright.mailroom.book import Book
    from sellwright.today.day import Day, Entry

TOMORROW = 12  # of those left for tomorrow that are shown to eyes
FIRST_LOOK = 2_000  # newest messages for the first list of a large mailbox

LANE_WORDS = {
    "waiting on you": ("Waiting on you", "they asked, and nobody of yours has answered"),
    "you promised": ("You promised", "due or late, with no sign that it was kept"),
    "moved toward you": ("Moved toward you", "they came a step closer this week"),
    "worth a word": ("Worth a word", "a while ago, and there is a reason to write"),
    "waiting on purpose": ("Waiting on purpose", "you would chase; let them come. Nothing to do here"),
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("today")(today)


def today(
    mailboxes: inputs.Mailboxes = None,
    me: inputs.Me = None,
    hours: float = typer.Option(3.0, "--hours", min=0.0, max=24.0, help="How long you have for people today."),
    newest: int = typer.Option(0, "--newest", min=0, help="Read only this many newest messages: a first, quick look."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
    settings_file: inputs.SettingsFile = None,
    relations: inputs.Relations = None,
    demo: inputs.Demo = False,
) -> None:
    """Whom to turn to now, and why: the day's people in lanes."""
    if demo:
        output.say("Demo firm Kestrel Instruments (invented). Nothing leaves this machine.")
        book, at = inputs.open_demo(settings_file, newest)
        at = inputs.moment(now) if now else at
    else:
        at = inputs.moment(now)
        if not newest and not json_out:
            _first_look(mailboxes, me, settings_file, (at, hours))
        book = inputs.open_mail(mailboxes, me, settings_file, newest=newest, relations=relations)
    with book:
        if book.ours.nobody:
            raise NothingFound("Nobody here looks like the owner of this mail.", "Say who you are: --me you@firm.com")
        day = plan_day(book, at, hours)
        if json_out:
            output.print_json(as_json(day))
            return
        console = output.console()
        print_day(console, day)
        _print_foot(console, book, at, demo, newest)


def _first_look(
    mailboxes: list[Path] | None, me: list[str] | None, settings_file: Path | None, when: tuple[datetime, float]
) -> None:
    """A large mailbox read for the first time, by somebody who watches: the newest mail first, the rest behind it."""
    from sellwright.mailroom.book import is_new_and_large

    paths = [path.expanduser() for path in mailboxes or []]
    if not sys.stdout.isatty() or not is_new_and_large(paths, load(settings_file)):
        return
    with inputs.open_mail(mailboxes, me, settings_file, newest=FIRST_LOOK) as book:
        if book.ours.nobody:
            return
        print_day(output.console(), plan_day(book, *when))
    look = f"That was a first look at the newest {FIRST_LOOK:,} messages."
    output.say(f"\n{look} Reading the rest (Ctrl-C keeps what is read) ...")


def plan_day(book: Book, at: datetime, hours: float) -> Day:
    """The day of the reader of a book."""
    from sellwright.today import plan

    chosen = (r for r in book.relationships(at.timestamp()) if book.is_mine(r))
    return plan.make(chosen, book.settings, at, hours, quotes=book.first_words())


def as_json(day: Day) -> dict[str, Any]:
    """Schema today/1, documented in docs/reference/command-line.md."""
    return {
        "schema": "today/1",
        "now": day.now.isoformat(),
        "opening": day.opening,
        "counts": {
            "days": day.counts.days,
            "wrote": day.counts.wrote,
            "waiting": day.counts.waiting,
            "oldest_days": day.counts.oldest_days,
            "promised": day.counts.promised,
            "late": day.counts.late,
            "unanswered": day.counts.unanswered,
        },
        "people": day.people,
        "shown": day.shown,
        "nothing_to_do": day.nothing_to_do,
        "minutes_planned": day.minutes_planned,
        "minutes_available": day.minutes_available,
        "lanes": [{"lane": lane.lane, "entries": [_entry(entry) for entry in lane.entries]} for lane in day.lanes],
        "left_for_tomorrow": [{**_entry(left.entry), "why": left.why} for left in day.left_for_tomorrow],
        "left_out": [
            {"reason": out.reason, "count": out.count, "where": out.where, "examples": list(out.examples)}
            for out in day.left_out
        ],
        "problems": list(day.problems),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "person": entry.person.key,
        "name": entry.person.name,
        "firm": entry.person.firm,
        "lane": entry.lane,
        "reason": entry.reason,
        "relation": entry.relation,
        "effort": entry.effort,
        "minutes": entry.minutes,
        "next_step": entry.next_step,
        "since": datetime.fromtimestamp(entry.since).astimezone().isoformat(),
        "late_hours": round(entry.late_by / 3600, 1),
        "look_again": entry.look_again_date.isoformat() if entry.look_again_date else None,
        "also": list(entry.also),
        "ids": list(entry.ids),
    }


def minutes(amount: float) -> str:
    """'2 h 10' or '40 min'."""
    whole = round(amount)
    return f"{whole // 60} h {whole % 60:02d}" if whole >= 60 else f"{whole} min"


def print_day(console: Console, day: Day) -> None:
    """Today for eyes."""
    from rich.padding import Padding
    from rich.text import Text

    acting = day.shown - sum(len(lane.entries) for lane in day.lanes if lane.lane == "waiting on purpose")
    console.print()
    console.print(Text(f"Today, {day.now:%A %d %B %Y}", style="bold"))
    console.print(Text(output.clean(day.opening)))
    left = len(day.left_for_tomorrow)
    tomorrow = f" {left} {'is' if left == 1 else 'are'} left for tomorrow." if left else ""
    people = "1 person needs" if acting == 1 else f"{acting} people need"
    planned = f"{minutes(day.minutes_planned)} of your {minutes(day.minutes_available)}"
    console.print(Text(f"{people} you. {planned}.{tomorrow}", style="bold green" if acting else "bold"))
    for lane in day.lanes:
        if not lane.entries:
            continue
        title, meaning = LANE_WORDS[lane.lane]
        console.print()
        console.print(Text.assemble((title, "bold"), (f"  {meaning}", "dim")))
        for entry in lane.entries:
            _print_entry(console, entry)
    if day.left_for_tomorrow:
        console.print()
        console.print(Text("Left for tomorrow", style="bold"))
        for left_over in day.left_for_tomorrow[:TOMORROW]:
            words = f"{_name(left_over.entry)}: {output.clean(left_over.entry.reason)} ({output.clean(left_over.why)})"
            console.print(Padding(Text(words), (0, 0, 0, 2)))
        if left > TOMORROW:
            console.print(Padding(Text(f"and {left - TOMORROW:,} more (--json lists them)", style="dim"), (0, 0, 0, 2)))
    console.print()
    hidden = ", ".join(out.words for out in day.left_out)
    quiet = f"{day.nothing_to_do:,} with nothing to do now" if day.nothing_to_do else ""
    rest = "; ".join(part for part in (hidden, quiet) if part)
    if rest:
        console.print(Text(f"Not shown: {output.clean(rest)}.", style="dim"))


def _name(entry: Entry) -> str:
    name = output.clean(entry.person.name or entry.person.key)
    return f"{name}, {entry.person.firm}" if entry.person.firm else name


def _print_entry(console: Console, entry: Entry) -> None:
    from rich.padding import Padding
    from rich.text import Text

    facts = [entry.relation.replace("_", " ")]
    if entry.effort:
        facts.append(entry.effort)
    if entry.minutes:
        facts.append(minutes(entry.minutes))
    head = Text.assemble((_name(entry), "bold cyan"), ("  " + " · ".join(facts), "dim"))
    console.print(Padding(head, (0, 0, 0, 2)))
    console.print(Padding(Text(output.clean(entry.reason)), (0, 0, 0, 4)))
    console.print(Padding(Text("→ " + output.clean(entry.next_step), style="green"), (0, 0, 0, 4)))
    for more in entry.also:
        console.print(Padding(Text("also: " + output.clean(more), style="dim"), (0, 0, 0, 4)))


def _print_foot(console: Console, book: Book, at: datetime, demo: bool, newest: int) -> None:
    from rich.text import Text

    if demo:
        console.print(
            Text("The story behind one: sellwright brief NAME --demo. Now yours: make run", style="dim"), end=""
        )
        console.print(Text(" MAILBOX=~/Mail/takeout.mbox ME=you@firm.com (it is only read)", style="dim"))
        return
    newest_at = book.newest_at()
    if newest_at and at.timestamp() - newest_at > 30 * 86_400:
        day = datetime.fromtimestamp(newest_at).astimezone()
        output.say(f"The newest mail here is of {day:%d %B %Y}. To see that day: --now {day:%Y-%m-%d}")
    if newest:
        output.say(f"A first look at the newest {newest:,} messages. Without --newest the whole mailbox is read.")


__all__ = ["FIRST_LOOK", "as_json", "minutes", "plan_day", "print_day", "register", "today"]
