"""Sellwright's own settings with the queue under test added: PROBE_QUEUE names a file of `queues.adapters`."""

import os

from sellwright.server.settings import *  # noqa: F403
from sellwright.server.settings import INSTALLED_APPS

QUEUE = os.environ["PROBE_QUEUE"]
INSTALLED_APPS = [*INSTALLED_APPS, "queues.apps.QueuesConfig"]
STATICFILES_DIRS = []
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]
if QUEUE == "django_q2":
    INSTALLED_APPS.append("django_q")
    # A job may run as long as `timeout`, and comes back after `retry`: both hold for every job of a lane.
    Q_CLUSTER = {
        "name": "quick", "orm": "default", "workers": 1, "queue_limit": 1, "retry": 4, "timeout": 3, "poll": 0.5,
        "max_attempts": 5, "save_limit": 250, "log_level": "WARNING", "catch_up": False,
        "ALT_CLUSTERS": {"long": {"retry": 60, "timeout": 50}},
    }  # fmt: skip
elif QUEUE == "tasks_db":
    INSTALLED_APPS.append("django_tasks_db")
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["quick", "long"]}}
