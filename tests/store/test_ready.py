"""Queries whose SQL is written once: they answer as Django's own do, for values of every shape."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet

from sellwright.store.models import Firm, Person, User, Workspace
from sellwright.store.ready import ready
from tests.firm_rows import colleague, person, workspace

pytestmark = pytest.mark.django_db


def test_values_are_put_where_they_belong_whatever_their_number() -> None:
    workspace()
    mira = colleague("Mira")
    rows = [person(f"p{n}@lab{n}.example", f"P {n}", known_to=mira) for n in range(7)]
    asked: list[int] = []

    @ready
    def named(firm: int, ids: tuple[int, ...], name: str) -> QuerySet[Any, Any]:
        asked.append(len(ids))
        return Person.objects.filter(pk__in=ids).exclude(firm=firm).exclude(name=name).order_by("-pk").values_list("pk")

    ids = [row.pk for row in rows]
    for count in (1, 2, 3, 5, 6, 7):
        firm = rows[0].firm_id
        assert firm is not None
        expected = [(pk,) for pk in reversed(ids[:count]) if pk not in (ids[0], ids[1])]
        assert named(firm, tuple(ids[:count]), "P 1") == expected, count
    assert asked == [1, 2, 4, 8]  # written once for each power of two
    assert named(1, (), "x") == []


def test_rows_come_as_they_do_from_django() -> None:
    held = workspace()
    held.settings = {"slack_share": 0.5}
    held.save()
    mira = colleague("Mira")

    @ready
    def workspaces() -> QuerySet[Workspace]:
        return Workspace.objects.order_by("pk")

    @ready
    def users(pk: int) -> QuerySet[User]:
        return User.objects.filter(pk=pk)

    @ready
    def emails(name: str) -> QuerySet[Any, str]:
        return User.objects.filter(name=name).values_list("email", flat=True)

    assert workspaces()[0].settings == {"slack_share": 0.5}
    [found] = users(mira.pk)
    expected = User.objects.get(pk=mira.pk)
    assert {field.attname: getattr(found, field.attname) for field in User._meta.concrete_fields} == {
        field.attname: getattr(expected, field.attname) for field in User._meta.concrete_fields
    }
    found.name = "Mira Holt"
    found.save()  # a row of the table, not a copy
    assert User.objects.get(pk=mira.pk).name == "Mira Holt"
    assert emails("Mira Holt") == [mira.email]
    assert emails("nobody") == []


def test_a_value_that_is_changed_on_its_way_is_refused() -> None:
    @ready
    def alike(text: str) -> QuerySet[Firm]:
        return Firm.objects.filter(name__contains=text)

    with pytest.raises(TypeError, match="value 0"):
        alike("lab")
