"""Transcripts as each tool writes them, and what is wrong with a file: named, never silently averaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.talks import Talk
from sellwright.sources.transcripts import read_talk

SAID = [("Ann Berg", "We lose a day a week.", 1.0, 4.0), ("Tom Reed", "What does that cost you?", 5.0, 7.0)]
FORMS = {
    "zoom.vtt": "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nAnn Berg: We lose a day a week.\n\n"
    "2\n00:00:05.000 --> 00:00:07.000\nTom Reed: What does that cost you?\n",
    "teams.vtt": "WEBVTT\n\n6f/12-0\n00:00:01.000 --> 00:00:04.000\n<v Ann Berg>We lose a day\na week.</v>\n\n"
    "6f/13-0\n00:00:05.000 --> 00:00:07.000\n<v Tom Reed>What does <i>that</i> cost&nbsp;you?</v>\n",
    "notes.vtt": "WEBVTT - call\nKind: captions\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\n"
    "00:01.000 --> 00:04.000 align:start\nAnn Berg: We lose a day a week.\n\n"
    "00:05.000 --> 00:07.000\nTom Reed: What does that cost you?\n",
    "call.srt": "1\n00:00:01,000 --> 00:00:04,000\nAnn Berg: We lose a day a week.\n\n"
    "2\n00:00:05,000 --> 00:00:07,000\n[Tom Reed] What does that cost you?\n",
    "teams.txt": "0:0:1.0 --> 0:0:4.0\nAnn Berg\nWe lose a day a week.\n\n0:0:5.0 --> 0:0:7.0\nTom Reed\nWhat does that"
    " cost you?\n",
    "whisper.json": json.dumps({"text": "", "segments": [
        {"id": n, "start": s, "end": e, "text": " " + t, "speaker": who} for n, (who, t, s, e) in enumerate(SAID)]}),
    "cpp.json": json.dumps({"transcription": [
        {"offsets": {"from": s * 1000, "to": e * 1000}, "text": t, "speaker": who} for who, t, s, e in SAID]}),
    "fireflies.json": json.dumps({"data": {"transcript": {"title": "Call", "sentences": [
        {"speaker_name": who, "text": t, "start_time": s, "end_time": e} for who, t, s, e in SAID]}}}),
}  # fmt: skip
UNTIMED_END = {
    "otter.txt": "Ann Berg  0:01\nWe lose a day a week.\n\nTom Reed  0:05\nWhat does that cost you?\n",
    "meet.txt": "00:00:01\nAnn Berg: We lose a day a week.\n00:00:05\nTom Reed: What does that cost you?\n",
    "fireflies.txt": "[00:01] Ann Berg: We lose a day a week.\n[00:05] Tom Reed: What does that cost you?\n",
}


def talk(folder: Path, text: str | bytes, name: str = "call.vtt", chat: str = "") -> Talk:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / "chat.txt").write_text(chat, encoding="utf-8")
    return read_talk(folder / name, folder / "chat.txt" if chat else None)


@pytest.mark.parametrize("name", FORMS)
def test_each_tool_says_the_same(name: str, tmp_path: Path) -> None:
    found = talk(tmp_path, FORMS[name], name)
    assert [(t.speaker, t.text, t.start, t.end) for t in found.turns] == SAID
    assert found.problems == () and found.seconds == 6.0


@pytest.mark.parametrize("name", UNTIMED_END)
def test_beginnings_alone_are_ended_by_the_pace_of_speech(name: str, tmp_path: Path) -> None:
    found = talk(tmp_path, UNTIMED_END[name], name)
    assert [(t.speaker, t.text, t.start) for t in found.turns] == [(who, said, at) for who, said, at, _ in SAID]
    assert found.turns[0].end == pytest.approx(1 + 6 / 2.6)


def test_names_and_words_have_no_time(tmp_path: Path) -> None:
    found = talk(tmp_path, "Ann: We lose a day\na week.\nTom: What does that cost you?\n", "call.txt")
    assert [(t.speaker, t.text) for t in found.turns] == [("Ann", SAID[0][1]), ("Tom", SAID[1][1])]
    assert not found.timed and found.seconds is None


def test_a_chat_stands_where_it_was_written(tmp_path: Path) -> None:
    chat = "00:00:04\t From  Ann Berg : our deadline is the audit\n\tin March\n"
    found = talk(tmp_path, FORMS["zoom.vtt"], chat=chat)
    assert [(t.speaker, t.chat) for t in found.turns] == [("Ann Berg", False), ("Ann Berg", True), ("Tom Reed", False)]
    assert found.turns[1].text == "our deadline is the audit in March" and found.seconds == 6.0
    late = talk(tmp_path, FORMS["zoom.vtt"], chat=chat.replace("00:00:04", "10:03:12"))
    assert late.turns[-1].chat and "clock on the wall" in late.problems[0]


def cues(*rows: tuple[str, str, str]) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"00:{a}.000 --> 00:{b}.000\n{words}" for a, b, words in rows) + "\n"


@pytest.mark.parametrize(("rows", "problem"), [
    ([("00:10", "00:12", "Ann: later"), ("00:01", "00:03", "Tom: first")], "1 cue begins earlier than the one above"),
    ([("00:05", "00:03", "Ann: hello"), ("00:06", "00:07", "Tom: hello")], "ends before it begins (first at 0:05)"),
    ([("00:01", "00:09", "Ann: hello"), ("00:03", "00:08", "Tom: hello")], "Two people speak at once for 5 s"),
    ([("00:01", "00:09", "Ann: hello"), ("00:03", "00:08", "Ann: I too am Ann")], "two people of that name"),
    ([("00:01", "00:02", "Ann: hello"), ("00:03", "00:04", "so then"), ("00:05", "00:06", "Tom: hi")],
     "1 of 3 cues name nobody"),
    ([("00:01", "00:02", "Ann: hello"), ("00:03", "00:04", "Ann Berg: hi")], "Ann and Ann Berg may be one person"),
    ([("00:01", "00:02", "Ann: we lose a day"), ("00:02", "00:04", "Ann: we lose a day")], "repeats the one before"),
])  # fmt: skip
def test_what_is_wrong_is_named(rows: list[tuple[str, str, str]], problem: str, tmp_path: Path) -> None:
    found = talk(tmp_path, cues(*rows))
    assert len(found.problems) == 1 and problem in found.problems[0]


def test_backward_cues_are_put_in_order(tmp_path: Path) -> None:
    found = talk(tmp_path, cues(("00:10", "00:12", "Ann: later"), ("00:01", "00:03", "Tom: first")))
    assert [turn.text for turn in found.turns] == ["first", "later"] and found.seconds == 11


@pytest.mark.parametrize(("data", "problem"), [
    ("Jörg: Grüße".encode("cp1252"), "read as Windows text"),
    ("Jörg: Grüße".encode().decode("cp1252").encode(), "encoded twice"),
    ("Jörg: Grüße".encode("utf-16-le"), "UTF-16"),
])  # fmt: skip
def test_wrong_encodings_are_read_and_named(data: bytes, problem: str, tmp_path: Path) -> None:
    found = talk(tmp_path, data, "call.txt")
    assert (found.turns[0].speaker, found.turns[0].text) == ("Jörg", "Grüße")
    assert len(found.problems) == 1 and problem in found.problems[0]
    assert talk(tmp_path, "Jörg: Grüße".encode("utf-16"), "call.txt").problems == ()


@pytest.mark.parametrize(("data", "words"), [
    (b"", "is empty"),
    (b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n...\n", "no spoken word"),
    (b"PK\x03\x04word", "is a document"),
    (b"\x1a\x45\xdf\xa3\0\0\0video", "is no text"),
    (b'{"segments": [', "broken JSON"),
    (b'{"name": "Ann"}', "no transcript we know"),
    (b'{"segments": [{"text": "hello", "start": "soon"}]}', "a time that is no number"),
    (b"[" * 200_000, "nested too deep"),
    ("\n".join(f"P{n}: hello there" for n in range(201)).encode(), "more than 200 people"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=words):
        talk(tmp_path, data)


@pytest.mark.parametrize("data", [b"just some words without a name\n", b"A:" * 5000, b"1:" * 5000])
def test_words_of_nobody_are_words_of_nobody(data: bytes, tmp_path: Path) -> None:
    assert talk(tmp_path, data, "call.txt").speakers == ()
