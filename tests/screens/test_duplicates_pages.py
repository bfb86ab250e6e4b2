"""Suggestions, the merge page and what is told while somebody types: what each viewer sees of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sellwright import access
from sellwright.actions import merging
from sellwright.derive import twin_search, twins
from sellwright.derive.twins import Written
from sellwright.jobs import find_duplicates, queue
from sellwright.screens.duplicates import listing
from sellwright.store import search
from sellwright.store.models import Firm, Job, Merge, NotSame, Person, Standing, Task, Twin, TwinSearch, User
from tests.firm_rows import NOW, colleague, person, workspace

pytestmark = pytest.mark.django_db
FIRST = """
    Anna Bruno Carla Dirk Elena Fritz Greta Hannes Irma Jonas Karin Ludwig Marta Nils Olga Paul Rita Sven Tina Ulf
""".split()  # noqa: SIM905
LAST = """
    Berg Stein Kolbe Ahrens Lindner Vogt Kessler Brandt Horn Wiese Falk Reuter Sommer Busch Lorenz Jansen
""".split()  # noqa: SIM905


@pytest.fixture
def mira() -> User:
    workspace()
    user = colleague("Mira")
    access.scope_of(user)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def book() -> tuple[Person, Person]:
    """Three hundred strangers, forty of them written twice with a slip in the name of their firm, so that there is
    something to learn from; the first of those."""
    rows = [
        Person(
            key=f"none:{n}",
            name=f"{FIRST[n % 20]} {LAST[n // 20]}",
            telephone=f"+49 30 {7_654_321 + 977 * n}",
            by_hand=True,
        )
        for n in range(300)
    ]
    rows += [
        Person(key=f"none:again{n}", name=rows[n].name.replace("nn", "n"), telephone=rows[n].telephone, by_hand=True)
        for n in range(0, 280, 7)
    ]
    for row in rows:
        row.save()
    search.index_people(Person.objects.select_related("firm").prefetch_related("addresses"))
    return rows[0], rows[300]


def twin(one: Any, other: Any, odds: float = 6.0) -> Twin:
    names = ("person", "other") if isinstance(one, Person) else ("firm", "other_firm")
    return Twin.objects.create(
        odds=odds, start=-4.0, reasons=[["surname", 5, 8.0], ["email", 1, 2.0 - odds + 4.0]], bunch=one.pk, best=odds,
        **dict(zip(names, (one, other), strict=True)),
    )  # fmt: skip


def test_the_search_finds_those_written_twice_and_nobody_else(mira: User) -> None:
    one, again = book()
    find_duplicates.find_duplicates()
    found = set(Twin.objects.values_list("person_id", "other_id"))
    assert (one.pk, again.pk) in found
    assert len(found) == 40
    kept = TwinSearch.objects.get(noun="person")
    assert (kept.state, kept.records, kept.top) == ("", 340, again.pk + 39)


def test_what_was_said_not_to_be_the_same_stays_out_of_the_next_search(mira: User) -> None:
    one, again = book()
    merging.not_same(by=mira, noun="person", one=one.public_id, other=again.public_id)
    find_duplicates.find_duplicates()
    assert Twin.objects.count() == 39
    twin_search.few("person", [one.pk])
    assert Twin.objects.count() == 39
    merging.same_after_all(by=mira, pair=NotSame.objects.get())
    twin_search.few("person", [one.pk])
    assert Twin.objects.count() == 40


def test_newcomers_are_compared_as_they_come(mira: User) -> None:
    one, _again = book()
    find_duplicates.find_duplicates()
    new = Person.objects.create(key="none:new", name="Anna Berg", telephone=one.telephone, by_hand=True)
    search.index_people([new])
    find_duplicates.find_new_duplicates()
    assert set(Twin.objects.filter(other=new).values_list("person__name", flat=True)) >= {"Anna Berg"}
    assert TwinSearch.objects.get(noun="person").top == new.pk
    bunch = Twin.objects.filter(other=new).values_list("bunch", flat=True).distinct()
    assert list(bunch) == [one.pk]


def test_a_large_import_is_searched_as_a_whole(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    book()
    find_duplicates.find_duplicates()
    monkeypatch.setattr(find_duplicates, "FEW", 3)
    for n in range(4):
        Person.objects.create(key=f"none:more{n}", name="X Y", by_hand=True)
    find_duplicates.find_new_duplicates()
    assert Job.objects.filter(name="find_duplicates").exists()


def test_a_second_search_keeps_the_rows_that_stay(mira: User) -> None:
    book()
    find_duplicates.find_duplicates()
    before = list(Twin.objects.order_by("pk").values("pk", "public_id", "bunch", "best"))
    find_duplicates.find_duplicates()
    assert list(Twin.objects.order_by("pk").values("pk", "public_id", "bunch", "best")) == before


def test_only_pairs_both_of_whom_one_knows_are_shown(mira: User) -> None:
    ben = colleague("Ben")
    known, other = person("ana@lab.example", "Ana Berg"), person("ana@home.example", "Anna Berg")
    hidden = person("secret@lab.example", "Quaggamira", known_to=ben)
    twin(known, other, 5.0)
    twin(known, hidden, 9.0)
    Twin.objects.update(bunch=known.pk, best=9.0)
    page = signed_in(mira).get("/duplicates").content.decode()
    assert "Anna Berg" in page and "Quaggamira" not in page
    assert "Make them one" in page
    assert (
        "Quaggamira"
        not in signed_in(mira)
        .get(f"/duplicates/merge?noun=person&ids={known.public_id}&ids={hidden.public_id}", follow=True)
        .content.decode()
    )


def test_the_page_tells_why_and_what_each_has(mira: User) -> None:
    one, other = person("ana@lab.example", "Ana Berg"), person("ana@home.example", "Anna Berg")
    twin(one, other)
    Standing.objects.create(scope=access.scope_of(mira), person=one, theirs=30, ours=11, last_at=NOW)
    Task.objects.create(text="Call", owner=mira, by=mira, person=one)
    page = signed_in(mira).get("/duplicates").content.decode()
    assert "same surname, rare" in page and "41 messages and talks, 1 task" in page
    bars = [(float(x), float(w)) for x, w in re.findall(r'<rect x="([\d.]+)" y="0" width="([\d.]+)"', page)]
    assert len(bars) == 3
    assert all(x >= 0 and x + width <= 100.1 for x, width in bars)


def test_three_are_one_card_where_each_is_suggested_with_each(mira: User) -> None:
    a, b, c = (person(f"{n}@x.example", "Ana Berg") for n in "abc")
    twin(a, b)
    twin(b, c)
    twin(a, c)
    Twin.objects.update(bunch=a.pk)
    page = signed_in(mira).get("/duplicates").content.decode()
    assert page.count('class="twin stack"') == 1
    assert "Make these 3 one" in page
    assert page.count('class="waterfall"') == 3 and page.count("<details open>") == 3


def test_a_third_without_a_reason_of_its_own_is_a_card_of_its_own(mira: User) -> None:
    a, b, c = (person(f"{n}@x.example", f"Ana {n}") for n in "abc")
    twin(a, b, 9.0)
    twin(b, c, 5.0)
    Twin.objects.update(bunch=a.pk, best=9.0)
    cards = signed_in(mira).get("/duplicates").content.decode().split('class="twin stack"')[1:]
    assert len(cards) == 2
    assert "Make these" not in "".join(cards)
    assert "Ana a" in cards[0] and "Ana b" in cards[0] and "Ana c" not in cards[0]
    assert "Ana b" in cards[1] and "Ana c" in cards[1] and "Ana a" not in cards[1]
    assert all(card.count('class="waterfall"') == 1 for card in cards)


def test_every_suggestion_stands_on_one_page_or_another(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_PAIRS", 3)
    for bunch in range(4):
        a, b, c = (person(f"{n}{bunch}@x.example", f"Ana {n}{bunch}") for n in "abc")
        twin(a, b)
        twin(b, c)
        Twin.objects.filter(person__in=(a, b)).update(bunch=bunch, best=20.0 - bunch)
    seen, after = [], ""
    for _page in range(9):
        found = listing.read(mira, "person", after)
        seen += [{side.name for side in card.sides} for card in found.cards]
        after = found.after
        if not after:
            break
    wanted = [{f"Ana {one}{n}", f"Ana {other}{n}"} for n in range(4) for one, other in ("ab", "bc")]
    assert sorted(map(sorted, seen)) == sorted(map(sorted, wanted))


def test_merging_from_the_page_and_back(mira: User) -> None:
    one, other = person("ana@lab.example", "Ana Berg"), person("ana@home.example", "Anna Berg")
    client = signed_in(mira)
    url = f"/duplicates/merge?noun=person&ids={one.public_id}&ids={other.public_id}"
    page = client.get(url).content.decode()
    assert "ana@home.example" in page and "take this back" in page
    form = {
        "noun": "person",
        "ids": [one.public_id, other.public_id],
        "keep": other.public_id,
        "pick.name": one.public_id,
    }
    answer = client.post("/duplicates/merge", form)
    assert answer.headers["Location"] == f"/people/{other.public_id}"
    kept = Person.objects.get()
    assert (kept.pk, kept.name) == (other.pk, "Ana Berg")
    assert client.get(f"/people/{one.public_id}").status_code == 200
    assert "Ana Berg" in client.get("/duplicates/merged").content.decode()
    client.post(f"/duplicates/merged/{Merge.objects.get().public_id}/undo")
    assert set(Person.objects.values_list("name", flat=True)) == {"Ana Berg", "Anna Berg"}
    assert "Taken back" in client.get("/duplicates/merged").content.decode()


def test_anothers_merge_is_not_shown_and_not_undone_by_a_seller(mira: User) -> None:
    one, other = person("ana@lab.example", "Ana Berg"), person("ana@home.example", "Quaggamira")
    merging.merge(by=mira, noun="person", ids=[one.public_id, other.public_id], picks={}, now=NOW)
    ben = signed_in(colleague("Ben"))
    assert "Ana Berg" not in ben.get("/duplicates/merged").content.decode()
    assert ben.post(f"/duplicates/merged/{Merge.objects.get().public_id}/undo").status_code == 404
    owner = signed_in(colleague("Olga", role="owner")).get("/duplicates/merged").content.decode()
    assert "Ana Berg" in owner and "1 more" in owner and "Quaggamira" not in owner


def test_firms_too(mira: User) -> None:
    rows = [
        Firm.objects.create(name=name, domain=f"{n}.example", by_hand=True)
        for n, name in enumerate(("Lab Works", "LabWorks"))
    ]
    twin(*rows)
    client = signed_in(mira)
    assert "LabWorks" in client.get("/duplicates?noun=firm").content.decode()
    client.post("/duplicates/merge", {"noun": "firm", "ids": [row.public_id for row in rows]})
    assert Firm.objects.count() == 1
    assert client.get(f"/companies/{rows[1].public_id}").status_code == 404  # nobody there whom Mira knows


def test_while_typing_those_here_show_with_the_reason(mira: User) -> None:
    one, _again = book()
    find_duplicates.find_duplicates()
    ask = {"noun": "person", "name": "Berg Anna", "telephone": one.telephone}
    part = signed_in(mira).get("/duplicates/alike", ask, headers={"HX-Request": "true"}).content.decode()
    assert f"/people/{one.public_id}" in part and "same telephone" in part


def test_while_typing_nobody_known_from_anothers_mail_is_hinted_at(mira: User) -> None:
    hidden = person("quagga@lab.example", "Quaggamira Zwirn", known_to=colleague("Ben"))
    search.index_people(Person.objects.filter(pk=hidden.pk).select_related("firm").prefetch_related("addresses"))
    client = signed_in(mira)
    for ask in ({"name": "Quaggamira Zwirn"}, {"email": "quagga@lab.example"}):
        part = client.get("/duplicates/alike", {"noun": "person", **ask}, headers={"HX-Request": "true"})
        assert part.content.strip() == b""
    assert [
        one.row for one in twins.alike(User.objects.get(name="Ben"), "person", Written(email="quagga@lab.example"))
    ] == [hidden]


def test_a_reader_decides_nothing(mira: User) -> None:
    one, other = person("ana@lab.example", "Ana Berg"), person("ana@home.example", "Anna Berg")
    twin(one, other)
    reader = signed_in(colleague("Rea", role="reader"))
    assert "Make them one" not in reader.get("/duplicates").content.decode()
    assert reader.post("/duplicates/search").status_code == 403
    form = {"noun": "person", "one": one.public_id, "other": other.public_id}
    assert reader.post("/duplicates/not-same", form).status_code == 403
    assert (
        reader.post("/duplicates/merge", {"noun": "person", "ids": [one.public_id, other.public_id]}).status_code == 403
    )
    assert not queue.Job.objects.filter(name="find_duplicates").exists()
