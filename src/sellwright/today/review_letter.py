"""The skeleton of the letter after a talk: their words, what both sides said they would do, the next step.

Every line is a quote or a blank. Not one sentence is made up.
"""

from __future__ import annotations

from collections.abc import Sequence

from sellwright.interactions.names import clean
from sellwright.interactions.talk_labels import Label
from sellwright.interactions.values import Person
from sellwright.today import skeleton, wording
from sellwright.today.review import Review

QUOTE = 240  # characters
_HEADS = {
    "en": ("You said:", "We said we would:", "You said you would:", "Next:"),
    "de": ("Sie sagten:", "Wir haben zugesagt:", "Sie haben zugesagt:", "Als Nächstes:"),
    "fr": ("Vous avez dit :", "Nous avons promis :", "Vous avez promis :", "La suite :"),
}
BLANK = "____"


def write(review: Review, language: str) -> str:
    """The text. Empty when there was too little to tell."""
    if review.too_little:
        return ""
    said, ours, theirs, after = _HEADS.get(language, _HEADS["en"])
    people = [name for name in review.talk.speakers if review.sides.get(name) == "them"]
    mine = next((name for name in review.talk.speakers if review.sides.get(name) == "us"), "")
    name = (clean(people[0]) or people[0]) if people else ""
    manner = skeleton.manner(Person("", name, (), ""), (), (), name=clean(mine) or mine, fallback=language or "en")
    quoted = [field.quotes[0] for field in review.discovery.fields if field.quotes]
    seen: set[str] = set()
    once = [one for one in quoted if not (one.quote in seen or seen.add(one.quote))]  # type: ignore[func-returns-value]
    blocks = [manner.greeting, BLANK]
    if once:
        blocks.append("\n".join([said, *(f"> {wording.quote(one.quote, QUOTE)}" for one in once)]))
    for heading, side in ((ours, "us"), (theirs, "them")):
        kept = [one for one in review.labels if one.kind == "promise" and one.side == side]
        if kept:
            blocks.append("\n".join([heading, *_lines(kept)]))
    step = [one for one in review.labels if one.kind == "next step"][-1:]
    blocks.append("\n".join([after, *(_lines(step) or [BLANK])]))
    return "\n\n".join([*blocks, manner.closing]) + "\n"


def _lines(labels: Sequence[Label]) -> list[str]:
    return [f"- {wording.quote(one.quote, QUOTE)}" for one in labels]
