"""Takes everything that the sources show into the cache, and accounts for every item.

Guarantees: each item a source shows is exactly one row in `item`, stored, skipped or failed with a reason; the same
file again opens nothing; a run ended at any point (kill -9 too) leaves whole rows and the next run goes on from there.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.threads import nearest_first
from sellwright.interactions.values import Address, Found, Message, RawMail, Refused
from sellwright.mailroom import cache, codec, reaching
from sellwright.protocols import finding, prints
from sellwright.protocols.files import Entry
from sellwright.settings import Settings

BATCH = 500  # rows a transaction
TOGETHER = 250  # mails read at once: enough to be quick (see reading.read_all), few enough to be held
TOGETHER_BYTES = 4_000_000  # no further mail is added to more than that
REPEATED = "the same message again"

_dumps = json.JSONEncoder(ensure_ascii=False).encode
Progress = Callable[[int, int, int], None]
"""Called with items done, bytes done, bytes in all (0 when unknown)."""


def take_in(
    connection: sqlite3.Connection,
    paths: list[Path],
    settings: Settings,
    progress: Progress = lambda items, done, total: None,
    newest: int = 0,
) -> bool:
    """Bring the cache up to date with the mailboxes. True when anything was opened or dropped.

    With `newest`, only that many newest items are opened (the rest is left for a later, whole run). Raises
    CannotRead when a mailbox as a whole cannot be read; what was stored of others stays.
    """
    paths = sorted({path.resolve(): path for path in paths}.values(), key=str)  # whatever order they were given in
    changed = False
    while True:
        changed |= _pass_over(connection, paths, settings, progress, newest)
        # A mail that stood in two places and left the first must be taken from the second.
        if newest or not _reopen_orphans(connection, paths):
            return changed


def _reopen_orphans(connection: sqlite3.Connection, paths: list[Path]) -> bool:
    """Forget rows that point to a copy which is gone, so that another pass takes them in. True when there were any."""
    query = (
        "SELECT n, source FROM item WHERE outcome = 'skipped' AND reason = ?"
        " AND detail NOT IN (SELECT id FROM message) AND detail NOT IN (SELECT id FROM event)"
    )
    orphans = connection.execute(query, (REPEATED,)).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("DELETE FROM item WHERE n = ?", [(n,) for n, _ in orphans])
    for source in {source for _, source in orphans}:
        cache.set_meta(connection, f"source {paths[source].resolve()}", "")
    connection.execute("COMMIT")
    return bool(orphans)


def _pass_over(
    connection: sqlite3.Connection, paths: list[Path], settings: Settings, progress: Progress, newest: int
) -> bool:
    changed = False
    for number, path in enumerate(paths):
        source = finding.source_of(path)
        mark = f"{cache.version()}|{prints.fingerprint(path)}"
        if cache.meta(connection, f"source {path.resolve()}") == mark:
            continue
        changed = True
        entries: Iterable[Entry] = source.entries(path)
        if newest:
            entries = _newest(entries, newest)
        _Taking(connection, number, settings, progress, _bytes_of(path)).run(entries, whole=not newest)
        if not newest:
            cache.set_meta(connection, f"source {path.resolve()}", mark)
            cache.set_meta(connection, f"title {number}", source.title)
    return changed


def _newest(entries: Iterable[Entry], count: int) -> list[Entry]:
    """The newest entries; what has no date at all counts as oldest."""
    numbered = heapq.nlargest(count, enumerate(entries), key=lambda pair: (pair[1].at, pair[0]))
    return [entry for _, entry in sorted(numbered, key=lambda pair: pair[0])]


def _bytes_of(path: Path) -> int:
    try:
        if path.is_file():
            return path.stat().st_size
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    except OSError:
        return 0


class _Taking:
    """One pass over one mailbox."""

    def __init__(
        self, connection: sqlite3.Connection, source: int, settings: Settings, progress: Progress, total: int
    ) -> None:
        self.connection = connection
        self.source = source
        self.settings = settings
        self.progress = progress
        self.total = total
        self.addresses: dict[tuple[str, str], int] = {}
        row = connection.execute("SELECT coalesce(max(seen), 0) + 1 FROM item WHERE source = ?", (source,)).fetchone()
        self.run_number = int(row[0])
        self.next_row = int(connection.execute("SELECT coalesce(max(n), 0) + 1 FROM item").fetchone()[0])

    def run(self, entries: Iterable[Entry], whole: bool) -> None:
        done = items = 0
        for batch in _batches(entries):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                for loaded in _together(batch):
                    self._take(loaded)
                self.connection.execute("COMMIT")
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            done += sum(entry.size for entry in batch)
            items += len(batch)
            self.progress(items, done, self.total)
        if whole:
            self._drop_gone()

    def _take(self, loaded: list[tuple[Entry, Found]]) -> None:
        """Items with different paths: those not known as they are now get a row and are stored."""
        known = self._known([entry.path for entry, _ in loaded])
        unchanged, changed, rows, fresh = [], [], [], []
        for entry, found in loaded:
            data = found.data if isinstance(found, RawMail) else repr(found).encode("utf-8", "replace")
            crc = zlib.crc32(data)
            before = known.get(entry.path)
            if before and before[1:] == (entry.size, crc):
                unchanged.append((self.run_number, before[0]))
                continue
            if before:
                changed.append(before[0])
            rows.append((self.next_row, self.source, entry.path, entry.size, crc, self.run_number))
            fresh.append((self.next_row, found))
            self.next_row += 1
        self.connection.executemany("UPDATE item SET seen = ? WHERE n = ?", unchanged)
        self._drop(changed)
        self.connection.executemany(
            "INSERT INTO item (n, source, path, size, crc, outcome, seen) VALUES (?, ?, ?, ?, ?, 'stored', ?)", rows
        )
        self._store(fresh)

    def _known(self, paths: list[str]) -> dict[str, tuple[int, int, int]]:
        """Row, size and checksum of those items that have a row."""
        query = f"SELECT path, n, size, crc FROM item WHERE source = ? AND path IN ({','.join('?' * len(paths))})"
        return {path: (n, size, crc) for path, n, size, crc in self.connection.execute(query, (self.source, *paths))}

    def _store(self, fresh: list[tuple[int, Found]]) -> None:
        refused: list[tuple[int, Refused]] = []
        mails: list[tuple[int, RawMail]] = []
        for n, found in fresh:
            if isinstance(found, Refused):
                refused.append((n, found))
            elif isinstance(found, RawMail):
                mails.append((n, found))
            elif not self._insert_event(n, found.id, _at(found), codec.pack_event(found)):
                refused.append((n, Refused(found.path, "skipped", REPEATED, found.id)))
        if mails:
            self._store_messages(_read(mails, self.settings), refused)
        self.connection.executemany(
            "UPDATE item SET outcome = ?, reason = ?, detail = ? WHERE n = ?",
            [(why.outcome, why.reason, why.detail[:300], n) for n, why in refused],
        )

    def _insert_event(self, n: int, event_id: str, at: float, body: str) -> bool:
        cursor = self.connection.execute("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?)", (n, event_id, at, body))
        return cursor.rowcount > 0

    def _store_messages(self, opened: list[tuple[int, Message | Refused]], refused: list[tuple[int, Refused]]) -> None:
        """Store those messages that are not stored yet; the others go to `refused`."""
        ids = [found.id for _, found in opened if isinstance(found, Message)]
        query = f"SELECT id FROM message WHERE id IN ({','.join('?' * len(ids))})"
        there = {message_id for (message_id,) in self.connection.execute(query, ids)}
        stored: list[tuple[int, Message]] = []
        for n, found in opened:
            if isinstance(found, Refused):
                refused.append((n, found))
            elif found.id in there:
                refused.append((n, Refused(found.path, "skipped", REPEATED, found.id)))
            else:
                there.add(found.id)
                stored.append((n, found))
        bodies = [codec.pack(message) for _, message in stored]
        self.connection.executemany(
            "INSERT INTO message VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [(n, *self._columns(message), body) for (n, message), body in zip(stored, bodies, strict=True)],
        )
        reaching.keep_numbers(self.connection, [message for _, message in stored])

    def _columns(self, message: Message) -> tuple[str | int | float, ...]:
        """What whole-book passes read of a message: the columns between `n` and `body`."""
        sender = message.verdict.inside or message.sender  # the human a form carries is who wrote
        found = [
            [codec.pack_ask(ask) for ask in message.asks if ask.form != "courtesy"],  # nobody waits for those
            [codec.pack_promise(promise) for promise in message.promises],
            [[act.name, act.text[:120]] for act in message.acts],
        ]
        return (
            message.id,
            message.at.timestamp() if message.at else 0.0,
            self._address(sender),
            " ".join([str(self._address(address)) for address in message.to[:100]]),
            " ".join([str(self._address(address)) for address in message.cc[:100]]),
            self._address(message.reply_to[0]) if message.reply_to else 0,
            message.verdict.kind,
            message.subject[:300],
            message.message_id,
            " ".join(nearest_first(message.in_reply_to, message.references)),
            message.new_text.count(" ") + 1 if message.new_text else 0,
            _dumps(found) if any(found) else "",
            " ".join(_trust_labels(message)),
            message.delivered_to,
            message.language,
        )

    def _address(self, address: Address) -> int:
        key = (address.email, address.name)
        n = self.addresses.get(key)
        if n is None:
            self.connection.execute("INSERT OR IGNORE INTO address (email, name) VALUES (?, ?)", key)
            row = self.connection.execute("SELECT n FROM address WHERE email = ? AND name = ?", key).fetchone()
            if len(self.addresses) > 50_000:
                self.addresses.clear()
            n = self.addresses[key] = int(row[0])
        return n

    def _drop_gone(self) -> None:
        """Forget what the mailbox no longer shows."""
        rows = self.connection.execute(
            "SELECT n FROM item WHERE source = ? AND seen < ?", (self.source, self.run_number)
        ).fetchall()
        self.connection.execute("BEGIN IMMEDIATE")
        self._drop([row[0] for row in rows])
        self.connection.execute("COMMIT")

    def _drop(self, numbers: list[int]) -> None:
        for table in ("message", "event", "item"):
            self.connection.executemany(f"DELETE FROM {table} WHERE n = ?", [(n,) for n in numbers])


def _trust_labels(message: Message) -> list[str]:
    """The marks of a message, with the mailbox labels that keep it out of every count."""
    away = {"spam": "in_spam", "junk": "in_spam", "trash": "in_trash", "draft": "draft", "drafts": "draft"}
    found = {away[label.lower()] for label in message.labels if label.lower() in away}
    sent = {"sent_label" for label in message.labels if label.lower() in ("sent", "gesendet", "envoyés")}
    return [*message.marks, *sorted(found | sent)]


def _load(entry: Entry) -> Found:
    try:
        return entry.load()
    except CannotRead as failure:
        return Refused(entry.path, "failed", failure.message)
    except Exception as error:  # a source must not fail on one item; if it does, the item says so
        return Refused(entry.path, "failed", "could not be read", f"{type(error).__name__}: {error}")


def _together(entries: Iterable[Entry]) -> Iterator[list[tuple[Entry, Found]]]:
    """The entries loaded, some hundreds at a time: few enough to be held, and no two with the same path."""
    held: dict[str, tuple[Entry, Found]] = {}
    size = 0
    for entry in entries:
        if entry.path in held:
            yield list(held.values())
            held, size = {}, 0
        found = _load(entry)
        held[entry.path] = entry, found
        size += len(found.data) if isinstance(found, RawMail) else 0
        if len(held) == TOGETHER or size > TOGETHER_BYTES:
            yield list(held.values())
            held, size = {}, 0
    if held:
        yield list(held.values())


def _read(mails: list[tuple[int, RawMail]], settings: Settings) -> list[tuple[int, Message | Refused]]:
    """Each mail opened, or why it could not be: one bad mail must never hide the others."""
    from sellwright.mailroom import reading  # heavy to load, and not needed while nothing is new

    try:
        return list(zip([n for n, _ in mails], reading.read_all([raw for _, raw in mails], settings), strict=True))
    except Exception as error:
        if len(mails) > 1:  # which one it is shows when fewer are read together
            half = len(mails) // 2
            return _read(mails[:half], settings) + _read(mails[half:], settings)
        n, raw = mails[0]
        return [(n, Refused(raw.path, "failed", "could not be understood", f"{type(error).__name__}: {error}"))]


def _at(found: object) -> float:
    moment = getattr(found, "start_at", None) or getattr(found, "at", None)
    return float(moment.timestamp()) if moment else 0.0


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


__all__ = ["REPEATED", "Progress", "take_in"]
