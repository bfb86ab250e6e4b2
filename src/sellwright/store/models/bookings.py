"""A page on which a buyer takes a time in somebody's calendar, and the times that were taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.events import Event


class BookingPage(models.Model):
    """One a user. It is there for the world while `is_open`, and for nobody else otherwise."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="booking_page")
    slug = models.SlugField(max_length=60, unique=True)
    is_open = models.BooleanField(default=False)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=600, blank=True)  # a line or two above the times
    minutes = models.PositiveSmallIntegerField(default=30)
    buffer_minutes = models.PositiveSmallIntegerField(default=10)  # kept free before and after what is taken
    notice_hours = models.PositiveSmallIntegerField(default=24)
    days_ahead = models.PositiveSmallIntegerField(default=21)
    hours = models.JSONField(default=dict)  # weekday "0" (Monday) to "6": [["09:00", "12:30"], ...] of the user's clock
    made_at = models.DateTimeField(auto_now_add=True)


class Booking(models.Model):
    """A time somebody took. Its event stands in a mailbox of the user; `ended_at` when it was called off."""

    page = models.ForeignKey(BookingPage, models.CASCADE, related_name="bookings")
    at = models.FloatField()
    until = models.FloatField()
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    line = models.CharField(max_length=600, blank=True)
    zone = models.CharField(max_length=64)  # the buyer's
    key = models.CharField(max_length=64, unique=True)  # SHA-256 of the token in the buyer's link
    event = models.OneToOneField(Event, models.SET_NULL, null=True, related_name="booking")
    made_at = models.FloatField()
    changed_at = models.FloatField()  # taken, moved or called off
    moves = models.PositiveSmallIntegerField(default=0)
    ended_at = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("page", "at"), condition=models.Q(ended_at=None), name="one_booking_a_time"
            ),
        )
        indexes = (models.Index(fields=("page", "-changed_at"), name="booking_newest"),)
