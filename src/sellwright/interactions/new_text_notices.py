"""Legal notices in plain words: "This is for the person named above. If it reached you by mistake, please delete it."

Firms word them as they like, so no list of sentences finds them. All of them say the same five things: a condition, a
mistake, for whom the mail is, that it is a mail, and what the wrong reader should do. A letter that says all five in
one paragraph, without "I", is as good as unheard of.
"""

from __future__ import annotations

from sellwright.interactions.new_text_words import FIRST_PERSON, word_set

_MOST_CHARS = 1500

_CONDITIONS = word_set(
    "if|should|wenn|falls|sollte|sollten|haben|si|se|caso|qualora|als|indien|mocht|hebt|heeft|om|har|hvis|dersom|skulle"
    "|jos|mikäli|jeśli|jeżeli|pokud|jestliže|ak|ha|если|якщо"
)
_MISTAKES = (
    "by mistake", "in error", "by accident", "mistakenly", "wrongly", "not meant for you", "not for you",
    "wrong person", "wrong address", "wrong inbox", "wrong hands", "someone else", "somebody else", "aus versehen",
    "versehentlich", "irrtüm", "fälschlich", "nicht für sie bestimmt", "falsche adresse", "falschen adresse",
    "par erreur", "par mégarde", "ne vous est pas destiné", "por error", "por equivocación", "por erro",
    "por engano", "per errore", "per sbaglio", "per vergissing", "bij vergissing", "per abuis", "ten onrechte",
    "niet voor u bestemd", "av misstag", "felaktigt", "ved en fejl", "ved en feil", "ved en fejltagelse",
    "vahingossa", "erehdyksessä", "przez pomyłkę", "omyłkowo", "omylem", "по ошибке", "помилково", "tévedésből",
)  # fmt: skip
_READERS = (
    "addressed", "addressee", "intended", "meant for", "meant only", "for the person", "for the people", "only for",
    "named above", "recipient", "confidential", "private", "vertraulich", "bestimmt", "gerichtet", "empfänger",
    "adress", "destiné", "destinat", "confident", "confidenci", "réservé", "dirigid", "reservad", "riservat",
    "indirizzat", "vertrouwelijk", "bestemd", "bedoeld", "geadresseerde", "avsedd", "avsett", "tiltænkt", "tiltenkt",
    "beregnet", "fortrolig", "konfidenti", "konfidensi", "luottamuks", "tarkoitettu", "przeznaczon", "poufn",
    "důvěrn", "určen", "предназнач", "конфиденциальн", "bizalmas",
)  # fmt: skip
_MAILS = (
    "mail", "message", "nachricht", "schreiben", "courriel", "correo", "mensaje", "mensagem", "messaggio", "bericht",
    "meddelande", "besked", "melding", "e-post", "viesti", "wiadomo", "zpráv", "письм", "сообщени", "üzenet",
)  # fmt: skip
_ACTS = (
    "delete", "destroy", "erase", "tell us", "let us know", "inform us", "notify", "lösch", "vernicht", "benachrichtig",
    "informier", "verständig", "supprim", "détrui", "effac", "prévenir", "avertir", "informer", "elimin", "borr",
    "destru", "avise", "avís", "bórr", "destrú", "elimín", "apag", "cancell", "distrug", "avvis", "avverti",
    "verwijder", "vernietig", "laat het ons",
    "radera", "meddela oss", "slet", "poista", "ilmoit", "usunąć", "usuni", "skasow", "smaž", "smaz", "vymaž", "удал",
    "сообщите", "töröl",
)  # fmt: skip
_THIS_MAIL = tuple(
    f"{this} {mail}"
    for these, mails in (
        ("this|the content of this|the contents of this", "e-mail|email|mail|message|letter"),
        ("diese|dieses|der inhalt dieser", "e-mail|email|mail|nachricht|schreiben"),
        ("ce|cet|le contenu de ce", "message|courriel|e-mail|email|mail|courrier"),
        ("este|esta|o conteúdo desta|el contenido de este", "mensaje|correo|e-mail|email|mensagem"),
        ("questo|questa|il presente|la presente", "messaggio|e-mail|email|mail"),
        ("dit|deze|de inhoud van dit", "bericht|e-mail|email|mail"),
        ("detta|denna|dette|denne", "meddelande|e-post|e-mail|mail|mejl|besked|melding|e-posten"),
        ("tämä|ta|tato|toto|это", "viesti|sähköposti|wiadomość|zpráva|e-mail|письмо|сообщение"),
    )
    for this in these.split("|")
    for mail in mails.split("|")
)
# The first five letters of each mistake's longest word: a paragraph without them needs no look. Phrases of little words
# alone are looked for as they stand.
MISTAKE_OPENINGS = frozenset(found[:5] for phrase in _MISTAKES if len(found := max(phrase.split(), key=len)) > 3)
LITTLE_MISTAKES = tuple(phrase for phrase in _MISTAKES if max(map(len, phrase.split())) <= 3)


def is_notice(low: str) -> bool:
    """Whether a paragraph in lower case, its lines joined, says all that a legal notice says."""
    return (
        len(low) <= _MOST_CHARS
        and any(map(low.__contains__, _MISTAKES))
        and any(map(low.__contains__, _ACTS))
        and any(map(low.__contains__, _READERS))
        and any(map(low.__contains__, _MAILS))
        and "?" not in low
        and not _CONDITIONS.isdisjoint(words := low.replace(",", " ").split())
        and FIRST_PERSON.isdisjoint(words)
    )


def names_this_mail(line: str) -> bool:
    """Whether a line begins with "this e-mail"."""
    return line.lower().startswith(_THIS_MAIL)
