"""The plan a person is shown first: what each file is about, where each column goes, which files name each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sellwright.importing.looking import Found
from sellwright.importing.plans import APART, ColumnPlan, FileNoun, FilePlan, Plan
from sellwright.interactions import column_headings, near_words
from sellwright.interactions.column_headings import Noun, plain
from sellwright.interactions.near_words import Near
from sellwright.interactions.words_records import COUNTRIES, INDUSTRIES
from sellwright.protocols import table_edges, table_files

ORDER = {"firm": 0, "person": 1, "deal": 2, "list": 3, "skip": 4}
MOST_LISTED = 20_000  # rows of a list that others look into: it is held in memory
NAMED = 0.6  # share of a column's words that stand in a list, from which it names the list's rows
_WON = ("won", "closedwon", "closed won", "gewonnen", "sold", "win", "success", "ganado", "gagne")
_LOST = ("lost", "closedlost", "closed lost", "verloren", "dead", "lose", "perdido", "perdu", "disqualified")
_NONE = ("no decision", "abandoned", "nodecision", "stalled out", "keine entscheidung")
_LONGEST_FIELD = 100
DAYS = ("opened", "closed", "expected", "next_step_date", "stage_since")  # fields that hold one


def propose(found: Sequence[Found], folder: Path, noun: str = "") -> Plan:
    """A plan for these files; `noun` says what all of them are about. Reads lists once more for what they hold."""
    system = "" if noun else _system(found)
    files = []
    for one in found:
        headings = [column.heading for column in one.columns]
        about: FileNoun = noun or column_headings.noun_of(headings) or "list"  # type: ignore[assignment]
        files.append(FilePlan(one.name, one.path, about, one.shape, _columns(one, about), one.rows))
    files = _joined(files, found, folder)
    if len(files) == 1 and files[0].noun == "list":  # nothing looks into it: the person says what it is
        files = [replace(files[0], noun="person", columns=_columns(found[0], "person"))]
    return Plan(tuple(sorted(files, key=lambda file: ORDER[file.noun])), system or _system(found))


def again(file: FilePlan, found: Found, noun: FileNoun) -> FilePlan:
    """The same file, about something else."""
    kept = tuple(column for column in file.columns if column.via is not None)
    return replace(file, noun=noun, columns=(*_columns(found, noun), *kept))


def ordered(plan: Plan) -> Plan:
    """The same with its files in the order they are written."""
    order = sorted(range(len(plan.files)), key=lambda at: ORDER[plan.files[at].noun])
    moved = {old: new for new, old in enumerate(order)}
    return replace(plan, files=tuple(_moved(plan.files[at], moved) for at in order))


def outcome_in(word: str) -> str:
    """'won', 'lost' or 'no decision', as a word of a stage or a state says; '' when it says neither."""
    folded = " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
    squeezed = folded.replace(" ", "")
    for outcome, words in (("no decision", _NONE), ("lost", _LOST), ("won", _WON)):
        if any(folded == one or squeezed == one.replace(" ", "") for one in words):
            return outcome
        if any(part in words for part in folded.split()) and not {"not", "nicht"} & set(folded.split()):
            return outcome
    return ""


def stage_key(pipeline: str, word: str) -> str:
    """Under which a plan keeps what a word for a stage means."""
    return f"{' '.join(pipeline.split()).casefold()}{APART}{' '.join(word.split()).casefold()}"


def _system(found: Sequence[Found]) -> str:
    names = (column_headings.system_of([column.heading for column in one.columns]) for one in found)
    return next((name for name in names if name), "")


def _columns(found: Found, noun: FileNoun) -> tuple[ColumnPlan, ...]:
    named = column_headings.targets([c.heading for c in found.columns], noun) if noun in column_headings.NOUNS else []
    out = []
    mended = table_edges.is_mended([column.heading for column in found.columns])
    for at, column in enumerate(found.columns):
        if mended and at < 2:
            out.append(ColumnPlan(column.heading))
            continue
        target = named[at] if named else ""
        if target == "deal.product" or (
            noun in column_headings.NOUNS and column.filled and not _suits(target, column.kind)
        ):
            target = f"new.{noun}"
        out.append(
            ColumnPlan(
                column.heading,
                target,
                kind_for(target, column.kind),
                column.order,
                column.mark or ".",
                column.currency,
                name=label(column.heading),
                choices=column.choices,
            )
        )
    return tuple(out)


def _suits(target: str, kind: str) -> bool:
    """Whether cells of a kind can be what the target wants; a range of heads is no number of them."""
    name = target.rpartition(".")[2]
    if name in ("amount", "headcount"):
        return kind in ("number", "money", "text" if name == "amount" else "number")
    if name in DAYS:
        return kind in ("date", "moment", "text")
    return bool(target)


def label(heading: str) -> str:
    """A heading as the name of a field: "sales_price" is "Sales price"."""
    words = " ".join(heading.replace("_", " ").split())
    return (words[:1].upper() + words[1:])[:_LONGEST_FIELD]


def kind_for(target: str, kind: str) -> str:
    """How cells are read by where they go: a name is a text, whatever it looks like."""
    begin, _, name = target.partition(".")
    if begin in ("new", "extra", ""):
        return kind
    if name == "email":
        return "email"
    if name in ("amount", "headcount"):
        return "number"
    if name in DAYS:
        return kind if kind in ("date", "moment") else "date"
    return "long" if name == "about" else "text"


def listed(file: FilePlan, folder: Path, key: int) -> dict[str, list[str]]:
    """The rows of a list by the word in their key column. At most MOST_LISTED."""
    out: dict[str, list[str]] = {}
    for _line, cells, _why in table_files.rows(folder / file.path, file.shape):
        if cells is not None and key < len(cells) and len(out) < MOST_LISTED:
            out.setdefault(cells[key].strip(), cells)
    return out


def _joined(files: list[FilePlan], found: Sequence[Found], folder: Path) -> list[FilePlan]:
    """Columns of lists stand beside the column of another file that names their rows."""
    out = list(files)
    for at, one in enumerate(files):
        if one.noun == "list" and found[at].rows <= MOST_LISTED and found[at].columns:
            key = _key_of(found[at])
            words = set(found[at].words[key])
            for other, file in enumerate(files):
                column = _naming(file, found[other], words) if file.noun in column_headings.NOUNS else None
                if column is not None:
                    more = [
                        ColumnPlan(theirs.heading, f"new.{file.noun}", theirs.kind, theirs.order, theirs.mark or ".",
                                   theirs.currency, name=label(theirs.heading), choices=theirs.choices,
                                   via=(column, at, key, place))
                        for place, theirs in enumerate(found[at].columns) if place != key
                    ]  # fmt: skip
                    out[other] = replace(out[other], columns=(*out[other].columns, *more))
    moved = {old: new for new, old in enumerate(sorted(range(len(out)), key=lambda at: ORDER[out[at].noun]))}
    return [_moved(file, moved) for file in out]


def _moved(file: FilePlan, moved: Mapping[int, int]) -> FilePlan:
    columns = tuple(
        replace(one, via=(one.via[0], moved[one.via[1]], one.via[2], one.via[3])) if one.via else one
        for one in file.columns
    )
    return replace(file, columns=columns)


def _key_of(found: Found) -> int:
    """The column that names a list's rows: the first in which no word comes twice."""
    for at, column in enumerate(found.columns):
        if column.filled == found.rows == column.distinct:
            return at
    return 0


