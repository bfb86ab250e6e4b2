"""What a letter may show of a promise made before: that it hands a thing over, says it is done, or is still to come.

What is asked of a letter or sentence is worked out when it is asked; most of it never is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from sellwright.interactions import sentences
from sellwright.interactions.terms import stems_of, terms

ATTACHED = "[attached] "


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sentence in lower case may say. `pieces`: one of them stands in every text that says it, so that most
    texts need no search."""

    pieces: tuple[str, ...]
    pattern: re.Pattern[str]

    def stands_in(self, low: str) -> bool:
        """Whether a text in lower case says it."""
        return any(map(low.__contains__, self.pieces)) and self.pattern.search(low) is not None


def _sign(words: str, pieces: str = "", around: str = r"\b(?:{})\b") -> Sign:
    """A sign of words and phrases parted by bars. `pieces`: where the words are patterns, what they are known by."""
    return Sign(tuple((pieces or words).split("|")), re.compile(around.format(words)))


HANDED = _sign(
    "attached|attaching|enclosed|here (?:is|are|it is|you go|you are|they are)|here's"
    "|please find|find below|see below|as promised|i sent|i have sent|i've sent|we sent|we've sent|sent you"
    "|shared with you|anbei|anhang|beigefügt|angehängt|hier (?:ist|sind|kommt|kommen)|wie versprochen|ci-jointe?s?"
    "|pièce jointe|voici|comme promis|adjunto|allegato|bijlage|bijgevoegd",
    "attach|http|enclosed|here |here's|please find|find below|see below|as promised|sent|shared with you|anbei|anhang"
    "|beigefügt|angehängt|hier |wie versprochen|ci-joint|pièce jointe|voici|comme promis|adjunto|allegato|bijlage"
    "|bijgevoegd",
    r"\[attached\]|https?://|\b(?:{})\b",
)
DONE = _sign(
    "is now|are now|is done|are done|i have|we have|i've|we've|done|fixed|finished|completed|resolved|went out"
    "|is live|is ready|are ready|habe ich|haben wir|ich habe|wir haben|erledigt|fertig|c'est fait|j'ai|nous avons"
)
NOT_YET = _sign(
    "not yet|still|haven't|have not|hasn't|has not|didn't|did not|couldn't|unable|delayed|waiting for|working on"
    "|sorry for the delay|noch nicht|noch keine?n?|leider|dauert|verzögert|warte|pas encore|toujours pas|retard",
    "not yet|still|haven't|have not|hasn't|has not|didn't|did not|couldn't|unable|delayed|waiting for|working on"
    "|sorry for the delay|noch nicht|noch kein|leider|dauert|verzögert|warte|pas encore|toujours pas|retard",
)
AHEAD = _sign(
    "will|shall|going to|plan to|intend to|tomorrow|next week|later today|shortly|soon|werde|werden"
    "|wird|morgen|nächste woche|demnächst|vais|allons|demain|prochaine|bientôt",
    "'ll|’ll|will|shall|going to|plan to|intend to|tomorrow|next week|later today|shortly|soon|werde"
    "|wird|morgen|nächste woche|demnächst|vais|allons|demain|prochaine|bientôt",
    r"'ll\b|’ll\b|\b(?:{})\b",
)
TALKED = _sign(
    "as discussed|as we discussed|good talking|great talking|nice talking|good speaking|great speaking"
    "|nice speaking|good to speak|good to talk|thanks for the call|thank you for the call|thanks for your call"
    "|thank you for your call|thanks for your time on the phone|on our call|during our call|in our call"
    "|wie telefonisch besprochen|wie eben besprochen|wie besprochen|danke für das gespräch|danke für das telefonat"
    "|unser telefonat|unserem telefonat|suite à notre appel|suite à notre échange|merci pour votre appel"
    "|merci pour l'appel|comme convenu au téléphone"
)
_PIECE = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d")
# Words of promising, of sending and of time: they say nothing about what was promised.
_NO_MATTER = """
    shall sending sent share forward attach attached provide prepare email mail phone ring speak talk check answer
    confirm update report morning evening afternoon tonight monday tuesday wednesday thursday friday saturday sunday
    weeks month months end plan hope try move january february march april june july august september october november
    december promise promised problem moment shortly
    schicke schicken schick sende senden melde melden bescheid rufe anrufen nochmal übermorgen montag dienstag mittwoch
    donnerstag freitag samstag sonntag ende januar februar märz mai juni juli oktober dezember spätestens nehme lasse
    zukommen schaue reiche hören
    envoie envoyer enverrai reviens reviendrai renvoie vers fin semaine lundi mardi mercredi jeudi vendredi samedi
    demain bientôt fais ferons vais avant janvier février mars avril juin juillet août septembre octobre novembre
    décembre retour"""
