"""Who here is probably the same as somebody who is being written down, or was written down a moment ago.

Few are looked at, found by words, addresses and numbers that stand in an index; they are compared with what the last
search over the whole book learnt (measures.duplicates)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from sellwright import access
from sellwright.interactions.record_fields import LAST_DIGITS, Role
from sellwright.interactions.record_fields import firm as plain_firm
from sellwright.interactions.record_fields import phone as plain_phone
from sellwright.mailroom.reaching import digits
from sellwright.measures import duplicates
from sellwright.measures.duplicates import Column, Learnt, Twin
from sellwright.store import search
from sellwright.store.models import Address, Firm, Person, Phone, TwinSearch, User

COLUMNS: dict[str, tuple[tuple[str, Role], ...]] = {
    "person": (("name", "name"), ("firm", "firm"), ("email", "email"), ("phone", "phone"), ("place", "text")),
    "firm": (("firm", "firm"), ("domain", "text"), ("phone", "phone"), ("place", "text")),
}
LOOKED_AT = 60  # found by one look into an index
COMPARED = 150
BEGINNING = 3  # letters of a word that is perhaps spelt otherwise
SHOWN = 5
LIKELY = 0.0  # natural log odds from which somebody who types is told: as likely as not


@dataclass(frozen=True, slots=True)
class Written:
    """One record as it is written down; '' where nothing is known. A firm has a name and a domain."""

    name: str = ""
    firm: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""
    domain: str = ""

    def of(self, noun: str) -> tuple[str, ...]:
        """In order of COLUMNS."""
        if noun == "person":
            return self.name, self.firm, self.email, self.phone, self.place
        return self.name, self.domain, self.phone, self.place


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody here who is perhaps the same: `row` is a Person or a Firm. `twin.reasons` say why; `same_address` when
    an address or a domain is the very same, which needs no reckoning."""

    row: Any
    twin: Twin
    same_address: bool


def alike(user: User, noun: str, written: Written, most: int = SHOWN) -> list[Alike]:
    """Whom of those a user may know of this is perhaps, likeliest first. The one function for forms and programs."""
    ids, exact = _found(noun, written)
    known = access.people(user).select_related("firm") if noun == "person" else access.firms(user)
    rows: list[Any] = list(known.filter(pk__in=ids)) if ids else []
    compared = compare(noun, written, rows)
    found = [Alike(row, twin, row.pk in exact) for row, twin in compared if twin.odds >= LIKELY or row.pk in exact]
    found.sort(key=lambda one: not one.same_address)
    return found[:most]


def near(noun: str, row: Any, most: int = COMPARED) -> list[tuple[Any, Twin]]:
    """Others of the whole book that may be the same as this row, with how like they are; whoever may know of them."""
    written = of_row(noun, row)
    ids, _exact = _found(noun, written)
    model: Any = Person.objects.filter(is_desk=False).select_related("firm") if noun == "person" else Firm.objects
    return compare(noun, written, list(model.filter(pk__in=[one for one in ids if one != row.pk][:most])))


def compare(noun: str, written: Written, rows: Sequence[Any]) -> list[tuple[Any, Twin]]:
    """These rows with how like what is written each is, likeliest first."""
    if not rows:
        return []
    values = [written.of(noun), *(of_row(noun, row).of(noun) for row in rows)]
    columns = [Column(title, role, [one[place] for one in values]) for place, (title, role) in enumerate(COLUMNS[noun])]
    return [(rows[twin.right - 1], twin) for twin in duplicates.likely(columns, learnt(noun))]


def of_row(noun: str, row: Any) -> Written:
    """What stands of a person or a firm."""
    if noun == "firm":
        return of_columns(noun, (row.name, row.domain, row.telephone, row.place))
    firm = (row.firm.name, row.firm.domain) if row.firm is not None else ("", "")
    return of_columns(noun, (row.name, *firm, row.key, row.telephone, row.place))


def of_columns(noun: str, columns: Sequence[str | None]) -> Written:
    """The same from plain columns: of a person name, name and domain of their firm, key, telephone, place; of a firm
    name, domain, telephone, place. A firm known by its domain alone is called by it, without its ending."""
    if noun == "firm":
        name, domain, phone, place = columns
        return Written(name=name or _label(domain), domain=_label(domain), phone=phone or "", place=place or "")
    name, firm, domain, key, phone, place = columns
    return Written(name or "", firm or _label(domain), _mail(key or ""), phone or "", place or "")


