"""django-tasks-db, the table behind Django's task interface: a worker a lane."""

import sys

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from queues.bodies import body


@task(queue_name="quick")
def probe(**arguments):
    body(**arguments)


def put(lane, **arguments):
    probe.using(queue_name=lane).enqueue(**arguments)


def clear():
    DBTaskResult.objects.all().delete()


def command(lane):
    return [
        sys.executable,
        "-m",
        "django",
        "db_worker",
        "--queue-name",
        lane,
        "--interval",
        "0.5",
        "--no-startup-delay",
    ]
