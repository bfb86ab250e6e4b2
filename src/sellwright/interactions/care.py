"""What a person says of the care they promise: tiers, hours, requests, weeks past, offers (cards C3 to C6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.sheets import Sheet

PERIODS = {"day": 24.0, "week": 168.0, "four weeks": 672.0, "month": 744.0, "quarter": 2208.0}  # hours in it, at most
SLACK = 0.2  # share of hours kept free (settings: slack_share)


@dataclass(frozen=True, slots=True)
class Tier:
    """A care standard: `hours` of care for each of `accounts` in the period."""

    name: str
    accounts: float
    hours: float
    promise: str = ""  # in words, what they were promised


@dataclass(frozen=True, slots=True)
class Crew:
    """Who gives the care: focused hours in the period, all together, and the share of them kept free."""

    people: int
    hours: float
    slack: float = SLACK
    period: str = "month"


@dataclass(frozen=True, slots=True)
class Requests:
    """How people who need help come: so many an hour, so long to handle, so many of us on duty."""

    per_hour: float
    minutes: float
    on_duty: int
    within: float = 30.0  # minutes a person should wait at most
    spread: float = 1.0  # 1: pure chance (see stats/erlang.py)


@dataclass(frozen=True, slots=True)
class Week:
    """One person's week: active relationships, promises that fell due, and those kept."""

    person: str
    relationships: int
    due: int
    kept: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Something sold. Shares from 0 to 1; `None` where nobody said."""

    name: str
    price: float
    care_hours: float
    hour_cost: float
    delivery: float = 0.0
    premium: float | None = None  # price over the named alternative, as a share of it
    by_hand: float | None = None  # share of letters made for one reader
    reachable: float | None = None  # share of requests a human answered within the promise


@dataclass(frozen=True, slots=True)
class Care:
    """A whole sheet. `crew` and `requests` are None where it says nothing of them."""

    crew: Crew | None = None
    tiers: tuple[Tier, ...] = ()
    requests: Requests | None = None
    promised: float = 0.9  # share of promises that is to be kept
    weeks: tuple[Week, ...] = ()
    offers: tuple[Offer, ...] = ()


def read(sheet: Sheet) -> Care:
    """A sheet of care. CannotRead with one sentence for what cannot be so."""
    sheet.known("people", "hours", "hours_a_day", "days", "slack", "period", "tiers", "requests", "promised", "weeks",
                "offers", "hour_cost")  # fmt: skip
    return Care(
        _crew(sheet),
        tuple(_tier(name, one) for name, one in sheet.named("tiers")),
        _requests(sheet.under("requests")),
        sheet.share("promised", 0.9),
        tuple(_week(row) for row in sheet.rows("weeks")),
        tuple(_offer(name, one, sheet) for name, one in sheet.named("offers")),
    )


def changed(tiers: tuple[Tier, ...], name: str, more: float) -> tuple[Tier, ...]:
    """The tiers with so many accounts more (or fewer) in one of them. CannotRead when there is no such tier, or it
    would hold fewer than none."""
    for place, tier in enumerate(tiers):
        if tier.name.casefold() == name.casefold():
            if tier.accounts + more < 0:
                raise CannotRead(f"{tier.name} holds {tier.accounts:g}: {-more:g} cannot leave it.", "Take fewer.")
            return (*tiers[:place], replace(tier, accounts=tier.accounts + more), *tiers[place + 1 :])
    raise CannotRead(f"There is no tier {name!r}.", f"There are: {', '.join(tier.name for tier in tiers) or 'none'}.")


def _crew(sheet: Sheet) -> Crew | None:
    if not sheet.has("people"):
        return None
    period = sheet.words("period", "month").lower()
    if period not in PERIODS:
        raise CannotRead(f"{sheet.where}: {period!r} is no period.", f"Write one of: {', '.join(PERIODS)}.")
    slack = sheet.share("slack", SLACK)
    if slack == 1:
        raise CannotRead(f"{sheet.where}: slack 1 leaves no hour for anybody.", "Write less, as .2")
    if isinstance(sheet.values["people"], dict | list):
        each = [_hours(one, period) for _, one in sheet.named("people", "hours")]
        return Crew(len(each), sum(each), slack, period)
    people = sheet.count("people", least=1)
    return Crew(people, people * _hours(sheet, period), slack, period)


def _hours(sheet: Sheet, period: str) -> float:
    if sheet.has("hours_a_day"):
        most = {"day": 1, "week": 7, "four weeks": 28, "month": 31, "quarter": 92}[period]
        a_day = sheet.number("hours_a_day", most=24, why="a day has 24")
        return a_day * sheet.number("days", most=most, why=f"a {period} has no more days")
    return sheet.number("hours", most=PERIODS[period], why=f"a {period} has no more hours")


def _tier(name: str, one: Sheet) -> Tier:
    one.known("accounts", "hours", "promise")
    return Tier(name, one.number("accounts", most=1e9), one.number("hours", most=1e6), one.words("promise"))


def _requests(one: Sheet | None) -> Requests | None:
    if one is None:
        return None
    one.known("per_hour", "minutes", "on_duty", "within", "spread")
    found = Requests(
        one.number("per_hour", most=1e6), one.number("minutes", most=1e6), one.count("on_duty", least=1),
        one.number("within", 30.0), one.number("spread", 1.0, most=1e4),
    )  # fmt: skip
    if found.minutes == 0 or found.on_duty > 10_000:
        raise CannotRead(f"{one.where}: handling takes time, and ten thousand on duty is the most.", "Correct it.")
    return found


def _week(row: Sheet) -> Week:
    row.known("person", "relationships", "due", "kept", "week")
    due, kept = row.count("due"), row.count("kept")
    if kept > due:
        raise CannotRead(f"{row.where}: {kept} kept of {due} due cannot be.", "Correct it.")
    return Week(row.words("person"), row.count("relationships"), due, kept)


def _offer(name: str, one: Sheet, whole: Sheet) -> Offer:
    one.known("price", "care_hours", "hour_cost", "delivery", "premium", "by_hand", "reachable")
    price = one.number("price")
    if price == 0:
        raise CannotRead(f"{one.where}: price 0 earns no care.", "Write what it costs the buyer.")
    return Offer(
        name, price, one.number("care_hours", 0.0),
        one.number("hour_cost") if one.has("hour_cost") or not whole.has("hour_cost") else whole.number("hour_cost"),
        one.number("delivery", 0.0),
        one.number("premium", least=-1.0) if one.has("premium") else None,
        one.share("by_hand") if one.has("by_hand") else None,
        one.share("reachable") if one.has("reachable") else None,
    )  # fmt: skip
