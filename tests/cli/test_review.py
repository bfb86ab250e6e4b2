"""What a person types and sees of a review, over the talks that were labelled."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright

TALKS = Path(__file__).resolve().parents[2] / "labels" / "talks"


def test_earned_with_their_words_and_a_letter(sellwright: Sellwright) -> None:
    run = sellwright("review", TALKS / "harbour-cranes.vtt")
    assert run.code == 0 and run.out.startswith("Earned: propose the next step.")
    plain = " ".join(run.out.split())
    assert "the problem: “The problem is that nobody on the night shift sees changes" in plain
    assert "Taken as ours: Tom Reed" in plain and "Hello Priya," in plain


def test_json_says_what_is_missing_and_practice_takes_it(sellwright: Sellwright, tmp_path: Path) -> None:
    run = sellwright("review", TALKS / "fenster-bauer.vtt", "--me", "Lukas Brandt", "--json")
    assert (run.json["schema"], run.json["earned"], run.json["missing"]) == ("review/1", True, [])
    run = sellwright("review", TALKS / "roof-solar.txt", "--json")
    assert run.json["earned"] is False and "hope" in run.json["missing"]
    assert run.json["practise"] == "urgency in their words"
    (tmp_path / "review.json").write_text(run.out, encoding="utf-8")
    added = sellwright("practice", "add", tmp_path / "p.jsonl", tmp_path / "review.json", "--json").json["added"]
    assert {one["behaviour"] for one in added} == {one["behaviour"] for one in run.json["weak"]}


@pytest.mark.parametrize("file", sorted(TALKS.glob("*.*t*")), ids=lambda file: file.stem)
def test_every_word_shown_stands_in_the_file_and_ours_is_guessed_right(sellwright: Sellwright, file: Path) -> None:
    rows = [json.loads(line) for line in (TALKS / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    mine = [row for row in rows if row["talk"] == file.stem]
    words = " ".join(" ".join(row["text"] for row in mine).split())
    found = sellwright("review", file, "--json").json
    assert found["labels"] and all(one["text"] in words for one in [*found["labels"], *found["questions"]])
    side = {one["name"]: one["side"] for one in found["speakers"]}
    assert {name for name, which in side.items() if which == "us"} == {mine[0]["speaker"]}


def test_the_page_needs_nothing_else_and_hostile_words_stay_words(sellwright: Sellwright, tmp_path: Path) -> None:
    text = (
        (TALKS / "harbour-cranes.vtt").read_text(encoding="utf-8").replace("Tom Reed:", "Tom Reed:  &lt;script&gt;x ")
    )
    (tmp_path / "call.vtt").write_text(text, encoding="utf-8")
    assert sellwright("review", tmp_path / "call.vtt", "--page", tmp_path / "p.html").code == 0
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "<script" not in page and not re.search(r"(?:src|href)=", page) and "&lt;script&gt;" in page
    drawn = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    bars = drawn.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == 1 + 24  # the ground, and a bar for each turn


def test_a_talk_in_other_words_is_not_judged(sellwright: Sellwright) -> None:
    run = sellwright("review", TALKS / "later" / "gartenbau.txt", "--me", "Olaf", "--json")
    assert run.json["answer"].startswith("Cannot tell whether it is earned") and run.json["earned"] is None


@pytest.mark.parametrize(("text", "code", "words"), [
    ("WEBVTT\n\n", 3, "no spoken word"),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\nhello there\n", 4, "names nobody"),
    ("Ann: hello\nTom: hello to you\n", 4, "Who of you is ours?"),
])  # fmt: skip
def test_what_cannot_be_reviewed_is_said_in_a_sentence(
    sellwright: Sellwright, tmp_path: Path, text: str, code: int, words: str
) -> None:
    (tmp_path / "call.vtt").write_text(text, encoding="utf-8")
    run = sellwright("review", tmp_path / "call.vtt")
    assert run.code == code and words in run.err and run.out == ""


def test_a_short_talk_says_who_speaks_and_nothing_more(sellwright: Sellwright, tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(
        "Ann: The problem is the price.\nTom: Would you like to sign?\n", encoding="utf-8"
    )
    run = sellwright("review", tmp_path / "call.txt", "--me", "Tom", "--json")
    found = run.json
    assert found["answer"] == "Too little to tell: 2 turns; 10 are needed."
    assert (found["earned"], found["coverage"], found["letter"], found["weak"], found["labels"]) == (
        None,
        None,
        None,
        [],
        [],
    )


@pytest.mark.parametrize("time", ["NaN", "-Infinity", "1e300", "9" * 400, "9" * 6000, '"soon"', "[]", '{"a": 1}'])
def test_a_time_that_is_none_is_refused_and_never_counted(sellwright: Sellwright, tmp_path: Path, time: str) -> None:
    row = f'{{"start": {time}, "end": 9, "text": "hello there you", "speaker": "Ann"}}'
    (tmp_path / "call.json").write_text(f'{{"segments": [{row}]}}', encoding="utf-8")
    run = sellwright("review", tmp_path / "call.json")
    assert run.code == 3 and "call.json" in run.err and "Next: " in run.err and len(run.err) < 500
    (tmp_path / "call.json").write_text('{"transcription": [{"offsets": {"to": 5}, "text": "hello"}]}')
    assert sellwright("review", tmp_path / "call.json").code == 3


def test_a_cue_without_an_end_is_named(sellwright: Sellwright, tmp_path: Path) -> None:
    text = (TALKS / "harbour-cranes.vtt").read_text(encoding="utf-8")
    first, span, rest = text.partition(" --> ")
    (tmp_path / "call.vtt").write_text(f"{first}{span}\n{rest.partition(chr(10))[2]}", encoding="utf-8")
    found = sellwright("review", tmp_path / "call.vtt", "--json").json
    assert any(one.startswith("1 cue without an end") for one in found["problems"])
    assert found["unit"] == "seconds" and len(found["labels"]) > 5


@pytest.mark.parametrize(("data", "words"), [
    (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)) * 20, "is no text"), (b"\0" * 9000, "no spoken word"),
    (b"", "is empty"),
])  # fmt: skip
def test_what_is_no_transcript_at_all(sellwright: Sellwright, tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "call.vtt").write_bytes(data)
    run = sellwright("review", tmp_path / "call.vtt")
    assert run.code == 3 and words in run.err
    assert "is a folder" in sellwright("review", tmp_path).err


def test_one_who_speaks_on_through_thousands_of_short_answers_is_one_stretch(
    sellwright: Sellwright, tmp_path: Path
) -> None:
    lines = ["Ann: so we will send it then to you all", "Tom: ja"] * 20_000
    (tmp_path / "call.txt").write_text("\n".join(lines), encoding="utf-8")
    found = sellwright("review", tmp_path / "call.txt", "--me", "Ann", "--json").json
    assert [(one["speaker"], one["turn"], one["words"]) for one in found["longest"]] == [("Ann", 1, 180_000)]
