"""Answers given before: three questions beside 20,000 letters of ours, and how often the passage is the right one.

Run from the checkout: .venv/bin/python bench/bench_answers.py
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from tests.corpora.answers import DEVELOPED_ON, TRADES, judged, mailbox

import measuring
from sellwright.today import passages
from sellwright.today.passages import OwnLetter

LETTERS = 20_000
QUESTIONS = (
    "Where are our records stored, and does any copy of them leave the EU?",
    "Do you offer single sign-on, so that a leaver is locked out the same day?",
    "Who carried out your last penetration test, and may we see the summary?",
)


def many() -> list[OwnLetter]:
    """20,000 letters, each of its own wording by a running number."""
    held = [letter for trade in TRADES for letter in mailbox(trade)[1]]
    made = []
    for number in range(LETTERS):
        one = held[number % len(held)]
        padded = f"{one.message.new_text}\n\nWe wrote this as number {number} and looked forward to case x{number}."
        message = replace(one.message, id=f"{one.message.id}-{number}", new_text=padded, text=padded)
        made.append(OwnLetter(message, one.readers, one.answered))
    return made


def main() -> None:
    letters = many()
    seconds = sorted(measuring.timed(lambda: passages.find(QUESTIONS, letters)) for _ in range(3))
    figures: dict[str, object] = {"letters": LETTERS, "questions": len(QUESTIONS), "seconds": round(seconds[1], 2)}
    figures["developed on"] = judged(DEVELOPED_ON)
    for trade in TRADES:
        if trade not in DEVELOPED_ON:
            figures[f"{trade}, today"] = judged([trade])
    figures["all"] = judged(TRADES)
    measuring.write("answers", figures)


if __name__ == "__main__":
    main()
