"""The sentence behind a line is found again in its mail."""

from __future__ import annotations

from sellwright.screens.finding import find, holds

TEXT = (
    "Dear Clara,\n\nThanks for the call on Tuesday. Could you tell me where the data is\nhosted? We also need to know "
    "who may see it.\n\nBest,\nAna"
)


def test_the_words_are_found_across_a_line_end_and_widened_to_their_sentence() -> None:
    found = find(TEXT, "where the data is hosted")
    assert found is not None
    assert found.sentence == "Could you tell me where the data is hosted?"
    assert found.before == "Dear Clara, Thanks for the call on Tuesday."
    assert found.after == "We also need to know who may see it. Best, Ana"
    assert TEXT[found.start : found.end].split() == found.sentence.split()


def test_case_does_not_matter() -> None:
    found = find(TEXT, "WE ALSO NEED")
    assert found is not None and found.sentence == "We also need to know who may see it."


def test_without_words_the_first_sentence_that_says_something_is_shown() -> None:
    found = find(TEXT, "")
    assert found is not None and found.sentence == "Thanks for the call on Tuesday."


def test_words_that_are_not_there_give_the_first_sentence_and_are_not_held() -> None:
    found = find(TEXT, "the price of tea")
    assert found is not None and found.sentence == "Thanks for the call on Tuesday."
    assert not holds(TEXT, "the price of tea")
    assert holds(TEXT, "who may  see it")


def test_marks_of_patterns_are_plain_characters() -> None:
    found = find("Is it (really) 3.5 % [more]? Yes.", "(really) 3.5 % [more]?")
    assert found is not None and found.sentence == "Is it (really) 3.5 % [more]?"


def test_an_empty_text_has_no_sentence() -> None:
    assert find("", "anything") is None
    assert find("  \n", "") is None
