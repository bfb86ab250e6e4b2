"""Who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from sellwright.store.models.ids import Public


class Role(models.TextChoices):
    """What somebody may do here (access.py)."""

    OWNER = "owner"
    LEADER = "leader"
    SELLER = "seller"
    OPERATIONS = "operations"
    BUILDER = "builder"
    READER = "reader"


class Team(Public):
    """People who work together."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user; without a password they enter by link, passkey or single sign-on only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Public, AbstractBaseUser, PermissionsMixin):
    """Somebody of ours. `scope` is what mail they may read (see Scope)."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.SELLER)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="members")
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=8, default="en")
    theme = models.CharField(max_length=5, blank=True)  # "", "light" or "dark"
    hours_a_day = models.FloatField(default=3.0)  # hours of care a day
    signature = models.TextField(blank=True)
    morning_mail = models.BooleanField(default=False)
    unread_mentions = models.PositiveIntegerField(default=0, editable=False)  # kept by actions.comments
    scope = models.ForeignKey("Scope", models.SET_NULL, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),)
        indexes = (models.Index(fields=("name", "id"), name="user_sorted"),)  # lists in order of who looks after whom

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """One or two letters for a small round mark."""
        words = (self.name or self.email).split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))[:2].upper()


class EntryLink(models.Model):
    """A one-time way in: to claim an empty workspace, into the demo, or by invitation. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True)  # null: whoever uses it becomes the owner
    invited_email = models.EmailField(blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.OWNER)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")  # of an invitation
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class SignOn(Public):
    """A firm's own sign-in (OpenID Connect). It lets in members only, by an address the issuer has proven."""

    name = models.CharField(max_length=60)  # on the button: "Kestrel account"
    issuer = models.URLField(max_length=300, unique=True)
    client_id = models.CharField(max_length=200)
    secret_sealed = models.TextField(blank=True)  # store.sealed
    is_on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
