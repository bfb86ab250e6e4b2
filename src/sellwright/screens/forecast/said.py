"""How a forecast and a goal are said in words: ranges, what they were judged by, what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright.screens import giving_words
from sellwright.store.models import Goal

_LACK = re.compile(r"^(\d+) of (\d+) closed deals, (\d+) of (\d+) won$")
_LACK_TALKS = re.compile(r"^(\d+) of (\d+) conversations, (\d+) of (\d+) became a deal$")


@dataclass(frozen=True)
class ShownGoal:
    """One goal. `pace` in a sentence; `lines`: what it takes and what is usual, each a label and a range."""

    id: str
    amount: float
    said: str
    pace: str
    lines: tuple[tuple[str, str, str], ...]  # what, needed, usual
    missing: str


def won(body: dict[str, Any], unit: str) -> str:
    """ "12,000 EUR won already (3 deals)"."""
    count = body["won_deals"]
    deals = ngettext("%(n)d deal", "%(n)d deals", count) % {"n": count}
    if not unit:
        return _("%(deals)s won already") % {"deals": deals}
    return _("%(amount)s won already (%(deals)s)") % {
        "amount": giving_words.money(body["won"], unit), "deals": deals
    }  # fmt: skip


def counted(seconds: float) -> str:
    """How long ago by the machine's clock, which goes on where the workspace's stands still."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return _("Counted just now.")
    if minutes < 60:
        return ngettext("Counted %(n)d minute ago.", "Counted %(n)d minutes ago.", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("Counted %(n)d hour ago.", "Counted %(n)d hours ago.", hours) % {"n": hours}
    return ngettext("Counted %(n)d day ago.", "Counted %(n)d days ago.", hours // 24) % {"n": hours // 24}


def missing(text: str) -> str:
    """Why there is no range."""
    found = _LACK.match(text)
    if found is None:
        return text
    closed, least, ended, least_won = found.groups()
    return _(
        "Too little to tell: %(closed)s of %(least)s closed deals, %(won)s of %(least_won)s won. The range appears by"
        " itself once there are as many."
    ) % {"closed": closed, "least": least, "won": ended, "least_won": least_won}


def checked(body: dict[str, Any]) -> str:
    """How often such ranges held in the book's own past."""
    if body["missing"]:
        return ""
    if not body["checked"]:
        return _("Meant to hold four times in five. Your own past is still too short to check that.")
    return _("Meant to hold four times in five. On your own past such ranges held %(held)d of %(all)d times.") % {
        "held": body["held"], "all": body["checked"]
    }  # fmt: skip


def widened(body: dict[str, Any]) -> str:
    """What makes the range wider than it would be."""
    share = body["unknown_share"]
    if share < 0.005:
        return ""
    return _("Wider by %(share)s, for what is not known of its deals. The middle is not moved by that.") % {
        "share": f"{share / 2:.0%}"
    }


def one_in(chance: float) -> str:
    """ "about 1 in 4", of deals that stood like this."""
    if chance >= 0.6:
        return _("about %(n)d in 10") % {"n": min(9, round(chance * 10))}
    if chance < 0.01:
        return _("under 1 in 100")
    return _("about 1 in %(n)d") % {"n": round(1 / chance)}


def goal(held: Goal, told: dict[str, Any] | None, unit: str) -> ShownGoal:
    """A goal with what it takes; `told`: as worked out for the viewer, None while it is not yet."""
    amount = float(held.deals if held.deals is not None else held.amount or 0)
    said = giving_words.money(held.deals if held.deals is not None else held.amount or 0, unit)
    if not unit:
        said = ngettext("%(n)d deal", "%(n)d deals", int(amount)) % {"n": int(amount)}
    if told is None:
        return ShownGoal(held.public_id, amount, said, _("What it takes is being worked out."), (), "")
    lines = [
        (_("still to win"), _range(told["gap"], unit), ""),
        (_("new deals"), _range(told["deals"], ""), _range(told["usual_deals"], "")),
        (_("new conversations"), _range(told["talks"], ""), _range(told["usual_talks"], "")),
    ]
    lack = missing(told["missing"]) if told["missing"] else _talks_missing(told["talks_missing"])
    return ShownGoal(held.public_id, amount, said, _pace(told["pace"]), tuple(line for line in lines if line[1]), lack)


def _pace(pace: str) -> str:
    return {
        "reached": _("Reached."),
        "enough": _("Your usual pace of new deals is enough."),
        "open": _("Your usual pace of new deals may be enough, or may not."),
        "short": _("Your usual pace of new deals is not enough."),
        "out of reach": _("New deals alone cannot fill it in the days left: too few are won that fast."),
        "unknown": "",
    }[pace]


def _range(held: list[float | None] | None, unit: str) -> str:
    """ "3 to 9"; "more than 20" where there is no end."""
    if held is None:
        return ""
    low, high = held
    if low is None:
        return _("more than can be counted")
    if high is None:
        return _("at least %(low)s") % {"low": giving_words.money(giving_words.rounded(low), unit)}
    return giving_words.span(low, high, unit)


def _talks_missing(text: str) -> str:
    found = _LACK_TALKS.match(text)
    if found is None:
        return text
    began, least, became, least_became = found.groups()
    return _(
        "How many conversations that is cannot be told yet: %(began)s of %(least)s, %(became)s of %(least_became)s "
        "became a deal."
    ) % {"began": began, "least": least, "became": became, "least_became": least_became}
