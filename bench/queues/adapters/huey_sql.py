"""Huey 3 with its SQLite or PostgreSQL storage in the same database: a Huey and a consumer a lane.

It writes through a connection of its own, so a job is put in once the transaction of the rows has ended (its own
advice). `put_inside` puts it in at once, as the other queues do.
"""

import os
import sys

from django.conf import settings
from django.db import transaction
from huey import PostgresHuey, SqliteHuey

from queues.bodies import body


def _huey(lane):
    url = os.environ.get("DATABASE_URL")
    if url:
        return PostgresHuey(lane, dsn=url, results=False)
    return SqliteHuey(lane, filename=str(settings.DATABASES["default"]["NAME"]), results=False, timeout=20)


quick, long = _huey("quick"), _huey("long")
TASKS = {huey.name: huey.task(retries=4, retry_delay=1, retry_backoff=4, name="probe")(body) for huey in (quick, long)}


def put_inside(lane, **arguments):
    TASKS[lane](**arguments)


def put(lane, **arguments):
    transaction.on_commit(lambda: put_inside(lane, **arguments))


def clear():
    quick.flush()
    long.flush()


def command(lane):
    return [sys.executable, "-m", "queues.adapters.huey_worker", lane]
