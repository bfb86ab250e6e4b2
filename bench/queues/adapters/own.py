"""The table of our own, `sellwright.jobs`, with a lease as short as the others' retry."""

import sys

from queues.bodies import body
from sellwright.jobs import queue, worker
from sellwright.store.models import Job

queue.job("probe", attempts=5, first_wait=worker.timedelta(seconds=1))(body)


def put(lane, **arguments):
    queue.enqueue("probe", lane=lane, **arguments)


def clear():
    Job.objects.all().delete()


def command(lane):
    return [sys.executable, "-m", "queues.adapters.own_worker", lane]
