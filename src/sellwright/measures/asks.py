"""What a letter asks of its reader: questions and requests that wait for an answer (docs/measures/asks.md).

English sentences are weighed by a small linear model over words, pairs of words and a few marks of form; its weights
are in asks_model.json and are made by tools/train_asks.py. German, French and other sentences are judged by rules.
Sentences that ask out of courtesy ("How are you?", "Any questions, call me") are marked: nobody waits for an answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import exp, inf, log, sqrt
from typing import Literal

from sellwright.interactions.ask_words import ANY_REQUEST, COURTESY, REQUESTS, REQUESTS_NOT_ENGLISH, SO_CALL
from sellwright.interactions.lowered import READ, Lowered, Rule, holds, prepare, sifted
from sellwright.interactions.sentences import Part
from sellwright.interactions.values import Ask

Form = Literal["question", "request", "courtesy"]
_SHOWN = 300  # characters of a sentence that are kept as the words of the ask

_VERBS = """send give tell call let check review look read see take make get find help show write add remove update
    confirm advise provide forward share discuss explain consider note keep put set schedule arrange meet join visit
    contact reply respond answer ask email mail fax phone ring sign submit complete fill print attach include use try
    go come bring talk speak think decide choose pick select open log register follow ensure verify change fix correct
    resolve handle prepare draft copy pass return hold wait stop start begin continue plan book reserve order buy pay
    approve agree accept reject comment suggest recommend propose identify determine describe clarify specify list
    state indicate inform notify remind distribute circulate coordinate work run test create build edit proofread
    revise finalize finish attend present participate support assist act move transfer deliver ship pull drop leave
    enter type turn save delete cancel remember apply connect invite refer proceed execute compare investigate"""
_VERB = frozenset(_VERBS.split())
_OPENING = """can could would will do does did is are was were have has should shall may might am"""
_OPENERS = frozenset(_OPENING.split())
_ASKERS = frozenset(("what", "when", "where", "who", "whom", "which", "why", "how"))
_SKIP = frozenset(("and", "also", "but", "so", "then", "ok", "okay", "hi", "hello", "dear", "again", "finally", "just"))
_ADDRESSED = frozenset(("?", "please", "you", "your", "let", "can", "could", "would"))
_LINKS = frozenset(("xlink", "click", "unsubscribe"))
_NONE = repeat(0.0)
_ANY, _SURE = 1e9, 1e8  # what a question mark or a link may add: such a sentence is always weighed in full
_LENGTHS = tuple(f"length {fives}" for fives in range(7))  # in fives of words


def marks(tokens: list[str]) -> list[str]:
    """The marks of form of a sentence: how it opens, whether it asks, whom it speaks to, how long it is. `tokens` are
    its words (lowered.words), at least one."""
    found = [_LENGTHS[min(6, len(tokens) // 5)]]
    opening = tokens[0]
    if opening in _SKIP:
        opening = next((token for token in tokens if token not in _SKIP), "")
    if "," in tokens[1:3] and tokens.index(",") + 1 < len(tokens) and opening not in _VERB:
        opening = tokens[tokens.index(",") + 1]  # "Anna, send me ..."
    if opening in _VERB:
        found.append("opens with a verb")
    elif opening in _OPENERS:
        found.append("opens with an auxiliary")
    elif opening in _ASKERS:
        found.append("opens with a question word")
    if "?" in tokens:
        found.append("asks")
        if "you" in tokens:
            found.append("asks you")
        if "i" in tokens or "we" in tokens:
            found.append("asks for us")
        if tokens[-1] == "?":
            found.append("ends asking")
    elif opening in _ASKERS or opening in _OPENERS:
        found.append("opens asking, no mark")
    if not _LINKS.isdisjoint(tokens):
        found.append("link")
    if _ADDRESSED.isdisjoint(tokens):
        found.append("addresses nobody")
    return found


@dataclass(frozen=True, slots=True)
class _Model:
    """A linear model: p = 1 / (1 + exp(-bias - total / sqrt(n))), total the weights of the n words, pairs and marks."""

    bias: float  # at the share of asks in use
    single: dict[str, float]
    pairs: dict[str, dict[str, float]]  # by the first word, then the second; '' is before and after the sentence
    form: dict[str, float]
    most: dict[str, float]  # the most a word can add to the total: itself and the best pair it is first in
    opening: dict[str, float]  # the most a first word can add by the mark and the pair of its place
    nobody: float  # weight of "addresses nobody", at most 0

    def logit(self, tokens: list[str], needed: tuple[float, ...] | None = None) -> float:
        """Log-odds that the sentence asks. With `needed` (`_needed`) it is minus infinity as soon as an upper bound
        shows that they stay below those that `needed` was made for: most sentences of a letter end there, before
        pairs or marks are looked up."""
        rest = inf
        if needed is not None:
            rest = self.opening.get(tokens[0], 0.0) - needed[len(tokens)]
            if "," in tokens[1:3]:
                rest += self.opening[""]
            bound = sum(map(self.most.get, tokens, _NONE)) + rest
            if bound < 0 or (bound + self.nobody < 0 and _ADDRESSED.isdisjoint(tokens)):
                return -inf
            rest = inf if bound > _SURE else rest - self.pairs[""].get(tokens[0], 0.0)  # "?", a link: no bound holds
        total, pairs = sum(map(self.single.get, tokens, _NONE)), self.pairs
        seconds: dict[str, float] | None = pairs.get("")
        for token in tokens:
            if seconds is not None and token in seconds:
                total += seconds[token]
            seconds = pairs.get(token)
        if seconds is not None:
            total += seconds.get("", 0.0)
        if total + rest < 0:
            return -inf
        found = marks(tokens)
        for mark in found:
            total += self.form.get(mark, 0.0)
        return self.bias + total / sqrt(2 * len(tokens) + 1 + len(found))


@cache
def _needed(threshold: float) -> tuple[float, ...]:
    """By the number of words: what words, pairs and opening add up to at least where the probability is `threshold`."""
    model = _model()
    odds = log(threshold / (1 - threshold)) if 0 < threshold < 1 else -1e9 if threshold <= 0 else 1e9
    least = odds - model.bias - 1e-9
    return tuple(
        least * sqrt(2 * n + 2) - model.form.get(_LENGTHS[min(6, n // 5)], 0.0) - max(0.0, model.form.get("link", 0.0))
        if least > 0
        else -1e9
        for n in range(READ * 3 + 1)
    )


@cache
def _model() -> _Model:
    """The model of asks_model.json."""
    card = json.loads(files(__package__).joinpath("asks_model.json").read_text(encoding="utf-8"))
    rate, prior = card["train_rate"], card["prior"]
    single: dict[str, float] = {}
    pairs: dict[str, dict[str, float]] = {"": {}}
    form: dict[str, float] = {}
    for name, weight in card["weights"].items():
        if name[0] == "#":
            form[name[1:]] = weight
        elif " " in name:
            first, _, second = name.partition(" ")
            pairs.setdefault(first, {})[second] = weight
        else:
            single[name] = weight
    best = {first: max(0.0, *seconds.values()) for first, seconds in pairs.items() if seconds}
    most = {word: single.get(word, 0.0) + best.get(word, 0.0) for word in single.keys() | best.keys()}
    bias = card["bias"] + log(prior / (1 - prior)) - log(rate / (1 - rate))
    nobody = min(0.0, form.get("addresses nobody", 0.0))
    return _Model(bias, single, pairs, form, {**most, "?": _ANY, "xlink": _ANY}, _openings(form, pairs[""]), nobody)


def _openings(form: dict[str, float], starts: dict[str, float]) -> dict[str, float]:
    """What each first word can add by its mark and by being first, without a question mark; '' when the mark is that
    of a later word ("Anna, send ...")."""
    asking = form.get("opens asking, no mark", 0.0)
    marked = dict.fromkeys(_OPENERS, form.get("opens with an auxiliary", 0.0) + asking)
    marked |= dict.fromkeys(_ASKERS, form.get("opens with a question word", 0.0) + asking)
    marked |= dict.fromkeys(_VERB, form.get("opens with a verb", 0.0))
    highest = max(0.0, *marked.values())
    marked |= dict.fromkeys(_SKIP, highest)
    return {word: marked.get(word, 0.0) + starts.get(word, 0.0) for word in marked.keys() | starts.keys()} | {
        "": highest
    }


_BY_FORM = 0.85  # a German or French ask by its form; set by hand, see docs/measures/asks.md
_ASIDE = 0.3  # a question mark inside the sentence: a link, a title, an aside
_PLAIN_WORDS = 0.05
_ASKED = 0.5  # a sentence of two words or more that ends in a question mark, whatever the model says
_AFTER_MARK = "!)*_."  # may follow a question mark; a closing quote may not: then the question is likely quoted


def _judge(row: str, tokens: list[str], language: str) -> float:
    """Probability that a sentence asks, before courtesy is looked at. `row` and `tokens` are the sentence as
    lowered."""
    chance = 0.0
    if language == "en" or not language:
        chance = 1.0 / (1.0 + exp(-_model().logit(tokens))) if tokens else 0.0
    return chance if language == "en" else max(chance, _by_form(row, language, _forms(language)))


def probability(sentence: str) -> float:
    """Probability, 0..1, that a sentence asks or proposes something, at a share of asks of 30 %. The language is not
    known here; courtesy is not told apart (`find` does)."""
    letter = prepare([(0, len(sentence), sentence)])
    return _judge(letter.rows[0], letter.words[0], "")


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence asks only by form: a greeting, an offer of help, a notice, the foot of a newsletter."""
    return holds(prepare([(0, len(sentence), sentence)]).rows[0], COURTESY)


