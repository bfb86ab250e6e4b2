"""A review as one HTML page that needs nothing else: the timeline drawn in it, words below."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sellwright.cli import pictures, review_picture

if TYPE_CHECKING:
    from sellwright.cli.review_words import Words
    from sellwright.today.review import Review

_STYLE = (
    "body{font:16px/1.5 sans-serif;color:#26332d;max-width:48rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.4rem}"
    "h2{font-size:1.1rem;margin-top:2rem}ul{padding-left:1.2rem}svg{width:100%;height:auto}.note{color:#5b6a62}"
    "pre{white-space:pre-wrap;font:inherit;border-left:3px solid #d9dfdb;padding-left:1rem}"
)
LETTER = "The letter after it"


def write(path: Path, review: Review, words: Words) -> None:
    """Puts the page into a file. CannotRead when it cannot be written."""
    pictures.write(path, page(review, words))


def page(review: Review, words: Words) -> str:
    """The whole page."""
    parts = [review_picture.timeline(review)]
    for heading, lines in words.parts:
        if not lines:
            continue
        parts.append(f"<h2>{escape(heading)}</h2>")
        if heading == LETTER:
            parts.append(f"<pre>{escape(chr(10).join(lines))}</pre>")
        else:
            parts.append("<ul>" + "".join(f"<li>{escape(one)}</li>" for one in lines) + "</ul>")
    notes = "".join(f'<p class="note">{escape(one)}</p>' for one in words.notes)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(review.talk.name)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(words.answer)}</h1>{''.join(parts)}{notes}</main></body></html>\n"
    )
