"""Legal notices in plain words: cut where notices stand, whatever their wording; a writer's own sentences never."""

from __future__ import annotations

import pytest

from sellwright.interactions.new_text import cut

LETTER = "Dear Anna,\n\nTuesday at ten suits us well.\n\nKind regards\nPer Lind"
CONTACT = "Per Lind\nHead of Purchasing\n+46 8 555 0101\nwww.lind.example"
NOTICES = {
    "en": "This e-mail is for the person it is addressed to and may be confidential. If it reached you by mistake,"
    " please tell us and delete it.",
    "en, wrapped": "The content of this message is private and only for the reader named above. If it landed in the\n"
    "wrong inbox, kindly let us know and erase it.",
    "en, passive": "Should this mail, intended for someone else, have come to you, please destroy it and inform us.",
    "de": "Diese Nachricht ist nur für die angeschriebene Person bestimmt. Falls sie aus Versehen bei Ihnen gelandet"
    " ist, sagen Sie uns bitte Bescheid und löschen Sie sie.",
    "fr": "Ce message est réservé à la personne nommée. S'il vous est parvenu par mégarde, ou si vous n'êtes pas"
    " celle-ci, merci de nous prévenir et de le supprimer.",
    "es": "Este mensaje va dirigido a la persona indicada. Si le ha llegado por equivocación, avísenos y bórrelo.",
    "it": "Questa e-mail è riservata alla persona indicata. Se Vi è giunta per sbaglio, Vi preghiamo di avvisarci e di"
    " cancellarla.",
    "nl": "Dit bericht is bedoeld voor de persoon die erboven staat. Hebt u het per vergissing gekregen, laat het ons"
    " dan weten en verwijder het.",
    "pt": "Esta mensagem é reservada à pessoa indicada. Se a recebeu por engano, avise-nos e apague-a.",
    "sv": "Detta meddelande är avsett för den som står ovan. Om det nått er av misstag, meddela oss och radera det.",
    "da": "Denne mail er tiltænkt den person, der står øverst. Hvis den er nået frem ved en fejl, så slet den.",
    "fi": "Tämä viesti on tarkoitettu vain vastaanottajalle. Jos sait sen vahingossa, ilmoita ja poista se.",
    "pl": "Ta wiadomość jest przeznaczona dla osoby wymienionej powyżej. Jeśli dotarła przez pomyłkę, prosimy ją"
    " usunąć.",
}


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES.keys())
def test_a_notice_below_contact_data_is_cut_and_the_contact_data_is_a_signature(notice: str) -> None:
    found = cut(f"{LETTER}\n{CONTACT}\n\n{notice}", "Per Lind")
    assert found.new_text.startswith(LETTER)
    assert "Head of Purchasing" not in found.new_text
    assert notice.split()[-1] not in found.new_text
    assert found.signature is not None
    assert len(found.footer) == 1


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES.keys())
def test_a_notice_below_the_name_alone_is_cut(notice: str) -> None:
    assert cut(f"{LETTER}\n\n{notice}\n").new_text == LETTER


def test_a_notice_without_an_empty_line_above_is_cut_from_where_it_speaks_of_itself() -> None:
    assert cut(f"{LETTER}\n{CONTACT}\n{NOTICES['en']}", "Per Lind").new_text.startswith(LETTER)
    assert "mistake" not in cut(f"{LETTER}\n{CONTACT}\n{NOTICES['en']}", "Per Lind").new_text


def test_a_notice_below_a_rule_is_cut_with_the_rule() -> None:
    assert cut(f"{LETTER}\n\n________________\n{NOTICES['en, passive']}").new_text == LETTER


def test_a_notice_above_a_quoted_letter_is_cut() -> None:
    quoted = "On 3 Mar 2025, at 10:11, Anna Ek <anna@ek.example> wrote:\n> When?"
    assert cut(f"{LETTER}\n\n{NOTICES['nl']}\n\n{quoted}").new_text == LETTER


@pytest.mark.parametrize(
    "sentence",
    [
        "The price list with the old discounts reached you by mistake; please delete it and take the one attached.",
        "If the invoice came twice by mistake, please let us know and delete one.",
        "If I sent this message to the wrong person, please tell me and delete it, it is confidential.",
        "Was this e-mail meant for somebody else? If it came by mistake, shall we delete it and tell them?",
        "If the e-mail intended for Bo went to you by mistake, please delete it and let us know.",
        "Our message to all recipients went out in error. Please ignore and delete it.",
        "Wenn Sie die Mail an alle Empfänger versehentlich gelöscht haben, informieren Sie uns bitte, wir senden sie.",
        "Si le message destiné à Luc vous a été envoyé par mégarde, il faut le supprimer et nous prévenir.",
        "Als het bericht dat voor Jan bestemd was per vergissing bij u kwam, verwijder het dan.",
    ],
)
def test_a_writers_own_sentence_is_kept(sentence: str) -> None:
    text = f"Dear Anna,\n\nthank you for the call.\n\n{sentence}\n\nKind regards\nPer"
    assert cut(text).new_text == text
    assert cut(f"Dear Anna,\n\nthank you for the call.\n\n{sentence}").new_text.endswith(sentence)
    assert cut(sentence).new_text == sentence
    assert cut(f"Hi Anna\n\n{sentence}").new_text.endswith(sentence)  # a greeting is no name with a notice below


def test_a_sentence_below_a_greeting_without_a_comma_is_kept_whatever_it_says() -> None:
    text = "Hello\n\nIf the message about the budget reached the wrong person, please delete it; it is confidential."
    assert cut(text).new_text == text
