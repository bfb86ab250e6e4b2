"""django-q2 with its ORM broker: a cluster a lane."""

import sys

from django_q.models import OrmQ, Task
from django_q.tasks import async_task


def put(lane, **arguments):
    async_task("queues.bodies.body", q_options={"cluster": lane}, **arguments)


def clear():
    OrmQ.objects.all().delete()
    Task.objects.all().delete()


def command(lane):
    return ["env", f"Q_CLUSTER_NAME={lane}", sys.executable, "-m", "django", "qcluster"]
