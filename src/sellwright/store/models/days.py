"""What is derived per relationship and viewer: standings and places in the day. All of it can be made anew."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.mailboxes import Mailbox


class Scope(models.Model):
    """A set of mailboxes somebody may read whole. Users with the same set share one, and with it all standings."""

    key = models.TextField(unique=True)  # ids of mailboxes in order, separated by spaces
    mailboxes: models.ManyToManyField[Mailbox, models.Model] = models.ManyToManyField("Mailbox", related_name="scopes")


class Standing(models.Model):
    """How things stand with one person, from all that a scope may read, and from nothing else."""

    scope = models.ForeignKey(Scope, models.CASCADE, related_name="standings", db_index=False)
    person = models.ForeignKey("Person", models.CASCADE, related_name="standings")
    firm = models.ForeignKey("Firm", models.SET_NULL, null=True, related_name="standings", db_index=False)
    relation = models.CharField(max_length=16, default="unknown")
    relation_body = models.TextField(blank=True)  # values.Relation as JSON
    dossier = models.TextField(blank=True)  # measures.relation.Dossier as JSON
    followed = models.TextField(blank=True)  # questions and pledges as JSON lines (mailroom.following)
    effort_share = models.FloatField(null=True)  # null: too little to tell
    effort_verdict = models.CharField(max_length=60, blank=True)
    first_at = models.FloatField(default=0.0)
    last_at = models.FloatField(default=0.0)
    theirs = models.PositiveIntegerField(default=0)  # human acts
    ours = models.PositiveIntegerField(default=0)
    computed_at = models.FloatField(default=0.0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "person"), name="one_standing_a_scope"),)
        indexes = (
            models.Index(fields=("scope", "-last_at", "-id"), name="standing_newest"),
            models.Index(fields=("scope", "relation", "-last_at", "-id"), name="standing_relation"),
            models.Index(fields=("scope", "firm", "-last_at"), name="standing_firm"),
            models.Index(
                fields=("scope", "effort_share", "person"),
                name="standing_effort",
                condition=models.Q(effort_share__isnull=False),
            ),
        )


class Place(models.Model):
    """One person's place in one user's day (today.plan.Look), made anew when their mail or the day changes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="places", db_index=False)
    person = models.ForeignKey("Person", models.CASCADE, related_name="places")
    look = models.TextField()  # today.plan.Look packed
    lane = models.SmallIntegerField(null=True)  # index in today.day.LANES; null when there is nothing to show
    relation = models.CharField(max_length=16, blank=True)
    order_1 = models.FloatField(default=0.0)  # the look's rank, part by part
    order_2 = models.SmallIntegerField(default=0)
    order_3 = models.SmallIntegerField(default=0)
    since = models.FloatField(default=0.0)
    out = models.CharField(max_length=60, blank=True)  # why it is left out
    out_where = models.CharField(max_length=16, blank=True)
    wrote = models.BooleanField(default=False)
    promised = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
    unanswered = models.BooleanField(default=False)
    on_date = models.DateField()  # the day it was made for

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "person"), name="one_place_a_user"),)
        indexes = (
            models.Index(
                fields=("user", "lane", "order_1", "order_2", "order_3", "since"),
                name="place_order",
                condition=models.Q(lane__isnull=False),
            ),
            models.Index(
                fields=("user", "lane", "-since"),
                name="place_unknown",
                condition=models.Q(lane__isnull=False, relation="unknown"),
            ),
        )


class DaySums(models.Model):
    """What a user's places add up to (store.day_sums); an empty `body`: not counted yet."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="day_sums")
    body = models.TextField()
    on_date = models.DateField()


class Decision(models.Model):
    """What a user said about a person's place in their day (today.day.Said); outranks evidence."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="decisions")
    person = models.ForeignKey("Person", models.CASCADE, related_name="decisions")
    done_at = models.FloatField(null=True, blank=True)
    snoozed_until_date = models.DateField(null=True, blank=True)
    not_for_us = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "person"), name="one_decision_a_user"),)
