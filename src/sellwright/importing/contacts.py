"""Deals that name somebody by their name alone: whoever is the only one of that name at the deal's firm is meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from sellwright.importing.records import Said
from sellwright.interactions import record_fields

NOBODY = "deals whose contact is nobody known at their firm"
SEVERAL = "deals whose contact has a namesake at their firm"

Named = tuple[int, str]  # id of a firm, and a folded name


class People(Protocol):
    """What knows who is at a firm."""

    def named(self, wanted: Collection[Named]) -> Mapping[Named, set[int]]:
        """Ids of people of these firms with these names, as far as the importer may know of them."""


def link(deals: Sequence[Said], people: People, new: Iterable[tuple[int, int]]) -> None:
    """Sets who is meant, or notes that nobody or more than one can be. `new`: (id, line) of people that these rows
    brought. As row after row would be: who comes by a later row is not here yet."""
    wanted = {one.line: named for one in deals if one.contact and not one.refused and (named := _named(one))}
    found = people.named(set(wanted.values())) if wanted else {}
    since = dict(new) if wanted else {}
    for one in deals:
        if one.contact and not one.refused:
            of_that_name = found.get(wanted[one.line], ()) if one.line in wanted else ()
            refs = [ref for ref in of_that_name if since.get(ref, 0) < one.line]
            if len(refs) == 1:
                one.values["person_id"] = refs[0]
            else:
                one.notes.append(SEVERAL if refs else NOBODY)


def _named(said: Said) -> Named | None:
    """Without a firm a name could be anybody's."""
    name, firm = record_fields.fold(said.contact), said.values.get("firm_id")
    return (firm, name) if firm and name else None
