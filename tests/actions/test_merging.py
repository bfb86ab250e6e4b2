"""Several become one, whole, and are themselves again, whole. "Not the same" is remembered."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from sellwright import access
from sellwright.actions import merging, merging_fields, merging_rows, people
from sellwright.actions.refusing import Refused
from sellwright.derive import settling
from sellwright.store import search
from sellwright.store.models import (
    Address,
    Claim,
    Comment,
    Deal,
    DealPerson,
    Field,
    Firm,
    LogEntry,
    Merge,
    NotSame,
    Person,
    Pipeline,
    Stage,
    Standing,
    Task,
    Tie,
    Touch,
    Twin,
    User,
)
from tests.actions.every_row import everything, naming
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db
# What is derived, waits, or tells of the merge itself.
BESIDE = {"merge", "absorbed", "logentry", "dirty", "job", "twin", "twinsearch", "daysums"}


@pytest.fixture
def mira() -> User:
    workspace()
    user = colleague("Mira")
    access.scope_of(user)
    return user


def one(by: User, *rows: Any, **picks: str) -> LogEntry:
    noun = "person" if isinstance(rows[0], Person) else "firm"
    return merging.merge(by=by, noun=noun, ids=[row.public_id for row in rows], picks=picks, now=NOW)


def pair(noun: str) -> tuple[Any, Any, Any]:
    """The one to keep, the one to go, and a third."""
    if noun == "person":
        return person("ana@lab.example", "Ana Berg"), person("a.berg@home.example", "A. Berg"), person("b@c.example")
    rows = [Firm.objects.create(name=name, domain=f"{name}.example", by_hand=True) for name in ("one", "two", "three")]
    return rows[0], rows[1], rows[2]


def nouns() -> list[tuple[str, merging_rows.Relation]]:
    found = [("person", relation) for relation in merging_rows.relations(Person)]
    return found + [("firm", relation) for relation in merging_rows.relations(Firm)]


@pytest.mark.parametrize("noun", [Person, Firm])
def test_every_column_that_names_one_is_known(noun: Any) -> None:
    """Asked of the models from the other side."""
    asked = {
        f"{found.related_model._meta.model_name}.{found.field.attname}"
        for found in noun._meta.get_fields(include_hidden=True)
        if found.auto_created and not found.concrete
    }
    assert asked == {relation.label for relation in merging_rows.relations(noun)}


@pytest.mark.parametrize(("noun", "relation"), nouns(), ids=lambda one: getattr(one, "label", one))
def test_whatever_names_them_moves_and_comes_back(mira: User, noun: str, relation: merging_rows.Relation) -> None:
    keeper, gone, third = pair(noun)
    row = naming(relation, gone, third)
    before = everything(BESIDE)
    entry = one(mira, keeper, gone)
    if relation.model in merging_rows.MADE_ANEW:
        assert not relation.model._default_manager.filter(pk=row.pk).exists()
        return
    row.refresh_from_db()
    assert getattr(row, relation.column) == keeper.pk
    merging.undo(by=mira, entry=entry)
    assert everything(BESIDE) == before
    row.refresh_from_db()
    assert getattr(row, relation.column) == gone.pk


@pytest.mark.parametrize(
    ("noun", "relation"),
    [(noun, relation) for noun, relation in nouns() if relation.uniques and relation.model is not Twin],
    ids=lambda one: getattr(one, "label", one),
)  # fmt: skip
def test_rows_that_cannot_stand_side_by_side_are_laid_aside_whole(
    mira: User, noun: str, relation: merging_rows.Relation
) -> None:
    keeper, gone, third = pair(noun)
    mine = naming(relation, keeper, third)
    same = {column: getattr(mine, column) for rest, _condition in relation.uniques for column in rest}
    naming(relation, gone, third, **same)
    before = everything(BESIDE)
    entry = one(mira, keeper, gone)
    assert list(relation.model._default_manager.filter(pk=mine.pk).values_list(relation.column, flat=True)) == [
        keeper.pk
    ]
    merging.undo(by=mira, entry=entry)
    assert everything(BESIDE) == before


def test_what_is_laid_aside_has_nothing_that_hangs_on_it() -> None:
    """Else it would go along, and not come back."""
    hung = [
        relation.label
        for _noun, relation in nouns()
        if (relation.uniques or relation.others) and relation.model not in merging_rows.MADE_ANEW
        for found in relation.model._meta.get_fields(include_hidden=True)
        if found.auto_created and not found.concrete and relation.label not in ("merge.person_id", "merge.firm_id")
        and relation.model not in (Person, Firm)
        and any(isinstance(field, models.UniqueConstraint) for field in relation.model._meta.constraints)
    ]  # fmt: skip
    assert not hung


@pytest.mark.parametrize(("noun", "model"), [("person", Person), ("firm", Firm)])
def test_every_column_is_picked_or_left_for_a_reason(noun: str, model: Any) -> None:
    columns = {field.attname for field in model._meta.concrete_fields if not field.generated}
    assert columns == {*merging_fields.PICKED[noun], *merging_fields.LEFT[noun]}


def test_fields_are_picked_one_by_one(mira: User) -> None:
    keeper, gone, _third = pair("person")
    Person.objects.filter(pk=keeper.pk).update(title="CTO", about="Met in Graz.", extra={"size": "M", "tags": ["a"]})
    Person.objects.filter(pk=gone.pk).update(
        title="Chief", about="Likes tea.", telephone="+43 1", extra={"size": "L", "tags": ["b", "a"]}
    )
    picks = {"title": gone.public_id, "about": "both", "extra.tags": "both", "firm_id": gone.public_id}
    one(mira, keeper, gone, **picks)
    row = Person.objects.get(pk=keeper.pk)
    assert (row.name, row.title, row.about) == ("Ana Berg", "Chief", "Met in Graz.\n\nLikes tea.")
    assert (row.telephone, row.extra) == ("+43 1", {"size": "M", "tags": ["a", "b"]})
    assert row.firm_id == gone.firm_id
    assert {found.email for found in row.addresses.all()} == {"ana@lab.example", "a.berg@home.example"}


def test_what_cannot_be_picked_is_refused(mira: User) -> None:
    keeper, gone, third = pair("person")
    for picks in ({"name": third.public_id}, {"name": "both"}):
        with pytest.raises(Refused):
            one(mira, keeper, gone, **picks)
    assert Person.objects.count() == 3


def test_somebody_without_an_address_is_reached_by_the_others(mira: User) -> None:
    """And is again without one after."""
    keeper = Person.objects.create(key="none:kkkkkkkkkkkk", name="Ana Berg", by_hand=True)
    gone = person("ana@lab.example", "Ana")
    entry = one(mira, keeper, gone)
    keeper.refresh_from_db()
    assert keeper.key == "ana@lab.example"
    merging.undo(by=mira, entry=entry)
    keeper.refresh_from_db()
    assert keeper.key == f"none:{keeper.public_id}"
    assert Person.objects.get(pk=gone.pk).key == "ana@lab.example"


def test_old_addresses_lead_to_the_one_kept(mira: User) -> None:
    keeper, gone, third = pair("person")
    one(mira, keeper, gone)
    assert access.person(mira, gone.public_id) == keeper
    entry = one(mira, third, keeper)
    assert access.person(mira, gone.public_id) == third
    merging.undo(by=mira, entry=entry)
    assert access.person(mira, gone.public_id) == keeper


def test_three_at_once(mira: User) -> None:
    keeper, gone, third = pair("person")
    Tie.objects.create(person=gone, other=third, kind="knows")
    before = everything(BESIDE)
    entry = one(mira, keeper, gone, third)
    assert list(Person.objects.all()) == [keeper]
    assert not Tie.objects.exists()
    merging.undo(by=mira, entry=entry)
    assert everything(BESIDE) == before


def test_only_whom_one_may_know_of(mira: User) -> None:
    keeper = person("ana@lab.example", "Ana")
    hidden = person("secret@lab.example", "Secret", known_to=colleague("Ben"))
    with pytest.raises(Refused):
        one(mira, keeper, hidden)
    with pytest.raises(access.NotAllowed):
        one(colleague("Rea", role="reader"), keeper, person("b@lab.example"))
    assert not Merge.objects.exists()


def test_mail_stays_as_private_as_it_is(mira: User) -> None:
    """Ben knows one of them by mail Mira cannot read, and still reads only his."""
    ben = colleague("Ben")
    keeper, gone = person("ana@lab.example", "Ana", known_to=mira), person("a@home.example", "A.", known_to=ben)
    for user in (mira, ben):
        letter(user, keeper if user == mira else gone, NOW - DAY)
    Person.objects.filter(pk=gone.pk).update(by_hand=True)
    sums = Touch.objects.count()
    one(mira, keeper, gone)
    settling.settle()
    assert Touch.objects.filter(person=keeper).count() == sums == 2
    for user in (mira, ben):
        assert access.touches(user).count() == 1
        assert Standing.objects.get(scope=access.scope_of(user), person=keeper).theirs == 1


def test_touches_are_each_to_whom_they_were_after_undo(mira: User) -> None:
    keeper, gone = person("ana@lab.example", "Ana", known_to=mira), person("a@home.example", "A.", known_to=mira)
    for n in range(3):
        letter(mira, gone, NOW - n * DAY)
    letter(mira, keeper, NOW)
    entry = one(mira, keeper, gone)
    assert Touch.objects.filter(person=keeper).count() == 4
    merging.undo(by=mira, entry=entry)
    assert Touch.objects.filter(person=gone).count() == 3
    settling.settle()
    assert Standing.objects.get(person=gone).theirs == 3
    assert Standing.objects.get(person=keeper).theirs == 1


def test_later_edits_stay_and_are_listed(mira: User) -> None:
    keeper, gone, _third = pair("person")
    Person.objects.filter(pk=gone.pk).update(title="CTO", telephone="+43 1")
    Task.objects.create(text="old", person=gone, owner=mira)
    entry = one(mira, keeper, gone)
    Person.objects.filter(pk=keeper.pk).update(title="CEO")
    Task.objects.create(text="new", person=keeper, owner=mira)
    Comment.objects.create(text="new", person=keeper, by=mira)
    merging.undo(by=mira, entry=entry)
    done = Merge.objects.get()
    assert sorted(map(tuple, done.stayed)) == [("comment", 1), ("field", "title"), ("task", 1)]
    row = Person.objects.get(pk=keeper.pk)
    assert (row.title, row.telephone) == ("CEO", "")
    assert Task.objects.get(text="old").person_id == gone.pk
    assert Task.objects.get(text="new").person_id == keeper.pk


def test_undo_says_what_stands_against_it(mira: User) -> None:
    keeper, gone, third = pair("person")
    first = one(mira, keeper, gone)
    second = one(mira, third, keeper)
    with pytest.raises(Refused, match="Ana Berg was made one"):
        merging.undo(by=mira, entry=first)
    merging.undo(by=mira, entry=second)
    merging.undo(by=mira, entry=first)
    assert Person.objects.count() == 3
    with pytest.raises(Refused, match="already"):
        merging.undo(by=mira, entry=first)


def test_undo_is_refused_where_the_address_is_anothers_now(mira: User) -> None:
    keeper, gone, third = pair("person")
    entry = one(mira, keeper, gone)
    Person.objects.filter(pk=third.pk).update(key="a.berg@home.example")
    with pytest.raises(Refused, match=r"a\.berg@home"):
        merging.undo(by=mira, entry=entry)
    assert Person.objects.count() == 2


def test_only_who_made_it_or_runs_the_workspace_takes_it_back(mira: User) -> None:
    keeper, gone, _third = pair("person")
    one(mira, keeper, gone)
    with pytest.raises(access.NotAllowed):
        merging.unmerge(by=colleague("Ben"), done=Merge.objects.get())
    merging.unmerge(by=colleague("Ola", role="operations"), done=Merge.objects.get())
    assert Person.objects.filter(pk=gone.pk).exists()


def test_taking_back_an_adding_does_not_take_the_one_kept(mira: User) -> None:
    keeper = person("ana@lab.example", "Ana")
    added = people.add(by=mira, email="new@lab.example", now=NOW)
    one(mira, keeper, Person.objects.get(public_id=added.thing_id))
    added.refresh_from_db()
    with pytest.raises(Refused):
        people.undo(by=mira, entry=added)
    assert Person.objects.filter(pk=keeper.pk).exists()


def test_own_fields_that_name_one_follow(mira: User) -> None:
    keeper, gone, third = pair("person")
    Field.objects.create(noun="person", key="boss", name="Boss", kind="person")
    Person.objects.filter(pk=third.pk).update(extra={"boss": gone.public_id})
    entry = one(mira, keeper, gone)
    third.refresh_from_db()
    assert third.extra == {"boss": keeper.public_id}
    merging.undo(by=mira, entry=entry)
    third.refresh_from_db()
    assert third.extra == {"boss": gone.public_id}


def test_words_find_the_one_kept_by_every_address(mira: User) -> None:
    keeper, gone, _third = pair("person")
    rows = Person.objects.select_related("firm").prefetch_related("addresses")
    search.index_people(rows)
    entry = one(mira, keeper, gone)
    assert search.people("a.berg@home", 5) == [keeper.pk]
    merging.undo(by=mira, entry=entry)
    assert search.people("a.berg@home", 5) == [gone.pk]


def test_one_open_claim_and_one_part_in_a_deal_are_left(mira: User) -> None:
    keeper, gone, _third = pair("person")
    stage = Stage.objects.create(pipeline=Pipeline.objects.create(name="Sales"), name="First", position=1)
    deal = Deal.objects.create(name="D", stage=stage, opened_at=NOW, stage_since=NOW)
    for row in (keeper, gone):
        Claim.objects.create(person=row, user=mira)
        DealPerson.objects.create(deal=deal, person=row, part=row.name)
    entry = one(mira, keeper, gone)
    assert Claim.objects.count() == DealPerson.objects.count() == 1
    merging.undo(by=mira, entry=entry)
    assert {part.part for part in DealPerson.objects.filter(person=gone)} == {"A. Berg"}
    assert Claim.objects.filter(person=gone).count() == 1


def test_the_domain_of_a_firm_that_went_leads_on(mira: User) -> None:
    keeper, gone, _third = pair("firm")
    somebody = Person.objects.create(key="x@two.example", firm=gone, by_hand=True)
    entry = one(mira, keeper, gone)
    somebody.refresh_from_db()
    assert somebody.firm == keeper
    people.add(by=mira, email="new@two.example", now=NOW)
    assert Person.objects.get(key="new@two.example").firm == keeper
    merging.undo(by=mira, entry=entry)
    somebody.refresh_from_db()
    assert (somebody.firm_id, Firm.objects.get(pk=gone.pk).domain) == (gone.pk, "two.example")


def test_somebody_made_again_whose_firm_was_made_one_with_another_is_at_that(mira: User) -> None:
    keeper, gone, _third = pair("person")
    entry = one(mira, keeper, gone)
    firm = Firm.objects.create(name="Home", by_hand=True)
    Firm.objects.filter(domain="home.example").update(by_hand=True)
    one(mira, firm, Firm.objects.get(domain="home.example"))
    merging.undo(by=mira, entry=entry)
    assert Person.objects.get(pk=gone.pk).firm == firm


def test_not_the_same_is_said_once_and_can_be_taken_back(mira: User) -> None:
    keeper, gone, _third = pair("person")
    Twin.objects.create(person=keeper, other=gone, odds=5.0, start=-3.0, bunch=1, best=5.0)
    entry = merging.not_same(by=mira, noun="person", one=gone.public_id, other=keeper.public_id)
    merging.not_same(by=mira, noun="person", one=keeper.public_id, other=gone.public_id)
    assert NotSame.objects.count() == 1 and not Twin.objects.exists()
    merging.undo(by=mira, entry=entry)
    assert not NotSame.objects.exists()
    assert Address.objects.count() == 3
