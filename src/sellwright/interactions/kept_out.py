"""Whose mail is never captured: private people and whole domains a person named, before anything is kept of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sellwright.interactions.addresses import normal


def keeps_out(never: Sequence[str], addresses: Iterable[str], own: Collection[str] = ()) -> bool:
    """Whether a message or meeting is not to be captured.

    `never` holds addresses ("anna@home.org") and domains ("bank.com", which means every address below it too).
    `addresses` are all of the message, its sender (a meeting's organiser) first, "" when it has none. `own` are the
    owner's own addresses, which decide nothing.

    It is kept out when its sender is named, whoever else got it; and when everybody else in it is named. A letter to a
    customer with a copy to a named friend is a letter to the customer, and stays. Nobody else in it: stays.
    """
    named, mine = frozenset(map(tidy, never)) - {""}, frozenset(map(normal, own))
    if not named:
        return False
    sender, *rest = [normal(one) for one in addresses] or [""]
    if sender and sender not in mine and _is_named(sender, named):
        return True
    others = {one for one in (sender, *rest) if one and one not in mine}
    return bool(others) and all(_is_named(one, named) for one in others)


def tidy(entry: str) -> str:
    """An entry as it is compared: lower-case, domain in ASCII; "@bank.com", "*.bank.com", "*@bank.com": the domain."""
    text = entry.strip().lstrip("*@.").rstrip(".")
    return normal(text) if "@" in text else normal("x@" + text).partition("@")[2]


def _is_named(address: str, named: frozenset[str]) -> bool:
    if address in named:
        return True
    labels = address.rpartition("@")[2].split(".")
    return any(".".join(labels[at:]) in named for at in range(len(labels)))
