"""How commands speak: data to stdout, words and progress to stderr."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from sellwright.mailroom.intake import Progress


def console(stderr: bool = False) -> Console:
    """A console that is plain when it is no terminal (or NO_COLOR is set)."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False)


_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F)))


def clean(words: str) -> str:
    """Words out of a mail, safe for a terminal: no control or direction-changing characters."""
    return words.translate(_CONTROLS)


def say(words: str) -> None:
    """A line for the person, on stderr."""
    sys.stderr.write(words + "\n")


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON document."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """JSON lines, as they come."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows:
        sys.stdout.write(encode(row) + "\n")


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """CSV with a header line. Cells that a spreadsheet would run as a formula are made plain text."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = clean(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t") else text


@contextmanager
def reading_progress(words: str) -> Iterator[Progress]:
    """A progress bar with counts and time left, on stderr, shown only when reading takes more than a second."""
    if not sys.stderr.isatty():
        yield lambda items, done, total: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[items]:,} messages"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console(stderr=True), transient=True)
    task = bar.add_task(words, total=None, items=0)
    shown = False

    def advance(items: int, done: int, total: int) -> None:
        nonlocal shown
        if not shown and bar.tasks[task].elapsed is None:
            bar.start_task(task)
        if not shown and (bar.tasks[task].elapsed or 0) > 1.0:
            bar.start()
            shown = True
        bar.update(task, completed=min(done, total) if total else done, total=total or None, items=items)

    try:
        yield advance
    finally:
        if shown:
            bar.stop()


@contextmanager
def steps(words: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar of (done, total), on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
