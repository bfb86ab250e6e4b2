"""What the writer of a letter said they would do (docs/measures/promises.md; how we label: labels/promises.md).

Rules of form in English, German and French: the writer, or somebody the writer answers for, names a deed that can be
seen to have been done, and nothing takes it back (a condition on the reader, a hedge, a question, the past). The
words are in interactions/promise_words.py. The probabilities are set by hand, one for each form, below what the form
reached among our labels: they order promises, they are no frequencies.
"""

from __future__ import annotations

from datetime import date, datetime

from sellwright.interactions.due_dates import resolve
from sellwright.interactions.lowered import Lowered, holds, prepare
from sellwright.interactions.promise_words import TONGUES, Tongue
from sellwright.interactions.sentences import Part
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
_UNDATED = {DEED: DEED, DATED: NONE, MAYBE: MAYBE, NONE: NONE}

# The probability does not depend on which day is named, only on whether one is; any day serves where none is known.
_SOME_DAY = datetime(2026, 3, 3, 12)  # noqa: DTZ001


def probability(sentence: str) -> float:
    """Probability, 0..1, that the writer of a sentence promises something in it. The language is not known here: the
    best of English, German and French counts."""
    letter = prepare([(0, len(sentence), sentence)])
    forms = {name: _judge(letter.rows[0], letter.parted[0], tongue) for name, tongue in TONGUES.items()}
    return max(_chance(form, sentence, _SOME_DAY, tongue)[0] for tongue, form in forms.items())


def _judge(row: str, words: list[str], rules: Tongue) -> float:
    """Which form of a promise a sentence has: DEED, DATED, MAYBE or NONE. `row` and `words` are the sentence as
    lowered."""
    if rules.words and rules.words.isdisjoint(words):
        return NONE
    text = row[:_READ]
    for hint in rules.hint:
        if hint in text:
            break
    else:
        return NONE
    for form, known in ((DEED, rules.deed), (DATED, rules.dated), (MAYBE, rules.maybe)):
        if holds(text, known):
            return NONE if holds(text, rules.never) else form
    return NONE


def _chance(form: float, sentence: str, sent_at: datetime, language: str) -> tuple[float, date | None, str]:
    """How sure we are of a promise of that form, the day it is due and the words that name the day."""
    due = resolve(sentence, sent_at, language) if form != NONE else None
    return (_UNDATED[form], None, "") if due is None else (_DATED[form], *due)


def find(
    parts: list[Part],
    language: str,
    sent_at: datetime | None,
    threshold: float,
    *,
    lowered: Lowered | None = None,
) -> tuple[Promise, ...]:
    """The promises of a letter, in order, of whichever side wrote it. `parts` are its sentences (sentences.split),
    `language` two letters or '' (then each of the three is tried), `sent_at` aware and in the writer's zone (None: no
    due date is worked out), `threshold` the probability from which a sentence counts (settings: promise_threshold).
    `lowered`: the parts prepared, where they are."""
    found: list[Promise] = []
    names = (language,) if language in TONGUES else tuple(TONGUES) if not language else ()
    gates = [(name, TONGUES[name].words) for name in names]
    letter = lowered or prepare(parts)
    for number, words in enumerate(letter.parted[:_MOST]):
        for name, gate in gates:
            if gate and gate.isdisjoint(words):
                continue
            form = _judge(letter.rows[number], words, TONGUES[name])
            if form == NONE or len(parts[number][2]) < _LEAST:
                continue
            start, end, sentence = parts[number]
            chance, day, said = _chance(form, sentence, sent_at or _SOME_DAY, name)
            if chance >= threshold:
                day, said = (day, said) if sent_at is not None else (None, "")
                found.append(Promise(sentence[:_SHOWN], start, end, day, said, chance))
                break
    return tuple(found)
