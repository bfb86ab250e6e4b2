"""The board, the page of a deal, a move and a logged call at 10,000 open deals and 200,000 letters, on one connection.

Each figure is the median and the 95th percentile of requests through the whole of Django in one process (no network),
on SQLite unless DATABASE_URL names an empty PostgreSQL. `python bench/bench_deals.py 1000` measures another size.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import measuring

ROUNDS = 100
DAY = 86400.0
NOW = 1_780_000_000.0


def fill(deals: int) -> str:
    """A book: two people a deal, ten letters a person, of which one holds an act. Mira owns it all."""
    from django.utils import timezone

    from sellwright import access
    from sellwright.actions import pipelines
    from sellwright.store import models as m

    here = m.Workspace.objects.create(name="Bench", frozen_at=NOW, claimed_at=timezone.now())
    mira = m.User.objects.create_user("mira@bench.example", name="Mira", role="owner")
    box = m.Mailbox.objects.create(owner=mira, title="Mira", addresses=[mira.email])
    intake = m.Intake.objects.create(mailbox=box, name="bench", path="", state="done")
    scope = access.scope_of(mira)
    stages = list(pipelines.first().stages.all())
    firms = m.Firm.objects.bulk_create([m.Firm(domain=f"f{n}.example") for n in range(deals)], batch_size=500)
    people = m.Person.objects.bulk_create(
        [m.Person(key=f"p{n}@f{n // 2}.example", name=f"Person {n}", firm=firms[n // 2]) for n in range(2 * deals)],
        batch_size=500,
    )
    m.Standing.objects.bulk_create(
        [m.Standing(scope=scope, person=one, relation="prospect") for one in people], batch_size=500
    )
    sender = m.Address.objects.create(email="p@bench.example")
    for start in range(0, len(people), 500):
        part = people[start : start + 500]
        letters = m.Message.objects.bulk_create(
            m.Message(mid=f"{one.pk:010x}{n:06x}", at=NOW - n * 9 * DAY, sender=sender, kind="human", direction="in")
            for one in part
            for n in range(10)
        )
        m.Sighting.objects.bulk_create(m.Sighting(message=one, mailbox=box, intake=intake) for one in letters)
        m.Touch.objects.bulk_create(
            m.Touch(
                person=part[n // 10], message=one, ref=one.mid, at=one.at, side="them", channel="mail", human=True,
                acts="commitment" if n % 10 == 2 else "",
            )
            for n, one in enumerate(letters)
        )  # fmt: skip
    made = m.Deal.objects.bulk_create(
        (
            m.Deal(
                name=f"Deal {n}", firm=firms[n], stage=stages[n % 4], owner=mira, opened_at=NOW - n * 60, rank=float(n),
                stage_since=NOW - (n % 40) * DAY, moved_by=mira, amount=n,
            )
            for n in range(deals)
        ),
        batch_size=500,
    )  # fmt: skip
    m.DealPerson.objects.bulk_create(
        [m.DealPerson(deal=made[n // 2], person=one) for n, one in enumerate(people)], batch_size=500
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return str(here.name)


def measured(ask: Callable[[int], None]) -> dict[str, float]:
    """Milliseconds over ROUNDS requests, after ten to warm up."""
    for turn in range(10):
        ask(turn)
    took = []
    for turn in range(ROUNDS):
        start = time.perf_counter()
        ask(turn + 10)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return {"p50": round(statistics.median(took), 1), "p95": round(took[int(len(took) * 0.95)], 1)}


def main(size: int) -> None:
    """Fills a new database, measures, writes the result."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from sellwright.actions import events
    from sellwright.store.models import Deal, Person, Stage, User

    call_command("migrate", verbosity=0)
    fill(size)
    mira = User.objects.get()
    client = Client()
    client.force_login(mira)
    deals, people = list(Deal.objects.order_by("pk")[:400]), list(Person.objects.order_by("pk")[:400])
    stages = list(Stage.objects.order_by("position"))

    def get(url: str) -> None:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)

    def move(turn: int) -> None:
        values = {"stage": stages[turn % 4].public_id}
        url = f"/deals/move/{deals[turn].public_id}"
        assert client.post(url, values, headers={"HX-Request": "true"}).status_code == 200

    deep = f"/deals/list?after={deals[min(300, size - 1)].opened_at!r}~{deals[min(300, size - 1)].pk}"
    found = {
        "board": measured(lambda _turn: get("/deals")),
        "list": measured(lambda _turn: get("/deals/list")),
        "list, deep": measured(lambda _turn: get(deep)),
        "deal": measured(lambda turn: get(f"/deal/{deals[turn].public_id}")),
        "move": measured(move),
        "log a call (deed)": measured(
            lambda turn: events.log_call(by=mira, person=people[turn], outcome="talked", now=NOW) and None
        ),
        "log a call (request)": measured(
            lambda turn: client.post(f"/call/{people[turn].public_id}", {"outcome": "no answer"}) and None
        ),
    }
    kind = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    figures = {"deals": size, "letters": size * 20, "rounds": ROUNDS, "milliseconds": found}
    measuring.write(f"deals_{kind}", figures, ("Django",))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(SELLWRIGHT_HOME=home, DJANGO_SETTINGS_MODULE="sellwright.server.settings")
        (Path(home) / "static").mkdir()
        from sellwright.server import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
