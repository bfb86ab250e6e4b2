"""Who is who: several addresses of one person, found with precision before recall.

`PeopleBook` is fed while messages stream by and keeps a few words per address. `finish()` merges addresses only for
a reason a person can read. Never merged: on a first name alone; desks, machines and lists; people of a free-mail
provider by name alone; addresses that carry several people's names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from sellwright.interactions import addresses
from sellwright.interactions.names import fold
from sellwright.interactions.values import Address, Person
from sellwright.interactions.words_mail import LEGAL_FORMS, PARTICLES, ROLE_EXTRAS, ROLES
from sellwright.interactions.words_names import FULL_FORMS

_NAMES_KEPT = 6  # display names remembered per address
_THREADS_KEPT = 12  # threads remembered per address: enough to meet a twin, bounded for list posters
_SAME_NAME_MOST = 4  # more addresses of one firm under one name: the name of a department, not of a person
_IMPERSONAL = ROLES | LEGAL_FORMS
_BUCKET_MOST = 60  # people of one surname at one firm compared pair by pair


class _Seen:
    __slots__ = ("at", "count", "names", "order", "threads")

    def __init__(self, order: int, at: float) -> None:
        self.order = order
        self.at = at
        self.count = 0
        self.names: dict[str, int] = {}
        self.threads: tuple[int, ...] = ()


class PeopleBook:
    """What a mailbox shows of addresses, gathered message by message; about 400 bytes an address."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}
        self._hints: dict[tuple[str, str], tuple[str, bool]] = {}

    def see(self, address: Address, at: float = 0.0, thread: str = "") -> None:
        """One appearance of an address. `at`: seconds since 1970 UTC, 0.0 unknown. `thread`: any name of the thread
        it wrote in; only senders need it (two addresses of one rare name in one thread are one person)."""
        seen = self._seen.get(address.email)
        if seen is None:
            seen = self._seen[address.email] = _Seen(len(self._seen), at)
        elif 0.0 < at < seen.at or not seen.at:
            seen.at = at
        seen.count += 1
        name = address.name
        if name and (name in seen.names or len(seen.names) < _NAMES_KEPT):
            seen.names[name] = seen.names.get(name, 0) + 1
        if thread and len(seen.threads) < _THREADS_KEPT:
            mark = hash(thread)
            if mark not in seen.threads:
                seen.threads += (mark,)

    def same(self, one: str, other: str, why: str, certain: bool = False) -> None:
        """A hint that two addresses are one person's, with its reason ("Reply-To", "signature").

        A hint that is not `certain` counts only when the names agree. Desks, machines and lists never merge.
        """
        if one != other:
            pair = (one, other) if one < other else (other, one)
            if pair not in self._hints or certain:
                self._hints[pair] = (why, certain)

    def finish(self) -> People:
        """The people as far as they are known now. The book may be fed on and finished again."""
        return _Merging(self._seen, self._hints).people()


class People:
    """Persons by any of their addresses, and the reason for each merge."""

    def __init__(self, persons: list[Person], evidence: dict[str, tuple[str, ...]]) -> None:
        self._persons = persons
        self._evidence = evidence
        self._by_email = {email: person for person in persons for email in person.addresses}

    def person(self, email: str) -> Person:
        """Whoever an address belongs to; an address never seen is a person of its own."""
        found = self._by_email.get(email)
        if found is None:
            role = addresses.is_role(email)
            found = Person(email, spelled(email), (email,), addresses.firm_of(email), role)
            self._by_email[email] = found
        return found

    def people(self) -> Iterator[Person]:
        """Every person seen, in the order of their first appearance."""
        return iter(self._persons)

    def evidence(self, key: str) -> tuple[str, ...]:
        """Why the addresses of this person (by `Person.key`) are taken as one's. Empty for a single address."""
        return self._evidence.get(key, ())


def spelled(email: str) -> str:
    """The full name an address spells out (`anna.berg@` gives "Anna Berg"), or ''."""
    if addresses.is_role(email) or addresses.is_machine(email):
        return ""
    parts = email.rpartition("@")[0].partition("+")[0].replace("_", ".").split(".")
    if 2 <= len(parts) <= 3 and all(part.replace("-", "").isalpha() and len(part) > 1 for part in parts):
        if any(part in ROLES for part in parts):
            return ""
        return " ".join(part if part in PARTICLES else part.title() for part in parts)
    return ""


