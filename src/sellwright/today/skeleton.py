"""The skeleton of a letter (card C29): what stands ready so that only the human part is left to write.

Greeting and closing are those of our own last letters to this reader. Under each question of theirs stands what we
wrote to somebody else who asked alike, or a blank. Not one sentence is made up: what nobody wrote before stays empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sellwright.interactions import masking
from sellwright.interactions.values import Message, Person
from sellwright.today import wording
from sellwright.today.passages import Passage

QUESTION = 160  # characters of a question that are quoted
_LONGEST_GREETING = 60
_LONGEST_CLOSING = 120
_HOURS = ("morning", "afternoon", "evening", "morgen", "abend", "bonsoir", "tarde", "noches", "giorno", "sera")
_GREETINGS = {
    "en": "Hello {name},", "de": "Guten Tag {name},", "fr": "Bonjour {name},", "es": "Hola {name}:",
    "it": "Gentile {name},", "nl": "Dag {name},", "pt": "Olá {name},", "sv": "Hej {name},", "da": "Hej {name},",
    "no": "Hei {name},",
    "nb": "Hei {name},", "fi": "Hei {name},", "pl": "Dzień dobry,",
}  # fmt: skip
_CLOSINGS = {
    "en": "Best regards", "de": "Viele Grüße", "fr": "Cordialement", "es": "Saludos cordiales", "it": "Cordiali saluti",
    "nl": "Met vriendelijke groet", "pt": "Cumprimentos", "sv": "Vänliga hälsningar", "da": "Venlig hilsen",
    "no": "Vennlig hilsen", "nb": "Vennlig hilsen", "fi": "Ystävällisin terveisin", "pl": "Z poważaniem",
}  # fmt: skip
_ASKED = {
    "en": "You asked for:", "de": "Sie hatten gefragt nach:", "fr": "Vous aviez demandé :", "es": "Usted pidió:",
    "it": "Aveva chiesto:", "nl": "U vroeg om:",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manner:
    """How we write to somebody: their language (two letters), our greeting and our closing with the name below it."""

    language: str
    greeting: str
    closing: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of theirs, the message it stands in, and what we wrote before when that is known."""

    question: str
    asked: str  # id of a message
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The text, and where the writing begins: characters into it."""

    text: str
    caret: int


def manner(
    person: Person, letters: Sequence[Message], mine: Collection[str], *, name: str, fallback: str = "en"
) -> Manner:
    """How the owner of the addresses `mine` writes to a person. `letters`: mail with them, oldest first. `name`: how
    the owner is called. What no letter shows is the plain form of the language they write, else of `fallback`."""
    theirs = Counter(m.language for m in letters if m.sender.email in person.addresses and m.language)
    ours = [m for m in reversed(letters) if m.sender.email in mine and m.new_text.strip()]
    spoken = theirs.most_common(1)[0][0] if theirs else next((m.language for m in ours if m.language), "")
    language = spoken or fallback
    alike = [m for m in ours if not m.language or m.language == language]
    greeting = next((found for m in alike if (found := _greeting(m, person))), "")
    closing = next((found for m in alike if (found := _closing(m))), "")
    if not greeting:
        called = person.name if language != "en" else person.name.partition(" ")[0]
        greeting = _GREETINGS.get(language, _GREETINGS["en"]).format(name=called).replace(" ,", ",").replace(" :", ":")
    return Manner(language, greeting, closing or f"{_CLOSINGS.get(language, _CLOSINGS['en'])}\n{name}".rstrip())


def answer(held: Manner, answers: Sequence[Answer], signature: str = "") -> Skeleton:
    """A reply: each question quoted in short, under it the passage or a blank. The cursor stands in the first blank;
    when all is known, before the closing. Without questions, a letter with nothing in it."""
    text, caret = held.greeting + "\n\n", -1
    for one in answers:
        text += f"> {_short(one.question)}\n"
        if one.passage is None and caret < 0:
            caret = len(text)
        text += (one.passage.text.strip() if one.passage is not None else "") + "\n\n"
    if caret < 0:
        caret = len(text)
        text += "\n\n"
    return Skeleton(text + _end(held, signature), caret)


def told(held: Manner, wish: str, words: str, by: str, signature: str = "") -> Skeleton:
    """For somebody whose wish was shipped: the wish, what the builder says of it, and room for what they are told."""
    text = f"{held.greeting}\n\n"
    caret = len(text)
    text += f"\n\n{_ASKED.get(held.language, _ASKED['en'])} {wording.quote(wish, 300)}\n"
    if words:
        text += f"\n{by + ': ' if by else ''}{wording.quote(words, 300)}\n"
    return Skeleton(f"{text}\n{_end(held, signature)}", caret)


def _end(held: Manner, signature: str) -> str:
    closing, signature = held.closing.strip(), signature.strip()
    if not signature or signature in closing:
        return closing
    name, _, rest = signature.partition("\n")
    if closing.rpartition("\n")[2].strip() == name.strip():  # the name is not said twice
        return f"{closing}\n{rest}".rstrip()
    return f"{closing}\n-- \n{signature}"


def _short(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= QUESTION else line[:QUESTION].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _greeting(message: Message, person: Person) -> str:
    """The greeting of a letter, if it greets this person and at no hour of the day."""
    text = message.new_text
    found = text[: masking.body_of(text).start].strip()
    low = found.lower()
    parts = masking.name_parts((person.name,))
    if not found or "\n" in found or len(found) > _LONGEST_GREETING or any(hour in low for hour in _HOURS):
        return ""
    return found if not parts or any(part in low for part in parts) else ""


def _closing(message: Message) -> str:
    text = message.new_text.rstrip()
    body = masking.body_of(text)
    found = text[body.end :].strip()
    return found if body.start < body.end and len(found) <= _LONGEST_CLOSING and found.count("\n") < 4 else ""
