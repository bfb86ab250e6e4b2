"""Forms about mail that is brought and the mailbox it belongs to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellwright.store.models import Mailbox


class Addressed(forms.Form):
    """A mailbox's title and the owner's own addresses in it."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("As you will know it: “Work mail until 2024”.")
    )
    addresses = forms.CharField(
        label=_("Your own addresses in it"),
        widget=forms.Textarea({"rows": 2, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("They say who wrote to whom. Separate several by commas."),
    )


class Begin(Addressed):
    """Whose mail a file holds: a new mailbox, or one that is here."""

    mailbox = forms.ChoiceField(label=_("Whose mail is it?"), required=False)
    field_order = ("mailbox", "title", "addresses")

    def __init__(self, *args: Any, own: list[Mailbox], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            choices = [("", _("Mine, as a new mailbox")), *((box.public_id, box.title) for box in own)]
            self.fields["mailbox"].choices = choices  # type: ignore[attr-defined]
            self.fields["mailbox"].help_text = _("Into an older one when it is the same mailbox, exported again.")
        else:
            del self.fields["mailbox"]


class FromFolder(forms.Form):
    """A path on this machine."""

    path = forms.CharField(
        label=_("Path on this machine"),
        max_length=1000,
        widget=forms.TextInput({"spellcheck": "false", "autocapitalize": "none"}),
    )
