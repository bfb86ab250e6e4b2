"""Whether promises were kept and questions answered (cards C32 and C33; docs/measures/pledges.md).

Evidence or silence: a promise is kept when a later letter, call or meeting shows it, and that one is named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from typing import Literal

from sellwright.interactions import sentences
from sellwright.interactions.results import Reason, Result
from sellwright.interactions.terms import stems_of, terms
from sellwright.interactions.values import Message, Pledge, Question, Side, Touch
from sellwright.settings import Settings

VERSION = 1
State = Literal["kept", "late", "due today", "open", "no date", "renewed"]
Deed = Literal["send", "talk", "tell", "do"]

_ATTACHED = "[attached] "
MAX_WORDS = 20_000  # characters of a letter that are searched
WITHIN = 180 * 86400.0  # seconds after a promise in which evidence is looked for

# What somebody undertakes. The first that matches wins; each alternative is a plain word, so matching is linear.
_SEND = re.compile(
    r"\b(?:send|sending|share|forward|attach|provide|prepare|upload|draft|submit|deliver|mail|email|e-mail|get you|scan"
    r"|have it back|you (?:will|'ll) (?:have|get|receive)"
    r"|to you (?:by|on|before|tomorrow|today|this|next)|reiche|erhalten sie|bekommen sie|haben sie"
    r"|schicke?n?|sende|senden|zusenden|zuschicken|leite|weiterleiten|zukommen|bereite|erstelle|nachreichen"
    r"|envoie|renvoie|envoyer|enverrai|enverrons|recevrez|aurez|transmets|transmettre|prépare|partage|mando|invio|envío|enviar|stuur)\b"
)
_TALK = re.compile(
    r"\b(?:call|ring|phone|dial|speak|talk|anrufen|anruf|telefonieren|rufe|rufen|appelle|appeler|appellerai|rappelle"
    r"|rappeler|rappellerai|llamo|llamaré|chiamo|bel)\b"
)
_TELL = re.compile(
    r"\b(?:get back|getting back|come back|let you know|keep you|update you|follow up|reply|respond|answer|tell you"
    r"|confirm|check|ask|find out|look into|clarify|revert|report|circle back|melde|melden|bescheid|rückmeldung"
    r"|frage|kläre|klären|prüfe|prüfen|bestätige|antworte|erkundige|hören sie von"
    r"|reviens|reviendrai|courant|renseigne|vérifie"
    r"|confirme|réponds|répondrai|un retour|parler à)\b"
)
_HANDED = re.compile(
    r"\[attached\]|https?://|\b(?:attached|attaching|enclosed|here (?:is|are|it is|you go|you are|they are)|here's"
    r"|please find|find below|see below|as promised|i sent|i have sent|i've sent|we sent|we've sent|sent you"
    r"|shared with you|anbei|anhang|beigefügt|angehängt|hier (?:ist|sind|kommt|kommen)|wie versprochen|ci-jointe?s?"
    r"|pièce jointe|voici|comme promis|adjunto|allegato|bijlage|bijgevoegd)\b"
)
_DONE = re.compile(
    r"\b(?:is now|are now|is done|are done|i have|we have|i've|we've|done|fixed|finished|completed|resolved|went out"
    r"|is live|is ready|are ready|habe ich|haben wir|ich habe|wir haben|erledigt|fertig|c'est fait|j'ai|nous avons)\b"
)
_NOT_YET = re.compile(
    r"\b(?:not yet|still|haven't|have not|hasn't|has not|didn't|did not|couldn't|unable|delayed|waiting for|working on"
    r"|sorry for the delay|noch nicht|noch keine?n?|leider|dauert|verzögert|warte|pas encore|toujours pas|retard)\b"
)
_AHEAD = re.compile(
    r"'ll\b|’ll\b|\b(?:will|shall|going to|plan to|intend to|tomorrow|next week|later today|shortly|soon|werde|werden"
    r"|wird|morgen|nächste woche|demnächst|vais|allons|demain|prochaine|bientôt)\b"
)
_TALKED = re.compile(
    r"\b(?:as discussed|as we discussed|good talking|great talking|nice talking|good speaking|great speaking"
    r"|nice speaking|good to speak|good to talk|thanks for the call|thank you for the call|thanks for your call"
    r"|thank you for your call|thanks for your time on the phone|on our call|during our call|in our call"
    r"|wie telefonisch besprochen|wie eben besprochen|wie besprochen|danke für das gespräch|danke für das telefonat"
    r"|unser telefonat|unserem telefonat|suite à notre appel|suite à notre échange|merci pour votre appel"
    r"|merci pour l'appel|comme convenu au téléphone)\b"
)
# Every match of these holds at least one whole word of the pattern's own text ("http" stands for "https?").
_PIECE = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d")
_MADE_OF = {
    pattern: frozenset(_PIECE.findall(pattern.pattern.replace("\\b", " "))) | {"http"}
    for pattern in (_AHEAD, _NOT_YET, _HANDED, _DONE, _TALKED)
}
_DELIVERING = _MADE_OF[_HANDED] | _MADE_OF[_DONE]
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


@dataclass(frozen=True, slots=True)
class Keeping:
    """How one side keeps its promises. `rate` is kept / (kept + late) of the dated ones; None when none fell due."""

    side: Side
    kept: int  # of those with a date
    late: int
    open: int  # dated, not due yet
    undated: int  # kept or not
    renewed: int
    rate: float | None
    reasons: tuple[Reason, ...]  # one per promise: its state and words; ids: where it stands, what kept it

    def result(self, person: str) -> Result:
        """The shape all measures share."""
        due = self.kept + self.late
        words = f"{self.kept} of {due} kept" if due else "nothing with a date fell due"
        return Result(f"pledges_{self.side}", VERSION, person, self.rate, "share", words, due, self.reasons)


def measure(
    pledges: Iterable[Pledge], settings: Settings, now: float, side: Side = "us", *, zone: tzinfo = UTC
) -> Keeping:
    """The promises of one side, each with its state on the day `now` falls on in `zone`. `settings` has no part yet."""
    del settings
    today = datetime.fromtimestamp(now, zone).date()
    tally: dict[State, int] = dict.fromkeys(("kept", "late", "due today", "open", "no date", "renewed"), 0)
    undated, reasons = 0, []
    for pledge in pledges:
        if pledge.side != side or pledge.at > now:
            continue
        found = state(pledge, today)
        undated += pledge.promise.due_date is None
        if pledge.promise.due_date is not None or found == "renewed":
            tally[found] += 1
        ids = tuple(name for name in (pledge.message, pledge.kept_by or pledge.renewed_by) if name)
        reasons.append(Reason(f"{found}: {pledge.promise.text}", ids, 0.0, side, pledge.at))
    due = tally["kept"] + tally["late"]
    return Keeping(
        side=side,
        kept=tally["kept"],
        late=tally["late"],
        open=tally["open"] + tally["due today"],
        undated=undated,
        renewed=tally["renewed"],
        rate=tally["kept"] / due if due else None,
        reasons=tuple(reasons),
    )


def state(pledge: Pledge, today: date) -> State:
    """What became of a promise, on a day."""
    if pledge.kept_by:
        return "kept"
    if pledge.renewed_by:
        return "renewed"
    due = pledge.promise.due_date
    if due is None:
        return "no date"
    if due < today:
        return "late"
    return "due today" if due == today else "open"


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence about what is: its matter, whether it hands something over, says it is done, carries figures."""

    stems: frozenset[str]
    handed: bool
    done: bool
    figures: bool


