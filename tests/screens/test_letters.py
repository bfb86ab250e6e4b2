"""Letters as pages: what stands ready, the margin, the bin, what is taken out, and that nobody looks in."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright import access
from sellwright.derive import settling
from sellwright.derive.storing import Read, Storing
from sellwright.interactions.values import RawMail
from sellwright.mailroom import reading
from sellwright.screens import words
from sellwright.settings import Settings
from sellwright.store import folding, wordings
from sellwright.store.models import Binned, Draft, DraftVersion, HandedOver, LogEntry, Message, Person, User, Want
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.mails import raw, stand, written
from tests.screens.test_person_page import signed_in

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
MASS = "The small repeaters are finally half the size they used to be in the workshop."
OWN = "Your lamp over the third bench in the drying hall still flickers on humid mornings."


@pytest.fixture
def mira() -> User:
    workspace()
    user = colleague("Mira Holt")
    user.signature = "Mira Holt\nKestrel Instruments"
    user.save()
    return user


@pytest.fixture
def client(mira: User) -> Client:
    return signed_in(mira)


@pytest.fixture
def ana(mira: User) -> Person:
    row = person("ana@lab.example", "Ana Berg", known_to=mira)
    stand(mira, row)
    return row


def draft(by: User, text: str = "Hello.", **more: object) -> Draft:
    return Draft.objects.create(author=by, to="ana@lab.example", subject="Lamps", text=text, **more)


def take_in(user: User, *mails: bytes) -> None:
    """Mail stored and derived as an intake does it."""
    access.scope_of(user)
    intake = user.mailboxes.get().intakes.create(name="test", path="", state="done")
    found = [RawMail(f"{number}.eml", data) for number, data in enumerate(mails)]
    Storing(intake).store([Read(m.path, len(m.data), reading.read(m, Settings()), m) for m in found])
    settling.settle()


def save(client: Client, row: Draft, text: str, edition: int) -> tuple[int, dict[str, object]]:
    answer = client.post(
        f"/letters/{row.public_id}/save",
        {"text": text, "edition": edition, "subject": "S", "to": "a@b.c"},
        headers=JSON,
    )
    return answer.status_code, answer.json()


def test_the_menu_leads_to_letters_and_an_empty_page_teaches(client: Client) -> None:
    page = client.get("/letters").content.decode()
    assert 'href="/letters" aria-current="page"' in page
    assert "Press w on somebody" in page
    assert "The bin is empty" in client.get("/letters?list=bin").content.decode()
    assert "Sellwright never sends" in client.get("/letters?list=out").content.decode()


def test_a_reply_stands_ready_with_their_question_and_what_was_written_to_another(mira: User, client: Client) -> None:
    question = "Where exactly is the measurement data of our loggers stored and for how many years is it kept?"
    passage = "The measurement data of your loggers is stored in Frankfurt and kept for ten years."
    me = mira.email

    def mail(sender: str, to: str, days: float, text: str, answers: bytes = b"") -> bytes:
        made = raw(sender, to, NOW - days * DAY, text, subject="Storage")
        before = re.search(rb"Message-ID: (.+)", answers)
        return (b"In-Reply-To: " + before[1] + b"\n" if before else b"") + made

    first = mail("jo@firm.example", me, 90, f"Dear Mira,\n\n{question}\n\nJo")
    take_in(
        mira,
        first,
        mail(me, "jo@firm.example", 89, f"Dear Jo,\n\n{passage}\n\nBest regards\nMira", first),
        mail(me, "ana@lab.example", 20, "Hi Ana,\n\nHere is the offer for both of the halls.\n\nCheers\nMira"),
        mail(
            "ana@lab.example",
            me,
            1,
            f"Hi Mira,\n\nthank you.\n\n{question}\n\nWho of you would train us at night?\n\nAna",
        ),
    )
    asked = Message.objects.order_by("-at")[0]
    ana = Person.objects.get(addresses__email="ana@lab.example")
    answer = client.get(f"/letters/new?person={ana.public_id}&answers={asked.mid}")
    row = Draft.objects.get()
    assert answer.url == f"/letters/{row.public_id}"
    assert row.text.startswith("Hi Ana,\n\n> ")
    assert row.text.endswith("Cheers\nMira\n-- \nMira Holt\nKestrel Instruments")
    assert passage in row.text
    assert row.text[: row.caret].endswith("us at night?\n")
    assert (row.to, row.subject, row.answers) == ("ana@lab.example", "Re: Storage", asked)
    page = client.get(answer.url).content.decode()
    assert "You wrote this to jo@firm.example on" in page
    assert "yours to answer" in page
    assert f'data-caret="{row.caret}" autofocus' in page
    assert client.get(f"/letters/new?person={ana.public_id}&answers={asked.mid}").url == answer.url
    assert Draft.objects.count() == 1


def test_a_shipped_wish_is_told_in_its_own_words(client: Client, ana: Person) -> None:
    Want.objects.create(
        person=ana, text="a decimal comma in the export", asked_at=NOW - 60 * DAY, shipped_at=NOW - DAY,
        shipped_words="It is under Reports.", shipped_by="Emre",
    )  # fmt: skip
    client.get(f"/letters/new?person={ana.public_id}")
    row = Draft.objects.get()
    assert "“a decimal comma in the export”" in row.text
    assert "Emre: “It is under Reports.”" in row.text
    client.get(f"/letters/new?person={ana.public_id}")
    assert Draft.objects.count() == 1


def test_the_margin_marks_a_sentence_that_31_others_got_and_no_own_words(
    mira: User, client: Client, ana: Person
) -> None:
    for number in range(31):
        reader = person(f"r{number}@f{number}.example", f"Reader{number}", known_to=mira)
        sent = written(
            mira, reader, NOW - DAY - number, f"Dear Reader{number},\n\n{MASS}\n\nBest regards\nMira", side="us"
        )
        wordings.add([sent.pk])
    while folding.fold(Settings()):
        pass
    row = draft(mira, person=ana)
    text = f"Dear Ana,\n\n😀 {OWN} {MASS}\n\nBest regards\nMira"
    found = client.post(f"/letters/{row.public_id}/margin", {"text": text}).json()
    assert [(text[m["start"] : m["end"]], m["others"], m["tone"]) for m in found["marks"]] == [(MASS, 31, "")]
    assert 0 < found["f"] < 1
    assert found["words"] == len(text.split())
    changed = text.replace("repeaters", "x").replace("half", "y").replace("workshop", "z").replace("finally", "q")
    typed = client.post(f"/letters/{row.public_id}/margin", {"text": changed}).json()
    assert typed["marks"] == []
    quoted = client.post(f"/letters/{row.public_id}/margin", {"text": f"Dear Ana,\n\n> {MASS}\n\n{OWN}\n\nMira"}).json()
    assert quoted["marks"] == []


def test_without_scripts_keeping_a_version_shows_the_margin_as_a_list(mira: User, client: Client) -> None:
    for number in range(3):
        reader = person(f"r{number}@f{number}.example", f"R{number}", known_to=mira)
        wordings.add([written(mira, reader, NOW - DAY - number, f"Dear R,\n\n{MASS}\n\nMira", side="us").pk])
    row = draft(mira)
    answer = client.post(f"/letters/{row.public_id}/save", {"text": f"Hello,\r\n\r\n{MASS}\r\n\r\nMira", "edition": 0})
    page = client.get(answer.url).content.decode()
    assert f"3 others got: <q>{MASS}</q>" in page
    assert DraftVersion.objects.get().text == f"Hello,\n\n{MASS}\n\nMira"


def test_a_second_window_is_told_and_loses_nothing(mira: User, client: Client) -> None:
    row = draft(mira)
    assert save(client, row, "first window", 0)[0] == 200
    status, answer = save(client, row, "second window", 0)
    assert (status, "another window" in str(answer["sentence"])) == (409, True)
    page = client.get(f"/letters/{row.public_id}").content.decode()
    assert "first window" in page
    assert "from another window" in page
    kept = DraftVersion.objects.get(is_aside=True)
    assert "second window" in client.get(f"/letters/{row.public_id}/versions/{kept.pk}").content.decode()
    client.post(f"/letters/{row.public_id}/versions/{kept.pk}/restore")
    row.refresh_from_db()
    assert row.text == "second window"


def test_binning_leads_back_with_undo(mira: User, client: Client) -> None:
    row = draft(mira)
    page = client.post(f"/letters/{row.public_id}/bin", {"reason": "too long"}, follow=True).content.decode()
    assert "Binned." in page
    assert "/undo/" in page
    assert "too long" in client.get("/letters?list=bin").content.decode()
    client.post(f"/letters/{row.public_id}/unbin")
    assert not Binned.objects.exists()


def test_the_bin_tells_its_two_numbers_to_its_owner(mira: User, client: Client) -> None:
    for number in range(10):
        row = draft(mira, edition=1)
        if number < 3:
            Binned.objects.create(draft=row)
        else:
            HandedOver.objects.create(draft=row, how="copy", text="")
            for _ in range((1, 1, 2, 3, 1, 2, 4)[number - 3]):
                DraftVersion.objects.create(draft=row, text=str(_))
    page = client.get("/letters?list=bin").content.decode()
    assert "You binned <b>30 %</b> of your drafts." in page
    assert "goes through <b>2</b> versions" in page


def test_the_file_is_an_unsent_mail_in_its_thread(mira: User, client: Client, ana: Person) -> None:
    asked = written(mira, ana, NOW - DAY, "Dear Mira,\n\nHow much?\n\nAna")
    Message.objects.filter(pk=asked.pk).update(message_id="q2@lab.example", parents="q1@lab.example q0@lab.example")
    row = draft(mira, "Grüße an alle.\n", person=ana, answers=asked)
    answer = client.post(f"/letters/{row.public_id}/out", {"how": "eml", "text": row.text, "edition": 0, "to": ana.key,
                                                           "subject": "Re: Preis\nBcc: evil@x.example"})  # fmt: skip
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    mail = message_from_bytes(answer.content, policy=default)
    assert mail["In-Reply-To"] == "<q2@lab.example>"
    assert mail["References"] == "<q0@lab.example> <q1@lab.example> <q2@lab.example>"
    assert (mail["To"], mail["Bcc"], mail["X-Unsent"]) == ("ana@lab.example", None, "1")
    assert mail.get_content().rstrip() == "Grüße an alle."
    assert HandedOver.objects.get().how == "eml"


def test_a_mail_link_carries_the_words_and_says_when_they_are_too_many(mira: User, client: Client) -> None:
    row = draft(mira, "One & two")
    answer = client.post(f"/letters/{row.public_id}/out", {"how": "mailto"}, headers=JSON).json()
    assert answer["link"] == "mailto:ana@lab.example?subject=Lamps&body=One%20%26%20two"
    long = draft(mira, "word " * 600)
    refused = client.post(f"/letters/{long.public_id}/out", {"how": "mailto"}, headers=JSON)
    assert (refused.status_code, "Copy it" in refused.json()["sentence"]) == (422, True)
    assert HandedOver.objects.filter(draft=long).count() == 0
    page = client.post(f"/letters/{row.public_id}/out", {"how": "mailto"}, follow=True).content.decode()
    assert "Open it in your mail program now" in page


def test_an_address_that_is_none_is_refused_in_a_sentence(mira: User, client: Client) -> None:
    row = draft(mira)
    answer = client.post(f"/letters/{row.public_id}/out", {"how": "eml", "text": "x", "edition": 0, "to": "nobody"})
    assert answer.status_code == 422
    assert "Write whom it is to" in answer.content.decode()


def test_the_list_ends_the_first_words_of_a_letter_after_a_whole_word() -> None:
    assert words.shortened("one two three", 14) == "one two three"
    assert words.shortened("one two three", 13) == "one two…"
    assert words.shortened("x" * 50, 10) == "x" * 9 + "…"


def test_nobody_else_opens_a_letter_whatever_their_role(mira: User) -> None:
    row = draft(mira, "private words")
    version = DraftVersion.objects.create(draft=row, text="private words")
    owner = signed_in(colleague("Olga", role="owner"))
    base = f"/letters/{row.public_id}"
    for url in (base, f"{base}/versions/{version.pk}"):
        assert owner.get(url).status_code == 404
    for deed in ("save", "margin", "bin", "unbin", "out", f"versions/{version.pk}/restore"):
        assert owner.post(f"{base}/{deed}", {"text": "mine", "edition": 0, "how": "copy"}).status_code == 404
    assert "private words" not in owner.get("/letters").content.decode()
    row.refresh_from_db()
    assert row.text == "private words"


def test_what_a_share_taken_back_hides_is_not_shown_beside_the_letter(mira: User, client: Client, ana: Person) -> None:
    jonas = colleague("Jonas")
    secret = written(
        jonas, person("jo@x.example", "Jo", known_to=jonas), NOW - DAY, "Dear Jo,\n\nSecret.\n\nJ", side="us"
    )
    asked = written(mira, ana, NOW - DAY, "Dear Mira,\n\nHow much?\n\nAna")
    row = draft(mira, person=ana, prepared=[
        {"question": "How much?", "asked": asked.mid, "passage": "Secret.", "letter": secret.mid,
         "to": ["jo@x.example"], "at": NOW},
    ])  # fmt: skip
    page = client.get(f"/letters/{row.public_id}").content.decode()
    assert secret.mid not in page
    assert "Secret." not in page


def test_saving_is_not_logged_and_no_line_holds_words(mira: User, client: Client) -> None:
    row = draft(mira)
    save(client, row, "wombat words", 0)
    client.post(f"/letters/{row.public_id}/out", {"how": "copy"}, headers=JSON)
    client.post(f"/letters/{row.public_id}/bin", {"reason": "wombat reason"})
    lines = list(LogEntry.objects.order_by("pk").values_list("deed", "before", "after"))
    assert [deed for deed, _, _ in lines] == ["hand_over_letter", "bin_letter"]
    assert "wombat" not in json.dumps(lines)


@pytest.mark.parametrize("count", [2, 40])
def test_the_list_asks_as_often_for_many_letters_as_for_few(
    mira: User, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        row = draft(mira)
        DraftVersion.objects.create(draft=row, text="a")
    access.scope_of(mira)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/letters")


LIST_QUERIES = 7


def test_older_letters_follow_by_key(mira: User, client: Client) -> None:
    for number in range(53):
        draft(mira, f"number {number}")
    first = client.get("/letters").content.decode()
    assert first.count('<article class="entry"') == 50
    older = first.split('rel="next" href="')[1].split('"')[0]
    assert client.get(older).content.decode().count('<article class="entry"') == 3


def test_the_margin_asks_as_often_however_much_was_sent(
    mira: User, client: Client, ana: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = draft(mira, person=ana)
    client.post(f"/letters/{row.public_id}/margin", {"text": MASS})
    with django_assert_num_queries(MARGIN_QUERIES):
        client.post(f"/letters/{row.public_id}/margin", {"text": OWN})


MARGIN_QUERIES = 9


# Three times to offer


def test_three_free_times_go_before_the_closing_in_the_readers_words(client: Client, mira: User, ana: Person) -> None:
    """It is Thursday, 28 May, 20:26 in London; her letters were written in India, in English."""
    mail = raw("Ana Berg <ana@lab.example>", mira.email, NOW - DAY, "Could we talk about the lamps in the drying hall?")
    take_in(mira, mail.replace(b"+0000", b"+0530"))
    row = draft(mira, "Hello Ana,\n\nLet us talk.\n\nBest regards\nMira Holt\n", person=ana)
    mira.time_zone = "Europe/London"
    mira.save()
    answer = client.post(f"/letters/{row.public_id}/times", {"text": row.text, "edition": "0", "to": row.to})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.text == (
        "Hello Ana,\n\nLet us talk.\n\nWould one of these times suit you?\n- Monday, 1 June, 14:30 to 15:00\n"
        "- Wednesday, 3 June, 19:00 to 19:30\n- Monday, 8 June, 16:00 to 16:30\n(your time, UTC+5:30)\n\n"
        "Best regards\nMira Holt\n"
    )
    assert DraftVersion.objects.filter(draft=row).count() == 2  # as it was before, too
    assert not HandedOver.objects.exists()


def test_times_without_a_reader_are_ours(client: Client, mira: User) -> None:
    row = draft(mira, "")
    client.post(f"/letters/{row.public_id}/times", {"text": "", "edition": "0", "to": ""})
    row.refresh_from_db()
    assert row.text.endswith("(UTC time)\n") and row.text.count("\n- ") == 3


def test_without_a_free_hour_it_says_so_and_the_letter_stands(client: Client, mira: User) -> None:
    from sellwright.store.models import BookingPage

    BookingPage.objects.create(user=mira, slug="mira", title="Talk", hours={})
    row = draft(mira, "Hello.")
    answer = client.post(f"/letters/{row.public_id}/times", {"text": "Hello!", "edition": "0", "to": ""})
    assert answer.status_code == 422 and b"None of your hours is free" in answer.content
    row.refresh_from_db()
    assert row.text == "Hello!"


def test_a_colleagues_letter_takes_no_times(mira: User) -> None:
    row = draft(mira)
    other = signed_in(colleague("Jo"))
    assert other.post(f"/letters/{row.public_id}/times", {"text": "x", "edition": "0"}).status_code == 404
