"""Text that stands at the foot (or head) of mails by the thousand: legal notices, list footers, phone lines, banners.

A footer is cut only where footers stand: at the end of a passage, paragraph by paragraph from the bottom up. One word
is never enough ("is this confidential?", "please unsubscribe me" are new text): two signs are needed, or one sentence
that only a machine writes.
"""

from __future__ import annotations

import re
from operator import itemgetter

from sellwright.interactions.new_text_marks import FOOTER
from sellwright.interactions.new_text_notices import LITTLE_MISTAKES, MISTAKE_OPENINGS, is_notice, names_this_mail
from sellwright.interactions.new_text_words import FIRST_PERSON, PHONE_LINE, PHONE_THING, word_set
from sellwright.interactions.quoting import is_rule

_PARAGRAPHS = 14  # looked at, from the bottom up
_PHONE_CHARS = 160
_NOTICE = 3
_PHONE_OPENINGS = word_set("se|wr|ty|di|po|fr|ge|ve|vo|en|té|te|ob|tr|ba|de|in|sc|ot|do|he|ha|st|sk|wy|od|ip|an|vi")
_CLAUSE = re.compile(r"[,;.](?:\s|$)")

# Sentences that only footers hold: one is enough.
_SURE = (
    "you received this message because you are subscribed", "you received this email because",
    "you are receiving this",
    "you're receiving this", "you received this message because", "to unsubscribe from this", "to stop receiving",
    "to unsubscribe, ", "unsubscribe here", "click here to unsubscribe", "to unsubscribe click",
    "to unsubscribe send",
    "to unsubscribe or change", "unsubscribe: http", "unsubscribe <http", "unsubscribe<http", "unsubscribe (http",
    "to unsubscribe from these", "manage your subscription", "update your preferences", "manage your preferences",
    "reply to this email directly", "to respond, reply to this email", "or reply to this email to respond",
    "view it on github", "view it on gitlab", "scanned for virus", "scanned by", "virus-free", "virenfrei",
    "checked for viruses", "geprüft von avast", "this email has been scanned", "this e-mail has been scanned",
    "consider the environment before", "think before you print", "before printing this", "think of the environment",
    "please don't print this", "bevor sie diese e-mail ausdrucken", "bevor sie diese mail ausdrucken",
    "n'imprimez ce", "n'imprimer ce", "avant d'imprimer ce", "antes de imprimir est", "prima di stampare quest",
    "denk aan het milieu", "tænk på miljøet", "tänk på miljön", "intended only for the use of", "intended solely for",
    "intended only for the addressee", "if you are not the intended recipient", "if you are not the named addressee",
    "if you have received this e-mail in error", "if you have received this email in error",
    "if you have received this message in error", "if you received this in error", "may contain confidential",
    "may contain privileged", "may be privileged", "confidential and may", "confidential and intended",
    "enthält vertrauliche", "enthalten vertrauliche", "nicht der richtige adressat", "nicht der beabsichtigte",
    "nicht der vorgesehene", "irrtümlich erhalten", "versehentlich erhalten", "unbefugte weitergabe",
    "contient des informations confidentielles", "peut contenir des informations confidentielles",
    "si vous n'êtes pas le destinataire", "si vous avez reçu ce m", "si vous avez reçu cet",
    "si vous avez reçu ce cour",
    "usage exclusif", "sont confidentiels", "reçu par erreur", "reçu ce message par erreur",
    "si usted no es el destinatario", "si ha recibido este", "puede contener información confidencial",
    "contiene información confidencial", "dirigido exclusivamente", "dirigida exclusivamente",
    "se você não é o destinatário", "se recebeu est", "pode conter informa", "caso tenha recebido est",
    "contém informações confidenciais", "sono da considerarsi", "sono riservate", "se avete ricevuto",
    "se ha ricevuto",
    "ricevuto questo messaggio per errore", "ai sensi del d.lgs", "ai sensi del regolamento",
    "uitsluitend bestemd voor", "alleen bestemd voor", "niet de geadresseerde", "niet de beoogde ontvanger",
    "ten onrechte ontvangen", "abusievelijk", "kan vertrouwelijke informatie", "bevat vertrouwelijke",
    "kan innehålla konfidentiell", "kan indeholde fortrolig", "ikke er den rette modtager",
    "modtaget denne mail ved en fejl",
    "kan inneholde konfidensiell", "inte är avsedd mottagare", "ikke er rette mottaker", "luottamuksellis",
    "jest przeznaczona wyłącznie", "może zawierać informacje poufne", "nie są państwo adresatem",
    "může obsahovat důvěrné", "nejste zamýšleným", "может содержать конфиденциальн", "не являетесь адресатом",
    "e' risultato non infetto", "è risultato non infetto", "messaggio è stato analizzato",
    "messaggio e' stato analizzato",
    "機密情報が含", "如果您不是", "may contain information that is", "do not disclose", "diese e-mail und alle anhänge",
    "um sich abzumelden", "newsletter abbestellen", "hier abmelden", "pour vous désabonner", "pour vous désinscrire",
    "se désabonner", "para darte de baja", "para dejar de recibir", "para cancelar a su", "para não receber mais",
    "per disiscriver", "per cancellarti", "om je af te melden", "om u af te melden",
    "för att avsluta prenumerationen",
    "por favor, considere el medio", "pense no meio ambiente", "before you print", "yahoo! groups",
    "email is sponsored by", "have received this message because",
    "change your preferences",
    "mute this topic",
    "visit topic]", "reply here<http", "to post to this group", "please do not reply to this email",
)  # fmt: skip
# One sign each; two make a footer.
_SIGNS = (
    "confidential", "privileged", "intended recipient", "addressee", "unauthorized", "unauthorised", "prohibited",
    "notify the sender", "in error", "legally", "liability", "disclaimer", "mailing list", "listinfo", "http",
    "unsubscribe", "views expressed", "opinions expressed", "virus", "vertraulich", "unbefugt", "absender",
    "empfänger",
    "adressat", "confidentiel", "destinataire", "destinatario", "confidencial", "destinatário", "riservat", "errore",
    "vertrouwelijk", "geadresseerde", "ontvanger", "fortrolig", "konfidentiell", "konfidensiell", "mottaker",
    "amtsgericht", "handelsregister", "geschäftsführer", "hrb ", "ust-id", "registered office", "registered in",
    "company number", "company no", "vat no", "registered number", "siret", "capital de", "p.iva", "partita iva",
    "kvk",
    "privacy policy", "privacy notice", "privacy statement", "datenschutz", "gdpr", "our terms",
    "all rights reserved",
)  # fmt: skip
_COMMON = word_set(
    "visit|before|please|message|e-mail|email|mail|this|that|from|with|about|before|print|questo|diese|votre"
)


