"""Precision and recall of the moments that `sellwright review` shows, on our own labelled talks (labels/talks.md).

python bench/bench_review.py            the talks the rules were written with
python bench/bench_review.py --aside    those set aside; written into bench/results/review.json
python bench/bench_review.py --later    three talks in other words; --more: those the labeller learned from too;
                                        --fresh: three set aside from it
python bench/bench_review.py --speed P4G/dialogues.csv.gz   processor seconds for an hour of talk (9,000 words), over
                                        ten hours of strangers' sentences strung together; into review_speed.json
python bench/bench_review.py --wrong    each moment that is wrong or missed, of the first kind only
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from sellwright.interactions import talk_cues, talk_sentences, talks
from sellwright.settings import Settings
from sellwright.sources.transcripts import read_talk
from sellwright.today import review

ROOT = Path(__file__).resolve().parents[1]
TALKS = ROOT / "labels" / "talks"
UNJUDGED = ("yes", "thanked for it")  # they only confirm others and were not labelled


def labelled(name: str, file: Path = TALKS / "labels.jsonl") -> list[dict]:
    """The lines of one talk with their moments."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["talk"] == name]


def shown(path: Path, rows: list[dict]) -> set[tuple[int, str]]:
    """What the product finds, as (line of the labels, moment)."""
    talk = read_talk(path)
    said = talk_sentences.split(talk)
    sides = {row["speaker"]: row["side"] for row in rows}
    found = review.make(talk, said, sides, Settings())
    moments = [(one.quote, one.turn, one.field or one.kind) for one in found.labels if one.kind not in UNJUDGED]
    moments += [(q.quote, q.turn, f"{q.form} question") for q in found.questions.asked if q.side == "us"]
    lines = lines_of_turns(talk, rows)
    placed = set()
    for quote, turn, kind in moments:
        at = [number for number in lines[turn] if quote in rows[number - 1]["text"]]
        placed.add(
            (at[0] if at else lines[turn][0], "rather not" if kind == "how they decide" and rather(rows, at) else kind)
        )
    return placed


def rather(rows: list[dict], at: list[int]) -> bool:
    """Whether a line was labelled as one they would rather not answer."""
    return bool(at) and "rather not" in rows[at[0] - 1]["moments"]


def lines_of_turns(talk: review.Talk, rows: list[dict]) -> dict[int, list[int]]:
    """For each turn the lines of the labels it is made of."""
    lines: dict[int, list[int]] = {}
    at = 0
    for turn in talk.turns:
        words, taken = len(turn.text.split()), 0
        while taken < words and at < len(rows):
            lines.setdefault(turn.number, []).append(at + 1)
            taken += len(rows[at]["text"].split())
            at += 1
    return lines


def hours_of(file: Path, many: int, words: int = 9000) -> list[str]:
    """Transcripts of `words` words each, of sentences of strangers' dialogues in their order."""
    with io.TextIOWrapper(gzip.open(file), encoding="utf-8") as opened:
        rows = [row for row in csv.DictReader(opened) if any(map(str.isalpha, row["Unit"]))]
    made: list[str] = []
    lines: list[str] = []
    size = 0
    for row in rows:
        lines.append(f"{'Ann' if row['B4'] == '0' else 'Tom'}: {row['Unit'].replace(':', ' ')}")
        size += len(row["Unit"].split())
        if size >= words:
            made.append("\n".join(lines))
            lines, size = [], 0
    return made[:many]


def speed(file: Path) -> None:
    """From the text of a transcript to its review. The first hour, which fills what is kept, does not count. Beside
    each hour a fixed piece of Python is run: their ratio says more than seconds where a machine is busy."""
    taken, fixed = [], []
    for text in hours_of(file, 11):
        fixed.append(_fixed())
        began = time.process_time()
        form, cues = talk_cues.read(text, "call.txt")
        talk = talks.assemble("call.txt", form, cues)
        review.make(talk, talk_sentences.split(talk), {"Ann": "us", "Tom": "them"}, Settings())
        taken.append(time.process_time() - began)
    seconds, beside = statistics.median(taken[1:]), statistics.median(fixed[1:])
    answer = {
        "hours": len(taken) - 1,
        "seconds_an_hour": round(seconds, 3),
        "least": round(min(taken[1:]), 3),
        "calibration_seconds": round(beside, 4),
        "ratio": round(seconds / beside, 2),
    }
    print(json.dumps(answer, indent=1))
    (ROOT / "bench/results/review_speed.json").write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")


def _fixed() -> float:
    """Processor seconds of the work that measuring.calibration times by the wall clock."""
    began = time.process_time()
    table: dict[int, int] = {}
    for number in range(300_000):
        table[number & 1023] = table.get(number & 1023, 0) + number % 7
    return time.process_time() - began


def main() -> None:
    """Prints and, for those aside, writes the figures."""
    if "--speed" in sys.argv:
        speed(Path(sys.argv[sys.argv.index("--speed") + 1]))
        return
    aside = "--aside" in sys.argv
    own = next((name for name in ("later", "more", "fresh") if f"--{name}" in sys.argv), "")
    folder = TALKS / "aside" if aside else TALKS / own
    right, wrong, missed = Counter(), Counter(), Counter()
    spent = -time.process_time()
    files = sorted(path for path in folder.iterdir() if path.suffix in (".vtt", ".srt", ".txt", ".json"))
    for path in files:
        rows = labelled(path.stem, TALKS / own / "labels.jsonl")
        wanted = {(row["line"], kind) for row in rows for kind in row["moments"]}
        found = shown(path, rows)
        right.update(kind for _, kind in found & wanted)
        wrong.update(kind for _, kind in found - wanted)
        missed.update(kind for _, kind in wanted - found)
        if "--wrong" in sys.argv and not aside:
            for sign, items in (("+", found - wanted), ("-", wanted - found)):
                for line, kind in sorted(items):
                    print(f"{sign} {path.stem} {kind}: {rows[line - 1]['text'][:110]}")
    spent += time.process_time()
    kinds = sorted(right.keys() | wrong.keys() | missed.keys())
    table = {kind: [right[kind], wrong[kind], missed[kind]] for kind in kinds}
    questions = [kind for kind in kinds if kind.endswith("question")]
    answer = {
        "talks": len(files),
        "set": folder.name if folder != TALKS else "develop",
        "processor_seconds": round(spent, 2),
    }
    for name, of in (("moments", [kind for kind in kinds if kind not in questions]), ("questions", questions)):
        hits, false, lost = (sum(count[kind] for kind in of) for count in (right, wrong, missed))
        answer[name] = {
            "right": hits,
            "wrong": false,
            "missed": lost,
            "precision": round(hits / max(1, hits + false), 3),
            "recall": round(hits / max(1, hits + lost), 3),
        }
    answer["by_kind"] = table
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    if aside:
        (ROOT / "bench/results/review.json").write_text(
            json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
