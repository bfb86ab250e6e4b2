"""Per-person voice: greetings, closings, signatures, and the turns of phrase that differ from writer to writer."""

from __future__ import annotations

import re
from random import Random

from sellwright.demo.cast import Who

_WOMEN = frozenset((
    "Clara", "Hedda", "Lotte", "Katrin", "Ute", "Imke", "Friederike", "Jule", "Silke", "Marion", "Lena", "Gesine",
    "Sabine", "Claire", "Solène", "Margaux", "Lucía", "Nuria", "Malin", "Tove", "Anouk", "Dorothea",
))  # fmt: skip
# Each row: phrases that may stand for one another wherever they stand.
_SAME = {
    "en": (
        ("at the moment", "right now", "currently"), ("for example", "for instance"), ("straight away", "right away"),
        ("roughly", "about", "around"), ("perhaps", "maybe"),  ("in the end", "eventually"),
        ("by the way", "incidentally"), ("I think", "I believe"), ("often", "frequently"),
        ("usually", "normally", "as a rule"), ("nearly", "almost", "close to"), ("two weeks", "a fortnight"),
        ("a lot of", "plenty of"), ("to be honest", "frankly", "honestly"),
        ("difficult", "tricky", "awkward"), ("quickly", "fast"), ("begin", "start"),
        ("everybody", "everyone"), ("nobody", "no one"), ("anybody", "anyone"),
    ),
    "de": (
        ("zurzeit", "im Moment", "derzeit"), ("vielleicht", "unter Umständen"), ("ungefähr", "etwa", "rund"),
        ("sofort", "gleich", "umgehend"), ("allerdings", "jedoch"), ("meistens", "in der Regel"), ("oft", "häufig"),
        ("schließlich", "am Ende"), ("bisher", "bis jetzt"),
    ),
}  # fmt: skip
_SHORT = {
    "I am": "I'm", "we are": "we're", "you are": "you're", "they are": "they're", "it is": "it's", "that is": "that's",
    "there is": "there's", "do not": "don't", "does not": "doesn't", "did not": "didn't", "cannot": "can't",
    "is not": "isn't", "are not": "aren't", "was not": "wasn't", "will not": "won't", "would not": "wouldn't",
    "could not": "couldn't", "I would": "I'd", "we would": "we'd",
}  # fmt: skip
_ROWS = {lang: {phrase: row for row in rows for phrase in row[:1]} for lang, rows in _SAME.items()}


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"\b({words})\b", re.I)


_PATTERNS = {lang: _pattern(list(rows)) for lang, rows in _ROWS.items()}
_SHORT_PATTERN = re.compile(rf"\b({'|'.join(_SHORT)})(?= [a-z])", re.I)


def in_their_words(text: str, who: Who, rng: Random) -> str:
    """The same sentences in the words this writer prefers."""
    rows = _ROWS.get(who.lang)
    if rows is None:
        return text
    pattern = _PATTERNS[who.lang]

    def swap(match: re.Match[str]) -> str:
        found = match.group(1)
        row = rows.get(found.lower()) or rows.get(found)
        if row is None:
            return found
        chosen = rng.choice(row)
        return chosen[0].upper() + chosen[1:] if found[0].isupper() else chosen

    text = pattern.sub(swap, text)
    if who.lang != "en" or who.voice == "formal":
        return text
    share = 0.9 if who.voice in ("chatty", "terse") else 0.6

    def shorten(match: re.Match[str]) -> str:
        found = match.group(1)
        short = _SHORT.get(found) or _SHORT.get(found[0].lower() + found[1:])
        if short is None or rng.random() > share:
            return found
        return short[0].upper() + short[1:] if found[0].isupper() else short

    return _SHORT_PATTERN.sub(shorten, text)