def ends_asking(sentence: str) -> bool:
    """Whether a sentence of two words or more ends in a question mark, be it followed by other marks or, when all of
    it stands in brackets, by the bracket."""
    if "?" not in sentence[-4:] or (sentence[-1] == ")" and sentence[0] != "("):
        return False
    plain = sentence.rstrip(_AFTER_MARK)
    return plain[-1:] == "?" and " " in plain.rstrip("? ")


def find(parts: list[Part], language: str, threshold: float, lowered: Lowered | None = None) -> tuple[Ask, ...]:
    """The asks of a letter, in order. `parts` are its sentences (sentences.split), `language` two letters or '',
    `threshold` the probability from which a sentence counts (settings: ask_threshold). The mail is taken to be written
    by a person, so two words or more that end in a question mark count, too. What asks out of courtesy ("Any
    questions? Call me") has the form "courtesy": nobody waits for an answer to it. `lowered`: the parts prepared,
    where they are."""
    found: list[Ask] = []
    courteous = False
    needed = _needed(threshold)
    letter = lowered or prepare(parts)
    logit = _model().logit if language == "en" or not language else None
    forms = sifted(letter.text, _forms(language))
    for number, tokens in enumerate(letter.words):
        row, sentence = letter.rows[number], parts[number][2]
        odds = logit(tokens, needed) if logit is not None and tokens else -inf
        if logit is not None and odds == -inf and not _may_ask(row, sentence, language, forms):
            courteous = courteous and _is_short(sentence)
            continue
        if _is_short(sentence):
            continue
        chance = 1.0 / (1.0 + exp(-odds)) if odds > -inf else 0.0
        if language != "en":
            chance = max(chance, _by_form(row, language, forms))
        if chance < threshold and ends_asking(sentence):
            chance = max(_ASKED, threshold)
        before, courteous = courteous, False
        if chance >= threshold:
            courteous = holds(row, COURTESY) or (before and SO_CALL.match(sentence) is not None)
            form: Form = "courtesy" if courteous else _form(row, language)
            found.append(Ask(sentence[:_SHOWN], parts[number][0], parts[number][1], form, round(chance, 3)))
        elif sentence[-1] == "?":
            courteous = holds(row, COURTESY)
    return tuple(found)


