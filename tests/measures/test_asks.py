"""Asks: known sentences in three languages, and the ask-intents test set (F1 .77, docs/measures/asks.md)."""

from __future__ import annotations

import random
from math import exp, inf
from pathlib import Path

import pytest

from sellwright.interactions.sentences import split
from sellwright.measures import asks
from sellwright.settings import Settings

THRESHOLD = Settings().ask_threshold


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(ask.form, ask.text) for ask in asks.find(split(text), language, THRESHOLD)]


def test_asks_of_a_letter_in_order_and_in_place() -> None:
    text = "Hi Tom,\n\nthanks. Could you send me the data sheet? The price is fine for us.\nWho installs it?\n"
    got = asks.find(split(text), "en", THRESHOLD)
    assert [(a.form, text[a.start : a.end]) for a in got] == [
        ("request", "Could you send me the data sheet?"),
        ("question", "Who installs it?"),
    ]
    assert all(THRESHOLD <= a.probability <= 1 for a in got)


ENGLISH = [
    "Please send me the shift numbers.",
    "Let me know if Tuesday works for you.",
    "Do you have a CE certificate?",
    "Can we meet on Thursday at ten?",
    "Would Thursday suit you?",
    "What is your budget for this year?",
    "I need the volumes before we can quote.",
]
GERMAN = [
    "Könnten Sie mir das Angebot schicken?",
    "Bitte senden Sie mir die Unterlagen.",
    "Wer entscheidet bei Ihnen darüber?",
    "Anna, kannst du das prüfen",
    "Rufen Sie mich an.",
    "Wir bräuchten das Datenblatt bis Freitag.",
    "Schick mir die Liste.",
    "Ich wäre Ihnen dankbar, wenn Sie das klären.",
    "Haben Sie das Gerät auf Lager?",
    "Wir bitten um Rückmeldung bis Freitag.",
]
FRENCH = [
    "Pourriez-vous m'envoyer le devis ?",
    "Merci de me renvoyer le contrat signé.",
    "Veuillez nous confirmer la date.",
    "Qui décide chez vous ?",
    "Envoyez-moi les chiffres.",
    "J'aurais besoin de la fiche technique.",
    "Serait-il possible de décaler la livraison",
    "Je vous prie de confirmer la date.",
    "Nous aimerions savoir quand vous livrez.",
    "Avez-vous reçu notre offre ?",
]
NO_ASK = {
    "en": [
        "The price is fine for us.",
        "We met in Hanover.",
        "Thanks for your help.",
        "The parcel arrived this morning.",
    ],
    "de": [
        "Sie können die Datei hier herunterladen.",
        "Vielen Dank für das Gespräch.",
        "Wir haben das Gerät bestellt.",
        "Ich melde mich am Montag.",
    ],
    "fr": [
        "Merci pour votre message.",
        "Vous pouvez télécharger le fichier ici.",
        "Nous avons commandé les pièces.",
        "Je vous envoie le devis demain.",
    ],
}
COURTESY = {
    "en": [
        "How are you?",
        "Hope all is well, how was your weekend?",
        "Any questions? Call me.",
        "Questions?",
        "If you have any questions, please let me know.",
        "Please don't hesitate to contact me.",
        "Feel free to call if you need anything.",
        "Please find attached our offer.",
        "Please note that we are closed.",
        "I look forward to hearing from you.",
        "Let me know if you have any further questions.",
        "Click here to unsubscribe.",
        "Should you have any questions, please call us.",
    ],
    "de": [
        "Wie geht es Ihnen?",
        "Bei Fragen melden Sie sich bitte.",
        "Noch Fragen?",
        "Bitte beachten Sie unsere neue Anschrift.",
        "Wenn Sie Fragen haben, rufen Sie mich bitte an.",
    ],
    "fr": [
        "Comment allez-vous ?",
        "N'hésitez pas à me contacter.",
        "Veuillez agréer mes salutations.",
        "Veuillez trouver ci-joint notre offre.",
        "Si vous avez des questions, merci de me contacter.",
        "Merci de votre confiance.",
    ],
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [*(("en", s) for s in ENGLISH), *(("de", s) for s in GERMAN), *(("fr", s) for s in FRENCH)],
)
def test_asks(language: str, sentence: str) -> None:
    assert len(found(sentence, language)) == 1


@pytest.mark.parametrize(("language", "sentence"), [(g, s) for g, many in NO_ASK.items() for s in many])
def test_statements(language: str, sentence: str) -> None:
    assert found(sentence, language) == []


@pytest.mark.parametrize(("language", "sentence"), [(g, s) for g, many in COURTESY.items() for s in many])
def test_courtesy_is_marked(language: str, sentence: str) -> None:
    assert {form for form, _ in found(sentence, language)} <= {"courtesy"}


