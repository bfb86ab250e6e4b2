"""Pages of deals: what stands on them for whom, with how many queries, and their forms without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sellwright.actions import deals, pipelines
from sellwright.actions.deals import Wanted
from sellwright.store.models import Deal, DealSign, Person, Stage, StageMove, Unknown, User
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "leader")


@pytest.fixture
def ben() -> User:
    return colleague("Ben")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana", known_to=mira)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def opened(by: User, name: str = "Six sensors", *, now: float = NOW, who: Person | None = None) -> Deal:
    entry = deals.open_deal(by=by, wanted=Wanted(name, owner=by), now=now, person=who)
    return Deal.objects.get(public_id=entry.thing_id)


def stage(name: str) -> Stage:
    return pipelines.first().stages.get(name=name)


def page(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def board_of(deals_in_it: int, mira: User) -> None:
    """Deals in all columns: with people, evidence, without."""
    stages = list(pipelines.first().stages.all())
    for number in range(deals_in_it):
        who = person(f"p{number}@x{number}.example", f"P{number}", known_to=mira)
        deal = opened(mira, f"Deal {number}", now=NOW - 3 * DAY, who=who)
        if number % 3 == 0:
            letter(mira, who, NOW - DAY, acts="commitment")
        deals.move(by=mira, deal=deal, stage=stages[number % 4], now=NOW)


def test_a_deal_that_was_brought_here_was_not_opened_again(mira: User) -> None:
    deal = opened(mira)
    StageMove.objects.create(deal=deal, to_stage=deal.stage, at=NOW - DAY, by=mira)
    assert f"Mira put it in {deal.stage}" in page(signed_in(mira), reverse("deal", args=[deal.public_id]))
    deals.close(by=mira, deal=deal, outcome="lost", reason="price", now=NOW)
    deals.reopen(by=mira, deal=deal, now=NOW)
    shown = page(signed_in(mira), reverse("deal", args=[deal.public_id]))
    assert f"Mira opened it again in {deal.stage}" in shown
    assert f"Mira put it in {deal.stage}" in shown


def test_an_empty_board_teaches(mira: User) -> None:
    shown = page(signed_in(mira), "/deals")
    assert "No open deal yet" in shown
    assert "They sign, or say no." in shown


@pytest.mark.parametrize("size", [8, 60])
def test_the_board_takes_the_same_queries_however_many_deals(
    mira: User, size: int, django_assert_num_queries: Any
) -> None:
    board_of(size, mira)
    client = signed_in(mira)
    page(client, "/deals")
    with django_assert_num_queries(18):
        page(client, "/deals")


def test_a_move_without_an_act_of_theirs_says_so_and_one_with_links_it(mira: User, ana: Person) -> None:
    deal = opened(mira, now=NOW - 3 * DAY, who=ana)
    deals.move(by=mira, deal=deal, stage=stage("Discovery"), now=NOW - 2 * DAY)
    client = signed_in(mira)
    assert "moved by us, no evidence yet" in page(client, "/deals")
    later = letter(mira, ana, NOW - DAY, acts="task_done")
    shown = page(client, "/deals")
    assert "moved by us" not in shown
    assert f'href="{reverse("message", args=[later.mid])}"' in shown
    assert "they did what was asked" in shown


def test_a_colleague_sees_that_a_letter_they_may_not_read_moved_it(mira: User, ben: User, ana: Person) -> None:
    deal = opened(mira, now=NOW - 3 * DAY, who=ana)
    shows = letter(mira, ana, NOW - DAY, acts="commitment", subject="secret offer")
    deals.move(by=mira, deal=deal, stage=stage("Discovery"), now=NOW)
    for url in ("/deals", reverse("deal", args=[deal.public_id]), "/deals/list"):
        shown = page(signed_in(ben), url)
        assert shows.mid not in shown
        assert "secret offer" not in shown
        assert "Ana" not in shown
    assert "moved on a letter you may not read" in page(signed_in(ben), "/deals")
    assert "and 1 you may not know of" in page(signed_in(ben), reverse("deal", args=[deal.public_id]))
    assert shows.mid in page(signed_in(mira), "/deals")


def test_a_column_shows_a_piece_and_then_the_next(mira: User) -> None:
    names = [f"Deal {number:02d}" for number in range(45)]
    for name in reversed(names):
        opened(mira, name)
    client = signed_in(mira)
    seen: list[str] = []
    url = "/deals"
    for _turn in range(5):
        shown = page(client, url, **({"HX-Request": "true"} if seen else {}))
        seen += [name for name in names if f">{name}</a>" in shown]
        if "/deals/column/" not in shown:
            break
        url = shown.split('href="/deals/column/')[1].split('"')[0]
        url = "/deals/column/" + url
    assert seen == names


def test_a_dragged_card_comes_back_with_the_heads_and_undo(mira: User) -> None:
    a, b = opened(mira, "A"), opened(mira, "B")
    client = signed_in(mira)
    values = {"stage": stage("Proposal").public_id, "seen_in": a.stage.public_id}
    answer = client.post(reverse("deal_move", args=[a.public_id]), values, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert f'id="deal-{a.public_id}"' in shown
    assert f'id="deal-{b.public_id}"' not in shown
    assert shown.count('hx-swap-oob="true"') == 5  # the card, four heads
    undo = shown.split('action="/undo/')[1].split('"')[0]
    assert client.post(f"/undo/{undo}").status_code == 302
    a.refresh_from_db()
    assert a.stage.name == "Talking"


def test_two_drag_the_same_card(mira: User, ben: User) -> None:
    deal = opened(mira)
    values = {"stage": stage("Proposal").public_id, "seen_in": deal.stage.public_id}
    signed_in(ben).post(reverse("deal_move", args=[deal.public_id]), values, headers={"HX-Request": "true"})
    values["stage"] = stage("Deciding").public_id
    answer = signed_in(mira).post(reverse("deal_move", args=[deal.public_id]), values, headers={"HX-Request": "true"})
    assert "Ben changed this deal" in answer.content.decode()
    deal.refresh_from_db()
    assert deal.stage.name == "Proposal"


def test_moving_works_without_scripts(mira: User) -> None:
    deal = opened(mira)
    client = signed_in(mira)
    values = {"stage": stage("Deciding").public_id, "seen_in": deal.stage.public_id}
    answer = client.post(reverse("deal_move", args=[deal.public_id]), values, follow=True)
    assert "Six sensors is in Deciding." in answer.content.decode()
    assert answer.redirect_chain[0][0] == "/deals"


def test_a_new_deal_from_a_form_with_words_for_a_day(mira: User, ana: Person) -> None:
    client = signed_in(mira)
    values = {"name": "Two sites", "firm": "Lab", "amount": "1200.50", "currency": "eur", "next_step": "send the plan",
              "next_step_date": "in 2 weeks", "owner": mira.public_id, "person": ana.public_id}  # fmt: skip
    answer = client.post("/deals/new", values, follow=True)
    deal = Deal.objects.get()
    assert answer.redirect_chain[0][0] == reverse("deal", args=[deal.public_id])
    assert (deal.firm, str(deal.next_step_date), deal.currency) == (ana.firm, "2026-06-11", "EUR")
    wrong = client.post("/deals/new", {**values, "next_step_date": "when pigs fly", "amount": "x"})
    assert wrong.status_code == 422
    assert "No day was found" in wrong.content.decode()
    assert Deal.objects.count() == 1


def test_who_saves_second_sees_what_stands_and_keeps_what_they_wrote(mira: User, ben: User) -> None:
    deal = opened(mira)
    url = reverse("deal_change", args=[deal.public_id])
    values = {"name": "Eight sensors", "currency": "EUR", "version": "1"}
    assert signed_in(ben).post(url, values).status_code == 302
    client = signed_in(mira)
    answer = client.post(url, {**values, "name": "Seven sensors"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Ben changed this deal" in shown
    assert "Eight sensors" in shown
    assert 'value="Seven sensors"' in shown
    again = {**values, "name": "Seven sensors", "version": "2"}
    assert client.post(url, again).status_code == 302
    deal.refresh_from_db()
    assert deal.name == "Seven sensors"


def test_the_page_of_a_deal(mira: User, ana: Person, django_assert_num_queries: Any) -> None:
    deal = opened(mira, now=NOW - 3 * DAY, who=ana)
    letter(mira, ana, NOW - DAY, acts="commitment", subject="We go ahead")
    client = signed_in(mira)
    url = reverse("deal", args=[deal.public_id])
    for path, values in (
        ("comment", {"text": "watch the budget <b>"}), ("note", {"text": "they move in July"}),
        ("task", {"line": "send the plan tomorrow"}), ("unknown", {"text": "who signs?", "probe": "ask Ana"}),
        ("person", {"person": "ana@lab.example", "part": "decides"}),
    ):  # fmt: skip
        assert client.post(f"{url}/{path}", values).status_code == 302
    deals.move(by=mira, deal=deal, stage=stage("Discovery"), now=NOW)
    shown = page(client, url)
    for words in ("We go ahead", "watch the budget &lt;b&gt;", "they move in July", "send the plan", "who signs?",
                  "decides", "Mira moved it to Discovery", "after 3 days in Talking"):  # fmt: skip
        assert words in shown, words
    with django_assert_num_queries(25):
        page(client, url)


def test_an_unknown_is_found_out(mira: User) -> None:
    deal = opened(mira)
    client = signed_in(mira)
    client.post(reverse("deal_unknown", args=[deal.public_id]), {"text": "who signs?"})
    unknown = Unknown.objects.get()
    url = reverse("unknown_change", args=[unknown.public_id])
    client.post(url, {"probe": "ask Ana", "owner": mira.public_id, "on": "Friday"})
    unknown.refresh_from_db()
    assert (unknown.probe, unknown.owner, str(unknown.probe_date)) == ("ask Ana", mira, "2026-05-29")
    client.post(url, {"answer": "the plant manager"})
    assert "the plant manager" in page(client, reverse("deal", args=[deal.public_id]))


def test_a_deal_closes_with_a_reason_and_opens_again(mira: User) -> None:
    deal = opened(mira)
    client = signed_in(mira)
    url = reverse("deal_close", args=[deal.public_id])
    answer = client.post(url, {"outcome": "lost", "reason": ""}, follow=True)
    assert "A word on why helps" in answer.content.decode()
    client.post(url, {"outcome": "lost", "reason": "no budget", "version": "1"})
    shown = page(client, "/deals/list?state=lost")
    assert "no budget" in shown
    client.post(reverse("deal_reopen", args=[deal.public_id]))
    assert "Six sensors" in page(client, "/deals")
    assert StageMove.objects.count() == 2


def test_the_list_goes_by_key_and_narrows(mira: User, ben: User, django_assert_num_queries: Any) -> None:
    for number in range(120):
        opened(mira if number % 2 else ben, f"Deal {number:03d}", now=NOW - number)
    client = signed_in(mira)
    seen = []
    url = "/deals/list"
    while url:
        shown = page(client, url)
        seen += [f"{number:03d}" for number in range(120) if f">Deal {number:03d}</a>" in shown]
        url = "/deals/list?" + shown.split('rel="next" href="/deals/list?')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in shown else ""  # fmt: skip  # noqa: E501
    assert seen == [f"{number:03d}" for number in range(120)]
    assert "Deal 000" not in page(client, "/deals/list?whose=mine")
    assert "Deal 007" in page(client, "/deals/list?q=007")
    with django_assert_num_queries(14):
        page(client, "/deals/list")


def test_a_proposal_names_its_letters_and_a_no_is_kept(mira: User, ben: User, ana: Person) -> None:
    mail = letter(mira, ana, NOW - DAY, subject="Prices")
    deal = Deal.objects.create(
        name="Lab", stage=stage("Talking"), proposed=True, thread=mail.thread, opened_at=NOW, stage_since=NOW
    )
    DealSign.objects.create(deal=deal, message=mail, what="price asked", words="What would six cost?")
    client = signed_in(mira)
    assert "What would six cost?" in page(client, "/deals/proposed")
    assert "Proposed" in page(client, "/deals")
    assert "Lab" not in page(signed_in(ben), "/deals/proposed")
    assert signed_in(ben).post(reverse("deal_accept", args=[deal.public_id])).status_code == 404
    client.post(reverse("deal_wave", args=[deal.public_id]))
    assert "What would six cost?" not in page(client, "/deals/proposed")
    assert "waved away by Mira" in page(client, "/deals/proposed?waved=1")
    client.post(reverse("deal_accept", args=[deal.public_id]))
    assert ">Lab</a>" in page(client, "/deals")


def test_who_may_not_change_deals_sees_no_forms(mira: User) -> None:
    deal = opened(mira)
    eve = colleague("Eve", "reader")
    for url in ("/deals", "/deals/list", reverse("deal", args=[deal.public_id])):
        shown = page(signed_in(eve), url)
        assert "Six sensors" in shown
        assert "/deals/move/" not in shown
        assert "New deal" not in shown
    assert signed_in(eve).post(reverse("deal_reopen", args=[deal.public_id])).status_code == 403
    assert signed_in(eve).get("/deals/stages").status_code == 403


def test_stages_are_named_moved_and_taken_out(mira: User) -> None:
    client = signed_in(mira)
    line = pipelines.first()
    client.post("/deals/stages/add", {"pipeline": line.public_id, "name": "Pilot", "buyer_act": "They run it."})
    client.post(reverse("deal_stage", args=[stage("Pilot").public_id]), {"place": "1"})
    client.post(
        reverse("deal_stage", args=[stage("Proposal").public_id]), {"name": "Offer", "buyer_act": "They answer."}
    )
    client.post(reverse("deal_stage", args=[stage("Deciding").public_id]), {"drop": "1"})
    assert [one.name for one in line.stages.all()] == ["Talking", "Pilot", "Discovery", "Offer"]
    assert "They run it." in page(client, "/deals/stages")
