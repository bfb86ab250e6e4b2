"""Questions by the order of their words. Not one of these has a question mark."""

from __future__ import annotations

import pytest

from sellwright.interactions import question_form

OPEN = {
    "en": ["what happens when that fails", "so how do you plan the visits today", "why is that", "who else has a say",
           "okay and what would you like to change", "tell me about the last time", "could you walk me through a day",
           "which of the two do you use", "whats the route to a yes", "what inspired you to call", "how about you",
           "walk me round a day"],
    "de": ["wie läuft das heute ab", "und was passiert dann", "warum gerade jetzt", "wer muss noch zustimmen",
           "mit wem sprechen sie darüber", "erzählen sie mal", "können sie mir das kurz beschreiben"],
    "fr": ["comment faites-vous aujourd'hui", "qu'est-ce que ça vous coûte", "pourquoi maintenant",
           "alors qui d'autre est concerné", "vous avez essayé quoi",
           "quelle est la prochaine étape", "pouvez-vous me décrire une journée"],
}  # fmt: skip
CLOSED = {
    "en": ["do you use a tool today", "is that a problem for you", "have you heard of us", "how long does it take",
           "when does the contract end", "how many people are you", "shall we sign today",
           "you have a works council don't you", "so a day a week have i got that right",
           "dont you use one",
           "does save the children do that",            "anybody else going to mind"],
    "de": ["haben sie schon eine software", "passt das so", "wie lange dauert das", "bis wann muss es stehen",
           "sollen wir das so machen", "gibt es einen termin", "das kostet sie viel zeit oder"],
    "fr": ["est-ce que vous avez un budget", "avez-vous essayé autre chose", "combien de camions avez-vous",
           "depuis quand dure ce problème", "puis-je vous rappeler", "vous êtes douze n'est-ce pas"],
}  # fmt: skip
NONE = {
    "en": ["what we need is a list", "how we do it is up to karl", "i know what you mean", "do it tomorrow then",
           "have a look at the file", "should you need anything call me", "that is right", "how are you today",
           "can you hear me", "who we are does not matter", "when we started there were two of us",
           "have you got a minute", "is now a good time"],
    "de": ["was wir brauchen ist ruhe", "wie gesagt das geht", "können wir gern machen", "ich weiß was sie meinen",
           "kann ich gut verstehen", "wie besprochen komme ich", "hören sie mich", "ist es auch",
           "haben sie kurz zeit für mich", "störe ich"],
    "fr": ["comme vous voulez", "quand nous avons commencé on était deux", "je sais ce que vous voulez dire",
           "quel plaisir de vous voir", "pourquoi pas", "le rendez-vous est à huit heures"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "lines"), [("open", OPEN), ("closed", CLOSED), ("", NONE)], ids=["open", "closed", "none"]
)
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_order_of_words_says_it(wanted: str, lines: dict[str, list[str]], language: str) -> None:
    assert {line: question_form.of(line, language) for line in lines[language]} == dict.fromkeys(
        lines[language], wanted
    )


def test_a_mark_counts_where_there_is_one() -> None:
    assert question_form.of("You are using Excel?", "en") == "closed"
    assert question_form.of("You are using Excel.", "en") == ""


def test_a_word_of_another_language_does_not_ask() -> None:
    assert question_form.of("was late again", "en") == "" and question_form.of("wie immer zu spät", "de") == ""
