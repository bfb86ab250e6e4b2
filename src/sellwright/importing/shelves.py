"""Who and what is here, for deciding on rows: found by key, with its values; new and changed ones written. All inside
the transaction of the caller."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sellwright import access
from sellwright.importing import inserting, pieces, stage_days
from sellwright.importing.contacts import Named
from sellwright.importing.deciding import Here, Verdict
from sellwright.importing.firm_names import FirmNames
from sellwright.importing.records import Key
from sellwright.interactions import addresses, record_fields
from sellwright.store import bulk, forgotten, search
from sellwright.store.lists import values as laid_out
from sellwright.store.models import (
    Absorbed,
    Address,
    Deal,
    DealPerson,
    Firm,
    Import,
    ImportedId,
    ImportRow,
    Person,
    Phone,
    User,
)
from sellwright.store.models.ids import new_public_ids
from sellwright.store.models.sorting import folded

MODELS: dict[str, Any] = {"person": Person, "firm": Firm, "deal": Deal}
FIELDS: dict[str, tuple[str, ...]] = {
    "person": ("name", "title", "telephone", "place", "link", "about", "firm_id", "owner_id"),
    "firm": ("name", "domain", "industry", "headcount", "telephone", "place", "link", "about", "owner_id"),
    "deal": (
        "name", "firm_id", "owner_id", "stage_id", "amount", "currency", "next_step", "next_step_date", "expected_date",
        "about", "opened_at", "outcome", "outcome_reason", "closed_at",
    ),
}  # fmt: skip
_NAMED = frozenset(("name", "key", "domain"))


_JSON = json.JSONEncoder(ensure_ascii=False, default=str).encode


def plain_value(name: str, value: Any) -> Any:
    """A column of a row as the plain value that records hold."""
    if value is None:
        return None
    if name == "amount":
        return f"{Decimal(str(value)):.2f}"
    if name.endswith("_date"):
        return str(value)[:10]
    if name == "by_hand":
        return bool(value)
    return value


class Shelf:
    """The database."""

    def __init__(self, whole: Import, by: User, names: FirmNames, now: float) -> None:
        self._whole, self._by, self._names, self._now = whole, by, names, now
        self.given: set[int] = set()  # people whose owner changed: their place in the day changes
        self._firms: dict[int, str] = {}  # what firms of this transaction are called
        self._fields = {noun: laid_out.fields_of(noun) for noun in MODELS}
        self._nobodys: dict[str, int] = {}  # addresses looked for that are nobody's: ids of their rows

    def erased(self, emails: Iterable[str]) -> set[str]:
        """Those of these addresses whose people were erased."""
        return forgotten.among(emails)

    def find(self, noun: str, keys: Iterable[Key]) -> dict[Key, int]:
        """Keys to ids of rows."""
        by_kind: dict[str, list[str]] = {}
        for kind, value in keys:
            by_kind.setdefault(kind, []).append(value)
        found: dict[Key, int] = {}
        domains = {kind: set(by_kind.pop(kind, ())) for kind in ("domain", "known domain")}
        for one, ref in self._firms_of(set.union(*domains.values())):
            found |= {(kind, one): ref for kind, wanted in domains.items() if one in wanted}
        for kind, values in by_kind.items():
            if kind == "email":
                for email, ref, row in bulk.pick(Address, ("email", "person_id", "id"), "email", values):
                    if ref:
                        found[kind, email] = ref
                    else:
                        self._nobodys[email] = row
            elif kind == "name":
                found |= {(kind, one): ref for one, ref in self._names.find(values).items()}
            else:
                rows = bulk.pick(ImportedId, ("noun", "system", "number", "ref"), "number", values)
                found |= {(kind, number): ref for of, system, number, ref in rows if of == noun and system == kind}
        return found

    def _firms_of(self, domains: set[str]) -> list[tuple[Any, ...]]:
        """(domain, id) of firms, and of those that a firm of this domain was made part of."""
        found = bulk.pick(Firm, ("domain", "id"), "domain", domains)
        left = domains - {domain for domain, _ in found}
        rows = bulk.pick(Absorbed, ("domain", "was"), "domain", left)
        return found + [row for row in rows if row[0]]  # `here` follows the merge, if it stands

    def here(self, noun: str, refs: Iterable[int]) -> dict[int, Here]:
        """Their values, what imports wrote of them, and whether the importer may see them. One that was made part of
        another leads there."""
        wanted = list(refs)
        if not wanted:
            return {}
        found = self._read(noun, wanted)
        gone = [ref for ref in wanted if ref not in found]
        if gone and noun != "deal":
            rows = Absorbed.objects.filter(merge__noun=noun, merge__undone_at=None, was__in=gone)
            led = dict(rows.values_list("was", f"merge__{noun}_id"))
            kept = found | self._read(noun, [ref for ref in led.values() if ref not in found])
            found |= {was: kept[ref] for was, ref in led.items() if ref in kept}
        self._prints(noun, found)
        if noun != "deal":
            self._hide(noun, found)
        return found

    def _read(self, noun: str, refs: Sequence[int]) -> dict[int, Here]:
        names = FIELDS[noun] if noun == "deal" else (*FIELDS[noun], "by_hand")
        odd = [name for name in names if name == "amount" or name.endswith("_date")]
        found = {}
        for pk, extra, *row in bulk.pick(MODELS[noun], ("id", "extra", *names), "id", refs):
            values = dict(zip(names, row, strict=True))
            for name in odd:
                values[name] = plain_value(name, values[name])
            held = (json.loads(extra) if extra != "{}" else {}) if isinstance(extra, str) else extra
            if held:
                values |= {f"extra.{key}": value for key, value in held.items()}
            found[pk] = Here(pk, values)
        if noun == "deal":
            for deal, person in bulk.pick(DealPerson, ("deal_id", "person_id"), "deal_id", refs):
                found[deal].values.setdefault("people", set()).add(person)
        return found

    def _prints(self, noun: str, found: Mapping[int, Here]) -> None:
        columns = ("id", "noun", "ref", "whole_id", "prints")
        for _pk, of, ref, whole, prints in sorted(bulk.pick(ImportRow, columns, "ref", found), key=lambda row: row[0]):
            if of != noun:
                continue
            if whole == self._whole.pk:
                found[ref].is_met = True
            elif prints and prints != "null":
                found[ref].prints |= json.loads(prints) if isinstance(prints, str) else prints

    def _hide(self, noun: str, found: Mapping[int, Here]) -> None:
        """Those who are known here only by mail that the importer may not read."""
        one_each = {here.ref: here for here in found.values()}  # several lead to whom they were made part of
        private = [here for here in one_each.values() if not here.values.pop("by_hand")]
        if not private:
            return
        ids = [here.ref for here in private]
        if noun == "person":
            seen = set(access.people(self._by).filter(pk__in=ids).values_list("pk", flat=True))
        else:
            seen = set(access.standings(self._by).filter(firm__in=ids).values_list("firm_id", flat=True))
        for here in private:
            here.hidden = here.ref not in seen

    def named(self, wanted: Collection[Named]) -> dict[Named, set[int]]:
        """Ids of people of these firms with these names."""
        found: dict[Named, set[int]] = {}
        private: set[int] = set()
        rows = bulk.pick(Person, ("firm_id", "id", "name", "by_hand"), "firm_id", {firm for firm, _ in wanted})
        for firm, ref, name, by_hand in rows:
            if (key := (firm, record_fields.fold(name))) in wanted:
                found.setdefault(key, set()).add(ref)
                if not by_hand:
                    private.add(ref)
        if private:
            hidden = private - set(access.people(self._by).filter(pk__in=private).values_list("pk", flat=True))
            found = {key: refs - hidden for key, refs in found.items()}
        return found

    def put(self, noun: str, made: Sequence[Here], changed: Sequence[Here], verdicts: Sequence[Verdict]) -> None:
        """Writes new ones, changed ones, their numbers and addresses, and a line of the ledger for each."""
        extras = [extra_of(here.values) for here in made]
        if made:
            self._make(noun, made, extras, verdicts)
        if changed:
            self._change(noun, changed)
        if noun == "person":
            self._addresses([*made, *changed], verdicts)
        if noun == "deal":
            parts = [
                (v.here.ref, v.said.values["person_id"], "")
                for v in verdicts
                if v.here and v.said.values.get("person_id")
            ]
            bulk.insert(DealPerson, ("deal_id", "person_id", "part"), parts, again=False)
        self._numbers(noun, verdicts)
        self._ledger(noun, verdicts)
        self._findable(noun, made, changed)
        if fields := self._fields[noun]:
            laid_out.put_new(noun, [(here.ref, extra) for here, extra in zip(made, extras, strict=True)], fields)
            if changed:
                laid_out.put_all(noun, [(here.ref, extra_of(here.values)) for here in changed])

    def _make(
        self, noun: str, made: Sequence[Here], extras: Sequence[dict[str, Any]], verdicts: Sequence[Verdict]
    ) -> None:
        public_ids, values = new_public_ids(len(made)), [here.values for here in made]
        given: dict[str, Sequence[Any]] = {"public_id": public_ids, "extra": extras}
        if noun == "deal":
            given["stage_since"] = [stage_days.since(here) for here in made]
            self._dated(values)
            open_ones = [one["stage_id"] for one in values if not one.get("outcome")]
            ranks = inserting.tops(open_ones)
            given["rank"] = [0.0 if one.get("outcome") else next(ranks[one["stage_id"]]) for one in values]
        else:
            given["by_hand"] = [True] * len(made)
        if noun == "person":
            pairs = list(zip(made, public_ids, strict=True))
            given["key"] = [here.emails[0] if here.emails else f"none:{public_id}" for here, public_id in pairs]
            given["first_at"] = [self._now] * len(made)
            given["is_desk"] = [bool(here.emails) and addresses.is_role(here.emails[0]) for here in made]
        given["sort_name"] = [
            folded(here.values.get("name") or here.values.get("domain") or (here.emails[0] if here.emails else ""))
            for here in made
        ]
        for here, ref in zip(made, inserting.insert(MODELS[noun], values, given), strict=True):
            here.ref = ref
        if noun == "deal":
            stage_days.put(made, verdicts)
        if noun == "firm":
            named = [(pieces.firm_key(name), here.ref) for here in made if (name := here.values.get("name"))]
            self._names.add(named)

    def _dated(self, deals: Sequence[dict[str, Any]]) -> None:
        """What a deal must have, where its row named none."""
        for values in deals:
            values.setdefault("opened_at", self._now)
            values["currency"] = values.get("currency") or "EUR"
            if values.get("outcome") and values.get("closed_at") is None:
                values["closed_at"] = self._now

    def _change(self, noun: str, changed: Sequence[Here]) -> None:
        by_fields: dict[tuple[str, ...], list[list[Any]]] = {}
        versions = (
            dict(bulk.pick(Deal, ("id", "version"), "id", [here.ref for here in changed])) if noun == "deal" else {}
        )
        for here in changed:
            wanted = {
                name: value
                for name, value in here.wanted.items()
                if not name.startswith("extra.") and name != "person_id"
            }
            if any(name.startswith("extra.") for name in here.wanted):
                wanted["extra"] = extra_of(here.values)
            if noun == "deal":
                wanted["version"] = versions[here.ref] + 1
                if "stage_id" in wanted:
                    wanted["stage_since"] = here.entered or self._now
                if wanted.get("outcome") and here.values.get("closed_at") is None:
                    wanted["closed_at"] = self._now
            if not _NAMED.isdisjoint(wanted):
                wanted["sort_name"] = folded(here.values.get("name") or here.values.get("domain") or "")
            if wanted:
                by_fields.setdefault(tuple(wanted), []).append([*wanted.values(), here.ref])
        for fields, rows in by_fields.items():
            ready = inserting.prepared(MODELS[noun], fields)
            bulk.update(
                MODELS[noun],
                fields,
                [(*(prepare(v) for prepare, v in zip(ready, row, strict=False)), row[-1]) for row in rows],
            )
        for here in changed:
            if noun == "person" and "owner_id" in here.wanted:
                self.given.add(here.ref)
            here.wanted = {}
        if noun == "firm":
            self._names.add(
                [(pieces.firm_key(here.values["name"]), here.ref) for here in changed if here.values.get("name")]
            )

    def _findable(self, noun: str, made: Sequence[Here], changed: Sequence[Here]) -> None:
        """In the search."""
        if noun == "firm":
            self._firms |= {
                one.ref: one.values.get("name") or one.values.get("domain") or "" for one in (*made, *changed)
            }
        firms = self._called([here.values.get("firm_id") for here in (*made, *changed)]) if noun != "firm" else {}
        search.index_new(noun, [(here.ref, self._words(noun, here, firms)) for here in made])
        for here in changed:
            search.index_again(noun, here.ref)

    def _called(self, refs: Iterable[int | None]) -> Mapping[int, str]:
        unknown = {ref for ref in refs if ref and ref not in self._firms}
        rows = bulk.pick(Firm, ("id", "name", "domain"), "id", unknown)
        self._firms |= {pk: name or domain or "" for pk, name, domain in rows}
        return self._firms

    def _words(self, noun: str, here: Here, firms: Mapping[int, str]) -> str:
        held = here.values
        parts = [held.get("name", ""), held.get("domain", ""), firms.get(held.get("firm_id") or 0, "")]
        if noun == "person":
            parts += here.made_emails
        return " ".join(str(part) for part in (*parts, pieces.digits(held.get("telephone") or "")) if part)

    def _addresses(self, people: Sequence[Here], verdicts: Sequence[Verdict]) -> None:
        rows = [(email, here.values.get("name", ""), here.ref) for here in people for email in here.emails]
        nobodys = self._nobodys
        fresh = [
            (email, name, record_fields.fold(name), 0, 0.0, ref) for email, name, ref in rows if email not in nobodys
        ]
        bulk.insert(Address, ("email", "name", "folded", "seen", "first_at", "person_id"), fresh, again=False)
        bulk.update(Address, ("person_id",), [(ref, nobodys[email]) for email, _, ref in rows if email in nobodys])
        for here in people:
            here.made_emails, here.emails = here.emails, []
        phones = [
            (digits, verdict.said.emails[0])
            for verdict in verdicts
            if verdict.said.emails and verdict.outcome in ("new", "merged")
            for phone in verdict.said.phones
            if (digits := pieces.digits(phone))
        ]
        bulk.insert(Phone, ("digits", "email"), phones, again=False)

    def _numbers(self, noun: str, verdicts: Sequence[Verdict]) -> None:
        passed = ("email", "domain", "known domain", "name")
        rows = [
            (noun, kind, number, verdict.here.ref, self._whole.pk)
            for verdict in verdicts
            if verdict.here is not None
            for kind, number in verdict.said.keys
            if kind not in passed
        ]
        bulk.insert(ImportedId, ("noun", "system", "number", "ref", "whole_id"), rows, again=False)

    def _ledger(self, noun: str, verdicts: Sequence[Verdict]) -> None:
        rows = [
            (
                self._whole.pk, one.said.file, one.said.line, noun, one.outcome, one.reason[:200],
                one.here.ref if one.here is not None else None, *map(_json, (one.before, one.prints, one.differs)), "",
            )
            for one in verdicts
            if one.said.main or one.outcome in ("new", "merged") or one.differs
        ]  # fmt: skip
        fields = (
            "whole_id",
            "file",
            "line",
            "noun",
            "outcome",
            "reason",
            "ref",
            "before",
            "prints",
            "differs",
            "taken",
        )
        bulk.insert(ImportRow, fields, rows)


def extra_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of fields of the workspace's own."""
    return {
        name[6:]: value
        for name, value in values.items()
        if name[:6] == "extra." and (value or value not in (None, "", []))
    }


def _json(value: Any) -> str | None:
    return _JSON(value) if value else None
