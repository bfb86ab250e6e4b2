"""What of a letter could have been written to anybody: greeting and closing off, names, numbers and dates masked.

A letter is compared with other letters (card C1) by its words alone. So that a mail merge does not look like many
different letters, what a machine can fill in is replaced by a mask: the reader's name and firm, every number, date,
web and mail address. What stands around them is kept.

One word is one chunk between white space, in lower case, without the marks at its ends. Chunks, not characters, are
looked at: the answer for a chunk is remembered by whoever counts, so that a long mailbox costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sellwright.interactions.sentences import Part, split

NUMBER = "\ue000"  # any number or date
NAME = "\ue001"  # the reader's name or firm
LINK = "\ue002"  # a web or mail address
MASKS = (NUMBER, NAME, LINK)

_GREETING_WORDS = """hi hello hey hiya dear greetings howdy good|morning good|afternoon good|evening good|day morning
    hallo moin servus liebe lieber liebes sehr|geehrte sehr|geehrter guten|tag guten|morgen guten|abend grüezi
    grüß|gott werte werter bonjour bonsoir salut cher chère chers hola estimado estimada estimados querido querida
    buenos|días buenas|tardes ciao buongiorno buonasera gentile egregio egregia caro cara olá prezado prezada bom|dia
    boa|tarde hej hei heisann hejsan moi kære kjære käre kära bästa god|dag god|morgen beste geachte goedemorgen
    goedemiddag goedendag hoi dag cześć dzień|dobry szanowny szanowna witam"""
_TITLE_LIST = """
    mr mrs ms miss dr prof sir madam herr frau hr fr monsieur madame mme mlle m señor señora sr sra signor signora
    sig dott meneer mevrouw mijnheer pan pani professor doktor all everyone everybody team both folks there friends
    friend colleague colleagues zusammen alle leute kollegen tous toutes todos tutti allemaal and und et y e og och
    en again damen herren to whom it may concern
"""
_TITLES = frozenset(_TITLE_LIST.split())
_CLOSINGS = """best|regards kind|regards warm|regards kindest|regards warmest|regards regards best|wishes all|the|best
    best warmly cheers sincerely yours|sincerely sincerely|yours yours|truly yours|faithfully yours respectfully
    thanks many|thanks thank|you thanks|again thanks|and|regards thx take|care cordially love talk|soon
    mit|freundlichen|grüßen mit|freundlichem|gruß mit|besten|grüßen mit|freundlichen|grüssen freundliche|grüße
    freundliche|grüsse viele|grüße liebe|grüße beste|grüße herzliche|grüße schöne|grüße viele|grüsse liebe|grüsse
    beste|grüsse gruß gruss grüße grüsse lg vg mfg bg danke vielen|dank cordialement bien|cordialement bien|à|vous
    sincères|salutations meilleures|salutations amicalement merci saludos un|saludo saludos|cordiales un|abrazo
    atentamente gracias cordiali|saluti distinti|saluti saluti un|saluto grazie atenciosamente abraços cumprimentos
    com|os|melhores|cumprimentos obrigado obrigada med|vennlig|hilsen vennlig|hilsen mvh hilsen beste|hilsen
    med|venlig|hilsen venlig|hilsen kh med|vänliga|hälsningar vänliga|hälsningar hälsningar tack takk tak
    ystävällisin|terveisin terveisin met|vriendelijke|groet met|vriendelijke|groeten vriendelijke|groet groeten groet
    bedankt pozdrawiam z|poważaniem"""
_DATE_LIST = """
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september
    october november december montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner
    februar märz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février
    avril juin juillet août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunedì martedì
    mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre
    dicembre mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag januari februari maart juni juli augustus augusti
"""
_DATE_WORDS = frozenset(_DATE_LIST.split())
# Months that are also plain words, and short forms: dates only when written as such.
_FORM_LIST = """
    March May Mars Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Okt Dez
"""
_DATE_FORMS = frozenset(_FORM_LIST.split())
_LEGAL_LIST = """
    inc llc ltd limited plc corp corporation co gmbh ag kg ohg mbh se sa sas sarl sl srl spa ab as asa aps oy oyj bv
    nv kft zrt sp
