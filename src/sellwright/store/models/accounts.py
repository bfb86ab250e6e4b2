"""Mailboxes, calendars and telephones that are read live, and how far each of their folders is.

What a folder held is accounted for by the items of its intake: one row for every message or event its server ever
showed. Whether an account is well is told from these times and counts, never from a flag.
"""

from __future__ import annotations

from django.db import models

from sellwright.store.models.ids import Public
from sellwright.store.models.mailboxes import Intake, Mailbox


class Account(Public):
    """A connection to where facts come from. It fills one mailbox; a mailbox may have several (mail and calendar)."""

    class Kind(models.TextChoices):
        IMAP = "imap"  # with a password
        GOOGLE = "google"  # IMAP by OAuth
        MICROSOFT = "microsoft"  # Graph mail
        CALDAV = "caldav"
        ICS = "ics"  # a calendar's address
        GOOGLE_CALENDAR = "google_cal"
        MICROSOFT_CALENDAR = "ms_cal"

    class Trouble(models.TextChoices):
        """What the last failure asks for; '' while all is well."""

        WAIT = "wait"  # tried again by itself, at `again_at`
        SIGN_IN = "sign_in"  # the person signs in anew
        ASK = "ask"  # an administrator has to allow something
        LOOK = "look"  # one folder or message wants a look

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="accounts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = models.CharField(max_length=254)  # as the person typed it
    where = models.JSONField(default=dict)  # kind's own: host, port, security, user; or url; no secret
    secret = models.TextField(blank=True)  # store.sealed: JSON with a password or tokens
    since = models.DateField(null=True, blank=True)  # older mail is left where it is
    made_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # somebody asked for a comparison with the server
    tried_at = models.DateTimeField(null=True, blank=True)  # last begun
    heard_at = models.DateTimeField(null=True, blank=True)  # the server last answered as it should
    trouble = models.CharField(max_length=7, choices=Trouble.choices, blank=True)
    error = models.CharField(max_length=300, blank=True)  # a sentence for a person, of that failure
    failures = models.PositiveIntegerField(default=0)  # in a row
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=("imap", "google", "microsoft", "caldav", "ics", "google_cal", "ms_cal")),
                name="account_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(trouble__in=("", "wait", "sign_in", "ask", "look")), name="account_trouble_known"
            ),
        )

    def __str__(self) -> str:
        return self.address


class Folder(models.Model):
    """A folder of an account as its server names it, or a calendar. Its cursor moves in the transaction of its rows."""

    class Role(models.TextChoices):
        INBOX = "inbox"
        SENT = "sent"
        ALL = "all"
        JUNK = "junk"
        TRASH = "trash"
        DRAFTS = "drafts"
        OTHER = "other"
        CALENDAR = "calendar"

    account = models.ForeignKey(Account, models.CASCADE, related_name="folders")
    name = models.CharField(max_length=500)  # decoded; a calendar's address or id
    title = models.CharField(max_length=200)  # for people
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.OTHER)
    is_read = models.BooleanField(default=True)  # a person may leave it out
    intake = models.OneToOneField(Intake, models.SET_NULL, null=True, related_name="folder")  # its items: the ledger
    validity = models.BigIntegerField(null=True, blank=True)  # UIDVALIDITY the cursor belongs to
    next_uid = models.BigIntegerField(default=0)  # from here on nothing was read yet
    low_uid = models.BigIntegerField(default=0)  # what lies below was not read yet; 0: nothing is left below
    modseq = models.DecimalField(max_digits=20, decimal_places=0, default=0)  # HIGHESTMODSEQ (63 bits)
    cursor = models.TextField(blank=True)  # the delta link of Graph, the sync token of a calendar
    on_server = models.PositiveIntegerField(null=True, blank=True)  # what the server counted at `checked_at`
    checked_at = models.DateTimeField(null=True, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)  # when every id was last compared
    gone_at = models.DateTimeField(null=True, blank=True)  # the server does not know it any more
    error = models.CharField(max_length=300, blank=True)  # why this one folder cannot be read

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "name"), name="one_folder_a_name"),)

    def __str__(self) -> str:
        return self.title
