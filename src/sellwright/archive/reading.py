"""Reads an open folder into an empty workspace, all of it or nothing: every row is written in one transaction, which
the database itself undoes when the program is ended in between. What is derived is marked there, and made after it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Max

from sellwright.archive import privately, renewing, sealing
from sellwright.archive.checking import Checked
from sellwright.archive.mailfiles import MailReader
from sellwright.archive.nouns import Noun, named_by, nouns
from sellwright.archive.rows import BATCH, HEAVY, Finder, Row, late_links, named, prepared, read
from sellwright.interactions.failures import CannotRead
from sellwright.mailroom import codec
from sellwright.store import bulk, search
from sellwright.store.dialects import keep_numbers
from sellwright.store.models import Account, EntryLink, ExportKey, LockedPart, Message, User, Workspace

Progress = Callable[[int, int], None]


_DOES_NOT_FIT = (
    DatabaseError, ValidationError, KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip


class NotEmpty(CannotRead):
    """There is a workspace already."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in. `locked`: members (public ids) whose private rows wait for their words."""

    rows: int
    opened: tuple[str, ...]
    locked: tuple[str, ...]


def is_empty() -> bool:
    """Whether nobody ever began here: no row but that of a workspace nobody has claimed."""
    if Workspace.objects.filter(claimed_at__isnull=False).exists():
        return False
    return not any(noun.model._default_manager.exists() for noun in nouns() if noun.model is not Workspace)


def arrive(checked: Checked, words: Iterable[str] = (), progress: Progress = lambda done, total: None) -> Arrived:
    """Writes a checked folder into this empty workspace. `words` open private rows. Raises NotEmpty or CannotRead, and
    then nothing was written."""
    keys = privately.keys(checked, words)
    taking = _Taking(checked, progress)
    try:
        with transaction.atomic():
            if not is_empty():
                raise NotEmpty(
                    "There is a workspace here already.", "Import into an empty one: name another with --data."
                )
            Workspace.objects.all().delete()
            EntryLink.objects.all().delete()
            taking.all_rows()
            for name, (member, key, lock) in keys.items():
                taking.private(name, member, key)
                privately.keep_key(member, key, lock)
            taking.finish()
            locked = privately.keep_locked(checked, keys)
            renewing.mark_all()
    except _DOES_NOT_FIT as error:
        raise CannotRead(
            f"A row of {taking.at} does not fit ({type(error).__name__}). Nothing was written.",
            "The folder was changed after it was written, or by another program. Export again.",
        ) from error
    finally:
        taking.close()
    opened = tuple(sorted({member for member, _, _ in keys.values()}))
    return Arrived(taking.done, opened, tuple(sorted(set(locked))))


def open_kept(user: User, words: str) -> int:
    """Opens the private rows of a member that came with an import: they are in, and marked to be derived. Returns how
    many. Raises WrongWords or CannotRead, and then nothing was changed."""
    taking = _Taking(Checked(Path(), {"counts": {}, "numbers": {}}, {}), lambda done, total: None)
    try:
        with transaction.atomic():
            for name in privately.locked_files(user):
                member, lock = sealing.head(privately.Held(user, name))
                key = sealing.unlock(lock, words)
                taking.at = name
                by_name = {noun.name: noun for noun in nouns()}
                for noun_name, rows in privately.runs(privately.Held(user, name), member, key):
                    taking.take_private(by_name[noun_name], rows)
                if not ExportKey.objects.filter(user=user).exists():
                    privately.keep_key(member, key, lock)
            taking.finish()
            LockedPart.objects.filter(user=user).delete()
            renewing.mark_all()
    except _DOES_NOT_FIT as error:
        raise CannotRead(f"These rows do not fit here ({type(error).__name__}). Nothing was changed.") from error
    return taking.done


