"""A small file that a person wrote by hand: .yaml, .yml, .toml or .json."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Hashable
from pathlib import Path
from typing import Any

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.sheets import Sheet
from sellwright.protocols.disk import shown

ENDINGS = (".yaml", ".yml", ".toml", ".json")
MOST_BYTES = 4_000_000  # what a command wrote as JSON; a person writes less
MOST_BY_HAND = 500_000  # of YAML, which takes seconds a megabyte


def read_sheet(path: Path) -> Sheet:
    """The file as one sheet. Raises CannotRead: missing, empty, broken (with the line), a word twice, no mapping."""
    name = shown(path.name)
    text = _text(path, name)
    found = _read(text, path.suffix.lower(), name)
    if found in (None, {}, []):
        raise CannotRead(f"{name} is empty.", "Write something first: docs/measures shows each kind of sheet.")
    if not isinstance(found, dict):
        raise CannotRead(f"{name} is no sheet: it has no words with values.", "Write lines such as people: 2")
    return Sheet(name, {str(key): value for key, value in found.items()})


def _text(path: Path, name: str) -> str:
    if path.exists() and not path.is_file():
        raise CannotRead(f"{name} is no file.", "Name the sheet itself, as care.yaml.")
    try:
        most = MOST_BYTES if path.suffix.lower() == ".json" else MOST_BY_HAND
        data = path.read_bytes() if path.stat().st_size <= most else None
    except OSError as error:
        raise CannotRead(f"{name} cannot be read ({error.strerror}).", "Check its name and rights.") from error
    if data is None:
        raise CannotRead(
            f"{name} is larger than {most // 1000:,} kB: that is no sheet.", "Give the small file you wrote."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRead(f"{name} is no text in UTF-8.", "Save it as UTF-8.") from error


def _read(text: str, ending: str, name: str) -> Any:
    try:
        if ending == ".toml":
            return tomllib.loads(text)
        if ending == ".json":
            return json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, name))
        return _yaml(text, name)
    except ValueError as error:  # of TOML and JSON; a number of thousands of digits too
        raise CannotRead(f"{name} cannot be read: {error}.", "Correct that place.") from error
    except RecursionError as error:
        raise CannotRead(f"{name} is nested too deep to be a sheet.", "Give the small file you wrote.") from error


def _yaml(text: str, name: str) -> Any:
    """YAML without guessing: every value stays the words that were written."""
    import yaml

    class Plain(yaml.BaseLoader):
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
            _once([(key.value, None) for key, _ in node.value if isinstance(key, yaml.ScalarNode)], name)
            found: dict[Hashable, Any] = super().construct_mapping(node, deep)
            return found

    try:
        return yaml.load(text, Plain)  # noqa: S506 - a loader that makes words, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        why = getattr(error, "problem", None) or "a character that no text holds"
        raise CannotRead(f"{name} is no YAML in line {at + 1} ({why}).", "Correct that line.") from error


def _once(pairs: list[tuple[Any, Any]], name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CannotRead(f"{name}: {key!r} stands there twice.", "Give each a name of its own.")
        found[key] = value
    return found
