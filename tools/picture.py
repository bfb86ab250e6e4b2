"""Draws docs/start/today.svg: `sellwright today --demo` as a picture. Run it when its look changes."""

import io
import os
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

OUT = Path(__file__).resolve().parents[1] / "docs" / "start" / "today.svg"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SELLWRIGHT_CACHE"] = folder
        from sellwright.cli import inputs, today

        book, at = inputs.open_demo(None)
        console = Console(record=True, width=104, file=io.StringIO(), highlight=False, emoji=False, force_terminal=True)
        with book:
            today.print_day(console, today.plan_day(book, at, 3.0))
        svg = console.export_svg(title="sellwright today --demo", theme=MONOKAI, unique_id="today")
    # The picture must not fetch fonts from anywhere.
    start, end = svg.find("@font-face"), svg.rfind("@font-face")
    end = svg.find("}", end) + 1
    OUT.write_text(svg[:start] + svg[end:] + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