class _Letter:
    """A letter as the rules read it: what is asked of it is worked out when it is asked, most of it never is."""

    def __init__(self, text: str) -> None:
        subject, _, body = text.replace("’", "'").partition("\n")
        self.about = subject
        self.body, mark, names = body.partition("\n" + _ATTACHED)
        self.names = (mark + names).split("\n") if mark else []
        self.low = self.body.lower()
        self.words = set(_PIECE.findall(self.low))
        self.all_words = self.words.union(_PIECE.findall(" ".join(self.names).lower()))

    @cached_property
    def subject(self) -> frozenset[str]:
        """The matter of its subject line."""
        return _matter(self.about)

    @cached_property
    def talked(self) -> bool:
        """Whether it speaks of a talk that took place."""
        return _says(_TALKED, self.low, self.words)

    @cached_property
    def not_yet(self) -> bool:
        """Whether it says that something is still to come."""
        return _says(_NOT_YET, self.low, self.words)

    @cached_property
    def stems(self) -> set[str]:
        """The matter of all its words: no sentence of it can name more."""
        return stems_of(self.all_words)

    @cached_property
    def may_deliver(self) -> bool:
        """Whether any sentence could hand something over, say that it is done, or carry figures."""
        return not self.all_words.isdisjoint(_DELIVERING) or _FIGURE.search(self.low) is not None or bool(self.names)

    @cached_property
    def parts(self) -> tuple[_Part, ...]:
        """Its sentences about what is; questions and what lies ahead left out."""
        stated = [part for _, _, part in sentences.split(self.body) if not part.endswith("?")]
        return tuple(part for text in (*stated, *self.names) if (part := _part(text.lower())))


