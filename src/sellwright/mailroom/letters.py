"""The index of the wording of all letters we sent, kept beside the mail cache and renewed when the book changes."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from pathlib import Path

from sellwright.interactions.values import Message, Person
from sellwright.mailroom import cache
from sellwright.mailroom.book import Book
from sellwright.measures.fingerprint import VERSION, Index, Sent, StaleIndex


def wording(
    book: Book, now: float, progress: Callable[[int, int, int], None] = lambda items, done, total: None
) -> Index:
    """The index of the letters we had sent by `now`. Built once for a mailbox, then only opened.

    A replayed day builds its own, which is not kept.
    """
    file = Path(book.connection.execute("PRAGMA database_list").fetchone()[2]).with_suffix(".wording")
    rules = f"{VERSION}|{book.settings.shingle_words}|{book.settings.twin_jaccard}"
    mark = f"{rules}|{cache.meta(book.connection, 'assembled')}"
    whole = book.newest_at() <= now
    if whole and cache.meta(book.connection, "wording") == mark and file.exists():
        try:
            with file.open("rb") as stream:
                return Index.from_bytes(
                    memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)), book.settings
                )
        except (StaleIndex, ValueError, OSError):
            pass  # cut short or of another version: it is built anew below
    index = Index(book.settings)
    names = _Names(book)
    for count, (message, readers) in enumerate(book.our_letters(now)):
        at = message.at.timestamp() if message.at else 0.0
        index.add(message.id, Sent(message.new_text, readers, at, names.of(readers)))
        if count % 200 == 0:
            progress(count, count, 0)
    if whole:
        fresh = file.with_suffix(".fresh")
        fresh.touch(mode=0o600)
        with fresh.open("wb") as stream:
            for piece in index.dump():
                stream.write(piece)
        fresh.replace(file)
        cache.set_meta(book.connection, "wording", mark)
    return index


class _Names:
    """What to mask in a letter to somebody: their names and their firm's."""

    def __init__(self, book: Book) -> None:
        self.known = {
            key: (name, firm_word(firm))
            for key, name, firm in book.connection.execute("SELECT key, name, firm FROM person")
        }

    def of(self, readers: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for reader in readers for word in self.known.get(reader, ()) if word)


def firm_word(firm: str) -> str:
    """'nordlab-analytics.example' as it is written in a letter: 'nordlab analytics'."""
    return firm.partition(".")[0].replace("-", " ")


def sent_to(text: str, person: Person | None, at: float) -> Sent:
    """A draft as the fingerprint takes it."""
    if person is None:
        return Sent(text, (), at)
    names = (person.name, firm_word(person.firm))
    return Sent(text, (person.key,), at, tuple(name for name in names if name))


def their_words(messages: list[Message], ours: Callable[[str], bool]) -> tuple[str, ...]:
    """What the readers themselves wrote."""
    return tuple(m.new_text for m in messages if not ours(m.sender.email) and m.new_text)