def test_courtesy_is_shown_and_told_from_an_ask() -> None:
    assert found("If you have any questions, please let me know. Could you send the list?", "en") == [
        ("courtesy", "If you have any questions, please let me know."),
        ("request", "Could you send the list?"),
    ]


QUESTIONS = [
    "Which protocols, and who maps the groups?",
    "Even the names?",
    "Worth talking?",
    "How long is sensible, and what do we do when the two differ?",
    "The spare battery too?",
    "(And who pays for the freight?)",
    "And the second one, when?!",
]


@pytest.mark.parametrize("language", ["en", "", "nl"])
@pytest.mark.parametrize("sentence", QUESTIONS)
def test_a_plain_question_is_a_question(sentence: str, language: str) -> None:
    assert found(sentence, language) == [("question", sentence)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Auch die Namen?"), ("fr", "Même les noms ?"), ("es", "¿Y los nombres?"), ("", "Auch die Namen?")],
)
def test_a_plain_question_in_other_languages(language: str, sentence: str) -> None:
    assert found(sentence, language) == [("question", sentence)]


def test_a_question_quoted_is_not_one_by_its_mark_alone() -> None:
    assert found('The title of the talk was "Why measure at all?"', "en") == []
    assert found("It is the new collection (the who now?)", "en") == []
    assert found("or ?", "en") == []


def test_other_languages_are_told_by_their_question_marks() -> None:
    assert found("Kunt u de offerte sturen? Bedankt voor het gesprek.", "nl") == [
        ("question", "Kunt u de offerte sturen?")
    ]


def test_a_request_is_a_request_though_it_ends_in_a_question_mark() -> None:
    assert found("Could you send me the list?", "en")[0][0] == "request"
    assert found("Könnten Sie mir die Liste schicken?", "de")[0][0] == "request"
    assert found("Do you have stock?", "en")[0][0] == "question"


def test_the_score_by_hand() -> None:
    """bias + (sum of weights) / sqrt(count), then the logistic function: once by hand from the shipped weights."""
    model = asks._model()
    bias, single, pairs, form = model.bias, model.single, model.pairs, model.form
    total = single.get("please", 0) + single.get("reply", 0)
    total += sum(
        pairs.get(first, {}).get(second, 0) for first, second in (("", "please"), ("please", "reply"), ("reply", ""))
    )
    told = list(asks.marks(["please", "reply"]))
    total += sum(form.get(mark, 0) for mark in told)
    expected = 1 / (1 + 2.718281828459045 ** -(bias + total / (5 + len(told)) ** 0.5))
    assert asks.probability("Please reply.") == pytest.approx(expected, abs=1e-9)


def test_the_early_end_never_drops_a_sentence_that_would_count() -> None:
    """Sentences made at random of words the model knows: whenever the full sum reaches the threshold, the early bound
    says so, and most sentences that do not ask end at the bound."""
    model, pick = asks._model(), random.Random(7)
    known = sorted(model.single)
    ended = reached = 0
    for _ in range(4000):
        tokens = pick.choices(known, k=pick.randint(1, 25))
        for threshold in (0.1, THRESHOLD, 0.8):
            full = 1 / (1 + exp(-model.logit(tokens)))
            early = model.logit(tokens, asks._needed(threshold))
            assert early == model.logit(tokens) or (early == -inf and full < threshold)
            ended += early == -inf
            reached += full >= threshold
    assert ended > 1000
    assert reached > 100


def test_hostile_sentences_are_cut() -> None:
    assert 0 <= asks.probability("?" * 1_000_000) <= 1
    assert 0 <= asks.probability("a@" * 500_000) <= 1
    assert len(asks.find([(0, 5, "Why x?")] * 100_000, "en", 0.0)) == 1000


def test_f1_on_the_ask_intents_test(shared_data: Path) -> None:
    lines = (
        (shared_data / "ask-intents" / "testSet-qualifiedBatch-fixed.txt").read_text("utf-8", "replace").splitlines()
    )
    rows = [line.split("\t", 1) for line in lines if "\t" in line]
    assert len(rows) == 992
    truth = [label.strip("\ufeff ") == "Yes" for label, _ in rows]
    shown = [bool(asks.find([(0, len(sentence), sentence)], "en", THRESHOLD)) for _, sentence in rows]
    likely = [asks.probability(sentence) >= THRESHOLD for _, sentence in rows]
    for said in (shown, likely):
        hit = sum(one and other for one, other in zip(truth, said, strict=True))
        assert 2 * hit / (sum(truth) + sum(said)) >= 0.77