_Promised = tuple[Deed, frozenset[str], bool]  # the deed, its matter, and whether the touch is in the same thread


def words_of(message: Message) -> str:
    """What `keep` reads of a letter: what its writer wrote this time, the subject, the names of what was attached."""
    names = "".join(f"\n{_ATTACHED}{attachment.name}" for attachment in message.attachments)
    return f"{message.subject}\n{message.new_text[:MAX_WORDS]}{names}"


def keep(
    promises: Sequence[Pledge], later: Sequence[Touch], words: Mapping[str, str] | None = None
) -> tuple[Pledge, ...]:
    """The same promises, in order, with `kept_by` and `renewed_by` where the evidence is found.

    `later` are the touches of the relationship, oldest first (all of them: the one a promise stands in tells its
    thread). `words` gives what `words_of` made of each letter, by message id; without it the only evidence is that the
    promiser wrote again in the same thread without promising anew, or that a call or meeting took place.
    """
    if not promises:
        return ()
    threads = {touch.id: touch.thread for touch in later}
    human = [touch for touch in later if touch.human]
    letters: dict[str, _Letter] = {}
    made: dict[str, list[tuple[Side, frozenset[str]]]] = {}
    for pledge in promises:
        made.setdefault(pledge.message, []).append((pledge.side, _matter(pledge.promise.text)))
    return tuple(
        pledge if pledge.kept_by else _follow(pledge, human, (threads, made), (words, letters)) for pledge in promises
    )


def _follow(
    pledge: Pledge,
    human: Sequence[Touch],
    known: tuple[Mapping[str, str], Mapping[str, Sequence[tuple[Side, frozenset[str]]]]],
    reading: tuple[Mapping[str, str] | None, dict[str, _Letter]],
) -> Pledge:
    """One promise and what came after it: the first letter that keeps it or makes it anew."""
    threads, made = known
    words, letters = reading
    matter, deed = _matter(pledge.promise.text), _deed(pledge.promise.text)
    thread = threads.get(pledge.message, "")
    for touch in human[bisect_right(human, pledge.at, key=_time) :]:
        if touch.at - pledge.at > WITHIN:
            break
        if touch.side == pledge.side and _promised_again(pledge.side, matter, made.get(touch.id, ())):
            return replace(pledge, renewed_by=touch.id)
        letter = None
        if words is not None and touch.channel in ("mail", "chat") and (deed == "talk" or touch.side == pledge.side):
            letter = letters.get(touch.id)
            if letter is None:
                letters[touch.id] = letter = _Letter(words.get(touch.id, ""))
        if _shows(touch, pledge.side, (deed, matter, touch.thread == thread), letter):
            return replace(pledge, kept_by=touch.id)
    return pledge


def _time(touch: Touch) -> float:
    return touch.at


def settle(questions: Sequence[Question], later: Sequence[Touch]) -> tuple[Question, ...]:
    """The same questions, in order, with `answered_by` where the other side answered.

    The answer is the first later human letter of the other side in the question's thread (one that says it answers is
    preferred over an earlier one only when that earlier one asks back and answers nothing), or a talk or meeting with
    them. `later` are the touches of the relationship, oldest first.
    """
    if not questions:
        return ()
    threads = {touch.id: touch.thread for touch in later}
    human = [touch for touch in later if touch.human]
    return tuple(
        question if question.answered_by else _answered(question, human, threads.get(question.message))
        for question in questions
    )