def _squash(word: str) -> str:
    """Müller, Mueller and Muller as one key."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("ss", "s")


class _Name:
    """A personal name taken apart for comparing; `parts` squashed."""

    __slots__ = ("first", "last", "middle", "shown")

    def __init__(self, shown: str, parts: list[str]) -> None:
        self.shown = shown
        self.first = parts[0]
        self.middle = tuple(part for part in parts[1:-1] if part not in PARTICLES)
        self.last = parts[-1]


def _personal(shown: str, email: str) -> _Name | None:
    """The name taken apart, or None when it is a first name only, a department's or a firm's."""
    folded = fold(shown).split()
    if not 2 <= len(folded) <= 5 or len(folded[-1]) < 2:
        return None
    if any(word in _IMPERSONAL and len(word) > 2 for word in folded):
        return None
    brand = addresses.firm_of(email).partition(".")[0]
    if brand in folded and folded[0] not in email.partition("@")[0]:  # anna@berg.com may well be Anna Berg
        return None
    if folded[-1] in ROLE_EXTRAS and len(folded[-1]) > 3:
        return None
    return _Name(shown, [_squash(word) for word in folded])


def firsts_agree(one: str, other: str) -> bool:
    """Whether two first names (folded) may be one person's: equal, a known short form, or an initial."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    full_one, full_other = FULL_FORMS.get(one, frozenset((one,))), FULL_FORMS.get(other, frozenset((other,)))
    return other in full_one or one in full_other


def _agree(one: _Name, other: _Name) -> bool:
    if one.last != other.last or not firsts_agree(one.first, other.first):
        return False
    if one.middle and other.middle:
        return all(firsts_agree(a, b) for a, b in zip(one.middle, other.middle, strict=False))
    return True


def _same_full(one: _Name, other: _Name) -> bool:
    return one.last == other.last and one.first == other.first and len(one.first) > 1 and _agree(one, other)


