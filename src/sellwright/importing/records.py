"""A row of a file as what it says of a firm, a person and a deal, by the plan. It knows nothing of what is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sellwright.importing import pieces
from sellwright.importing.plans import ColumnPlan, Plan
from sellwright.importing.proposing import listed, outcome_in, stage_key
from sellwright.interactions import addresses, record_fields
from sellwright.interactions.column_values import Wrong, currency_in, reader
from sellwright.protocols.table_files import Row

LONGEST = {"name": 200, "title": 200, "telephone": 60, "place": 300, "link": 300, "industry": 120, "next_step": 300,
           "outcome_reason": 300}  # fmt: skip
MOST_HEADCOUNT = 2_000_000_000
MOST_AMOUNT = 1e12
_PLACE = ("street", "postcode", "city", "region", "country")

Key = tuple[str, str]


@dataclass(slots=True)
class Said:
    """What one row says of one noun. `keys` tell whether it is here already, the surest first."""

    noun: str
    line: int
    file: int
    values: dict[str, Any] = field(default_factory=dict)
    usual: dict[str, Any] = field(default_factory=dict)  # what a new row gets where the file says nothing
    keys: list[Key] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: str = ""
    main: bool = False  # what the row is about; else it is named beside it
    firm: Said | None = None
    person: Said | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan's words mean here, looked up once: stages and colleagues as ids of rows."""

    stages: Mapping[str, tuple[str, int]]  # stage_key: (outcome or '', id of the stage)
    first_stage: int
    last_stage: int
    pipelines: Mapping[str, tuple[int, int]]  # name of a pipeline in lower case: ids of its first and last stage
    owners: Mapping[str, int]  # name or address in lower case: id of a colleague
    ours: Callable[[str], bool]  # whether an address is of our own side


