"""What columns, filters and views of lists are called, and how a value in a cell is said."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright.screens import deal_words, spoken, words
from sellwright.store.lists.nouns import Column

Words = str | Promise

TITLES: dict[str, Words] = {
    "person": later("People"),
    "firm": later("Firms"),
    "deal": later("Deals"),
    "promise": later("Promises"),
    "touch": later("What happened"),
}
ROUTES = {"person": "people", "firm": "firms", "deal": "deals_list", "promise": "promises", "touch": "touches"}
SOUGHT: dict[str, Words] = {  # what the words of a search are looked for in
    "person": later("name, firm, address"),
    "firm": later("name, domain"),
    "deal": later("deal, firm"),
    "promise": later("words of it"),
    "touch": later("subject, name"),
}
COLUMNS: dict[str, Words] = {
    "name": later("Name"),
    "firm": later("Firm"),
    "title": later("Title"),
    "relation": later("To us"),
    "effort": later("How far each side comes"),
    "last": later("Last"),
    "owner": later("Looked after by"),
    "email": later("Address"),
    "telephone": later("Telephone"),
    "place": later("Place"),
    "link": later("Link"),
    "about": later("About"),
    "first": later("First met"),
    "by_hand": later("Added by hand"),
    "added": later("Added"),
    "domain": later("Domain"),
    "industry": later("Industry"),
    "headcount": later("How many work there"),
    "people": later("People"),
    "deals": later("Open deals"),
    "stage": later("Stage"),
    "amount": later("Amount"),
    "expected_date": later("Expected"),
    "next_step": later("Next step"),
    "next_step_date": later("Next step by"),
    "outcome": later("Outcome"),
    "outcome_reason": later("Why"),
    "opened": later("Opened"),
    "closed": later("Closed"),
    "since": later("In this stage since"),
    "text": later("Promise"),
    "person": later("Person"),
    "side": later("Who"),
    "due": later("Due"),
    "said": later("Said"),
    "open": later("Still open"),
    "kept": later("Kept"),
    "what": later("What"),
    "channel": later("How"),
    "kind": later("Written by"),
    "at": later("When"),
}
WAYS: dict[str, Words] = {
    "has": later("holds"),
    "is": later("is"),
    "empty": later("is empty"),
    "filled": later("is not empty"),
    "more": later("is more than"),
    "less": later("is less than"),
    "last": later("in the last … days"),
    "next": later("in the next … days"),
    "older": later("longer ago than … days"),
    "before": later("before"),
    "after": later("after"),
    "any": later("is one of"),
    "none": later("is none of"),
    "yes": later("is yes"),
    "no": later("is no"),
    "at": later("is"),
}
SIDES: dict[str, Words] = {"us": later("we"), "them": later("they")}
KINDS: dict[str, Words] = {"person": later("a person"), "automatic": later("a program")}
VERDICTS = ("leaning in", "order-taking", "even", "we carry it", "one-sided", "unclear")
FIELD_KINDS: dict[str, Words] = {
    "text": later("Text on one line"),
    "long": later("Text on many lines"),
    "number": later("Number"),
    "money": later("Money"),
    "date": later("Day"),
    "moment": later("Day and time"),
    "yes_no": later("Yes or no"),
    "choice": later("One choice"),
    "choices": later("Several choices"),
    "link": later("Link"),
    "email": later("E-mail address"),
    "phone": later("Telephone number"),
    "person": later("A person"),
    "colleague": later("A colleague"),
}
NUMERIC = frozenset({"number", "money", "count"})


def in_language(table: str) -> dict[str, str]:
    """A table of words of this module in the language in force: pages ask for the same words hundreds of times."""
    return _in_language(table, get_language())


@cache
def _in_language(table: str, _language: str | None) -> dict[str, str]:
    tables: dict[str, dict[str, Any]] = {
        "COLUMNS": COLUMNS,
        "WAYS": WAYS,
        "outcome": {key or "open": word for key, word in deal_words.OUTCOMES.items()},
        "relation": {kind: word for kind, (word, _key) in words.RELATIONS.items()},
        "side": SIDES,
        "channel": words.CHANNELS,
        "human": KINDS,
    }
    return {key: str(word) for key, word in tables[table].items()}


@cache
def _verdicts(_language: str | None) -> dict[str, str]:
    return {verdict: spoken.tell(verdict) for verdict in VERDICTS}


def label(column: Column) -> str:
    """What a column is called."""
    return column.name or in_language("COLUMNS")[column.key]


def options(column: Column, colleagues: list[tuple[str, str]], stages: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a filter of this column may choose among: (value, words)."""
    if column.kind == "owner":
        return [("me", _("me")), ("nobody", _("nobody yet")), *colleagues]
    if column.kind == "colleague":
        return colleagues
    if column.kind == "stage":
        return stages
    if column.kind == "effort":
        return list(_verdicts(get_language()).items())
    if column.kind in ("relation", "outcome", "side", "channel", "human"):
        return list(in_language(column.kind).items())
    return [(choice, choice) for choice in column.choices]


def said(column: Column, value: Any, ref: str, now: datetime) -> str:
    """A value as a cell shows it. `ref`: public id of what it names, or the currency of an amount."""
    if value is None or value == "":
        return in_language("outcome")["open"] if column.kind == "outcome" else ""
    kind = column.kind
    if kind == "at":
        return _when(float(value), now) if value else ""
    if kind == "moment":
        return words.when(datetime.fromisoformat(value).timestamp(), now)
    if kind == "date":
        return words.on(value if isinstance(value, date) else date.fromisoformat(value), now)
    if kind == "money":
        return f"{_number(float(value))} {column.currency or ref}".strip()
    if kind in ("number", "count"):
        return _number(float(value))
    if kind == "yes_no":
        return _("yes") if value else _("no")
    if kind == "relation":
        return in_language("relation").get(value) or words.relation(value)
    if kind == "effort":
        verdict = value.partition(" (")[0]  # from how many messages stands on their page
        return _verdicts(get_language()).get(verdict) or spoken.tell(verdict)
    if kind in ("outcome", "side", "channel", "human"):
        return in_language(kind).get(value, str(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _when(at: float, now: datetime) -> str:
    """When something happened; a meeting that is yet to come says so."""
    said_at = words.when(at, now)
    return _("planned: %(when)s") % {"when": said_at} if at > now.timestamp() else said_at


def _number(value: float) -> str:
    places = 0 if value == int(value) else 2
    return formats.number_format(round(value, 2), places, use_l10n=True, force_grouping=True)
