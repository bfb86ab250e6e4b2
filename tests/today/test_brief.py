"""The brief: one small mailbox, read line by line; and that no line stands without a message behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sellwright.interactions.values import (
    Address,
    Ask,
    Fact,
    Message,
    Person,
    Pledge,
    Promise,
    Question,
    Relation,
    Relationship,
    Span,
    Touch,
    Verdict,
)
from sellwright.settings import Settings
from sellwright.today import brief, discovery, passages, wording
from sellwright.today.passages import OwnLetter
from tests.today.story import NOW, ZONE

PLAIN = Settings()
US, ANN, BOB = Address("me@us.example", "Me"), Address("ann@lab.example", "Ann Berg"), Address("bob@lab.example")


def letter(name: str, days: float, text: str, **rest: object) -> Message:
    sender = ANN if name.startswith("t") else US
    values: dict[str, object] = {
        "id": name, "path": "", "message_id": name, "in_reply_to": (), "references": (),
        "at": (NOW - timedelta(days=days)).replace(hour=10, minute=0), "sender": sender,
        "to": (US if sender is ANN else ANN,),
        "cc": (), "reply_to": (), "subject": "Hello", "text": text, "new_text": text, "spans": (Span(0, len(text)),),
        "verdict": Verdict("human", ()), "language": "en",
    }  # fmt: skip
    return Message(**{**values, **rest})  # type: ignore[arg-type]


def ask(text: str) -> Ask:
    return Ask(text, 0, len(text), "question", 0.9)


LOGS = "Do you keep the audit logs in the EU?"
LETTERS = [
    letter(
        "t1", 40, "Hi,\nwe tried two other tools last year and both failed.", facts=(Fact("title", "Lab head", 0, 8),)
    ),
    letter("o1", 39, "Thanks Ann, let me show you how it works."),
    letter("t2", 20, "Our problem is that the weekly report takes us two days.", cc=(BOB,)),
    letter("o2", 19, "I will send you the price list by Friday."),
    letter("t3", 1, f"Hello,\n{LOGS}", asks=(ask(LOGS),), facts=(Fact("phone", "+49 30 1234", 0, 9),), cc=(BOB,)),
]


def touch(message: Message) -> Touch:
    assert message.at is not None
    side = "them" if message.sender is ANN else "us"
    return Touch(message.id, message.at.timestamp(), side, ANN.email, thread="x", asks=len(message.asks))  # type: ignore[arg-type]


def at(message: Message) -> float:
    return touch(message).at


RELATIONSHIP = Relationship(
    Person(ANN.email, "Ann Berg", (ANN.email,), "lab.example"),
    Relation("prospect", ("asked for a price",), ("t1",), 0.9),
    tuple(touch(message) for message in LETTERS),
    (Question(ask(LOGS), "t3", at(LETTERS[4]), "them"),),
    (
        Pledge(
            Promise("I will send you the price list by Friday", 0, 9, (NOW - timedelta(days=15)).date(), "", 0.9),
            "o2", at(LETTERS[3]), "us",
        ),
    ),
)  # fmt: skip

OTHER = Address("cid@mill.example", "Cid")
THEIR_QUESTION = letter("q1", 200, "x", sender=OTHER, asks=(ask("Where do you keep audit logs, in the EU?"),))
OUR_ANSWER = letter(
    "p1", 199, "Hello Cid,\n\nThey stay in Frankfurt and nowhere else, encrypted, for a year.\n\nBest, Me", to=(OTHER,)
)
OFF_TOPIC = [
    letter(f"p{n}", 150 + n, f"Hello,\n\nThe invoice number {n} went out this morning to your office.", to=(OTHER,))
    for n in range(2, 12)
]


def the_brief(own: list[Message | OwnLetter] | None = None) -> brief.Brief:
    return brief.make(RELATIONSHIP, LETTERS, (), own or [], settings=PLAIN, now=NOW)


def texts(found: brief.Brief, section: str) -> list[str]:
    return [line.text for line in found.section(section)]


def test_every_line_has_a_source_that_exists() -> None:
    found = the_brief([OwnLetter(OUR_ANSWER, ("cid@mill.example",), THEIR_QUESTION), *OFF_TOPIC])
    known = {message.id for message in [*LETTERS, THEIR_QUESTION, OUR_ANSWER]}
    assert found.lines
    assert all(line.ids and known.issuperset(line.ids) for line in found.lines)
    assert [line.section for line in found.lines] == sorted(
        (line.section for line in found.lines), key=brief.SECTIONS.index
    )


def test_who_and_last() -> None:
    found = the_brief()
    assert texts(found, brief.WHO)[:2] == ["Ann Berg: prospect: asked for a price.", "Signs as: Lab head."]
    assert texts(found, brief.WHO)[2].startswith("Effort: ")
    last = found.section(brief.LAST)
    assert last[0].text == f"Ann Berg wrote yesterday at 10:00: “{LOGS}”."
    assert last[1].text == "We wrote on 23 April: “I will send you the price list by Friday.”."
    assert [line.ids for line in last] == [("t3",), ("o2",), ("t2",), ("o1",), ("t1",)]


def test_asked_and_promised() -> None:
    assert texts(the_brief(), brief.ASKED) == [
        f"Ann Berg asked yesterday at 10:00, open: “{LOGS}”.",
        "We promised on 23 April, late, was due on 27 April: “I will send you the price list by Friday”.",
    ]


def test_who_else_reads_along() -> None:
    others = the_brief().section(brief.OTHERS)
    assert [(line.text, line.ids) for line in others] == [
        ("bob@lab.example reads along in 2 letters; never wrote to us.", ("t2", "t3"))
    ]


def test_how_to_reach_them() -> None:
    assert texts(the_brief(), brief.REACH) == [
        "They come by mail 3 of 3.",
        "They write mostly between 8:00 and 11:00 their time (3 of 3).",
        "They write English (3 of 3).",
        "Their phone, from their signature: +49 30 1234.",
    ]


def test_what_is_not_known_says_so_with_what_was_looked_at() -> None:
    found = the_brief()
    lines = {line.text.split(":")[0]: line for line in found.section(brief.UNKNOWN)}
    assert len(lines) == 7
    assert lines["The problem"].text == "The problem: “Our problem is that the weekly report takes us two days.”."
    assert lines["What they tried"].ids == ("t1",)
    assert lines["Why now"].text == "Why now: not known yet (looked at 5 messages)."
    assert lines["Why now"].ids == ("t1", "o1", "t2", "o2", "t3")
    assert found.coverage == pytest.approx(2 / 7)


def test_an_answer_given_before() -> None:
    found = the_brief([*OFF_TOPIC, OwnLetter(OUR_ANSWER, ("cid@mill.example",), THEIR_QUESTION)])
    (line,) = found.section(brief.BEFORE)
    assert line.ids == ("t3", "q1", "p1")
    assert "we wrote to cid@mill.example on 25 October 2025" in line.text
    assert "“They stay in Frankfurt and nowhere else, encrypted, for a year.”" in line.text


def test_nothing_known_at_all() -> None:
    """A person with one letter of ours: every section is honest, none is made up."""
    one = letter("o9", 2, "Hello Ann, here is who we are.")
    alone = replace(RELATIONSHIP, relation=Relation("unknown", ()), touches=(touch(one),), questions=(), pledges=())
    found = brief.make(alone, [one], (), [], settings=PLAIN, now=NOW)
    assert texts(found, brief.WHO)[0] == "Who Ann Berg is to us: not known yet (looked at 1 message)."
    assert found.coverage == 0
    assert all(line.ids == ("o9",) for line in found.lines)
    assert not found.section(brief.BEFORE)


def test_what_came_later_is_not_looked_at() -> None:
    early = brief.make(RELATIONSHIP, LETTERS, (), [], settings=PLAIN, now=NOW - timedelta(days=25))
    assert {one for line in early.lines for one in line.ids} == {"t1", "o1"}


def test_a_colleague_with_letters_of_his_own() -> None:
    person = Person("bob@lab.example", "Bob", ("bob@lab.example",), "lab.example")
    bob = Relationship(person, Relation("prospect", ()), (Touch("b1", at(LETTERS[0]), "them", person.key),))
    found = brief.make(RELATIONSHIP, LETTERS, (bob,), [], settings=PLAIN, now=NOW)
    assert texts(found, brief.OTHERS) == [
        "Bob (bob@lab.example): 1 from them, 0 from us, last on 2 April; reads along in 2 of these."
    ]


def find(question: str, *letters: Message | OwnLetter) -> list[str]:
    return [passage.message for passage in passages.find([question], [*letters, *OFF_TOPIC])[0]]


def test_a_passage_by_its_own_words() -> None:
    own = letter("p0", 90, "Hi,\n\nAudit logs are kept in the EU, in Frankfurt.\n\nBest")
    assert find(LOGS, own) == ["p0"]


def test_a_passage_by_a_question_it_quotes() -> None:
    text = "They stay in Frankfurt and nowhere else.\n\n> Where are the audit logs kept, EU or US?\n"
    own = letter("p0", 90, text, new_text=text.split("\n")[0], spans=(Span(0, 40),))
    assert find(LOGS, own) == ["p0"]


@pytest.mark.parametrize(
    "text",
    [
        "The EU market is growing well this year for us.",
        "Do you keep the audit logs in the EU yourself?",
        "Please send me the logs of the crash when you have them.",
        "Thank you for the audit last week in our office.",
    ],
)
def test_silence_is_common(text: str) -> None:
    assert find(LOGS, letter("p0", 90, text)) == []


def test_a_question_without_matter_finds_nothing() -> None:
    assert find("Can you do this for us?", OUR_ANSWER) == []


def test_discovery_coverage_of_the_card() -> None:
    """Card C21: five quotes and one "rather not say" of seven: .857."""
    held = [discovery.Held(name, "q" if n < 5 else "", "m") for n, name in enumerate(discovery.FIELDS)]
    assert discovery.coverage(held, rather_not=1) == pytest.approx(0.857, abs=0.0005)


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("We struggle with the month-end close every time.", "the problem"),
        ("Every hour of standstill costs us four thousand euros.", "why it matters to them"),
        ("There is an audit in September that we must pass.", "why now"),
        ("We currently use spreadsheets and a lot of patience.", "what they tried"),
        ("Das muss unser Einkauf am Ende freigeben, fürchte ich.", "how they decide"),
        ("My boss wants to see it too before summer.", "who else cares"),
        ("Ideally the team would not notice the change at all.", "what a good result is"),
        ("Notre objectif est de diviser les délais par deux.", "what a good result is"),
    ],
)
def test_a_field_in_their_words(sentence: str, field: str) -> None:
    held = {one.field: one.quote for one in discovery.read([letter("t1", 1, sentence)])}
    assert held[field] == sentence
    assert sum(bool(quote) for quote in held.values()) == 1


def test_a_question_or_a_courtesy_is_no_discovery() -> None:
    text = "No problem at all, happy to help.\nDo you know how they decide on the budget?\nSee you on Monday then."
    assert not any(one.quote for one in discovery.read([letter("t1", 1, text)]))


def test_now_must_say_its_zone() -> None:
    with pytest.raises(ValueError):
        brief.make(RELATIONSHIP, LETTERS, (), [], settings=PLAIN, now=datetime(2026, 5, 12))
    assert NOW.tzinfo is ZONE


def test_a_sentence_that_only_announces_questions_is_none() -> None:
    texts_asked = ("We need two answers from you:", "Who keeps the logs?", "For how long?", "And this one is cut:")
    asked = [Question(ask(text), "t9", at(LETTERS[4]), "them") for text in texts_asked]
    other = Question(ask("What does it cost?"), "t10", at(LETTERS[4]), "them")
    kept = wording.without_introductions([*asked, other])
    assert [question.ask.text for question in kept] == [*texts_asked[1:], "What does it cost?"]
