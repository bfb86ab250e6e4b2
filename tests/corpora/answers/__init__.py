"""Open questions beside earlier letters of six invented trades (answers.md), as the product's own values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sellwright.interactions.values import Address, Ask, Message, Span, Verdict
from sellwright.today import passages
from sellwright.today.passages import OwnLetter

TRADES = ("software", "machines", "craft", "services", "couriers", "printers")
DEVELOPED_ON = TRADES[:3]  # the others were each set aside (answers.md) (answers.md)
_FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
_US = "mina@us.example"


def mailbox(trade: str) -> tuple[list[dict[str, Any]], list[OwnLetter]]:
    """The open questions of a trade, and our earlier letters, each with the letter that it answered."""
    lines = (Path(__file__).parent / f"{trade}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    letters = []
    for number, row in enumerate(row for row in rows if row["kind"] == "letter"):
        them, at, asked = f"robin{number}@firm{number}.example", _FIRST + timedelta(days=number), row["asked"]
        asks = (Ask(asked, 0, len(asked), "question", 0.9),) if asked.endswith("?") else ()
        theirs = _letter("q-" + row["id"], f"Hello,\n\n{asked}\n\nBest regards,\nRobin Hale", (them, _US), at, asks)
        text = f"Hello Robin,\n\n{row['answer']}\n\nBest,\nMina"
        letters.append(OwnLetter(_letter(row["id"], text, (_US, them), at + timedelta(hours=5)), (them,), theirs))
    return [row for row in rows if row["kind"] == "open"], letters


def judged(trades: Iterable[str]) -> dict[str, float]:
    """Passages shown, how many of them are right, and how many of the questions with an answer got a right one."""
    shown = right = found = answerable = asked = 0
    for trade in trades:
        questions, letters = mailbox(trade)
        answers = passages.find([question["text"] for question in questions], letters)
        for question, given in zip(questions, answers, strict=True):
            good = sum(passage.message in question["answered_by"] for passage in given)
            asked += 1
            shown += len(given)
            right += good
            found += good > 0
            answerable += bool(question["answered_by"])
    return {
        "questions": asked,
        "with an answer": answerable,
        "passages shown": shown,
        "right": right,
        "precision": round(right / shown, 2) if shown else 1.0,
        "recall": round(found / answerable, 2),
    }


def _letter(name: str, text: str, way: tuple[str, str], at: datetime, asks: tuple[Ask, ...] = ()) -> Message:
    sender, reader = map(Address, way)
    return Message(
        id=name, path="", message_id=name, in_reply_to=(), references=(), at=at, sender=sender, to=(reader,), cc=(),
        reply_to=(), subject="", text=text, new_text=text, spans=(Span(0, len(text)),), verdict=Verdict("human", ()),
        asks=asks,
    )  # fmt: skip
