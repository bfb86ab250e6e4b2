"""What buyers give and what we offer: commitments, parts of a buying group, offers, concessions, goals, outlooks."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class Kept(Public):
    """A row that colleagues write by hand. `version` grows with every change: who saves an older one is told."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.FloatField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Commitment(Kept):
    """One of the ten things a buyer gives (card C26), by whom, when, and what shows it. A withdrawn one is kept."""

    class Kind(models.TextChoices):
        TIME = "time"
        EXPLORE = "explore"
        CHANGE = "change"
        COLLABORATE = "collaborate"
        CONSENSUS = "consensus"
        INVEST = "invest"
        REVIEW = "review"
        RESOLVE = "resolve"
        DECIDE = "decide"
        EXECUTE = "execute"

    deal = models.ForeignKey("Deal", models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    person = models.ForeignKey("Person", models.SET_NULL, null=True, related_name="commitments")
    given_date = models.DateField()
    words = models.CharField(max_length=300, blank=True)  # what they said or did, in a few words
    in_return = models.CharField(max_length=300, blank=True)  # what the buyer gets for giving it
    message = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.ForeignKey("Event", models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("deal", "given_date", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=(
                        "time", "explore", "change", "collaborate", "consensus", "invest", "review", "resolve",
                        "decide", "execute",
                    )
                ),
                name="commitment_kind_known",
            ),
        )  # fmt: skip


class OpenRole(Kept):
    """A part in a deal that we know of without knowing who has it: "their security officer", who checks."""

    deal = models.ForeignKey("Deal", models.CASCADE, related_name="open_roles")
    title = models.CharField(max_length=120)
    part = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("deal", "id")


class Offer(Kept):
    """What we offered for how much. It lapses by itself when `valid_until` is over: that is not stored."""

    class State(models.TextChoices):
        GIVEN = "given"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        REPLACED = "replaced"

    deal = models.ForeignKey("Deal", models.CASCADE, related_name="offers")
    price = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    given_date = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    holds = models.TextField(blank=True)
    file = models.CharField(max_length=300, blank=True)  # name of the file it went with
    message = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.GIVEN)
    decided_date = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")

    class Meta:
        ordering = ("deal", "given_date", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("given", "accepted", "declined", "replaced")), name="offer_state_known"
            ),
            models.CheckConstraint(condition=models.Q(price__gte=0), name="offer_price_not_negative"),
        )


class Concession(Kept):
    """Something we gave away on price or terms, what it costs us, and what we got for it."""

    class Asked(models.TextChoices):
        NOBODY = ""
        THEM = "them"
        US = "us"

    deal = models.ForeignKey("Deal", models.CASCADE, related_name="concessions")
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="concessions")
    what = models.CharField(max_length=300)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    in_return = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=4, choices=Asked.choices, blank=True)  # who proposed it
    person = models.ForeignKey("Person", models.SET_NULL, null=True, blank=True, related_name="concessions")
    given_date = models.DateField()
    message = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("deal", "given_date", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(asked_by__in=("", "them", "us")), name="concession_asker_known"),
        )


class Goal(Kept):
    """What a period shall bring: an amount in one currency, or a number of deals. Of one person, or (no owner) of the
    team."""

    class Period(models.TextChoices):
        MONTH = "month"
        QUARTER = "quarter"
        YEAR = "year"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="goals")
    period = models.CharField(max_length=7, choices=Period.choices)
    first_date = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    deals = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("first_date", "id")
        constraints = (
            models.UniqueConstraint(fields=("owner", "period", "first_date", "currency"), name="one_goal_a_period"),
            models.UniqueConstraint(
                fields=("period", "first_date", "currency"),
                condition=models.Q(owner=None),
                name="one_goal_of_the_team",
            ),
            models.CheckConstraint(
                condition=models.Q(period__in=("month", "quarter", "year")), name="goal_period_known"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=False, deals__isnull=True)
                | models.Q(amount__isnull=True, deals__isnull=False, currency=""),
                name="goal_of_one_kind",
            ),
        )


class Outlook(models.Model):
    """What was made ready for the forecast page, for the team (no owner) or one person's own deals, in one currency
    and period: measures.forecast and measures.goal as JSON. Derived: it can be made anew from the deals."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="outlooks")
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=7)
    body = models.JSONField()
    made_at = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "currency", "period"), name="one_outlook_a_period"),
            models.UniqueConstraint(
                fields=("currency", "period"), condition=models.Q(owner=None), name="one_outlook_of_the_team"
            ),
        )
