"""A mail as plain values for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from sellwright.interactions.values import Address as AddressValue
from sellwright.interactions.values import Message as Letter
from sellwright.interactions.values import Span
from sellwright.screens import finding, words
from sellwright.screens.message.files import ShownFile
from sellwright.store.models import Message


@dataclass(frozen=True)
class ShownAddress:
    """Somebody in the head of a mail; `url` where their page is known to the viewer."""

    name: str
    email: str
    url: str


@dataclass(frozen=True)
class Piece:
    """A stretch of the text: written this time, or what stood there before (`folded`)."""

    text: str
    folded: bool
    before: str = ""  # of a piece with a marked sentence: what stands before it, the sentence, what follows
    marked: str = ""
    after: str = ""


@dataclass(frozen=True)
class ShownInThread:
    """Another mail of the thread."""

    url: str
    who: str
    at: datetime
    opening: str
    ours: bool
    here: bool


@dataclass(frozen=True)
class ShownMessage:
    """All of the page. `rich_url` is '' without an HTML version."""

    ref: str
    subject: str
    sender: ShownAddress
    to: tuple[ShownAddress, ...]
    cc: tuple[ShownAddress, ...]
    at: datetime
    when: str
    ours: bool
    kind: str
    kind_why: str
    pieces: tuple[Piece, ...]
    files: tuple[ShownFile, ...]
    thread: tuple[ShownInThread, ...]
    problems: tuple[str, ...]
    unproven: bool
    rich_url: str
    rich_hosts: tuple[str, ...]
    rich_pictures: int
    rich_unsafe: int
    loaded: bool
    answer_url: str


def addresses(found: Sequence[AddressValue], pages: dict[str, str]) -> tuple[ShownAddress, ...]:
    """Head lines. `pages`: addresses whose person the viewer may know of, with the page of each."""
    return tuple(ShownAddress(a.name or a.email, a.email, pages.get(a.email, "")) for a in found)


def pieces(text: str, spans: Sequence[Span], said: str) -> tuple[Piece, ...]:
    """The text in order: what was written this time, and between it what was quoted or signed, to be folded. With
    `said` the sentence that holds these words is marked where it first stands."""
    if not spans:
        spans = (Span(0, len(text)),)
    made: list[Piece] = []
    at, sought = 0, said
    for span in sorted(spans, key=lambda span: span.start):
        _fold(made, text[at : span.start])
        piece = _written(text[span.start : span.end], sought)
        sought = "" if piece.marked else sought
        made.append(piece)
        at = max(at, span.end)
    _fold(made, text[at:])
    return tuple(made)


def _fold(made: list[Piece], text: str) -> None:
    if text.strip():
        made.append(Piece(text.strip("\n"), folded=True))


def _written(text: str, said: str) -> Piece:
    text = text.strip("\n")
    found = finding.find(text, said) if said else None
    if found is None or not finding.holds(text, said):
        return Piece(text, folded=False)
    start, end = found.start, found.end
    return Piece(text, False, text[:start], text[start:end], text[end:])


def thread(rows: Sequence[Message], here: Message, now: datetime) -> tuple[ShownInThread, ...]:
    """The other mails of the thread, oldest first; nothing when it stands alone."""
    if len(rows) < 2:
        return ()
    return tuple(
        ShownInThread(
            url=reverse("message", args=[row.mid]),
            who=row.sender.name or row.sender.email,
            at=words.local(row.at, now),
            opening=row.opening,
            ours=row.direction == "out",
            here=row.pk == here.pk,
        )
        for row in rows
    )


def is_ours(row: Message) -> bool:
    """Whether we wrote it."""
    return row.direction in ("out", "internal")


def kind_words(letter: Letter, kinds: dict[str, str]) -> tuple[str, str]:
    """What kind of mail it is and by which evidence; nothing for what a human wrote."""
    kind = letter.verdict.kind
    return ("", "") if kind == "human" else (kinds.get(kind, kind), "; ".join(letter.verdict.evidence))
