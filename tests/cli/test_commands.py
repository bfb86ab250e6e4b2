"""What a person types and sees."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from sellwright.cli import output
from sellwright.settings import Settings
from tests.cli.conftest import Sellwright
from tests.mailroom.letters import ANNA, ME, exchange, letter, mbox

DAY = "2026-03-12T08:00+00:00"  # a day after Anna's last question


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    return mbox(tmp_path / "mail.mbox", exchange())


def test_today_says_who_waits_and_why(sellwright: Sellwright, mail: Path) -> None:
    run = sellwright("today", mail, "--me", ME, "--now", DAY)
    assert run.code == 0
    assert "In 90 days 1 person wrote to you. 1 waits for you" in run.out
    assert "Waiting on you" in run.out
    assert "What would a second sensor cost?" in " ".join(run.out.split())
    assert "You promised 1 thing with a date" in " ".join(run.out.split())


def test_today_as_json_adds_up(sellwright: Sellwright, mail: Path) -> None:
    day = sellwright("today", mail, "--me", ME, "--now", DAY, "--json").json
    assert day["schema"] == "today/1"
    assert [lane["lane"] for lane in day["lanes"]] == [
        "waiting on you", "you promised", "moved toward you", "worth a word", "waiting on purpose",
    ]  # fmt: skip
    entry = day["lanes"][0]["entries"][0]
    assert (entry["person"], entry["lane"]) == ("anna.berg@nordlab.example", "waiting on you")
    assert entry["ids"]
    out = sum(row["count"] for row in day["left_out"])
    assert day["people"] == day["shown"] + len(day["left_for_tomorrow"]) + out + day["nothing_to_do"]


def test_a_replayed_day_knows_nothing_that_came_later(sellwright: Sellwright, mail: Path) -> None:
    day = sellwright("today", mail, "--me", ME, "--now", "2026-03-04T12:00+00:00", "--json").json
    assert day["lanes"][0]["entries"] == []
    assert "second sensor" not in str(day)


def test_the_owner_is_guessed_and_said(sellwright: Sellwright, mail: Path) -> None:
    run = sellwright("today", mail, "--now", DAY)
    assert run.code == 0
    assert ME in run.err


def test_brief_names_a_message_for_every_line(sellwright: Sellwright, mail: Path) -> None:
    found = sellwright("brief", "anna", "--in", mail, "--me", ME, "--now", DAY, "--json").json
    assert found["schema"] == "brief/1"
    assert found["person"] == "anna.berg@nordlab.example"
    assert found["lines"]
    known = {row["id"] for row in sellwright("messages", mail, "--me", ME, "--jsonl").lines}
    assert all(line["ids"] and set(line["ids"]) <= known for line in found["lines"])


def test_effort_lists_every_point(sellwright: Sellwright, mail: Path) -> None:
    found = sellwright("effort", mail, "--me", ME, "--now", DAY, "--json").json["efforts"][0]
    assert found["subject"] == "anna.berg@nordlab.example"
    assert found["messages"] == 4
    assert abs(found["theirs"] - sum(p["points"] for p in found["points"] if p["side"] == "them")) < 0.01
    assert abs(found["share"] - (found["theirs"] + 1) / (found["theirs"] + found["ours"] + 2)) < 0.001
    rows = list(csv.reader(io.StringIO(sellwright("effort", mail, "--me", ME, "--now", DAY, "--csv").out)))
    assert rows[0][0] == "subject"
    assert rows[1][0] == "anna.berg@nordlab.example"


def test_messages_one_line_each(sellwright: Sellwright, mail: Path) -> None:
    rows = sellwright("messages", mail, "--me", ME, "--jsonl").lines
    assert [row["direction"] for row in rows] == ["out", "in", "out", "in"]
    assert {row["thread"] for row in rows} == {rows[0]["thread"]}
    assert [row["parent"] for row in rows] == [None, rows[0]["id"], rows[1]["id"], rows[2]["id"]]
    assert rows[1]["asks"][0]["text"] == "Do you calibrate on site?"
    promise = rows[2]["promises"][0]
    assert (promise["due"], promise["text"]) == ("2026-03-06", "I will send you the dates by Friday.")
    assert all(row["schema"] == "message/1" and row["path"].startswith("mail.mbox#") for row in rows)
    ask = rows[1]["asks"][0]
    assert rows[1]["new_text"][ask["start"] : ask["end"]] == ask["text"]


def test_check_adds_up(sellwright: Sellwright, mail: Path) -> None:
    found = sellwright("check", mail, "--json").json
    assert found == {
        "schema": "check/1", "total": 4, "stored": 4, "skipped": [], "failed": [], "kinds": {"human": 4},
    }  # fmt: skip


def test_fingerprint_tells_the_mass_sentence(sellwright: Sellwright, tmp_path: Path) -> None:
    same = (
        "We are opening a new calibration bench this spring and would like to show you what it can do for your people."
    )
    mails = [letter(n, ME, f"Reader {n} <r{n}@firm{n}.example>", f"Hello,\n\n{same}\n\nMira") for n in range(5)]
    sent = mbox(tmp_path / "sent.mbox", mails)
    draft = tmp_path / "draft.txt"
    draft.write_text(
        f"Hello Anna,\n\nYour cold room in Lund drifts at night because of the door seal, I think. {same}\n"
    )
    found = sellwright("fingerprint", draft, "--against", sent, "--me", ME, "--now", DAY, "--json").json
    counts = {row["text"]: (row["other_readers"], row["mass"]) for row in found["sentences"]}
    assert counts[same] == (5, True)
    assert counts["Your cold room in Lund drifts at night because of the door seal, I think."] == (0, False)
    assert 0.2 < found["share"] < 0.6
    assert "5 others" in sellwright("fingerprint", draft, "--against", sent, "--me", ME, "--now", DAY).out


def test_settings_each_have_a_reason(sellwright: Sellwright, tmp_path: Path) -> None:
    rows = sellwright("settings", "--json").json["settings"]
    assert len(rows) == len(Settings.__dataclass_fields__)
    assert all(row["why"] for row in rows)
    mine = tmp_path / "mine.toml"
    mine.write_text("half_life_days = 60\n")
    assert "60 (default 30)" in sellwright("settings", "--settings", mine).out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nonsense = 1", "no setting called 'nonsense'"),
        ("half_life_days = 'x'", "must be a number"),
        ("= 3", "not TOML"),
    ],
)
def test_a_bad_settings_file_is_named(
    sellwright: Sellwright, tmp_path: Path, mail: Path, line: str, words: str
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(line)
    run = sellwright("today", mail, "--settings", mine)
    assert (run.code, words in run.err) == (3, True)


def _empty(folder: Path) -> Path:
    (folder / "x.mbox").touch()
    return folder / "x.mbox"


def _binary(folder: Path) -> Path:
    (folder / "x.mbox").write_bytes(os.urandom(5000))
    return folder / "x.mbox"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "missing.mbox", 3),
        (_empty, 3),
        (_binary, 3),
        (lambda folder: folder / "mail.mbox" / "below", 3),
    ],
)
@pytest.mark.parametrize("command", [["today"], ["check"], ["messages"], ["effort"]])
def test_bad_files_end_in_one_sentence(
    sellwright: Sellwright, tmp_path: Path, command: list[str], make, code: int
) -> None:  # type: ignore[no-untyped-def]
    run = sellwright(*command, make(tmp_path))
    assert run.code == code
    assert run.out == ""
    assert run.err.startswith("sellwright: ")
    assert "Next: " in run.err
    assert "Traceback" not in run.err


def test_words_that_do_not_fit(sellwright: Sellwright, mail: Path) -> None:
    assert sellwright("today").code == 2
    assert sellwright("today", mail, "--me", "nobody").code == 2
    assert sellwright("today", mail, "--now", "soon").code == 2
    assert sellwright("brief", "zoe", "--in", mail, "--me", ME).code == 4


def test_an_ambiguous_name_lists_whom_it_fits(sellwright: Sellwright, tmp_path: Path) -> None:
    more = letter(3, "Anna Lind <anna.lind@other.example>", ME, "Hello, do you sell spare seals?")
    run = sellwright("brief", "anna", "--in", mbox(tmp_path / "two.mbox", [*exchange(), more]), "--me", ME)
    assert run.code == 4
    assert "anna.berg@nordlab.example" in run.err
    assert "anna.lind@other.example" in run.err


def test_control_characters_of_a_mail_do_not_reach_the_terminal(sellwright: Sellwright, tmp_path: Path) -> None:
    nasty = letter(9, "Ann\x1b[31ma <x@evil.example>", ME, "Could you \x1b]0;owned\x07 call me?\x9b2J", subject="Hi")
    for words in (["today"], ["messages", "--csv"]):
        out = sellwright(words[0], mbox(tmp_path / "n.mbox", [*exchange(), nasty]), "--me", ME, *words[1:]).out
        assert "\x1b" not in out
        assert "\x9b" not in out
        assert "\x07" not in out
    assert output.clean("a\u202eb\x00c\td") == "abc\td"


def test_csv_cells_are_no_formulas(sellwright: Sellwright, tmp_path: Path) -> None:
    nasty = letter(9, ANNA, ME, '=HYPERLINK("http://evil.example","hi")', subject="+1")
    rows = list(csv.DictReader(io.StringIO(sellwright("messages", mbox(tmp_path / "n.mbox", [nasty]), "--csv").out)))
    assert rows[0]["new_text"].startswith("'=")
    assert rows[0]["subject"] == "'+1"


def test_no_owner_no_today(sellwright: Sellwright, tmp_path: Path) -> None:
    mails = [letter(n, f"a{n}@x{n}.example", f"b{n}@y{n}.example", "Hello there, how do you do?") for n in range(30)]
    run = sellwright("today", mbox(tmp_path / "n.mbox", mails))
    assert run.code == 4
    assert "--me" in run.err


def test_what_a_person_says_outranks_all_evidence(sellwright: Sellwright, tmp_path: Path, mail: Path) -> None:
    said = tmp_path / "relations.csv"
    said.write_text("who,relation\n@nordlab.example,supplier\n")
    rows = sellwright("messages", mail, "--me", ME, "--relations", said, "--jsonl").lines
    assert {row["relation"] for row in rows} == {"supplier"}
    day = sellwright("today", mail, "--me", ME, "--now", DAY, "--relations", said, "--json").json
    assert all(not lane["entries"] for lane in day["lanes"])
    said.write_text("anna.berg@nordlab.example,friend\n")
    run = sellwright("today", mail, "--relations", said)
    assert (run.code, "line 1: 'friend' is no relation" in run.err) == (3, True)