def _naming(file: FilePlan, found: Found, words: set[str]) -> int | None:
    best, chosen = NAMED, None
    for at in range(file.own):
        there = found.words[at] if at < len(found.words) else {}
        if there and words:
            share = sum(word in words for word in there) / len(there)
            if share >= best and plain(found.columns[at].heading):
                best, chosen = share, at
    return chosen


def near_of(plan: Plan, found: Sequence[Found]) -> dict[tuple[int, int], tuple[Near, ...]]:
    """Words that are probably meant otherwise, by (file, column): against a column's own words, and against the list,
    or the firms of the other file, they must be of."""
    by_path = {one.path: one for one in found}
    out: dict[tuple[int, int], tuple[Near, ...]] = {}
    firms = _firm_names(plan, by_path)
    for at, file in enumerate(plan.files):
        held = by_path[file.path]
        lists = {column.via[0]: (column.via[1], column.via[2]) for column in file.columns if column.via}
        for place in range(min(file.own, len(held.columns))):
            if place in lists:
                other, key = lists[place]
                known = set(by_path[plan.files[other].path].words[key])
            elif file.columns[place].target == "firm.name" and file.noun == "deal" and firms:
                known = firms
            else:
                known = _common(file.columns[place].target, held.words[place])
            near = {one.word: one for one in held.near[place]}
            near |= {one.word: one for one in near_words.misspelt(held.words[place], known)} if known else {}
            if near:
                out[at, place] = tuple(near.values())
    return out


def _common(target: str, words: Mapping[str, int]) -> set[str]:
    """Words everybody knows for what a column holds, as the column writes them."""
    if target == "firm.industry":
        lower = sum(word == word.lower() for word in words) * 2 > len(words)
        return {word if lower else word.capitalize() for word in INDUSTRIES}
    if target.endswith((".country", ".city")) and sum(word in COUNTRIES for word in words) * 2 > len(words):
        return set(COUNTRIES)
    return set()


def _firm_names(plan: Plan, found: Mapping[str, Found]) -> set[str]:
    names: set[str] = set()
    for file in plan.files:
        if file.noun == "firm":
            for place, column in enumerate(file.columns[: file.own]):
                if column.target == "firm.name":
                    names |= set(found[file.path].words[place])
    return names


def about(noun: str) -> Noun:
    """A word of the command line as a noun. Raises KeyError."""
    return {"people": "person", "person": "person", "contacts": "person", "firms": "firm", "firm": "firm",
            "companies": "firm", "deals": "deal", "deal": "deal"}[noun]  # type: ignore[return-value]  # fmt: skip
