"""What the writer of a letter said they would do (docs/measures/promises.md; how we label: labels/promises.md).

Rules of form in English, German and French: the writer, or somebody the writer answers for, names a deed that can be
seen to have been done, and nothing takes it back (a condition on the reader, a hedge, a question, the past). The
words are in interactions/promise_words.py; each form carries the share of right ones it had among our labels.
"""

from __future__ import annotations

from datetime import datetime

from sellwright.interactions.due_dates import resolve
from sellwright.interactions.promise_words import TONGUES, Tongue
from sellwright.interactions.values import Promise

_READ = 600  # characters of a sentence that are looked at
_SHOWN = 300  # characters of a sentence that are kept as the words of the promise
_LEAST = 6  # characters: "Will do" has seven

DEED = 0.95  # a known deed, said outright
DEED_DATED = 0.97
DATED = 0.85  # a promise only because a day is named: "You will have it by Friday"
MAYBE_DATED = 0.7  # a verb we do not know, with a day
MAYBE = 0.35  # the same without a day
NONE = 0.02

# The probability does not depend on which day is named, only on whether one is; any day serves where none is known.
_SOME_DAY = datetime(2026, 3, 3, 12)  # noqa: DTZ001


def probability(sentence: str) -> float:
    """Probability, 0..1, that the writer of a sentence promises something in it. The language is not known here: the
    best of English, German and French counts."""
    return max(_judge(sentence, _SOME_DAY, tongue) for tongue in TONGUES)


def _judge(sentence: str, sent_at: datetime, language: str) -> float:
    tongue = TONGUES[language]
    text = sentence[:_READ].lower().replace("’", "'")
    if not any(hint in text for hint in tongue.hint):
        return NONE
    form = _form(text, tongue)
    if form == NONE or form == DEED:
        if form == DEED and resolve(sentence, sent_at, language) is not None:
            return DEED_DATED
        return form
    dated = resolve(sentence, sent_at, language) is not None
    if form == MAYBE:
        return MAYBE_DATED if dated else MAYBE
    return DATED if dated else NONE


def _form(text: str, tongue: Tongue) -> float:
    for pattern, form in ((tongue.deed, DEED), (tongue.dated, DATED), (tongue.maybe, MAYBE)):
        if pattern.search(text) is not None:
            return form if tongue.never.search(text) is None else NONE
    return NONE


def find(
    parts: list[tuple[int, int, str]], language: str, sent_at: datetime | None, threshold: float
) -> tuple[Promise, ...]:
    """The promises of a letter, in order, of whichever side wrote it. `parts` are its sentences (sentences.split),
    `language` two letters or '' (then each of the three is tried), `sent_at` aware and in the writer's zone (None: no
    due date is worked out), `threshold` the probability from which a sentence counts (settings: promise_threshold)."""
    found: list[Promise] = []
    tongues = (language,) if language in TONGUES else tuple(TONGUES) if not language else ()
    for start, end, sentence in parts:
        if len(sentence) < _LEAST:
            continue
        for tongue in tongues:
            chance = _judge(sentence, sent_at or _SOME_DAY, tongue)
            if chance >= threshold:
                due = resolve(sentence, sent_at, tongue) if sent_at is not None else None
                day, words = due or (None, "")
                found.append(Promise(sentence[:_SHOWN], start, end, day, words, chance))
                break
    return tuple(found)