def _openings(phrases: tuple[str, ...]) -> frozenset[str]:
    """For each phrase the first five letters of its longest uncommon word: a paragraph without them holds none."""
    found = set()
    for phrase in phrases:
        words = [word for word in _OPENING_WORD.findall(phrase) if word not in _COMMON]
        if words:
            found.add(max(words, key=len)[:5])
    return frozenset(found)


_OPENING_WORD = re.compile(r"(?:(?<=\s)|^)\w{5,}")
# A first look, so that an ordinary paragraph costs one pass over its beginning.
_OPENING_CHARS = 240
_FIRST_FIVE = itemgetter(slice(5))
_OPENINGS = _openings(_SURE) | _openings(_SIGNS) | MISTAKE_OPENINGS
_SHORT_SIGNS = tuple(p for p in _SURE + _SIGNS if not set(_OPENING_WORD.findall(p)) - _COMMON) + LITTLE_MISTAKES
_JUNK = "-_=*#~+—–ᐧ· >\u200b"
_HEADINGS = word_set(
    "disclaimer|legal disclaimer|confidentiality notice|confidentiality|legal notice|notice|important notice"
    "|privileged"
    "|vertraulichkeitshinweis|haftungsausschluss|hinweis|rechtlicher hinweis|avis de confidentialité|avertissement"
    "|aviso legal"
    "|aviso de confidencialidad|aviso|nota|avviso|avviso di riservatezza|privacy|confidential"
)
_BANNER_STARTS = (
    "caution", "external", "[external", "warning", "achtung", "vorsicht", "attention", "let op", "atención",
    "atenção",
    "attenzione", "⚠", "this email originated", "this e-mail originated", "this message originated",
    "this email was sent",
    "this message was sent", "you don't often get", "you don’t often get", "some people who received this",
    "[caution",
    "diese e-mail k", "diese nachricht k", "ce message provient", "ce courriel provient", "ekstern", "extern", "obs!",
    "be careful", "this sender is", "security notice", "notice: this", "sicherheitshinweis", "huom", "uwaga", "pozor",
)  # fmt: skip
_BANNER_OPENINGS = frozenset(phrase[:2] for phrase in _BANNER_STARTS)
_BANNER_OUTSIDE = (
    "outside", "external", "extern", "außerhalb", "ausserhalb", "don't often get", "don’t often get", "extérieur",
    "buiten", "fuera de", "fora da", "estern", "utenfor", "uden for", "utanför", "ulkopuol", "spoza",
    "unknown sender",
)  # fmt: skip
_BANNER_ADVICE = (
    "click", "link", "attachment", "recogni", "trust", "learn why", "anhäng", "anhang", "klick", "liens", "clique",
    "pièces jointes", "bijlage", "enlaces", "adjunt", "allegat", "anexo", "vedlegg", "bilag", "bilagor", "liitte",
    "organi", "załącznik", "přílo", "originated",
)  # fmt: skip


