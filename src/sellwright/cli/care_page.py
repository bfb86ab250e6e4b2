"""The care of a sheet or a mailbox as one HTML page that needs nothing else: words, and pictures drawn in it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sellwright.cli import pictures

if TYPE_CHECKING:
    from sellwright.cli.care import Found
    from sellwright.cli.care_words import Words

_STYLE = (
    "body{font:16px/1.5 sans-serif;color:#26332d;max-width:48rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.4rem}"
    "h2{font-size:1.1rem;margin-top:2rem}ul{padding-left:1.2rem}svg{width:100%;height:auto}.note{color:#5b6a62}"
)


def write(path: Path, found: Found, words: Words) -> None:
    """Puts the page into a file. CannotRead when it cannot be written."""
    pictures.write(path, page(found, words))


def page(found: Found, words: Words) -> str:
    """The whole page."""
    drawn = _pictures(found)
    parts = []
    for heading, lines in words.parts:
        if heading and (lines or heading in drawn):
            parts.append(f"<h2>{escape(heading)}</h2>")
        parts.append(drawn.pop(heading, ""))
        if lines:
            parts.append("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
    if "sides" in drawn:
        parts.append("<h2>Sides</h2>" + drawn["sides"])
    notes = "".join(f'<p class="note">{escape(line)}</p>' for line in words.notes)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Care</title><style>{_STYLE}</style></head><body><main><h1>{escape(words.answer)}</h1>"
        f"{''.join(parts)}{notes}</main></body></html>\n"
    )


def _pictures(found: Found) -> dict[str, str]:
    from sellwright.cli import care_pictures

    drawn = {}
    if found.load:
        drawn["Hours"] = care_pictures.hours(found.load)
    if found.waiting and found.care.requests:
        drawn["Somebody is there"] = care_pictures.waiting(found.care.requests.on_duty, found.waiting)
    if found.ceiling and found.ceiling.points:
        drawn["Promises kept"] = care_pictures.ceiling(found.ceiling, found.care.promised)
    placed = [(offer, price, bool(stand.price)) for offer, price, stand in found.offers if stand.side != "not told"]
    if placed:
        drawn["sides"] = care_pictures.sides(placed)
    return drawn