"""
_LEGAL = frozenset(_LEGAL_LIST.split())
_PERSONAL = 2  # letters a part of a name needs to be looked for
_TAIL = 400  # characters at the end in which a closing is looked for
_CLOSING_LINES = 8

# Marks around a word that are not part of it.
TRIM = "".join(chr(i) for i in range(33, 127) if not chr(i).isalnum()) + "«»„“”‚‘’…–—·•¡¿´§°€£"
# Scripts written without spaces: each character becomes a word of its own.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def _phrases(table: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words.split("|")) for words in table.split())


_GREETINGS = _phrases(_GREETING_WORDS)
_FAREWELLS = _phrases(_CLOSINGS)


@dataclass(frozen=True, slots=True)
class Body:
    """Where the letter itself stands: characters start <= i < end of the text. `greeted`: the names it greets."""

    start: int
    end: int
    greeted: tuple[str, ...] = ()


def body_of(text: str) -> Body:
    """The letter without its greeting and without its closing with the name below it.

    A letter that is nothing but a greeting or a closing has start == end. Linear: looks at the first line and the
    last 400 characters.
    """
    start, greeted = _after_greeting(text)
    return Body(start, max(start, _before_closing(text, start)), greeted)


def fold(chunk: str) -> str:
    """The word a chunk between white space stands for: lower case, bare, or a mask; '' when it holds no word."""
    bare = chunk.strip(TRIM)
    if not bare:
        return NUMBER if any(mark in chunk for mark in "€£") else ""
    if bare in MASKS:
        return bare
    if "@" in bare or "://" in bare or bare[:4].lower() == "www.":
        return LINK
    if any(map(str.isdigit, bare)):
        return LINK if "/" in bare and "." in bare and bare[0].isalpha() else NUMBER
    word = bare.lower()
    if word in _DATE_WORDS or bare in _DATE_FORMS:
        return NUMBER
    for mark in "’'`":
        if mark in word:
            word = word.replace(mark, "'")
    word = word.removesuffix("'s") or word
    return word if any(map(str.isalnum, word)) else ""


def name_parts(names: Iterable[str]) -> frozenset[str]:
    """The words to mask for a reader: every part of their names and firm, in lower case, without legal forms."""
    parts = set()
    for name in names:
        for part in re.split(r"[\W_]+", name.lower()):
            if len(part) >= _PERSONAL and not part.isdigit() and part not in _LEGAL and part not in _TITLES:
                parts.add(part)
    return frozenset(parts)


def names_in(text: str, body: Body, names: Iterable[str]) -> frozenset[str]:
    """The parts of these names (see `name_parts`), and of the names greeted, that stand in the letter's body."""
    low = text[body.start : body.end].lower()
    return frozenset(part for part in name_parts((*names, *body.greeted)) if part in low)


def sentences(text: str, body: Body, known: Sequence[Part] | None = None) -> list[Part]:
    """The sentences of a letter's body, as `sentences.split` gives them, places counted in the whole text.

    `known`: the sentences of the whole text, when they have been split already.
    """
    if known is None:
        known = split(text)
    parts = []
    for start, end, sentence in known:
        if start >= body.start and end <= body.end:
            parts.append((start, end, sentence))
        elif end > body.start and start < body.end:
            begin, stop = max(start, body.start), min(end, body.end)
            piece = text[begin:stop].rstrip()
            begin, stop = begin + len(piece) - len(piece.lstrip()), begin + len(piece)
            piece = piece.lstrip()
            if any(map(str.isalnum, piece)):
                parts.append((begin, stop, piece))
    return parts


def chunks(sentence: str, names: frozenset[str]) -> list[str]:
    """The chunks of a sentence with those that belong to a name replaced by its mask, one each.

    A capitalised neighbour of a name belongs to it ("Nordlab Instruments", "Anna Berg-Olsen"), unless it begins the
    sentence. Names are masked only where they are capitalised or hold no letter case: "will" is not Will.
    """
    if not sentence.isascii():
        sentence = _UNSPACED.sub(r"\g<0> ", sentence)
    found = sentence.split()
    if names:
        lowered = sentence.lower()
        for name in names:
            if name in lowered:
                return _with_names_masked(found, names)
    return found


def _with_names_masked(found: list[str], names: frozenset[str]) -> list[str]:
    marked = [False] * len(found)
    for i, chunk in enumerate(found):
        bare = chunk.strip(TRIM)
        if bare and not bare[0].islower() and is_name(bare, names):
            marked[i] = True
    for i in range(1, len(found)):
        if marked[i - 1] and not marked[i] and found[i - 1][-1].isalnum() and _is_capital(found[i]):
            marked[i] = True
    for i in range(len(found) - 1, 1, -1):
        if marked[i] and not marked[i - 1] and found[i - 1][-1].isalnum() and _is_capital(found[i - 1]):
            marked[i - 1] = True
    return [NAME if mark else chunk for chunk, mark in zip(found, marked, strict=True)]


