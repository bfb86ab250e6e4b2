"""Precision and recall of the moments that `sellwright review` shows, on our own labelled talks (labels/talks.md).

python bench/bench_review.py            the talks the rules were written with
python bench/bench_review.py --aside    those set aside; written into bench/results/review.json
python bench/bench_review.py --later    three talks in other words; --more: those the labeller learned from too;
                                        --fresh: three set aside from it
python bench/bench_review.py --wrong    each moment that is wrong or missed, of the first kind only
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from sellwright.interactions import talk_sentences
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


def main() -> None:
    """Prints and, for those aside, writes the figures."""
    aside = "--aside" in sys.argv
    own = next((name for name in ("later", "more", "fresh") if f"--{name}" in sys.argv), "")
    folder = TALKS / "aside" if aside else TALKS / own
    right, wrong, missed = Counter(), Counter(), Counter()
    spent = -time.process_time()
    files = sorted(path for path in folder.iterdir() if path.suffix in (".vtt", ".srt", ".txt"))
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
