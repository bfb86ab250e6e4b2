"""The tables the test's jobs write to."""

from django.apps import AppConfig


class QueuesConfig(AppConfig):
    """What a job leaves behind."""

    name = "queues"
    label = "probe"
    default_auto_field = "django.db.models.BigAutoField"