def is_name(bare: str, names: frozenset[str]) -> bool:
    """Whether a word, without the marks around it, is one of `names` (of `name_parts`) or begins with one."""
    word = bare.lower()
    if word in names or word.removesuffix("'s").removesuffix("’s") in names:
        return True
    pieces = [piece for piece in re.split(r"[\W_]+", word) if piece]
    return len(pieces) > 1 and pieces[0] in names


def _is_capital(chunk: str) -> bool:
    bare = chunk.strip(TRIM)
    return len(bare) > 1 and chunk[0].isalnum() and bare[0].isupper()


def _after_greeting(text: str) -> tuple[int, tuple[str, ...]]:
    """Where the letter begins after "Dear Anna,", and the names greeted."""
    at = len(text) - len(text.lstrip())
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    head = text[at : min(line_end, at + 100)]
    words = head.split()
    size = _opens(words, _GREETINGS)
    if not size:
        return (line_end, _names_of(words)) if _is_name_line(text, at, line_end) else (at, ())
    end = at
    for count in range(len(words)):
        word = words[count]
        end = text.index(word, end) + len(word)
        if count >= size - 1 and word[-1] in ",!:;.–—-" and word.rstrip(".").lower() not in _TITLES:
            return end, _names_of(words[size : count + 1])
        rest = words[count + 1] if count + 1 < len(words) else ""
        if count >= size - 1 and not rest:
            return end, _names_of(words[size:])
        ended = not (rest[0].isupper() or rest.strip(TRIM).lower() in _TITLES) or count >= size + 5
        if count >= size - 1 and ended:
            return end, _names_of(words[size : count + 1])
    return at, ()


def _opens(words: list[str], phrases: frozenset[tuple[str, ...]]) -> int:
    """How many of the first words make one of the phrases; 0 when none does. The longest wins."""
    bare = [word.strip(TRIM).lower() for word in words[:4]]
    for size in range(len(bare), 0, -1):
        if tuple(bare[:size]) in phrases:
            return size
    return 0


def _is_name_line(text: str, start: int, end: int) -> bool:
    """Whether the first line is a name alone: "Anna," or "Anna -"."""
    line = text[start:end].rstrip()
    if len(line) > 40 or end >= len(text) or not line.endswith((",", "-", "–", "—", ":")):
        return False
    words = line[:-1].split()
    return 0 < len(words) <= 3 and all(word[0].isupper() for word in words)


def _names_of(words: list[str]) -> tuple[str, ...]:
    bare = (word.strip(TRIM) for word in words)
    return tuple(word for word in bare if len(word) >= _PERSONAL and word[0].isupper() and word.lower() not in _TITLES)


def _before_closing(text: str, start: int) -> int:
    """Where the letter ends before "Best regards" and the name below, or before a name alone on the last line."""
    end = len(text.rstrip())
    at = max(start, end - _TAIL)
    lines = text[at:end].split("\n")
    places = []
    for line in lines:
        places.append(at)
        at += len(line) + 1
    first = max(0, len(lines) - _CLOSING_LINES)
    if places[0] > start:
        first = max(first, 1)  # the first piece may be the rest of a longer line
    for i in range(first, len(lines)):
        words = lines[i].split()
        if 0 < len(words) <= 6:
            size = _opens(words, _FAREWELLS)
            if size and _closes(words, size, lines[i + 1 :]):
                return places[i]
    last = lines[-1].lstrip("-–—~ ").split()
    alone = 0 < len(last) <= 3 and len(lines) > first and places[-1] > start and lines[-1].strip()[-1].isalnum()
    if alone and all(word[0].isupper() and word.isalpha() for word in last):
        return places[-1]
    return end


def _closes(words: list[str], size: int, below: list[str]) -> bool:
    """Whether a line that opens like a closing is one: nothing but a name follows, on it or below."""
    follows = [word for word in words[size:] if word.strip(TRIM)]
    if any(word[0].islower() and word.strip(TRIM).lower() not in _TITLES for word in follows):
        return False
    return all(len(line.split()) <= 6 for line in below)
