"""Today over mailboxes of 5,000, 50,000 and 500,000 messages: seconds, memory, and the ratio to the standard parser.

The yardstick is `email.message_from_bytes` (policy compat32) plus decoding the text bodies of the same messages, in one
process on the same core in the same run. Each figure is a whole process, pinned to one core. The second run is over the
unchanged file. `python bench/bench_today.py 5000 50000` measures other sizes; 500,000 takes half an hour.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
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


def run(command: list[str], cache: Path) -> tuple[float, int]:
    """Seconds and peak kilobytes of one command on one core; its output is thrown away. Ends when it fails."""
    env = {**os.environ, "SELLWRIGHT_CACHE": str(cache), "NO_COLOR": "1"}
    seconds = [0.0]

    def work() -> None:
        nonlocal peak
        child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=_pin)
        errors = child.stderr.read() if child.stderr else b""
        _, status, usage = os.wait4(child.pid, 0)
        peak = usage.ru_maxrss
        if status:
            sys.exit(f"{command} ended with {status}: {errors.decode()[-400:]}")

    peak = 0
    seconds[0] = measuring.timed(work)
    return seconds[0], peak


def _pin() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(count: int, folder: Path) -> dict[str, Any]:
    """The figures of one size."""
    file = folder / f"bench-{count}.mbox"
    synthetic.Mailbox(SEED, count).write(file)
    today = [str(Path(sys.executable).parent / "sellwright"), "today", str(file), "--me", synthetic.ME, "--now", NOW]
    yardstick, _ = run([sys.executable, "-c", YARDSTICK, str(file)], folder)
    newest, _ = run([*today, "--newest", "2000"], folder / "newest")
    first, peak = run(today, folder / "whole")
    second, again = run(today, folder / "whole")
    size = sum(part.stat().st_size for part in (folder / "whole").iterdir())
    figures = {
        "messages": count,
        "mailbox_mb": round(file.stat().st_size / 1e6, 1),
        "yardstick_seconds": round(yardstick, 2),
        "today_seconds": round(first, 2),
        "ratio_to_yardstick": round(first / yardstick, 2),
        "messages_per_second": round(count / first),
        "second_run_seconds": round(second, 2),
        "second_to_first": round(second / first, 3),
        "newest_2000_seconds": round(newest, 2),
        "peak_mb": round(peak / 1024),
        "second_peak_mb": round(again / 1024),
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
    helped, _ = zip(
        *(run([str(Path(sys.executable).parent / "sellwright"), "--help"], Path("/")) for _ in range(7)), strict=True
    )
    figures = {"seed": SEED, "sizes": rows, "help_seconds_median": round(sorted(helped)[3], 3)}
    measuring.write("today", figures, ("sellwright", "numpy", "rich", "typer"))


if __name__ == "__main__":
    main()
