"""Today over mailboxes of 5,000, 50,000 and 500,000 messages: seconds, memory, and the ratio to the standard parser.

The yardstick is `email.message_from_bytes` (policy compat32) plus decoding the text bodies of the same messages, in one
process on the same core in the same run. Each figure is a whole process, pinned to one core; ratios are of the seconds
the processor worked for it, so that other work on the machine counts less, and by the clock beside it. The second run
is over the unchanged file. `python bench/bench_today.py 5000 50000` measures other sizes; 500,000 takes half an hour.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import measuring
import synthetic

SEED = 7
NOW = "2026-05-12T08:00+00:00"
YARDSTICK = """
import email, mailbox, sys
count = 0
def decode(message):
    for part in message.walk():
        if part.get_content_maintype() == "text":
            body = part.get_payload(decode=True)
            try: body.decode(part.get_content_charset() or "ascii", "replace")
            except LookupError: body.decode("latin-1")
held, lines = [], []
def read(lines):
    decode(email.message_from_bytes(b"".join(lines)))
with open(sys.argv[1], "rb") as box:
    for line in box:
        if line.startswith(b"From "):
            if lines: read(lines)
            lines = []
        else:
            lines.append(line)
    read(lines)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One command: seconds by the clock, seconds the processor worked for it, and its peak in kilobytes."""

    seconds: float
    cpu: float
    peak: int


def run(command: list[str], cache: Path) -> Run:
    """One command on one core; its output is thrown away. Ends when it fails."""
    env = {**os.environ, "SELLWRIGHT_CACHE": str(cache), "NO_COLOR": "1"}
    started = time.perf_counter()
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=_pin)
    errors = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{command} ended with {status}: {errors.decode()[-400:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def _pin() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(count: int, folder: Path) -> dict[str, Any]:
    """The figures of one size."""
    file = folder / f"bench-{count}.mbox"
    synthetic.Mailbox(SEED, count).write(file)
    today = [str(Path(sys.executable).parent / "sellwright"), "today", str(file), "--me", synthetic.ME, "--now", NOW]
    before = run([sys.executable, "-c", YARDSTICK, str(file)], folder)
    newest = run([*today, "--newest", "2000"], folder / "newest")
    first = run(today, folder / "whole")
    second = run(today, folder / "whole")
    after = run([sys.executable, "-c", YARDSTICK, str(file)], folder)  # again: a machine's speed drifts in an hour
    size = sum(part.stat().st_size for part in (folder / "whole").iterdir())
    yardstick = (before.cpu + after.cpu) / 2
    figures = {
        "messages": count,
        "mailbox_mb": round(file.stat().st_size / 1e6, 1),
        "yardstick_cpu_seconds": [round(before.cpu, 2), round(after.cpu, 2)],
        "today_cpu_seconds": round(first.cpu, 2),
        "ratio_to_yardstick": round(first.cpu / yardstick, 2),
        "today_seconds": round(first.seconds, 2),
        "ratio_by_the_clock": round(first.seconds / ((before.seconds + after.seconds) / 2), 2),
        "messages_per_cpu_second": round(count / first.cpu),
        "second_run_cpu_seconds": round(second.cpu, 2),
        "second_to_first": round(second.cpu / first.cpu, 3),
        "newest_2000_seconds": round(newest.seconds, 2),
        "newest_2000_cpu_seconds": round(newest.cpu, 2),
        "peak_mb": round(first.peak / 1024),
        "second_peak_mb": round(second.peak / 1024),
        "cache_mb": round(size / 1e6, 1),
    }
    file.unlink()
    return figures


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [5_000, 50_000, 500_000]
    rows = []
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(count, Path(folder)))
            print(rows[-1], flush=True)
    helped = [run([str(Path(sys.executable).parent / "sellwright"), "--help"], Path("/")).seconds for _ in range(7)]
    figures = {"seed": SEED, "sizes": rows, "help_seconds_median": round(sorted(helped)[3], 3)}
    measuring.write("today", figures, ("sellwright", "numpy", "rich", "typer"))


if __name__ == "__main__":
    main()
