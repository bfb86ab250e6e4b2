from __future__ import annotations

import pytest

from sellwright.interactions.language import guess


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thank you for the call, we will send you the numbers on Monday."),
        ("de", "Vielen Dank für Ihre Anfrage, wir melden uns bis Freitag bei Ihnen."),
        ("fr", "Merci pour votre message, je vous envoie le devis demain."),
        ("es", "Hola, muchas gracias por la oferta, la vamos a revisar."),
        ("it", "Grazie per la sua offerta, la guardo domani e le faccio sapere."),
        ("nl", "Bedankt voor het gesprek, ik stuur de offerte morgen."),
        ("pt", "Obrigado pela proposta, vou ver com a minha equipa."),
        ("sv", "Hej, tack för mötet, jag skickar offerten på måndag."),
        ("da", "Hej, tak for mødet, jeg sender tilbuddet på mandag til jeres kontor."),
        ("no", "Hei, takk for møtet, jeg sender tilbudet på mandag til dere."),
        ("fi", "Kiitos viestistä, lähetän tarjouksen ja hinnaston teille."),
        ("pl", "Dziękuję za wiadomość, czy mogę prosić o ofertę do piątku?"),
        ("cs", "Děkuji za zprávu, pošlu vám nabídku do pátku."),
    ],
)
def test_each_language(language: str, text: str) -> None:
    assert guess(text) == language


@pytest.mark.parametrize("text", ["", "OK", "12:30", "Kestrel Instruments GmbH", "xyz " * 1000])
def test_unsure_is_an_answer(text: str) -> None:
    assert guess(text) == ""


def test_only_the_start_is_read() -> None:
    assert guess("the and to of you " * 100 + "der die das und ist " * 10_000) == "en"
