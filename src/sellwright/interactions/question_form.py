"""Whether a stretch of speech asks, and how, by the order of its words and not by its marks.

Recognisers of speech set few marks, and wrong ones. What stays is the order of words: a verb before its subject, a
question word before a verb, a tag at the end. English, German and French. A mark counts too where there is one.

Open: invites a telling (what, how, why, who, which; "tell me about"). Closed: yes or no, a choice, or one fact (when,
where, how many, how long).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from sellwright.interactions.phrases import Phrases

Form = Literal["open", "closed", ""]
_READ = 600  # characters of a sentence that are looked at

# Words before the question itself, each language's; taken off the front one by one, at most eight.
_FRONT_WORDS = (
    r"(?:and|so|but|okay|ok|right|well|great|um|uh|er|erm|hi|hello|hey|good morning|morning|now|then|also|yes"
    r"|yeah|sure"
    r"|fair enough|got it|i see|thanks|thank you|alright|just|cool|und|aber|ja|gut|nun|also|ähm|äh|hallo|verstehe"
    r"|okay"
    r"|moin|denn|sagen sie|noch|danke|klar|grüß gott|guten (?:tag|morgen)|et|mais|alors|donc|bon|oui|d'accord|euh"
    r"|bonjour"
    r"|très bien|bien sûr|ah|oh|merci|%s(?:herr|frau|madame|monsieur|mr|mrs|ms|doctor|dr)"
    r" [^\W\d_]{1,24})"
)
_FRONT = Phrases(_FRONT_WORDS % "" + r"\b,? +")
_FRONT_NAMED = re.compile(_FRONT_WORDS % r"[^\W\d_]{1,20} ,|" + ",? +")
_NAMED = 22  # characters that a name and its comma take at most
_EN_AUX = (
    r"(?:do|does|did|is|are|was|were|am|can|could|will|would|have|has|should|shall|may|might|don'?t|doesn'?t|didn'?t"
    r"|isn'?t"
    r"|aren'?t|wasn'?t|weren'?t|can'?t|couldn'?t|won'?t|wouldn'?t|haven'?t|hasn'?t|shouldn'?t)"
)
_EN_WHO = r"(?:i|you|he|she|we|they|it|that|this|there|these|those|anybody|anyone|anything|somebody|someone|all)"
_EN_OF = r"(?:the|your|our|my|his|her|their|its)"
_MEASURE = r"(?:many|much|long|often|far|big|large|old|soon|late|high|fast|quickly)"
_DE_VERB = (
    r"(?:haben|hast|habt|hat|sind|bist|seid|ist|war|waren|können|kannst|könnt|könnten|kann|könnte|wollen|willst|wollt"
    r"|möchten|möchtest|dürfen|darf|dürfte|müssen|müsst|muss|sollen|soll|werden|wirst|werdet|wird|würden|würdest"
    r"|würde"
    r"|wäre|hätten|hättest|kennen|kennst|nutzen|nutzt|arbeiten|wissen|weißt|brauchen|braucht|planen|verwenden|hören"
    r"|bekommen|finden|passt|geht|stimmt|klappt|reicht|verstehe|gilt|kostet|läuft|bedeutet|heißt)"
)
_DE_WHO = r"(?:sie|du|ihr|wir|ich|er|es|man|das|dies|jemand|da|bei ihnen|bei euch|die|der|ihre?[rnms]?|eure?)"
_DE_AFTER = r"(?:wir|ich|sie|du|ihr|er|es|man|das|die|der|den|dem|mich|mir|uns|euch|ihnen|unsere?[rn]?|ihre?)\b"
_FR_WHO = r"(?:vous|tu|nous|on|t-on|t-il|t-elle|il|elle|ils|elles|ce|je)"

_OPEN = {
    "en": (
        rf"(?:what|why|who|whom|whose|which|how)(?: (?!{_EN_WHO}\b|{_EN_OF}\b|{_EN_AUX}\b)[\w'-]{{1,20}}){{0,4}}"
        rf" {_EN_AUX} (?:not )?(?:else )?(?:{_EN_WHO}|{_EN_OF}|a|an|another|nothing|\w{{1,20}})\b",
        rf"which of (?:[\w'-]{{1,20}} ){{1,4}}{_EN_AUX} ",
        r"(?:what|what'?s|how|how'?s|why|who|who'?s|which) (?:happens|happened|brings|brought|made|makes|went|goes"
        r"|changed|matters"
        r"|comes|came|led|caused|stops|stopped|keeps|kept|worked|else|about|if(?! i\b| we\b)|now|not|come|decides"
        r"|signs|needs|checks"
        r"|wants|owns|pays|uses|else's|next|your|the|is|are|has|looks)\b",
        r"(?:what|who) [a-z]{3,14}(?:ed|es|s) (?:you|your|the|them|us|it)\b",
        r"(?:tell (?:me|us) (?:more|about|how|what|why|a bit)|walk (?:me|us) (?:through|round|around)"
        r"|(?:talk|take) (?:me|us) through|describe\b|help me understand|give me (?:an example|a sense|a picture)"
        r"|say more about)",
        r"(?:can|could|would|will) you (?:please |just |maybe |perhaps )?(?:tell|walk|talk|take|describe|explain"
        r"|say more)\b",
    ),
    "de": (
        rf"(?:(?:mit|bei|für|an|von|in|auf|zu|über|nach) )?(?:was|wie|warum|wieso|weshalb|wozu|wer|wem|wen"
        rf"|welche[rsnm]?"
        rf"|inwiefern|woran|womit|worauf|wofür|worin|wodurch) (?!{_DE_AFTER}|gesagt|immer|besprochen|vereinbart|folgt"
        r"|auch immer|üblich|oben)[\wäöüß-]{2,30}",
        r"(?:erzählen sie|erzähl|beschreiben sie|beschreib|schildern sie|nehmen sie mich|führen sie mich"
        r"|mich (?:würde )?interessier)",
        r"(?:können|könnten|würden|möchten) sie (?:mir |uns |bitte |das |kurz |mal ){0,3}(?:erzählen|beschreiben"
        r"|schildern"
        r"|erklären)",
    ),
    "fr": (
        r"(?:qu'est[- ]ce qu[ei']|comment(?! dire)\b|pourquoi(?! pas)\b|(?:(?:à|de|avec|pour|en|par"
        r"|sur) )?(?:quoi|qui)"
        r" (?!vous|nous|me\b|te\b|se\b|m'|que\b)[\w'’àâéèêç-]{2,}|(?:à|de|dans|pour|avec|sur|en)? ?quel(?:le)?s?"
        r" (?!plaisir|dommage|bonheur|chance|horreur|que)[\w'’éèê-]{2,})",
        rf"(?:que|qu'|qui|à qui|avec qui|où en) ?(?:est-ce|[\wéèêç]{{2,20}}-{_FR_WHO}\b)",
        r"(?:racontez|parlez[- ]moi|décrivez|expliquez[- ]moi|dites[- ]m'en|pouvez[- ]vous me (?:raconter|décrire"
        r"|expliquer|parler))",
    ),
}
_CLOSED = {
    "en": (
        rf"(?!should you (?:need|have|want|require|wish|decide)\b|(?:do|have) (?:it|that|this|the|your|my|our|a"
        rf"|these|those)"
        rf"\b|have (?:there|anything)\b|may (?:it|that|this|there|we)\b){_EN_AUX} (?:{_EN_WHO}|{_EN_OF})\b",
        rf"(?:when|where) {_EN_AUX} ",
        r"(?:how|what) about (?:you|we|i|us|the|your|a)\b",
        r"(?:does|did) (?!not\b)[\w'-]{2,20} [\w'-]{2,20}",
        r"any(?:body|one) else\b",
        r"(?:ever|any chance|mind if) [\w'-]{2,20} ",
        rf"how {_MEASURE}\b(?: [\w'-]{{1,20}}){{0,3}} (?:{_EN_AUX}|of)\b",
        r"how much (?:is|does|would)\b",
        rf"(?:by when|since when|until when|what (?:time|date|day|year|size)) {_EN_AUX}\b",
    ),
    "de": (
        rf"(?!sollten sie|kann ich (?:gut |mir )?(?:verstehen|nachvollziehen|vorstellen)|können wir (?:gern|machen)"
        rf"|ist es auch|geht es um|(?:kostet|läuft|heißt|bedeutet) (?:sie|ihr|du|wir|ich|da|die"
        rf"|der)\b){_DE_VERB} {_DE_WHO}\b",
        r"(?:gibt|gab) es\b",
        r"(?:(?:bis|seit|ab) )?wann (?!wir|sie|ich|es|das|die|der)[\wäöüß]{2,}|(?:wo|wohin|woher) (?!wir|sie|ich"
        r"|es|das)[\w]{2,}",
        r"wie (?:viele?|lange?|oft|hoch|groß|weit|alt|teuer|schnell|häufig)\b|wieviele?\b",
    ),
    "fr": (
        r"est[- ]ce (?:que|qu')",
        r"(?:avez|êtes|pouvez|voulez|souhaitez|savez|utilisez|faites|comptez|allez|pensez|seriez|auriez"
        r"|connaissez|préférez"
        r"|travaillez)[- ]vous\b",
        rf"(?!rendez-vous|peut-être|dit-il)[\wéèêç]{{2,20}}-{_FR_WHO}\b",
        r"(?:puis-je|y a[- ]t[- ]il|(?:depuis|pour|jusqu'à|à partir de) (?:quand|combien)|combien|où (?:est|sont"
        r"|en))\b",
        r"quand (?:est-ce|[\wéèêç]{2,20}-vous)",
    ),
}
_TAG = {
    "en": r"(?:isn't|aren't|doesn't|don't|didn't|wasn't|weren't|won't|wouldn't|can't|haven't|hasn't)"
    r" (?:it|that|you|they|we|he|she)$|\b(?:is that right|is that correct|have i got that right"
    r"|did i get that right)$",
    "de": r"\b(?:oder|nicht wahr|gell|oder nicht|verstehe ich das richtig|habe ich das richtig verstanden)$",
    "fr": r"\b(?:n'est-ce pas|hein|pas vrai|c'est bien ça)$",
}
_IN_PLACE = re.compile(r"\b(?:combien|quand|où|comment|quoi)$")
_QUOI = re.compile(r"\b(?:comment|quoi)\b(?! que\b)")
_KNOWN = {
    language: (
        Phrases(*_CLOSED[language][1:]), Phrases(*_OPEN[language]), Phrases(*_CLOSED[language]),
        re.compile(_TAG[language]),
    )
    for language in _OPEN
}  # fmt: skip
_TAG_ENDS = {  # the words one of which ends a tag
    "en": frozenset(("it", "that", "you", "they", "we", "he", "she", "right", "correct")),
    "de": frozenset(("oder", "wahr", "gell", "nicht", "richtig", "verstanden")),
    "fr": frozenset(("pas", "hein", "vrai", "bien", "ça")),
}
_PLAIN = str.maketrans({"’": "'", "?": " ", "!": " ", ".": " ", ";": " ", "…": " ", "\u00a0": " ", "–": " "})
_LEAST = 4  # words before a tag
# Greetings and checks of the line ask nothing.
_TAIL = 120  # characters in which a courtesy that ends a sentence has room
_COURTESY = re.compile(
    r"\b(?:how are you(?: doing)?(?: today)?|how's it going|can you (?:hear|see) me(?: okay| now)?|hören sie mich"
    r"|wie geht es (?:ihnen|dir)"
    r"|have you got (?:a|two|ten|five) \w{2,7}|is (?:now|this|it) (?:still )?a? ?good(?: time)?|am i disturbing you"
    r"|haben sie (?:kurz |einen moment |gerade )?(?:zeit|einen moment)(?: für (?:mich|uns))?"
    r"|passt es(?: gerade)?|störe ich(?: gerade)?"
    r"|je (?:ne )?vous dérange(?: pas)?|c'est (?:toujours )?(?:bon|le bon moment)(?: pour vous)?"
    r"|(?:est-ce que )?vous m'entendez|comment allez-vous$|(?:comment )?ça va)(?: \w+)?$"
)


def of(sentence: str, language: str) -> Form:
    """How a sentence asks: open, closed, or not at all (''). `language`: en, de, fr, or '' (each is tried)."""
    low = " ".join(sentence[:_READ].lower().translate(_PLAIN).split())
    found = _asked(low, sentence, language)
    return "" if found and _COURTESY.search(low[-_TAIL:]) else found


def _asked(low: str, sentence: str, language: str) -> Form:
    asked = sentence.rstrip(" \"'»”)").endswith("?")
    for name in (language,) if language in _KNOWN else tuple(_KNOWN):
        found = _head(low, name)
        if not found and asked:
            found = next((form for part in low.split(",")[1:] if (form := _head(part.strip(), name))), "")
        if found:
            return found
        plain = low.replace(",", "").strip()
        last = plain[plain.rfind(" ") + 1 :]
        if last not in _TAG_ENDS[name] and name != "fr":
            continue
        told = plain.split()
        if len(told) >= _LEAST and last in _TAG_ENDS[name] and _KNOWN[name][3].search(plain):
            return "closed"
        if name == "fr" and len(told) >= _LEAST:
            if (asked and _QUOI.search(plain)) or plain.endswith(("quoi", "comment")):
                return "open"
            if _IN_PLACE.search(plain):
                return "closed"
    return "closed" if asked and any(map(str.isalpha, low)) else ""


def begins(words: str, language: str) -> bool:
    """Whether words begin with a question by their order alone. `language` as in `of`."""
    low = " ".join(words[:_READ].lower().translate(_PLAIN).split())
    return any(_head(low, name) for name in ((language,) if language in _KNOWN else _KNOWN))


@lru_cache(100_000)
def _may(word: str, language: str) -> tuple[bool, bool]:
    """Whether a question may begin with a word, and whether the word may stand before one."""
    plain = word.replace(",", "")
    return any(one.may_begin(plain) for one in _KNOWN[language][:3]), _FRONT.may_begin(word)


def _head(low: str, language: str) -> Form:
    fact, open_, closed, _ = _KNOWN[language]
    for _ in range(8):
        may_ask, may_lead = _may(low.split(" ", 1)[0], language)
        if may_ask:
            words = low.replace(",", "")
            if fact.match(words):
                return "open" if open_.match(words) and not _is_fact(words) else "closed"
            if open_.match(words):
                return "open"
            if closed.match(words):
                return "closed"
        front = None
        if " ," in low[:_NAMED]:
            front = _FRONT_NAMED.match(low)
        elif may_lead:
            front = _FRONT.pattern.match(low)
        if front is None:
            return ""
        low = low[front.end() :]
    return ""


_FACT = re.compile(
    rf"how {_MEASURE}\b|when|where|by when|since when|until when|what (?:time|date|day|year|size)\b|wie (?:viel"
    rf"|lang|oft"
    r"|hoch|groß|weit|alt|teuer|schnell|häufig)|wann|bis wann|seit wann|ab wann|combien|depuis|pour (?:quand"
    r"|combien)|quand"
)


def _is_fact(words: str) -> bool:
    return _FACT.match(words) is not None
