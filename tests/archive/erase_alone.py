"""Run as a script by the kill test, never imported by it: a workspace with somebody in it who is to be erased, and the
erasure in a process of its own, which may end itself with SIGKILL at its nth statement or deleted file.

python erase_alone.py begin FOLDER     makes the tables and plants her; her erasure is due
python erase_alone.py erase LAST       erases; dies at the LASTth thing (0: never); prints how many there were
python erase_alone.py finish           goes on to the end; prints what stood before and what stands then, as JSON
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402

from sellwright.actions import rights  # noqa: E402
from sellwright.jobs import erase_person, queue, settling  # noqa: E402
from sellwright.store.models import Deal, Erasure, Firm, Import, Item, Job, LogEntry, Message, Person, User  # noqa: E402
from tests.archive import houses, planted  # noqa: E402

REMOVED = ("os.remove", "shutil.rmtree")


def begin(folder: str) -> None:
    call_command("migrate", verbosity=0)
    zora = planted.planted(Path(folder)).person
    rights.erase(by=User.objects.get(role="owner"), person=zora, now=1.0)
    Job.objects.all().delete()


def erase(last: int) -> None:
    queue.register_all()
    count = _counted(last)
    erase_person.erase_person(erasure=Erasure.objects.get().public_id)
    print(count())


def _counted(last: int) -> Callable[[], int]:
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Callable[..., Any], *asked: Any) -> Any:
        one_more()
        return execute(*asked)

    def removed(event: str, arguments: tuple[object, ...]) -> None:
        if event in REMOVED:
            one_more()

    sys.addaudithook(removed)
    connection.ensure_connection()
    connection.execute_wrappers.append(statement)
    return lambda: done


def finish() -> None:
    """What had become of her, then the rest of the erasure, then what is left of her and what of all others stands."""
    row = Erasure.objects.get()
    before = {"done": row.done_at is not None, "person": row.person is not None}
    houses.settled()  # work goes on meanwhile
    erase(0)
    houses.settled()
    print(json.dumps({
        "before": before,
        "done": Erasure.objects.get().done_at is not None,
        "left": len(planted.left(planted.words_everywhere())) + len(planted.left(planted.bytes_everywhere())),
        "others": {
            "people": sorted(Person.objects.values_list("public_id", flat=True)),
            "firms": sorted(Firm.objects.values_list("public_id", flat=True)),
            "deals": sorted(Deal.objects.values_list("name", flat=True)),
            "mail": sorted(Message.objects.values_list("mid", flat=True)),
            "items": sorted(Item.objects.values_list("outcome", "reason").annotate(n=Count("pk")).values_list()),
            "imports": sorted(Import.objects.values_list("name", "folder")),
            "log": LogEntry.objects.count(),
        },
    }, default=str))  # fmt: skip


if __name__ == "__main__":
    settling.soon = lambda: None  # type: ignore[assignment]
    word, *rest = sys.argv[1:]
    {"begin": begin, "erase": lambda last: erase(int(last)), "finish": finish}[word](*rest)
