"""Calendars read live from a local Radicale: the first reading, a look when nothing is new, one change, a week later.

    python bench/bench_calendars.py [single meetings] [weekly series]

Seconds are this process's own (user and system): the server's are not in them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from measuring import write

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Prints the figures and keeps them."""
    single, series = (int(word) for word in (sys.argv[1:3] or ("1000", "100")))
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SELLWRIGHT_HOME": str(Path(folder) / "home"), "SELLWRIGHT_KEY": "bench",
            "DJANGO_SETTINGS_MODULE": "sellwright.server.settings",
        }  # fmt: skip
        (Path(folder) / "home").mkdir()
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        write("calendars", measured(Path(folder), single, series), ("icalendar", "recurring-ical-events", "radicale"))


def measured(folder: Path, single: int, series: int) -> dict[str, Any]:
    """All figures."""
    from django.utils import timezone
    from tests.capture import calendars as cal

    from sellwright.capture import calendar_ledger
    from sellwright.capture.caldav_reader import reader
    from sellwright.store.models import Event

    now = timezone.now()
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    with cal.radicale(folder) as server:
        server.make()
        for n in range(single):
            start = noon + timedelta(hours=3 * (n - single // 2))
            server.put(f"{n}.ics", cal.calendar(cal.meeting(f"{n}@k", start)))
        for n in range(series):
            start = noon - timedelta(days=900 + n)
            server.put(f"s{n}.ics", cal.calendar(cal.meeting(f"s{n}@k", start, "RRULE:FREQ=WEEKLY")))
        account = cal.account("caldav", {"url": server.url, "user": cal.USER}, {"password": cal.PASSWORD})
        held = cal.folder(account, server.calendar)
        one = reader(account)
        turns: list[float] = []

        def read() -> None:
            while True:
                begun = time.process_time()
                done = one.turn(time.monotonic() + 2.0)
                turns.append(time.process_time() - begun)
                if not done.is_more:
                    return

        first = spent(read)
        events = Event.objects.count()
        idle = spent(lambda: [one.turn(time.monotonic() + 2.0) for _ in range(20)]) / 20
        server.put("0.ics", cal.calendar(cal.meeting("0@k", noon + timedelta(days=1), "SEQUENCE:1")))
        change = spent(read)
        calendar_ledger.now = lambda: now + timedelta(days=7, hours=1)  # type: ignore[assignment]
        week = spent(read)
        stored, skipped, failed, shown = cal.ledger(held)
    return {
        "single": single, "series": series, "events": events, "first_seconds": round(first, 2),
        "events_a_second": round(events / first), "longest_turn_seconds": round(max(turns), 2),
        "nothing_new_milliseconds": round(idle * 1000, 1), "one_change_milliseconds": round(change * 1000, 1),
        "a_week_later_seconds": round(week, 2), "events_then": Event.objects.count(),
        "account": {"stored": stored, "skipped": skipped, "failed": failed, "on_server": shown},
    }  # fmt: skip


def spent(work: Callable[[], Any]) -> float:
    """Seconds of processor time."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
