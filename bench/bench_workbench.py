"""The workbench at size: gunicorn with two workers on the loopback over a book of bench/workbench_book.py, asked by one
and by eight connections. Pages are asked for in turn, round after round.

The machine may be busy with other work, so three figures stand beside each other: milliseconds by the clock (p50, p95,
the best and worst round); milliseconds the server's processes worked for one request; and `quiet_ms`, what that work
would take on this machine when it does nothing else: work divided by that of a loop of plain Python in the same round,
times the QUIET milliseconds of that loop. A target counts as met by `quiet_ms` too, and the result says which.

    python bench/bench_workbench.py [--keep FOLDER] [10000x100000 100000x1000000] [--postgres]

Books are kept in FOLDER and used again when they are there; else they are made in a temporary folder.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import write

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import servers

ROUNDS = int(os.environ.get("BENCH_ROUNDS") or 12)
EACH = 4  # requests of a page in a round; at eight connections one on each
QUIET = 11.6  # milliseconds of the loop on this machine with nothing else on it
TARGETS = {
    "people": 15, "people, a deep page": 15, "person": 20, "search": 15, "board": 20, "log a call": 10, "today": 25,
    "a call, then today": 35, "margin of 500 words": 30, "forecast": 20, "forecast, mine": 20, "a deal": 20,
    "deals, a list": 20, "deals, mine": 20, "firms": 20, "promises": 20, "touches": 20, "duplicates": 20, "fields": 20,
    "imports": 20, "alike": 20,
}  # fmt: skip


def loop() -> float:
    """Milliseconds of processor time for a fixed piece of plain Python."""
    begun = time.thread_time()
    table: dict[int, int] = {}
    for number in range(100_000):
        table[number & 1023] = table.get(number & 1023, 0) + number % 7
    return (time.thread_time() - begun) * 1000


class Meter:
    """Processor time of the server: gunicorn's processes, and PostgreSQL's where there is one."""

    def __init__(self, *parents: int) -> None:
        self.parents = parents

    def milliseconds(self) -> float:
        """So far, all threads of all their children."""
        total = 0
        for parent in self.parents:
            for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
                for thread in Path(f"/proc/{child}/task").iterdir():
                    total += int((thread / "schedstat").read_text().split()[0])
        return total / 1e6


def python(folder: Path, url: str, *words: str) -> str:
    """Runs this file's other half in a process of its own, over one database; returns what it printed."""
    env = {**os.environ, "SELLWRIGHT_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "sellwright.server.settings"}
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    done = subprocess.run([sys.executable, *words], env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


class Client:
    """One connection that is kept open, signed in."""

    def __init__(self, port: int, session: str, token: str) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token,
                        "Accept-Encoding": "gzip"}  # fmt: skip

    def ask(self, path: str, posted: dict[str, str] | None = None, *, part: bool = False) -> float:
        """Milliseconds until the whole answer is there. Ends the run unless it is a good one."""
        body = urllib.parse.urlencode(posted) if posted is not None else None
        headers = dict(self.headers)
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        if part:
            headers["HX-Request"] = "true"
        begun = time.perf_counter()
        try:
            self.wire.request("POST" if body is not None else "GET", path, body, headers)
            answer = self.wire.getresponse()
            held = answer.read()
        except (ConnectionError, http.client.BadStatusLine):
            self.wire.close()  # the server ended an idle connection
            return self.ask(path, posted, part=part)
        took = (time.perf_counter() - begun) * 1000
        if answer.status not in (200, 204, 302):
            raise SystemExit(f"{path}: {answer.status} {held[:300]!r}")
        return took


def questions(held: dict[str, Any]) -> dict[str, Callable[[Client, random.Random], float]]:
    """What is measured, by name."""

    def search(client: Client, draw: random.Random) -> float:
        return client.ask("/search?" + urllib.parse.urlencode({"q": draw.choice(held["words"]), "palette": "1"}))

    def call(client: Client, draw: random.Random) -> float:
        posted = {"outcome": "talked", "minutes": "5", "note": "They call back on Monday."}
        return client.ask(draw.choice(held["calls"]), posted)

    def changed(client: Client, draw: random.Random) -> float:
        call = client.ask(draw.choice(held["calls"]), {"outcome": "no answer", "minutes": "", "note": ""})
        return call + client.ask("/")

    def margin(client: Client, draw: random.Random) -> float:
        words = draw.sample(held["paragraphs"], 30)
        return client.ask(held["margin"], {"text": " ".join(" ".join(words).split()[:500])})

    return {
        "people": lambda client, draw: client.ask("/people"),
        "people, a deep page": lambda client, draw: client.ask(held["deep"]),
        "person": lambda client, draw: client.ask(draw.choice(held["people"])),
        "person of 300 letters": lambda client, draw: client.ask(draw.choice(held["long"])),
        "search": search,
        "board": lambda client, draw: client.ask("/deals"),
        "log a call": call,
        "today": lambda client, draw: client.ask("/"),
        "a call, then today": changed,
        "margin of 500 words": margin,
        **{name: _in_turn(addresses) for name, addresses in held["book"].items()},
    }


def _in_turn(addresses: list[str]) -> Callable[[Client, random.Random], float]:
    return lambda client, draw: client.ask(draw.choice(addresses), part="/alike?" in addresses[0])


def measure(port: int, held: dict[str, Any], connections: int, meter: Meter) -> dict[str, Any]:
    """Medians, 95th percentiles and best rounds of every page, asked for in turn."""
    asked = questions(held)
    clients = [Client(port, held["session"], held["token"]) for _ in range(connections)]
    took: dict[str, list[list[float]]] = {name: [] for name in asked}
    work: dict[str, list[float]] = {name: [] for name in asked}
    quiet: dict[str, list[float]] = {name: [] for name in asked}
    loops: list[float] = []
    for client in clients:
        for ask in asked.values():
            ask(client, random.Random(0))
            ask(client, random.Random(1))
    each = EACH if connections == 1 else 1
    for number in range(ROUNDS):
        for name, ask in asked.items():
            rows: list[float] = []
            threads = [
                threading.Thread(target=_ask, args=(ask, client, random.Random(number * 100 + place), rows, each))
                for place, client in enumerate(clients)
            ]
            before, worked = loop(), meter.milliseconds()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took[name].append(rows)
            worked = (meter.milliseconds() - worked) / len(rows)
            loops.append((before + loop()) / 2)
            work[name].append(worked)
            quiet[name].append(worked / loops[-1] * QUIET)
    middle = statistics.median(loops)
    found: dict[str, Any] = {"loop_ms": {"median": round(middle, 1), "best": round(min(loops), 1), "quiet": QUIET}}
    for name, rounds in took.items():
        every = sorted(one for rows in rounds for one in rows)
        medians = [statistics.median(rows) for rows in rounds]
        p50 = statistics.median(every)
        found[name] = {
            "p50_ms": round(p50, 1),
            "p95_ms": round(every[int(len(every) * 0.95)], 1),
            "best_round_ms": round(min(medians), 1),
            "worst_round_ms": round(max(medians), 1),
            "worked_ms": round(statistics.median(work[name]), 1),
            "quiet_ms": round(statistics.median(quiet[name]), 1),
        }
        if connections == 1 and name in TARGETS:
            met = (
                "by the clock"
                if p50 <= TARGETS[name]
                else "by the work"
                if found[name]["quiet_ms"] <= TARGETS[name]
                else "no"
            )
            found[name] |= {"target_ms": TARGETS[name], "met": met}
    return found


def _ask(
    ask: Callable[[Client, random.Random], float], client: Client, draw: random.Random, rows: list[float], each: int
) -> None:
    for _ in range(each):
        rows.append(ask(client, draw))


def served(folder: Path, url: str, *parents: int) -> dict[str, Any]:
    """The figures of one database."""
    here = Path(__file__).with_name("workbench_asked.py")
    held: dict[str, Any] = json.loads(python(folder, url, str(here), "asked", str(folder)))
    port = servers.free_port()
    env = {**os.environ, "SELLWRIGHT_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "sellwright.server.settings"}
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    from sellwright.server.processes import web_command

    web = subprocess.Popen(web_command("127.0.0.1", port, 2), env=env, stdin=subprocess.DEVNULL)
    try:
        _wait(port)
        meter = Meter(web.pid, *parents)
        one, eight = measure(port, held, 1, meter), measure(port, held, 8, meter)
        return {"rows": held["rows"], "one connection": one, "eight": eight}
    finally:
        web.terminate()
        web.wait(20)


def keep(name: str, figures: dict[str, Any]) -> None:
    """Writes what is measured so far, and how the work of each page grows from the smallest book to the largest."""
    grown: dict[str, dict[str, float]] = {}
    for kind in ("SQLite", "PostgreSQL"):
        held = sorted((key for key in figures if key.endswith(kind)), key=lambda key: figures[key]["rows"]["message"])
        if len(held) > 1:
            small, large = (figures[key]["one connection"] for key in (held[0], held[-1]))
            grown[f"{held[-1]} to {held[0]}"] = {
                page: round(large[page]["quiet_ms"] / small[page]["quiet_ms"], 2) for page in small if page != "loop_ms"
            }
    write(name, {"books": figures, "work of a page, ratio": grown}, ("Django", "gunicorn"))


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            wire = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            wire.request("GET", "/healthy")
            wire.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the web process does not answer")


def main() -> None:
    """Makes the books, serves each, prints and keeps the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("sizes", nargs="*", default=["10000x100000", "100000x1000000"])
    options.add_argument("--keep", type=Path)
    options.add_argument("--postgres", action="store_true")
    options.add_argument("--name", default="workbench")
    given = options.parse_args()
    book, asked = (str(Path(__file__).with_name(name)) for name in ("workbench_book.py", "workbench_asked.py"))
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folders = {size: (given.keep or Path(scratch)) / size for size in given.sizes}
        for size, folder in folders.items():
            if not (folder / "whole").exists():
                python(folder, "", book, str(folder), *size.split("x"))
            figures[f"{size} SQLite"] = served(folder, "")
            keep(given.name, figures)  # what is measured is kept
        if given.postgres:
            with servers.postgres() as cluster:
                for size, folder in folders.items():
                    url = cluster.new_database("bench_" + size)
                    python(folder, url, asked, "copy", str(folder))
                    postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
                    figures[f"{size} PostgreSQL"] = served(folder, url, postmaster)
                    keep(given.name, figures)


if __name__ == "__main__":
    main()
