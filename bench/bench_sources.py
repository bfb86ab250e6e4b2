"""How fast a mailbox is listed and read: `python bench/bench_sources.py [--messages 50000]`.

Writes a generated mbox (seeded) into a temporary folder, then times listing every entry, loading the newest 2,000, and
loading all; the same again for the mbox packed as .gz and .zip. Times are the best of three, one core. Memory is by
how much the most that the process ever held rose while it listed the file for the first time. Results go to
bench/results/sources.json.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from measuring import write
from sellwright.protocols.finding import source_of
from sellwright.protocols.prints import fingerprint

SEED = 20250115
_WORDS = [
    "the",
    "offer",
    "price",
    "meeting",
    "instrument",
    "sensor",
    "order",
    "please",
    "thanks",
    "call",
    "next",
    "week",
    "delivery",
    "from",
    "sample",
    "test",
]


def write_box(path: Path, messages: int, seed: int = SEED) -> int:
    """A mbox of letters of about 5 kB with full headers, quoted history and, in one of ten, an attachment."""
    chance = random.Random(seed)
    with path.open("wb") as box:
        for number in range(messages):
            day = 1 + number * 364 // messages
            at = time.gmtime(1_700_000_000 + day * 86400 + chance.randrange(86400))
            sender = f"person{chance.randrange(900)}@firm{chance.randrange(300)}.example"
            box.write(f"From {sender} {time.strftime('%a %b %d %H:%M:%S %Y', at)}\n".encode())
            received = "".join(
                f"Received: from relay{i}.example (relay{i}.example [192.0.2.{i}])\n\tby mx.example with ESMTPS id "
                f"{chance.getrandbits(60):x};\n\t{time.strftime('%a, %d %b %Y %H:%M:%S +0000', at)}\n"
                for i in range(4)
            )
            headers = (
                f"X-GM-THRID: {chance.getrandbits(60)}\nX-Gmail-Labels: Inbox,Opened\n{received}"
                f"From: Person <{sender}>\nTo: us@kestrel.example\nSubject: letter {number}\n"
                f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S +0200', at)}\nMessage-ID: <{number}.{seed}@x.example>\n"
                "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
            )
            lines = [" ".join(chance.choices(_WORDS, k=12)) for _ in range(chance.randrange(20, 75))]
            if number % 10 == 0:
                lines += [f"{chance.getrandbits(360):060x}{chance.getrandbits(60):015x}" for _ in range(60)]
            if number % 50 == 0:
                lines.insert(3, ">From the start we said so")
            box.write((headers + "\n".join(lines) + "\n\n").encode())
    return path.stat().st_size


def best(what: Callable[[], object], times: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        what()
        found.append(time.perf_counter() - begin)
    return min(found)


def measure(path: Path) -> dict[str, float]:
    """Listing and loading one file."""
    source = source_of(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(1 for _ in source.entries(path))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    listing = best(lambda: sum(1 for _ in source.entries(path)))
    entries = list(source.entries(path))
    newest = heapq.nlargest(2000, entries, key=lambda entry: entry.at)
    first = best(lambda: [entry.load() for entry in newest], 1)
    loading = best(lambda: sum(1 for entry in entries if entry.load()), 1)
    size = sum(entry.size for entry in entries) / 1e6
    return {
        "entries": count,
        "unpacked_mb": round(size, 1),
        "list_seconds": round(listing, 3),
        "entries_per_second": round(count / listing),
        "list_extra_rss_mb": round(held / 1024, 1),
        "load_newest_2000_seconds": round(first, 3),
        "load_all_seconds": round(loading, 3),
        "load_mb_per_second": round(size / loading),
        "microseconds_a_message": round(1e6 * (listing + loading) / count, 1),
        "fingerprint_seconds": round(best(lambda: fingerprint(path)), 5),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=50_000)
    messages = parser.parse_args().messages
    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder) / "bench.mbox"
        size = write_box(box, messages)
        print(f"{messages} messages, {size / 1e6:.0f} MB", file=sys.stderr)
        with zipfile.ZipFile(Path(folder) / "bench.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(box, "Takeout/Mail/bench.mbox")
        with box.open("rb") as plain, gzip.open(Path(folder) / "bench.mbox.gz", "wb", compresslevel=6) as packed:
            while chunk := plain.read(1 << 20):
                packed.write(chunk)
        results = {name: measure(Path(folder) / name) for name in ("bench.mbox", "bench.mbox.gz", "bench.zip")}
    figures = {"command": f"python bench/bench_sources.py --messages {messages}", "seed": SEED, "figures": results}
    write("sources", figures, ("icalendar", "recurring-ical-events"))


if __name__ == "__main__":
    main()
