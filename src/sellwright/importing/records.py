"""A row of a file as what it says of a firm, a person and a deal, by the plan. It knows nothing of what is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sellwright.importing import cells, pieces
from sellwright.importing.cells import Step
from sellwright.importing.plans import Plan
from sellwright.importing.proposing import outcome_in, stage_key
from sellwright.interactions import addresses, record_fields
from sellwright.interactions.column_values import Wrong, currency_in
from sellwright.protocols.table_files import Row

LONGEST = {"name": 200, "title": 200, "telephone": 60, "place": 300, "link": 300, "industry": 120, "next_step": 300,
           "outcome_reason": 300}  # fmt: skip
MOST_HEADCOUNT = 2_000_000_000
MOST_AMOUNT = 1e12
_PLACE = frozenset(("street", "postcode", "city", "region", "country"))
_ONE, _MANY, _MORE, _SUM = range(4)  # the last cell counts; all of them; all of each; a sum and its currency
_HELD = dict.fromkeys((*_PLACE, "about"), _MANY) | {"email": _MORE, "telephone": _MORE, "amount": _SUM}

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
    entered: float | None = None  # of a deal: when it came into its stage, where the file says so
    refused: str = ""
    main: bool = False  # what the row is about; else it is named beside it
    firm: Said | None = None
    person: Said | None = None
    contact: str = ""  # of a deal: whom it names by their name alone


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
        self._steps = cells.steps(plan, at, folder)
        self._nouns = {step.noun for step in self._steps} | {self._file.noun}
        self._extras = {
            noun: [step.name for step in self._steps if step.noun == noun and step.name.startswith("extra.")]
            for noun in self._nouns
        }
        self._places = [  # noun, name, how it is kept, heading of a column, and whether it is left empty where odd
            (step.noun, step.name, _HELD.get(step.name, _ONE), step.column.heading, step.column.odd == "leave")
            for step in self._steps
        ]

    def read(self, rows: Sequence[Row]) -> list[Said]:
        """What each row is about, with the firm and the person it names beside."""
        good = [row[1] for row in rows if row[1] is not None]
        columns = [step.values(good) for step in self._steps]
        for at, step in enumerate(self._steps):
            if step.name == "amount":
                columns[at] = _with_currency(step, columns[at], good)
        values = zip(*columns, strict=True) if columns else iter([()] * len(good))
        return [self._row(row, next(values) if row[1] is not None else ()) for row in rows]

    def _row(self, row: Row, values: Sequence[Any]) -> Said:
        main = Said(self._file.noun, row[0], self._at, main=True)
        if row[1] is None:
            main.refused = row[2]
            return main
        held: dict[str, dict[str, Any]] = {"person": {}, "firm": {}, "deal": {}}
        for value, (noun, name, kept, heading, leave) in zip(values, self._places, strict=True):
            if value is None:
                continue
            if type(value) is Wrong:
                if leave:
                    main.notes.append(f"{heading}: left empty where it could not be read")
                    continue
                main.refused = f"{heading}: {value.why}"[:200]
                return main
            of = held[noun]
            if kept == _ONE:
                of[name] = value
            elif kept == _SUM:
                of[name], currency = value
                if currency:
                    of.setdefault("currency", currency)
            elif name in of:
                of[name] = [*of[name], *(value if kept == _MORE else (value,))]
            else:
                of[name] = value if kept == _MORE else [value]
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
        elif main.noun == "deal" and person is not None and not person.refused:
            main.contact = person.values.get("name", "")
        return main

    def _shared(self, said: Said, held: dict[str, Any]) -> None:
        """Owner, place, paragraphs, fields of the workspace's own; cut to what fits."""
        values = said.values
        self._owner(said, held)
        if not _PLACE.isdisjoint(held):
            values["place"] = pieces.place(held)
        if "about" in held:
            values["about"] = "\n\n".join(held["about"])
        for name in [name for name, value in values.items() if name in LONGEST and len(value) > LONGEST[name]]:
            most = LONGEST[name]
            values[name] = values[name][:most]
            said.notes.append(f"{name}: cut to {most} characters")
        for name in self._extras.get(said.noun, ()):
            if name in held:
                values[name] = held[name]

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
        name = held.get("name") or " ".join([held[part] for part in ("given", "middle", "surname") if part in held])
        if name:
            values["name"] = name
        for email in held.get("email", ()):
            if self._rules.ours(email):
                said.refused = f"An address of our own side: {email}"[:200]
            elif email not in said.emails:
                said.emails.append(email)
        if "telephone" in held:
            said.phones = held["telephone"]
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
            said_when = (closed, pieces.seconds(held.get("expected")), opened)
            if (when := next((one for one in said_when if one is not None), None)) is not None:
                values["closed_at"] = when
            values["outcome_reason"] = held.get("outcome_reason", "")
        elif held.get("closed"):
            values["expected_date"] = str(held["closed"])[:10]
        if held.get("expected"):
            values["expected_date"] = str(held["expected"])[:10]
        if opened is not None:
            values["opened_at"] = opened
        said.entered = pieces.seconds(held.get("stage_since"))
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


def _with_currency(step: Step, values: Sequence[Any], rows: Sequence[Sequence[str]]) -> list[Any]:
    """Sums with the currency of the column, or that of the cell."""
    usual = step.column.currency
    return [
        value if value is None or type(value) is Wrong else (value, usual or currency_in(cell))
        for value, cell in zip(values, step.cells(rows), strict=True)
    ]


def identity(said: Said) -> Key | None:
    """What stands for the number of somebody who has neither a number nor an address: their name with their firm and
    telephone, or all that is said of them when there is neither."""
    if said.noun == "person" and said.values.get("name") and not said.emails:
        firm = said.firm.values.get("name", "") if said.firm is not None else ""
        phone = pieces.digits(said.phones[0]) if said.phones else ""
        what = [
            record_fields.fold(said.values["name"]) or said.values["name"],
            pieces.firm_key(firm) if firm else "",
            phone,
        ]
        if not firm and not phone:
            what += [f"{name}={said.values[name]}" for name in sorted(said.values)]
        return "row", pieces.print_of_words(what)
    return None
