"""Card C1: the known answers of the design, and what a letter's words are counted as."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sellwright.measures.fingerprint import Fingerprint, Index, Sent, StaleIndex
from sellwright.settings import Settings

DAY = 86400.0
NOW = 1_700_000_000.0

TEMPLATE = """Dear {name},

thank you for the talk on {day}. We looked at how {firm} keeps its samples cold, and we would like to show you
what we do for laboratories of your size. It takes {minutes} minutes and you can ask anything you like.

Best regards,
Joe
"""
READERS = [
    ("Anna Berg", "Nordlab AS", "Monday", "20"),
    ("Bo Lind", "Kelvin Ltd", "12 March", "30"),
    ("Cy Young", "Frostworks", "Tue, 3 May 2024", "45"),
    ("Dora Maar", "Icebox Cooling GmbH", "Freitag", "1,5"),
]


def merged(i: int) -> Sent:
    """Letter i of a mail merge to four readers."""
    name, firm, day, minutes = READERS[i]
    text = TEMPLATE.format(name=name.split()[0], firm=firm, day=day, minutes=minutes)
    return Sent(text, (f"reader{i}",), NOW - (9 - i) * DAY, (name, firm))


def index(*letters: Sent, settings: Settings | None = None) -> Index:
    built = Index(settings)
    for i, letter in enumerate(letters):
        built.add(f"m{i}", letter)
    return built


def ask(built: Index, text: str, reader: str = "eva", **other: object) -> Fingerprint:
    return built.measure(Sent(text, (reader,), NOW), **other)  # type: ignore[arg-type]


SHARED = "We ship the loggers in a padded box with a printed guide and two spare batteries."


def test_four_letters_equal_but_for_name_and_firm_are_nobodys() -> None:
    built = index(*(merged(i) for i in range(4)))
    for i in range(4):
        answer = built.measure(replace(merged(i), at=NOW))
        assert answer.share == 0.0
        assert answer.own == 0
        assert [mark.readers for mark in answer.sentences] == [3, 3, 3]
        assert all(mark.mass for mark in answer.sentences)
        assert answer.passages == ()
        assert answer.verdict.startswith("mostly sent to others: 100% ")
        others = {f"m{j}" for j in range(4)} - {f"m{i}"}
        assert all(set(mark.ids) == others for mark in answer.sentences)


def test_a_sentence_sent_to_two_others_is_not_mass() -> None:
    built = index(Sent(SHARED, ("anna",), NOW - DAY), Sent(SHARED, ("bo",), NOW - DAY))
    answer = ask(built, SHARED)
    assert answer.share == 1.0
    assert [(mark.readers, mark.mass) for mark in answer.sentences] == [(2, False)]


def test_three_others_make_it_mass() -> None:
    built = index(*(Sent(SHARED, (reader,), NOW - DAY) for reader in ("anna", "bo", "cy")))
    assert ask(built, SHARED).share == 0.0


def test_a_letter_sharing_no_shingle_is_all_its_own() -> None:
    built = index(*(merged(i) for i in range(4)))
    answer = ask(built, "Your audit of the cold store begins soon, so I drew the plan for both doors anew last night.")
    assert answer.share == 1.0
    assert [mark.readers for mark in answer.sentences] == [0]


def test_an_empty_index_leaves_everything_its_own() -> None:
    assert ask(Index(), SHARED).share == 1.0


def test_the_same_letter_twice_to_one_reader_is_one_reader() -> None:
    letters = [Sent(SHARED, (reader,), NOW - DAY * i) for i, reader in enumerate(["anna", "anna", "anna", "bo"])]
    answer = ask(index(*letters), SHARED)
    assert answer.share == 1.0
    assert answer.sentences[0].readers == 2


def test_the_reader_never_counts() -> None:
    built = index(*(Sent(SHARED, (reader,), NOW - DAY) for reader in ("anna", "bo", "eva")))
    answer = ask(built, SHARED)
    assert (answer.share, answer.sentences[0].readers) == (1.0, 2)
    both = built.measure(Sent(SHARED, ("eva", "bo"), NOW))
    assert both.sentences[0].readers == 1


def test_a_letter_to_several_counts_each() -> None:
    answer = ask(index(Sent(SHARED, ("anna", "bo", "cy", "anna"), NOW - DAY)), SHARED)
    assert (answer.share, answer.sentences[0].readers) == (0.0, 3)


def test_letters_of_more_than_a_year_ago_are_forgotten_and_later_ones_unknown() -> None:
    times = [NOW - 365 * DAY, NOW - 365 * DAY + 1, NOW, NOW + 1]
    built = index(*(Sent(SHARED, (f"r{i}",), at) for i, at in enumerate(times)))
    assert ask(built, SHARED).sentences[0].ids == ("m2", "m1")


def test_under_eight_shingles_is_too_short_to_say() -> None:
    # w words in a shingle: n words have n - w + 1.
    size = Settings().shingle_words
    words = [letter * 5 for letter in "abcdefghijklmnopq"]
    short = ask(Index(), " ".join(words[: size + 6]))
    assert (short.share, short.shingles, short.verdict) == (None, 7, "too short to say (7 shingles)")
    assert ask(Index(), " ".join(words[: size + 7])).share == 1.0
    assert ask(Index(), "").verdict == "too short to say (0 shingles)"


def test_half_a_letter() -> None:
    # Sentences of 16 and 15 words, the first one mass: with w = 3, 29 shingles, 14 of them wholly inside the first.
    own = "Your second cold store has a door that never shuts, so our loggers woke everybody."
    settings = Settings(shingle_words=3)
    built = index(*(Sent(SHARED, (r,), NOW - DAY) for r in "abc"), settings=settings)
    answer = built.measure(Sent(f"{SHARED} {own}", ("eva",), NOW), settings)
    assert (answer.shingles, answer.own) == (29, 15)
    assert answer.share == pytest.approx(15 / 29)
    assert [passage.text for passage in answer.passages] == [own]


def test_a_near_twin_is_found_and_a_cousin_is_not() -> None:
    # 15 distinct words. One exchanged: 14 of 16 in common = .875. Two exchanged: 13 of 17 = .765.
    twin = SHARED.replace("padded", "wooden")
    cousin = twin.replace("printed", "painted")
    built = index(*(Sent(SHARED, (r,), NOW - DAY) for r in "abc"))
    assert [mark.readers for mark in ask(built, twin).sentences] == [3]
    assert [mark.readers for mark in ask(built, cousin).sentences] == [0]


THEIRS = "Hello Joe,\nour freezers in Tromsø hold 140 vials, and the audit of the second site is in June.\nEva"


def test_by_hand_needs_something_that_is_theirs() -> None:
    own = "I drew the plan for both doors of the second site anew last night, since 140 vials in Tromsø need it."
    answer = ask(Index(), own, theirs=[THEIRS])
    assert answer.verdict == "by hand"
    assert answer.alone == ("second site", "140 vials", "Tromsø")
    stranger = ask(Index(), own)
    assert stranger.alone == ()
    assert stranger.verdict == "own words, but nothing in them is this reader's alone"


def test_their_name_counts_only_in_words_that_are_their_own() -> None:
    built = index(*(merged(i) for i in range(4)))
    assert built.measure(replace(merged(0), at=NOW)).alone == ()
    own = "When I walked through Nordlab with you the alarm went off twice, and nobody knew which door it was."
    assert built.measure(Sent(own, ("reader0",), NOW, ("Anna Berg", "Nordlab AS"))).alone == ("Nordlab",)


def test_everyday_words_are_nobodys() -> None:
    theirs = ["Please let me know next week, looking forward to the meeting, thank you for your message."]
    own = "Looking forward to hear from you, please let me know if the meeting of next week would still be good."
    assert ask(Index(), own, theirs=theirs).alone == ()


def test_places_are_places_in_the_text() -> None:
    text = f"Hi Eva,\n\n{SHARED}\nIt rained here.\n\nBest,\nJoe"
    answer = ask(index(*(Sent(SHARED, (r,), NOW - DAY) for r in "abc")), text)
    assert [text[m.start : m.end] for m in answer.sentences] == [SHARED, "It rained here."]
    assert all(text[p.start : p.end] == p.text for p in answer.passages)


def test_kept_on_disk_and_added_to() -> None:
    built = index(*(merged(i) for i in range(3)))
    again = Index.from_bytes(memoryview(built.to_bytes()))
    again.add("m3", merged(3))
    assert list(again.ids()) == ["m0", "m1", "m2", "m3"]
    assert again.measure(replace(merged(0), at=NOW)).share == 0.0
    assert Index.from_bytes(again.to_bytes()).to_bytes() == again.to_bytes()
    with pytest.raises(StaleIndex):
        Index.from_bytes(again.to_bytes(), Settings(shingle_words=4))