class _Merging:
    """One pass over the book: union of addresses, each union with its reason."""

    def __init__(self, seen: dict[str, _Seen], hints: dict[tuple[str, str], tuple[str, bool]]) -> None:
        self.seen = seen
        self.hints = hints
        self.parent: dict[str, str] = {}
        self.why: list[tuple[str, str]] = []
        self.shown: dict[str, str] = {}
        self.names: dict[str, _Name] = {}
        self.shared: set[str] = set()  # addresses under several people's names
        self.barred: set[str] = set()
        for email, record in seen.items():
            self._name(email, record)

    def people(self) -> People:
        self._one_mailbox()
        self._within_firms()
        self._across_brands()
        self._by_hints()
        self._rare_names()
        return self._collected()

    def _name(self, email: str, record: _Seen) -> None:
        """Chooses the display name, and notes whether it is a person's."""
        if addresses.is_role(email) or addresses.is_machine(email) or addresses.is_list(email):
            self.barred.add(email)
        counts: dict[str, int] = defaultdict(int)
        for name, count in record.names.items():
            cleaned = addresses.name_of(Address(email, name))
            if cleaned:
                counts[cleaned] += count
        ranked = sorted(counts, key=lambda name: (-(" " in name), -counts[name], -len(name), name))
        personal = [found for found in (_personal(name, email) for name in ranked) if found]
        strong = [name for name in personal if counts[name.shown] * 4 >= record.count]
        # Anna Berg who becomes Anna Lang has married; Anna Berg and Tom Lang share a desk.
        if any(not firsts_agree(a.first, b.first) for a, b in combinations(strong[:4], 2)):
            self.shared.add(email)
        self.shown[email] = ranked[0] if ranked else spelled(email)
        if email in self.barred or email in self.shared:
            return
        if personal:
            self.names[email] = personal[0]
        elif not ranked:
            by_address = _personal(spelled(email), email)
            if by_address:
                self.names[email] = by_address

    def find(self, email: str) -> str:
        root = email
        while (up := self.parent.get(root, root)) != root:
            root = up
        while (up := self.parent.get(email, email)) != root:
            self.parent[email] = root
            email = up
        return root

    def join(self, one: str, other: str, why: str) -> None:
        a, b = self.find(one), self.find(other)
        if a == b:
            return
        if self._rank(b) < self._rank(a):
            a, b = b, a
        self.parent[b] = a
        first, second = (one, other) if self._rank(one) < self._rank(other) else (other, one)
        self.why.append((a, f"{first} and {second}: {why}"))

    def _rank(self, email: str) -> tuple[float, int]:
        record = self.seen[email]
        return (record.at or float("inf"), record.order)

    def _one_mailbox(self) -> None:
        """Spellings that reach one mailbox: provider's rules, +tags, and hosts of one firm."""
        spelling: dict[str, str] = {}
        for email in self.seen:
            form = addresses.canonical(email)
            if form in spelling:
                self.join(spelling[form], email, "the provider delivers both to one mailbox")
            spelling.setdefault(form, email)
        for email in self.seen:
            local, _, host = email.rpartition("@")
            plain = local.partition("+")[0] + "@" + host
            if "+" in local[1:] and plain in self.seen and email not in self.barred:
                self.join(plain, email, "the second only adds a +tag")
        at_firm: dict[tuple[str, str], str] = {}
        for email in self.seen:
            firm = addresses.firm_of(email)
            if not firm or email in self.barred or email in self.shared:
                continue
            spot = (email.rpartition("@")[0], firm)
            other = at_firm.setdefault(spot, email)
            if other != email and self._not_against(email, other):
                self.join(other, email, f"same name before the @, two hosts of {firm}")

    def _not_against(self, one: str, other: str) -> bool:
        a, b = self.names.get(one), self.names.get(other)
        return a is None or b is None or _agree(a, b)

    def _within_firms(self) -> None:
        buckets: dict[tuple[str, str], list[str]] = defaultdict(list)
        for email, name in self.names.items():
            firm = addresses.firm_of(email)
            if firm:
                buckets[firm, name.last].append(email)
        for (firm, _), emails in buckets.items():
            if len(emails) > 1:
                self._within_bucket(firm, emails)

    def _within_bucket(self, firm: str, emails: list[str]) -> None:
        for one, other in combinations(emails[:_BUCKET_MOST], 2):
            a, b = self.names[one], self.names[other]
            if not _agree(a, b) or _numbered(one, other):
                continue
            if _same_full(a, b):
                if sum(_same_full(a, self.names[e]) for e in emails) <= _SAME_NAME_MOST:
                    self.join(one, other, f"both {a.shown}, both at {firm}")
            elif all(_agree(self.names[e], a) == _agree(self.names[e], b) for e in emails):
                # A short form or an initial counts only when it can mean nobody else at the firm.
                self.join(one, other, f"{a.shown} and {b.shown}, both at {firm}, and nobody else it could be")

    def _across_brands(self) -> None:
        """acme.com and acme.de: same full name and same brand."""
        buckets: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for email, name in self.names.items():
            firm = addresses.firm_of(email)
            brand = firm.partition(".")[0]
            if firm and len(brand) > 3:
                buckets[brand, name.first, name.last].append(email)
        for (brand, _, _), emails in buckets.items():
            for one, other in combinations(emails[:_SAME_NAME_MOST], 2):
                if one.rpartition("@")[0] == other.rpartition("@")[0] and _same_full(
                    self.names[one], self.names[other]
                ):
                    self.join(one, other, f"both {self.names[one].shown}, and both domains are {brand}")

    def _by_hints(self) -> None:
        for (one, other), (why, certain) in self.hints.items():
            if one not in self.seen or other not in self.seen or one in self.barred or other in self.barred:
                continue
            a, b = self.names.get(one), self.names.get(other)
            if certain or (a and b and _agree(a, b) and len(a.first) > 1 and len(b.first) > 1):
                self.join(one, other, why)

    def _rare_names(self) -> None:
        """One full name, two addresses, nobody else of that name, and both wrote in one thread."""
        holders: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for email, name in self.names.items():
            if len(name.first) > 1 and self.seen[email].names:
                holders[name.first, name.last][self.find(email)].append(email)
        for groups in holders.values():
            if len(groups) != 2:
                continue
            first, second = groups.values()
            threads = {mark for email in first for mark in self.seen[email].threads}
            met = any(mark in threads for email in second for mark in self.seen[email].threads)
            if met and _agree(self.names[first[0]], self.names[second[0]]):
                shown = self.names[first[0]].shown
                self.join(first[0], second[0], f"both {shown}, nobody else of that name, and both wrote in one thread")

    def _collected(self) -> People:
        groups: dict[str, list[str]] = defaultdict(list)
        for email in self.seen:
            groups[self.find(email)].append(email)
        persons: list[Person] = []
        for emails in groups.values():
            emails.sort(key=self._rank)
            persons.append(self._person(emails))
        persons.sort(key=lambda person: self._rank(person.key))
        evidence: dict[str, list[str]] = defaultdict(list)
        for root, why in self.why:
            evidence[self.find(root)].append(why)
        return People(persons, {key: tuple(lines) for key, lines in evidence.items()})

    def _person(self, emails: list[str]) -> Person:
        firms: dict[str, int] = defaultdict(int)
        for email in emails:
            firm = addresses.firm_of(email)
            if firm:
                firms[firm] += self.seen[email].count
        firm = max(firms, key=lambda f: firms[f]) if firms else ""
        named = [email for email in emails if self.shown[email]]
        best = max(named, key=lambda e: (" " in self.shown[e], self.seen[e].count), default=emails[0])
        role = any(addresses.is_role(email) for email in emails) or any(email in self.shared for email in emails)
        return Person(emails[0], self.shown[best], tuple(emails), firm, role)


