"""Puts each queue to the same test on SQLite (WAL, BEGIN IMMEDIATE) and PostgreSQL: README.md says how to run it.

    python bench/queues/run.py [--queue own] [--database sqlite] [--kills 20] [--write]

Runs itself once per queue and database (`--one`), since Django is set up once a process.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import itertools
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parents[1]
QUEUES = ("own", "django_q2", "huey_sql", "tasks_db")
PACKAGES = ("django", "django-q2", "huey", "django-tasks-db", "django-tasks", "psycopg")
PATIENCE = 14.0  # seconds without any new effect, after which what is missing counts as lost
SEED = 20251
KEPT = BENCH / "results" / "queues.json"

Figures = dict[str, Any]


class Workers:
    """Workers of some lanes, each in a process group of its own, whose words are kept."""

    def __init__(self, adapter: Any, *lanes: str) -> None:
        self.log = Path(os.environ["SELLWRIGHT_HOME"]) / "workers.log"
        with self.log.open("ab") as log:
            self.processes = [
                subprocess.Popen(adapter.command(lane), stdout=log, stderr=log, start_new_session=True)
                for lane in lanes
            ]  # fmt: skip

    def signal(self, sign: int) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        for process in self.processes:
            process.wait(20)

    def all_pids(self) -> list[int]:
        groups = {process.pid for process in self.processes}
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[2]) in groups:
                    found.append(int(folder.name))
        return found

    def spent(self) -> tuple[float, float]:
        """CPU seconds so far and megabytes held (proportional share of what is shared)."""
        ticks, kilobytes = 0, 0
        for pid in self.all_pids():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        return ticks / os.sysconf("SC_CLK_TCK"), kilobytes / 1024


def effects() -> int:
    from queues.models import Effect

    return Effect.objects.count()


def empty(adapter: Any) -> None:
    """Nothing waits and nothing was done: what the probe before left does not count for the next."""
    from django.db import transaction

    from queues.models import Effect, Started

    adapter.clear()
    with transaction.atomic():
        Started.objects.all().delete()
        Effect.objects.all().delete()


def waited(until: int, patience: float = PATIENCE) -> float:
    """Seconds until that many effects are there; gives up after `patience` without a new one."""
    started = last = time.monotonic()
    seen = effects()
    while seen < until and time.monotonic() - last < patience:
        time.sleep(0.02)
        now = effects()
        if now != seen:
            seen, last = now, time.monotonic()
    return time.monotonic() - started


def latencies(put: dict[int, float]) -> Figures:
    from queues.models import Effect

    waits = sorted(effect.at - put[effect.job] for effect in Effect.objects.filter(job__in=put))
    if not waits:
        return {"done": 0, "of": len(put)}
    return {
        "done": len(waits),
        "of": len(put),
        "median_ms": round(1000 * statistics.median(waits)),
        "p95_ms": round(1000 * waits[int(0.95 * (len(waits) - 1))]),
    }


def killed(adapter: Any, kills: int, jobs: int = 250) -> Figures:
    """kill -9 of the whole group at random moments, many times; then one worker is left in peace."""
    from django.db.models import Count

    from queues.models import Effect, Started

    empty(adapter)
    draw = random.Random(SEED)
    for n in range(jobs):
        adapter.put("quick", n=n, seconds=draw.uniform(0.01, 0.06))
    hits = 0
    for _ in range(kills):
        workers = Workers(adapter, "quick")
        before = Started.objects.count()
        end = time.monotonic() + 8
        while Started.objects.count() == before and effects() < jobs and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(draw.uniform(0.0, 0.8))
        hits += Started.objects.count() > before
        workers.kill()
    workers = Workers(adapter, "quick")
    seconds = waited(jobs)
    workers.kill()
    starts = Started.objects.values("job").annotate(times=Count("pk"))
    done = set(Effect.objects.values_list("job", flat=True))
    return {
        "jobs": jobs,
        "kills": kills,
        "kills_during_work": hits,
        "lost": jobs - len(done),
        "lost_after_start": sum(row["job"] not in done for row in starts),
        "started_again": sum(row["times"] > 1 for row in starts),
        "seconds_after_last_kill": round(seconds, 1),
    }


def rolled_back(adapter: Any) -> Figures:
    """Three in a transaction rolled back, three in one committed; and put in inside the transaction that wrote."""
    from django.db import transaction

    from queues.models import Other

    empty(adapter)
    answer: Figures = {}
    put = getattr(adapter, "put_inside", adapter.put)
    try:
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            Other.objects.create(text="never")
            for n in range(3):
                put("quick", n=n)
            raise ZeroDivisionError
        with transaction.atomic():
            Other.objects.create(text="kept")
            for n in range(10, 13):
                put("quick", n=n)
    except Exception as error:
        answer["refused_inside_transaction"] = f"{type(error).__name__}: {error}"
    workers = Workers(adapter, "quick")
    waited(6, 5.0)
    workers.kill()
    from queues.models import Effect

    ran = set(Effect.objects.values_list("job", flat=True))
    return {"ran_though_rolled_back": len(ran & {0, 1, 2}), "ran_of_committed": len(ran & {10, 11, 12}), **answer}


def lanes(adapter: Any) -> Figures:
    """A long job that keeps a core busy for 9 s; twelve quick ones one after the other meanwhile."""
    from queues.models import Started

    empty(adapter)
    workers = Workers(adapter, "quick", "long")
    adapter.put("quick", n=-1)
    waited(1)
    time.sleep(1.0)
    adapter.put("long", n=-2, seconds=9.0, burn=True)
    time.sleep(1.0)
    put, draw = {}, random.Random(SEED)
    for n in range(12):
        time.sleep(draw.uniform(0.05, 0.3))
        put[n] = time.time()
        adapter.put("quick", n=n)
        waited(2 + n, 6.0)
    answer = latencies(put)
    answer["all_while_long_ran"] = effects() < 14
    waited(14, 10.0)
    answer["long_starts"] = Started.objects.filter(job=-2).count()
    workers.kill()
    return answer


def beside_bulk_writer(adapter: Any) -> Figures:
    """Sixty quick jobs put in over 6 s while another process writes batches of 50 rows, 10 ms between them."""
    empty(adapter)
    workers = Workers(adapter, "quick")
    adapter.put("quick", n=-1)
    waited(1)
    marked = workers.log.stat().st_size
    writer = subprocess.Popen([sys.executable, __file__, "--bulk"], start_new_session=True)
    time.sleep(1.0)
    put, refused = {}, 0
    for n in range(60):
        at = time.time()
        try:
            adapter.put("quick", n=n)
            put[n] = at
        except Exception:
            refused += 1
        time.sleep(0.1)
    waited(len(put) + 1)
    answer = latencies(put)
    os.killpg(writer.pid, signal.SIGKILL)
    writer.wait()
    workers.kill()
    with workers.log.open("rb") as log:
        log.seek(marked)
        answer["locked_in_log"] = log.read().count(b"locked")
    answer["refused"] = refused
    return answer


def idle(adapter: Any, seconds: float = 12.0) -> Figures:
    """Both lanes with nothing to do: processes, memory, CPU; transactions a second where the server counts them."""
    from django.db import connection

    empty(adapter)
    workers = Workers(adapter, "quick", "long")
    time.sleep(6.0)
    counted = connection.vendor == "postgresql"
    cpu, megabytes = workers.spent()
    before = _transactions() if counted else 0
    connection.close()
    time.sleep(seconds)
    after = _transactions() if counted else 0
    spent = workers.spent()[0] - cpu
    answer: Figures = {
        "processes": len(workers.all_pids()),
        "megabytes": round(megabytes),
        "cpu_percent": round(100 * spent / seconds, 2),
    }
    if counted:
        answer["transactions_a_second"] = round((after - before) / (seconds + 1.5), 1)
    workers.kill()
    return answer


def _transactions() -> int:
    from django.db import connection

    connection.close()
    time.sleep(1.5)  # the server sums up once a second
    with connection.cursor() as cursor:
        cursor.execute("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()")
        return int(cursor.fetchone()[0])


def start(adapter: Any) -> Figures:
    """From starting the process to the effect of a job that waits; median of three."""
    taken = []
    for n in range(3):
        empty(adapter)
        adapter.put("quick", n=n)
        workers = Workers(adapter, "quick")
        taken.append(waited(1))
        workers.kill()
        time.sleep(0.3)
    return {"seconds_to_first_effect": round(statistics.median(taken), 2)}


def idle_latency(adapter: Any) -> Figures:
    """Twenty jobs for an idle worker, at random moments."""
    empty(adapter)
    workers = Workers(adapter, "quick")
    adapter.put("quick", n=-1)
    waited(1)
    draw, put = random.Random(SEED), {}
    for n in range(20):
        time.sleep(draw.uniform(0.3, 0.9))
        put[n] = time.time()
        adapter.put("quick", n=n)
        waited(2 + n, 5.0)
    workers.kill()
    return latencies(put)


def told_to_stop(adapter: Any) -> Figures:
    """SIGTERM while a job of 1.5 s runs: is it finished, and when is the worker gone?"""
    from queues.models import Started

    empty(adapter)
    workers = Workers(adapter, "quick")
    adapter.put("quick", n=0, seconds=1.5)
    end = time.monotonic() + 10
    while not Started.objects.exists() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.3)
    began = time.monotonic()
    os.kill(workers.processes[0].pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        workers.processes[0].wait(25)
    seconds = time.monotonic() - began
    answer = {
        "finished_first": effects() == 1,
        "seconds": round(seconds, 1),
        "ended": workers.processes[0].poll() is not None,
    }
    workers.kill()
    return answer


def retried(adapter: Any) -> Figures:
    """A job that raises twice, then goes well: the waits between its starts, and what of its error is kept."""
    from queues.bodies import SECRET
    from queues.models import Started

    empty(adapter)
    adapter.put("quick", n=0, fail=2)
    workers = Workers(adapter, "quick")
    waited(1)
    workers.kill()
    at = list(Started.objects.order_by("at").values_list("at", flat=True))
    kept = _kept(SECRET)
    logged = SECRET.encode() in workers.log.read_bytes()
    return {
        "starts": len(at),
        "went_well": effects() == 1,
        "waits_s": [round(b - a, 1) for a, b in itertools.pairwise(at)],
        "error_words_kept_in_database": kept,
        "error_words_in_log": logged,
    }


def long_killed(adapter: Any) -> Figures:
    """A job of 9 s in the long lane, its worker killed after 1 s: how long until it starts again?"""
    from queues.models import Started

    empty(adapter)
    adapter.put("long", n=0, seconds=9.0)
    workers = Workers(adapter, "long")
    while not Started.objects.exists():
        time.sleep(0.02)
    time.sleep(1.0)
    workers.kill()
    killed_at = time.monotonic()
    workers = Workers(adapter, "long")
    while Started.objects.count() < 2 and time.monotonic() - killed_at < 75:
        time.sleep(0.05)
    again = Started.objects.count() > 1
    seconds = time.monotonic() - killed_at
    workers.kill()
    return {"started_again": again, "seconds_from_kill_to_next_start": round(seconds, 1) if again else None}


def _kept(words: str) -> bool:
    """Whether any text column of any table holds these words (plain, or in what a queue packs)."""
    from django.apps import apps

    for model in apps.get_models():
        if model._meta.app_label in {"store", "django_q", "django_tasks_database"}:
            for row in model._default_manager.all().values():
                if words in repr(row):
                    return True
    return False


PROBES = (killed, rolled_back, lanes, beside_bulk_writer, idle, start, idle_latency, told_to_stop, retried, long_killed)


def bulk() -> None:
    """Writes batches of 50 rows until it is killed."""
    import django

    django.setup()
    from django.db import transaction

    from queues.models import Other

    while True:
        with transaction.atomic():
            for n in range(50):
                Other.objects.create(text=f"row {n} " * 10)
        time.sleep(0.01)


def one(kills: int, only: str) -> Figures:
    """All probes on the queue and database of the environment."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    adapter = importlib.import_module(f"queues.adapters.{os.environ['PROBE_QUEUE']}")
    answer = {}
    for probe in PROBES:
        if only and probe.__name__ != only:
            continue
        answer[probe.__name__] = probe(adapter, kills) if probe is killed else probe(adapter)
        print(f"  {probe.__name__}: {answer[probe.__name__]}", file=sys.stderr, flush=True)
    return answer


