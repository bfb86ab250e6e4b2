"""Intake into the database: messages a second of one core's time, all measures and full text with them; memory; how
long a write transaction holds the others up. SQLite in a temporary folder.

    python bench/bench_intake.py [messages] [file.mbox]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import synthetic
from measuring import calibration, write


def resident() -> float:
    """Megabytes of memory this process holds."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def watch(every: float, rows: list[float], stop: threading.Event) -> None:
    """Notes the memory held, until told to stop."""
    while not stop.wait(every):
        rows.append(resident())


def transactions(seconds: list[float]) -> None:
    """Notes how long each outermost transaction holds the database."""
    from django.db import transaction

    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    begun: list[float] = []

    def entering(self: Any) -> None:
        enter(self)  # type: ignore[no-untyped-call]
        begun.append(time.perf_counter())

    def leaving(self: Any, *failure: Any) -> None:
        leave(self, *failure)  # type: ignore[no-untyped-call]
        at = begun.pop()
        if not begun:
            seconds.append(time.perf_counter() - at)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entering, leaving  # type: ignore[method-assign]


def timed_calls(spent: dict[str, float]) -> Callable[[Any, str], None]:
    """Wraps functions of modules so that their processor time is added up by name."""

    def wrap(module: Any, name: str) -> None:
        work = getattr(module, name)

        def timed(*args: Any, **more: Any) -> Any:
            begun = time.process_time()
            try:
                return work(*args, **more)
            finally:
                key = f"{module.__name__.rpartition('.')[2]}.{name}"
                spent[key] = spent.get(key, 0.0) + time.process_time() - begun

        setattr(module, name, timed)

    return wrap


def take(file: Path, count: int) -> dict[str, Any]:
    """Takes the mbox in as the mailbox of an empty workspace."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from sellwright.derive import people, places, standings, touches
    from sellwright.jobs import taking_in
    from sellwright.store.models import Intake, Item, Mailbox, Place, Standing, Touch, User, Workspace

    end = synthetic.END
    Workspace.objects.create(name="Bench", claimed_at=end, domains=["kestrel-bench.example"], frozen_at=end.timestamp())
    user = User.objects.create_user(synthetic.ME, name="Mira Holt", role="owner")
    mailbox = Mailbox.objects.create(owner=user, title="Mail", addresses=[synthetic.ME])
    intake = Intake.objects.create(mailbox=mailbox, by=user, name=file.name, path=str(file), begun_at=synthetic.END)
    spent: dict[str, float] = {}
    wrap = timed_calls(spent)
    for module, name in ((taking_in, "_open_all"), (touches, "refile"), (standings, "stand"),
                         (standings, "judge_firms"), (places, "place"), (people, "ours")):  # fmt: skip
        wrap(module, name)
    held: list[float] = []
    transactions(held)
    memory: list[float] = []
    stop = threading.Event()
    threading.Thread(target=watch, args=(0.25, memory, stop), daemon=True).start()
    processor, wall = time.process_time(), time.perf_counter()
    taking_in.take_in(intake=intake.public_id)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    stop.set()
    intake.refresh_from_db()
    held.sort()
    tenth, home = max(1, len(memory) // 10), Path(os.environ["SELLWRIGHT_HOME"])
    return {
        "messages": count,
        "state": intake.state,
        "messages_a_second_of_one_core": round(count / processor),
        "messages_a_second_by_the_wall": round(count / wall),
        "processor_seconds": round(processor, 1),
        "wall_seconds": round(wall, 1),
        "processor_seconds_by_step": {name: round(value, 1) for name, value in sorted(spent.items())},
        "transactions": len(held),
        "transaction_ms": {
            "median": round(statistics.median(held) * 1000, 1),
            "p95": round(held[int(len(held) * 0.95)] * 1000, 1),
            "p99": round(held[int(len(held) * 0.99)] * 1000, 1),
            "longest": round(held[-1] * 1000, 1),
        },
        "memory_mb": {
            "first_tenth": round(statistics.median(memory[:tenth]), 1),
            "middle": round(statistics.median(memory[len(memory) // 2 :][:tenth]), 1),
            "last_tenth": round(statistics.median(memory[-tenth:]), 1),
            "largest": round(max(memory), 1),
        },
        "rows": {row.__name__: row.objects.count() for row in (Item, Touch, Standing, Place)},
        "database_mb": round(sum(part.stat().st_size for part in home.glob("*.sqlite*")) / 1e6),
    }  # fmt: skip


def main() -> None:
    """Writes the mbox (seeded) unless it is given, takes it in, prints and keeps the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        given = Path(sys.argv[2]) if len(sys.argv) > 2 else None
        file = given or Path(folder) / "bench.mbox"
        if given is None:
            synthetic.Mailbox(7, count).write(file)
        os.environ["SELLWRIGHT_HOME"] = os.environ.get("BENCH_HOME") or folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "sellwright.server.settings"
        os.environ.pop("DATABASE_URL", None)
        before = calibration()
        figures = take(file, count)
        figures["calibration_before"] = before
        per_message = figures["processor_seconds"] / count
        figures["messages_a_calibration_loop"] = round(before / per_message, 2)
        write("intake", {"intake": figures}, ("Django",))


if __name__ == "__main__":
    main()
