"""Claims, calls, cover, tasks, mentions on their pages; all forms work without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sellwright.actions import comments, tasks
from sellwright.store import clock
from sellwright.store.models import Claim, Cover, Event, Person, Task, User, Workspace
from tests.firm_rows import NOW, colleague, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "owner")


@pytest.fixture
def ben() -> User:
    return colleague("Ben")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_two_claim_at_once_one_gets_it_the_other_a_sentence(mira: User, ben: User, ana: Person) -> None:
    url = reverse("claim", args=[ana.public_id])
    assert "You are answering Ana." in signed_in(mira).post(url, follow=True).content.decode()
    assert "Mira is answering." in signed_in(ben).post(url, follow=True).content.decode()
    assert Claim.objects.count() == 1
    part = page(signed_in(ben), reverse("person_teamwork", args=[ana.public_id]), **{"HX-Request": "true"})
    assert "Mira is answering" in part
    assert "<html" not in part
    signed_in(mira).post(reverse("claim_release", args=[ana.public_id]))
    assert not Claim.objects.filter(released_at=None).exists()


def test_a_claim_from_today_brings_the_entry_again_with_undo(mira: User, ana: Person) -> None:
    headers = {"HX-Request": "true", "HX-Target": f"entry-{ana.public_id}"}
    shown = signed_in(mira).post(reverse("claim", args=[ana.public_id]), headers=headers).content.decode()
    assert reverse("today_entry", args=[ana.public_id]) in shown
    undo = shown.split('action="/undo/')[1].split('"')[0]
    signed_in(mira).post(f"/undo/{undo}")
    assert not Claim.objects.filter(released_at=None).exists()


def test_the_part_of_a_person(mira: User, ben: User, ana: Person, django_assert_num_queries: Any) -> None:
    client = signed_in(mira)
    url = reverse("person_teamwork", args=[ana.public_id])
    client.post(reverse("teamwork_comment", args=[ana.public_id]), {"text": "@Ben she asked <i>twice</i>"})
    client.post(reverse("teamwork_task", args=[ana.public_id]), {"line": "call tomorrow", "owner": ben.public_id})
    client.post(reverse("teamwork_owner", args=[ana.public_id]), {"owner": ben.public_id})
    client.post(reverse("teamwork_note", args=[ana.public_id]), {"text": "prefers mornings"})
    shown = page(client, url)
    assert '<span class="mention">@Ben</span> she asked &lt;i&gt;twice&lt;/i&gt;' in shown
    assert "for Ben" in shown
    ana.refresh_from_db()
    assert ana.owner == ben
    with django_assert_num_queries(12):
        page(client, url)


def test_nobody_reaches_team_work_about_whom_they_may_not_know(mira: User, ben: User) -> None:
    hers = person("eve@lab.example", "Eve", known_to=mira)
    client = signed_in(ben)
    assert client.get(reverse("person_teamwork", args=[hers.public_id])).status_code == 404
    assert client.get(reverse("call_new", args=[hers.public_id])).status_code == 404
    for name in ("claim", "claim_release", "teamwork_comment", "teamwork_note", "teamwork_task", "teamwork_owner"):
        assert client.post(reverse(name, args=[hers.public_id]), {"text": "x", "line": "x"}).status_code == 404, name


def test_a_call_is_logged_with_one_press(mira: User, ana: Person) -> None:
    client = signed_in(mira)
    url = reverse("call_new", args=[ana.public_id])
    form = page(client, url, **{"HX-Request": "true", "Referer": "http://testserver/?open=x"})
    assert f'id="actions-{ana.public_id}"' in form
    assert 'name="next" value="/?open=x"' in form
    answer = client.post(url, {"outcome": "talked", "minutes": "12,5", "note": "two sites", "next": "/tasks"})
    assert answer["Location"] == "/tasks"
    event = Event.objects.get()
    assert (event.minutes, event.text) == (12.5, "two sites")
    wrong = client.post(url, {"outcome": "talked", "minutes": "long", "note": "kept"})
    assert wrong.status_code == 422
    assert "Minutes are a number." in wrong.content.decode()
    assert "kept" in wrong.content.decode()
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_form_leads_back_to_this_house_only(mira: User, ana: Person, next_url: str) -> None:
    answer = signed_in(mira).post(reverse("claim", args=[ana.public_id]), {"next": next_url})
    assert answer["Location"].startswith("/parts/person/")


def test_cover_from_words(mira: User, ben: User) -> None:
    client = signed_in(mira)
    assert "Nobody covers for you" in page(client, "/cover")
    client.post("/cover", {"to": ben.public_id, "from": "Monday", "until": "in 2 weeks"})
    row = Cover.objects.get()
    assert (str(row.from_date), str(row.until_date)) == ("2026-06-01", "2026-06-11")
    assert "You cover for Mira" in page(signed_in(ben), "/cover")
    wrong = client.post("/cover", {"to": ben.public_id, "from": "some day", "until": "Friday"})
    assert wrong.status_code == 422
    client.post(reverse("cover_end", args=[row.public_id]))
    assert not Cover.objects.exists()


def test_tasks_stand_by_day_and_are_done_with_undo(mira: User, django_assert_num_queries: Any) -> None:
    client = signed_in(mira)
    for line in ("write to Ana today", "send the plan in 2 weeks", "tidy up", "call Ben tomorrow"):
        client.post("/tasks", {"line": line})
    shown = page(client, "/tasks")
    places = [shown.index(f"<h2>{title}</h2>") for title in ("Today", "Tomorrow", "Thursday 11 June", "Some day")]
    assert places == sorted(places)
    task = Task.objects.get(text="call Ben")
    answer = client.post(reverse("task_done", args=[task.public_id]), headers={"HX-Target": f"task-{task.public_id}"})
    shown = answer.content.decode()
    assert 'aria-pressed="true"' in shown
    undo = shown.split('action="/undo/')[1].split('"')[0]
    client.post(f"/undo/{undo}")
    task.refresh_from_db()
    assert task.done_at is None
    client.post(reverse("task_change", args=[task.public_id]), {"text": "call Ben Carter", "on": "übermorgen"})
    task.refresh_from_db()
    assert (task.text, str(task.due_date)) == ("call Ben Carter", "2026-05-30")
    assert client.post("/tasks", {"line": " "}).status_code == 422
    with django_assert_num_queries(9):
        page(client, "/tasks")


def test_mentions_are_read_by_following_them(
    mira: User, ben: User, ana: Person, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        comments.say(by=mira, now=NOW, text=f"@ben look {number}", person=ana)
    client = signed_in(ben)
    shown = page(client, "/mentions")
    assert shown.count('<span class="chip">new</span>') == 3
    assert shown.index("look 2") < shown.index("look 0")
    with django_assert_num_queries(8):
        page(client, "/mentions")
    ben.refresh_from_db()
    assert ben.unread_mentions == 3
    url = shown.split('href="/mentions/')[1].split('"')[0]
    assert client.get(f"/mentions/{url}")["Location"].startswith(reverse("person", args=[ana.public_id]))
    ben.refresh_from_db()
    assert ben.unread_mentions == 2
    client.post("/mentions/read")
    ben.refresh_from_db()
    assert ben.unread_mentions == 0
    assert signed_in(mira).get(f"/mentions/{url}").status_code == 404
    for odd in ("²", "9" * 40, "-1", "x"):
        assert client.get(f"/mentions?after={odd}").status_code == 200


def test_what_was_undone_elsewhere_says_so(mira: User, ana: Person) -> None:
    entry = tasks.add(by=mira, line="x", moment=clock.moment(Workspace.objects.get(), mira))
    Task.objects.all().delete()
    from sellwright.screens import undoing

    answer = signed_in(mira).post(undoing.address(entry), {"next": "/tasks"}, follow=True)
    assert "was changed since" in answer.content.decode()
    assert "too late" in signed_in(mira).post("/undo/made-up", {"next": "/tasks"}, follow=True).content.decode()


def test_the_mail_server_is_set_by_who_runs_the_workspace(mira: User, ben: User) -> None:
    client = signed_in(mira)
    values = {"host": "smtp.firm.example", "port": "465", "security": "tls", "user": "u", "password": "s3cret-word",
              "from": "sell@firm.example"}  # fmt: skip
    assert signed_in(ben).post("/morning/server", values).status_code == 403
    client.post("/morning/server", values)
    row = Workspace.objects.get()
    assert row.mail_server["host"] == "smtp.firm.example"
    assert "s3cret" not in row.mail_password
    assert "s3cret" not in page(client, "/morning")
    for wrong in ({"port": "0"}, {"from": "x"}, {"host": "a b"}, {"security": "none"}):
        assert client.post("/morning/server", {**values, **wrong}).status_code == 422, wrong
    client.post("/morning", {"wanted": "1"})
    mira.refresh_from_db()
    assert mira.morning_mail
    client.post("/morning/server", {"forget": "1"})
    assert Workspace.objects.get().mail_password == ""
