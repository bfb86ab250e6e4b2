"""`sellwright trial plan|look|decide`: dating a way of working, with statistics that stay honest at every look."""

from __future__ import annotations

import csv
import secrets
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from sellwright.cli import inputs, output
from sellwright.interactions.failures import CannotRead

if TYPE_CHECKING:
    from sellwright.interactions.trial_cases import Reading
    from sellwright.interactions.trials import Design, Plan, Trial
    from sellwright.measures.trial import Look, PeriodLook

WINDOW = 30  # days, where neither a plan nor the table says
_PICK = {"new": "steady", "old": "parted", "pause": "paused"}

Cases = Annotated[Path, typer.Argument(metavar="CASES.csv", help="One case a row: case, arm, assigned, outcome.")]
PlanFile = Annotated[Path | None, typer.Option("--plan", metavar="FILE", help="The trial's file, from `trial plan`.")]
Columns = Annotated[
    list[str], typer.Option("--column", metavar="WHAT=HEADING", help="Which column is which (arm, assigned, outcome).")
]
Old = Annotated[str | None, typer.Option("--old", metavar="NAME", help="What the table calls the old way.")]
New = Annotated[str | None, typer.Option("--new", metavar="NAME", help="What the table calls the new way.")]
MOST_DAYS, MOST_PAIRS = 3650, 10_000
YEARS = 1970, 2199
Window = Annotated[
    int | None, typer.Option("--window", metavar="DAYS", min=1, max=MOST_DAYS, help="Days from assignment counted.")
]
Shape = Annotated[str | None, typer.Option("--design", help="pairs, switchback or stepped.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    trial = typer.Typer(no_args_is_help=True, help="Try a new way against the old: plan it, look any time, decide.")
    trial.command("plan")(plan)
    trial.command("look")(look)
    trial.command("decide")(decide)
    app.add_typer(trial, name="trial")


def plan(
    now_share: str = typer.Option(..., "--share", metavar="SHARE", help="Successes of today's way: .2 or 20 %."),
    hoped: str = typer.Option(..., "--hoped", metavar="SHARE", help="The share you hope the new way brings."),
    per_week: float = typer.Option(
        5.0, "--per-week", min=0.01, max=1e6, callback=inputs.finite, help="New cases a week, both arms together."
    ),
    name: str = typer.Option("Trial", "--name", help="What the trial is called."),
    old: str = typer.Option("old", "--old", help="The way you work by now."),
    new: str = typer.Option("new", "--new", help="The way to be tried."),
    outcome: str = typer.Option("next commitment", "--outcome", help="What counts as a success, in words."),
    window: int = typer.Option(
        WINDOW, "--window", metavar="DAYS", min=1, max=MOST_DAYS, help="Days from assignment counted."
    ),
    design: str = typer.Option("pairs", "--design", help="pairs, switchback or stepped."),
    people: list[str] = typer.Option([], "--person", metavar="NAME", help="Stepped: who takes part (repeat)."),
    weeks: int = typer.Option(
        0, "--pairs", min=0, max=MOST_PAIRS, help="How many pairs of cases or weeks to assign; 0: what it takes."
    ),
    start: str | None = typer.Option(None, "--start", metavar="DAY", help="First day. Without it: an idea, not begun."),
    review: str | None = typer.Option(None, "--review", metavar="DAY", help="The day it is decided at the latest."),
    decider: str = typer.Option("", "--decider", help="Who decides."),
    exit_rule: str = typer.Option("", "--exit", help="What ends it early."),
    seed: int | None = typer.Option(None, "--seed", help="Draw the same assignment again."),
    out: Path | None = typer.Option(None, "--out", metavar="FILE", help="Where the trial's file goes."),
    assign: Path | None = typer.Option(None, "--assign", metavar="FILE.csv", help="Where the assignment list goes."),
    json_out: inputs.Json = False,
) -> None:
    """How long a trial honestly takes, and who gets which way."""
    from sellwright.interactions import trials
    from sellwright.measures import trial_plan

    shares = (_share(now_share, "--share"), _share(hoped, "--hoped"))
    begun, ends = _day(start, "--start"), _day(review, "--review")
    if begun and ends and ends < begun:
        raise inputs.Usage(f"The trial is reviewed on {ends}, before it begins.", "Give --review a later day.")
    _two_names(old, new)
    if len({one.strip().casefold() for one in people}) < len(people):
        raise inputs.Usage("A --person stands there twice.", "Name each once; two of one name by more of it.")
    try:
        sized = trial_plan.measure(
            shares, per_week, window, design=_design(design), people=len(people), pairs=weeks, start=begun
        )
    except ValueError as error:
        raise inputs.Usage(f"This cannot be planned: {error}.", "See sellwright trial plan --help.") from error
    drawn = secrets.randbelow(2**31) if seed is None else seed
    made = trials.Plan(
        name, old, new, outcome, window, _design(design), begun, ends or sized.review, decider,
        exit_rule, planned=sized.planned, seed=drawn,
    )  # fmt: skip
    rows = trial_plan.assignment_rows(made, people)
    if out:
        _write_new(out, trials.plan_line(made) + "\n")
    if assign:
        _write_table(assign, rows)
    if json_out:
        output.print_json({"schema": "trial-plan/1", **_plan_json(made, sized), "assignment": rows})
        return
    console = output.console()
    console.print(sized.answer, style="bold")
    for words in sized.reasons:
        console.print(words)
    if out:
        console.print(f"Trial written to {out}. Nothing in it changes from here on; looks and decisions are added.")
    if assign:
        console.print(f"{len(rows)} lines to assign from, in order, in {assign}: the next lead takes the next line.")


def look(
    cases: Cases,
    plan_file: PlanFile = None,
    window: Window = None,
    columns: Columns = [],  # noqa: B006 - typer copies it
    old: Old = None,
    new: New = None,
    design: Shape = None,
    picture: Path | None = typer.Option(None, "--picture", metavar="FILE.svg", help="Both arms over time, as SVG."),
    no_record: bool = typer.Option(False, "--no-record", help="Do not add this look to the trial's file."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """What a trial says so far. Look as often as you like."""
    from sellwright.cli import pictures, trial_words

    today = inputs.moment(now).date()
    trial = _read_trial(plan_file)
    reading, days = _read(cases, trial, window, columns, (old, new), design)
    shape = _shape(trial, design)
    found = _measure(reading, shape, days, today, trial)
    if trial and plan_file and not no_record:
        _append(plan_file, trial, "look", {"on": today.isoformat(), "verdict": found.verdict, "cases": cases.name})
    names = _names(trial, reading)
    words = trial_words.of_look(found, names, days, today, trial.plan if trial else None)
    if picture:
        steps = getattr(found, "steps", ())
        if not steps:
            raise inputs.Usage("There is nothing to draw yet: no pair of cases has matured.", "Look again later.")
        pictures.write(picture, pictures.arms(steps, names, trial.plan.name if trial else cases.stem, words[0]))
    if json_out:
        output.print_json({"schema": "trial-look/1", **_look_json(found, names, days, today, words, reading)})
        return
    _say(words, reading.problems)


def decide(
    cases: Cases,
    plan_file: PlanFile = None,
    choose: str | None = typer.Option(None, "--choose", metavar="WAY", help="Write your decision: new, old or pause."),
    window: Window = None,
    columns: Columns = [],  # noqa: B006 - typer copies it
    old: Old = None,
    new: New = None,
    tolerance: float | None = typer.Option(None, "--tolerance", help="Average loss that is small enough (.01)."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """Which way to work by: the one that costs less if wrong. Chosen is not proven."""
    from sellwright.cli import trial_words
    from sellwright.interactions import trials

    if choose is not None and choose not in _PICK:
        raise inputs.Usage(f"--choose {choose!r} is no decision.", "Write new, old or pause.")
    if choose and not plan_file:
        raise inputs.Usage("A decision is written into the trial's file.", "Name it: --plan FILE")
    if tolerance is not None and not 0 <= tolerance <= 1:
        raise inputs.Usage(f"--tolerance {tolerance:g} is no share.", "Write one from 0 to 1, as .01")
    today = inputs.moment(now).date()
    trial = _read_trial(plan_file)
    reading, days = _read(cases, trial, window, columns, (old, new), None)
    if _shape(trial, None) != "pairs":
        raise inputs.Usage("Weeks and roll-outs are decided by their look at the planned end.", "sellwright trial look")
    found = cast("Look", _measure(reading, "pairs", days, today, trial))
    allowed = tolerance if tolerance is not None else trial.plan.tolerance if trial else trials.TOLERANCE
    review = trial.plan.review if trial else None
    may = found.may_choose(allowed, review is not None and today >= review)
    state = trial.state(today) if trial else None
    names = _names(trial, reading)
    if choose and trial and plan_file:
        to = cast("trials.State", _PICK[choose])
        seen = {"on": today.isoformat(), "verdict": found.verdict, "cases": cases.name}
        looked = trials.Trial(trial.plan, (*trial.events, {"kind": "look", **seen}), trial.seal)
        trials.check_move(looked, to, today)
        trial = _append(plan_file, trial, "look", seen)
        decided = {"on": today.isoformat(), "state": to, "chosen": choose, "verdict": found.verdict}
        _append(plan_file, trial, "decision", decided)
        state = to
    words = trial_words.of_choice(found, names, allowed, review, may)
    if json_out:
        output.print_json(
            {
                "schema": "trial-decide/1",
                "choice": found.chosen if may else None,
                "may_choose": may,
                "tolerance": allowed,
                "review": review.isoformat() if review else None,
                "state": state,
                "look": _look_json(found, names, days, today, words, reading),
            }
        )
        return
    _say([*words, *([f"State: {state}."] if state else [])], reading.problems)


def _share(words: str, option: str) -> float:
    """.2, 20 or 20 %."""
    bare = words.strip().removesuffix("%").strip().replace(",", ".")
    try:
        value = float(bare)
    except ValueError as error:
        raise inputs.Usage(f"{option} {words!r} is no share.", "Write it as .2 or 20 %.") from error
    return value / 100 if "%" in words or 1 < value <= 100 else value


def _two_names(old: str | None, new: str | None) -> None:
    """Usage when both ways have one name."""
    if old is not None and new is not None and old.strip().casefold() == new.strip().casefold():
        raise inputs.Usage(f"Both ways are called {old!r}.", "Give --old and --new a name each.")


def _design(words: str) -> Design:
    from sellwright.interactions.trials import DESIGNS

    if words not in DESIGNS:
        raise inputs.Usage(f"--design {words!r} is none.", f"Write one of: {', '.join(DESIGNS)}.")
    return words


def _day(words: str | None, option: str) -> date | None:
    try:
        found = date.fromisoformat(words) if words else None
        if found and not YEARS[0] <= found.year <= YEARS[1]:
            raise ValueError(words)
    except ValueError as error:
        raise inputs.Usage(f"{option} {words!r} is no day to plan with.", "Write it as 2026-05-12.") from error
    return found


def _shape(trial: Trial | None, design: str | None) -> str:
    return _design(design) if design else trial.plan.design if trial else "pairs"


def _names(trial: Trial | None, reading: Reading) -> tuple[str, str]:
    return (trial.plan.old, trial.plan.new) if trial else (reading.names["old"], reading.names["new"])


def _read_trial(file: Path | None) -> Trial | None:
    from sellwright.interactions import trials

    if file is None:
        return None
    return trials.read(inputs.small_text(file, "The trial", "Make one with `trial plan --out`."), file.name)


def _read(
    file: Path, trial: Trial | None, window: int | None, columns: list[str], names: tuple[str | None, str | None],
    design: str | None = None,
) -> tuple[Reading, int]:  # fmt: skip
    """The cases and the window that counts. What the table says of its measure must be what was planned."""
    from sellwright.interactions import trials
    from sellwright.sources.trial_tables import read_cases

    _two_names(*names)
    known = {arm: name for arm, name in zip(("old", "new"), names, strict=True) if name}
    if trial:
        known = {"old": trial.plan.old, "new": trial.plan.new, **known}
    said = dict(inputs.named(one, "--column") for one in columns)
    reading = read_cases(file.expanduser(), said, cast("dict[trials.Arm, str]", known), _shape(trial, design))
    days = trial.plan.window_days if trial else window or reading.window_days or WINDOW
    if trial:
        given = window or reading.window_days
        if given and given != days:
            raise CannotRead(f"The plan counts {days} days, this look {given}: the measure changed.", _NEW_TRIAL)
        if reading.measure and not trials.same_measure(reading.measure, trial.plan):
            raise CannotRead(
                f"The plan counts {trial.plan.outcome!r}, the table {reading.measure!r}: the measure changed.",
                _NEW_TRIAL,
            )
    return reading, days


_NEW_TRIAL = "A changed measure is a new trial: plan one, and let this one stand as it was."


def _measure(reading: Reading, shape: str, days: int, today: date, trial: Trial | None) -> Look | PeriodLook:
    from sellwright.measures import trial as measure

    planned = trial.plan.planned if trial else 0
    try:
        if shape == "switchback":
            return measure.alternating(reading.periods, planned)
        if shape == "stepped":
            return measure.stepwise(reading.periods, planned)
        return measure.measure(reading.cases, days, today)
    except ValueError as error:
        raise CannotRead(f"This is no {shape} trial: {error}.", "See docs/measures/trial.md.") from error


def _append(file: Path, trial: Trial, kind: str, values: dict[str, Any]) -> Trial:
    from sellwright.interactions import trials

    text, seal = trials.line(kind, values, trial.seal)
    with file.expanduser().open("a", encoding="utf-8") as opened:
        opened.write(text + "\n")
    return trials.Trial(trial.plan, (*trial.events, {"kind": kind, **values}), seal)


def _write_new(file: Path, text: str) -> None:
    try:
        with file.expanduser().open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise inputs.Usage(f"{file} is there already: trials are added to, not replaced.", "Name another.") from error
    except OSError as error:
        raise CannotRead(f"{file} cannot be written ({error.strerror}).", "Name another place.") from error


def _write_table(file: Path, rows: list[dict[str, Any]]) -> None:
    try:
        with file.expanduser().open("x", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except FileExistsError as error:
        raise inputs.Usage(f"{file} is there already.", "Name another.") from error
    except OSError as error:
        raise CannotRead(f"{file} cannot be written ({error.strerror}).", "Name another place.") from error


def _plan_json(plan: Plan, sized: Any) -> dict[str, Any]:
    from dataclasses import asdict

    told = {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(plan).items()}
    return {"answer": sized.answer, "reasons": list(sized.reasons), "plan": told, "size": sized.as_json()}


def _look_json(
    found: Look | PeriodLook, names: tuple[str, str], days: int, today: date, words: list[str], reading: Reading
) -> dict[str, Any]:
    """The shapes are documented in docs/reference/command-line.md."""
    from dataclasses import asdict

    shared = {"on": today.isoformat(), "window_days": days, "answer": words[0], "reasons": words[1:],
              "problems": list(reading.problems), "arms": {"old": names[0], "new": names[1]}}  # fmt: skip
    rest = asdict(found)
    for arm, side in (("old", getattr(found, "old", None)), ("new", getattr(found, "new", None))):
        if side:
            rest[arm]["share"] = side.share
    return {**shared, **rest}


def _say(words: list[str], problems: tuple[str, ...]) -> None:
    from rich.text import Text

    console = output.console()
    console.print(Text(output.clean(words[0]), style="bold"))
    for line in words[1:]:
        console.print(Text(output.clean(line)))
    for line in problems:
        console.print(Text("Note: " + output.clean(line), style="yellow"))
