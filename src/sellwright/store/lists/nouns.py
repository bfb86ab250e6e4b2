"""The lists there are: what each can show, narrow and order, as SQL over one row `t` of its table and what is joined.

":scope" stands for the scope's row id. An order names its keys, what is gone through to find rows in that order (each
way by an index), and who comes last because there is nothing to order them by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import get_args

from sellwright.interactions.values import RelationKind
from sellwright.store.lists.asking import WAYS


@dataclass(frozen=True, slots=True)
class Kinds:
    """An order by what kind a row is of: kind after kind as `names` has them, and in each, whichever way the list goes,
    the greatest of `within` first."""

    of: str
    names: tuple[str, ...]
    within: tuple[str, ...]

    @property
    def number(self) -> str:
        """The place of a row's kind, counted from 0; NULL where it has none of them."""
        cases = " ".join(f"WHEN '{name}' THEN {number}" for number, name in enumerate(self.names))
        return f"CASE {self.of} {cases} END"

    def by(self, down: bool) -> tuple[str, ...]:
        """The keys of the order."""
        return (self.number, *(one if down else f"-{one}" for one in self.within))


@dataclass(frozen=True, slots=True)
class Order:
    """How a list can be ordered. `by` ends with what no two rows share; `drive` is gone through in that order."""

    by: tuple[str, ...]
    drive: str
    filled: str = ""  # who has what it is ordered by; '': everybody
    empty: str = ""  # the others, who come last in the order they were added; '': there are none
    joins: tuple[str, ...] = ()  # what `by` and `filled` speak of beside t
    brings: tuple[str, ...] = ()  # joins that `drive` holds already
    empty_joins: tuple[str, ...] = ()
    blank: str = ""  # what the first key begins with where it says as little as none
    kinds: Kinds | None = None  # `by` is theirs


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `value` is what is shown; `test` what conditions look at ('': nothing can be asked of it)."""

    key: str
    kind: str
    value: str = ""
    test: str = ""
    joins: tuple[str, ...] = ()
    order: Order | None = None
    edit: str = ""  # what an edit in the list changes; '': nothing
    index: str = ""  # ids of rows that fit, by an index: ends where the condition on `index_on` goes
    index_on: str = ""
    ref: str = ""  # public id of what the value names
    field: int = 0  # row id of the workspace's own field
    name: str = ""  # of such a field
    choices: tuple[str, ...] = ()
    currency: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """How it can be narrowed."""
        return WAYS.get(self.kind, ()) if self.test or self.field else ()


@dataclass(frozen=True, slots=True)
class Noun:
    """A list."""

    key: str
    table: str
    visible: str  # which rows a scope may know of
    visible_joins: tuple[str, ...]
    known: tuple[str, ...]  # ids of those rows, each part by an index
    joins: dict[str, str]  # by alias
    columns: tuple[Column, ...]
    shown: tuple[str, ...]  # columns as the list comes
    sort: str
    down: bool
    values: str = ""  # table of values of own fields
    public: str = "t.public_id"
    named: dict[str, Column] = field(default_factory=dict, compare=False)

    def column(self, key: str) -> Column | None:
        """The column of that key."""
        if not self.named:
            self.named.update({column.key: column for column in self.columns})
        return self.named.get(key)

    def with_fields(self, rows: Iterable[tuple[int, str, str, str, list[str], str]]) -> Noun:
        """The same with the workspace's own fields: (id, key, name, kind, choices, currency)."""
        own = tuple(_own(self, *row) for row in rows)
        return replace(self, columns=(*self.columns, *own), named={}) if own else self


_UNORDERED = frozenset({"long", "choices", "person", "colleague"})


def _own(noun: Noun, pk: int, key: str, name: str, kind: str, choices: list[str], currency: str) -> Column:
    number = kind in ("number", "money", "date", "moment", "yes_no")
    by = "v.number" if number else "v.head"
    has = "v.number IS NOT NULL" if number else "NOT (v.head = '')"
    joined = f"v.field_id = {pk} AND {has}"
    order = Order(
        by=(by, "v.row_id"),
        drive=f"{noun.values} v JOIN {noun.table} t ON t.id = v.row_id",
        filled=joined,
        empty=f"NOT EXISTS (SELECT 1 FROM {noun.values} w WHERE w.row_id = t.id AND +w.field_id = {pk})",
        joins=("v",),
        brings=("v",),
    )
    return Column(
        key=f"x.{key}", kind=kind, field=pk, name=name, choices=tuple(map(str, choices)), currency=currency,
        order=None if kind in _UNORDERED else order, edit=f"x.{key}",
    )  # fmt: skip