def _answered(question: Question, human: Sequence[Touch], thread: str | None) -> Question:
    """One question and the first that answers it; `thread` is None when the question's letter is not among them."""
    asked_back = ""
    for touch in human[bisect_right(human, question.at, key=_time) :]:
        if touch.at - question.at > WITHIN:
            break
        talk = _is_talk(touch)
        if not talk and (touch.side == question.side or (thread is not None and touch.thread != thread)):
            continue
        if talk or touch.answers or not touch.asks:
            if asked_back and not touch.answers:
                break
            return replace(question, answered_by=touch.id)
        asked_back = asked_back or touch.id
    return replace(question, answered_by=asked_back) if asked_back else question


def _is_talk(touch: Touch) -> bool:
    return touch.channel == "meeting" or (touch.channel == "call" and touch.minutes > 0)


def _deed(text: str) -> Deed:
    lowered = text.lower()
    if _SEND.search(lowered):
        return "send"
    if _TALK.search(lowered):
        return "talk"
    return "tell" if _TELL.search(lowered) else "do"


def _matter(text: str) -> frozenset[str]:
    """The beginnings of the words that say what was promised."""
    return frozenset(word for word in terms(text) - _EMPTY if not word.isdigit())


def _promised_again(side: Side, matter: frozenset[str], again: Iterable[tuple[Side, frozenset[str]]]) -> bool:
    """Whether a later letter promises the same matter: at least half of the words of the shorter one."""
    for other, theirs in again:
        shorter = min(len(matter), len(theirs))
        if other == side and shorter and 2 * len(matter & theirs) >= shorter:
            return True
    return False


def _shows(touch: Touch, side: Side, promised: _Promised, letter: _Letter | None) -> bool:
    """Whether one later touch shows that a promise of `side` was kept; `letter` is None when no words are known."""
    deed, matter, near = promised
    if touch.channel != "mail" and touch.channel != "chat":
        return deed == "talk" and _is_talk(touch)
    if deed == "talk":
        return letter is not None and letter.talked
    if touch.side != side:
        return False
    if letter is None:
        return near
    return _reports(letter, matter, near) if deed == "tell" else _delivers(letter, promised)


def _reports(letter: _Letter, matter: frozenset[str], near: bool) -> bool:
    """Told: in the same thread any letter that does not say "not yet"; elsewhere one that speaks of the matter."""
    if near:
        return not letter.not_yet
    least = min(2, len(matter))
    if not matter or len(letter.stems & matter) < least:
        return False
    return any(len(part.stems & matter) >= least for part in letter.parts)


def _delivers(letter: _Letter, promised: _Promised) -> bool:
    """Sent or done: a sentence, not about the future, that hands the thing over or says it is done, and names it.

    In the same thread handing over anything will do for a thing to be sent, and so will naming most of it with figures.
    A subject that names the thing serves as its name.
    """
    deed, matter, near = promised
    nothing_named = letter.stems.isdisjoint(matter) and len(letter.subject & matter) < 2
    if not letter.may_deliver or (nothing_named and not (near and deed == "send")):
        return False
    for part in letter.parts:
        named = len(part.stems & matter)
        known = named or len(letter.subject & matter) > 1
        if (part.handed and (known or (near and deed == "send"))) or (part.done and named):
            return True
        if deed == "send" and near and part.figures and named and 2 * named >= len(matter):
            return True
    return False


def _part(text: str) -> _Part | None:
    """One sentence in lower case; None when it is about what lies ahead or says nothing of use."""
    words = set(_PIECE.findall(text))
    if _says(_AHEAD, text, words) or _says(_NOT_YET, text, words):
        return None
    figures = any(map(str.isdigit, text))
    handed, done = _says(_HANDED, text, words), _says(_DONE, text, words)
    stems = frozenset(word for word in stems_of(words) - _EMPTY if not word.isdigit())
    return _Part(stems, handed, done, figures) if handed or done or stems else None


def _says(pattern: re.Pattern[str], part: str, words: set[str]) -> bool:
    """Whether a pattern is found. It is tried only where one of the words stands that it is made of (most do not)."""
    return not words.isdisjoint(_MADE_OF[pattern]) and pattern.search(part) is not None
