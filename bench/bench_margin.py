"""What the margin of a letter costs: `python bench/bench_margin.py [--letters 300000]`.

An index of letters of 100 words on average, all within the last year, made word by word and sentence by sentence with a
seed; a quarter of the sentences come from a stock that is used again. Ten mailboxes; the viewer reads all of them, or
their own alone. Asked through the page's own address, on SQLite and PostgreSQL:

  opened   a draft of 500 words never seen before
  typing   the same draft with one more word each time, as while somebody writes
  two      typing, by two processes at once

Times are milliseconds at one connection, by the clock and of the processor (`cpu`, without the database's own);
memory is what a process holds for itself alone.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measuring import write
from sellwright.measures.fingerprint import Index, Sent
from sellwright.settings import Settings

SEED = 20260512
NOW = 1_780_000_000.0
MAILBOXES = 10
READERS = 100_000
ROUNDS = 60


class Writer:
    """Sentences and letters of made-up words, some of them used again."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        made = random.Random(SEED)
        syllables = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeio"]
        self.words = ["".join(made.choices(syllables, k=made.randint(1, 5))) for _ in range(30_000)]
        self.often = _falling(len(self.words), 5)
        chance, self.chance = self.chance, made
        self.stock = [self.sentence() for _ in range(20_000)]
        self.chance = chance
        self.stock_often = _falling(len(self.stock), 20)

    def sentence(self) -> str:
        count = self.chance.randint(6, 18)
        return " ".join(self.chance.choices(self.words, cum_weights=self.often, k=count)).capitalize() + "."

    def letter(self, words: int) -> str:
        parts, count = [], 0
        while count < words:
            again = self.chance.random() < 0.25
            part = self.chance.choices(self.stock, cum_weights=self.stock_often)[0] if again else self.sentence()
            parts.append(part)
            count += part.count(" ") + 1
        return " ".join(parts)


def _falling(count: int, flat: int) -> list[float]:
    total, found = 0.0, []
    for rank in range(count):
        total += 1 / (rank + flat)
        found.append(total)
    return found


def build(letters: int, file: Path) -> dict[str, Any]:
    """The index, written to a file; letter n lies in mailbox 1 + n % MAILBOXES."""
    writer, index = Writer(SEED), Index(Settings())
    began = time.process_time()
    for number in range(letters):
        at = NOW - writer.chance.random() * 360 * 86400
        reader = str(10 + writer.chance.randrange(READERS))
        name = f"{(1 + number % MAILBOXES) << 40 | 1 + number:016x}"
        index.add(name, Sent(writer.letter(writer.chance.randint(50, 150)), (reader,), at))
    with file.open("wb") as out:
        for piece in index.dump():
            out.write(piece)
    return {"letters": letters, "build_cpu_seconds": round(time.process_time() - began), "bytes": file.stat().st_size}


def fill(file: Path) -> None:
    """A workspace with mailboxes, a viewer of all of them and one of the first alone, and the segments."""
    from django.core.management import call_command
    from django.utils import timezone

    from sellwright import access
    from sellwright.store import wording_files, wordings
    from sellwright.store.models import Draft, Mailbox, Share, User, Workspace

    call_command("migrate", verbosity=0)
    Workspace.objects.create(name="Bench", frozen_at=NOW, claimed_at=timezone.now())
    users = [User.objects.create_user(f"u{n}@bench.example", name=f"User {n}") for n in range(MAILBOXES)]
    for user in users:
        mailbox = Mailbox.objects.create(owner=user, title=user.name)
        assert mailbox.pk <= MAILBOXES
    for mailbox in Mailbox.objects.exclude(owner=users[1]):
        Share.objects.create(mailbox=mailbox, level="whole", team=_team_of(users[0]))
    Share.objects.create(mailbox=users[1].mailboxes.get(), level="whole", team=users[0].team)
    for user in users[:2]:
        user.refresh_from_db()
        access.scope_of(user)
        Draft.objects.create(author=user, to="a@b.example")
    with file.open("rb") as stream:
        index = Index.from_bytes(memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)))
        for part in index.parts():
            one = Index.over([part])
            wording_files.write(one, wordings.rules(Settings()), lambda row: None)