def _plain(table: str, by: str, filled: str = "", empty: str = "") -> Order:
    return Order((by, "t.id"), f"{table} t", filled, empty)


def _through(table: str, alias: str, by: str, other: str, on: str) -> Order:
    """In the order of another table's names: through it, and from each of its rows to ours."""
    return Order(
        by=(by, f"{alias}.id", "t.id"),
        drive=f"{other} {alias} JOIN {table} t ON t.{on} = +{alias}.id",  # "+": never the other way round
        empty=f"t.{on} IS NULL",
        joins=(alias,),
        brings=(alias,),
    )


_STOOD = Order(
    by=("s.last_at", "s.id"),
    drive="store_standing s JOIN store_person t ON t.id = s.person_id",
    filled="s.scope_id = :scope",
    empty="t.by_hand AND s.id IS NULL",
    joins=("s",),
    brings=("s",),
    empty_joins=("s",),
)
_RELATIONS = Kinds(
    "s.relation", tuple(kind for kind in get_args(RelationKind) if kind != "unknown"), ("s.last_at", "s.id")
)
_OWNER = "LEFT JOIN store_user o ON o.id = t.owner_id"
_FIRM = "LEFT JOIN store_firm f ON f.id = t.firm_id"
_NAME = "CASE WHEN t.name <> '' THEN t.name WHEN SUBSTR(t.key, 1, 5) = 'none:' THEN '' ELSE t.key END"
_FIRM_NAME = "CASE WHEN f.name <> '' THEN f.name ELSE COALESCE(f.domain, '') END"
_OWNER_NAME = "CASE WHEN o.name <> '' THEN o.name ELSE COALESCE(o.email, '') END"


def _owner(table: str) -> Column:
    return Column(
        "owner", "owner", _OWNER_NAME, "+t.owner_id", ("o",), _through(table, "o", "o.name", "store_user", "owner_id"),
        edit="owner", index=f"SELECT id FROM {table} WHERE", index_on="owner_id", ref="o.public_id",
    )  # fmt: skip


def _firm(table: str, edit: str = "") -> Column:
    return Column(
        "firm", "firm", _FIRM_NAME, "f.sort_name", ("f",),
        _through(table, "f", "f.sort_name", "store_firm", "firm_id"), edit=edit,
        index=f"SELECT id FROM {table} WHERE", index_on="firm_id", ref="f.public_id",
    )  # fmt: skip


IN_SCOPE = "SELECT person_id AS id FROM store_standing WHERE scope_id = :scope AND"

PEOPLE = Noun(
    key="person",
    table="store_person",
    visible="(t.by_hand OR s.id IS NOT NULL)",
    visible_joins=("s",),
    known=(
        "SELECT person_id AS id FROM store_standing WHERE scope_id = :scope",
        "SELECT id FROM store_person WHERE by_hand",
    ),
    joins={
        "s": "LEFT JOIN store_standing s ON s.scope_id = :scope AND s.person_id = t.id",
        "f": _FIRM,
        "o": _OWNER,
    },
    columns=(
        Column("name", "name", _NAME, "t.sort_name", order=_plain("store_person", "t.sort_name"), edit="name"),
        _firm("store_person", "firm"),
        Column(
            "title", "text", "t.title", "t.title",
            order=_plain("store_person", "LOWER(t.title)", "NOT (t.title = '')", "t.title = ''"), edit="title",
        ),
        Column(
            "relation", "relation", "COALESCE(s.relation, 'unknown')", "COALESCE(s.relation, 'unknown')", ("s",),
            replace(_STOOD, by=_RELATIONS.by(False), empty=f"{_RELATIONS.number} IS NULL", kinds=_RELATIONS),
            index=IN_SCOPE, index_on="relation",
        ),
        Column(
            "effort", "effort", "COALESCE(s.effort_verdict, '')", "COALESCE(s.effort_verdict, '')", ("s",),
            Order(
                ("s.effort_share", "s.person_id"), _STOOD.drive, "s.scope_id = :scope AND s.effort_share IS NOT NULL",
                "s.effort_share IS NULL", ("s",), ("s",), ("s",),
            ),
        ),
        Column(
            "last", "at", "COALESCE(s.last_at, 0)", "COALESCE(s.last_at, 0)", ("s",), _STOOD,
            index=IN_SCOPE, index_on="last_at",
        ),
        _owner("store_person"),
        Column("email", "email", "CASE WHEN SUBSTR(t.key, 1, 5) = 'none:' THEN '' ELSE t.key END",
               "CASE WHEN SUBSTR(t.key, 1, 5) = 'none:' THEN '' ELSE t.key END", order=Order(
                   ("t.key", "t.id"), "store_person t", "SUBSTR(t.key, 1, 5) <> 'none:'",
                   "SUBSTR(t.key, 1, 5) = 'none:'", blank="none:")),
        Column("telephone", "phone", "t.telephone", "t.telephone", edit="telephone"),
        Column("place", "text", "t.place", "t.place", edit="place"),
        Column("link", "link", "t.link", "t.link", edit="link"),
        Column("about", "long", "t.about", "t.about", edit="about"),
        Column("first", "at", "COALESCE(s.first_at, 0)", "COALESCE(s.first_at, 0)", ("s",)),
        Column("by_hand", "yes_no", "t.by_hand", "t.by_hand"),
        Column("added", "count", "t.id", order=Order(("t.id",), "store_person t")),
    ),
    shown=("name", "firm", "relation", "effort", "last", "owner"),
    sort="last",
    down=True,
    values="store_personvalue",
)  # fmt: skip

