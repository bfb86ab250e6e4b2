"""`sellwright review`: a call looked back on, from its transcript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.cli.review_words import Words
    from sellwright.interactions.talk_labels import Label
    from sellwright.today.review import Review


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review")(review)


def review(
    call: Path = typer.Argument(
        ...,
        metavar="CALL",
        help="A transcript: .vtt, .srt, .txt or .json of Zoom, Teams, Meet, Otter, Fireflies, Whisper.",
    ),
    chat: Path | None = typer.Option(None, "--chat", metavar="FILE.txt", help="The chat Zoom saved beside it."),
    me: list[str] | None = typer.Option(
        None, "--me", metavar="NAME", help="Who is ours (repeat for more); else guessed."
    ),
    page: Path | None = typer.Option(
        None, "--page", metavar="FILE.html", help="All of it as one page with the timeline."
    ),
    door: str | None = typer.Option(
        None, "--door", metavar="URL", help="Ask a language model too (…/v1); says first what leaves this machine."
    ),
    door_model: str = typer.Option("default", "--door-model", metavar="NAME", help="Which model to ask there."),
    yes: bool = typer.Option(False, "--yes", help="Agree to what leaves without being asked."),
    json_out: inputs.Json = False,
    settings_file: inputs.SettingsFile = None,
) -> None:
    """What was said in a call, what is earned, and one thing to practise."""
    from sellwright.cli import review_door, review_page, review_words
    from sellwright.cli.settings import load
    from sellwright.interactions import talk_sentences, talk_sides
    from sellwright.sources.transcripts import read_talk
    from sellwright.today import review as reviewing
    from sellwright.today import review_letter

    talk = read_talk(call.expanduser(), chat.expanduser() if chat else None)
    said = talk_sentences.split(talk)
    sides, guessed = talk_sides.of(talk, said, me or [])
    more: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    if door:
        more, notes = review_door.labels(talk, sides, review_door.to(door, door_model), _agreed(yes))
    found = reviewing.make(talk, said, sides, load(settings_file), more)
    letter = review_letter.write(found, talk_sentences.spoken(talk))
    words = review_words.of(found, letter, guessed)
    words = replace(words, notes=(*words.notes, *notes))
    if page:
        review_page.write(page, found, words)
    if json_out:
        output.print_json(as_json(found, words, letter))
    else:
        _say(words)


def _agreed(yes: bool) -> Callable[[str], bool]:
    """Says what would leave, on stderr, and whether the person agrees."""

    def ask(leaving: str) -> bool:
        typer.echo(output.clean(leaving), err=True)
        return yes or typer.confirm("Send it?", default=False, err=True)

    return ask


def as_json(found: Review, words: Words, letter: str) -> dict[str, Any]:
    """Schema review/1, documented in docs/reference/command-line.md."""
    told = not found.too_little
    time = found.time
    return {
        "schema": "review/1",
        "answer": words.answer,
        "file": found.talk.name,
        "form": found.talk.form,
        "too_little": found.too_little or None,
        "seconds": found.talk.seconds,
        "unit": time.unit,
        "speakers": [
            {"name": name, "side": found.sides.get(name) or None, "amount": amount, "turns": turns}
            for name, amount, turns in time.by_speaker
        ],
        "talk_share": time.share,
        "longest": [
            {"speaker": one.speaker, "turn": one.turn, "at": one.at, "seconds": one.seconds, "words": one.words}
            for one in time.longest
        ],
        "pauses": [{"at": at, "seconds": length, "broken_by": side or None} for at, length, side in time.pauses],
        "questions": [
            {"side": one.side or None, "form": one.form, "text": one.quote, "turn": one.turn, "at": one.at}
            for one in found.questions.asked
        ],
        "discovery": [
            {"field": field.name, "rather_not": field.rather_not, "quotes": [_label(one) for one in field.quotes]}
            for field in found.discovery.fields
        ],
        "coverage": found.discovery.coverage if told else None,
        "path": [
            {"step": step.name, "score": step.score, "moments": [_label(one) for one in step.moments]}
            for step in found.path.steps
        ],
        "order": found.path.order,
        "earned": not found.missing if told and not found.unsure else None,
        "missing": list(found.missing),
        "moments": [{"sort": one.sort, "why": one.why, **_label(one.label)} for one in found.moments],
        "labels": [_label(one) for one in found.labels],
        "practise": found.practise or None,
        "weak": [
            {"text": one.words, "behaviour": one.behaviour, "why": one.why, "target": one.target} for one in found.weak
        ],
        "letter": letter or None,
        "problems": list(words.notes),
    }  # fmt: skip


def _label(one: Label) -> dict[str, Any]:
    return {
        "kind": one.kind, "side": one.side or None, "field": one.field or None, "text": one.quote, "turn": one.turn,
        "at": one.at,
    }  # fmt: skip


def _say(words: Words) -> None:
    from rich.text import Text

    console = output.console()
    console.print(Text(output.clean(words.answer), style="bold"))
    for heading, lines in words.parts:
        if lines:
            console.print(Text("\n" + output.clean(heading), style="bold"))
        for one in lines:
            console.print(Text("  " + output.clean(one)))
    for one in words.notes:
        console.print(Text("Note: " + output.clean(one), style="yellow"))
