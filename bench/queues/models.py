"""What a job leaves behind: that it started (each time), and its effect (once)."""

from django.db import models


class Started(models.Model):
    """One start of one job."""

    job = models.IntegerField()
    at = models.FloatField()


class Effect(models.Model):
    """What the job is for. A second one is refused by the database."""

    job = models.IntegerField(unique=True)
    at = models.FloatField()


class Other(models.Model):
    """Rows of a bulk writer that has nothing to do with the queue."""

    text = models.CharField(max_length=200)
