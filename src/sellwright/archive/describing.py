"""What stands beside the rows for whoever reads the folder without this program: a page of words, and every table with
its fields, read from the tables themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import models

from sellwright.archive import nouns as house
from sellwright.archive.nouns import Noun, named_by, nouns
from sellwright.archive.rows import ADDRESS_LISTS

_WORDS = """This folder is a whole Sellwright workspace, written so that any program can read it.

rows/         one file a noun, a row a line, as JSON (UTF-8). tables.json says what each field is.
mail/         one file a mailbox, in the mboxrd form that mail programs import.
calendars/    one file a mailbox, as iCalendar.
private/      rows of colleagues that whoever exported this may not read. Each file is locked with its owner's key;
              the words that open it are shown to that person alone, on their page "Leaving".
manifest.json the size and SHA-256 of every file, and how many rows there are. It is written last: without it, this
              folder is not whole.

Not in it: passwords, tokens and other secrets. After an import every account asks to sign in again.
Import it into an empty workspace with:  sellwright import FOLDER
"""
_KINDS: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.DateTimeField, "moment (ISO 8601, UTC)"),
    (models.DateField, "day (ISO 8601)"),
    (models.JSONField, "JSON"),
    (models.BooleanField, "true or false"),
    (models.DecimalField, "decimal number as text"),
    (models.FloatField, "number"),
    (models.IntegerField, "whole number"),
    (models.BinaryField, "bytes (base64)"),
)


def pages() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of the files that explain the others."""
    yield "README.txt", _WORDS.encode()
    tables = {noun.name: described(noun) for noun in nouns()}
    left = {
        "derived": {house.name_of(_model(name)): why for name, why in house.DERIVED.items() if _model(name)},
        "left out": {house.name_of(_model(name)): why for name, why in house.LEFT_OUT.items() if _model(name)},
        "fields": dict(house.FIELDS_LEFT_OUT),
    }
    text = json.dumps({"tables": tables, "not here": left}, indent=1, sort_keys=True, ensure_ascii=False)
    yield "tables.json", text.encode() + b"\n"


def described(noun: Noun) -> dict[str, Any]:
    """One table in words."""
    fields = {field.name: _kind(noun, field) for field in noun.fields}
    for link in noun.links:
        by = " and ".join(named_by(link.target)).replace("pk", "n").replace("__", " ")
        fields[link.name] = f"{house.name_of(link.target)}, by {by}"
    if noun.has_number:
        fields["n"] = "number of the row, in order of their making"
    if noun.label == "Letter":
        fields["mbox"] = "where its bytes are: [mailbox, first byte, length] in mail/"
    told = {"about": (noun.model.__doc__ or "").split("\n\n")[0].replace("\n    ", " "), "fields": fields}
    only = house.ONLY_WHY.get(noun.label)
    return {**told, "only": only} if only else told


def _kind(noun: Noun, field: models.Field[Any, Any]) -> str:
    if field.name in ADDRESS_LISTS.get(noun.label, ()):
        return "list of addresses"
    return next((words for kind, words in _KINDS if isinstance(field, kind)), "text")


def _model(name: str) -> Any:
    from sellwright.store import models as tables

    return getattr(tables, name, None)