class Records:
    """Reads the rows of one file of a plan."""

    def __init__(self, plan: Plan, at: int, folder: Path, rules: Rules) -> None:
        self._plan, self._at, self._rules = plan, at, rules
        self._file = plan.files[at]
        self._system = plan.system or "file"
        self._steps = [
            (place, column, _cells_of(column, plan, folder), _reading(column), *_split(column))
            for place, column in enumerate(self._file.columns)
            if column.target
        ]
        self._nouns = {step[4] for step in self._steps} | {self._file.noun}

    def read(self, row: Row) -> Said:
        """What the row is about, with the firm and the person it names beside."""
        line, cells, why = row
        main = Said(self._file.noun, line, self._at, main=True)
        if cells is None:
            main.refused = why
            return main
        held: dict[str, dict[str, Any]] = {"person": {}, "firm": {}, "deal": {}}
        for place, column, from_list, read, noun, name in self._steps:
            if from_list is None:
                cell = cells[place] if place < len(cells) else ""
            else:
                cell = from_list(cells)
            if not cell:
                continue
            value = read(cell)
            if value is None:
                continue
            if type(value) is Wrong:
                if column.odd == "leave":
                    main.notes.append(f"{column.heading}: left empty where it could not be read")
                    continue
                main.refused = f"{column.heading}: {value.why}"[:200]
                return main
            if name == "email":
                held[noun].setdefault(name, []).extend(value)
            elif name in _SEVERAL:
                held[noun].setdefault(name, []).append(value)
            else:
                held[noun][name] = value
                if name == "amount" and (currency := column.currency or currency_in(cell)):
                    held[noun].setdefault("currency", currency)
        return self._said(main, held)

    def _said(self, main: Said, held: dict[str, dict[str, Any]]) -> Said:
        said = {main.noun: main}
        for noun in ("firm", "person"):
            if noun in self._nouns and noun != main.noun:
                said[noun] = Said(noun, main.line, self._at)
        if main.noun in ("person", "deal") and "firm" not in said:
            said["firm"] = Said("firm", main.line, self._at)
        if "person" in said:
            self._person(said["person"], held["person"])
        if "firm" in said:
            self._firm(said["firm"], held["firm"], said.get("person"))
        if main.noun == "deal":
            self._deal(main, held["deal"], said)
        for noun, one in said.items():
            if noun != "deal":
                self._shared(one, held[noun])
        firm = said.get("firm")
        if firm is not None and firm is not main and firm.keys and not firm.refused:
            main.firm = firm
        person = said.get("person")
        if person is not None and person is not main and person.keys and not person.refused:
            main.person = person
            person.firm = main.firm if main.noun == "deal" else main if main.noun == "firm" else None
        return main

    def _shared(self, said: Said, held: dict[str, Any]) -> None:
        """Owner, place, paragraphs, fields of the workspace's own; cut to what fits."""
        values = said.values
        self._owner(said, held)
        if "city" in held or "street" in held or "country" in held or "postcode" in held or "region" in held:
            values["place"] = pieces.place(held)
        if "about" in held:
            values["about"] = "\n\n".join(held["about"])
        for name, value in held.items():
            if name.startswith("extra."):
                values[name] = value
        for name, value in values.items():
            most = LONGEST.get(name)
            if most is not None and len(value) > most:
                values[name] = value[:most]
                said.notes.append(f"{name}: cut to {most} characters")

    def _owner(self, said: Said, held: dict[str, Any]) -> None:
        name = held.get("owner")
        if name:
            owner = self._rules.owners.get(name.casefold())
            if owner:
                said.values["owner_id"] = owner
            elif owner is None:
                said.notes.append("the owner is nobody here")

    def _person(self, said: Said, held: dict[str, Any]) -> None:
        values = said.values
        name = held.get("name") or " ".join(
            part for part in (held.get("given"), held.get("middle"), held.get("surname")) if part
        )
        if name:
            values["name"] = name
        for email in held.get("email", ()):
            if self._rules.ours(email):
                said.refused = f"An address of our own side: {email}"[:200]
            elif email not in said.emails:
                said.emails.append(email)
        for cell in held.get("telephone", ()):
            said.phones += [part.strip() for part in cell.replace(" ::: ", ";").split(";") if part.strip()]
        if said.phones:
            values["telephone"] = pieces.phones(said.phones)
        for one in ("title", "link"):
            if held.get(one):
                values[one] = held[one]
        if held.get("id"):
            said.keys.append((self._system, str(held["id"])[:120]))
        said.keys += [("email", email) for email in said.emails]
        if not name and not said.emails:
            if said.main:
                said.refused = said.refused or "Neither a name nor an e-mail address."
            elif not said.keys:
                said.refused = "nobody"

    def _firm(self, said: Said, held: dict[str, Any], person: Said | None) -> None:
        values = said.values
        name = held.get("name", "")
        if name:
            values["name"] = name
        link = held.get("link", "")
        domain = addresses.registrable(pieces.host(link)) if link else ""
        if domain and addresses.is_free_mail(domain):
            domain = ""
        if link and pieces.host(link):
            values["link"] = link
        emails = person.emails if person is not None else []
        of_mail = next((found for email in emails if (found := addresses.firm_of(email))), "") if not domain else ""
        if held.get("telephone"):
            values["telephone"] = pieces.phones(held["telephone"])
        if held.get("industry"):
            values["industry"] = held["industry"]
        if held.get("headcount") is not None and 0 <= held["headcount"] <= MOST_HEADCOUNT:
            values["headcount"] = int(held["headcount"])
        if held.get("id"):
            said.keys.append((self._system, str(held["id"])[:120]))
        alike = of_mail and (not name or pieces.alike(name, of_mail))
        domain = domain or (of_mail if alike else "")
        if domain:
            values["domain"] = domain
            said.keys.append(("domain", domain))
        if name:
            said.keys.append(("name", pieces.firm_key(name)))
        if of_mail and not alike:
            said.keys.append(("known domain", of_mail))
        if not name and not domain and said.main:
            said.refused = "Neither a name nor a website."

    def _deal(self, said: Said, held: dict[str, Any], beside: Mapping[str, Said]) -> None:
        values, rules = said.values, self._rules
        stage_word, pipeline = held.get("stage", ""), held.get("pipeline", "")
        first, last = rules.pipelines.get(pipeline.casefold(), (rules.first_stage, rules.last_stage))
        outcome, stage = rules.stages.get(stage_key(pipeline, stage_word), ("", 0)) if stage_word else ("", 0)
        outcome = self._outcome(held.get("outcome", ""), held) or outcome or outcome_in(stage_word)
        if stage:
            values["stage_id"] = stage
        else:
            said.usual["stage_id"] = last if outcome else first
        closed = pieces.seconds(held.get("closed"))
        opened = pieces.seconds(held.get("opened"))
        if outcome:
            values["outcome"] = outcome
            if closed is not None or opened is not None:
                values["closed_at"] = closed if closed is not None else opened
            values["outcome_reason"] = held.get("outcome_reason", "")
        elif held.get("closed"):
            values["expected_date"] = str(held["closed"])[:10]
        if held.get("expected"):
            values["expected_date"] = str(held["expected"])[:10]
        if opened is not None:
            values["opened_at"] = opened
        amount = held.get("amount")
        if amount is not None:
            if abs(amount) >= MOST_AMOUNT:
                said.refused = f"The amount is too large: {amount:.0f}"
                return
            values["amount"] = f"{amount:.2f}"
            values["currency"] = pieces.currency(held.get("currency"), self._plan.currency)
        for name in ("next_step",):
            if held.get(name):
                values[name] = held[name]
        self._owner(said, held)
        self._shared(said, {name: held[name] for name in held if name != "owner"})
        firm, person = beside.get("firm"), beside.get("person")
        named = " – ".join(str(one) for one in held.get("name", ()))
        title = named or self._composed(held, firm, person)
        if not title and amount is None and not held.get("id"):
            said.refused = "Neither a name, an amount nor a firm."
            return
        values["name"] = title[:200] or f"Deal {held.get('id') or said.line}"
        if held.get("id"):
            said.keys.append((self._system, str(held["id"])[:120]))
        else:
            firm_name = firm.values.get("name", "") if firm is not None else ""
            what = [pieces.firm_key(firm_name) if firm_name else "", values["name"].casefold()]
            what += [f"{opened:.0f}"] if opened is not None else [str(values.get(name)) for name in sorted(values)]
            said.keys.append(("row", pieces.print_of_words(what)))
        if firm is None or not firm.keys:
            said.notes.append("deals without a firm")

    def _composed(self, held: dict[str, Any], firm: Said | None, person: Said | None) -> str:
        """A name for a deal that has none: its firm and what it is about."""
        parts = [firm.values.get("name") or firm.values.get("domain", "") if firm is not None else ""]
        if not parts[0] and person is not None:
            parts = [person.values.get("name", "")]
        parts.append(
            next((str(value) for name, value in held.items() if name.startswith("extra.") and "product" in name), "")
        )
        return " – ".join(part for part in parts if part)

    def _outcome(self, word: str, held: dict[str, Any]) -> str:
        """What a column of outcomes says: words, or yes and no under a heading such as "Is won"."""
        if not word:
            return ""
        found = outcome_in(word)
        if found or word.casefold() not in ("true", "yes", "1", "ja"):
            return found
        return "won"


