"""What becomes of each row: somebody new, somebody here already (merged, or the same), refused. The same answers for
the dry run and for writing: only the shelf differs, which knows what is here.

Empty fields are filled. What an earlier import wrote and nobody touched since is brought up to date; what a person
wrote stays, and the difference is told. Within one import the first row about somebody is the one that counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sellwright.importing import contacts, pieces
from sellwright.importing.contacts import Named
from sellwright.importing.pieces import print_of
from sellwright.importing.records import Key, Said, identity
from sellwright.interactions.people import spelled

_STATE = ("outcome", "closed_at", "stage_id")  # of a deal: one without the others would say nothing
_EMPTY: tuple[Any, ...] = (None, "", [])
_NEVER_UPDATED = ("domain", "opened_at")


@dataclass(slots=True)
class Here:
    """Somebody or something that is here (or will be): its values by field, and what imports wrote of them."""

    ref: int  # id of the row; below 0 while it has none
    values: dict[str, Any]
    prints: dict[str, int] = field(default_factory=dict)  # by earlier imports
    is_met: bool = False  # a row of this import was about it already
    hidden: bool = False  # known here only from mail the importer may not read: nothing of it is shown
    emails: list[str] = field(default_factory=list)  # to be added
    made_emails: list[str] = field(default_factory=list)  # and those that were
    wanted: dict[str, Any] = field(default_factory=dict)  # fields to write
    entered: float | None = None  # of a deal: when it came into its stage, as the file says


@dataclass(slots=True)
class Verdict:
    """What became of one thing a row said."""

    said: Said
    outcome: str
    here: Here | None = None
    reason: str = ""
    before: dict[str, Any] | None = None
    prints: dict[str, int] | None = None
    differs: dict[str, list[Any]] | None = None


class Shelf(Protocol):
    """What knows who is here."""

    def erased(self, emails: Iterable[str]) -> set[str]:
        """Those of these addresses whose people were erased at their own wish."""

    def find(self, noun: str, keys: Iterable[Key]) -> dict[Key, int]:
        """Keys to ids of rows, where there are any."""

    def here(self, noun: str, refs: Iterable[int]) -> dict[int, Here]:
        """Their values; those that are gone are left out."""

    def named(self, wanted: Collection[Named]) -> Mapping[Named, set[int]]:
        """Ids of people of these firms with these names, as far as the importer may know of them."""

    def put(self, noun: str, made: Sequence[Here], changed: Sequence[Here], verdicts: Sequence[Verdict]) -> None:
        """New ones (whose ids it sets) and changed ones."""


def decide(rows: Sequence[Said], shelf: Shelf) -> list[Verdict]:
    """The verdict on each row and on what it names beside, in the order it is to be written."""
    _leave_out_erased(rows, shelf)
    verdicts: list[Verdict] = []
    done: dict[int, Verdict] = {}
    for noun, of in (("firm", _firms), ("person", _people), ("deal", _deals)):
        said = [one for row in rows for one in of(row)]
        if not said:
            continue
        for one in said:
            _linked(one, done)
        if noun == "deal":
            contacts.link(said, shelf, _brought(verdicts))
        found = _decided(noun, said, shelf)
        done |= {id(verdict.said): verdict for verdict in found}
        verdicts += found
    return verdicts


def _leave_out_erased(rows: Sequence[Said], shelf: Shelf) -> None:
    """A row about somebody who was erased is refused; one that only names them goes on without them."""
    erased = shelf.erased(email for row in rows for one in _people(row) for email in one.emails)
    for row in rows if erased else ():
        person = next((one for one in _people(row) if not erased.isdisjoint(one.emails)), None)
        if person is row:
            row.refused = "This person was erased at their own wish and is not brought back."
        elif person is not None:
            row.person = None
            row.notes.append("left out: somebody who was erased at their own wish")
            if row.values.get("name") == person.values.get("name"):  # a deal that had no other
                row.values["name"] = f"Deal {row.line}"


def _firms(row: Said) -> list[Said]:
    if row.noun == "firm":
        return [row]
    return [row.firm] if row.firm is not None and not row.refused else []


def _people(row: Said) -> list[Said]:
    if row.noun == "person":
        return [row]
    return [row.person] if row.person is not None and not row.refused else []


def _deals(row: Said) -> list[Said]:
    return [row] if row.noun == "deal" else []


def _linked(said: Said, done: Mapping[int, Verdict]) -> None:
    """The firm and the person that were decided on before."""
    for name, other in (("firm_id", said.firm), ("person_id", said.person)):
        verdict = done.get(id(other)) if other is not None else None
        if verdict is not None and verdict.here is not None:
            said.values[name] = verdict.here.ref


def _brought(verdicts: Sequence[Verdict]) -> Iterator[tuple[int, int]]:
    """(id, line) of people who are new."""
    for one in verdicts:
        if one.said.noun == "person" and one.outcome == "new" and one.here is not None:
            yield one.here.ref, one.said.line


def _decided(noun: str, said: Sequence[Said], shelf: Shelf) -> list[Verdict]:
    for one in said:
        own = None if one.refused else identity(one)
        if own is not None and not any(key[0] not in ("email",) for key in one.keys):
            one.keys.append(own)
    known = shelf.find(noun, {key for one in said if not one.refused for key in one.keys})
    held = shelf.here(noun, set(known.values()))
    by_key: dict[Key, Here] = {key: held[ref] for key, ref in known.items() if ref in held}
    made: list[Here] = []
    changed: dict[int, Here] = {}
    verdicts = []
    for one in said:
        if one.refused:
            verdicts.append(Verdict(one, "refused", reason=one.refused))
            continue
        here = next((by_key[key] for key in one.keys if key in by_key), None)
        if here is None and not one.main and not (one.emails or one.values.get("name") or one.values.get("domain")):
            continue  # only a number, of somebody who is not here
        if here is None:
            verdict = _new(one, -len(made) - 1)
            assert verdict.here is not None
            made.append(verdict.here)
        else:
            verdict = _merged(one, here, by_key)
            if here.ref > 0 and (here.wanted or here.emails):
                changed[here.ref] = here
        assert verdict.here is not None
        for key in _lasting(one, verdict.here):
            by_key.setdefault(key, verdict.here)
        verdicts.append(verdict)
    shelf.put(noun, made, list(changed.values()), verdicts)
    return verdicts


def _lasting(said: Said, here: Here) -> list[Key]:
    """The keys by which somebody can be found from now on. Not those that nothing keeps: what becomes of a row must not
    hang on how many are written at once."""
    out: list[Key] = []
    for key in said.keys:
        kind, word = key
        if kind == "domain":
            if here.values.get("domain") == word:
                out += [key, ("known domain", word)]
        elif kind == "name":
            name = str(here.values.get("name") or "")
            if name and word == pieces.firm_key(name):
                out.append(key)
        elif kind != "known domain":
            out.append(key)
    return out


def _new(said: Said, ref: int) -> Verdict:
    given = said.usual | said.values if said.usual else said.values
    values = {name: value for name, value in given.items() if value or value not in _EMPTY}
    if said.noun == "deal":
        values.setdefault("outcome", "")
    here = Here(ref, values, is_met=True, emails=list(said.emails), entered=said.entered)
    return Verdict(said, "new", here, prints={name: print_of(value) for name, value in values.items()})


def _merged(said: Said, here: Here, by_key: Mapping[Key, Here]) -> Verdict:
    verdict = Verdict(said, "same", here)
    before: dict[str, Any] = {}
    prints: dict[str, int] = {}
    differs: dict[str, list[Any]] = {}
    locked = said.noun == "deal" and not _untouched(here, _STATE)
    if here.hidden and said.noun == "person":
        prints["name"] = _called_anew(said, here)
    for name, value in said.values.items():
        now = here.values.get(name)
        if now == value or value in _EMPTY or (name == "person_id" and value in here.values.get("people", ())):
            continue
        fills = now in _EMPTY and not (name in _STATE and said.noun == "deal")
        updates = not here.is_met and name not in _NEVER_UPDATED and here.prints.get(name) == print_of(now)
        if name in _STATE and said.noun == "deal":
            updates = updates or (not locked and not here.is_met)
        if name == "person_id":
            fills = True
        if fills or (updates and not (locked and name in _STATE)):
            before[name] = now
            prints[name] = print_of(value)
            here.values[name] = here.wanted[name] = value
            here.entered = said.entered
        elif not here.hidden:
            differs[name] = [now, value]
    for email in said.emails:
        other = by_key.get(("email", email))
        if other is None:
            here.emails.append(email)
            before.setdefault("emails", []).append(email)
        elif other is not here and not here.hidden:
            differs["email"] = ["", email]
    if here.hidden:
        before["by_hand"] = False
        here.values["by_hand"] = here.wanted["by_hand"] = True
        here.hidden = False
        verdict.outcome = "new"  # to who may not know of that mail nobody was here
    elif before:
        verdict.outcome = "merged"
    here.is_met = True
    verdict.before, verdict.prints, verdict.differs = before or None, prints or None, differs or None
    return verdict


def _called_anew(said: Said, here: Here) -> int:
    """Somebody of whom the importer may not know is called by what the row says, else by what their address spells
    out: never by what a colleague's mail calls them, which the ledger does not hold either. The print of that name."""
    name = said.values.get("name") or next(filter(None, map(spelled, said.emails)), "")
    here.values["name"] = here.wanted["name"] = name
    return print_of(name)


def _untouched(here: Here, names: Iterable[str]) -> bool:
    """Whether all of these are as an import wrote them."""
    return all(
        here.prints[name] == print_of(here.values.get(name)) if name in here.prints else here.values.get(name) in _EMPTY
        for name in names
    )  # fmt: skip
