"""The dry run: the same decisions as writing makes, with the same figures, and nothing written. What rows before would
have made stands in a file beside the upload, so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from sellwright.importing import pieces, plans
from sellwright.importing.contacts import Named
from sellwright.importing.counting import Counts
from sellwright.importing.deciding import Here, Verdict, decide
from sellwright.importing.firm_names import FirmNames
from sellwright.importing.garbage import collected_seldom
from sellwright.importing.looking import batches
from sellwright.importing.plans import Plan
from sellwright.importing.records import Key, Records, Said
from sellwright.importing.rules import rules
from sellwright.importing.shelves import Shelf
from sellwright.interactions import record_fields
from sellwright.protocols import table_files
from sellwright.store.models import Import, User

TOGETHER = 500


class _Trial(Shelf):
    """The database with what would be in it by now. Ids below 0 are of rows that would be new."""

    def __init__(self, whole: Import, by: User, names: FirmNames, *, names_contacts: bool) -> None:
        super().__init__(whole, by, names, 0.0)
        self._names_contacts = names_contacts
        self._file, self._last = names.file, 0
        self._file.execute(
            "CREATE TABLE keys (noun TEXT, kind TEXT, word TEXT, ref INTEGER,"
            " PRIMARY KEY (noun, word, kind)) WITHOUT ROWID"
        )
        self._file.execute(
            "CREATE TABLE held (noun TEXT, ref INTEGER, body TEXT, PRIMARY KEY (noun, ref)) WITHOUT ROWID"
        )
        self._file.execute("CREATE TABLE at (firm INTEGER, ref INTEGER, PRIMARY KEY (firm, ref)) WITHOUT ROWID")

    def find(self, noun: str, keys: Iterable[Key]) -> dict[Key, int]:
        wanted = list(keys)
        found = super().find(noun, wanted)
        words = list({word for _, word in wanted})
        for start in range(0, len(words), TOGETHER):
            some = words[start : start + TOGETHER]
            rows = self._file.execute(
                f"SELECT kind, word, ref FROM keys WHERE noun = ? AND word IN ({', '.join('?' * len(some))})",
                [noun, *some],
            )
            for kind, word, ref in rows:
                found.setdefault((kind, word), ref)
        return found

    def here(self, noun: str, refs: Iterable[int]) -> dict[int, Here]:
        wanted = list(refs)
        found = super().here(noun, [ref for ref in wanted if ref > 0])
        for start in range(0, len(wanted), TOGETHER):
            some = wanted[start : start + TOGETHER]
            rows = self._file.execute(
                f"SELECT ref, body FROM held WHERE noun = ? AND ref IN ({', '.join('?' * len(some))})", [noun, *some]
            )
            for ref, body in rows:
                values = json.loads(body)
                values["people"] = set(values.get("people", ()))
                found[ref] = Here(ref, values, is_met=True)
        return found

    def named(self, wanted: Collection[Named]) -> dict[Named, set[int]]:
        found = super().named({key for key in wanted if key[0] > 0})
        firms, refs = list({firm for firm, _ in wanted}), list[int]()
        for start in range(0, len(firms), TOGETHER):
            some = firms[start : start + TOGETHER]
            rows = self._file.execute(f"SELECT ref FROM at WHERE firm IN ({', '.join('?' * len(some))})", some)
            refs += [ref for (ref,) in rows]
        for ref, one in self.here("person", refs).items():
            key = (one.values.get("firm_id") or 0, record_fields.fold(one.values.get("name") or ""))
            if key in wanted:
                found.setdefault(key, set()).add(ref)
        return found

    def put(self, noun: str, made: Sequence[Here], changed: Sequence[Here], verdicts: Sequence[Verdict]) -> None:
        for one in made:
            self._last -= 1
            one.ref = self._last
        keys, held = [], {}
        for verdict in verdicts:
            here = verdict.here
            if here is None:
                continue
            if verdict.said.values.get("person_id") and noun == "deal":
                here.values.setdefault("people", set()).add(verdict.said.values["person_id"])
            held[here.ref] = here
            here.emails, here.wanted = [], {}
            lasting = [key for key in verdict.said.keys if key[0] not in ("name", "domain", "known domain")]
            keys += [(noun, kind, word, here.ref) for kind, word in lasting]
        if noun == "firm":
            self._names.add(
                [
                    (pieces.firm_key(name), one.ref)
                    for one in held.values()
                    if (name := str(one.values.get("name") or ""))
                ]
            )
            for one in held.values():
                if one.values.get("domain"):
                    keys += [(noun, kind, one.values["domain"], one.ref) for kind in ("domain", "known domain")]
        at = ((one.values["firm_id"], ref) for ref, one in held.items() if one.values.get("firm_id"))
        bodies = [(noun, ref, json.dumps(one.values, default=_plain)) for ref, one in held.items()]
        self._file.execute("BEGIN")
        self._file.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)", keys)
        self._file.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", bodies)
        if noun == "person" and self._names_contacts:
            self._file.executemany("INSERT OR IGNORE INTO at VALUES (?, ?)", at)
        self._file.execute("COMMIT")


def attempt(whole: Import, by: User, plan: Plan, folder: Path, seen: Callable[[int], None]) -> Counts:
    """What writing would do, to the row. `seen` is told how many rows were gone through."""
    counts, names = Counts(), FirmNames(folder)
    try:
        with collected_seldom():
            names.fill()
            named = any(file.noun == "deal" and "person" in plans.nouns_in(file) for file in plan.files)
            shelf, meaning, done = _Trial(whole, by, names, names_contacts=named), rules(plan), 0
            for at, file in enumerate(plan.files):
                if file.noun not in ("person", "firm", "deal"):
                    continue
                records = Records(plan, at, folder, meaning)
                for batch in batches(table_files.rows(folder / file.path, file.shape), TOGETHER):
                    said = records.read(batch)
                    count(counts, said, decide(said, shelf))
                    done += len(batch)
                    seen(done)
    finally:
        names.close()
    return counts


def count(counts: Counts, said: Sequence[Said], verdicts: Sequence[Verdict]) -> None:
    """Adds what became of some rows."""
    for verdict in verdicts:
        counts.add(verdict.said.noun, verdict.outcome, is_row=verdict.said.main, reason=verdict.reason)
        counts.differing += bool(verdict.differs) and verdict.said.main
    for row in said:
        if not row.refused:
            for note in (*row.notes, *(row.firm.notes if row.firm else ()), *(row.person.notes if row.person else ())):
                counts.note(note)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set) else str(value)