def _team_of(user: Any) -> Any:
    from sellwright.store.models import Team

    user.team, _ = Team.objects.get_or_create(name="All")
    user.save()
    return user.team


def ask(who: int, seed: int) -> dict[str, Any]:
    """Times of the margin for one viewer."""
    from django.test import Client

    from sellwright.store.models import Draft, User

    user = User.objects.get(email=f"u{who}@bench.example")
    client = Client()
    client.force_login(user)
    url = f"/letters/{Draft.objects.get(author=user).public_id}/margin"
    writer = Writer(seed)

    def once(text: str) -> tuple[float, float]:
        began, used = time.perf_counter(), time.process_time()
        answer = client.post(url, {"text": text})
        took = (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000
        assert answer.status_code == 200
        return took

    once(writer.letter(500))
    opened = [once(writer.letter(500)) for _ in range(ROUNDS)]
    text = writer.letter(480)
    once(text)
    typing = []
    for _ in range(ROUNDS):
        text += f" {writer.words[writer.chance.randrange(3000)]}"
        typing.append(once(text))
    return {"opened": _told(opened), "typing": _told(typing), "own_memory_mb": _own_memory()}


def _told(times: list[tuple[float, float]]) -> dict[str, float]:
    wall, used = sorted(one for one, _ in times), [two for _, two in times]
    p95 = wall[int(len(wall) * 0.95)]
    return {
        "p50": round(statistics.median(wall), 1),
        "p95": round(p95, 1),
        "cpu_p50": round(statistics.median(used), 1),
    }


def _own_memory() -> int | None:
    file = Path("/proc/self/smaps_rollup")
    if not file.exists():
        return None
    lines = [line.split() for line in file.read_text().splitlines()]
    return round(sum(int(line[1]) for line in lines if line[0] == "Private_Dirty:") / 1000)


def inside(mode: str, *words: str) -> None:
    """What a process of the benchmark does."""
    import django

    django.setup()
    if mode == "fill":
        fill(Path(words[0]))
    else:
        print(json.dumps(ask(int(words[0]), int(words[1]))))


def run(home: Path, url: str, *words: str) -> subprocess.Popen[str]:
    """Another process of this file, on one database."""
    own = {**os.environ, "SELLWRIGHT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sellwright.server.settings"}
    own |= {"DATABASE_URL": url, "SELLWRIGHT_KEY": "for the benchmark"}
    return subprocess.Popen([sys.executable, __file__, "--inside", *words], env=own, stdout=subprocess.PIPE, text=True)


def read(process: subprocess.Popen[str]) -> Any:
    """What it printed."""
    out, _ = process.communicate()
    assert process.returncode == 0
    return json.loads(out) if out else None


def measure(home: Path, url: str, file: Path) -> dict[str, Any]:
    """All figures on one database."""
    home.mkdir()
    read(run(home, url, "fill", str(file)))
    found = {
        "all_mailboxes": read(run(home, url, "ask", "0", "1")),
        "own_mailbox": read(run(home, url, "ask", "1", "2")),
    }
    pair = [run(home, url, "ask", "0", str(seed)) for seed in (3, 4)]
    found["two_processes"] = [read(process) for process in pair]
    return found


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """SQLite, then PostgreSQL if there is one."""
    yield "sqlite", ""
    from tests import servers

    try:
        with servers.postgres() as cluster:
            yield "postgresql", cluster.new_database("margin")
    except servers.NoPostgres as why:
        print(f"PostgreSQL not measured: {why}", file=sys.stderr)


def main() -> None:
    """Build, measure, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--letters", type=int, default=300_000)
    options.add_argument("--index", type=Path, help="an index built before")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file = given.index or folder / "index"
        figures: dict[str, Any] = {} if file.exists() else build(given.letters, file)
        for name, url in databases(folder):
            figures[name] = measure(folder / name, url, file)
        write("margin", {"words": 500, **figures}, ("numpy", "Django"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(*sys.argv[2:])
    else:
        main()