_EMPTY = frozenset().union(*(terms(word) for word in _NO_MATTER.split()))


def matter_of(text: str) -> frozenset[str]:
    """The beginnings of the words that say what was promised."""
    return frozenset(word for word in terms(text) - _EMPTY if not word.isdigit())


class Part:
    """A sentence in lower case. What is asked of it is worked out when it is asked."""

    def __init__(self, low: str) -> None:
        self.low = low

    @cached_property
    def is_now(self) -> bool:
        """Whether it is about what is, not about what lies ahead or is still missing."""
        return not AHEAD.stands_in(self.low) and not NOT_YET.stands_in(self.low)

    @cached_property
    def handed(self) -> bool:
        """Whether it hands something over."""
        return HANDED.stands_in(self.low)

    @cached_property
    def done(self) -> bool:
        """Whether it says that something is done."""
        return DONE.stands_in(self.low)

    @cached_property
    def figures(self) -> bool:
        """Whether figures stand in it."""
        return any(map(str.isdigit, self.low))

    def names(self, matter: frozenset[str]) -> int:
        """How many of the words of a matter it names."""
        if not any(map(self.low.__contains__, matter)):
            return 0
        return len(matter.intersection(stems_of(set(_PIECE.findall(self.low)))))


class Letter:
    """A letter as the rules read it: what is asked of it is worked out when it is asked, most of it never is."""

    def __init__(self, text: str) -> None:
        subject, _, body = text.replace("’", "'").partition("\n")
        self.about = subject
        self.body, mark, names = body.partition("\n" + ATTACHED)
        self.low = self.body.lower()
        self.files = (mark + names).lower().split("\n") if mark else []
        self.all_low = f"{self.low}\n{names.lower()}" if mark else self.low

    @cached_property
    def subject(self) -> frozenset[str]:
        """The matter of its subject line."""
        return matter_of(self.about)

    @cached_property
    def flat(self) -> str:
        """Its words in one line, as in its sentences: a phrase may run over the end of a line."""
        return " ".join(self.low.split())

    @cached_property
    def talked(self) -> bool:
        """Whether it speaks of a talk that took place."""
        return TALKED.stands_in(self.flat)

    @cached_property
    def not_yet(self) -> bool:
        """Whether it says that something is still to come."""
        return NOT_YET.stands_in(self.flat)

    @cached_property
    def may_hand(self) -> bool:
        """Whether any of its sentences or files can hand something over."""
        return bool(self.files) or HANDED.stands_in(self.flat)

    @cached_property
    def may_be_done(self) -> bool:
        """Whether any of its sentences can say that something is done."""
        return bool(self.files) or DONE.stands_in(self.flat)

    @cached_property
    def figures(self) -> bool:
        """Whether figures stand in it."""
        return _FIGURE.search(self.all_low) is not None

    def may_name(self, matter: frozenset[str]) -> int:
        """How many of the words of a matter it can name at most."""
        return sum(map(self.all_low.__contains__, matter))

    @cached_property
    def hands_over(self) -> bool:
        """Whether a sentence or a file's name hands something over."""
        return self.may_hand and any(part.handed and part.is_now for part in self.parts)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its sentences, questions left out, and the names of its files."""
        stated = [part.lower() for _, _, part in sentences.split(self.body) if not part.endswith("?")]
        return tuple(map(Part, (*stated, *self.files)))
