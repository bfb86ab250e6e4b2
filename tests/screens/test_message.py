"""One mail: who may see it, the sentence marked, quotes folded, its HTML and files behind their walls."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright.store.models import Message, Person, User
from tests.firm_rows import DAY, NOW, colleague, person, share, workspace
from tests.screens.mails import raw, store, written

pytestmark = pytest.mark.django_db
TEXT = (
    "Dear Mira,\n\nWhere is our data kept? <b>And</b> who may see it?\n\nBest,\nAna\n\n"
    "On Mon, 25 May 2026 at 10:00, Mira wrote:\n> Here is the offer.\n> Kind regards\n"
)
HTML = (
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
    '<p>Hello <script>alert(1)</script></p><img src="https://pics.example/a.png">\n--b\n'
    'Content-Type: text/html; name="page.html"\nContent-Disposition: attachment; filename="page.html"\n\n'
    "<script>alert(2)</script>\n--b--\n"
)


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana", known_to=mira)


@pytest.fixture
def mail(mira: User, ana: Person) -> Message:
    return written(mira, ana, NOW - DAY, TEXT)


@pytest.fixture
def laid_out(mira: User, ana: Person) -> Message:
    data = f"From: ana@lab.example\nTo: {mira.email}\nSubject: Laid out\nMessage-ID: <1@x>\n{HTML}".encode()
    return store(mira, ana, data, NOW - DAY)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_letter_is_shown_and_what_it_quotes_is_folded(mira: User, mail: Message) -> None:
    page = signed_in(mira).get(f"/message/{mail.mid}").content.decode()
    assert "Where is our data kept? &lt;b&gt;And&lt;/b&gt; who may see it?" in page
    letter, _, folded = page.partition('<details class="mail-folded">')
    assert "Here is the offer." not in letter and "Here is the offer." in folded


def test_both_ids_lead_there(mira: User, mail: Message) -> None:
    client = signed_in(mira)
    assert client.get(f"/message/{mail.public_id}").status_code == 200
    assert client.get("/message/0000000000000000").status_code == 404


def test_the_sentence_that_was_asked_for_is_marked(mira: User, mail: Message) -> None:
    page = signed_in(mira).get(f"/message/{mail.mid}?said=our+data+kept").content.decode()
    assert '<mark id="said">Where is our data kept?</mark>' in page
    assert "<mark" not in signed_in(mira).get(f"/message/{mail.mid}?said=nothing+of+that").content.decode()


def test_the_evidence_is_the_sentence_with_what_stands_around_it(mira: User, mail: Message) -> None:
    part = signed_in(mira).get(f"/evidence/{mail.mid}?said=our+data+kept").content.decode()
    assert "<mark>Where is our data kept?</mark>" in part
    assert "<html" not in part and f"/message/{mail.mid}?said=our+data+kept#said" in part


@pytest.mark.parametrize("door", ["/message/{}", "/message/{}/html", "/message/{}/file/1", "/evidence/{}"])
def test_nobody_reads_mail_that_is_not_shared_with_them(laid_out: Message, door: str) -> None:
    ben = colleague("Ben")
    assert signed_in(ben).get(door.format(laid_out.mid)).status_code == 404
    assert signed_in(ben).get(door.format(laid_out.public_id)).status_code == 404
    assert Client().get(door.format(laid_out.mid)).status_code == 302


@pytest.mark.parametrize("level", ["happened", "subject"])
def test_a_mailbox_shared_in_part_shows_no_word_of_a_mail(mira: User, mail: Message, level: str) -> None:
    share(mira, level)
    assert signed_in(colleague("Ben")).get(f"/message/{mail.mid}").status_code == 404


def test_a_mailbox_shared_whole_is_read_by_colleagues(mira: User, mail: Message) -> None:
    share(mira)
    assert signed_in(colleague("Ben")).get(f"/message/{mail.mid}").status_code == 200


def test_html_comes_in_a_frame_of_its_own_that_loads_nothing(mira: User, laid_out: Message) -> None:
    client = signed_in(mira)
    page = client.get(f"/message/{laid_out.mid}").content.decode()
    assert f'src="/message/{laid_out.mid}/html"' in page
    assert "allow-scripts" not in page and "allow-same-origin" not in page
    assert "pics.example" in page.partition("<iframe")[0]  # where a picture would load from is said before
    frame = client.get(f"/message/{laid_out.mid}/html")
    assert "alert" not in frame.content.decode() and "pics.example" not in frame.content.decode()
    assert "img-src data:;" in frame["Content-Security-Policy"] and "sandbox" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_pictures_load_only_on_the_page_that_asked(mira: User, laid_out: Message) -> None:
    client = signed_in(mira)
    assert (
        f"/message/{laid_out.mid}/html?pictures=1" in client.get(f"/message/{laid_out.mid}?pictures=1").content.decode()
    )
    frame = client.get(f"/message/{laid_out.mid}/html?pictures=1")
    assert "https://pics.example/a.png" in frame.content.decode()
    assert "img-src data: https:;" in frame["Content-Security-Policy"]
    assert "pics.example" not in client.get(f"/message/{laid_out.mid}/html").content.decode()


def test_a_file_is_a_download_whatever_it_is(mira: User, laid_out: Message) -> None:
    client = signed_in(mira)
    page = client.get(f"/message/{laid_out.mid}").content.decode()
    assert "page.html" in page and "text/html" in page
    found = client.get(f"/message/{laid_out.mid}/file/1")
    assert found["Content-Type"] == "application/octet-stream"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Content-Disposition"] == 'attachment; filename="page.html"'
    assert found.content.strip() == b"<script>alert(2)</script>"
    assert client.get(f"/message/{laid_out.mid}/file/2").status_code == 404


def test_people_of_the_head_lead_to_their_pages_only_where_they_may_be_known(mira: User, ana: Person) -> None:
    hidden = person("bo@lab.example", "Bo", known_to=colleague("Ben"))
    data = raw(ana.key, mira.email, NOW - DAY, "Hello there, Mira.", more=f"Cc: {hidden.key}\n")
    page = signed_in(mira).get(f"/message/{store(mira, ana, data, NOW - DAY).mid}").content.decode()
    assert f"/people/{ana.public_id}" in page
    assert hidden.key in page and f"/people/{hidden.public_id}" not in page


def test_the_thread_stands_beside_it(mira: User, ana: Person, mail: Message) -> None:
    answer = raw(mira.email, ana.key, NOW, "In Frankfurt, on our own machines.", subject="Re: Sensors")
    store(mira, ana, answer, NOW, side="us", thread=mail.thread)
    page = signed_in(mira).get(f"/message/{mail.mid}").content.decode()
    assert "In Frankfurt, on our own machines." in page


def test_the_page_asks_the_database_a_fixed_number_of_times(
    mira: User, ana: Person, mail: Message, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(mira)
    client.get(f"/message/{mail.mid}")
    for n in range(30):
        store(mira, ana, raw(ana.key, mira.email, NOW + n, f"Letter {n}."), NOW + n, thread=mail.thread)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(f"/message/{mail.mid}")
    with django_assert_num_queries(EVIDENCE_QUERIES):
        client.get(f"/evidence/{mail.mid}?said=data")


PAGE_QUERIES, EVIDENCE_QUERIES = 10, 7
