"""People and firms on the other side. No score is ever kept on a person (card C8)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from sellwright.store.models.ids import Public
from sellwright.store.models.sorting import Named


class Firm(Named, Public):
    """An organisation, by its registrable domain (or by name, when a person made it)."""

    domain = models.CharField(max_length=253, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=120, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)  # how many work there
    telephone = models.CharField(max_length=60, blank=True)  # as it was written
    place = models.CharField(max_length=300, blank=True)  # a postal address, or a town
    link = models.CharField(max_length=300, blank=True)  # its own page
    about = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="firms")
    by_hand = models.BooleanField(default=False)  # a person added it: seen by everybody here
    extra = models.JSONField(default=dict)  # values of fields the workspace made (Field), by their key

    class Meta:
        indexes = (
            models.Index(fields=("sort_name", "id"), name="firm_sorted"),
            models.Index(fields=("-id",), name="firm_by_hand", condition=models.Q(by_hand=True)),
            models.Index(fields=("headcount", "id"), name="firm_size", condition=models.Q(headcount__isnull=False)),
            models.Index(Lower("industry"), "id", name="firm_industry", condition=~models.Q(industry="")),
        )

    def __str__(self) -> str:
        return self.name or self.domain or self.public_id

    def named_by(self) -> str:
        """Its name, else its domain."""
        return self.name or self.domain or ""


class Person(Named, Public):
    """One human (or desk) of the other side. `key` is the first address known, or "none:" and its public id."""

    key = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    firm = models.ForeignKey(Firm, models.SET_NULL, null=True, blank=True, related_name="people")
    is_desk = models.BooleanField(default=False)  # info@, sales@
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="people")
    by_hand = models.BooleanField(default=False)  # a person added them: seen by everybody here
    first_at = models.FloatField(default=0.0)  # first message seen with them, whoever holds it
    title = models.CharField(max_length=200, blank=True)  # what they are at their firm
    telephone = models.CharField(max_length=60, blank=True)  # as it was written
    place = models.CharField(max_length=300, blank=True)  # a postal address, or a town
    link = models.CharField(max_length=300, blank=True)  # their own page
    about = models.TextField(blank=True)
    extra = models.JSONField(default=dict)  # values of fields the workspace made (Field), by their key

    class Meta:
        indexes = (
            models.Index(fields=("-id",), name="person_by_hand", condition=models.Q(by_hand=True)),
            models.Index(fields=("firm",), name="person_by_hand_firm", condition=models.Q(by_hand=True)),
            models.Index(fields=("sort_name", "id"), name="person_sorted"),
            models.Index(Lower("title"), "id", name="person_title", condition=~models.Q(title="")),
        )

    def __str__(self) -> str:
        return self.name or self.key

    def named_by(self) -> str:
        """Their name, else their address."""
        return self.name or ("" if self.key.startswith("none:") else self.key)


class Address(models.Model):
    """One way to reach somebody; `name` is the fullest display name it was seen with. Ours have no person."""

    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    folded = models.CharField(max_length=200, blank=True, db_index=True)  # the name for comparing
    seen = models.PositiveIntegerField(default=0)  # messages and events it was met in; at 0 undo takes it away
    first_at = models.FloatField(default=0.0)  # first message in which it wrote to us or we met it; 0.0: never
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="addresses")

    def __str__(self) -> str:
        return self.email


class Phone(models.Model):
    """A telephone number from a signature: its last nine digits, and whose signature it was."""

    digits = models.CharField(max_length=9)
    email = models.CharField(max_length=254)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("digits", "email"), name="one_phone_a_person"),)


class Correction(models.Model):
    """A person's word on who somebody is to us. It outranks all evidence."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="corrections")
    firm = models.ForeignKey(Firm, models.CASCADE, null=True, related_name="corrections")
    kind = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person",), name="one_correction_a_person"),
            models.UniqueConstraint(fields=("firm",), name="one_correction_a_firm"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, firm__isnull=True)
                | models.Q(person__isnull=True, firm__isnull=False),
                name="correction_of_one",
            ),
        )


class Want(Public):
    """Something a person asked for of the product; `shipped_at` when a builder shipped it (card C32)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="wants")
    text = models.CharField(max_length=300)
    asked_at = models.FloatField()
    message = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True)
    shipped_at = models.FloatField(null=True, blank=True)
    shipped_words = models.CharField(max_length=300, blank=True)  # what the builder says of it
    shipped_by = models.CharField(max_length=120, blank=True)
    told_at = models.FloatField(null=True, blank=True)
