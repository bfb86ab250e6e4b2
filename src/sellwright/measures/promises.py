"""What the writer of a letter said they would do (docs/measures/promises.md; how we label: labels/promises.md).

Rules of form in English, German and French: the writer, or somebody the writer answers for, names a deed that can be
seen to have been done, and nothing takes it back (a condition on the reader, a hedge, a question, the past). The
words are in interactions/promise_words.py. The probabilities are set by hand, one for each form, below what the form
reached among our labels: they order promises, they are no frequencies.
"""

from __future__ import annotations

from datetime import date, datetime

from sellwright.interactions.due_dates import resolve
from sellwright.interactions.promise_words import TONGUES, Tongue
from sellwright.interactions.values import Promise

_READ = 400  # characters of a sentence that are looked at
_MOST = 300  # sentences of a letter that are looked at: beyond that it is a book, or meant to hold us up
_SHOWN = 300  # characters of a sentence that are kept as the words of the promise
_LEAST = 6  # characters: "Will do" has seven

DEED = 0.95  # a known deed, said outright
DATED = 0.85  # a promise only because a day is named: "You will have it by Friday"
MAYBE = 0.35  # "I will" and a verb we do not know
NONE = 0.02
_DATED = {DEED: 0.97, DATED: DATED, MAYBE: 0.7}
_UNDATED = {DEED: DEED, DATED: NONE, MAYBE: MAYBE}

# The probability does not depend on which day is named, only on whether one is; any day serves where none is known.
_SOME_DAY = datetime(2026, 3, 3, 12)  # noqa: DTZ001


def probability(sentence: str) -> float:
    """Probability, 0..1, that the writer of a sentence promises something in it. The language is not known here: the
    best of English, German and French counts."""
    return max(_judge(sentence, _SOME_DAY, tongue)[0] for tongue in TONGUES)


def _judge(sentence: str, sent_at: datetime, language: str) -> tuple[float, date | None, str]:
    """How sure we are of a promise, the day it is due and the words that name the day."""
    tongue = TONGUES[language]
    text = sentence[:_READ].lower().replace("’", "'")
    if not any(hint in text for hint in tongue.hint):
        return NONE, None, ""
    form = _form(text, tongue)
    if form == NONE or _taken_back(text, tongue):
        return NONE, None, ""
    due = resolve(sentence, sent_at, language)
    if due is None:
        return _UNDATED[form], None, ""
    return _DATED[form], *due


def _form(text: str, tongue: Tongue) -> float:
    for pattern, form in ((tongue.deed, DEED), (tongue.dated, DATED), (tongue.maybe, MAYBE)):
        if pattern.search(text) is not None:
            return form
    return NONE


def _taken_back(text: str, tongue: Tongue) -> bool:
    return any(
        any(word in text for word in words) and (pattern is None or pattern.search(text) is not None)
        for words, pattern in tongue.never
    )


def find(
    parts: list[tuple[int, int, str]], language: str, sent_at: datetime | None, threshold: float
) -> tuple[Promise, ...]:
    """The promises of a letter, in order, of whichever side wrote it. `parts` are its sentences (sentences.split),
    `language` two letters or '' (then each of the three is tried), `sent_at` aware and in the writer's zone (None: no
    due date is worked out), `threshold` the probability from which a sentence counts (settings: promise_threshold)."""
    found: list[Promise] = []
    tongues = (language,) if language in TONGUES else tuple(TONGUES) if not language else ()
    for start, end, sentence in parts[:_MOST]:
        if len(sentence) < _LEAST:
            continue
        for tongue in tongues:
            chance, day, words = _judge(sentence, sent_at or _SOME_DAY, tongue)
            if chance >= threshold:
                day, words = (day, words) if sent_at is not None else (None, "")
                found.append(Promise(sentence[:_SHOWN], start, end, day, words, chance))
                break
    return tuple(found)
