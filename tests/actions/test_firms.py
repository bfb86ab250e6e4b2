"""Firms by hand."""

from __future__ import annotations

import pytest

from sellwright import access
from sellwright.actions import firms
from sellwright.actions.refusing import Refused
from sellwright.store import search
from sellwright.store.models import Deal, Firm, LogEntry, User
from tests.firm_rows import colleague, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "owner")


def added(by: User, name: str, domain: str = "") -> tuple[Firm, LogEntry]:
    entry = firms.add(by=by, name=name, domain=domain)
    return Firm.objects.get(public_id=entry.thing_id), entry


def test_a_firm_is_seen_by_everybody_found_and_stands_in_the_order_of_names(mira: User) -> None:
    firm, _entry = added(mira, "  Ölmühle   Graz ", "https://Shop.Oelmuehle.example/contact?x=1")
    assert (firm.name, firm.domain, firm.sort_name) == ("Ölmühle Graz", "oelmuehle.example", "olmuhle graz")
    jan = colleague("Jan")
    assert list(access.firms(jan)) == [firm]
    assert list(search.refs("firm", "graz", 10)) == [firm.pk]


def test_two_firms_may_stand_without_a_domain(mira: User) -> None:
    first, _ = added(mira, "Graz")
    second, _ = added(mira, "Graz")
    assert first.domain is None and second.domain is None and first.pk != second.pk


@pytest.mark.parametrize(
    ("name", "domain", "field"),
    [
        ("  ", "nordlab.example", "name"),
        ("x" * 201, "", "name"),
        ("Nord", "not a domain", "domain"),
        ("Nord", "http://[::", "domain"),
        ("Nord", "com", "domain"),
        ("Nord", "gmail.com", "domain"),
    ],
)
def test_what_makes_no_firm_is_refused_by_its_field(mira: User, name: str, domain: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        firms.add(by=mira, name=name, domain=domain)
    assert refusal.value.field == field
    assert not Firm.objects.exists()


def test_a_domain_that_is_here_is_refused_and_one_nobody_may_see_becomes_seen(mira: User) -> None:
    added(mira, "Nordlab", "nordlab.example")
    with pytest.raises(Refused, match="Nordlab"):
        firms.add(by=mira, name="Nordlab again", domain="nordlab.example")
    hidden = Firm.objects.create(domain="quiet.example")
    firm, entry = added(mira, "Quiet", "quiet.example")
    assert firm.pk == hidden.pk and firm.name == "Quiet" and firm.by_hand
    firms.undo(by=mira, entry=entry)
    hidden.refresh_from_db()
    assert (hidden.name, hidden.by_hand) == ("", False)


def test_undo_takes_it_back_unless_something_stands_with_it(mira: User) -> None:
    firm, entry = added(mira, "Nordlab", "nordlab.example")
    firms.undo(by=mira, entry=entry)
    assert not Firm.objects.exists() and not list(search.refs("firm", "nordlab", 10))
    firm, entry = added(mira, "Nordlab", "nordlab.example")
    ana = person("ana@nordlab.example", "Ana")
    type(ana).objects.filter(pk=ana.pk).update(firm=firm)
    with pytest.raises(Refused, match="stays"):
        firms.undo(by=mira, entry=entry)
    with pytest.raises(access.NotAllowed):
        firms.undo(by=colleague("Jan"), entry=entry)
    assert Firm.objects.count() == 1 and not Deal.objects.exists()


def test_a_firm_renamed_since_is_not_undone(mira: User) -> None:
    firm, entry = added(mira, "Nordlab")
    Firm.objects.filter(pk=firm.pk).update(name="Nordlab AG")
    with pytest.raises(Refused, match="changed since"):
        firms.undo(by=mira, entry=entry)
