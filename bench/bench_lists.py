"""Lists at size: every page of bench/workbench_book.py's book in this process, the processor time of each (median of
ROUNDS), and what it would be on a machine with nothing else to do: divided by that of a loop of plain Python measured
beside it, times the loop's QUIET milliseconds. Then values of own fields laid out, and the whole list as a file.

    SELLWRIGHT_HOME=FOLDER python bench/bench_lists.py     (FOLDER: made by bench/workbench_book.py)
"""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from typing import Any

from measuring import write

QUIET = 16.3  # milliseconds of the loop on this machine with nothing else on it
ROUNDS = int(os.environ.get("BENCH_ROUNDS") or 7)
TARGET = 20.0
PAGES = (
    "/people", "/people?as=1&sort=name", "/people?as=1&sort=-name", "/people?as=1&sort=firm", "/people?as=1&sort=owner",
    "/people?as=1&sort=-effort", "/people?as=1&sort=relation", "/people?as=1&sort=title", "/people?owner=me",
    "/people?owner=me&sort=name",
    "/people?relation=unknown", "/people?view=quiet", "/people?view=unowned", "/people?as=1&sort=x.region",
    "/people?as=1&sort=-x.size", "/people?as=1&f=x.tier:any:gold", "/people?as=1&f=x.region:is:region 17",
    "/people?as=1&f=x.region:has:gion 17", "/people?as=1&f=x.size:more:5000", "/firms", "/firms?as=1&sort=name",
    "/deals/list", "/deals/list?as=1&sort=-amount", "/deals/list?as=1&sort=stage", "/deals/list?as=1&sort=firm",
    "/deals/list?view=decided", "/promises", "/touches", "/touches?view=them", "/people?q=fe", "/people?q=raka",
    "/firms?q=te", "/deals/list?q=vo",
)  # fmt: skip


def loop() -> float:
    """Milliseconds of processor time for a fixed piece of plain Python."""
    begun = time.process_time()
    table: dict[int, int] = {}
    for number in range(100_000):
        table[number & 1023] = table.get(number & 1023, 0) + number % 7
    return (time.process_time() - begun) * 1000


def quiet(work: Any) -> float:
    """Milliseconds of a piece of work as if nothing else ran: the median of its rounds."""
    found = []
    for _ in range(ROUNDS):
        before, begun = loop(), time.process_time()
        work()
        took = (time.process_time() - begun) * 1000
        found.append(took / ((before + loop()) / 2) * QUIET)
    return statistics.median(found)


def own_fields() -> float:
    """Six fields on everybody; values laid out a second, as if nothing else ran."""
    from django.db import connection, transaction

    from sellwright.store.lists import values
    from sellwright.store.models import Field, Person

    draw = random.Random(5)
    if not Field.objects.exists():
        for key, kind in (
            ("region", "text"),
            ("size", "number"),
            ("tier", "choice"),
            ("since", "date"),
            ("vip", "yes_no"),
        ):
            choices = ["gold", "silver", "iron"] if kind == "choice" else []
            Field.objects.create(noun="person", key=key, name=key.title(), kind=kind, choices=choices)
        rows = []
        for pk in Person.objects.values_list("pk", flat=True):
            held = {"region": f"Region {draw.randrange(400)}", "size": draw.randrange(100_000),
                    "vip": draw.random() < 0.05, "tier": draw.choices(("gold", "silver", "iron"), (1, 9, 90))[0],
                    "since": f"20{draw.randint(10, 25)}-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}"}  # fmt: skip
            rows.append((json.dumps(held), f"Head {draw.randrange(90)}" if draw.random() < 0.6 else "", pk))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("UPDATE store_person SET extra = %s, title = %s WHERE id = %s", rows)
    before, begun = loop(), time.process_time()
    done = values.rebuild("person")
    took = time.process_time() - begun
    return done / (took / ((before + loop()) / 2) * QUIET)


def main() -> None:
    """Measures and keeps the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["*"]
    import django

    django.setup()
    from django.test import Client

    from sellwright.store.models import Deal, Person, User

    laid_out = own_fields()
    client = Client()
    client.force_login(User.objects.order_by("pk")[0])
    pages: dict[str, Any] = {}
    for page in PAGES:
        for _ in range(2):
            assert client.get(page).status_code == 200, page
        pages[page] = round(quiet(lambda page=page: client.get(page)), 1)
        print(f"{pages[page]:7.1f}  {page}", flush=True)
    before, begun = loop(), time.process_time()
    size = sum(len(piece) for piece in client.get("/lists/person/file?view=all").streaming_content)
    took = (time.process_time() - begun) / ((before + loop()) / 2) * QUIET
    figures = {
        "rows": {"people": Person.objects.count(), "deals": Deal.objects.count()},
        "quiet_ms": pages,
        "over the target": {page: ms for page, ms in pages.items() if ms > TARGET},
        "values laid out a second": round(laid_out),
        "file": {"bytes": size, "quiet_s": round(took, 2)},
    }
    write("lists", figures, ("Django",))


if __name__ == "__main__":
    main()
