"""A list written out whole, row after row: CSV for tables, JSON lines for programs. Never all of it in memory."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from sellwright.store.lists import reading, touches
from sellwright.store.lists.asking import Asked
from sellwright.store.lists.conditions import Reader
from sellwright.store.lists.nouns import Column

Form = Literal["csv", "jsonl"]
FORMS: tuple[Form, ...] = ("csv", "jsonl")
_PIECE = 1_000  # rows read at once
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?\Z", re.ASCII)


def harmless(text: str) -> str:
    """A cell that no table program takes for a formula: what begins like one gets an apostrophe, numbers do not."""
    return f"'{text}" if text.startswith(_RISKY) and not _NUMBER.match(text) else text


def lines(
    asked: Asked, reader: Reader, form: Form, labels: Mapping[str, str] | None = None, boxes: Sequence[int] = ()
) -> Iterator[str]:
    """All rows that are asked for, in their order, as lines with their ends. CSV begins with a byte order mark, so that
    table programs read its letters, and a line of names: `labels` by the key of the column, else the keys. `boxes`: the
    mailboxes that what happened is read from (store.scopes)."""
    noun = touches.TOUCHES if asked.noun == "touch" else reading.noun_of(asked.noun)
    columns = reading.chosen(noun, asked)
    if form == "csv":
        named = [(labels or {}).get(column.key) or column.name or column.key for column in columns]
        yield "\ufeff" + _csv(["id", *(harmless(name) for name in named)])
    question = asked.first_page()
    while True:
        if noun is touches.TOUCHES:
            page = touches.read(question, reader, boxes, size=_PIECE)
        else:
            page = reading.read(question, reader, noun=noun, size=_PIECE)
        for row in page.rows:
            values = {column.key: written(column, row.values.get(column.key), reader) for column in columns}
            if form == "csv":
                yield _csv([row.public_id, *(_cell(values[column.key]) for column in columns)])
            else:
                yield json.dumps({"id": row.public_id, **values}, ensure_ascii=False) + "\n"
        if not page.after:
            return
        question = replace(question, after=page.after)


def written(column: Column, value: Any, reader: Reader) -> Any:
    """A value as a file holds it: moments with their zone, days as 2026-11-22, what is not there as None."""
    if value is None or value == "":
        return None
    if column.kind == "at":
        return datetime.fromtimestamp(value, reader.zone).isoformat(timespec="seconds") if value else None
    if column.kind == "yes_no":
        return bool(value)
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list):
        return harmless("; ".join(map(str, value)))
    return harmless(str(value))


def _csv(cells: list[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()
