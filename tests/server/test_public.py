"""What others post to, through the whole server: signed calls, forms of websites, and everything that is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sellwright.actions import inlets, intakes
from sellwright.derive import settling
from sellwright.jobs import queue
from sellwright.store import signed
from sellwright.store.models import (
    Event,
    Inlet,
    Item,
    Mailbox,
    Message,
    Person,
    Phone,
    Standing,
    Touch,
    User,
    Workspace,
)
from tests.firm_rows import colleague, person, workspace

pytestmark = pytest.mark.django_db
CALL = {
    "id": "c-1", "direction": "in", "from": "+49 30 1234567", "to": "+49 30 999999", "seconds": 95,
    "outcome": "answered", "note": "Wants two sites", "recording_url": "https://pbx.example/r/1",
}  # fmt: skip
FORM = {"name": "Ana Berg", "email": "ana@lab.example", "message": "Could you call me about the hall by Friday?"}


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)


@pytest.fixture
def mira() -> User:
    workspace()
    Workspace.objects.update(frozen_at=None)
    return colleague("Mira", "owner")


def made(mira: User, kind: str, **more: Any) -> inlets.Made:
    return inlets.make(by=mira, mailbox=mira.mailboxes.get(), kind=kind, title="Kestrel contact", **more)


def told(inlet: inlets.Made, call: Any, *, name: str = "msg-1", at: int | None = None, secret: str = "") -> Any:
    """One delivery as a telephone system makes it."""
    at = int(timezone.now().timestamp()) if at is None else at
    body = call if isinstance(call, bytes) else json.dumps({"started_at": at, **call}).encode()
    signature = signed.sign(name, at, body, secret or inlet.secret)
    headers = {"webhook-id": name, "webhook-timestamp": str(at), "webhook-signature": signature}
    url = f"/in/calls/{inlet.inlet.public_id}"
    return Client().post(url, body, content_type="application/json", headers=headers)


def account(inlet: inlets.Made) -> list[tuple[str, str, int]]:
    rows = Item.objects.filter(intake=inlet.inlet.intake).order_by("pk")
    return [(row.outcome, row.reason, row.tries) for row in rows]


def test_a_signed_call_becomes_an_event_with_whoever_signs_with_that_number(mira: User) -> None:
    ana = person("ana@lab.example", "Ana", known_to=mira)
    Phone.objects.create(digits="301234567", email="ana@lab.example")
    inlet = made(mira, "calls")
    answer = told(inlet, CALL)
    assert (answer.status_code, answer.json()) == (201, {"taken": True})
    settling.settle()
    touch = Touch.objects.get()
    assert (touch.person, touch.side, touch.channel, round(touch.minutes, 2)) == (ana, "them", "call", 1.58)
    assert Event.objects.get().sightings.get().mailbox == mira.mailboxes.get()
    assert account(inlet) == [("stored", "", 0)]
    assert Inlet.objects.get().heard_at is not None


def test_a_call_told_again_under_its_id_takes_the_place_of_what_was_told_first(mira: User) -> None:
    inlet = made(mira, "calls")
    at = int(timezone.now().timestamp())
    assert told(inlet, {**CALL, "seconds": 0, "outcome": "no answer", "started_at": at}).status_code == 201
    settling.settle()
    assert Touch.objects.get().minutes == 0
    assert told(inlet, {**CALL, "seconds": 600, "started_at": at}, name="msg-2").status_code == 200
    settling.settle()
    assert (Event.objects.count(), Touch.objects.get().minutes, Person.objects.count()) == (1, 10, 1)
    other = told(inlet, {**CALL, "from": "+49 30 7777777"}, name="msg-3")
    assert (other.status_code, list(other.json()["fields"])) == (422, ["id"])
    assert account(inlet) == [
        ("stored", "", 0), ("stored", "told anew", 0), ("failed", "another number under the same id", 0),
    ]  # fmt: skip


def test_a_replay_is_refused_and_a_second_try_changes_nothing(mira: User) -> None:
    inlet = made(mira, "calls")
    at = int(timezone.now().timestamp())
    assert told(inlet, CALL, at=at).status_code == 201
    assert told(inlet, CALL, at=at).status_code == 409
    again = told(inlet, CALL, at=at - 1)
    assert (again.status_code, again.json()) == (200, {"taken": "delivered before"})
    assert Event.objects.count() == 1
    assert account(inlet) == [("stored", "", 1), ("skipped", "delivered before", 0)]


def test_nobody_who_cannot_sign_is_believed_and_knocking_writes_one_row_a_day(mira: User) -> None:
    inlet = made(mira, "calls")
    at = int(timezone.now().timestamp())
    for _ in range(5):
        answer = told(inlet, CALL, secret=signed.new_secret())
        assert (answer.status_code, answer.json()) == (401, {"error": "Not taken: the signature is wrong."})
    assert told(inlet, CALL, at=at - 400).status_code == 401
    assert (
        Client().post(f"/in/calls/{inlet.inlet.public_id}", b"{}", content_type="application/json").status_code == 401
    )
    assert account(inlet) == [
        ("failed", "refused: the signature is wrong", 5), ("failed", "refused: too old, or from the future", 1),
        ("failed", "refused: a header is missing", 1),
    ]  # fmt: skip
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("call", "fields"),
    [
        (b"no json", ["body"]),
        (b"[1]", ["body"]),
        (b"[" * 50_000, ["body"]),
        (b"\xff\xfe", ["body"]),
        ({}, ["id", "direction"]),
        ({**CALL, "direction": "up"}, ["direction"]),
        ({**CALL, "seconds": -1}, ["seconds"]),
        ({**CALL, "seconds": "95"}, ["seconds"]),
        ({**CALL, "started_at": "yesterday"}, ["started_at"]),
        ({**CALL, "started_at": "2026-05-28T10:00:00"}, ["started_at"]),
        ({**CALL, "started_at": 1e300}, ["started_at"]),
        ({**CALL, "outcome": "sang"}, ["outcome"]),
        ({**CALL, "recording_url": "javascript:alert(1)"}, ["recording_url"]),
        ({**CALL, "note": {"a": 1}}, ["note"]),
        ({**CALL, "id": "x" * 201}, ["id"]),
    ],
)
def test_what_is_not_understood_is_said_by_field_and_accounted_for(mira: User, call: Any, fields: list[str]) -> None:
    inlet = made(mira, "calls")
    answer = told(inlet, call)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == fields
    assert account(inlet) == [("failed", "not understood", 0)]
    told(inlet, CALL, name="msg-2")
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("other", "reason"),
    [({"from": "anonymous"}, "no number: it was withheld"), ({"from": "204"}, "a call inside the house")],
)
def test_calls_without_an_outside_number_are_left_out_with_the_reason(
    mira: User, other: dict[str, str], reason: str
) -> None:
    inlet = made(mira, "calls")
    assert told(inlet, {**CALL, **other}).json() == {"taken": False, "why": reason}
    assert account(inlet) == [("skipped", reason, 0)]


def test_a_new_secret_is_good_at_once_and_the_old_one_for_a_day(mira: User) -> None:
    inlet = made(mira, "calls")
    assert inlet.secret not in str(list(Inlet.objects.values()))
    new = inlets.rotate(by=mira, inlet=inlet.inlet)
    assert told(inlet, CALL, secret=inlet.secret).status_code == 201
    assert told(inlet, CALL, name="msg-2", secret=new.secret).status_code == 200
    Inlet.objects.update(old_until=timezone.now())
    assert told(inlet, CALL, name="msg-3", secret=inlet.secret).status_code == 401


def test_sizes_methods_and_addresses_are_bounded(mira: User) -> None:
    inlet = made(mira, "calls")
    client, url = Client(), f"/in/calls/{inlet.inlet.public_id}"
    assert client.post(url, b"x" * 64_001, content_type="application/json").status_code == 413
    assert client.get(url).status_code == 405
    assert client.post("/in/calls/nobody", b"{}", content_type="application/json").status_code == 404
    assert client.post(f"/in/form/{inlet.inlet.public_id}", FORM).status_code == 404
    inlets.close(by=mira, inlet=inlet.inlet)
    assert told(inlet, CALL).status_code == 410
    assert account(inlet) == []


def test_what_was_taken_back_with_its_mailbox_takes_nothing_more(mira: User) -> None:
    inlet = made(mira, "calls")
    intakes.forget_mailbox(by=mira, mailbox=mira.mailboxes.get())
    assert told(inlet, CALL).status_code == 410


# Forms


def sent(inlet: inlets.Made, fields: Any, client: Client | None = None, **headers: str) -> Any:
    url = f"/in/form/{inlet.inlet.public_id}"
    return (client or Client()).post(url, fields, headers={"Accept": "application/json", **headers})


def test_a_form_becomes_a_letter_of_the_visitor_that_stands_on_today(mira: User) -> None:
    inlet = made(mira, "form")
    client = Client()
    client.force_login(mira)
    client.get("/")
    answer = sent(inlet, {**FORM, "phone": "+49 30 1234567", "company": "Lab GmbH"})
    assert (answer.status_code, answer.json()) == (201, {"taken": True})
    settling.settle()
    row = Message.objects.select_related("sender__person").get()
    ana = row.sender.person
    assert ana is not None
    assert (row.kind, row.direction, row.sender.email, str(ana)) == ("form", "in", "ana@lab.example", "Ana Berg")
    assert row.opening == FORM["message"]
    assert "unproven_sender" in row.marks
    touch = Touch.objects.get()
    assert (touch.side, touch.asks, touch.human) == ("them", 1, True)
    today = client.get("/").content.decode()
    assert "Ana Berg" in today
    assert 'href="tel:+49301234567"' in today
    assert Standing.objects.get(person=ana).relation == "prospect"
    assert account(inlet) == [("stored", "", 0)]


@pytest.mark.parametrize(
    "message",
    [
        "Email: boss@victim.example\nName: The Boss\nis what I tried.",
        "Hello\n--\nAna\nPhone: see below",
        "One\n\nSubject: two\nMessage: three\nfour?",
        "Your message could not be delivered to the following recipients, said our server. Why?",
        "I am out of office until Monday.",
        "Größe 3 × 4 — 日本語 \u202e txet",
    ],
)
def test_whatever_a_visitor_writes_it_stays_their_own_message(mira: User, message: str) -> None:
    inlet = made(mira, "form")
    assert sent(inlet, {**FORM, "message": message}).status_code == 201
    row = Message.objects.get()
    assert (row.kind, row.sender.email, row.sender.name) == ("form", "ana@lab.example", "Ana Berg")
    shown = " ".join(row.opening.replace("· ", "").split())
    assert shown == " ".join(message.replace("\u202e", "").split())[: len(shown)]
    assert len(shown) > 10


def test_json_multipart_and_other_names_of_fields_are_taken(mira: User) -> None:
    inlet = made(mira, "form")
    url = f"/in/form/{inlet.inlet.public_id}"
    plain = {
        "Vorname": "Eva",
        "Nachname": "Roth",
        "E-Mail-Adresse": "eva@labor.example",
        "Nachricht": "Bitte um Angebot.",
    }
    assert Client().post(url, json.dumps(plain), content_type="application/json").status_code == 201
    body = "your_name=Tom&e_mail=tom%40lab.example&how-can-we-help=Send+me+a+price&budget=40k"
    assert Client().post(url, body, content_type="application/x-www-form-urlencoded").status_code == 201
    found = Message.objects.order_by("pk").values_list("sender__email", "sender__name", "kind")
    assert list(found) == [("eva@labor.example", "Eva Roth", "form"), ("tom@lab.example", "Tom", "form")]


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"name": "Ana", "message": "x"}, 422, "refused: email missing or wrong"),
        ({**FORM, "email": "ana@lab.example\nBcc: all@lab.example"}, 422, "refused: email missing or wrong"),
        ({**FORM, "email": "noreply@lab.example"}, 422, "refused: email missing or wrong"),
        ({"email": "ana@lab.example"}, 422, "refused: message missing or wrong"),
        ({**FORM, "homepage": "https://buy.example"}, 200, "filled in by a robot"),
    ],
)
def test_what_cannot_be_answered_and_what_robots_fill_in_is_counted_and_not_stored(
    mira: User, fields: dict[str, str], status: int, reason: str
) -> None:
    inlet = made(mira, "form")
    for _ in range(3):
        assert sent(inlet, fields).status_code == status
    assert [(why, tries) for _outcome, why, tries in account(inlet)] == [(reason, 3)]
    assert not Message.objects.exists()


def test_a_second_press_of_the_button_is_one_message(mira: User) -> None:
    inlet = made(mira, "form")
    for _ in range(3):
        assert sent(inlet, FORM).status_code == 201
    assert Message.objects.count() == 1
    assert account(inlet) == [("stored", "", 0), ("skipped", "the same words a second time that day", 2)]


def test_only_the_pages_that_were_named_may_send_and_be_led_back_to(mira: User) -> None:
    inlet = made(mira, "form", origins="www.kestrel.example")
    good, bad = "https://www.kestrel.example", "https://evil.example"
    refused = sent(inlet, FORM, Origin=bad)
    assert refused.status_code == 403
    assert "Access-Control-Allow-Origin" not in refused
    taken = sent(inlet, FORM, Origin=good)
    assert (taken.status_code, taken["Access-Control-Allow-Origin"]) == (201, good)
    asked = Client().options(f"/in/form/{inlet.inlet.public_id}", headers={"Origin": good})
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, good)
    assert "Access-Control-Allow-Origin" not in Client().options(
        f"/in/form/{inlet.inlet.public_id}", headers={"Origin": bad}
    )
    page = {"Accept": "text/html", "Origin": good}
    led = sent(inlet, {**FORM, "_next": f"{good}/thanks"}, **page)
    assert (led.status_code, led["Location"]) == (302, f"{good}/thanks")
    for url in (f"{bad}/", "//evil.example", "javascript:alert(1)", f"{good}.evil.example/", "/people"):
        assert sent(inlet, {**FORM, "message": url, "_next": url}, **page).status_code == 200


def test_a_visitor_without_scripts_reads_a_page_and_nothing_of_whose_it_is(mira: User) -> None:
    inlet = made(mira, "form")
    page = sent(inlet, FORM, Accept="text/html")
    assert page.status_code == 200
    assert "Your message has arrived." in page.content.decode()
    assert "Mira" not in page.content.decode()
    wrong = sent(inlet, {**FORM, "email": ""}, Accept="text/html")
    assert wrong.status_code == 422
    assert "Your e-mail address is missing" in wrong.content.decode()


def test_files_large_bodies_and_odd_shapes_are_refused(mira: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    inlet = made(mira, "form")
    url = f"/in/form/{inlet.inlet.public_id}"
    assert sent(inlet, {**FORM, "cv": SimpleUploadedFile("cv.pdf", b"%PDF")}).status_code == 415
    assert sent(inlet, {**FORM, "message": "x" * 64_001}).status_code == 413
    assert sent(inlet, {**FORM, "message": "x" * 20_001}).status_code == 422
    assert sent(inlet, {**FORM, **{f"f{n}": "x" for n in range(61)}}).status_code == 422
    for body in ("[]", '{"email": {"a": 1}}', "{", "[" * 50_000):
        assert Client().post(url, body, content_type="application/json").status_code in (400, 422)
    assert not Message.objects.exists()


def test_a_try_of_its_owner_is_accounted_for_and_not_stored_a_strangers_is_a_form(mira: User) -> None:
    inlet = made(mira, "form")
    client = Client()
    client.force_login(mira)
    assert sent(inlet, {**FORM, "_try": "1"}, client).status_code == 200
    assert account(inlet) == [("skipped", "a try from its own page", 0)]
    assert sent(inlet, {**FORM, "_try": "1"}).status_code == 201
    assert Message.objects.count() == 1


def test_who_is_never_captured_is_not_captured_from_a_form(mira: User) -> None:
    Mailbox.objects.update(never=["lab.example"])
    inlet = made(mira, "form")
    assert sent(inlet, FORM).status_code == 201
    assert account(inlet) == [("skipped", "kept out, as you said", 0)]


def test_too_many_from_one_address_are_told_to_wait(mira: User) -> None:
    inlet = made(mira, "form")
    codes = [sent(inlet, {**FORM, "message": f"Number {n}"}).status_code for n in range(21)]
    assert (codes[19], codes[20]) == (201, 429)


def test_no_word_that_was_posted_stands_in_a_log(mira: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    form, phone = made(mira, "form"), made(mira, "calls")
    sent(form, {**FORM, "message": "markedsecretword"})
    told(phone, {**CALL, "note": "markedsecretword"})
    told(phone, b'{"markedsecretword"')
    assert "markedsecretword" not in caplog.text
    assert phone.secret not in caplog.text
