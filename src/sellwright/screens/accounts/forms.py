"""Forms about connecting: an address, a server, what is read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellwright.store.models.mailboxes import Level

SECURITIES = (("tls", "TLS"), ("starttls", "STARTTLS"), ("none", _("none (this machine only)")))
_PLAIN = {"spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
# Known senders of private mail, for people who want them left out by one tick. Shown as they stand.
PRIVATE = {
    "banks": (
        "paypal.com", "klarna.com", "n26.com", "wise.com", "revolut.com", "sparkasse.de", "ing.de", "dkb.de",
        "comdirect.de", "americanexpress.com", "chase.com", "barclays.co.uk",
    ),
    "health": ("doctolib.de", "doctolib.fr", "jameda.de", "tk.de", "aok.de", "barmer.de", "ameli.fr", "nhs.net"),
    "home": (
        "amazon.com", "amazon.de", "ebay.com", "ebay.de", "netflix.com", "airbnb.com", "booking.com", "dhl.de",
        "facebookmail.com", "instagram.com",
    ),
}  # fmt: skip


class AddressForm(forms.Form):
    """The address to connect."""

    address = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", **_PLAIN}),
    )

    def clean_address(self) -> str:
        """One address, nothing else."""
        text = str(self.cleaned_data["address"]).strip()
        local, at, domain = text.rpartition("@")
        if not at or not local or "." not in domain or any(letter.isspace() or letter in '<>,;"' for letter in text):
            raise forms.ValidationError(_("That is not an e-mail address."))
        return text.lower()


class ServerForm(forms.Form):
    """Where the mail lies and how one signs in. What is typed as a password is never shown again."""

    host = forms.CharField(label=_("Mail server (IMAP)"), max_length=253, widget=forms.TextInput(_PLAIN))
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, widget=forms.TextInput({"inputmode": "numeric"})
    )
    security = forms.ChoiceField(label=_("Protection of the line"), choices=SECURITIES)
    user = forms.CharField(label=_("User name"), max_length=254, widget=forms.TextInput(_PLAIN))
    password = forms.CharField(
        label=_("Password"), max_length=1000, strip=False, widget=forms.PasswordInput({"autocomplete": "off"})
    )
    address = forms.CharField(max_length=254, widget=forms.HiddenInput)

    def clean_host(self) -> str:
        """A name or an address of a server."""
        text = str(self.cleaned_data["host"]).strip().lower().rstrip(".")
        if not text or any(letter.isspace() or letter in "/@\\?#" for letter in text):
            raise forms.ValidationError(_("A server has a name such as imap.firm.com."))
        return text


class CalendarForm(forms.Form):
    """A calendar by its address: CalDAV with a password, or a link to an .ics without one."""

    url = forms.CharField(
        label=_("Address of the calendar"),
        max_length=2000,
        widget=forms.URLInput({"placeholder": "https://…", **_PLAIN}),
        help_text=_("A CalDAV address, or the secret link to an .ics that your calendar gives under “share”."),
    )
    user = forms.CharField(label=_("User name"), max_length=254, required=False, widget=forms.TextInput(_PLAIN))
    password = forms.CharField(
        label=_("Password"), max_length=1000, strip=False, required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_("For CalDAV only; an app password where your provider has them. A link needs none."),
    )  # fmt: skip

    def clean_url(self) -> str:
        """A web address."""
        text = str(self.cleaned_data["url"]).strip()
        if text.startswith("webcal://"):
            text = "https://" + text.removeprefix("webcal://")
        if not text.startswith(("https://", "http://")):
            raise forms.ValidationError(_("It begins with https:// or webcal://."))
        return text


class ChoiceForm(forms.Form):
    """What is read of an account, and, the first time, who else sees it."""

    SINCE = ("two", "one", "all", "day")

    folders = forms.MultipleChoiceField(label=_("Folders"), widget=forms.CheckboxSelectMultiple)
    since = forms.ChoiceField(label=_("Since when"), widget=forms.RadioSelect)
    day = forms.DateField(
        label=_("On or after this day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    never = forms.CharField(
        label=_("Never captured"), required=False, max_length=20_000, strip=True,
        widget=forms.Textarea({"rows": 3, **_PLAIN}),
        help_text=_(
            "Addresses and whole domains, one a line: family, bank, doctor. Nothing of their mail is kept, not even a "
            "subject; the account of this mailbox counts it as skipped."
        ),
    )  # fmt: skip
    private = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in PRIVATE])
    level = forms.ChoiceField(required=False, choices=Level.choices)
    addresses = forms.CharField(
        label=_("Other addresses of yours that lead into it"), required=False, max_length=2000,
        widget=forms.TextInput(_PLAIN),
        help_text=_("Aliases and older addresses: they say who wrote to whom."),
    )  # fmt: skip

    def __init__(self, *args: Any, folders: list[tuple[str, str]], since: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["folders"].choices = folders  # type: ignore[attr-defined]
        self.fields["since"].choices = since  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day where one is wanted."""
        found = super().clean() or {}
        if found.get("since") == "day" and not found.get("day") and "day" not in self.errors:
            self.add_error("day", _("Which day?"))
        return found

    def never_text(self) -> str:
        """What was typed, with the groups that were ticked."""
        ticked = [domain for group in self.cleaned_data["private"] for domain in PRIVATE[group]]
        return "\n".join([self.cleaned_data["never"], *ticked])

    def since_day(self, today: date) -> date | None:
        """The first day that is read; None: all."""
        wanted = self.cleaned_data["since"]
        if wanted == "day":
            day: date = self.cleaned_data["day"]
            return day
        return since_days(today).get(wanted)


def since_days(today: date) -> dict[str, date]:
    """The days offered: two years ago, one year ago."""

    def back(years: int) -> date:
        try:
            return today.replace(year=today.year - years)
        except ValueError:  # 29 February
            return today.replace(year=today.year - years, day=28)

    return {"two": back(2), "one": back(1)}
