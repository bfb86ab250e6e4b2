"""The time every odd mail and odd calendar takes to be read: `python bench/bench_odd_mail.py`.

Each file of shared/data/odd-mail and of the bounces is read alone, from finding its source to its parsed structure.
None may take over a second. The slowest ten are listed; results go to bench/results/odd_mail.json. Hostile mails made
here (10,000 parts, 1,000 levels, one header of a megabyte) are timed the same way.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from measuring import shared_data, write
from sellwright.interactions.mime import parse
from sellwright.interactions.values import RawMail, Refused
from sellwright.protocols.disk import blob_of
from sellwright.protocols.finding import entries_inside

LIMIT_SECONDS = 1.0


def hostile(folder: Path) -> list[Path]:
    """Mails made to cost as much as they can."""
    makers = {
        "parts": b"Content-Type: multipart/mixed; boundary=b\nSubject: x\n\n" + b"--b\n\nx\n" * 10_000 + b"--b--\n",
        "levels": b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 1_000,
        "header": b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nbody\n",
        "headers": b"".join(b"X-%d: y\n" % number for number in range(60_000)) + b"\nbody\n",
        "from-lines": b"From a@b.example Tue May 14 07:30:00 2024\n" + b">From \nFrom here\n" * 60_000,
    }
    paths = []
    for name, data in makers.items():
        paths.append(folder / f"hostile-{name}.eml")
        paths[-1].write_bytes(data)
    return paths


def read(path: Path, counts: Counter[str]) -> float:
    """Seconds to read one file whole; its outcomes are counted."""
    began = time.perf_counter()
    for entry in entries_inside(blob_of(path)):
        value = entry.load()
        if isinstance(value, RawMail):
            parse(value.data)
        counts[f"{value.outcome}: {value.reason}" if isinstance(value, Refused) else type(value).__name__] += 1
    return time.perf_counter() - began


def main() -> None:
    data = shared_data()
    files = sorted(f for name in ("odd-mail", "bounces/sisimai") for f in (data / name).rglob("*") if f.is_file())
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        times = [(read(path, counts), path.name) for path in [*files, *hostile(Path(folder))]]
    slowest = sorted(times, reverse=True)[:10]
    write(
        "odd_mail",
        {
            "command": "python bench/bench_odd_mail.py",
            "files": len(times),
            "outcomes": dict(counts.most_common()),
            "slowest": [{"file": name, "seconds": round(seconds, 3)} for seconds, name in slowest],
            "over_limit": sum(seconds > LIMIT_SECONDS for seconds, _ in times),
        },
        ("icalendar", "recurring-ical-events"),
    )
    if slowest[0][0] > LIMIT_SECONDS:
        sys.exit(f"{slowest[0][1]} took {slowest[0][0]:.1f} s: over the limit of {LIMIT_SECONDS} s")


if __name__ == "__main__":
    main()
