"""Run as a script by the kill test, never imported by it: a database with deeds to tell, and a worker one may kill.

python kill_delivery.py prepare URL N   makes the tables and N deeds that the address listens to
python kill_delivery.py work            the worker that delivers, with a lease of a second
"""

from __future__ import annotations

import sys
import threading

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from sellwright.actions import log, webhooks  # noqa: E402
from sellwright.jobs import queue  # noqa: E402
from sellwright.jobs.worker import Pace, run_worker  # noqa: E402
from sellwright.store.models import Task, User, Workspace  # noqa: E402


def prepare(url: str, most: int) -> None:
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
    Workspace.objects.create(name="Kestrel", claimed_at=timezone.now(), reach=["127.0.0.0/8"])
    mira = User.objects.create_user("mira@kestrel.example", name="Mira", role="owner")
    webhooks.make(by=mira, title="CRM", url=url, events=["task.added"])
    for number in range(most):
        task = Task.objects.create(text=f"Call {number}", owner=mira, by=mira)
        log.write(mira, "add_task", task, after={"text": task.text})


if sys.argv[1] == "prepare":
    prepare(sys.argv[2], int(sys.argv[3]))
else:
    queue.register_all()
    run_worker(["out"], threading.Event(), pace=Pace(look=0.1, lease=1.0, beat=0.25, grace=10.0))
