"""The pages of lists: a cell, many rows, a view, a file, fields and relations, as a browser asks for them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright.actions import pipelines
from sellwright.jobs import queue
from sellwright.store.models import Deal, Event, Field, Person, StageMove, Tie, Touch, User, View
from tests.firm_rows import colleague, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)
    workspace()
    return colleague("Mira", "owner")


@pytest.fixture
def client(mira: User) -> Client:
    client = Client()
    client.force_login(mira)
    return client


def text(answer: Any) -> str:
    assert answer.status_code < 400, answer.status_code
    return str(answer.content.decode())


def test_every_list_opens_and_says_when_it_is_empty(client: Client) -> None:
    for url in ("/people", "/firms", "/deals/list", "/promises", "/touches"):
        assert 'class="empty"' in text(client.get(url))
        for view in re.findall(r'href="(/(?!lists/)[^"]+\?view=\w+)"', text(client.get(url))):
            text(client.get(view))


def test_a_cell_is_changed_where_it_stands_and_undone(client: Client) -> None:
    ana = person("ana@lab.example", "Ana <b>")
    url = f"/lists/person/cell/{ana.public_id}/title"
    form = text(client.get(url, headers={"HX-Request": "true"}))
    assert 'name="seen" value="null"' in form
    done = text(client.post(url, {"value": "<i>Buyer", "seen": "null"}, headers={"HX-Request": "true"}))
    assert done.startswith("<span>&lt;i&gt;Buyer</span>")
    late = client.post(url, {"value": "x", "seen": "null"}, headers={"HX-Request": "true"})
    assert late.status_code == 409 and "Mira" in late["X-Sentence"]
    undo = re.search(r'action="(/undo/[^"]+)"', done)
    assert undo is not None
    client.post(undo[1])
    assert Person.objects.get().title == ""
    page = text(client.get("/people"))
    assert "Ana &lt;b&gt;" in page and "Ana <b>" not in page


def test_many_rows_are_changed_after_a_preview(client: Client, mira: User) -> None:
    rows = [person(f"p{n}@x.example", f"P{n}") for n in range(3)]
    posted = {"column": "owner", "id": [row.public_id for row in rows]}
    asked = text(client.post("/lists/person/bulk", posted))
    assert "Mira" in asked and not Person.objects.filter(owner=mira).exists()
    shown = text(client.post("/lists/person/bulk", {**posted, "value": "me"}))
    assert "3 rows will say" in shown and not Person.objects.filter(owner=mira).exists()
    done = client.post("/lists/person/bulk", {**posted, "value": "me", "sure": "1"}, follow=True)
    assert "3 rows changed." in text(done) and Person.objects.filter(owner=mira).count() == 3


def test_a_view_is_kept_opened_again_and_taken_away(client: Client) -> None:
    person("ana@lab.example", "Ana")
    person("bo@lab.example", "Bo")
    saved = client.post(
        "/lists/person/views", {"name": "A", "pair": ["as=1", "f=name:has:an", "sort=-name", "cols=email"]}
    )
    view = View.objects.get()
    assert saved["Location"] == f"/people?view={view.public_id}"
    page = text(client.get(saved["Location"]))
    assert ">Ana</a>" in page and ">Bo</a>" not in page and 'aria-sort="descending"' in page
    assert ">Bo</a>" not in text(client.get("/people")), "it opens with the view used last"
    assert ">Bo</a>" in text(client.get("/people?view=all"))
    client.post(f"/lists/view/{view.public_id}", {"drop": "1"})
    assert not View.objects.exists()


def test_a_list_is_given_as_a_file(client: Client) -> None:
    person("ana@lab.example", "=Ana")
    answer = client.get("/lists/person/file?view=all")
    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith('attachment; filename="people-2026-05-28.csv"')
    assert body.splitlines()[1].split(",")[1] == "'=Ana"


def test_a_field_is_made_filled_filtered_and_retired(client: Client) -> None:
    ana = person("ana@lab.example", "Ana")
    person("bo@lab.example", "Bo")
    client.post("/settings/fields", {"noun": "person", "name": "Tier", "kind": "choice", "choices": "gold\nsilver"})
    client.post(f"/lists/person/cell/{ana.public_id}/x.tier", {"value": "gold", "seen": "null"})
    page = text(client.get("/people?as=1&f=x.tier:any:gold&cols=x.tier&sort=x.tier"))
    assert "<span>gold</span>" in page and ">Bo</a>" not in page
    field = Field.objects.get()
    refused = client.post(f"/settings/fields/{field.public_id}", {"name": "Tier", "kind": "number"})
    assert refused.status_code == 422 and "1 of 1 values do not fit" in refused.content.decode()
    client.post(f"/settings/fields/{field.public_id}", {"deed": "retire"})
    assert "x.tier" not in text(client.get("/people"))
    known = text(client.get(f"/people/{ana.public_id}/known", headers={"HX-Request": "true"}))
    assert "gold" not in known


def test_a_relation_stands_on_both_pages(client: Client) -> None:
    ana, bo = person("ana@lab.example", "Ana"), person("bo@lab.example", "Bo")
    client.post(f"/people/{ana.public_id}/ties", {"kind": "reports to", "other": "bo@lab.example", "note": "since May"})
    for who, words in ((ana, "reports to"), (bo, "leads")):
        part = text(client.get(f"/people/{who.public_id}/known", headers={"HX-Request": "true"}))
        assert words in part and "since May" in part
    client.post(f"/people/{bo.public_id}/ties", {"kind": "reports to", "other": "Ana"})
    assert Tie.objects.count() == 1


def test_every_list_asks_as_often_for_many_as_for_few(
    client: Client, mira: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (3, 70):
        for n in range(size):
            person(f"p{size}.{n}@f{size}{n}.example", f"P{n}")
        orders = (("/people?as=1&sort=name", 11), ("/people?as=1&sort=relation", 11), ("/firms?as=1&sort=name", 11))
        for url, queries in orders:
            client.get(url)
            with django_assert_num_queries(queries):
                client.get(url)


def test_what_they_are_to_us_orders_the_list_by_a_click_on_its_head(client: Client) -> None:
    person("ana@lab.example", "Ana")
    there = re.search(r'<th scope="col"><a href="([^"]+)">To us</a>', text(client.get("/people")))
    assert there is not None
    page = text(client.get(unescape(there[1])))
    assert re.search(r'aria-sort="ascending"><a href="[^"]+sort=-relation[^"]*">To us</a>', page)


def test_a_stage_is_moved_to_where_it_stands_in_the_list(client: Client, mira: User) -> None:
    line = pipelines.first()
    first, second = line.stages.order_by("position")[:2]
    deal = Deal.objects.create(name="Cold store", stage=first, owner=mira, opened_at=1.0, stage_since=1.0)
    url = f"/lists/deal/cell/{deal.public_id}/stage"
    form = text(client.get(url, headers={"HX-Request": "true"}))
    assert f'<option value="{first.public_id}" selected>' in form
    posted = {"value": second.public_id, "seen": str(first.pk)}
    done = text(client.post(url, posted, headers={"HX-Request": "true"}))
    assert second.name in done
    assert list(StageMove.objects.values_list("from_stage", "to_stage")) == [(first.pk, second.pk)]
    late = client.post(url, {"value": first.public_id, "seen": str(first.pk)}, headers={"HX-Request": "true"})
    assert late.status_code == 409, "the move of another is not run over"
    undo = re.search(r'action="(/undo/[^"]+)"', done)
    assert undo is not None
    client.post(undo[1])
    deal.refresh_from_db()
    assert deal.stage == first
    Deal.objects.update(outcome="won", closed_at=2.0)
    closed = client.post(url, {"value": second.public_id, "seen": str(first.pk)}, headers={"HX-Request": "true"})
    assert closed.status_code in (409, 422)
    assert "stage" not in re.findall(
        r'<option value="(\w+)">', text(client.get("/deals/list")).partition('id="bulk-column"')[2]
    )


def test_what_happened_names_a_meeting_and_is_given_as_a_file(client: Client) -> None:
    ana = person("ana@lab.example", "Ana")
    event = Event.objects.create(ref="m1", kind="meeting", at=5.0, title="Look at the annex", person=ana, by_hand=True)
    Touch.objects.create(person=ana, event=event, ref="m1", at=5.0, side="us", channel="meeting", human=True)
    assert ">Look at the annex</a>" in text(client.get("/touches?view=all"))
    assert ">Look at the annex</a>" in text(client.get("/touches?q=annex"))
    body = b"".join(client.get("/lists/touch/file?view=all").streaming_content).decode()  # type: ignore[attr-defined]
    assert [line.split(",")[1:3] for line in body.splitlines()] == [["What", "Person"], ["Look at the annex", "Ana"]]


def test_ticked_rows_are_led_to_the_page_that_makes_them_one(client: Client) -> None:
    ana, bo = person("ana@lab.example", "Ana"), person("bo@lab.example", "Bo")
    led = client.post("/lists/person/bulk", {"merge": "1", "column": "title", "id": [ana.public_id, bo.public_id]})
    page = text(client.get(led["Location"]))
    assert page.count('name="keep"') == 2 and "Ana" in page and "Bo" in page
    alone = client.post("/lists/person/bulk", {"merge": "1", "column": "title", "id": [ana.public_id]}, follow=True)
    assert "Tick two or more" in text(alone)


def test_columns_stand_in_the_order_they_were_put_in(client: Client) -> None:
    person("ana@lab.example", "Ana")
    page = text(client.get("/people?as=1&cols=title&cols=last&cols=firm"))
    heads = [re.sub("<[^>]+>", "", head) for head in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", page)]
    assert heads == ["Name", "Title", "Last", "Firm"]
    client.post("/lists/person/views", {"name": "Mine", "pair": ["as=1", "cols=title,last,firm"]})
    assert View.objects.get().asked["columns"] == ["title", "last", "firm"]
