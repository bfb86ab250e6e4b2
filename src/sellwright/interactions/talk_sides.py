"""Who of those who speak is ours: as told, else guessed by who shows, offers and asks. A guess is always said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sellwright.interactions.failures import NothingFound
from sellwright.interactions.talk_labels import Sides
from sellwright.interactions.talk_sentences import Said
from sellwright.interactions.talks import Talk
from sellwright.interactions.words_moments import ASKED, OURS, THEIRS

CLEAR = 2.0  # points between the first and the second below which nobody is guessed
_OFFERS = re.compile(
    r"\b(?:our (?:product|platform|tool|software|customers|price|service)|i'll (?:send|show|draw|call)|send you"
    r"|show you|your (?:team|company)"
    r"|thanks? (?:you )?for (?:making|taking|your) |bei uns geht|unser (?:angebot|produkt)|schicke ich"
    r"|ich schicke ihnen|je vous (?:envoie|propose|rappelle)"
    r"|notre (?:offre|logiciel))"
)


def of(talk: Talk, said: Sequence[Sequence[Said]], me: Sequence[str]) -> tuple[Sides, str]:
    """The side of every speaker, and how it was found ('' when it was told). NothingFound when it cannot be."""
    names = talk.speakers
    if not names:
        raise NothingFound(
            f"{talk.name} names nobody: who is ours cannot be told.",
            "Export it with names, or write lines as Anna: words.",
        )
    if me:
        ours = {_named(one, names, talk.name) for one in me}
        if len(ours) == len(names):
            raise NothingFound(f"Everybody in {talk.name} would be ours.", "Name only your own people with --me.")
        return {name: "us" if name in ours else "them" for name in names}, ""
    if len(names) == 1:
        raise NothingFound(f"Only {names[0]} speaks in {talk.name}.", "A conversation has two sides.")
    points = {name: sum(_points(one) for turn in said for one in turn if one.speaker == name) for name in names}
    first, second = sorted(names, key=lambda name: -points[name])[:2]
    if points[first] - points[second] < CLEAR:
        raise NothingFound(f"Who of you is ours? There are: {', '.join(names)}.", f"Say it: --me {_quoted(first)}")
    why = f"Taken as ours: {first}, who asks and offers most. Say --me NAME if not, once for each of yours."
    return {name: "us" if name == first else "them" for name in names}, why


def _points(one: Said) -> float:
    low = one.low
    points = 0.5 if one.form else 0.0
    points += sum(pattern.search(low) is not None for pattern in OURS.values())
    points += one.form != "" and any(pattern.search(low) for pattern in ASKED.values())
    points += _OFFERS.search(low) is not None
    return points - 2 * sum(pattern.search(low) is not None for pattern in THEIRS.values())


def _named(words: str, names: Sequence[str], file: str) -> str:
    wanted = words.casefold().split()
    exact = [name for name in names if name.casefold().split() == wanted]
    found = exact or [name for name in names if wanted and set(wanted) <= set(re.split(r"[\s()]+", name.casefold()))]
    if len(found) == 1:
        return found[0]
    if found:
        raise NothingFound(f"--me {words} fits several: {', '.join(found)}.", "Write the whole name.")
    raise NothingFound(f"Nobody in {file} is called {words}.", f"There are: {', '.join(names)}.")


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
