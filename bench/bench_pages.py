"""The workbench's pages in one process, by processor time: for machines too busy for bench_workbench.py to say anything
by the clock. Through the whole of Django without a network, over a book of workbench_book.py.

`quiet_ms` is the work of a page divided by that of a loop of plain Python around it, times the milliseconds of the loop
on this machine with nothing else on it (about what one connection would wait for then).

    python bench/bench_pages.py FOLDER
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import bench_workbench
import workbench_asked
import workbench_book
from measuring import write

TIMES = 9


def main() -> None:
    """Asks for every page some times, and adds the figures of this book to the result."""
    home = Path(sys.argv[1])
    workbench_book.prepare(home)
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("collectstatic", verbosity=0, interactive=False)
    held = workbench_asked.asked()
    client = Client()
    client.cookies["sessionid"] = held["session"]

    class Wire:
        """Asks as bench_workbench.Client does, and tells the work instead of the clock's time."""

        def ask(self, path: str, posted: dict[str, str] | None = None) -> float:
            begun = time.process_time()
            answer = client.get(path) if posted is None else client.post(path, posted, headers={"HX-Request": "true"})
            took = (time.process_time() - begun) * 1000
            assert answer.status_code in (200, 204, 302), (path, answer.status_code)
            return took

    figures: dict[str, Any] = {}
    draw, wire = random.Random(4), Wire()
    for name, ask in bench_workbench.questions(held).items():
        ask(wire, draw)  # type: ignore[arg-type]
        work, quiet = [], []
        for _ in range(TIMES):
            loop = bench_workbench.loop()
            work.append(ask(wire, draw))  # type: ignore[arg-type]
            quiet.append(work[-1] / ((loop + bench_workbench.loop()) / 2) * bench_workbench.QUIET)
        with CaptureQueriesContext(connection) as seen:
            ask(wire, draw)  # type: ignore[arg-type]
        slowest = max((float(query["time"]) for query in seen.captured_queries), default=0.0)
        figures[name] = {
            "worked_ms": round(statistics.median(work), 1),
            "best_ms": round(min(work), 1),
            "quiet_ms": round(statistics.median(quiet), 1),
            "queries": len(seen.captured_queries),
            "slowest_query_ms": round(slowest * 1000),
            "target_ms": bench_workbench.TARGETS.get(name),
        }
        print(name, figures[name], file=sys.stderr, flush=True)
    write(f"pages-{home.name}", {"rows": held["rows"], "pages": figures}, ("Django",))


if __name__ == "__main__":
    main()
