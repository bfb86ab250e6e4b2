"""The pages of docs/measures as HTML: the little of Markdown that they use, every other character escaped.

A wheel carries them beside this file; a checkout reads them where they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_HERE = Path(__file__).resolve().parent
FOLDERS = (_HERE / "measures", _HERE.parents[3] / "docs" / "measures")
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_ITEM = re.compile(r"^(?:[-*]|\d+\.) +")
_FOR_BUILDERS = ("Known answers", "Twenty known days")  # where the tests stand: no matter of a reader's
_MISUSE = re.compile(r"not (?:to )?be used for", re.I)


@dataclass(frozen=True)
class MeasurePage:
    """One page: `name` is the measure's, `question` what it answers in one paragraph, `misuse` what it is not for."""

    name: str
    title: str
    question: str
    body: SafeString
    misuse: SafeString


def names() -> list[str]:
    """Every measure that has a page."""
    for folder in FOLDERS:
        if folder.is_dir():
            return sorted(path.stem for path in folder.glob("*.md"))
    return []


@cache
def page(name: str) -> MeasurePage | None:
    """The page of a measure; None when there is none."""
    if name not in names():
        return None
    text = next(folder / f"{name}.md" for folder in FOLDERS if folder.is_dir()).read_text(encoding="utf-8")
    blocks = list(_blocks(text))
    title = next((block[0].lstrip("# ") for block in blocks if block[0].startswith("# ")), name)
    rest = [block for block in blocks if not block[0].startswith("# ")]
    misuse = [block for block in rest if _is_misuse(block)]
    body = [block for block in rest if not _is_misuse(block) and not block[0].startswith(_FOR_BUILDERS)]
    question = _plain(" ".join(body[0])).removeprefix("What it tells you. ") if body else ""
    return MeasurePage(name, title, question, _html(body[1:]), _html(misuse))


def _is_misuse(block: list[str]) -> bool:
    return bool(_MISUSE.search(block[0]))


def _blocks(text: str) -> Iterator[list[str]]:
    """Paragraphs, lists and tables: lines without an empty line between them; a heading is a block of its own."""
    held: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            if held:
                yield held
            held = []
        elif line.startswith("#"):
            if held:
                yield held
            yield [line]
            held = []
        else:
            held.append(line)
    if held:
        yield held


def _html(blocks: list[list[str]]) -> SafeString:
    return mark_safe("\n".join(_block(block) for block in blocks))  # noqa: S308 - every piece was escaped


def _block(lines: list[str]) -> str:
    first = lines[0]
    if first.startswith("#"):
        return f"<h3>{_inline(first.lstrip('# '))}</h3>"
    if first.startswith("|"):
        return _table(lines)
    if _ITEM.match(first):
        return _list(lines)
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _list(lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line))
        elif items:
            items[-1] += " " + line.strip()
    tag = "ol" if lines[0][0].isdigit() else "ul"
    return f"<{tag}>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + f"</{tag}>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    head, body = rows[0], [row for row in rows[1:] if not set("".join(row)) <= set("-: ")]
    top = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    cells = "".join("<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in body)
    return (
        f'<div class="table-hold" tabindex="0"><table><thead><tr>{top}</tr></thead><tbody>{cells}</tbody></table></div>'
    )


def _inline(text: str) -> str:
    """One line: code, bold, italics, links. Code is set aside first so that nothing in it counts."""
    code: list[str] = []

    def keep(found: re.Match[str]) -> str:
        code.append(f"<code>{escape(found[1])}</code>")
        return f"\x00{len(code) - 1}\x00"

    made: str = escape(_CODE.sub(keep, text.replace("\x00", "")))
    made = _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", _LINK.sub(_link, made)))
    return re.sub(r"\x00(\d+)\x00", lambda found: code[int(found[1])], made)


def _link(found: re.Match[str]) -> str:
    """A link to another measure stays; what lies outside these pages becomes plain words."""
    words, target = found[1], found[2].partition("#")[0]
    name = target.removesuffix(".md")
    if target.endswith(".md") and "/" not in target and name in names():
        return f'<a href="{reverse("why", args=[name])}">{words}</a>'
    return words


def _plain(text: str) -> str:
    """Without marks: for a line in the head."""
    return _LINK.sub(r"\1", _CODE.sub(r"\1", _BOLD.sub(r"\1", text)))
