"""Deals as a team works on them: two people at once, evidence of moves, places in a column, and the way back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sellwright import access
from sellwright.access import NotAllowed
from sellwright.actions import deals, pipelines
from sellwright.actions.deal_rows import ChangedMeanwhile
from sellwright.actions.deals import Wanted
from sellwright.actions.refusing import Refused
from sellwright.store.models import Deal, DealPerson, LogEntry, Person, Stage, StageMove, User
from tests.firm_rows import DAY, NOW, colleague, letter, person, share, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ben() -> User:
    return colleague("Ben")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana", known_to=mira)


def opened(by: User, name: str = "Six sensors", *, now: float = NOW, who: Person | None = None) -> Deal:
    entry = deals.open_deal(by=by, wanted=Wanted(name, owner=by), now=now, person=who)
    return Deal.objects.get(public_id=entry.thing_id)


def stage(name: str) -> Stage:
    return pipelines.first().stages.get(name=name)


def column(name: str) -> list[str]:
    rows = Deal.objects.filter(stage=stage(name), outcome="", proposed=False)
    return list(rows.order_by("rank", "pk").values_list("name", flat=True))


def test_a_new_workspace_gets_four_stages_each_ended_by_an_act_of_the_buyer(mira: User) -> None:
    stages = list(pipelines.first().stages.all())
    assert [one.name for one in stages] == ["Talking", "Discovery", "Proposal", "Deciding"]
    assert all(one.buyer_act for one in stages)
    assert pipelines.first() == pipelines.first()


def test_opening_puts_it_on_top_with_its_person_and_firm(mira: User, ana: Person) -> None:
    opened(mira, "First")
    deal = opened(mira, "Second", who=ana)
    assert column("Talking") == ["Second", "First"]
    assert deal.firm == ana.firm
    assert list(deal.people.values_list("person__name", flat=True)) == ["Ana"]


def test_who_saves_an_older_state_is_told_and_nothing_is_written(mira: User, ben: User) -> None:
    deal = opened(mira)
    seen = deal.version
    deals.change(by=ben, deal=deal, version=seen, wanted=Wanted("Eight sensors", amount=Decimal(8)))
    with pytest.raises(ChangedMeanwhile, match="Ben changed this deal"):
        deals.change(by=mira, deal=deal, version=seen, wanted=Wanted("Seven sensors"))
    deal.refresh_from_db()
    assert (deal.name, deal.amount) == ("Eight sensors", Decimal(8))


def test_a_change_can_be_taken_back_until_something_follows(mira: User, ben: User) -> None:
    deal = opened(mira)
    wanted = Wanted("Eight", mira.pk and None, ben, Decimal("10.5"), "usd", "send the plan", date(2026, 6, 3))
    entry = deals.change(by=mira, deal=deal, version=1, wanted=wanted)
    deals.undo(by=mira, entry=entry)
    deal.refresh_from_db()
    assert (deal.name, deal.owner, deal.amount) == ("Six sensors", mira, None)
    assert (deal.currency, deal.next_step_date) == ("EUR", None)
    entry = deals.change(by=mira, deal=deal, version=deal.version, wanted=Wanted("Eight"))
    deal.refresh_from_db()
    deals.change(by=ben, deal=deal, version=deal.version, wanted=Wanted("Nine"))
    with pytest.raises(Refused):
        deals.undo(by=mira, entry=entry)
    with pytest.raises(NotAllowed):
        deals.undo(by=ben, entry=entry)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted("  "), "name"),
        (Wanted("x" * 201), "name"),
        (Wanted("x", amount=Decimal(-1)), "amount"),
        (Wanted("x", currency="E1R"), "currency"),
        (Wanted("x", next_step="y" * 301), "next_step"),
    ],
)
def test_what_does_not_do_names_its_field(mira: User, wanted: Wanted, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        deals.open_deal(by=mira, wanted=wanted, now=NOW)
    assert refusal.value.field == field
    assert not Deal.objects.exists()


def test_a_move_without_an_act_of_theirs_is_ours_alone(mira: User, ana: Person) -> None:
    deal = opened(mira, now=NOW - 5 * DAY, who=ana)
    letter(mira, ana, NOW - DAY, acts="proposal concession")
    letter(mira, ana, NOW - DAY, side="us", acts="commitment")
    deals.move(by=mira, deal=deal, stage=stage("Discovery"), now=NOW)
    deal.refresh_from_db()
    assert (deal.stage.name, deal.evidence, deal.moved_by) == ("Discovery", None, mira)
    assert StageMove.objects.get().days == pytest.approx(5)


def test_a_move_is_linked_to_the_newest_act_of_theirs_since_the_stage_began(mira: User, ana: Person) -> None:
    deal = opened(mira, now=NOW - 5 * DAY, who=ana)
    letter(mira, ana, NOW - 6 * DAY, acts="commitment")
    letter(mira, ana, NOW - 3 * DAY, acts="commitment")
    shows = letter(mira, ana, NOW - 2 * DAY, acts="internal_data")
    letter(mira, person("eve@lab.example", known_to=mira), NOW - DAY, acts="commitment")
    deals.move(by=mira, deal=deal, stage=stage("Discovery"), now=NOW)
    deal.refresh_from_db()
    assert deal.evidence == shows
    assert StageMove.objects.get().message == shows


def test_a_colleague_who_may_not_read_the_letter_moves_without_it(mira: User, ben: User, ana: Person) -> None:
    deal = opened(mira, now=NOW - 5 * DAY, who=ana)
    shows = letter(mira, ana, NOW - 2 * DAY, acts="commitment")
    deals.move(by=ben, deal=deal, stage=stage("Discovery"), now=NOW)
    deal.refresh_from_db()
    assert deal.evidence is None
    share(mira)
    deals.move(by=ben, deal=deal, stage=stage("Proposal"), now=NOW)
    deal.refresh_from_db()
    assert deal.evidence is None  # written before the stage it leaves began
    deals.move(by=ben, deal=deal, stage=stage("Talking"), now=NOW)
    Deal.objects.update(stage_since=NOW - 4 * DAY)
    deals.move(by=ben, deal=deal, stage=stage("Discovery"), now=NOW)
    deal.refresh_from_db()
    assert deal.evidence == shows


def test_a_move_taken_back_leaves_no_trace_but_the_log(mira: User) -> None:
    deal = opened(mira, now=NOW - 5 * DAY)
    entry = deals.move(by=mira, deal=deal, stage=stage("Proposal"), now=NOW)
    deals.undo(by=mira, entry=entry)
    deal.refresh_from_db()
    assert (deal.stage.name, deal.stage_since, deal.moved_by) == ("Talking", NOW - 5 * DAY, None)
    assert not StageMove.objects.exists()
    assert stage("Talking").usual_stays == 0
    logged = list(LogEntry.objects.order_by("pk").values_list("deed", flat=True))
    assert logged == ["open_deal", "move_deal", "undo_move_deal"]


def test_a_card_that_lies_elsewhere_by_now_is_not_dragged(mira: User, ben: User) -> None:
    deal = opened(mira)
    seen_in = deal.stage.public_id
    deals.move(by=ben, deal=deal, stage=stage("Discovery"), now=NOW)
    with pytest.raises(ChangedMeanwhile, match="Ben"):
        deals.move(by=mira, deal=deal, stage=stage("Proposal"), now=NOW, seen_in=seen_in)


def test_places_in_a_column_are_kept(mira: User) -> None:
    a, b, c = (opened(mira, name) for name in "abc")
    assert column("Talking") == ["c", "b", "a"]
    deals.move(by=mira, deal=c, stage=stage("Talking"), now=NOW, below=b.public_id)
    assert column("Talking") == ["b", "c", "a"]
    deals.move(by=mira, deal=a, stage=stage("Talking"), now=NOW, above=c.public_id)
    assert column("Talking") == ["b", "a", "c"]
    deals.move(by=mira, deal=c, stage=stage("Talking"), now=NOW, above="gone")
    assert column("Talking") == ["c", "b", "a"]


def test_ranks_never_run_out(mira: User) -> None:
    """Halving a gap 60 times leaves no number between; the column is then counted anew and keeps its order."""
    low, *rest = (opened(mira, name) for name in ("low", "x", "y"))
    for turn in range(120):
        deals.move(by=mira, deal=rest[turn % 2], stage=stage("Talking"), now=NOW, above=low.public_id)
    assert column("Talking") == ["x", "y", "low"]
    ranks = list(Deal.objects.values_list("rank", flat=True))
    assert len(set(ranks)) == 3


def test_equal_ranks_can_be_parted(mira: User) -> None:
    a, b, c = (opened(mira, name) for name in "abc")
    Deal.objects.update(rank=0.0)
    deals.move(by=mira, deal=c, stage=stage("Talking"), now=NOW, below=a.public_id)
    assert column("Talking") == ["a", "c", "b"]
    assert b.pk


def test_lost_needs_a_reason_won_does_not(mira: User) -> None:
    deal = opened(mira, now=NOW - 3 * DAY)
    for outcome in ("lost", "no decision"):
        with pytest.raises(Refused) as refusal:
            deals.close(by=mira, deal=deal, outcome=outcome, reason=" ", now=NOW)
        assert refusal.value.field == "outcome_reason"
    with pytest.raises(Refused):
        deals.close(by=mira, deal=deal, outcome="stolen", reason="x", now=NOW)
    entry = deals.close(by=mira, deal=deal, outcome="won", reason="", now=NOW)
    deal.refresh_from_db()
    assert (deal.outcome, deal.closed_at) == ("won", NOW)
    assert column("Talking") == []
    assert stage("Talking").usual_stays == 1
    with pytest.raises(ChangedMeanwhile):
        deals.move(by=mira, deal=deal, stage=stage("Proposal"), now=NOW)
    deals.undo(by=mira, entry=entry)
    assert column("Talking") == ["Six sensors"]
    assert stage("Talking").usual_stays == 0


def test_a_closed_deal_opens_again_and_its_time_begins_anew(mira: User) -> None:
    deal = opened(mira, now=NOW - 30 * DAY)
    deals.close(by=mira, deal=deal, outcome="lost", reason="no budget", now=NOW - DAY)
    entry = deals.reopen(by=mira, deal=deal, now=NOW)
    deal.refresh_from_db()
    assert (deal.outcome, deal.closed_at, deal.stage_since) == ("", None, NOW)
    deals.undo(by=mira, entry=entry)
    deal.refresh_from_db()
    assert (deal.outcome, deal.outcome_reason) == ("lost", "no budget")


def test_the_usual_time_of_a_stage_comes_with_the_eighth_stay(mira: User) -> None:
    for days in (2, 3, 5, 8, 9, 12, 20):
        deals.move(by=mira, deal=opened(mira, now=NOW - days * DAY), stage=stage("Discovery"), now=NOW)
    assert (stage("Talking").usual_days, stage("Talking").usual_stays) == (None, 7)
    deals.move(by=mira, deal=opened(mira, now=NOW - 40 * DAY), stage=stage("Discovery"), now=NOW)
    assert (stage("Talking").usual_days, stage("Talking").usual_stays) == (pytest.approx(8.5), 8)


def test_people_have_parts(mira: User, ben: User, ana: Person) -> None:
    deal = opened(mira)
    deals.add_person(by=mira, deal=deal, person=ana, part="decides")
    entry = deals.add_person(by=mira, deal=deal, person=ana, part="pays")
    assert DealPerson.objects.get().part == "pays"
    deals.undo(by=mira, entry=entry)
    assert DealPerson.objects.get().part == "decides"
    with pytest.raises(Person.DoesNotExist):
        deals.add_person(by=ben, deal=deal, person=ana)  # Ben may not know of her
    with pytest.raises(Refused):
        deals.drop_person(by=ben, deal=deal, person=ana)
    entry = deals.drop_person(by=mira, deal=deal, person=ana)
    deals.undo(by=mira, entry=entry)
    assert DealPerson.objects.get().part == "decides"


def test_a_proposal_is_seen_by_readers_of_its_thread_and_kept_when_waved_away(
    mira: User, ben: User, ana: Person
) -> None:
    mail = letter(mira, ana, NOW - DAY)
    times = {"opened_at": NOW, "stage_since": NOW}
    deal = Deal.objects.create(name="Lab", stage=stage("Talking"), proposed=True, thread=mail.thread, **times)
    assert list(access.deals(mira)) == [deal]
    assert list(access.deals(ben)) == []
    with pytest.raises(Deal.DoesNotExist):
        deals.accept(by=ben, deal=deal, now=NOW)
    entry = deals.wave(by=mira, deal=deal, now=NOW)
    deal.refresh_from_db()
    assert deal.waved_by == mira
    deals.undo(by=mira, entry=entry)
    deals.accept(by=mira, deal=deal, now=NOW)
    deal.refresh_from_db()
    assert (deal.proposed, deal.owner) == (False, mira)
    assert list(access.deals(ben)) == [deal]


def test_a_reader_only_reads(mira: User) -> None:
    deal = opened(mira)
    eve = colleague("Eve", role="reader")
    with pytest.raises(NotAllowed):
        deals.move(by=eve, deal=deal, stage=stage("Proposal"), now=NOW)
    with pytest.raises(NotAllowed):
        deals.open_deal(by=eve, wanted=Wanted("Mine"), now=NOW)
    with pytest.raises(NotAllowed):
        pipelines.add(by=mira, name="Partners")


def test_stages_are_changed_by_who_runs_the_pipelines(mira: User) -> None:
    lead = colleague("Lea", role="leader")
    line = pipelines.first()
    opened(mira)
    pipelines.add_stage(by=lead, pipeline=line, name="Pilot", buyer_act="They run it for a week.")
    with pytest.raises(Refused, match="of this name"):
        pipelines.add_stage(by=lead, pipeline=line, name="pilot")
    pipelines.move_stage(by=lead, stage=stage("Pilot"), place=2)
    assert list(line.stages.values_list("name", flat=True)) == ["Talking", "Discovery", "Pilot", "Proposal", "Deciding"]
    with pytest.raises(Refused, match="Deals stand"):
        pipelines.drop_stage(by=lead, stage=stage("Talking"))
    pipelines.drop_stage(by=lead, stage=stage("Discovery"))
    assert list(line.stages.values_list("position", flat=True)) == [0, 1, 2, 3]
