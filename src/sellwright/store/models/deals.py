"""Deals: possible purchases, with stages that a buyer's act moves (card C26)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public
from sellwright.store.models.sorting import Named


class Pipeline(Public):
    """A way deals go."""

    name = models.CharField(max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Stage(Public):
    """One step of a pipeline. `buyer_act` says in words which act of the buyer ends it."""

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    buyer_act = models.CharField(max_length=200, blank=True)
    usual_days = models.FloatField(null=True, editable=False)  # derived (measures.stage_time); null: too few stays
    usual_stays = models.PositiveIntegerField(default=0, editable=False)  # finished stays behind it

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("pipeline", "name"), name="one_stage_a_name"),)
        indexes = (models.Index(fields=("position", "id"), name="stage_sorted"),)  # lists in order of stages

    def __str__(self) -> str:
        return self.name


class Deal(Named, Public):
    """One possible purchase. Open while `outcome` is empty. `proposed` deals were read from a thread and wait for a
    person to accept them."""

    class Outcome(models.TextChoices):
        WON = "won"
        LOST = "lost"
        NO_DECISION = "no decision"

    name = models.CharField(max_length=200)
    firm = models.ForeignKey("Firm", models.SET_NULL, null=True, blank=True, related_name="deals")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="deals")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    next_step = models.CharField(max_length=300, blank=True)
    next_step_date = models.DateField(null=True, blank=True)
    expected_date = models.DateField(null=True, blank=True)  # when we think it will be decided
    about = models.TextField(blank=True)
    extra = models.JSONField(default=dict)  # values of fields the workspace made (Field), by their key
    opened_at = models.FloatField()
    stage_since = models.FloatField()  # 0.0: not known, its file did not tell
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    outcome_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.FloatField(null=True, blank=True)
    proposed = models.BooleanField(default=False)
    thread = models.ForeignKey("Thread", models.SET_NULL, null=True, blank=True, related_name="deals")
    rank = models.FloatField(default=0.0)  # place in its column
    version = models.PositiveIntegerField(default=1)  # grows with every change: who saves an older one is told
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The buyer's act behind its last move.
    evidence = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True, related_name="+")
    waved_at = models.FloatField(null=True, blank=True)  # a proposal somebody waved away; kept, never proposed again
    waved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome__in=("", "won", "lost", "no decision")), name="deal_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", closed_at__isnull=True)
                | ~models.Q(outcome="") & models.Q(closed_at__isnull=False),
                name="closed_deals_have_a_time",
            ),
        )
        indexes = (
            models.Index(
                fields=("stage", "rank", "id"), name="deal_board", condition=models.Q(proposed=False, outcome="")
            ),
            models.Index(fields=("-opened_at", "-id"), name="deal_proposed", condition=models.Q(proposed=True)),
            models.Index(fields=("outcome", "-opened_at", "-id"), name="deal_newest"),
            models.Index(fields=("closed_at",), name="deal_won", condition=models.Q(outcome="won", proposed=False)),
            models.Index(fields=("sort_name", "id"), name="deal_sorted"),
            models.Index(fields=("-opened_at", "-id"), name="deal_opened"),
            models.Index(fields=("amount", "id"), name="deal_amount", condition=models.Q(amount__isnull=False)),
            models.Index(
                fields=("expected_date", "id"), name="deal_expected", condition=models.Q(expected_date__isnull=False)
            ),
            models.Index(
                fields=("next_step_date", "id"), name="deal_step", condition=models.Q(next_step_date__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name

    def named_by(self) -> str:
        """Its name."""
        return self.name


class DealPerson(models.Model):
    """Somebody's part in a deal: decides, uses, pays, checks."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="people")
    person = models.ForeignKey("Person", models.CASCADE, related_name="deal_parts")
    part = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("deal", "person"), name="one_part_a_person"),)


class StageMove(models.Model):
    """A deal moved. `message` is the buyer's act behind it; without one it was moved by us, no evidence yet."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="moves")
    from_stage = models.ForeignKey(Stage, models.CASCADE, null=True, related_name="+")
    to_stage = models.ForeignKey(Stage, models.CASCADE, null=True, related_name="+")
    at = models.FloatField()
    days = models.FloatField(default=0.0)  # how long it had stood in from_stage; -1.0: not known
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("from_stage", "-at"), name="stage_stays"),
            models.Index(fields=("deal", "-at", "-id"), name="deal_moves"),
        )


class DealSign(models.Model):
    """A message a proposed deal was read from, with the words that show it."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="signs")
    message = models.ForeignKey("Message", models.CASCADE, related_name="+")
    what = models.CharField(max_length=20)  # proposal, price asked, price answered
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("deal", "message", "what"), name="one_sign_a_message"),)


class Unknown(Public):
    """Something we do not know in a deal, and how we mean to find out (card C13)."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="unknowns")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="unknowns")
    probe = models.CharField(max_length=300, blank=True)  # the next thing we do to find out
    probe_date = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.FloatField()
    answer = models.CharField(max_length=300, blank=True)
    known_at = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("deal", "known_at", "made_at"), name="unknown_open"),)


class SignsLooked(models.Model):
    """How far the standings of a scope were looked through for deals nobody wrote down: in order of `computed_at`."""

    scope = models.OneToOneField("Scope", models.CASCADE, primary_key=True, related_name="signs_looked")
    computed_at = models.FloatField(default=0.0)
    standing = models.BigIntegerField(default=0)  # the last row at that moment