def mark_footers(lines: list[str], marks: bytearray, region: tuple[int, int], armour: bool) -> int:
    """Mark banners, armour and footers in the lines of a region; answers where what is left of it ends."""
    start, end = region
    last = end
    while end > start + 1 and not lines[end - 1].strip(_JUNK):
        end -= 1  # rules with nothing below them, and the marks of reading trackers
    if end < last:
        marks[end:last] = bytes((FOOTER,)) * (last - end)
    _mark_banner(lines, marks, start, end)
    if armour:
        end = _mark_armour(lines, marks, start, end)
    cut = _footer_start(lines, start, end)
    if cut < end:
        marks[cut:end] = bytes((FOOTER,)) * (end - cut)
        end = cut
        while end > start and not lines[end - 1]:
            end -= 1
    return end


def is_phone_line(line: str) -> bool:
    """Whether a line is what a phone or mail program puts under a letter ("Sent from my iPhone").

    After "sent from" stands a thing that mail is sent with, or a name with a digit in it; otherwise it is a sentence.
    """
    if len(line) > _PHONE_CHARS:
        return False
    opening = line.lstrip("<([{*_ >-")[:2].lower()
    if opening not in _PHONE_OPENINGS and opening.isascii():
        return False
    found = PHONE_LINE.match(line.lower())
    if not found:
        return False
    rest = found.group("rest")
    if rest is None:
        return True
    thing = _CLAUSE.split(rest, maxsplit=1)[0]
    return bool(PHONE_THING.search(thing)) and thing.count(" ") < 8


def _footer_start(lines: list[str], start: int, end: int) -> int:
    """The first line of the footer at the end of a region, or `end`."""
    cut = end
    bottom = end
    pending = 0
    for _ in range(_PARAGRAPHS):
        while bottom > start and not lines[bottom - 1]:
            bottom -= 1
        if bottom <= start:
            break
        top = bottom
        if is_phone_line(lines[bottom - 1]):
            top = bottom - 1
            cut = bottom = top
            continue
        while top > start and lines[top - 1] and bottom - top < 60:
            top -= 1
        low = " ".join(lines[top:bottom]).lower()
        score = _score(low)
        if score == _NOTICE:
            begin = _notice_start(lines, top, bottom, start)
            if begin < bottom:
                cut = bottom = begin
                pending = 0
                continue
            score = 1
        if score >= 2:
            cut = _narrow(lines, top, bottom, start)
            pending = 0
            if cut > top:  # what stands above it in the paragraph is looked at in its turn
                bottom = cut
                continue
        elif cut == bottom_of(lines, bottom, cut) and low.strip(" :*-_.") in _HEADINGS:
            cut = top
        elif bottom - top == 1 and is_rule(lines[top]) and (cut < end or bottom - start > 1):
            cut = min(cut, top) if cut < end and not _text_between(lines, bottom, cut) else cut
            pending += 1
        elif (score == 1 or _short(lines, top, bottom)) and pending < 4:
            pending += 1
        else:
            break
        bottom = top
    while cut < end and cut > start and (is_rule(lines[cut - 1]) or not lines[cut - 1]):
        cut -= 1
    return cut


def bottom_of(lines: list[str], bottom: int, cut: int) -> int:
    """`cut` when only empty lines stand between `bottom` and it, else -1."""
    return -1 if _text_between(lines, bottom, cut) else cut


def _text_between(lines: list[str], first: int, last: int) -> bool:
    return any(lines[first:last])