def _label(domain: str | None) -> str:
    """Of a domain the words before its ending: "lab-works.example" gives "lab works"."""
    return (domain or "").rpartition(".")[0].replace(".", " ").replace("-", " ")


def _mail(key: str) -> str:
    return key if "@" in key and ":" not in key.partition("@")[0] else ""


def learnt(noun: str) -> Learnt:
    """What the last whole search learnt; design defaults before there was one."""
    done = TwinSearch.objects.filter(noun=noun).exclude(learnt={}).values_list("done_at", flat=True).first()
    if done is not None:
        return _learnt(noun, done)
    model: Any = Person if noun == "person" else Firm
    last = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0  # near enough, and never counted
    return duplicates.unlearnt(COLUMNS[noun], last)


@lru_cache(maxsize=4)
def _learnt(noun: str, done_at: datetime) -> Learnt:
    """What the search of that moment learnt: thousands of shares, read once."""
    return of_plain(TwinSearch.objects.values_list("learnt", flat=True).get(noun=noun))


def plain(found: Learnt) -> dict[str, Any]:
    """As JSON keeps it."""
    return {name: getattr(found, name) for name in ("fields", "m", "u", "prior", "shares", "rare", "within", "own")}


def of_plain(held: dict[str, Any]) -> Learnt:
    """The inverse."""
    return Learnt(
        fields=tuple((title, kind, turned) for title, kind, turned in held["fields"]),
        m=tuple(map(tuple, held["m"])), u=tuple(map(tuple, held["u"])), prior=held["prior"],
        shares=tuple(held["shares"]), rare=tuple(held["rare"]),
        within=tuple(tuple(map(tuple, table)) for table in held.get("within", ())), own=tuple(held.get("own", ())),
    )  # fmt: skip


def _found(noun: str, written: Written) -> tuple[list[int], set[int]]:
    """Ids of rows to compare, those found by more telling words first; and those with the very same address."""
    exact = set(_exact(noun, written))
    ids = dict.fromkeys(exact)
    for words in _looks(noun, written):
        ids |= dict.fromkeys(search.refs(noun, " ".join(words), LOOKED_AT))
        if len(ids) >= COMPARED:
            break
    return list(ids)[:COMPARED], exact


def _exact(noun: str, written: Written) -> Iterator[int]:
    if noun == "firm":
        domain = written.domain.strip().lower()
        yield from Firm.objects.filter(domain=domain).values_list("pk", flat=True) if domain else ()
        return
    email = written.email.strip().lower()
    said = Q(email=email) if email else Q(pk=None)
    number = digits(written.phone) if len(plain_phone(written.phone)) == LAST_DIGITS else ""
    if number:
        said |= Q(email__in=list(Phone.objects.filter(digits=number).values_list("email", flat=True)[:SHOWN]))
    rows = Address.objects.filter(said, person__isnull=False)
    yield from (pk for pk in rows.values_list("person_id", flat=True)[:LOOKED_AT] if pk)


def _looks(noun: str, written: Written) -> Iterator[list[str]]:
    """Words to look for, each a beginning; the narrowest first."""
    name = search.words_in(plain_firm(written.name) if noun == "firm" else written.name)
    number = plain_phone(written.phone)
    if number:
        yield [number]
    if noun == "firm":
        domain = search.words_in(_label(written.domain) if "." in written.domain else written.domain)
        yield from ([word] for word in _telling([*name, *domain]))
        yield from ([word[: BEGINNING + 1]] for word in _telling(name)[:1])
        return
    local = search.words_in(written.email.partition("@")[0])
    if len(local) > 1 or any(len(word) > 4 for word in local):
        yield local
    if len(name) > 1:
        yield name
        yield [name[0][:BEGINNING], name[-1][:BEGINNING]]
        yield [name[0], name[-1][:1]]
        yield [name[0][:1], name[-1]]
    elif name and len(name[0]) > BEGINNING:
        yield name


def _telling(words: Iterable[str]) -> list[str]:
    return sorted({word for word in words if len(word) > 2}, key=lambda word: (-len(word), word))[:4]
