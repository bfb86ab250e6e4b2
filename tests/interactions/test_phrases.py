"""Patterns that are tried only where a word begins as one of theirs: what they find is what the bare pattern finds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sellwright.interactions import question_form, words_moments
from sellwright.interactions.phrases import Phrases, beginnings, heads

LABELS = Path(__file__).resolve().parents[2] / "labels"


@pytest.mark.parametrize(("pattern", "known"), [
    ("(?:may|can) i ask", ["may ", "can "]),
    ("prices? (?:goes|go) up", ["price"]),
    ("(?:it )?sounds like", ["it ", "sounds "]),
    ("we(?:'ve| have)? tried", ["we'", "we ", "we "]),
    (r"on signe\b", ["on "]),
    (r"leaks?\b|freezes", ["leak", "freezes"]),
    (r"(?<!no )problem(?:s|e)?\b", ["problems ", "probleme ", "problem"]),
    (r"nobody\b", ["nobody "]),
    (r"a(?:b|cd)e f", ["abe ", "acde "]),
    (r"\w{2,20}ait donc", [""]),
    (r".{0,20}free", [""]),
    (r"(?:so |and )?(?:what|why)", ["so ", "and ", "what", "why"]),
    (r"x{2}y", [""]),
    (r"[ab|c]d|e", ["", "e"]),
])  # fmt: skip
def test_how_a_match_may_begin_is_read_from_the_pattern(pattern: str, known: list[str]) -> None:
    assert heads(pattern) == known


def test_a_sentence_has_the_beginnings_of_its_words() -> None:
    assert beginnings("we can't") == {"we", "we*", "can", "can*", "t", "t*"}
    assert "deci*" in beginnings("she decided") and "dec*" in beginnings("she decided")


def all_phrases() -> dict[str, Phrases]:
    found: dict[str, Phrases] = {}
    for module in (words_moments, question_form):
        for name, held in vars(module).items():
            rows = held.items() if isinstance(held, dict) else [("", held)]
            for key, one in rows:
                for at, part in enumerate(one if isinstance(one, tuple) else (one,)):
                    if isinstance(part, Phrases):
                        found[f"{name} {key} {at}"] = part
    return found


def sentences() -> Iterator[str]:
    for file in sorted((LABELS / "talks").rglob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line).get("text", "").lower().replace("’", "'")
            yield text
            yield " ".join(re.sub(r"[^\w' -]", " ", text).split())
    yield from (LABELS / "talk_sentences.txt").read_text(encoding="utf-8").lower().splitlines()


def test_nothing_is_missed_by_looking_at_beginnings_first() -> None:
    phrases = all_phrases()
    assert len(phrases) > 35
    read = list(sentences())
    assert len(read) > 1500
    found = 0
    for name, one in phrases.items():
        for text in read:
            bare = (one.pattern.search(text), one.pattern.match(text))
            seen = (one.search(text), one.match(text))
            assert [match and match.span() for match in bare] == [match and match.span() for match in seen], (
                name,
                text,
            )
            found += bare[0] is not None
    assert found > 1500


def test_nothing_is_missed_by_asking_only_where_a_word_calls_for_it() -> None:
    members = [one for name, one in all_phrases().items() if not name.startswith(("_KNOWN", "_FRONT"))]
    assert len(members) > 30 and all(one.bit for one in members if one.beginnings is not None)
    found = 0
    for text in sentences():
        told = text.split()
        low, marks, at = " ".join(told), [], 0
        for word in told:
            marks += [(at + place, bits) for place, bits in words_moments.ALL.marks(word)]
            at += len(word) + 1
        for one in members:
            stands = one.pattern.search(low) is not None
            assert one.stands(low, marks) is stands, (one.pattern.pattern[:60], low)
            found += stands
    assert found > 800


def test_what_leads_to_a_question_is_taken_off_as_if_every_way_were_tried() -> None:
    led = 0
    for text in [*sentences(), "anna , what now", "so , what now", "well, tom , and you", "a,b , c"]:
        low = " ".join(text.split())
        whole = question_form._FRONT_NAMED.match(low)
        if " ," not in low[: question_form._NAMED]:
            quick = question_form._FRONT.match(low)
            assert (whole and whole.span()) == (quick and quick.span()), low
            led += whole is not None
    assert led > 100


def test_most_sentences_are_settled_without_the_pattern() -> None:
    gated = [one for one in all_phrases().values() if one.beginnings is not None]
    assert len(gated) > 30
    read = list(sentences())
    tried = sum(not one.beginnings.isdisjoint(beginnings(text)) for one in gated for text in read if one.beginnings)
    assert tried < 0.35 * len(gated) * len(read)
