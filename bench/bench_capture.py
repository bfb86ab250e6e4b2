"""Reading live: a first sync from a local Dovecot with workers running, a second with nothing new, a third after every
message was numbered anew; then many mailboxes that wait: memory, processor, and how soon new mail is on Today.

    python bench/bench_capture.py [messages] [mailboxes]
"""

from __future__ import annotations

import json
import mailbox
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import synthetic
from measuring import calibration, write

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Process:
    """One of Sellwright's processes, watched from outside."""

    def __init__(self, *words: str) -> None:
        self.command = [sys.executable, "-m", *words]
        self.process = subprocess.Popen(self.command)

    def seconds(self) -> float:
        """Of processor time, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def megabytes(self) -> float:
        """Of memory held, without the pages of files it looks into (the database is mapped)."""
        fields = Path(f"/proc/{self.process.pid}/statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * PAGE / 1e6

    def stop(self) -> None:
        """Kindly."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def until(true: Callable[[], bool], seconds: float, every: float = 0.1) -> float:
    """Waits; returns how long. Raises TimeoutError."""
    begun = time.perf_counter()
    while not true():
        if time.perf_counter() - begun > seconds:
            raise TimeoutError
        time.sleep(every)
    return time.perf_counter() - begun


def letters(file: Path) -> Iterator[bytes]:
    """The mails of an mbox."""
    for one in mailbox.mbox(file):
        yield one.as_bytes()


def prepare() -> None:
    """An empty workspace that may call this machine."""
    import django

    django.setup()
    from django.core.management import call_command

    from sellwright.store.models import Workspace

    call_command("migrate", verbosity=0)
    end = synthetic.END
    Workspace.objects.create(
        name="Bench", claimed_at=end, domains=["kestrel-bench.example"], frozen_at=end.timestamp(), reach=["127.0.0.1"]
    )


def account(server: Any, user: str, address: str) -> Any:
    """An account of a new mailbox, paused."""
    from django.utils import timezone
    from tests.capture.dovecot import PASSWORD

    from sellwright.store import sealed
    from sellwright.store.models import Account, Mailbox, User

    owner, _ = User.objects.get_or_create(email=address, defaults={"name": "Mira Holt", "role": "owner"})
    box = Mailbox.objects.create(owner=owner, title=user, addresses=[address])
    where = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": user}
    secret = sealed.seal(json.dumps({"password": PASSWORD}))
    return Account.objects.create(
        mailbox=box, kind="imap", address=address, where=where, secret=secret, paused_at=timezone.now()
    )


def settled() -> bool:
    """Whether nothing is marked and nothing waits to be done at once."""
    from sellwright.store.models import Dirty
    from sellwright.store.models.jobs import Job

    return not Dirty.objects.exists() and not Job.objects.filter(name__startswith="settle").exists()