_FIRM_LAST = "(SELECT MAX(z.last_at) FROM store_standing z WHERE z.scope_id = :scope AND z.firm_id = t.id)"
_NEWEST = (
    "s.scope_id = :scope AND NOT EXISTS (SELECT 1 FROM store_standing z WHERE z.scope_id = :scope"
    " AND z.firm_id = s.firm_id AND z.last_at >= s.last_at AND (z.last_at > s.last_at OR z.id > s.id))"
)
FIRMS = Noun(
    key="firm",
    table="store_firm",
    visible=(
        "(t.by_hand OR EXISTS (SELECT 1 FROM store_standing z WHERE z.scope_id = :scope AND z.firm_id = t.id)"
        " OR EXISTS (SELECT 1 FROM store_person z WHERE z.firm_id = t.id AND z.by_hand))"
    ),
    visible_joins=(),
    known=(
        "SELECT DISTINCT firm_id AS id FROM store_standing WHERE scope_id = :scope AND firm_id IS NOT NULL",
        "SELECT id FROM store_firm WHERE by_hand",
        "SELECT DISTINCT firm_id AS id FROM store_person WHERE by_hand AND firm_id IS NOT NULL",
    ),
    joins={
        "o": _OWNER,
        "s": f"LEFT JOIN store_standing s ON s.firm_id = t.id AND {_NEWEST}",
    },
    columns=(
        Column("name", "name", "CASE WHEN t.name <> '' THEN t.name ELSE COALESCE(t.domain, '') END", "t.sort_name",
               order=_plain("store_firm", "t.sort_name"), edit="name"),
        Column("domain", "text", "COALESCE(t.domain, '')", "COALESCE(t.domain, '')"),
        Column("industry", "text", "t.industry", "t.industry", edit="industry",
               order=_plain("store_firm", "LOWER(t.industry)", "NOT (t.industry = '')", "t.industry = ''")),
        Column("headcount", "number", "t.headcount", "t.headcount", edit="headcount",
               order=_plain("store_firm", "t.headcount", "t.headcount IS NOT NULL", "t.headcount IS NULL")),
        Column("last", "at", f"COALESCE({_FIRM_LAST}, 0)", f"COALESCE({_FIRM_LAST}, 0)", order=Order(
            ("s.last_at", "s.id"), "store_standing s JOIN store_firm t ON t.id = s.firm_id", _NEWEST,
            "NOT EXISTS (SELECT 1 FROM store_standing z WHERE z.scope_id = :scope AND z.firm_id = t.id)",
            ("s",), ("s",),
        )),
        Column("people", "count", "(SELECT COUNT(*) FROM (SELECT 1 FROM store_person p WHERE p.firm_id = t.id AND"
               " (p.by_hand OR EXISTS (SELECT 1 FROM store_standing z WHERE z.scope_id = :scope"
               " AND z.person_id = p.id)) LIMIT 1000) n)"),
        Column("deals", "count", "(SELECT COUNT(*) FROM store_deal d WHERE d.firm_id = t.id AND d.outcome = ''"
               " AND NOT d.proposed)"),
        _owner("store_firm"),
        Column("telephone", "phone", "t.telephone", "t.telephone", edit="telephone"),
        Column("place", "text", "t.place", "t.place", edit="place"),
        Column("link", "link", "t.link", "t.link", edit="link"),
        Column("about", "long", "t.about", "t.about", edit="about"),
        Column("added", "count", "t.id", order=Order(("t.id",), "store_firm t")),
    ),
    shown=("name", "industry", "people", "deals", "last", "owner"),
    sort="last",
    down=True,
    values="store_firmvalue",
)  # fmt: skip


