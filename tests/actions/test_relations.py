"""A person's word on who somebody is to us outranks evidence, reaches a whole firm, and can be taken back."""

from __future__ import annotations

import pytest

from sellwright.access import NotAllowed
from sellwright.actions import relations
from sellwright.actions.refusing import Refused
from sellwright.store.models import Correction, Dirty, Firm, LogEntry, Person, User
from tests.firm_rows import colleague, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana", known_to=mira)


def marked() -> set[int]:
    return set(Dirty.objects.filter(kind="person").values_list("ref", flat=True))


def test_a_word_about_a_person_is_kept_and_their_numbers_are_made_anew(mira: User, ana: Person) -> None:
    relations.correct(by=mira, kind="supplier", person=ana)
    held = Correction.objects.get()
    assert (held.person, held.firm, held.kind, held.by) == (ana, None, "supplier", mira)
    assert marked() == {ana.pk}


def test_a_second_word_replaces_the_first_and_the_log_has_both(mira: User, ana: Person) -> None:
    relations.correct(by=mira, kind="supplier", person=ana)
    relations.correct(by=mira, kind="partner", person=ana)
    assert Correction.objects.get().kind == "partner"
    assert [(line.before, line.after) for line in LogEntry.objects.order_by("pk")] == [
        ({"kind": ""}, {"kind": "supplier"}), ({"kind": "supplier"}, {"kind": "partner"}),
    ]  # fmt: skip


def test_a_word_about_a_firm_marks_everybody_there(mira: User, ana: Person) -> None:
    bo = person("bo@lab.example", "Bo", known_to=mira)
    person("cy@else.example", "Cy", known_to=mira)
    relations.correct(by=mira, kind="customer", firm=ana.firm)
    assert Correction.objects.get().firm == ana.firm
    assert marked() == {ana.pk, bo.pk}


def test_the_word_can_be_given_back_to_the_evidence(mira: User, ana: Person) -> None:
    relations.correct(by=mira, kind="supplier", person=ana)
    relations.correct(by=mira, kind="", person=ana)
    assert not Correction.objects.exists()


def test_undo_puts_back_what_stood_before(mira: User, ana: Person) -> None:
    relations.correct(by=mira, kind="supplier", person=ana)
    entry = relations.correct(by=mira, kind="partner", person=ana)
    relations.undo(by=mira, entry=entry)
    assert Correction.objects.get().kind == "supplier"


def test_undo_of_a_word_about_a_firm(mira: User, ana: Person) -> None:
    entry = relations.correct(by=mira, kind="customer", firm=ana.firm)
    relations.undo(by=mira, entry=entry)
    assert not Correction.objects.exists()


def test_a_word_of_a_colleague_since_is_not_undone(mira: User, ana: Person) -> None:
    entry = relations.correct(by=mira, kind="supplier", person=ana)
    Correction.objects.update(kind="press")
    with pytest.raises(Refused, match="corrected this since"):
        relations.undo(by=mira, entry=entry)


def test_no_such_kind_is_refused(mira: User, ana: Person) -> None:
    with pytest.raises(Refused) as refused:
        relations.correct(by=mira, kind="enemy", person=ana)
    assert refused.value.field == "kind"


def test_nobody_corrects_whom_they_do_not_know(mira: User, ana: Person) -> None:
    ben = colleague("Ben")
    with pytest.raises(Person.DoesNotExist):
        relations.correct(by=ben, kind="supplier", person=ana)
    with pytest.raises(Firm.DoesNotExist):
        relations.correct(by=ben, kind="supplier", firm=ana.firm)


@pytest.mark.parametrize("role", ["builder", "reader"])
def test_roles_that_do_not_sell_correct_nothing(mira: User, ana: Person, role: str) -> None:
    with pytest.raises(NotAllowed):
        relations.correct(by=colleague("Rea", role=role), kind="supplier", person=ana)


def test_exactly_one_of_person_and_firm(mira: User, ana: Person) -> None:
    with pytest.raises(ValueError):
        relations.correct(by=mira, kind="supplier")
    with pytest.raises(ValueError):
        relations.correct(by=mira, kind="supplier", person=ana, firm=ana.firm)