def threads_or_processes() -> Figures:
    """Our own table once more with both lanes as threads of one process, against a process a lane (`lanes`)."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    from queues.adapters import own

    class Together:
        put, clear = staticmethod(own.put), staticmethod(own.clear)

        @staticmethod
        def command(lane: str) -> list[str]:
            if lane == "long":
                return [sys.executable, "-c", "import time; time.sleep(600)"]
            return [*own.command("quick"), "long"]

    return {"lanes": lanes(Together), "idle": idle(Together)}


def _ran(home: Path, name: str, url: str, words: list[str]) -> Figures:
    environment = {
        **os.environ,
        "PROBE_QUEUE": name,
        "SELLWRIGHT_HOME": str(home),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "queues.settings",
        "PYTHONPATH": os.pathsep.join([str(BENCH), str(BENCH.parent), *sys.path[1:]]),
    }
    ran = subprocess.run([sys.executable, __file__, *words], env=environment, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(ran.stdout))


def main() -> None:
    """Runs what is asked for; with --write keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queue", choices=QUEUES)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--only", default="", help="one probe")
    parser.add_argument("--write", action="store_true")
    for hidden in ("--one", "--bulk", "--together"):
        parser.add_argument(hidden, action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bulk:
        return bulk()
    if asked.one or asked.together:
        print(json.dumps(threads_or_processes() if asked.together else one(asked.kills, asked.only)))
        return None
    sys.path[:0] = [str(BENCH), str(BENCH.parent)]
    from tests import servers

    from measuring import write

    figures: Figures = {"seed": SEED, "kills": asked.kills, "results": {}}
    if asked.write and asked.queue and KEPT.exists():  # the other queues' figures stay
        figures["results"] = json.loads(KEPT.read_text())["results"]
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(servers.postgres()) if asked.database != "sqlite" else None
        for number, (name, database) in enumerate((q, d) for q in QUEUES for d in ("sqlite", "postgresql")):
            if asked.queue not in (None, name) or asked.database not in (None, database):
                continue
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="queues-")))
            url = cluster.new_database(f"probe{number}") if cluster and database == "postgresql" else ""
            print(f"{name} on {database}", file=sys.stderr, flush=True)
            words = ["--one", "--kills", str(asked.kills), *(["--only", asked.only] if asked.only else [])]
            figures["results"].setdefault(name, {})[database] = _ran(home, name, url, words)
            if name == "own" and not asked.only:
                figures["results"][name][database]["lanes_as_threads"] = _ran(home, name, url, ["--together"])
    if asked.write:
        write("queues", figures, PACKAGES)
    else:
        print(json.dumps(figures, indent=1))
    return None


if __name__ == "__main__":
    main()
