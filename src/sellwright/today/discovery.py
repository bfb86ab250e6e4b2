"""What we hold in their words before presenting anything (card C21): seven fields, each with a sentence of theirs.

Plain cue words, no judgement: a sentence is shown as theirs and a person reads it. What has no sentence is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sellwright.interactions import sentences
from sellwright.interactions.talk_labels import FIELDS
from sellwright.interactions.values import Message

# One pattern per field: plain alternatives in English, German and French.
_CUES = (
    r"\b(?:(?<!no )(?<!kein )problems?|struggl\w{0,5}|bottleneck|frustrat\w{0,5}|painful|error-prone"
    r"|too slow|takes too long"
    r"|takes us|by hand every|keeps? (?:breaking|failing)|we (?:lose|waste)|schwierigkeiten|mühsam|fehleranfällig"
    r"|zu langsam|problème|difficultés?|trop lent|nous perdons)\b",
    r"\b(?:costs? us|matters (?:to|because)|important (?:to|for) us|the risk is|risk for us|impact on|otherwise we"
    r"|we would lose|we could lose|kostet uns|wichtig für uns|sonst verlieren|risiko für uns|nous coûte"
    r"|important pour nous|sinon nous)\b",
    r"\b(?:deadline|audit in|before (?:the|our) (?:audit|launch|season|summer)|contract (?:ends|expires|runs out)"
    r"|expires (?:in|on)|runs out (?:in|on)|urgent|urgently|has to be in place by|need it by|must be live"
    r"|läuft (?:im|am|ende) |dringend|frist|bis spätestens|échéance|avant (?:la fin|l'audit)|expire)\b",
    r"\b(?:we(?:'ve| have)? tried|we tried|we(?:'ve| have) been using|we (?:currently|now) use|we use|currently using"
    r"|we looked at|we(?:'ve| have) looked at|we tested|we evaluated|our current|so far we|bisher "
    r"(?:nutzen|haben|machen)"
    r"|wir (?:nutzen|verwenden) (?:derzeit|aktuell|bisher)|haben wir ausprobiert|nous utilisons"
    r"|nous avons (?:essayé|testé))\b",
    r"\b(?:decide|decision|sign[- ]off|sign it off|approval|approve|procurement|purchase order|purchasing|the board"
    r"|budget (?:is|of|for|round)|our budget|compare offers|three offers|three quotes|entscheiden|entscheidet"
    r"|entscheidung|freigabe|freigeben|unser einkauf|der einkauf|geschäftsleitung|décision|décider|service achats"
    r"|valider le budget)\b",
    r"\b(?:my (?:boss|colleagues?|manager|director)|our (?:cto|ceo|cfo|cio|it department|legal|lawyers?|it team"
    r"|security team|data protection officer|head of|management|works council)|i(?:'ve| have)? copied|in copy"
    r"|need to (?:ask|convince|check with)|have to (?:ask|convince|check with)|mein chef|meine chefin"
    r"|meine[nm]? kolleg(?:e|en|in|innen)|unsere (?:it|rechtsabteilung|geschäftsführung)"
    r"|unser (?:betriebsrat|datenschutz\w{0,12})"
    r"|mon (?:collègue|chef|responsable)|ma (?:collègue|responsable)|notre (?:dsi|direction|directeur|directrice))\b",
    r"\b(?:ideally|our goal|the goal is|our aim|we (?:want|hope) to"
    r" (?!thank|say|take|help you|ensure|share|let you|invite|offer|make sure|see you|hear|meet"
    r"|give you|reward|personally|wish)"
    r"|we(?:'d| would) like to be able"
    r"|success (?:would|means|for us)|im idealfall|idealerweise|unser ziel|das ziel ist|wir wollen"
    r"|wir möchten|idéalement|notre objectif|nous aimerions|nous voulons|nous souhaitons)\b",
)
# Their own words about themselves: the first person, and no "if" that leaves open whether it is so.
_OWN = re.compile(
    r"\b(?:we|we've|we'd|we're|us|our|ours|i|i've|i'd|i'm|my|me|wir|uns|unser\w{0,2}|ich|mein\w{0,2}|mir|nous|notre|nos"
    r"|je|j'ai|mon|ma|mes|there is|there's|es gibt|il y a|ideally|idealerweise|im idealfall|idéalement)\b"
)
_OPEN = re.compile(r"\b(?:if|let you|falls|sollten sie|si vous)\b")
_PATTERNS = tuple(re.compile(cue) for cue in _CUES)
LEAST_WORDS = 5
MOST_TEXT = 20_000  # characters of one letter that are read


@dataclass(frozen=True, slots=True)
class Held:
    """One field: their sentence and the letter it stands in, or '' and '' while it is not known."""

    field: str
    quote: str
    message: str


def read(letters: Iterable[Message]) -> tuple[Held, ...]:
    """The seven fields from letters of theirs, oldest first; the newest sentence of each field is held."""
    held: dict[int, tuple[str, str]] = {}
    for letter in letters:
        text = letter.new_text[:MOST_TEXT]
        for _, _, part in sentences.split(text):
            if part.endswith("?") or len(part.split()) < LEAST_WORDS:
                continue
            lowered = part.lower().replace("’", "'")
            if _OPEN.search(lowered) or not _OWN.search(lowered):
                continue
            for index, pattern in enumerate(_PATTERNS):
                if pattern.search(lowered):
                    held[index] = (part, letter.id)
                    break  # one sentence speaks for one field
    return tuple(Held(name, *held.get(index, ("", ""))) for index, name in enumerate(FIELDS))


def coverage(held: Sequence[Held], rather_not: int = 0) -> float:
    """Fields with a quote, or that they would rather not speak of, out of seven."""
    return (sum(bool(field.quote) for field in held) + rather_not) / len(FIELDS)
