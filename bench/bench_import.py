"""Importing: rows a second of reading, of the dry run, and of writing people with addresses, firms, ledger, search
index and values of own fields, by processor time; memory; and how both grow with the file.

    python -m bench.bench_import --people 100000        one run in a process of its own, figures on standard output
    python -m bench.bench_import                         10,000, 100,000 and 300,000, and the result file
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 300_000)
QUIET = 0.05  # seconds the calibration loop takes when nobody else uses the machine
HEADINGS = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Job Title", "Company Name", "City", "Country",
    "Contact owner", "Lead Status", "Create Date", "Score", "Notes",
)  # fmt: skip
_GIVEN = [
    "Anna",
    "Bo",
    "Clara",
    "David",
    "Eva",
    "Farid",
    "Gita",
    "Hugo",
    "Ines",
    "Jan",
    "Kaya",
    "Lars",
    "Mina",
    "Noor",
    "Olga",
    "Paul",
    "Rosa",
    "Sven",
    "Tara",
    "Umut",
]
_LAST = [
    "Berg",
    "Chen",
    "Duarte",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haas",
    "Ivanov",
    "Jansen",
    "Keller",
    "Lopez",
    "Meyer",
    "Novak",
    "Okafor",
    "Petit",
    "Quist",
]


def table(path: Path, people: int) -> None:
    """An invented export: one person in five shares a firm with others, one address in fifty comes twice."""
    dice = random.Random(5)
    before = ""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(people):
            firm = dice.randrange(people // 5 + 1)
            given, last = dice.choice(_GIVEN), dice.choice(_LAST)
            email = f"{given}.{last}.{number}@firm-{firm}.example".lower()
            email = before = before if before and not number % 50 else email
            writer.writerow((
                1_000_000 + number, given, last, email,
                f"+49 30 {dice.randrange(10**7):07}", dice.choice(("CTO", "Buyer", "Head of Lab")), f"Firm {firm} GmbH",
                dice.choice(("Berlin", "Lyon", "Oslo")), dice.choice(("Germany", "France", "Norway")),
                dice.choice(("Mira", "Bo Nobody")), dice.choice(("New", "Open", "Contacted", "Qualified")),
                f"{dice.randrange(2019, 2026)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
                dice.randrange(100), "met at the fair" if number % 3 else "",
            ))  # fmt: skip


def one(people: int) -> dict[str, Any]:
    """One size, in this process: a data folder of its own, read, tried, written, brought again."""
    with tempfile.TemporaryDirectory(prefix="sellwright-bench-") as home:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="sellwright.server.settings", SELLWRIGHT_HOME=home, SELLWRIGHT_KEY="bench"
        )
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.utils import timezone

        from sellwright.store.models import User, Workspace

        call_command("migrate", verbosity=0)
        Workspace.objects.create(name="Bench", claimed_at=timezone.now(), domains=["bench.example"])
        User.objects.create_user("mira@bench.example", name="Mira", role="owner")
        folder = Path(home) / "file"
        folder.mkdir()
        table(folder / "people.csv", people)
        figures: dict[str, Any] = {
            "people": people,
            "megabytes": round((folder / "people.csv").stat().st_size / 1e6, 1),
        }
        for run in ("first", "again"):
            figures[run] = _run(folder, people)
        figures["memory_end_mb"] = held()
        figures["peak_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        figures["database_mb"] = round((Path(home) / "sellwright.sqlite").stat().st_size / 1e6)
    return figures


def _loop() -> float:
    """Processor seconds of the work that measuring.calibration times by the wall clock: it takes more where others
    share the processor."""
    begun = time.process_time()
    table: dict[int, int] = {}
    for number in range(300_000):
        table[number & 1023] = table.get(number & 1023, 0) + number % 7
    return time.process_time() - begun


def held() -> int:
    """Megabytes of memory of this process that no file stands behind: its heap, without the database's pages."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("RssAnon"))) // 1024


def _run(folder: Path, people: int) -> dict[str, Any]:
    from sellwright.importing import looking, plans, preparing, rules, trying, writing
    from sellwright.importing.counting import Counts, line
    from sellwright.store.models import Import, User

    by = User.objects.get()
    whole = Import.objects.create(by=by, name="people.csv", folder=str(folder))
    seconds: dict[str, float] = {}
    memory: dict[str, int] = {}
    loops = [_loop()]
    between: list[float] = []  # the same loop after each transaction: others take more and less of the processor

    def clocked(name: str, begun: float) -> None:
        seconds[name] = time.process_time() - begun - sum(between)
        memory[name] = held()
        loops.append(_loop())

    def measured() -> bool:
        between.append(_loop())
        return True

    begun = time.process_time()
    found = [looking.look(folder / "people.csv", "people.csv")]
    clocked("read", begun)
    plan = preparing.proposed(found, folder, "")
    begun = time.process_time()
    tried = trying.attempt(whole, by, plan, folder, lambda _rows: None)
    clocked("dry_run", begun)
    plan, _made = rules.make(plan, by)
    whole.plan, whole.state = plans.to_json(plan), Import.State.WRITING
    whole.save()
    begun = time.process_time()
    writing.write(whole, by, folder, 1_780_000_000.0, measured)
    clocked("write", begun)
    counts = Counts.from_json(Import.objects.get(pk=whole.pk).counts)
    if counts.rows != tried.rows or sum(counts.rows.values()) != people:
        sys.exit(f"The dry run said {tried.rows}, writing did {counts.rows}.")
    Import.objects.filter(pk=whole.pk).update(state=Import.State.DONE)
    rates = {f"{name}_rows_a_second": round(people / spent) for name, spent in seconds.items()}
    while_writing = [*loops[-2:], *between]
    loop = sum(while_writing) / len(while_writing)
    return {
        "line": line(counts.rows),
        "seconds": {k: round(v, 2) for k, v in seconds.items()},
        **rates,
        "loop_seconds": [round(one, 4) for one in loops],
        "write_rows_a_second_quiet": round(people / seconds["write"] * loop / QUIET),
        "write_loop_seconds": round(loop, 4),
        "memory_held_mb": memory,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """All sizes, each in a process of its own."""
    words = argparse.ArgumentParser()
    words.add_argument("--people", type=int, default=0)
    asked = words.parse_args()
    if asked.people:
        sys.stdout.write(json.dumps(one(asked.people)) + "\n")
        return
    from bench import measuring

    runs = []
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "bench.bench_import", "--people", str(size)],
            capture_output=True,
            text=True,
            check=True,
        )
        runs.append(json.loads(done.stdout.strip().splitlines()[-1]))
    measuring.write(
        "import", {"what": "rows of people, processor seconds", "runs": runs}, ("Django", "python-calamine")
    )


if __name__ == "__main__":
    main()
