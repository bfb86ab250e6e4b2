"""Forms of the settings pages."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sellwright.screens.entering.forms import zones

THEMES = (("", _("As the machine")), ("light", _("Day")), ("dark", _("Night")))


class Preferences(forms.Form):
    """What a member sets for themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Light"), choices=THEMES, required=False)
    hours_a_day = forms.FloatField(
        label=_("Hours a day for people"),
        min_value=0.25,
        max_value=16,
        help_text=_("Today lays out no more than fits into them."),
        widget=forms.NumberInput({"step": "0.25"}),
    )
    signature = forms.CharField(
        label=_("Signature"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4}), strip=False
    )


class SignOnForm(forms.Form):
    """The firm's own sign-in."""

    name = forms.CharField(label=_("Name on the button"), max_length=60, help_text=_("“Kestrel account”"))
    issuer = forms.CharField(
        label=_("Issuer"), max_length=300, help_text=_("The address its operator gives, such as https://id.firm.com")
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=200)
    secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        max_length=500,
        strip=True,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_("Kept encrypted. Left empty, the one that is kept stays."),
    )


class FolderForm(forms.Form):
    """A folder of this machine."""

    folder = forms.CharField(
        label=_("Folder on this machine"),
        max_length=1000,
        widget=forms.TextInput({"spellcheck": "false", "autocapitalize": "none"}),
    )
