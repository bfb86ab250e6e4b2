"""The rows of a list as markup: through a template, fifty rows cost more than all else on the page together."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sellwright.screens.lists.shown import Cell, Line


def cell(one: Cell) -> str:
    """What stands in a cell."""
    if not one.text:
        return ""
    text = escape(one.text)
    if one.url:
        return f'<a href="{escape(one.url)}">{text}</a>'
    name = "chip" if one.chip else "late" if one.late else ""
    return f'<span class="{name}">{text}</span>' if name else f"<span>{text}</span>"


def rows(lines: Iterable[Line], row_url: str) -> SafeString:
    """The rows of the table; with `row_url` each can be ticked and changed."""
    change = escape(_("Change"))
    heads: dict[tuple[str, str, bool], str] = {}

    def begin(one: Cell) -> str:
        key = (one.label, one.column, one.number)
        if key not in heads:
            look = ' class="number"' if one.number else ' class="is-short"' if one.brief else ""
            edit = f' data-cell="{escape(one.column)}" tabindex="-1"' if one.column else ""
            heads[key] = f'<td data-label="{escape(one.label)}"{look}{edit}>'
        return heads[key]

    found = []
    for line in lines:
        name, pk = escape(line.name), escape(line.id)
        tick = after = ""
        if row_url:
            tick = (
                f'<td class="tick"><input type="checkbox" form="bulk" name="id" value="{pk}" data-key="x"'
                f' aria-label="{name}"></td>'
            )
            after = (
                f'<td class="row-change"><a href="{row_url}{pk}" data-key="e" aria-label="{change} {name}"'
                f' title="{change}">✎</a></td>'
            )
        cells = "".join(f"{begin(one)}{cell(one)}</td>" for one in line.cells)
        found.append(
            f'<tr data-row tabindex="-1" data-id="{pk}">{tick}<th scope="row"><a href="{escape(line.url)}"'
            f' data-key="enter">{name}</a></th>{cells}{after}</tr>'
        )
    return SafeString("\n".join(found))
