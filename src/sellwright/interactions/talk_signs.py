"""Signs of a sentence that hold in any trade: how it asks, whom it speaks of, whether it takes up what they said.

Words of a trade change from talk to talk; pronouns, negations, days, forms of verbs and the order of a question do not.
English, German and French. What the trained labeller weighs beside the words themselves (interactions/talk_learned).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions import words_moments as words
from sellwright.interactions.phrases import Family, Phrases
from sellwright.interactions.talk_labels import FIELDS
from sellwright.interactions.talk_sentences import Said

BACK = 8  # turns of the other side whose words may be taken up
_ONE_WORD = (
    r"i|i'm|i'd|i'll|i've|me|my|ich|mir|mich|meine?[nrm]?|je|j'|moi|mon|ma|mes",
    r"we|we're|we'd|we'll|us|our|wir|uns|unsere?[nrm]?|on|nous|notre|nos",
    r"you|you're|you'd|you'll|your|sie|ihnen|ihre?[nrm]?|vous|votre|vos",
    r"he|she|they|them|his|her|their|er|ihm|ihr|il|elle|ils|elles|leur|lui",
    r"not|no|never|nobody|nothing|don't|doesn't|didn't|can't|won't|isn't|nicht|kein\w{0,2}|nie|niemand|nichts|pas"
    r"|jamais|rien|personne|aucune?",
    r"would|could|should|i'd|we'd|might|würde\w{0,2}|könnte\w{0,2}|wäre\w{0,2}|hätte\w{0,2}|käme|serai[st]|pourrai[st]"
    r"|aurai[st]|voudrai[st]|prendrai[st]",
    r"was|were|had|did|tried|bought|used|went|made|had|war|waren|hatte\w{0,2}|gab|haben|hat|avait|était|ai|a|avons|as",
    r"will|i'll|we'll|going|werde\w{0,2}|wird|vais|va|irai|sera",
    r"if|when|once|wenn|falls|sobald|si|quand|dès",
    r"because|so|why|since|therefore|deshalb|weil|darum|denn|dafür|parce|donc|puisque|pour",
    r"and|und|et|also|then|dann|alors|puis",
    r"price|cost|costs|pay|money|bill|budget|fee|cheap\w{0,2}|expensive|euros?|pounds?|dollars?|quid|grand|preis\w{0,2}"
    r"|kostet|geld|teuer\w{0,2}|zahlen|betrag|prix|coûte|cher|chers|argent|payer|centimes",
    r"percent|prozent|cent|discount|free|rabatt|umsonst|kostenlos|gratis|remise|gratuit\w{0,2}|offert|offre|less|off"
    r"|schenke|weniger|moins",
    r"boss|director|partners?|wife|husband|sister|brother|board|chef\w{0,3}|frau|mann|bruder|schwester|leiter\w{0,2}"
    r"|betriebsrat|vorstand|kolleg\w{1,4}|femme|mari|frère|sœur|directeur|directrice|associée?s?|comptable|patron|fils"
    r"|son|manager|treasurer|foreman|team|staff|people|leute|équipe",
    r"sign|signs|signed|vote|board|approve|decide|quotes?|offers?|unterschr\w{2,8}|entscheid\w{1,5}|angebote?|stimmen"
    r"|beschluss|signe\w{0,2}|décid\w{1,5}|tranche\w{0,2}|devis|vote",
    r"january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall"
    r"|winter|christmas|easter|januar|februar|märz|mai|juni|juli|oktober|dezember|frühjahr|sommer|herbst|weihnachten"
    r"|ostern|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|printemps|été|automne"
    r"|hiver|noël|pâques|quarter|quartal|trimestre",
    r"today|tonight|heute|aujourd'hui|now|jetzt|maintenant|soon|gleich|bientôt|tomorrow|morgen|demain",
    r"contract|order|buy|deal|vertrag|bestell\w{1,4}|auftrag|kaufen|contrat|commande|acheter|sign",
    r"ask|call|ring|phone|number|names?|fragen|rufen|nummer|namen|anrufen|demandez|appelez|numéro|noms|visit|besuchen",
    r"yes|yeah|right|exactly|ja|genau|richtig|stimmt|so|oui|exactement|voilà|tout",
    r"must|need|muss|müssen|brauch\w{1,3}|faut|besoin|doit",
    r"sorry|tired|angry|worr\w{1,4}|nerv\w{0,4}|hurts?|hard|bad|schlimm|müde|sauer|dur|mal|peur|fâché\w{0,2}|awful",
)
_GROUPS = tuple(Phrases(one, before=r"(?<![\w'])", whole=True) for one in _ONE_WORD)
_FAMILY = Family(_GROUPS)
_FIRST = (
    re.compile(r"(?:so|then|right so|also|dann|donc|alors|du coup)\b"),
    re.compile(r"(?:yes|yeah|exactly|right|aye|ja|genau|stimmt|oui|voilà|exactement|c'est)\b"),
    re.compile(r"(?:no|nope|not|nein|nee|nicht|non|pas)\b"),
    re.compile(r"(?:what|how|who|why|where|which|was|wie|wer|warum|wo|welche\w?|que|qu'|comment|qui|pourquoi|où|quel)"),
    re.compile(r"(?:imagine|picture|think of|stellen|imaginez|then|dann|alors)\b"),
)
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|ten|twenty|hundred|thousand|zwei|drei|vier|fünf|zehn|hundert"
                     r"|tausend|deux|trois|quatre|cinq|dix|cent|mille)\b")  # fmt: skip
# Where each kind of sign stands.
_OWN, _ANSWERED = 0, len(FIELDS)
_ASKS = 2 * len(FIELDS)
_SHARED = _ASKS + 4  # two numbers; every other sign is there or not
_WORDS = _SHARED + 2
_BEGINS = _WORDS + len(_GROUPS)
_DAY = _BEGINS + len(_FIRST)
_NUMBERED, _WOULD = _DAY + 1, _DAY + 6
_SIZES = ((_DAY + 2, 0, 3), (_DAY + 3, 0, 6), (_DAY + 4, 15, 15))  # words; 15: or more
_OF_SIZE = [sum((least <= size <= most) << place for place, least, most in _SIZES) for size in range(16)]
_REFLECTS = _DAY + 5
COUNT = _DAY + 7
Asked = tuple[str, str]  # form and field


def of(said: Sequence[Sequence[Said]], sides: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """(sentences, COUNT), most 0..1, for sentences of turns in order; `sides` has 0 or 1 for each."""
    there: list[int] = []
    taken: list[tuple[int, int]] = []
    heard: tuple[dict[str, int], dict[str, int]] = ({}, {})  # of each side: which of its turns had a stem last
    turns = [0, 0]
    asked: dict[int, Asked] = {0: ("", ""), 1: ("", "")}  # of each side's last turn
    for turn, of_turn in zip(said, sides, strict=True):
        if not turn:
            continue
        side = of_turn[0]
        own = [(one.form, one.topic) if one.form else ("", "") for one in turn]
        there += [_signs(one, asks, asked[1 - side]) for one, asks in zip(turn, own, strict=True)]
        taken += [_taken(one, heard[1 - side], turns[1 - side]) for one in turn]
        for one in turn:
            heard[side].update(dict.fromkeys(one.stems, turns[side]))
        turns[side] += 1
        asked[side] = next((asks for asks in reversed(own) if asks[0]), ("", ""))
    found = np.array(there, np.int64)[:, None] >> np.arange(COUNT) & 1
    signs = found.astype(np.float32).reshape(-1, COUNT)
    signs[:, _SHARED : _SHARED + 2] = np.array(taken, np.float32).reshape(-1, 2) / (4, 3)
    return signs


def _taken(one: Said, heard: dict[str, int], turns: int) -> tuple[int, int]:
    """How many of its stems the other side had in its last turns, and in the very last."""
    lately = last = 0
    for stem in one.stems:
        at = heard.get(stem, -BACK - 1)
        lately += at >= turns - BACK
        last += at == turns - 1
    return min(lately, 4), min(last, 3)


@lru_cache(100_000)
def _of_word(word: str) -> int:
    """What a word shows, a bit each: words come again and again, and looking them up is quick."""
    marks = _FAMILY.marks(word)
    found = (_NUMBER.search(word) is not None) << _NUMBERED | (words.WOULD.search(word) is not None) << _WOULD
    for at, pattern in enumerate(_GROUPS if marks else (), _WORDS):
        found |= pattern.stands(word, marks) << at
    return found


@lru_cache(100_000)
def _of_beginning(two_words: str) -> int:
    return sum(1 << _BEGINS + at for at, pattern in enumerate(_FIRST) if pattern.match(two_words))


def _of_question(asks: Asked, fields: int, forms: int) -> int:
    form, field = asks
    found = 1 << fields + FIELDS.index(field) if field else 0
    return found | (form == "open") << forms | (form == "closed") << forms + 1


def _signs(one: Said, asks: Asked, answers: Asked) -> int:
    """All but what is taken up, a bit each."""
    told = one.words
    size = len(told)
    found = _of_question(asks, _OWN, _ASKS) | _of_question(answers, _ANSWERED, _ASKS + 2)
    for word in told:
        found |= _of_word(word)
    found |= _of_beginning(" ".join(told[:2]))
    found |= _OF_SIZE[min(size, len(_OF_SIZE) - 1)]
    found |= one.holds(words.DAY) << _DAY
    return found | one.holds(words.REFLECTS) << _REFLECTS
