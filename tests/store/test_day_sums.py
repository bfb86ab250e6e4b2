"""What places add up to: counters that follow every change agree with counting all of them anew."""

from __future__ import annotations

import random
from datetime import date

import pytest

from sellwright.store import day_sums
from sellwright.store.models import DaySums, Person, Place, User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


def _place(user: User, person: Person, draw: random.Random) -> Place:
    lane = draw.choice([None, 0, 0, 1, 5])
    out = draw.choice(["", "", "a newsletter", "nothing new"]) if lane is None else ""
    relation = draw.choice(["unknown", "customer"]) if lane is not None else ""
    return Place(
        user=user,
        person=person,
        look="{}",
        lane=lane,
        relation=relation,
        since=float(draw.randrange(100)),
        out=out,
        out_where="unknown" if out else "",
        wrote=draw.random() < 0.5,
        promised=draw.randrange(3),
        late=draw.randrange(2),
        unanswered=draw.random() < 0.3,
        on_date=TODAY,
    )


def _set(user: User, people: list[Person], draw: random.Random) -> None:
    """Some places change, some come, some go, as a derivation does it."""
    held, before = day_sums.begin(user, [one.pk for one in people], TODAY)
    Place.objects.filter(user=user, person__in=held).delete()
    made = [_place(user, one, draw) for one in people if draw.random() < 0.8]
    Place.objects.bulk_create(made)
    day_sums.change(user, before, made)


def test_counters_follow_every_change() -> None:
    draw = random.Random(5)
    user = User.objects.create_user("mira@kestrel.example")
    people = [Person.objects.create(key=f"p{n}@firm.example") for n in range(40)]
    _set(user, people, draw)
    day_sums.of([user.pk], TODAY, 2)
    for _ in range(12):
        _set(user, draw.sample(people, 9), draw)
        followed = day_sums.of([user.pk], TODAY, 2)
        DaySums.objects.all().delete()
        assert day_sums.of([user.pk], TODAY, 2) == followed


def test_sums_of_a_small_day_by_hand() -> None:
    user = User.objects.create_user("mira@kestrel.example")
    people = [Person.objects.create(key=f"p{n}@firm.example") for n in range(5)]
    shown = [(0, "customer", 30.0, ""), (0, "unknown", 10.0, ""), (0, "unknown", 20.0, ""), (None, "", 0.0, "a robot")]
    for person, (lane, relation, since, out) in zip(people, shown, strict=False):
        Place.objects.create(user=user, person=person, look="{}", lane=lane, relation=relation, since=since, out=out,
                             out_where="list_or_robot" if out else "", promised=2, late=1, on_date=TODAY)  # fmt: skip
    sums = day_sums.of([user.pk], TODAY, 1)
    assert (sums.people, sums.promised, sums.late, sums.waiting, sums.oldest_since) == (4, 8, 4, 2, 10.0)
    assert {key: len(rows) for key, rows in sums.out.items()} == {
        ("a robot", "list_or_robot"): 1, ("unknown beyond 1 a day", "unknown"): 1,
    }  # fmt: skip


def test_a_new_day_counts_anew_and_a_cover_adds_up() -> None:
    mira, ben = (User.objects.create_user(f"{name}@kestrel.example") for name in ("mira", "ben"))
    person = Person.objects.create(key="p@firm.example")
    for user in (mira, ben):
        Place.objects.create(user=user, person=person, look="{}", lane=0, relation="customer", since=5.0, on_date=TODAY)
    assert day_sums.of([mira.pk], TODAY, 1).people == 1
    assert day_sums.of([mira.pk, ben.pk], TODAY, 1).people == 2
    Place.objects.filter(user=mira).delete()  # behind its back: as a person merged away
    assert day_sums.of([mira.pk], TODAY, 1).people == 1
    assert day_sums.of([mira.pk], date(2026, 5, 13), 1).people == 0
