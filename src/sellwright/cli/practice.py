"""`sellwright practice`: the next ten minutes from one's own weak sentences, and the ledger of hours."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sellwright.cli import inputs, output
from sellwright.interactions.failures import CannotRead, NothingFound

if TYPE_CHECKING:
    from sellwright.interactions.practice import Card, Ledger
    from sellwright.measures.practice_hours import Spent
    from sellwright.measures.practice_next import Next, Standing
    from sellwright.measures.weak_sentences import Weak

File = Annotated[Path, typer.Argument(metavar="LEDGER", help="Your practice ledger, as practice.jsonl; only added to.")]
CardName = Annotated[str, typer.Argument(metavar="CARD", help="The card, as `practice next` names it.")]
Feedback = Annotated[str, typer.Option("--feedback", metavar="WORDS", help="Whose, or which recording's.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    practice = typer.Typer(no_args_is_help=True, help="Ten minutes on your own weak sentences, and a ledger of hours.")
    practice.command("add")(add)
    practice.command("next")(next_)
    practice.command("done")(done)
    practice.command("rest")(rest)
    practice.command("log")(log)
    practice.command("hours")(hours)
    app.add_typer(practice, name="practice")


def add(
    file: File,
    source: Path = typer.Argument(
        ...,
        metavar="LETTER|JSON",
        help="A letter you binned (text or .eml), or what `review` or `fingerprint` say (JSON).",
    ),
    behaviour: str = typer.Option("", "--behaviour", metavar="WORDS", help="Only what belongs to this behaviour."),
    needed: str | None = typer.Option(None, "--for", metavar="DAY", help="The day you want to be able to do it."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """Take the weak sentences of a letter or a review as cards."""
    ledger = _read(file, missing_ok=True)
    today = inputs.moment(now).date()
    day = _day(needed, "--for")
    if day is not None and day <= today:
        raise inputs.Usage(f"--for {needed}: that day is not ahead.", "Name a later day.")
    weak = [one for one in _weak(source) if not behaviour or one.behaviour == behaviour.lower()]
    there = {card.id for card in ledger.cards} - ledger.resting
    fresh: dict[str, Weak] = {}
    for one in weak:
        name = hashlib.blake2b(f"{one.behaviour}\0{one.words}".encode(), digest_size=4).hexdigest()
        if name not in there:
            fresh.setdefault(name, one)
    for name, one in fresh.items():
        _append(file, "card", {
            "id": name, "on": today, "behaviour": one.behaviour, "words": one.words, "target": one.target,
            "why": one.why, "source": source.name, "needed": day,
        })  # fmt: skip
    if json_out:
        rows = [{"id": name, "behaviour": w.behaviour, "words": w.words, "why": w.why} for name, w in fresh.items()]
        output.print_json({"schema": "practice-add/1", "added": rows, "there_already": len(weak) - len(fresh)})
        return
    if not weak:
        _say("No weak sentence found: nothing to practise from this one.", [])
        return
    known = f" {len(weak) - len(fresh)} there already." if len(weak) > len(fresh) else ""
    head = f"{len(fresh)} {'card' if len(fresh) == 1 else 'cards'} added.{known}"
    _say(head, [f"{name}  {one.behaviour}: {one.words}" for name, one in fresh.items()])


def next_(
    file: File,
    minutes: float = typer.Option(10.0, "--minutes", min=1, max=240, callback=inputs.finite, help="How long you have."),
    behaviour: str = typer.Option("", "--behaviour", metavar="WORDS", help="Practise this one."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """What to practise now: one behaviour, on your own sentences."""
    from sellwright.measures import practice_next

    ledger = _read(file)
    if not ledger.cards:
        raise NothingFound(f"{file.name} holds no card yet.", "Take some from a letter: sellwright practice add")
    if behaviour and behaviour.lower() not in {card.behaviour for card in ledger.cards}:
        names = ", ".join(sorted({card.behaviour for card in ledger.cards}))
        raise NothingFound(f"There is no card for {behaviour!r}.", f"There are: {names}.")
    found = practice_next.measure(ledger, inputs.moment(now), minutes, behaviour.lower())
    if json_out:
        output.print_json(_next_json(found))
        return
    if not found.chosen:
        _say("Nothing is due.", [f"The next one is, on {found.next_due.isoformat()}."] if found.next_due else [])
        return
    lines = [line for one in found.chosen for line in _card_lines(one)]
    left = found.due - len(found.chosen)
    if found.tries < practice_next.LEAST_TRIES:
        lines.append(
            f"Try it {practice_next.LEAST_TRIES} times at least before you judge it; more first, better later."
        )
    lines.append("Then: sellwright practice done LEDGER CARD --mark again|hard|good|easy")
    if left:
        lines.append(f"{left} more due; they can wait.")
    _say(f"{found.minutes:.0f} minutes on one thing: {found.behaviour}.", lines)


def done(
    file: File,
    card: CardName,
    mark: str = typer.Option(..., "--mark", metavar="MARK", help="again, hard, good or easy."),
    minutes: float = typer.Option(3.0, "--minutes", min=0, max=1440, callback=inputs.finite, help="How long it took."),
    feedback: Feedback = "",
    now: inputs.Now = None,
) -> None:
    """Write down a try at a card, and hear when it comes again."""
    from sellwright.interactions.practice import MARKS
    from sellwright.measures import practice_next

    if mark.lower() not in MARKS:
        raise inputs.Usage(f"--mark {mark!r} is no mark.", f"Write one of: {', '.join(MARKS)}.")
    at = inputs.moment(now)
    found = _card(_read(file), card, file)
    _append(file, "rep", {
        "card": found.id, "at": at.isoformat(timespec="seconds"), "mark": mark.lower(), "minutes": minutes,
        "feedback": feedback,
    })  # fmt: skip
    (standing,) = [one for one in practice_next.standings(_read(file), at) if one.card.id == found.id]
    days = (standing.due - at.date()).days
    _say(f"Written down. It comes again in {days} {'day' if days == 1 else 'days'}.", [])


def rest(file: File, card: CardName) -> None:
    """Put a card away; its tries stay."""
    found = _card(_read(file), card, file)
    _append(file, "rest", {"card": found.id})
    _say("Put away.", [])


def log(
    file: File,
    minutes: float = typer.Option(..., "--minutes", min=0, max=1440, callback=inputs.finite, help="How long it was."),
    selling: bool = typer.Option(False, "--selling", help="It was the work itself, no practice."),
    behaviour: str = typer.Option("", "--behaviour", metavar="WORDS", help="The one thing practised."),
    target: str = typer.Option("", "--target", metavar="WORDS", help="What you set out to reach."),
    feedback: Feedback = "",
    repeated: bool = typer.Option(False, "--repeated", help="You did it again after the feedback."),
    on: str | None = typer.Option(None, "--on", metavar="DAY", help="The day, if not today."),
    now: inputs.Now = None,
) -> None:
    """Write down a sitting: practice, or time spent selling."""
    from sellwright.measures.practice_hours import marks

    ledger = _read(file, missing_ok=True)
    today = inputs.moment(now).date()
    day = _day(on, "--on") or today
    if day > today:
        raise inputs.Usage(f"--on {on}: that day is still to come.", "Write down what was.")
    spent = sum(one.minutes for one in ledger.hours if one.on == day)
    if spent + minutes > 1440:
        raise inputs.Usage(f"{day}: {spent + minutes:g} minutes in all; a day has 1,440.", "Correct the minutes.")
    row = {
        "on": day, "sort": "performing" if selling else "practice", "minutes": minutes, "behaviour": behaviour,
        "target": target, "feedback": feedback, "repeated": repeated,
    }  # fmt: skip
    _append(file, "hours", row)
    one = _read(file).hours[-1]
    lacking = [name for name, there in marks(one).items() if not there]
    told = "" if selling else "It counts as deliberate." if not lacking else f"For deliberate: {', '.join(lacking)}."
    _say(f"Written down. {told}".strip(), [])


def hours(file: File, now: inputs.Now = None, json_out: inputs.Json = False) -> None:
    """Hours so far, and how many of them were deliberate practice."""
    from dataclasses import asdict

    from sellwright.measures import practice_hours

    spent = practice_hours.measure(_read(file), inputs.moment(now).date())
    if json_out:
        output.print_json({"schema": "practice-hours/1", **asdict(spent), "missing": dict(spent.missing)})
        return
    _say(f"{spent.practice:.1f} hours of practice, {spent.deliberate:.1f} of them deliberate.", _hours_lines(spent))


def _hours_lines(spent: Spent) -> list[str]:
    lines = [f"{spent.performing:.1f} hours of selling."] if spent.performing else []
    lines.append(f"Last 8 weeks: {spent.a_week:.1f} hours of practice a week.")
    if spent.years is not None:
        lines.append(f"At that pace 10,000 hours are {spent.years:.1f} years away: a picture, no law.")
    lines += [f"{lost:.1f} hours lack {name}." for name, lost in spent.missing if lost]
    return [*lines, "Hours alone explain under 1 % of how people in professions differ; these are yours alone."]


def _card_lines(one: Standing) -> list[str]:
    card = one.card
    state = "new" if one.memory is None else f"tried {one.tries}, known to {one.known:.0%}"
    lines = [f"{card.id}  ({state}) {card.words}", f"          {card.why}" if card.why else ""]
    return [*filter(None, lines), f"          {card.target}"] if card.target else [*filter(None, lines)]


def _next_json(found: Next) -> dict[str, Any]:
    """Schema practice-next/1, documented in docs/reference/command-line.md."""
    return {
        "schema": "practice-next/1",
        "behaviour": found.behaviour or None,
        "minutes": found.minutes,
        "due": found.due,
        "tries": found.tries,
        "next_due": found.next_due.isoformat() if found.next_due else None,
        "cards": [
            {
                "id": one.card.id, "words": one.card.words, "why": one.card.why, "target": one.card.target,
                "source": one.card.source, "tries": one.tries, "known": one.known, "due": one.due.isoformat(),
                "stability": one.memory.stability if one.memory else None,
                "difficulty": one.memory.difficulty if one.memory else None,
            }
            for one in found.chosen
        ],
    }  # fmt: skip


def _weak(source: Path) -> list[Weak]:
    """The weak sentences in a letter, or those a review or a fingerprint names."""
    from sellwright.cli.fingerprint import read_draft
    from sellwright.measures import weak_sentences

    if source.suffix.lower() == ".json":
        return _named_weak(source)
    text, _ = read_draft(source)
    return list(weak_sentences.measure(text))


def _named_weak(source: Path) -> list[Weak]:
    from sellwright.interactions.words_weak import FOR_ONE
    from sellwright.measures.weak_sentences import Weak
    from sellwright.sources.sheets import read_sheet

    sheet = read_sheet(source.expanduser())
    if sheet.words("schema").startswith("fingerprint/"):
        behaviour, why, target = FOR_ONE
        return [
            Weak(row.words("text"), behaviour, why.format(readers=row.count("other_readers")), target)
            for row in sheet.rows("sentences") if row.yes("mass")
        ]  # fmt: skip
    if "weak" not in sheet.values:
        raise CannotRead(f"{source.name} names no weak sentence.", "Give a letter, or JSON with a list called weak.")
    made = []
    for row in sheet.rows("weak"):
        words, behaviour = row.words("text"), row.words("behaviour").lower()
        if not words or not behaviour:
            raise CannotRead(f"{row.where} needs a text and a behaviour.", "Correct it.")
        made.append(Weak(words, behaviour, row.words("why"), row.words("target")))
    return made


def _card(ledger: Ledger, words: str, file: Path) -> Card:
    found = ledger.card(words)
    if found is None:
        raise NothingFound(f"{file.name} has no one card {words!r}.", "sellwright practice next names those due.")
    return found


def _read(file: Path, missing_ok: bool = False) -> Ledger:
    from sellwright.interactions import practice

    if not file.expanduser().exists():
        if missing_ok:
            return practice.Ledger()
        raise CannotRead(f"There is no ledger {file}.", "Begin one: sellwright practice add LEDGER LETTER")
    text = inputs.small_text(file, "The ledger", "Check its name and rights.")
    return practice.read(text.split("\n"), file.name)


def _append(file: Path, kind: str, values: dict[str, Any]) -> None:
    """One line more. Nothing that stands in the file is changed."""
    from sellwright.interactions import practice

    try:
        path = file.expanduser()
        torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8") as opened:
            opened.write(("\n" if torn else "") + practice.line(kind, values) + "\n")
    except OSError as error:
        raise CannotRead(f"{file} cannot be written ({error.strerror}).", "Name another place.") from error


def _day(words: str | None, option: str) -> date | None:
    try:
        return datetime.fromisoformat(words).date() if words else None
    except ValueError as error:
        raise inputs.Usage(f"{option} {words!r} is no day.", "Write it as 2026-05-12.") from error


def _say(answer: str, lines: list[str]) -> None:
    from rich.text import Text

    console = output.console()
    console.print(Text(output.clean(answer), style="bold"))
    for line in lines:
        console.print(Text(output.clean(line)))
