"""What bench_workbench.py asks a book for, and a book brought from SQLite to PostgreSQL.

python bench/workbench_asked.py asked FOLDER      prints JSON: a session, addresses of pages, words
python bench/workbench_asked.py copy FOLDER       fills the empty database of DATABASE_URL from FOLDER's SQLite
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import synthetic
import workbench_book

PAGE = 50
ASKED = 40  # people whose pages are asked for in turn


def asked() -> dict[str, Any]:
    """Addresses and words, chosen by a seed among what the first of us may see."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from sellwright import access
    from sellwright.store.models import Draft, Message, Person, Standing, Touch, User

    draw = random.Random(3)
    user = User.objects.get(email=workbench_book.email_of(0))
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    rows = access.standings(user).order_by("-last_at", "-id")
    count = rows.count()
    deep = rows[count * 6 // 10]
    some = list(rows.filter(relation="prospect", theirs__gte=3).values_list("person__public_id", "theirs", "ours"))
    if len(some) < ASKED:  # a book of few letters
        some = list(rows.values_list("person__public_id", "theirs", "ours")[:2000])
    usual = [one for one, theirs, ours in some if 5 <= theirs + ours <= 40] or [one for one, *_ in some]
    largest = [one for one, *_ in sorted(some, key=lambda row: -(row[1] + row[2]))[:5]]
    chosen = draw.sample(sorted(usual), min(ASKED, len(usual)))
    words = synthetic.Mailbox(workbench_book.SEED, 60)
    names = [Person.objects.get(public_id=one).name for one in chosen[:12]]
    typed = [name[:4] for name in names] + [name.lower() for name in names]  # as one types, and whole
    typed += [words.words[rank] for rank in (0, 1, 5, 50, 500, 5000)] + [f"{words.words[3]} {words.words[9][:3]}"]
    person = Person.objects.get(public_id=chosen[0])
    draft = Draft.objects.create(author=user, person=person, to=person.key, subject="An offer", text="")
    models = (User, Person, Message, Touch, Standing)
    return {
        "session": session.session_key,
        "token": "".join(draw.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=32)),
        "deep": "/people?" + urlencode({"after": f"{deep.last_at!r}~{deep.pk}"}),
        "people": [f"/people/{one}" for one in chosen],
        "long": [f"/people/{one}" for one in largest],
        "calls": [f"/call/{one}" for one in chosen],
        "words": typed,
        "book": book_of_business(names, draw),
        "margin": f"/letters/{draft.public_id}/margin",
        "paragraphs": [workbench_book.paragraph(words, draw) for _ in range(400)],
        "rows": {
            **{model.__name__.lower(): model.objects.count() for model in models},
            "standings of the viewer": count,
            "places of the viewer": user.places.count(),  # type: ignore[attr-defined]
        },
    }


def book_of_business(names: list[str], draw: random.Random) -> dict[str, list[str]]:
    """Pages of the book of business by what they are called here, each with the addresses asked for."""
    from sellwright.store.models import Deal

    deals = sorted(Deal.objects.filter(outcome="").values_list("public_id", flat=True))
    typed = [urlencode({"noun": "person", "name": name}) for name in names]
    return {
        "forecast": ["/deals/forecast"],
        "forecast, mine": ["/deals/forecast?whose=mine"],
        "a deal": [f"/deal/{one}" for one in draw.sample(deals, min(ASKED, len(deals)))],
        "deals, a list": ["/deals/list"],
        "deals, mine": ["/deals/list?whose=mine"],
        "firms": ["/firms"],
        "promises": ["/promises"],
        "touches": ["/touches"],
        "duplicates": ["/duplicates"],
        "fields": ["/settings/fields"],
        "imports": ["/imports"],
        "alike": [f"/duplicates/alike?{one}" for one in typed],
    }


def copy(folder: Path) -> None:
    """Every table of the models and the full text, table by table; foreign keys are looked at no more than on a
    restored backup."""
    from django.apps import apps
    from django.db import connection

    source = sqlite3.connect(folder / "sellwright.sqlite")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        models = list(apps.get_app_config("store").get_models(include_auto_created=True))
        # All before the first is filled: what a table is emptied with takes along what refers to it.
        cursor.execute(f"TRUNCATE {', '.join(connection.ops.quote_name(one._meta.db_table) for one in models)} CASCADE")
        for model in models:
            begun = time.perf_counter()
            fields = model._meta.concrete_fields
            table = connection.ops.quote_name(model._meta.db_table)
            names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
            whole = [place for place, field in enumerate(fields) if field.get_internal_type() == "BooleanField"]
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:  # type: ignore[attr-defined]
                for row in source.execute(f"SELECT {names} FROM {table}"):
                    held = list(row)
                    for place in whole:
                        held[place] = bool(held[place])
                    stream.write_row(held)
            if any(field.name == "id" for field in fields):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'),"
                    f" coalesce((SELECT max(id) FROM {table}), 0) + 1, false)"
                )
            if time.perf_counter() - begun > 1:
                print(f"{table}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    full_text(source)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def full_text(source: sqlite3.Connection) -> None:
    """The words of names and mail, as `store.dialects.postgres` keeps them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE texts (id bigint, words text)")
        with cursor.copy("COPY texts FROM STDIN") as stream:  # type: ignore[attr-defined]
            for row in source.execute("SELECT id, c0 || ' ' || c1 FROM store_mail_text_content"):
                stream.write_row(row)
        cursor.execute("DROP INDEX store_mail_text_words")
        cursor.execute("INSERT INTO store_mail_text SELECT id, to_tsvector('simple', words) FROM texts")
        cursor.execute("CREATE INDEX store_mail_text_words ON store_mail_text USING gin (words)")
        cursor.execute("CREATE TEMPORARY TABLE named (kind text, ref bigint, words text)")
        with cursor.copy("COPY named FROM STDIN") as stream:  # type: ignore[attr-defined]
            for words, kind, ref in source.execute("SELECT c0, c1, c2 FROM store_name_text_content"):
                stream.write_row((kind, ref, words.replace("@", " ").replace(".", " ")))
        cursor.execute("INSERT INTO store_name_text SELECT kind, ref, to_tsvector('simple', words) FROM named")


if __name__ == "__main__":
    home = Path(sys.argv[2])
    url = os.environ.get("DATABASE_URL")
    workbench_book.prepare(home)
    from django.core.management import call_command

    if sys.argv[1] == "asked":
        call_command("collectstatic", verbosity=0, interactive=False)
        print(json.dumps(asked()))
    elif url:
        copy(home)
