"""Who is who, as addresses come up: a new address is somebody known, or somebody new
(docs/reference/who-is-who.md). Rather two entries than one wrong merge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from sellwright.derive.texts import email as kept
from sellwright.interactions import addresses
from sellwright.interactions.people import PeopleBook, spelled
from sellwright.interactions.values import Address as AddressValue
from sellwright.mailroom.filing import Ours
from sellwright.mailroom.reaching import digits
from sellwright.store import bulk, dirty, merged, search
from sellwright.store.models import Address, Firm, Mailbox, Person, Phone, Touch, User, Workspace

FORGOTTEN = 100  # people a statement
COMPARED = 200  # people of the same firm or name a new address is compared with


def ours() -> Ours:
    """Who is of our side: the own addresses of every mailbox and member, and the firm's domains."""
    me = {email.lower() for email in User.objects.values_list("email", flat=True)}
    for given in Mailbox.objects.values_list("addresses", flat=True):
        me |= {str(address).lower() for address in given}
    workspace = Workspace.objects.first()
    named = [f"@{domain}" for domain in (workspace.domains if workspace else [])]
    found = Ours.of([*sorted(me), *named])
    return Ours(found.me, found.domains)


class Register:
    """Finds or makes the person of an address. Lives for one derivation; keeps what it found."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._nobodys: dict[str, Address] = {}  # rows read that are nobody's yet
        self._firms: dict[str, Firm] = {}
        self._met: dict[str, float] = {}  # by key: seconds since 1970 when we first met them
        self.changed: set[int] = set()  # people who came, or by another address
        self._given: dict[str, str] = {}  # mail addresses that are somebody's from now on: email to folded name

    def prefetch(self, emails: Iterable[str]) -> None:
        """One query for many addresses."""
        wanted = [email for email in set(emails) if email and email not in self._people]
        people: dict[int, str] = {}
        for start in range(0, len(wanted), 500):
            rows = Address.objects.filter(email__in=wanted[start : start + 500])
            for row in rows.select_related("person"):
                if row.person is not None:
                    self._people[row.email] = row.person
                    people[row.person.pk] = row.person.key
                else:
                    self._nobodys[row.email] = row
                    self._meet(row.email, row.first_at)
        for person, at in Address.objects.filter(person__in=people).values_list("person_id", "first_at"):
            self._meet(people[person], at)

    def met_by(self, key: str, at: float) -> bool:
        """Whether we had met somebody (by `key`) before a moment. Prefetch first."""
        return self._met.get(key, at) < at

    def _meet(self, key: str, at: float) -> None:
        if at > 0.0:
            self._met[key] = min(self._met.get(key, at), at)

    def person(self, given: str) -> Person:
        """Whoever an address belongs to, made when nobody has it."""
        email = kept(given)
        found = self._people.get(email)
        if found is None:
            row = self._nobodys.pop(email, None)
            if row is None:
                row = Address.objects.select_related("person").get_or_create(email=email)[0]
            found = row.person or self._known(row) or self._new(row)
            if row.person_id != found.pk:
                Address.objects.filter(pk=row.pk).update(person=found)
                self.changed.add(found.pk)
                if not _is_channel(email):
                    self._given[email] = row.folded
            self._people[email] = found
            self._meet(found.key, row.first_at)
        return found

    def key(self, email: str) -> str:
        """The key of whoever has an address, without making anybody. Prefetch first."""
        found = self._people.get(email)
        return found.key if found else email

    def close(self) -> None:
        """Makes people findable who came, or by another address. Whoever called or chatted may be one of them."""
        if self.changed:
            rows = Person.objects.filter(pk__in=self.changed)
            search.index_people(rows.select_related("firm").prefetch_related("addresses"))
        if self._given:
            reconsider_strangers(self._given)
        self.changed.clear()
        self._given.clear()

    def _known(self, row: Address) -> Person | None:
        """Somebody we know already, for a reason that a person can read."""
        if row.email.startswith("tel:"):
            return self._by_number(row)
        if _is_channel(row.email):
            return self._by_full_name(row)
        firm = addresses.firm_of(row.email)
        alike = Q(folded=row.folded) if " " in row.folded else Q(pk=None)
        alike |= Q(email=row.email.partition("+")[0] + "@" + row.email.rpartition("@")[2])
        if firm:
            alike |= Q(person__firm__domain=firm)
        rows = Address.objects.filter(alike, person__isnull=False).exclude(pk=row.pk).select_related("person")
        others = {other.email: other for other in rows.order_by("pk")[:COMPARED]}
        if not others:
            return None
        book = PeopleBook()
        for at, other in enumerate([*others.values(), row], start=1):
            book.see(AddressValue(other.email, other.name), float(at))
        met = book.finish().person(row.email)
        same = [others[email].person for email in met.addresses if email in others]
        return same[0] if same else None

    def _by_number(self, row: Address) -> Person | None:
        emails = Phone.objects.filter(digits=digits(row.email.partition(":")[2])).values_list("email", flat=True)[:5]
        people = {a.person for a in Address.objects.filter(email__in=list(emails)).select_related("person") if a.person}
        return people.pop() if len(people) == 1 else self._by_full_name(row)

    def _by_full_name(self, row: Address) -> Person | None:
        if " " not in row.folded:
            return None
        rows = Address.objects.filter(folded=row.folded, person__isnull=False).select_related("person")[:5]
        people = {other.person for other in rows if other.person}
        return people.pop() if len(people) == 1 else None

    def _new(self, row: Address) -> Person:
        before = Person.objects.select_related("firm").filter(key=row.email).first()
        if before is not None:  # asked once more who this is, and nobody else it could be
            return before
        book = PeopleBook()
        book.see(AddressValue(row.email, row.name), 1.0)
        value = book.finish().person(row.email)
        return Person.objects.create(
            key=row.email, name=value.name[:200], firm=self._firm(value.firm), is_desk=value.role
        )

    def _firm(self, domain: str) -> Firm | None:
        if not domain:
            return None
        found = self._firms.get(domain)
        if found is None:
            found, new = merged.firm_of(domain[:253])
            self._firms[domain] = found
            if new:
                search.index_firms([found])
        return found


_SAID: dict[str, Any] = {"by_hand": False, "owner": None, "extra": {}} | dict.fromkeys(
    ("title", "telephone", "place", "link", "about"), ""
)
UNUSED = _SAID | dict.fromkeys(
    ("deal_parts", "comments", "tasks", "corrections", "wants", "drafts", "claims", "decisions", "ties", "tied")
)  # nobody here said or did anything about them
_UNMERGED = UNUSED | {"merges": None}  # nor made anybody one with them: what they are reached by is theirs then


def renamed(rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Addresses are known by a fuller name: (id of row, address, name before, name now). So are their people, unless
    somebody gave them a name of their own."""
    for pk, email, before, now in rows:
        old = {"", spelled(email), addresses.name_of(AddressValue(email, before))}
        people = Person.objects.filter(addresses=pk, by_hand=False, name__in=old)
        for person in people.select_related("firm").prefetch_related("addresses"):
            person.name = addresses.name_of(AddressValue(email, now))[:200] or spelled(email)
            person.save(update_fields=["name"])
            search.index_people([person])


