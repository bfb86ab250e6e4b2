"""The letters read as if people had written them: no text goes to many save what is meant for many."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sellwright.demo.scripts import scripts, second_versions

from .conftest import Written

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\n+")


def _said(text: str) -> str:
    """A letter without greeting and closing."""
    blocks = [block for block in text.split("\n\n") if not block.startswith(">")]
    return "\n\n".join(blocks[1:-1] if len(blocks) > 2 else blocks)


def _sentences(text: str) -> set[str]:
    parts = (" ".join(part.split()) for part in _SENTENCE.split(_said(text)))
    return {part for part in parts if len(part.split()) >= 5}


def _letters(demo: Written, direction: str) -> list[dict[str, Any]]:
    return [
        message
        for message in demo.truth["messages"].values()
        if message["kind"] == "human" and message["direction"] == direction and not message.get("mass")
    ]


def test_no_sentence_goes_to_more_than_three_readers(demo: Written) -> None:
    readers: dict[str, set[str]] = defaultdict(set)
    for message in _letters(demo, "out"):
        for sentence in _sentences(message["text"]):
            readers[sentence].update(message["to"])
    writers: dict[str, set[str]] = defaultdict(set)
    for message in _letters(demo, "in"):
        for sentence in _sentences(message["text"]):
            writers[sentence].add(message["from"])
    assert max(map(len, readers.values())) <= 3
    assert max(map(len, writers.values())) <= 3
    assert len(readers) + len(writers) >= 2000


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_letters_by_hand_are_told_from_letters_to_many(demo: Written) -> None:
    messages, by_hand, mass = demo.truth["messages"], demo.truth["by_hand"], demo.truth["mass"]
    assert not set(by_hand) & set(mass)
    readers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    own = {id: _shingles(_said(messages[id]["text"])) for id in by_hand}
    for id, shingles in own.items():
        for shingle in shingles:
            readers[shingle].add(messages[id]["to"][0])
    every = [len(readers[shingle]) for shingles in own.values() for shingle in shingles]
    assert sum(count == 1 for count in every) / len(every) >= 0.6
    many: dict[tuple[str, ...], set[str]] = defaultdict(set)
    mailed = {id: _shingles(_said(messages[id]["text"])) for id in mass if messages[id]["kind"] == "human"}
    for id, shingles in mailed.items():
        for shingle in shingles:
            many[shingle].add(messages[id]["to"][0])
    shares = [
        sum(len(many[shingle]) > 3 for shingle in shingles) / len(shingles) for shingles in mailed.values() if shingles
    ]
    assert min(shares) >= 0.6


def test_the_library_is_large_and_written_out() -> None:
    texts = [turn.text for script in scripts() for turn in script.turns] + list(second_versions().values())
    paragraphs = {block for text in texts for block in text.split("\n\n")}
    sentences = {part for text in texts for part in _SENTENCE.split(text) if len(part.split()) >= 4}
    assert len(scripts()) >= 60
    assert len(paragraphs) >= 400
    assert len(sentences) >= 1500
    assert {script.lang for script in scripts()} == {"en", "de", "fr", "es", "sv", "nl"}
    assert {"first", "discovery", "technical", "pricing", "pilot", "procurement", "onboarding", "support", "renewal",
            "complaint", "referral", "lost", "reschedule"} <= {script.stage for script in scripts()}  # fmt: skip


def test_second_versions_belong_to_turns_of_ours() -> None:
    known = {script.name: script for script in scripts()}
    for name, turn in second_versions():
        assert not known[name].turns[turn].who.startswith("them")


def test_no_particular_was_left_open(demo: Written) -> None:
    for message in demo.truth["messages"].values():
        assert not re.search(r"\{[^}]*\}|\[\[|\|\|", message.get("text", ""))


def test_the_story_of_the_demo_day(demo: Written) -> None:
    messages = demo.truth["messages"].values()
    asked = [m for m in messages if m["from"] == "annika.reuter@nordlab.example" and m["date"].startswith("2026-05-11")]
    assert len(asked) == 1
    assert asked[0]["date"].startswith("2026-05-11T16:10")
    assert asked[0]["text"].count("?") == 3
    # Two of her questions were answered to others in March; the third never was.
    march = [m.get("text", "") for m in messages if m["from"].startswith("clara") and m["date"].startswith("2026-03")]
    assert sum("border of the Union" in text for text in march) == 1
    assert sum("Microsoft login" in text for text in march) == 1
    ours = [m for m in messages if m["direction"] == "out" and "text" in m]
    assert not [m for m in ours if "penetration" in m["text"]]


def test_promises_carry_the_day_they_were_made_for(demo: Written) -> None:
    messages = demo.truth["messages"].values()
    ours = {m["to"][0]: m["promise"]["due"] for m in messages if m["direction"] == "out" and m.get("promise")}
    assert {who: due for who, due in ours.items() if who in demo.truth["today"]["you promised"]} == {
        "ines.caldeira@ferrocast.example": "2026-05-08",
        "camille.ferrand@montbleu.example": "2026-05-11",
        "m.oyelaran@silverbeck.example": "2026-05-12",
        "owen.tuddenham@saltmarshbio.example": "2026-05-13",
        "ruth.pallister@hilltopobservatory.example": "2026-05-13",
    }
    for message in messages:
        if message.get("promise"):
            assert date.fromisoformat(message["promise"]["due"]) > datetime.fromisoformat(message["date"]).date()
            assert message["promise"]["words"] in " ".join(message["text"].split())


def test_today_names_people_who_are_in_the_mail_once_each(demo: Written) -> None:
    named = [who for lane in demo.truth["today"].values() for who in lane]
    assert len(named) == len(set(named))
    assert len(demo.truth["today"]) == 5
    assert all(demo.truth["people"][who]["relation"] in ("prospect", "customer") for who in named)
    for who in demo.truth["today"]["waiting on purpose"]:
        last = [m for m in demo.truth["messages"].values() if m["kind"] == "human" and who in (m["from"], *m["to"])][
            -3:
        ]
        assert {m["direction"] for m in last} == {"out"}


def test_31_others_got_the_sentence_of_the_draft(demo: Written) -> None:
    draft = demo.truth["draft"]
    assert draft["mass_sentence"] in draft["text"]
    got = {
        m["to"][0]
        for m in demo.truth["messages"].values()
        if m["direction"] == "out" and draft["mass_sentence"] in m.get("text", "")
    }
    assert len(got - {draft["to"]}) == 31