def greeting(writer: Who, reader: Who, lang: str, answer: bool, rng: Random) -> str:
    """The line that greets, or '' where this writer leaves it out."""
    if writer.voice == "terse" and answer and rng.random() < 0.7:
        return ""
    woman = reader.first in _WOMEN
    if lang == "de":
        title = f"{'Frau' if woman else 'Herr'} {'Dr. ' if reader.name.startswith('Dr.') else ''}{reader.last}"
        if writer.voice == "formal":
            return f"Sehr geehrte{'' if woman else 'r'} {title},"
        return f"{rng.choice(('Guten Tag', 'Hallo'))} {title},"
    if lang == "fr":
        title = f"{'Madame' if woman else 'Monsieur'}"
        return f"{title}," if writer.voice == "formal" and not answer else f"Bonjour {title} {reader.last},"
    if lang == "es":
        return f"Hola {reader.first}:" if writer.voice != "formal" else f"Buenos días, {reader.first}:"
    if lang == "sv":
        return f"Hej {reader.first}{rng.choice(('!', ','))}"
    if lang == "nl":
        return f"{rng.choice(('Beste', 'Dag'))} {reader.first},"
    if writer.voice == "formal":
        title = "Professor" if reader.name.startswith("Prof.") else "Dr" if reader.name.startswith("Dr.") else ""
        return f"Dear {title} {reader.last}," if title else f"Dear {reader.name},"
    if writer.voice == "terse":
        return f"{reader.first},"
    word = rng.choice(("Hi", "Hello", "Hi", "Good morning") if writer.voice == "chatty" else ("Hello", "Hi", "Dear"))
    return f"{word} {reader.first},"


_CLOSINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "formal": ("Kind regards,", "Yours sincerely,", "With kind regards,"),
        "plain": ("Best regards,", "Regards,", "Best,"),
        "chatty": ("Cheers,", "All the best,", "Thanks!", "Take care,"),
        "terse": ("",),
    },
    "de": {
        "formal": ("Mit freundlichen Grüßen",), "plain": ("Viele Grüße", "Freundliche Grüße"),
        "chatty": ("Herzliche Grüße", "Liebe Grüße"), "terse": ("Gruß",),
    },
    "fr": {
        "formal": ("Bien cordialement,", "Veuillez agréer mes salutations distinguées,"), "plain": ("Cordialement,",),
        "chatty": ("Bonne journée,", "À bientôt,"), "terse": ("Cdt,",),
    },
    "es": {"formal": ("Atentamente,",), "plain": ("Un saludo,",), "chatty": ("Un abrazo,",), "terse": ("Saludos,",)},
    "sv": {
        "formal": ("Med vänliga hälsningar",), "plain": ("Vänliga hälsningar", "Hälsningar"),
        "chatty": ("Ha det fint!",), "terse": ("Mvh",),
    },
    "nl": {
        "formal": ("Met vriendelijke groet,",), "plain": ("Met vriendelijke groet,", "Groeten,"),
        "chatty": ("Hartelijke groet,",), "terse": ("Groet,",),
    },
}  # fmt: skip


def closing(writer: Who, lang: str, rng: Random) -> str:
    """The closing words and name, as one block."""
    words = rng.choice(_CLOSINGS.get(lang, _CLOSINGS["en"])[writer.voice])
    name = writer.first if writer.voice != "formal" else writer.name
    if lang in ("de", "fr") and writer.voice != "chatty":
        name = writer.name
    return f"{words}\n{name}" if words else name


_LEGAL = {
    "en": "This message and any attachments are confidential and intended solely for the addressee. If you have"
    " received it in error, please notify the sender and delete it.",
    "de": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail"
    " irrtümlich erhalten haben, informieren Sie bitte den Absender und vernichten Sie diese E-Mail.",
    "fr": "Ce message et ses pièces jointes sont confidentiels et destinés à leur seul destinataire. Si vous l'avez"
    " reçu par erreur, merci d'en avertir l'expéditeur et de le détruire.",
}


def signature(writer: Who) -> str:
    """The block below the name: plain text, '' for writers who have none. Stable for a person."""
    if not writer.firm_name:
        return ""
    if writer.ours:
        lines = [writer.name, f"{writer.title} | Kestrel Instruments GmbH", "An der Obertrave 21, 23552 Lübeck"]
        return "\n".join([*lines, f"{writer.phone} | www.{writer.firm}"])
    mark = sum(map(ord, writer.email))
    if writer.voice == "terse" and mark % 2:
        return ""
    if writer.client == "apple" and mark % 2:
        return {"de": "Von meinem iPhone gesendet", "fr": "Envoyé de mon iPhone"}.get(
            writer.lang, "Sent from my iPhone"
        )
    lines = [writer.name, writer.title, f"{writer.firm_name}, {writer.town}" if writer.town else writer.firm_name]
    if writer.phone:
        lines.append(f"{'Tel.' if writer.lang == 'de' else 'T'} {writer.phone}")
    lines.append(f"www.{writer.firm}")
    if writer.client == "outlook" and mark % 3 != 1:
        lines += ["", _LEGAL.get(writer.lang, _LEGAL["en"])]
    return "\n".join(line for line in lines if line or writer.client == "outlook")
