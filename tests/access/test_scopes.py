"""What somebody reads grows by an empty mailbox without a moment in which their day stands empty."""

from __future__ import annotations

import pytest

from sellwright import access
from sellwright.actions import sharing
from sellwright.store.models import Dirty, Mailbox, Person, Scope, Standing, User
from tests.firm_rows import NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ana(mira: User) -> Person:
    ana = person("ana@lab.example", "Ana", known_to=mira)
    letter(mira, ana, NOW)
    Dirty.objects.all().delete()
    return ana


def test_an_empty_mailbox_of_ones_own_leaves_all_that_is_known_in_place(mira: User, ana: Person) -> None:
    before = access.scope_of(mira).pk
    box = Mailbox.objects.create(owner=mira, title="New")
    mira = User.objects.get(pk=mira.pk)
    scope = access.scope_of(mira)
    assert (scope.pk, scope.key.split()[-1]) == (before, str(box.pk))
    assert set(scope.mailboxes.all()) == set(mira.mailboxes.all())
    assert access.standings(mira).get().person == ana
    assert not Dirty.objects.exists()
    assert access.scope_of(User.objects.get(pk=mira.pk)).pk == before


def test_a_mailbox_with_mail_one_shared_by_a_colleague_and_a_scope_of_two_are_made_anew(
    mira: User, ana: Person
) -> None:
    before = access.scope_of(mira).pk
    ben = colleague("Ben")
    letter(ben, person("bo@lab.example"), NOW)
    sharing.share(by=ben, mailbox=ben.mailboxes.get(), team=None, level="whole")
    mira = User.objects.get(pk=mira.pk)
    assert access.scope_of(mira).pk != before
    assert Dirty.objects.filter(kind="scope").exists()
    assert Standing.objects.filter(scope=before).exists()
    User.objects.filter(pk=ben.pk).update(scope=User.objects.get(pk=mira.pk).scope_id)
    held = Scope.objects.get(users=mira).key
    Mailbox.objects.create(owner=mira, title="New")
    access.scope_of(User.objects.get(pk=mira.pk))
    assert Scope.objects.get(users=ben).key == held
