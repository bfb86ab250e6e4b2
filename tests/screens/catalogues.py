"""Reads catalogues of translations and the words of the source, so that tests can hold them against each other.

Both kinds of catalogue are read here and by the standard library alone: no program has to be installed for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sellwright"
SCREENS = SOURCE / "screens"
LOCALE = SCREENS / "locale"
_MARKS = {
    "_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "later": 1, "ngettext": 2, "ngettext_lazy": 2,
    "pgettext": 2, "pgettext_lazy": 2, "npgettext": 3,
}  # fmt: skip
# templatize writes what it found as calls, among text it blotted out.
_CALL = re.compile(
    r"\b(_|n?p?gettext)\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:,\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))*)"
)

Key = tuple[str, str]  # context ('' for none) and words


@dataclass(frozen=True)
class Entry:
    """One entry of a .po file. `said` has one translation for each plural form."""

    context: str
    words: str
    plural: str
    said: tuple[str, ...]
    fuzzy: bool


def read_po(path: Path) -> list[Entry]:
    """The entries of a .po file without its header."""
    entries = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if line and not line.startswith("#~")]
        flags = " ".join(line for line in lines if line.startswith("#,"))
        fields: dict[str, str] = {}
        name = ""
        for line in lines:
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                name, _space, line = line.partition(" ")
            fields[name] = fields.get(name, "") + ast.literal_eval(line)
        if fields.get("msgid"):
            said = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
            context, plural = fields.get("msgctxt", ""), fields.get("msgid_plural", "")
            entries.append(Entry(context, fields["msgid"], plural, said, "fuzzy" in flags))
    return entries


def marked() -> dict[Key, str]:
    """Everything the source marks for translation, with one file in which it stands."""
    found: dict[Key, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            for key in in_python(path.read_text(encoding="utf-8")):
                found[key] = path.relative_to(SOURCE).as_posix()
    for path in sorted(SCREENS.rglob("*.html")):
        for key in in_template(path.read_text(encoding="utf-8")):
            found[key] = path.relative_to(SOURCE).as_posix()
    return found


def in_python(text: str) -> Iterator[Key]:
    """What a module marks."""
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in _MARKS and len(given) >= _MARKS[name]:
            yield _key(name, given)


def in_template(text: str) -> Iterator[Key]:
    """What a template marks."""
    for name, words in _CALL.findall(templatize(text)):
        given = ast.literal_eval(f"({words},)")
        yield _key("gettext" if name == "_" else name, list(given))


def _key(name: str, given: list[str]) -> Key:
    return (given[0], given[1]) if "pgettext" in name else ("", given[0])