def first_sync(row: Any, count: int, listener: Process, workers: list[Process]) -> dict[str, Any]:
    """From the moment the account is there to the moment all of it is on Today."""
    from sellwright.store.models import Account, Item, Place

    memory: list[float] = []
    first: list[float] = []
    begun, before = time.perf_counter(), listener.seconds() + sum(one.seconds() for one in workers)
    Account.objects.filter(pk=row.pk).update(paused_at=None)

    def ended() -> bool:
        memory.append(listener.megabytes())
        if not first and Place.objects.exists():
            first.append(time.perf_counter() - begun)
        return Item.objects.count() >= count and settled()

    wall = until(ended, 60 + count / 20, 0.25)
    processor = listener.seconds() + sum(one.seconds() for one in workers) - before
    tenth = max(1, len(memory) // 10)
    return {
        "messages": count,
        "messages_a_second": round(count / wall),
        "wall_seconds": round(wall, 1),
        "processor_seconds_listener": round(listener.seconds(), 1),
        "processor_seconds_with_workers": round(processor, 1),
        "messages_a_second_of_one_core": round(count / processor),
        "seconds_to_the_first_day": round(first[0], 2),
        "listener_mb": {
            "first_tenth": round(statistics.median(memory[tenth : 2 * tenth]), 1),
            "last_tenth": round(statistics.median(memory[-tenth:]), 1),
            "largest": round(max(memory), 1),
        },
    }


def rows() -> dict[str, int]:
    """How many there are."""
    from sellwright.store.models import Item, Message, Sighting

    return {
        "messages": Message.objects.count(),
        "sightings": Sighting.objects.count(),
        "items": Item.objects.count(),
        "present": Item.objects.filter(is_gone=False).count(),
        "stored": Item.objects.filter(is_gone=False, outcome="stored").count(),
    }


def again(row: Any) -> dict[str, Any]:
    """A sync with a new connection: all of it, in seconds."""
    from sellwright.capture.readers import reader_of
    from sellwright.store.models import Account

    before, begun, processor = rows(), time.perf_counter(), time.process_time()
    reader = reader_of(Account.objects.select_related("mailbox__owner").get(pk=row.pk))
    while reader.turn(time.monotonic() + 1.0).is_more:
        pass
    wall, processor = time.perf_counter() - begun, time.process_time() - processor
    reader.close()
    after = rows()
    new = {name: after[name] - before[name] for name in after}
    return {"wall_seconds": round(wall, 2), "processor_seconds": round(processor, 2), "new_rows": new, "rows": after}


def idle(server: Any, listener: Process, many: int, seconds: float) -> dict[str, Any]:
    """Many mailboxes wait; now and then a letter comes in one of them."""
    from sellwright.store.models import Account, Item, Message

    for number in range(many):
        user = server.add(f"idle{number}")
        server.deliver(user, letter(f"first{number}", number))
        made = account(server, user, f"idle{number}@kestrel-bench.example")
        Account.objects.filter(pk=made.pk).update(paused_at=None)
    before = Item.objects.count()
    connected = until(lambda: Account.objects.filter(heard_at__isnull=False).count() > many, 300)
    until(lambda: settled() and Item.objects.count() >= before, 120)
    time.sleep(5)
    processor = listener.seconds()
    time.sleep(seconds)
    processor = listener.seconds() - processor
    waits = []
    for number in range(0, many, max(1, many // 20)):
        server.deliver(f"idle{number}", letter(f"late{number}", number))
        waits.append(
            until(lambda n=number: Message.objects.filter(message_id=f"late{n}@bench").exists() and settled(), 60, 0.02)
        )
    waits.sort()
    return {
        "mailboxes": many,
        "seconds_till_all_stood": round(connected, 1),
        "listener_mb": round(listener.megabytes(), 1),
        "percent_of_a_core": round(100 * processor / seconds, 2),
        "seconds_to_today": {"median": round(statistics.median(waits), 2), "longest": round(waits[-1], 2)},
    }


def letter(name: str, number: int) -> bytes:
    """A short one."""
    return (
        f"From: Ana Ruiz <ana{number}@lab{number}.example>\r\nTo: idle{number}@kestrel-bench.example\r\n"
        f"Subject: Sensors {name}\r\nMessage-ID: <{name}@bench>\r\nDate: Mon, 11 May 2026 09:00:00 +0000\r\n\r\n"
        f"Could you send me the quote for {name}?\r\n"
    ).encode()


def measured(server: Any, folder: Path, count: int, many: int) -> dict[str, Any]:
    """All of it, in order."""
    synthetic.Mailbox(7, count).write(folder / "bench.mbox")
    server.add("mira")
    server.fill("mira", letters(folder / "bench.mbox"))
    prepare()
    row = account(server, "mira", synthetic.ME)
    workers = [Process("sellwright.jobs", lane) for lane in ("quick", "long")]
    listener = Process("sellwright", "listen")
    try:
        time.sleep(5)  # all stand
        figures: dict[str, Any] = {"first_sync": first_sync(row, count, listener, workers)}
        listener.stop()
        figures["nothing_new"] = again(row)
        server.renumber("mira")
        figures["numbered_anew"] = again(row)
        listener = Process("sellwright", "listen")
        if many:
            figures["waiting"] = idle(server, listener, many, 30.0)
    finally:
        for one in (listener, *workers):
            if one.process.poll() is None:
                one.stop()
    return figures


def main() -> None:
    """Prints and keeps the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SELLWRIGHT_HOME"] = str(Path(folder) / "home")
        os.environ["DJANGO_SETTINGS_MODULE"] = "sellwright.server.settings"
        os.environ.pop("DATABASE_URL", None)
        (Path(folder) / "home").mkdir()
        from tests.capture.dovecot import dovecot

        before = calibration()
        with dovecot() as server:
            figures = measured(server, Path(folder), count, many)
        write("capture", {**figures, "calibration_before": before}, ("Django",))


if __name__ == "__main__":
    main()