def _dated(key: str, edit: str = "") -> Column:
    test = f"t.{key}"
    return Column(key, "date", test, test, edit=edit,
                  order=_plain("store_deal", test, f"{test} IS NOT NULL", f"{test} IS NULL"))  # fmt: skip


DEALS = Noun(
    key="deal",
    table="store_deal",
    visible="NOT t.proposed",
    visible_joins=(),
    known=("SELECT id FROM store_deal WHERE NOT proposed",),
    joins={"f": _FIRM, "o": _OWNER, "g": "LEFT JOIN store_stage g ON g.id = t.stage_id"},
    columns=(
        Column("name", "name", "t.name", "t.sort_name", order=_plain("store_deal", "t.sort_name"), edit="name"),
        _firm("store_deal"),
        Column("stage", "stage", "g.name", "+t.stage_id", ("g",),
               _through("store_deal", "g", "g.position", "store_stage", "stage_id"),
               edit="stage", index="SELECT id FROM store_deal WHERE", index_on="stage_id", ref="g.public_id"),
        Column("amount", "money", "t.amount", "t.amount", edit="amount", ref="t.currency",
               order=_plain("store_deal", "t.amount", "t.amount IS NOT NULL", "t.amount IS NULL")),
        _owner("store_deal"),
        _dated("expected_date", "expected_date"),
        Column("next_step", "text", "t.next_step", "t.next_step", edit="next_step"),
        _dated("next_step_date", "next_step_date"),
        Column("outcome", "outcome", "t.outcome", "COALESCE(t.outcome, '')"),
        Column("outcome_reason", "text", "t.outcome_reason", "t.outcome_reason"),
        Column("opened", "at", "t.opened_at", "t.opened_at", order=_plain("store_deal", "t.opened_at")),
        Column("closed", "at", "COALESCE(t.closed_at, 0)", "COALESCE(t.closed_at, 0)"),
        Column("since", "at", "t.stage_since", "t.stage_since"),
        Column("about", "long", "t.about", "t.about", edit="about"),
        Column("added", "count", "t.id", order=Order(("t.id",), "store_deal t")),
    ),
    shown=("name", "firm", "stage", "amount", "next_step", "next_step_date", "owner"),
    sort="opened",
    down=True,
    values="store_dealvalue",
)  # fmt: skip

PROMISES = Noun(
    key="promise",
    table="store_promised",
    visible="t.scope_id = :scope",
    visible_joins=(),
    known=("SELECT id FROM store_promised WHERE scope_id = :scope",),
    joins={
        "p": "JOIN store_person p ON p.id = t.person_id",
        "f": "LEFT JOIN store_firm f ON f.id = p.firm_id",
        "o": "LEFT JOIN store_user o ON o.id = p.owner_id",
    },
    columns=(
        Column("text", "name", "t.text", "LOWER(t.text)"),
        Column("person", "who", _NAME.replace("t.", "p."), "p.sort_name", ("p",), ref="p.public_id"),
        Column("firm", "firm", _FIRM_NAME, "f.sort_name", ("p", "f"), ref="f.public_id"),
        Column("side", "side", "t.side", "t.side"),
        Column("due", "date", "t.due_date", "t.due_date", order=Order(
            ("t.due_date", "t.id"), "store_promised t", "t.due_date IS NOT NULL", "t.due_date IS NULL")),
        Column("said", "at", "t.at", "t.at", order=_plain("store_promised", "t.at")),
        Column("open", "yes_no", "t.is_open", "t.is_open"),
        Column("kept", "yes_no", "(t.kept_by <> '')", "(t.kept_by <> '')"),
        Column("owner", "owner", _OWNER_NAME, "p.owner_id", ("p", "o")),
    ),
    shown=("text", "person", "firm", "side", "due", "said", "owner"),
    sort="due",
    down=False,
    public="t.message",
)  # fmt: skip

NOUNS: dict[str, Noun] = {noun.key: noun for noun in (PEOPLE, FIRMS, DEALS, PROMISES)}