def identity(said: Said) -> Key | None:
    """What stands for the number of somebody who has neither a number nor an address: their name with their firm and
    telephone, or all that is said of them when there is neither."""
    if said.noun == "person" and said.values.get("name") and not said.emails:
        firm = said.firm.values.get("name", "") if said.firm is not None else ""
        phone = record_fields.phone(said.phones[0]) if said.phones else ""
        what = [
            record_fields.fold(said.values["name"]) or said.values["name"],
            pieces.firm_key(firm) if firm else "",
            phone,
        ]
        if not firm and not phone:
            what += [f"{name}={said.values[name]}" for name in sorted(said.values)]
        return "row", pieces.print_of_words(what)
    return None


_REMEMBERED = 4_000  # cells a column whose values are kept at hand
_SEVERAL = frozenset((*_PLACE, "telephone", "about"))


def _split(column: ColumnPlan) -> tuple[str, str]:
    noun, _, name = column.target.partition(".")
    if noun == "new":  # not made yet: a dry run
        return name, f"extra.{(column.name or column.heading).lower()}"
    if noun == "extra":
        noun, _, key = name.partition(".")
        return noun, f"extra.{key}"
    return noun, name


def _reading(column: ColumnPlan) -> Callable[[str], Any]:
    if column.target == "person.email":
        read: Callable[[str], Any] = pieces.emails
    else:
        read = reader(column.kind, column.order, column.mark)
    if column.target == "deal.name":
        one = read
        read = lambda cell: [found] if isinstance(found := one(cell), str) else found  # noqa: E731
    mends, known = column.mends, dict[str, Any]()

    def remembered(cell: str) -> Any:
        value = known.get(cell, known)
        if value is known:
            value = read(mends.get(cell.strip(), cell) if mends else cell)
            if len(known) < _REMEMBERED:
                known[cell] = value
        return value

    return remembered


def _cells_of(column: ColumnPlan, plan: Plan, folder: Path) -> Callable[[Sequence[str]], str] | None:
    """For a column of a list: its cell for the word that stands in the row (as it was mended)."""
    if column.via is None:
        return None
    here, file, key, place = column.via
    rows = listed(plan.files[file], folder, key)
    mends = next((one.columns[here].mends for one in plan.files if column in one.columns), {})

    def cell(cells: Sequence[str]) -> str:
        word = cells[here].strip() if here < len(cells) else ""
        found = rows.get(mends.get(word, word))
        return found[place] if found is not None and place < len(found) else ""

    return cell
