"""`sellwright care`: what care was promised, whether there are hours for it, who waits, and what it must earn."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.interactions.care import Care, Offer, Tier
    from sellwright.measures.care_ceiling import Ceiling
    from sellwright.measures.care_given import Given
    from sellwright.measures.care_load import Load
    from sellwright.measures.care_price import Price
    from sellwright.measures.care_waiting import Waiting
    from sellwright.measures.sides import Stand

_WHAT_IF = re.compile(r"([+-]\d{1,9}(?:\.\d{1,3})?):(.{1,80})")


@dataclass(slots=True)
class Found:
    """Everything the command shows, measured."""

    care: Care
    tiers: tuple[Tier, ...]  # after what-if
    what_if: str
    before: Load | None
    load: Load | None
    waiting: Waiting | None
    ceiling: Ceiling | None
    offers: tuple[tuple[Offer, Price, Stand], ...]
    notes: list[str]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("care")(care)


def care(
    sources: list[Path] | None = typer.Argument(
        None, metavar="SHEET|MAILBOX...", help="A sheet of care (.yaml, .toml, .json), your mail, or both."
    ),
    what_if: list[str] = typer.Option([], "--what-if", metavar="+20:dream", help="So many more (or fewer) in a tier."),
    hours: float | None = typer.Option(
        None,
        "--hours",
        metavar="N",
        min=0,
        max=672,
        callback=inputs.finite,
        help="Of a mailbox: focused hours each of you has in four weeks.",
    ),
    page: Path | None = typer.Option(None, "--page", metavar="FILE.html", help="All of it as one page with pictures."),
    me: inputs.Me = None,
    now: inputs.Now = None,
    json_out: inputs.Json = False,
    settings_file: inputs.SettingsFile = None,
    relations: inputs.Relations = None,
    demo: inputs.Demo = False,
) -> None:
    """Whether there are hours for the care you promised."""
    from sellwright.cli import care_page, care_words
    from sellwright.interactions.care import Care, read
    from sellwright.sources.sheets import ENDINGS, read_sheet

    sheets = [path for path in sources or [] if path.suffix.lower() in ENDINGS]
    mail = [path for path in sources or [] if path not in sheets]
    if len(sheets) > 1:
        raise inputs.Usage("One sheet at a time.", f"Name {sheets[0]} alone.")
    if not sheets and not mail and not demo:
        raise inputs.Usage("Care of whom?", "Name a sheet or a mailbox, or try the demo firm: sellwright care --demo")
    said = read(read_sheet(sheets[0].expanduser())) if sheets else Care()
    notes: list[str] = []
    if mail or demo:
        given, slack = _given(mail, me, settings_file, relations, demo=demo, now=now)
        said = _with_mail(said, given, (hours, slack), notes)
    found = measure(said, what_if, notes)
    words = care_words.of(found)
    if page:
        care_page.write(page, found, words)
    if json_out:
        output.print_json(as_json(found, words))
    else:
        _say(words)


def _given(
    mail: list[Path], me: list[str] | None, settings_file: Path | None, relations: Path | None, *, demo: bool,
    now: str | None,
) -> tuple[Given, float]:  # fmt: skip
    """The care given, and the share of hours the settings keep free."""
    from sellwright.measures import care_given

    if demo:
        book, at = inputs.open_demo(settings_file)
        at = inputs.moment(now) if now else at
    else:
        book, at = inputs.open_mail(mail, me, settings_file, relations=relations), inputs.moment(now)
    with book:
        found = care_given.measure(book.relationships(at.timestamp()), book.settings, at.timestamp())
        return found, book.settings.slack_share


def _with_mail(said: Care, given: Given, terms: tuple[float | None, float], notes: list[str]) -> Care:
    """What the sheet says stands; the mailbox fills in the rest. `terms`: hours of each in four weeks, slack."""
    from sellwright.interactions.care import Crew

    crew, (hours, slack) = said.crew, terms
    if hours is not None:
        people = max(1, len(given.people))
        crew = Crew(people, people * hours, crew.slack if crew else slack, "four weeks")
    if not said.tiers:
        notes.append(
            "Hours are reckoned from letters, calls and meetings of the last four weeks, a letter by the minutes"
            " in the settings. Work outside the mail is not in them."
        )
        if crew is None and given.tiers:
            notes.append(
                "Say how many focused hours each of you has in four weeks (--hours 60) to see whether it fits."
            )
    median = (
        "" if given.answer_hours is None else f" Half of them had a human answer within {given.answer_hours:.1f} h."
    )
    notes.append(
        f"{given.asked:,} requests in the last four weeks, {given.waiting:,} of them not answered yet.{median}"
    )
    return replace(said, crew=crew, tiers=said.tiers or given.tiers, weeks=said.weeks or given.weeks)


def measure(care: Care, what_if: list[str], notes: list[str]) -> Found:
    """Measures what the sheet or the mailbox says. NothingFound when neither says anything to measure."""
    from sellwright.interactions.failures import NothingFound
    from sellwright.measures import care_ceiling, care_load, care_price, care_waiting, sides

    if not (care.tiers or care.requests or care.weeks or care.offers):
        raise NothingFound(
            "There is no care to measure: no tiers, requests, offers.", "See docs/measures/care_load.md."
        )
    tiers = _changed(care.tiers, what_if)
    before = care_load.measure(care.tiers, care.crew) if care.crew and care.tiers else None
    priced = [(offer, care_price.measure(offer)) for offer in care.offers]
    return Found(
        care, tiers, ", ".join(what_if), before,
        care_load.measure(tiers, care.crew) if care.crew and tiers else None,
        care_waiting.measure(care.requests) if care.requests else None,
        care_ceiling.measure(care.weeks, care.promised) if care.weeks else None,
        tuple((offer, price, sides.measure(offer, price.break_even)) for offer, price in priced),
        notes,
    )  # fmt: skip


def _changed(tiers: tuple[Tier, ...], what_if: list[str]) -> tuple[Tier, ...]:
    from sellwright.interactions.care import changed

    for one in what_if:
        read = _WHAT_IF.fullmatch(one.strip())
        if read is None:
            raise inputs.Usage(f"--what-if {one!r} says no change.", "Write +20:dream or -5:light")
        tiers = changed(tiers, read[2].strip(), float(read[1]))
    return tiers


def as_json(found: Found, words: Any) -> dict[str, Any]:
    """Schema care/1, documented in docs/reference/command-line.md. Endless waits are null."""
    from dataclasses import asdict

    found_json: dict[str, Any] = _writable(
        {
            "schema": "care/1",
            "answer": words.answer,
            "tiers": [asdict(tier) for tier in found.tiers],
            "crew": asdict(found.care.crew) if found.care.crew else None,
            "what_if": found.what_if or None,
            "before": asdict(found.before) if found.before else None,
            "load": asdict(found.load) if found.load else None,
            "waiting": asdict(found.waiting) if found.waiting else None,
            "promised": found.care.promised,
            "ceiling": asdict(found.ceiling) if found.ceiling else None,
            "offers": [
                {"name": offer.name, **asdict(price), **asdict(stand), "contradicts": stand.contradicts}
                for offer, price, stand in found.offers
            ],
            "notes": found.notes,
        }
    )
    return found_json


def _writable(value: Any) -> Any:
    """The same with None for what JSON cannot write (an endless wait)."""
    if isinstance(value, dict):
        return {key: _writable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(one) for one in value]
    return None if isinstance(value, float) and value in (float("inf"), float("-inf")) else value


def _say(words: Any) -> None:
    from rich.text import Text

    console = output.console()
    console.print(Text(output.clean(words.answer), style="bold"))
    for heading, lines in words.parts:
        if heading and lines:
            console.print(Text("\n" + output.clean(heading), style="bold"))
        for line in lines:
            console.print(Text(("  " if heading else "") + output.clean(line)))
    for line in words.notes:
        console.print(Text("Note: " + output.clean(line), style="yellow"))
