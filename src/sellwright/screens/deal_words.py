"""What pages of deals share: how an amount, a stay and a move are said, and the fields of a deal's form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from sellwright import access
from sellwright.actions.deals import Wanted
from sellwright.actions.refusing import Refused
from sellwright.interactions import errands
from sellwright.measures import stage_time
from sellwright.measures.stage_time import Usual
from sellwright.store.models import Deal, Firm, Stage, User

ACTS = {
    "commitment": later("they committed to something"),
    "task_done": later("they did what was asked"),
    "stakeholder": later("they brought somebody in"),
    "referral": later("they lent their name"),
    "internal_data": later("they gave inside figures"),
}
OUTCOMES = {"": later("open"), "won": later("won"), "lost": later("lost"), "no decision": later("no decision")}


def amount(deal: Deal) -> str:
    """ "12,000 EUR", '' where none is known."""
    if deal.amount is None:
        return ""
    places = 0 if deal.amount == deal.amount.to_integral_value() else 2
    return f"{formats.number_format(deal.amount, places, use_l10n=True, force_grouping=True)} {deal.currency}"


def usual(stage: Stage) -> Usual:
    """What is usual in a stage, as it was last measured."""
    return Usual(stage.usual_days, stage.usual_stays)


def stay(since: float, now: float, held: Usual) -> tuple[str, bool]:
    """ "12 days here, usual 9" and whether that is long."""
    if not since:  # it came from another system, whose file did not tell
        return _("time here: not known"), False
    found = stage_time.stay(since, now, held)
    days = int(found.days)
    here = ngettext("%(n)d day here", "%(n)d days here", days) % {"n": days}
    if held.days is None:
        return here, False
    return _("%(here)s, usual %(usual)s") % {"here": here, "usual": formats.number_format(round(held.days))}, (
        found.pace == "long"
    )


def usual_words(held: Usual) -> str:
    """ "usually 9 days", or why that cannot be told."""
    if held.days is None:
        return _("usual time: too few to tell (n = %(n)d of %(least)d)") % {
            "n": held.stays,
            "least": stage_time.LEAST,
        }
    days = max(1, round(held.days))
    return ngettext("usually %(n)d day", "usually %(n)d days", days) % {"n": days}


def day(on_date: date | None, now: datetime) -> str:
    """ "today", "tomorrow", "Fri 5 June", with the year when it is another one."""
    if on_date is None:
        return ""
    ahead = (on_date - now.date()).days
    if -1 <= ahead <= 1:
        return (_("yesterday"), _("today"), _("tomorrow"))[ahead + 1]
    return formats.date_format(on_date, _("D j F") if on_date.year == now.year else _("j F Y"))


@dataclass(frozen=True)
class Asking:
    """Who fills the form in, and when."""

    user: User
    now: datetime


class DealForm(forms.Form):
    """The fields of a deal. The day may be said in any words."""

    name = forms.CharField(label=later("What it is about"), max_length=200)
    firm = forms.CharField(label=later("Firm"), max_length=200, required=False, help_text=later("Its name or domain."))
    amount = forms.DecimalField(
        label=later("Amount"), required=False, min_value=Decimal(0), max_digits=14, decimal_places=2, localize=True
    )
    currency = forms.CharField(label=later("Currency"), max_length=3, min_length=3, initial="EUR")
    next_step = forms.CharField(label=later("Next step"), max_length=300, required=False)
    next_step_date = forms.CharField(
        label=later("Until"), max_length=60, required=False,
        help_text=later("“Friday”, “in 2 weeks”, “3 June”, or a date."),
    )  # fmt: skip
    expected_date = forms.CharField(
        label=later("Decided by"), max_length=60, required=False,
        help_text=later("When you think they will have decided. Any words for a day."),
    )  # fmt: skip
    about = forms.CharField(
        label=later("What else is to be known"), max_length=10_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=later("Who looks after it"), queryset=User.objects.none(), required=False, to_field_name="public_id"
    )

    def __init__(self, asking: Asking, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("name", "email")  # type: ignore[attr-defined]

    def clean_next_step_date(self) -> date | None:
        """A day in any words."""
        return self._day("next_step_date")

    def clean_expected_date(self) -> date | None:
        """A day in any words."""
        return self._day("expected_date")

    def _day(self, name: str) -> date | None:
        """A day in any words; the same words in their own language first."""
        typed = self.cleaned_data[name].strip()
        if not typed:
            return None
        found = errands.day(typed, self.asking.now, self.asking.user.language[:2])
        if found is None:
            raise forms.ValidationError(_("No day was found in that. Try “tomorrow”, “3 June” or “in 2 weeks”."))
        return found

    def wanted(self) -> Wanted:
        """What was written, for the deed."""
        held = self.cleaned_data
        return Wanted(
            name=held["name"], firm=firm_named(held["firm"]), owner=held["owner"], amount=held["amount"],
            currency=held["currency"], next_step=held["next_step"], next_step_date=held["next_step_date"],
            expected_date=held["expected_date"], about=held["about"],
        )  # fmt: skip

    def refuse(self, refusal: Refused) -> None:
        """Puts the sentence of a refusal by its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def firm_named(typed: str) -> Firm | None:
    """The firm of that domain or name; made where there is none. None for nothing typed."""
    typed = " ".join(typed.split())
    if not typed:
        return None
    found = Firm.objects.filter(domain=typed.lower()).first() or Firm.objects.filter(name__iexact=typed).first()
    if found is not None:
        return found
    is_domain = "." in typed and " " not in typed
    return Firm.objects.create(domain=typed.lower() if is_domain else None, name="" if is_domain else typed)


def initial(deal: Deal) -> dict[str, Any]:
    """What stands in the form of a deal."""
    return {
        "name": deal.name, "firm": str(deal.firm) if deal.firm else "", "amount": deal.amount,
        "currency": deal.currency, "next_step": deal.next_step,
        "next_step_date": deal.next_step_date.isoformat() if deal.next_step_date else "",
        "expected_date": deal.expected_date.isoformat() if deal.expected_date else "", "about": deal.about,
        "owner": deal.owner.public_id if deal.owner else None,
    }  # fmt: skip


def may_change(user: User) -> bool:
    """Whether deals of this page can be changed by its viewer."""
    return access.may(user, "deal")