@dataclass(slots=True)
class _Taking:
    checked: Checked
    progress: Progress
    at: str = "nothing"  # where it is, for a sentence
    done: int = 0
    finder: Finder = field(default_factory=Finder)
    _late: list[tuple[Noun, Any, dict[str, Any]]] = field(default_factory=list)
    _mail: MailReader = field(init=False)
    _late_of: dict[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._mail = MailReader(self.checked.open)
        self._late_of = late_links(nouns())

    def all_rows(self) -> None:
        for noun in nouns():
            self.at = f"rows/{noun.name}.jsonl"
            if self.at not in self.checked.sizes:
                continue  # a version that did not have this table
            with self.checked.open(self.at) as file:
                for rows in _batches((read(text) for text in file), noun):
                    self.put(noun, rows)

    def private(self, name: str, member: str, key: bytes) -> None:
        """The rows of an opened file: of any noun, and links that stand open as empty."""
        self.at = name
        by_name = {noun.name: noun for noun in nouns()}
        for noun_name, rows in privately.runs(self.checked.open(name), member, key):
            self.take_private(by_name[noun_name], rows)

    def take_private(self, noun: Noun, rows: list[Row]) -> None:
        """Rows that may be here already: from another's file, or as something that was met since."""
        self._late += [(noun, _key(row["of"]), row["set"]) for row in rows if "of" in row]
        whole = [row for row in rows if "of" not in row]
        fresh = [row for row in whole if not self._is_here(noun, row)]
        self.put(noun, fresh)

    def put(self, noun: Noun, rows: list[Row]) -> None:
        """Writes rows."""
        if not rows:
            return
        late = self._late_of[noun.name]
        names, values = prepared(noun, rows, self.finder, late)
        if noun.label == "Letter":
            names, values = self._with_raw(rows, names, values)
        if noun.label == "Account":  # its secret stayed behind
            at = names.index("trouble")
            for one in values:
                one[at] = Account.Trouble.SIGN_IN.value
        bulk.insert(noun.model, names, values)
        self.finder.forget(noun.model, [named(noun, row) for row in rows])
        for row in rows:
            given = {name: row[name] for name in late if row.get(name) is not None}
            if given:
                self._late.append((noun, _key(named(noun, row)), given))
        if noun.label == "Letter":
            self._findable(rows)
        self.done += len(rows)
        self.progress(self.done, sum(self.checked.manifest["counts"].values()))

    def finish(self) -> None:
        """Links to rows that came later, names to be found by, and the numbers that are taken."""
        self.at = "links between rows"
        for noun, name, given in self._late:
            self.finder.learn(noun.model, [name])
            pk = self.finder.find(noun.model, name)
            links = {link.name: link for link in noun.links}
            found: dict[str, Any] = {}
            for link_name, ref in given.items():
                link = links[link_name]
                self.finder.learn(link.target, [ref])
                found[link.attname] = self.finder.find(link.target, ref)
            if pk is not None and any(value is not None for value in found.values()):
                noun.model._default_manager.filter(pk=pk).update(**found)
        self._late.clear()
        for noun in nouns():
            if noun.has_number:
                told = int(self.checked.manifest["numbers"].get(noun.name, 0))
                highest = noun.model._default_manager.aggregate(at=Max("pk"))["at"] or 0
                keep_numbers(noun.model._meta.db_table, max(told, highest))

    def close(self) -> None:
        self._mail.close()

    def _is_here(self, noun: Noun, row: Row) -> bool:
        name = _key(named(noun, row))
        self.finder.forget(noun.model, [name])
        self.finder.learn(noun.model, [name])
        if self.finder.find(noun.model, name) is not None and not _by_number(noun):
            return True
        if _by_number(noun) and noun.model._default_manager.filter(pk=row["n"]).exists():
            return True
        for one in noun.fields:
            if one.unique and row.get(one.name) is not None:
                other = noun.model._default_manager.filter(**{one.name: row[one.name]}).values_list("pk", flat=True)
                if (pk := other.first()) is not None:
                    self.finder.instead[noun.model, name] = pk
                    return True
        return False

    def _with_raw(
        self, rows: list[Row], names: list[str], values: list[list[Any]]
    ) -> tuple[list[str], list[list[Any]]]:
        at = names.index("raw")
        for row, one in zip(rows, values, strict=True):
            one[at] = zlib.compress(self._mail.raw(row), 1)
        return names, values

    def _findable(self, rows: list[Row]) -> None:
        """Mail is found by its words again."""
        ids = []
        for row in rows:
            subject, words, _files = codec.unpack_words(row["packed"])
            ids.append((int(self.finder.find(Message, row["message"])), subject, words))
        search.index_mail(ids)


def _by_number(noun: Noun) -> bool:
    return named_by(noun.model) == ("pk",)


def _batches(rows: Iterator[Row], noun: Noun) -> Iterator[list[Row]]:
    size, held = HEAVY if noun.label == "Letter" else BATCH, list[Row]()
    for row in rows:
        held.append(row)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held


def _key(name: Any) -> Any:
    return tuple(name) if isinstance(name, list) else name