def called_in_mail(person: Person) -> str:
    """The name their first address was seen with, or spells out; or ''."""
    first = person.addresses.order_by("pk").first()
    return (addresses.name_of(AddressValue(first.email, first.name))[:200] or spelled(first.email)) if first else ""


def reconsider(*, named: Iterable[str] = (), numbers: Iterable[str] = ()) -> None:
    """New names (folded) or numbers may tell whose telephone or chat an event came from: those events are filed again,
    and who they were with is asked once more."""
    found = _channels(named, numbers)
    if found:
        _ask_again(Address.objects.filter(pk__in=found, person__in=Person.objects.filter(**_UNMERGED)))


def reconsider_strangers(given: Mapping[str, str]) -> None:
    """Mail addresses (with their folded names) are somebody's from now on: whoever only called or chatted, under
    such a name or from a number in such a signature, may be that person."""
    numbers = [found for (found,) in bulk.pick(Phone, ("digits",), "email", given)]
    found = _channels(given.values(), numbers)
    if found:
        alone = Person.objects.filter(key__contains=":", **_UNMERGED)
        _ask_again(Address.objects.filter(pk__in=found, person__in=alone))


def _is_channel(email: str) -> bool:
    """Whether this stands for a telephone or a chat: "tel:+49301234", "whatsapp:anna"."""
    return ":" in email.partition("@")[0]


def _channels(named: Iterable[str], numbers: Iterable[str]) -> set[int]:
    """Telephones and chats (ids of rows) under one of these names (folded) or with one of these numbers."""
    wanted, last = {name for name in named if " " in name}, set(numbers)
    found = {pk for pk, email in bulk.pick(Address, ("id", "email"), "folded", wanted) if _is_channel(email)}
    if last:
        known = Address.objects.filter(email__gte="tel:", email__lt="tel;").values_list("pk", "email")
        found |= {pk for pk, email in known if digits(email.partition(":")[2]) in last}
    return found


def _ask_again(rows: QuerySet[Address]) -> None:
    for pk, person in list(rows.values_list("pk", "person_id")):
        events = Touch.objects.filter(person=person, event__isnull=False, event__by_hand=False)
        dirty.mark_events(events.values_list("event_id", flat=True).distinct())
        Address.objects.filter(pk=pk).update(person=None)


def forget_strangers(ids: Iterable[int] | None = None) -> list[int]:
    """Takes away people (among `ids`; None: anybody) of whom nothing is left: no mail, no word of ours, nobody who
    added them by hand. Returns the ids of at most a hundred that went. Inside a transaction."""
    left = Person.objects.filter(touches=None, events=None, **UNUSED).order_by("pk")
    if ids is not None:
        left = left.filter(pk__in=list(ids))
    gone = list(left.values_list("pk", flat=True).distinct()[:FORGOTTEN])
    search.forget_names("person", gone)
    Person.objects.filter(pk__in=gone).delete()
    return gone
