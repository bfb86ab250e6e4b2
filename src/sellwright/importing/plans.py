"""What an import will do with each column: the plan a person looks over, as values that go to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from sellwright.interactions.column_headings import Noun
from sellwright.protocols.table_files import Shape

FileNoun = Literal["person", "firm", "deal", "list", "skip"]
LEFT_OUT = ""
_DESCRIBED = frozenset(("field", "column", "variable", "attribute", "feld", "spalte", "field name", "column name"))
_DESCRIBES = frozenset(("description", "meaning", "definition", "beschreibung", "bedeutung"))
APART = "\x1f"  # between the name of a pipeline and that of a stage


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Where one column goes. `target`: "person.email", "extra.person.<key>" (a field of the workspace), "new.person"
    (a field that is made from it), '' left out. `via` is set for a column that comes from another file by a name that
    stands in this one: (column here, file, its key column, its column)."""

    heading: str
    target: str = LEFT_OUT
    kind: str = "text"
    order: str = ""
    mark: str = "."
    currency: str = ""
    odd: str = "refuse"  # a cell that is no value: "refuse" the row, or "leave" the cell empty
    mends: Mapping[str, str] = field(default_factory=dict)  # word to what is meant
    name: str = ""  # of a new field
    choices: tuple[str, ...] = ()
    via: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file: what its rows are about, and its columns. A "list" is only looked into by others."""

    name: str  # as the person knows it
    path: str  # inside the import's folder
    noun: FileNoun
    shape: Shape
    columns: tuple[ColumnPlan, ...]
    rows: int = 0

    @property
    def own(self) -> int:
        """How many of the columns stand in the file itself."""
        return sum(column.via is None for column in self.columns)


@dataclass(frozen=True, slots=True)
class Plan:
    """All files in the order they are written: firms, people, deals."""

    files: tuple[FilePlan, ...]
    system: str = ""  # whose numbers its id columns hold: "hubspot" ...
    currency: str = "EUR"  # where a deal names none
    pipeline: str = ""  # public id of the one deals go by that name none; '' the first
    stages: Mapping[str, str] = field(default_factory=dict)  # "pipeline\x1fword": "won", "stage:<id>", "new:<name>"
    owners: Mapping[str, str] = field(default_factory=dict)  # name in the file: public id of a colleague, '' nobody

    def with_file(self, at: int, changed: FilePlan) -> Plan:
        """The same with one file planned otherwise."""
        return replace(self, files=(*self.files[:at], changed, *self.files[at + 1 :]))


def aside(plan: Plan) -> list[tuple[str, str, str]]:
    """Files none of whose rows are written: ("looked into" or "left out", its name, why: "a description of columns",
    "nothing names its rows" or '' where a person said so)."""
    looked_into = {column.via[1] for file in plan.files for column in file.columns if column.via is not None}
    out = []
    for at, file in enumerate(plan.files):
        if file.noun == "list" and at in looked_into:
            out.append(("looked into", file.name, ""))
        elif file.noun == "list":
            words = {column.heading.strip().casefold() for column in file.columns}
            describes = words & _DESCRIBED and words & _DESCRIBES
            out.append(("left out", file.name, "a description of columns" if describes else "nothing names its rows"))
        elif file.noun == "skip":
            out.append(("left out", file.name, ""))
    return out


def noun_of(target: str) -> str:
    """The noun a target belongs to: "extra.deal.product" is of deals."""
    begin, _, rest = target.partition(".")
    return rest.partition(".")[0] if begin in ("extra", "new") else begin


def to_json(plan: Plan) -> dict[str, Any]:
    """As plain values."""
    return asdict(plan)


def from_json(values: Mapping[str, Any]) -> Plan:
    """A plan that was kept."""
    return Plan(
        tuple(_file(one) for one in values["files"]),
        values.get("system", ""),
        values.get("currency", "EUR"),
        values.get("pipeline", ""),
        dict(values.get("stages", {})),
        dict(values.get("owners", {})),
    )


def _file(values: Mapping[str, Any]) -> FilePlan:
    shape = Shape(**{**values["shape"], "sheets": tuple(values["shape"].get("sheets", ()))})
    columns = tuple(
        ColumnPlan(
            **{**one, "choices": tuple(one.get("choices", ())), "via": tuple(one["via"]) if one.get("via") else None}
        )
        for one in values["columns"]
    )
    return FilePlan(values["name"], values["path"], values["noun"], shape, columns, values.get("rows", 0))


def nouns_in(file: FilePlan) -> tuple[Noun, ...]:
    """What rows of a file tell of, its own noun first."""
    if file.noun not in ("person", "firm", "deal"):
        return ()
    named = {noun_of(column.target) for column in file.columns}
    others = [noun for noun in ("firm", "person", "deal") if noun in named and noun != file.noun]
    return (file.noun, *others)