def _numbered(one: str, other: str) -> bool:
    """`m.schmidt@` and `m.schmidt2@`: the number is there because they are two people."""
    a, b = one.rpartition("@")[0], other.rpartition("@")[0]
    return a != b and a.rstrip("0123456789").rstrip("._-") == b.rstrip("0123456789").rstrip("._-")


def guess_me(stats: Iterable[tuple[str, int, int, int]]) -> tuple[tuple[str, ...], str]:
    """Whose mailbox this is, from (email, messages it wrote, messages to it, deliveries to it) of each address.

    Returns the addresses (main one first) and a sentence saying why; no addresses when nothing stands out.
    """
    rows = [row for row in stats if not addresses.is_list(row[0])]
    total = sum(row[1] for row in rows)
    delivered = sum(row[3] for row in rows)
    writers = [row for row in rows if not addresses.is_machine(row[0])]
    if delivered:
        # A list or a forwarder stamps Delivered-To too: its address never writes, the owner's mostly does.
        main = max(writers, key=lambda row: (row[3] * (2 if row[1] else 1), row[1], row[0]), default=None)
        reason = "{email} is where {delivered:,} messages were delivered, and wrote {sent:,}"
    else:
        main = max(
            writers, key=lambda row: (min(row[1], row[2]) * 3 + row[1] + row[2] if row[1] else 0, row[0]), default=None
        )
        reason = "{email} wrote {sent:,} of {total:,} messages and is named in {received:,}, more than anybody else"
    if main is None or not (main[3] or main[1]) or (not delivered and total >= 10 and (main[1] + main[2]) * 5 < total):
        return (), "Nobody writes and is written to often enough here to be the owner. Say who you are with --me."
    mine = [main[0]]
    for row in sorted(writers, key=lambda row: (-row[3], -row[1], row[0])):
        if row[0] != main[0] and _also_me(row, main, delivered):
            mine.append(row[0])
    sentence = reason.format(email=main[0], delivered=main[3], sent=main[1], received=main[2], total=total)
    also = f" Also yours: {', '.join(mine[1:])}." if mine[1:] else ""
    return tuple(mine), f"Taken as you: {sentence}.{also} If that is wrong, say --me."


def _also_me(row: tuple[str, int, int, int], main: tuple[str, int, int, int], delivered: int) -> bool:
    if addresses.canonical(row[0]) == addresses.canonical(main[0]):
        return True
    if row[3] and row[3] * 20 >= delivered and row[1]:
        return True
    local, host = row[0].rpartition("@")[0], addresses.firm_of(row[0])
    same_brand = bool(host) and host.partition(".")[0] == addresses.firm_of(main[0]).partition(".")[0]
    return bool(row[1]) and local == main[0].rpartition("@")[0] and same_brand