def _narrow(lines: list[str], top: int, bottom: int, start: int) -> int:
    """Where in a paragraph the footer begins: at its top, or below lines of contact data, or below a rule or text.

    A notice often follows the last line of a letter or signature without an empty line.
    """
    for index in range(bottom - 1, top, -1):
        if is_rule(lines[index]):
            return index
    if bottom - top == 1:
        return top
    first = top
    window = 1 if _short(lines, top, bottom) else 4
    for index in range(top, bottom):
        if _score(" ".join(lines[index : index + window]).lower()) >= 1:
            first = index
            break
    # The sentence begins on that line or up to three lines above; a short line above it ends something else.
    return first if first == top or len(lines[first - 1]) < 60 else top


def _notice_start(lines: list[str], top: int, bottom: int, start: int) -> int:
    """Where in a paragraph a legal notice in plain words begins, or `bottom` when it may be a writer's own sentence.

    A notice stands below a rule or a short line (a name, contact data), or speaks of "this e-mail" at once.
    """
    begin = next((i for i in range(top, bottom) if names_this_mail(lines[i])), top)
    above = begin - 1
    while above >= start and not lines[above]:
        above -= 1
    if above < start:
        return bottom
    line = lines[above]
    signed = is_rule(line) or (above > start and len(line) < 60 and line[-1] not in ".?!:,;")  # a first line greets
    return begin if signed or (begin == top and names_this_mail(lines[begin])) else bottom


def _score(low: str) -> int:
    """0, 1 or 2 (a footer): how surely a paragraph, in lower case, is one. `_NOTICE`: a notice in plain words."""
    openings = map(_FIRST_FIVE, low[:_OPENING_CHARS].replace("(", " ").split())
    if _OPENINGS.isdisjoint(openings) and not any(map(low.__contains__, _SHORT_SIGNS)):
        return 0
    if any(map(low.__contains__, _SURE)):
        return 2
    if is_notice(low):
        return _NOTICE
    score = sum(map(low.__contains__, _SIGNS))
    if score > 1 and not FIRST_PERSON.isdisjoint(low.split()):
        return 1  # somebody speaks of themselves: a notice never does
    return min(score, 2) if score < 2 or len(low) > 60 or "http" in low or "list" in low else 1


def _short(lines: list[str], top: int, bottom: int) -> bool:
    """Whether a paragraph is made of short lines, none a sentence: contact data, a name."""
    return bottom - top <= 12 and all(
        len(line) < 90 and not (line[-1] in ".?!" and line.count(" ") > 5) for line in lines[top:bottom]
    )


def _mark_banner(lines: list[str], marks: bytearray, start: int, end: int) -> None:
    first = lines[start].lower()
    inner = first.lstrip("*_|>[ ")
    if inner[:2] not in _BANNER_OPENINGS and first[:2] not in _BANNER_OPENINGS:
        return
    if not inner.startswith(_BANNER_STARTS) and not first.startswith(_BANNER_STARTS):
        return
    stop = start
    while stop < end and lines[stop] and stop - start < 6:
        stop += 1
    if stop < end and lines[stop] and stop - start == 6:
        return
    for upto in (start + 1, stop):
        low = " ".join(lines[start:upto]).lower()
        outside = any(word in low for word in _BANNER_OUTSIDE)
        advice = sum(word in low for word in _BANNER_ADVICE)
        about = any(word in low for word in ("mail", "message", "nachricht", "sender", "courriel", "bericht", "mensa"))
        if outside and advice and about and len(low) < 600 and (advice > 1 or upto == stop):
            marks[start:upto] = bytes((FOOTER,)) * (upto - start)
            below = upto
            while below < end and not lines[below]:
                below += 1
            if below < end and is_rule(lines[below]):
                marks[below] = FOOTER
            return


def _mark_armour(lines: list[str], marks: bytearray, start: int, end: int) -> int:
    """Mark the head and the signature of a signed letter (RFC 4880); a letter still encrypted is no text at all."""
    index = start
    while index < end:
        line = lines[index]
        if line.startswith("-----BEGIN PGP SIGNED"):
            while index < end and lines[index]:
                marks[index] = FOOTER
                index += 1
        elif line.startswith("-----BEGIN PGP"):
            begin = index
            while index < end and not lines[index].startswith("-----END PGP"):
                index += 1
            index = min(index + 1, end)
            marks[begin:index] = bytes((FOOTER,)) * (index - begin)
        index += 1
    while end > start and (marks[end - 1] or not lines[end - 1]):
        end -= 1
    return end
