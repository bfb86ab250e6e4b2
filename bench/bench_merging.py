"""Duplicates in the workbench: `python bench/bench_merging.py [people]`. Results go to bench/results/merging.json.

A book of 100,000 people on SQLite, one in eleven written twice with a slip (bench_duplicates). Told: the search over
the whole book as its job runs it; who is perhaps the same while somebody types, of 300 people drawn from the book,
half of them with a slip; a merge of somebody with 30,000 touches, and its undo. Processor time.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from measuring import write

SEED = 20261122
TOUCHES = 30_000
ASKED = 300


def begin(people: int) -> Any:
    """The tables, a member, the book."""
    from django.core.management import call_command

    from bench_duplicates import book
    from sellwright.store import search
    from sellwright.store.models import Address, Firm, Mailbox, Person, User, Workspace

    call_command("migrate", verbosity=0)
    Workspace.objects.create(name="Bench", frozen_at=1_780_000_000.0)
    user = User.objects.create_user("mira@kestrel.example", name="Mira", role="owner")
    Mailbox.objects.create(owner=user, title="Mira", addresses=[user.email])
    columns, _whose = book(people)
    given, surname, firm, email, phone = (column.values for column in columns)
    firms = {name: Firm(name=name, by_hand=True) for name in sorted(set(firm)) if name}
    Firm.objects.bulk_create(firms.values(), batch_size=500)
    rows = [
        Person(key=f"{email[n] or 'none:'}{'' if n < people - people // 11 else n}"[:254] if email[n] else f"none:{n}",
               name=f"{given[n]} {surname[n]}".strip(), firm=firms.get(firm[n]), telephone=phone[n], by_hand=True)
        for n in range(people)
    ]  # fmt: skip
    seen: set[str] = set()
    for n, row in enumerate(rows):
        if row.key in seen:
            row.key = f"{n}.{row.key}"
        seen.add(row.key)
    Person.objects.bulk_create(rows, batch_size=500)
    Address.objects.bulk_create((Address(email=row.key, person=row) for row in rows if "@" in row.key), batch_size=500)
    for start in range(0, people, 2_000):
        some = Person.objects.order_by("pk")[start : start + 2_000]
        search.index_people(some.select_related("firm").prefetch_related("addresses"))
    return user


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    begun = time.process_time()
    work()
    return round(time.process_time() - begun, 3)


def typed(user: Any) -> dict[str, float]:
    """Milliseconds to say who is perhaps the same."""
    from sellwright.derive import twins
    from sellwright.derive.twins import Written
    from sellwright.store.models import Person

    rng = random.Random(SEED)
    ids = sorted(rng.sample(list(Person.objects.values_list("pk", flat=True)), ASKED))
    took, found = [], 0
    for n, row in enumerate(Person.objects.filter(pk__in=ids).select_related("firm")):
        name = row.name if n % 2 else row.name[:-2] + row.name[-1:]
        asked = Written(name, str(row.firm or ""), phone=row.telephone if n % 3 == 0 else "")
        begun = time.process_time()
        shown = twins.alike(user, "person", asked)
        took.append((time.process_time() - begun) * 1000)
        found += any(one.row.pk == row.pk for one in shown)
    took.sort()
    return {
        "p50_ms": round(statistics.median(took), 2), "p95_ms": round(took[int(0.95 * len(took))], 2),
        "most_ms": round(took[-1], 2), "found": round(found / ASKED, 3),
    }  # fmt: skip


def merged(user: Any) -> dict[str, float]:
    """Somebody with many touches is made one with somebody who has some, and is themselves again."""
    from django.db import transaction

    from sellwright.actions import merging
    from sellwright.store.models import Event, Merge, Person, Touch

    keeper, gone = Person.objects.order_by("pk")[:2]
    for row, count in ((keeper, 1_000), (gone, TOUCHES)):
        for start in range(0, count, 1_000):
            events = Event.objects.bulk_create(
                Event(ref=f"{row.pk}-{n}", kind="note", at=float(n), by_hand=True, person=row)
                for n in range(start, start + 1_000)
            )
            with transaction.atomic():
                Touch.objects.bulk_create(
                    (Touch(person=row, event=one, ref=one.ref, at=one.at, side="us", channel="call", human=True)
                     for one in events), batch_size=50,
                )  # fmt: skip
    ids = [keeper.public_id, gone.public_id]
    one = timed(lambda: merging.merge(by=user, noun="person", ids=ids, picks={}, now=1.0))
    again = timed(lambda: merging.unmerge(by=user, done=Merge.objects.get()))
    return {"touches": TOUCHES, "merge_seconds": one, "undo_seconds": again}


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="sellwright-bench-") as home:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="sellwright.server.settings", SELLWRIGHT_HOME=home, SELLWRIGHT_KEY="for a bench only"
        )
        import django

        django.setup()
        user = begin(people)
        from sellwright.jobs import find_duplicates
        from sellwright.store.models import Twin

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told: dict[str, Any] = {"people": people, "typing_before_a_search": typed(user)}
        told["search_seconds"] = timed(find_duplicates.find_duplicates)
        told |= {"twins": Twin.objects.count(), "peak_mb_before": before}
        told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told["typing"] = typed(user)
        told["newcomer_seconds"] = timed(lambda: find_duplicates.compare_with_others(noun="person", ids=[people // 2]))
        told["merge"] = merged(user)
        print(told)
        write("merging", {"seed": SEED, **told})


if __name__ == "__main__":
    main()
