"""The workspace: one row a database."""

from __future__ import annotations

from django.db import models


class Workspace(models.Model):
    """What holds for everybody here. `settings` has only what an owner changed (names of `sellwright.settings`)."""

    name = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)
    frozen_at = models.FloatField(null=True, blank=True)  # a demo day: seconds since 1970 UTC; the clock stands there
    claimed_at = models.DateTimeField(null=True, blank=True)
    domains = models.JSONField(default=list)  # the firm's mail domains, "kestrel.example"
    settings = models.JSONField(default=dict)
    settings_version = models.PositiveIntegerField(default=1)
    folders = models.JSONField(default=list)  # folders on this machine an owner allowed mail to be read from
    mail_server = models.JSONField(default=dict)  # host, port, security, user, from; empty: no morning mail
    mail_password = models.TextField(blank=True)  # store.sealed
    reach = models.JSONField(default=list)  # private addresses or networks that may be called all the same (outbound)
    apps = models.JSONField(default=dict)  # our registrations with Google and Microsoft: client id, tenant
    apps_secret = models.TextField(blank=True)  # store.sealed: JSON, their client secrets
    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=1), name="one_workspace"),)

    def __str__(self) -> str:
        return self.name
