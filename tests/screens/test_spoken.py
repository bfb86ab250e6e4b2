"""The sentences of the thinking half in German: every known day and a whole brief go through, quotations untouched."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from sellwright.measures import effort, relation
from sellwright.screens import spoken
from sellwright.settings import Settings
from sellwright.today import plan
from sellwright.today.day import Day
from tests.today import story, test_brief, test_known_days

_STORIES = [
    test
    for name, test in inspect.getmembers(test_known_days, inspect.isfunction)
    if name.startswith("test_") and "\n\n" in inspect.cleandoc(test.__doc__ or "")
]
_SAID = re.compile("“.*?”")


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    with translation.override("de"):
        yield


def sentences(day: Day) -> Iterator[str]:
    """All that a day says, besides its first line."""
    entries = [entry for lane in day.lanes for entry in lane.entries] + [left.entry for left in day.left_for_tomorrow]
    for entry in entries:
        yield from filter(None, (entry.reason, entry.next_step, entry.effort, *entry.also))
    yield from (left.why for left in day.left_for_tomorrow)
    yield from (out.words for out in day.left_out)


def test_there_are_days_to_read() -> None:
    assert len(_STORIES) >= 15


@pytest.mark.parametrize("test", _STORIES, ids=lambda test: test.__name__)
@pytest.mark.parametrize("hours", [3.0, 0.1])
def test_no_sentence_of_a_known_day_stays_english(test: Callable[..., None], hours: float) -> None:
    text = inspect.cleandoc(test.__doc__ or "").split("\n\n", 1)[1]
    day = plan.make(story.read(text), Settings(), story.NOW, hours)
    for sentence in sentences(day):
        said = spoken.tell(sentence)
        assert said != sentence
        assert _SAID.findall(said) == _SAID.findall(sentence)
    opening = spoken.tell_all(day.opening)
    assert not re.search(r"\b(?:you|your|the|nobody|with)\b", opening, re.IGNORECASE), opening


def test_no_line_of_a_brief_stays_english() -> None:
    own = [
        test_brief.OwnLetter(test_brief.OUR_ANSWER, ("cid@mill.example",), test_brief.THEIR_QUESTION),
        *test_brief.OFF_TOPIC,
    ]
    lines = [line.text for line in test_brief.the_brief(own).lines]
    assert len(lines) > 10
    assert [line for line in lines if spoken.tell(line) == line] == []


def test_every_reason_for_a_kind_and_for_a_point_has_its_german() -> None:
    said = [line for _points, line in relation.WEIGHTS.values()]
    said += [relation.CAMPAIGN, *effort._WORDS.values()]
    assert [line for line in said if spoken.tell(line) == line] == []


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Asked yesterday at 16:10: “Where: here?”.", "Fragte gestern um 16:10: “Where: here?”"),
        ("Asked on Tuesday at 09:05: “A?” and 2 more.", "Fragte am Dienstag um 09:05: “A?” und noch 2."),
        ("Called today at 8:05; nobody took the call.", "Called today at 8:05; nobody took the call."),
        ("Answered on 3 May, after 4 letters of yours.", "Antwortete am 3. Mai, nach 4 Briefen von hier."),
        (
            "You promised on 3 March 2025: “the list”; it was due yesterday. 2 other promises too.",
            "Versprochen am 3. März 2025: “the list”; war gestern fällig. Dazu 2 weitere Versprechen.",
        ),
        (
            "6 letters in a row over 40 days, unanswered.",
            "6 Briefe hintereinander über 40 Tage, unbeantwortet.",
        ),
        ("Their share is .12, 9 letters of ours.", "Ihr Anteil ist .12, 9 Briefe von uns."),
        (
            "Waiting on purpose until 3 June: we gave way 2 times unasked.",
            "Bewusst warten bis 3. Juni: wir gaben 2 Mal ungefragt nach.",
        ),
        ("leaning in (.72)", "kommt entgegen (.72)"),
        ("unclear (.35 to .61)", "unklar (.35 bis .61)"),
        ("too little to tell (1 message)", "zu wenig (1 Nachricht)"),
        ("41 robots and lists", "41 Listen und Automaten"),
        ("They write German (4 of 5).", "Sie schreiben Deutsch (4 von 5)."),
        ("They come by mail 14 of 15, call 1 of 15.", "Sie melden sich über Mail 14 von 15, Anruf 1 von 15."),
        (
            "They answer within 3 hours half of the time (7 answers).",
            "Sie antworten in der Hälfte der Fälle binnen 3 Stunden (7 Antworten).",
        ),
        (
            "Ann: customer (taken from the firm): They order from us (3 messages); They bill us.",
            "Ann: Kunde (von der Firma übernommen): Sie bestellen bei uns (3 Nachrichten); Sie stellen uns Rechnungen.",
        ),
        ("answered after 12.5 h", "nach 12,5 h beantwortet"),
        ("", ""),
        ("Something else altogether.", "Something else altogether."),
    ],
)
def test_known_sentences(english: str, german: str) -> None:
    assert spoken.tell(english) == german


def test_english_is_left_alone() -> None:
    with translation.override("en"):
        assert spoken.tell("leaning in (.72)") == "leaning in (.72)"
        assert spoken.tell_all("Nobody waits for you. You promised nothing with a date.") == (
            "Nobody waits for you. You promised nothing with a date."
        )


def test_a_sentence_of_theirs_ends_a_sentence_of_ours() -> None:
    with translation.override("en"):
        assert spoken.tell("Said on 2 April: “Can we talk?”.") == "Said on 2 April: “Can we talk?”"
        assert spoken.tell("Said on 2 April: “no answer”.") == "Said on 2 April: “no answer”."


def test_a_long_or_hostile_text_is_left_alone() -> None:
    for text in ("“" * 5000, "Asked " + "today at 10:00: “" * 60, "a: " * 400, "(1 messages) " * 100):
        assert spoken.tell(text) == text
