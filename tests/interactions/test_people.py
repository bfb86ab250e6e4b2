"""Who is who: what merges, what must not, and a set of real aliases. Expected answers are stated by hand."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest

from sellwright.interactions.people import PeopleBook, guess_me
from sellwright.interactions.values import Address


def book(*seen: tuple[str, str]) -> PeopleBook:
    made = PeopleBook()
    for at, (email, name) in enumerate(seen, start=1):
        made.see(Address(email, name), float(at))
    return made


def groups(made: PeopleBook) -> list[tuple[str, ...]]:
    return [person.addresses for person in made.finish().people()]


@pytest.mark.parametrize(
    "pair",
    [
        (("anna.berg@acme.de", "Anna Berg"), ("a.berg@acme.de", "Berg, Anna")),
        (("anna@acme.de", "Anna Berg"), ("anna@mail.acme.de", "")),
        (("r.miller@acme.com", "Bob Miller"), ("robert@acme.com", "Robert Miller")),
        (("joerg@acme.de", "Jörg Müller"), ("jm@acme.de", "Joerg Mueller")),
        (("joerg@acme.de", "Jörg Müller"), ("jm@acme.de", "Jorg Muller")),
        (("jm@acme.de", "J. Müller"), ("joerg@acme.de", "Jörg Müller")),
        (("anna.berg@acme.de", ""), ("ab@acme.de", "Anna Berg")),
        (("anna@acme.de", "Anna M. Berg"), ("ab@acme.de", "Anna Berg")),
        (("anna.berg@gmail.com", "Anna"), ("annaberg+news@googlemail.com", "")),
        (("anna@acme.de", "Anna Berg"), ("anna+crm@acme.de", "")),
        (("anna@acme.de", "Anna Berg"), ("anna@acme.com", "Anna Berg")),
        (("anna@berg.com", "Anna Berg"), ("annaberg@berg.com", "Anna Berg")),
    ],
)
def test_one_person(pair: tuple[tuple[str, str], tuple[str, str]]) -> None:
    made = book(*pair)
    assert groups(made) == [(pair[0][0], pair[1][0])]
    (reason,) = made.finish().evidence(pair[0][0])
    assert pair[0][0] in reason
    assert pair[1][0] in reason


@pytest.mark.parametrize(
    "seen",
    [
        (("anna@acme.de", "Anna"), ("anna2@acme.de", "Anna")),  # a first name only
        (("anna@acme.de", "Anna Berg"), ("anna@other.de", "Anna Berg")),  # two firms, no more evidence
        (("anna1@gmail.com", "Anna Berg"), ("anna2@gmx.de", "Anna Berg")),  # free mail by name alone
        (("info@acme.de", "Anna Berg"), ("anna@acme.de", "Anna Berg")),  # a desk
        (("sales@acme.de", "Acme Sales"), ("orders@acme.de", "Acme Sales")),
        (("a@acme.de", "Acme Tools"), ("b@acme.de", "Acme Tools")),  # a firm's name
        (("m.schmidt@acme.de", "Michael Schmidt"), ("m.schmidt2@acme.de", "Michael Schmidt")),
        (("anna@acme.de", "Anna K. Berg"), ("ab@acme.de", "Anna M. Berg")),
        (("hans@acme.de", "Hans Berg"), ("peter@acme.de", "Peter Berg")),
        # an initial that could be either of two
        (("a@acme.de", "A. Berg"), ("anna@acme.de", "Anna Berg"), ("axel@acme.de", "Axel Berg")),
        # Alex could be either of two
        (("alex@acme.de", "Alex Berg"), ("alexander@acme.de", "Alexander Berg"), ("a2@acme.de", "Alexandra Berg")),
        # one address under two people's names joins neither
        (("lab@acme.de", "Anna Berg"), ("lab@acme.de", "Tom Lang"), ("anna@acme.de", "Anna Berg")),
        (("noreply@acme.de", "Anna Berg"), ("anna@acme.de", "Anna Berg")),
        (("dev@lists.acme.de", "Anna Berg via Dev"), ("anna@acme.de", "Anna Berg")),
        (("anna@live.de", "Anna Berg"), ("anna@live.at", "Anna Berg")),  # brands of free mail are no brands
    ],
)  # fmt: skip
def test_several_people(seen: tuple[tuple[str, str], ...]) -> None:
    assert [group for group in groups(book(*seen)) if len(group) > 1] == []


def test_hints_need_names_that_agree() -> None:
    made = book(
        ("anna@acme.de", "Anna Berg"),
        ("anna.b@gmail.com", "Anna Berg"),
        ("tom@acme.de", "Tom Lang"),
        ("info@acme.de", ""),
    )
    made.same("anna@acme.de", "anna.b@gmail.com", "Reply-To of her letters")
    made.same("anna@acme.de", "tom@acme.de", "Reply-To of one letter")
    made.same("anna@acme.de", "info@acme.de", "Reply-To", certain=True)
    assert groups(made) == [("anna@acme.de", "anna.b@gmail.com"), ("tom@acme.de",), ("info@acme.de",)]
    assert made.finish().evidence("anna@acme.de") == ("anna@acme.de and anna.b@gmail.com: Reply-To of her letters",)


def test_a_rare_name_in_one_thread() -> None:
    def made(*more: tuple[str, str]) -> PeopleBook:
        it = book(*more)
        it.see(Address("anna@acme.de", "Anna Berg"), 10.0, "t1")
        it.see(Address("anna.b@gmail.com", "Anna Berg"), 11.0, "t1")
        return it

    assert groups(made()) == [("anna@acme.de", "anna.b@gmail.com")]
    assert max(map(len, groups(made(("anna@elsewhere.com", "Anna Berg"))))) == 1  # a third of that name: unsure


def test_person_fields_and_stable_key() -> None:
    made = PeopleBook()
    made.see(Address("a.berg@acme.de", "Anna Berg"), 50.0)
    made.see(Address("anna.berg@acme.de", "Berg, Anna (EXT)"), 20.0)
    made.see(Address("anna.berg@acme.de", "Berg, Anna (EXT)"), 70.0)
    people = made.finish()
    person = people.person("a.berg@acme.de")
    assert (person.key, person.name, person.firm, person.role) == ("anna.berg@acme.de", "Anna Berg", "acme.de", False)
    assert people.person("anna.berg@acme.de") is person
    assert people.person("never.seen@gmail.com").name == "Never Seen"
    assert people.person("info@acme.de").role
    reversed_feed = PeopleBook()
    reversed_feed.see(Address("anna.berg@acme.de", "Berg, Anna (EXT)"), 70.0)
    reversed_feed.see(Address("anna.berg@acme.de", "Berg, Anna (EXT)"), 20.0)
    reversed_feed.see(Address("a.berg@acme.de", "Anna Berg"), 50.0)
    assert list(reversed_feed.finish().people()) == list(people.people())


def test_a_name_taken_at_marriage_is_no_shared_desk() -> None:
    people = book(("anna@acme.de", "Anna Berg"), ("anna@acme.de", "Anna Lang")).finish()
    assert not people.person("anna@acme.de").role


def test_guess_me() -> None:
    owner, why = guess_me([("anna@acme.de", 300, 900, 950), ("dev@lists.x.org", 0, 600, 600), ("bob@y.de", 40, 20, 0)])
    assert owner == ("anna@acme.de",)
    assert "950" in why
    owner, _ = guess_me([("anna@acme.de", 300, 900, 0), ("bob@y.de", 350, 20, 0), ("team@y.de", 0, 1000, 0)])
    assert owner == ("anna@acme.de",)
    owner, _ = guess_me([("anna@acme.de", 300, 900, 700), ("anna@acme.com", 20, 90, 60), ("fwd@acme.org", 0, 90, 300)])
    assert owner == ("anna@acme.de", "anna@acme.com")
    owner, why = guess_me([(f"p{i}@list.org", 3, 1, 0) for i in range(30)])
    assert owner == ()
    assert "--me" in why
    assert guess_me([])[0] == ()


def test_real_aliases(shared_data: Path) -> None:
    """427 aliases of people and things, as mail programs and hands wrote them; each stands for an address of one firm.

    The labels hold three persons twice ("G Wills", "G. Wills"); read as one, nobody may be merged wrongly. Nicknames,
    misspelt surnames and bare mailbox names stay apart: found pairs are few (see docs/reference/who-is-who.md).
    """
    twice = {"Samuel Berger": 'Samuel ("Sandy") Berger', "G Wills": "G. Wills", "M. Albright": "Madeleine Albright"}
    made, truth = PeopleBook(), {}
    with (shared_data / "people-dedupe/aliases/alias_person.csv").open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            alias, person = row["AliasName"], row["PersonName"]
            email = alias.lower() if "@" in alias and " " not in alias else f"u{number}x@state.gov"
            made.see(Address(email, alias), float(number + 1))
            truth[email] = twice.get(person, person)
    merged = {frozenset(pair) for person in made.finish().people() for pair in combinations(person.addresses, 2)}
    true = {frozenset(pair) for pair in combinations(truth, 2) if truth[pair[0]] == truth[pair[1]]}
    assert merged - true == set()
    assert len(merged) >= 60
    assert len(merged) / len(true) >= 0.07