def _forms(language: str) -> tuple[Rule, ...]:
    """How a language asks by form; '' is any but English, whose model needs no forms."""
    return REQUESTS_NOT_ENGLISH if not language else () if language == "en" else REQUESTS.get(language, ())


def _may_ask(row: str, sentence: str, language: str, forms: tuple[Rule, ...]) -> bool:
    """Whether a sentence that the model thinks nothing of may ask by its form or its last mark."""
    return not language and ("?" in sentence[-4:] or holds(row, forms))


def _by_form(row: str, language: str, forms: tuple[Rule, ...]) -> float:
    """Probability that a sentence not known to be English asks, by its form alone."""
    if (language and "?" in row[-4:]) or holds(row, forms):
        return _BY_FORM
    if not language:
        return 0.0
    return _ASIDE if "?" in row else _PLAIN_WORDS


def _is_short(sentence: str) -> bool:
    """Whether it is too short to ask: "Tom", "Danke!"."""
    return len(sentence) < 4 or (" " not in sentence and sentence[-1] != "?")


def _form(row: str, language: str) -> Form:
    """A request asks for a deed ("Could you send ..."), a question for words."""
    if holds(row, REQUESTS.get(language, ANY_REQUEST)):
        return "request"
    return "question" if "?" in row else "request"
