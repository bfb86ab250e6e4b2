"""Run as a script by the kill test, never imported by it: a database with two people of many letters, and a process
that makes them one and themselves again until it is killed.

python kill_merging.py begin            makes the tables, two people with a few thousand touches, tasks and tags
python kill_merging.py work             merges, undoes, merges ... and says "begun" before each
python kill_merging.py told FILE        writes which of the two states stands to FILE, or what is in between
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from sellwright import access  # noqa: E402
from sellwright.actions import merging  # noqa: E402
from sellwright.store.models import Absorbed, Address, Event, Job, Merge, Person, Task, Tie, Touch, User  # noqa: E402
from tests.firm_rows import NOW, colleague, person, workspace  # noqa: E402

TOUCHES, TASKS = 3_000, 40


def begin() -> None:
    call_command("migrate", verbosity=0)
    workspace()
    mira = colleague("Mira")
    access.scope_of(mira)
    keeper, gone = person("ana@lab.example", "Ana Berg"), person("ana@home.example", "Anna Berg")
    third = person("b@c.example", "B")
    for row in (keeper, gone):
        events = [Event(ref=f"{row.pk}-{n}", kind="note", at=NOW - n, by_hand=True, person=row) for n in range(TOUCHES)]
        Event.objects.bulk_create(events)
        Touch.objects.bulk_create(
            Touch(person=row, event=event, ref=event.ref, at=event.at, side="us", channel="call", human=True)
            for event in events
        )
        Task.objects.bulk_create(Task(text=str(n), person=row, owner=mira) for n in range(TASKS))
        Tie.objects.create(person=row, other=third, kind="knows")


def work() -> None:
    mira = User.objects.get()
    while True:
        print("begun", flush=True)
        done = Merge.objects.filter(undone_at=None).first()
        if done is None:
            ids = list(Person.objects.exclude(key="b@c.example").order_by("pk").values_list("public_id", flat=True))
            merging.merge(by=mira, noun="person", ids=ids, picks={}, now=NOW)
        else:
            merging.unmerge(by=mira, done=done)
        Job.objects.all().delete()


def told(file: str) -> None:
    """One state or the other; anything else names itself."""
    counts = {
        "people": Person.objects.count(), "touches": sorted(_each(Touch)), "tasks": sorted(_each(Task)),
        "events": sorted(_each(Event)), "addresses": sorted(_each(Address)), "ties": sorted(_each(Tie)),
        "standing": Merge.objects.filter(undone_at=None).count(),
        "whole": all(row.aside for row in Absorbed.objects.filter(merge__undone_at=None)),
    }  # fmt: skip
    apart = {"people": 3, "touches": [3000, 3000], "tasks": [40, 40], "events": [3000, 3000], "addresses": [1, 1, 1],
             "ties": [1, 1], "standing": 0, "whole": True}  # fmt: skip
    one = {"people": 2, "touches": [6000], "tasks": [80], "events": [6000], "addresses": [1, 2], "ties": [1],
           "standing": 1, "whole": True}  # fmt: skip
    state = "apart" if counts == apart else "one" if counts == one else json.dumps(counts)
    Path(file).write_text(state, encoding="utf-8")


def _each(model: type) -> list[int]:
    found: dict[int, int] = {}
    for pk in model.objects.filter(person__isnull=False).values_list("person_id", flat=True):  # type: ignore[attr-defined]
        found[pk] = found.get(pk, 0) + 1
    return list(found.values())


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    {"begin": begin, "work": work, "told": told}[word](*rest)
