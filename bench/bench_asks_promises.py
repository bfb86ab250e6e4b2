"""Asks on the ask-intents test set, promises and due dates on our own labels, and what a letter costs.

`python bench/bench_asks_promises.py` writes bench/results/asks_promises.json.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from measuring import shared_data, timed, write
from sellwright.interactions import language, sentences
from sellwright.measures import acts, asks, promises
from sellwright.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = Settings()
DAY = datetime.fromisoformat("2026-03-03T09:15:00+01:00")
LETTER = """Hi Anna,

thank you for the call on Tuesday, it helped me understand what the lab needs from us this year. I looked at the
numbers you gave me and I think the second line is where we would start. Could you tell me how many people work on
it per shift? That would help me to size the offer properly.

I will send you the revised offer by Friday, together with the data sheet that Mr. Bell asked for. If anything
changes on your side, let me know before then. We could also meet in person on the 14th if that is easier.

Best regards,
Tom
"""


def scores(pairs: list[tuple[bool, bool]]) -> dict[str, Any]:
    """Precision, recall and F1 of (truth, said) pairs."""
    hit = sum(truth and said for truth, said in pairs)
    truths, saids = sum(t for t, _ in pairs), sum(s for _, s in pairs)
    return {
        "n": len(pairs),
        "yes": truths,
        "precision": round(hit / saids, 4),
        "recall": round(hit / truths, 4),
        "f1": round(2 * hit / (truths + saids), 4),
    }


def of_asks() -> dict[str, Any]:
    file = shared_data() / "ask-intents" / "testSet-qualifiedBatch-fixed.txt"
    rows = [line.split("\t", 1) for line in file.read_text("utf-8", "replace").splitlines() if "\t" in line]
    truth = [label.strip("\ufeff ") == "Yes" for label, _ in rows]
    model = [asks.probability(text) >= SETTINGS.ask_threshold for _, text in rows]
    found = [asks.find([(0, len(text), text)], "en", SETTINGS.ask_threshold) for _, text in rows]
    waiting = [any(ask.form != "courtesy" for ask in got) for got in found]
    return {
        "threshold": SETTINGS.ask_threshold,
        "find": scores(list(zip(truth, map(bool, found), strict=True))),
        "probability": scores(list(zip(truth, model, strict=True))),
        "find_without_courtesy": scores(list(zip(truth, waiting, strict=True))),
    }


def of_promises() -> dict[str, Any]:
    rows = [json.loads(line) for line in (ROOT / "labels" / "promises.jsonl").read_text("utf-8").splitlines()]
    result: dict[str, Any] = {"threshold": SETTINGS.promise_threshold}
    for which in ("develop", "aside"):
        pairs: dict[str, list[tuple[bool, bool]]] = {}
        days: Counter[bool] = Counter()
        for row in (row for row in rows if row["set"] == which):
            parts = [(0, len(row["text"]), row["text"])]
            sent_at = datetime.fromisoformat(row["sent_at"])
            got = promises.find(parts, row["language"], sent_at, SETTINGS.promise_threshold)
            truth = row["label"] == "promise"
            for group in ("all", row["language"]):
                pairs.setdefault(group, []).append((truth, bool(got)))
            if truth and got:
                days[str(got[0].due_date) == str(row["due_date"])] += 1
        result[which] = {group: scores(some) for group, some in sorted(pairs.items())}
        result[which]["due_date_right"] = round(days[True] / days.total(), 4)
    hard = [json.loads(line) for line in (ROOT / "labels" / "promises-hard.jsonl").read_text("utf-8").splitlines()]
    result["hard_after_correction"] = scores(
        [
            (
                row["label"] == "promise",
                bool(
                    promises.find(
                        [(0, len(row["text"]), row["text"])], row["language"], DAY, SETTINGS.promise_threshold
                    )
                ),
            )
            for row in hard
        ]
    )
    return result


def microseconds(work: Any, times: int = 300) -> float:
    """Best of seven, per call."""
    return round(min(timed(lambda: [work() for _ in range(times)]) for _ in range(7)) / times * 1e6, 1)


def of_time() -> dict[str, Any]:
    parts = sentences.split(LETTER)
    return {
        "letter_characters": len(LETTER),
        "letter_sentences": len(parts),
        "split": microseconds(lambda: sentences.split(LETTER)),
        "language": microseconds(lambda: language.guess(LETTER)),
        "asks": microseconds(lambda: asks.find(parts, "en", SETTINGS.ask_threshold)),
        "asks_per_sentence": round(
            microseconds(lambda: asks.find(parts, "en", SETTINGS.ask_threshold)) / len(parts), 1
        ),
        "promises_one_dated": microseconds(lambda: promises.find(parts, "en", DAY, SETTINGS.promise_threshold)),
        "promises_none": microseconds(lambda: promises.find(parts[:5], "en", DAY, SETTINGS.promise_threshold)),
        "acts": microseconds(lambda: acts.find(LETTER, parts, (), "us")),
    }


if __name__ == "__main__":
    write("asks_promises", {"asks": of_asks(), "promises": of_promises(), "microseconds": of_time()})
