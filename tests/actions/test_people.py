"""People by hand: added, renamed, given to somebody, and back."""

from __future__ import annotations

import pytest

from sellwright.access import NotAllowed
from sellwright.actions import people
from sellwright.actions.refusing import Refused
from sellwright.store.models import Address, LogEntry, Person, User
from tests.firm_rows import NOW, colleague, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


def test_somebody_new_stands_with_their_firm(mira: User) -> None:
    entry = people.add(by=mira, email=" Ana@Lab-Works.example ", name="Ana  Berg", now=NOW)
    row = Person.objects.get(public_id=entry.thing_id)
    assert (row.key, row.name, row.by_hand) == ("ana@lab-works.example", "Ana Berg", True)
    assert row.firm is not None and row.firm.domain == "lab-works.example"
    assert [address.email for address in row.addresses.all()] == ["ana@lab-works.example"]


def test_free_mail_is_nobodys_firm(mira: User) -> None:
    people.add(by=mira, email="ana.berg@gmail.com", now=NOW)
    assert Person.objects.get().firm is None


@pytest.mark.parametrize("email", ["", "ana", "ana@", "a b@lab.example", "ana@lab.example, bo@lab.example"])
def test_what_is_no_address_is_refused_by_its_field(mira: User, email: str) -> None:
    with pytest.raises(Refused) as refused:
        people.add(by=mira, email=email, now=NOW)
    assert refused.value.field == "email"
    assert not Person.objects.exists()


def test_an_address_that_is_here_is_refused_with_the_name(mira: User) -> None:
    person("ana@lab.example", "Ana", known_to=mira)
    with pytest.raises(Refused, match="Ana"):
        people.add(by=mira, email="ana@lab.example", now=NOW)


def test_whom_only_a_colleague_has_mail_with_is_added_without_a_word_of_that_mail(mira: User) -> None:
    """The refusal may not tell that private mail exists; the person becomes one that everybody sees, by the name that
    was typed. Taken back, they are called as in that mail."""
    row = person("ana@lab.example", "Ana", known_to=colleague("Ben"))
    Address.objects.filter(email="ana@lab.example").update(name="Ana Berg")
    entry = people.add(by=mira, email="ana@lab.example", name="Somebody", now=NOW)
    row.refresh_from_db()
    assert row.by_hand and row.name == "Somebody" and "Ana" not in str(entry.before) + str(entry.after)
    people.undo(by=mira, entry=entry)
    row.refresh_from_db()
    assert not row.by_hand and row.name == "Ana Berg"


def test_added_without_a_name_they_are_called_as_their_address_spells(mira: User) -> None:
    row = person("ana.berg@lab.example", "Secret Nickname", known_to=colleague("Ben"))
    people.add(by=mira, email="ana.berg@lab.example", now=NOW)
    row.refresh_from_db()
    assert row.name == "Ana Berg"


def test_adding_can_be_taken_back_whole(mira: User) -> None:
    entry = people.add(by=mira, email="ana@lab.example", now=NOW)
    people.undo(by=mira, entry=entry)
    assert not Person.objects.exists() and not Address.objects.exists()
    assert [line.deed for line in LogEntry.objects.order_by("pk")] == ["add_person", "undo_add_person"]


def test_a_person_with_something_kept_stays_when_adding_is_taken_back(mira: User) -> None:
    entry = people.add(by=mira, email="ana@lab.example", now=NOW)
    row = Person.objects.get()
    tasks_before = row.tasks.create(text="call", owner=mira, by=mira)
    people.undo(by=mira, entry=entry)
    row.refresh_from_db()
    assert not row.by_hand and tasks_before.person == row


def test_rename_and_back(mira: User) -> None:
    row = person("ana@lab.example", "Ana")
    entry = people.rename(by=mira, person=row, name=" Ana   Berg ")
    row.refresh_from_db()
    assert row.name == "Ana Berg"
    people.undo(by=mira, entry=entry)
    row.refresh_from_db()
    assert row.name == "Ana"


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_is_needed_and_has_an_end(mira: User, name: str) -> None:
    row = person("ana@lab.example", "Ana")
    with pytest.raises(Refused) as refused:
        people.rename(by=mira, person=row, name=name)
    assert refused.value.field == "name"


def test_a_name_changed_since_is_not_undone(mira: User) -> None:
    row = person("ana@lab.example", "Ana")
    entry = people.rename(by=mira, person=row, name="Ana Berg")
    people.rename(by=mira, person=row, name="Ana Holm")
    with pytest.raises(Refused, match="changed since"):
        people.undo(by=mira, entry=entry)


def test_owner_given_taken_and_back(mira: User) -> None:
    row, ben = person("ana@lab.example", "Ana"), colleague("Ben")
    people.assign(by=mira, person=row, owner=ben)
    entry = people.assign(by=mira, person=row, owner=None)
    people.undo(by=mira, entry=entry)
    row.refresh_from_db()
    assert row.owner == ben


def test_a_colleague_who_left_looks_after_nobody(mira: User) -> None:
    row, ben = person("ana@lab.example", "Ana"), colleague("Ben")
    ben.is_active = False
    ben.save()
    with pytest.raises(Refused) as refused:
        people.assign(by=mira, person=row, owner=ben)
    assert refused.value.field == "owner"


def test_whom_one_does_not_know_one_does_not_change(mira: User) -> None:
    row = person("ana@lab.example", "Ana", known_to=colleague("Ben"))
    with pytest.raises(Person.DoesNotExist):
        people.rename(by=mira, person=row, name="X")
    with pytest.raises(Person.DoesNotExist):
        people.assign(by=mira, person=row, owner=mira)


@pytest.mark.parametrize("role", ["builder", "reader"])
def test_roles_that_do_not_sell_change_nobody(mira: User, role: str) -> None:
    row, rea = person("ana@lab.example", "Ana"), colleague("Rea", role=role)
    with pytest.raises(NotAllowed):
        people.add(by=rea, email="bo@lab.example", now=NOW)
    with pytest.raises(NotAllowed):
        people.rename(by=rea, person=row, name="X")
    with pytest.raises(NotAllowed):
        people.assign(by=rea, person=row, owner=rea)
