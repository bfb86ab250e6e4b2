"""The short forms at the door."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sellwright.store.models import User

_NOT_PLACES = ("Etc/", "SystemV/", "posix/", "right/", "localtime", "Factory")


def zones() -> list[tuple[str, str]]:
    """Time zones to choose from, as places; UTC first."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(_NOT_PLACES))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class Joining(forms.Form):
    """Somebody comes in for the first time: name, password or passkey, time zone."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        error_messages={"required": _("Choose a password.")},
        strip=False,
        max_length=200,
        help_text=_("At least ten characters. A few words in a row are easy to keep and hard to guess."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    passkey = forms.BooleanField(
        label=_("No password: I will use a passkey"),
        required=False,
        help_text=_("Your device's fingerprint, face or PIN. It is made in the next step."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, widget=forms.Select({"data-zone": ""}))

    def __init__(self, *args: Any, invited: str = "", passkeys: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = invited
        self.fields["password"].required = not self.data.get("passkey")
        if not passkeys:
            del self.fields["passkey"]

    def clean(self) -> dict[str, Any]:
        """A password that is good enough, unless a passkey takes its place."""
        data = super().clean() or {}
        if data.get("passkey"):
            data["password"] = None
            return data
        password = data.get("password") or ""
        if not password:
            return data  # the field has said so
        try:
            validate_password(password, User(email=data.get("email", self.invited), name=data.get("name", "")))
        except ValidationError as failure:
            self.add_error("password", failure)
        return data


class Claiming(Joining):
    """An empty workspace gets its owner."""

    workspace = forms.CharField(
        label=_("Name of the firm or team"), max_length=200, widget=forms.TextInput({"autocomplete": "organization"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You sign in with it. Nothing is sent to it."),
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    field_order = ("workspace", "name", "email", "password", "passkey", "time_zone")

    def clean_email(self) -> str:
        """In lower case, and new here."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("This address belongs to a member already."))
        return email
