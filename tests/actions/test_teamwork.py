"""Claims, cover, comments, tasks, calls: by whom, for whom, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from sellwright import access
from sellwright.access import NotAllowed
from sellwright.actions import claims, comments, cover, deals, events, tasks
from sellwright.actions.refusing import Refused
from sellwright.store import values
from sellwright.store.models import Claim, Comment, Cover, Dirty, Event, LogEntry, Mention, Person, Task, Touch, User
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 28)
MOMENT = datetime.fromtimestamp(NOW, UTC)


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ben() -> User:
    return colleague("Ben Carter")


@pytest.fixture
def ana() -> Person:
    return person("ana@lab.example", "Ana")


def test_one_claim_a_person_the_second_is_told_who(mira: User, ben: User, ana: Person) -> None:
    claims.claim(by=ben, person=ana, now=NOW)
    with pytest.raises(Refused, match="Ben Carter is answering"):
        claims.claim(by=mira, person=ana, now=NOW)
    with pytest.raises(Refused, match="You are answering already"):
        claims.claim(by=ben, person=ana, now=NOW)
    assert Claim.objects.count() == 1
    assert LogEntry.objects.filter(deed="claim").count() == 1


def test_the_database_itself_holds_to_one_open_claim(mira: User, ben: User, ana: Person) -> None:
    Claim.objects.create(person=ana, user=mira)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(person=ana, user=ben)


def test_a_claim_is_let_go_and_taken_back(mira: User, ben: User, ana: Person) -> None:
    first = claims.claim(by=ben, person=ana, now=NOW)
    with pytest.raises(NotAllowed, match="Ben Carter or a leader"):
        claims.release(by=mira, person=ana)
    claims.undo(by=ben, entry=first)
    claims.claim(by=mira, person=ana, now=NOW)
    let_go = claims.release(by=colleague("Lea", "leader"), person=ana)
    assert let_go.by is not None
    claims.undo(by=let_go.by, entry=let_go)
    assert Claim.objects.get(released_at=None).user == mira
    with pytest.raises(Refused, match="Nobody"):
        claims.release(by=ben, person=person("x@lab.example"))


def test_nobody_claims_whom_they_may_not_know(mira: User, ben: User) -> None:
    hers = person("eve@lab.example", known_to=mira)
    with pytest.raises(Person.DoesNotExist):
        claims.claim(by=ben, person=hers, now=NOW)


def test_a_cover_is_given_by_who_is_away(mira: User, ben: User) -> None:
    entry = cover.give(by=mira, to=ben, from_date=date(2026, 6, 1), until_date=date(2026, 6, 14), today=TODAY)
    with pytest.raises(Refused, match="already"):
        cover.give(by=mira, to=ben, from_date=date(2026, 6, 14), until_date=date(2026, 6, 20), today=TODAY)
    cover.give(by=mira, to=ben, from_date=date(2026, 6, 15), until_date=date(2026, 6, 20), today=TODAY)
    with pytest.raises(NotAllowed):
        cover.end(by=colleague("Lea", "leader"), cover=Cover.objects.get(public_id=entry.thing_id))
    cover.undo(by=mira, entry=entry)
    assert Cover.objects.count() == 1


@pytest.mark.parametrize(
    ("from_date", "until_date", "field"),
    [(date(2026, 6, 2), date(2026, 6, 1), "until"), (date(2026, 5, 1), date(2026, 5, 27), "until")],
)
def test_days_of_a_cover_are_in_order_and_ahead(
    mira: User, ben: User, from_date: date, until_date: date, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        cover.give(by=mira, to=ben, from_date=from_date, until_date=until_date, today=TODAY)
    assert refusal.value.field == field
    with pytest.raises(Refused, match="yourself"):
        cover.give(by=mira, to=mira, from_date=TODAY, until_date=TODAY, today=TODAY)


def test_a_comment_calls_colleagues_who_may_know(mira: User, ben: User, ana: Person) -> None:
    said = comments.say(by=mira, now=NOW, text="@Ben Carter and @Mira and @nobody: her budget is 40k", person=ana)
    ben.refresh_from_db()
    assert list(Mention.objects.values_list("user", flat=True)) == [ben.pk]
    assert ben.unread_mentions == 1
    assert said.shut_out == ()
    assert comments.seen(by=ben, rows=Mention.objects.all()) == 1
    assert comments.seen(by=ben, rows=Mention.objects.all()) == 0
    ben.refresh_from_db()
    assert ben.unread_mentions == 0


def test_who_may_not_know_the_person_is_not_called_and_that_is_said(mira: User, ben: User) -> None:
    hers = person("eve@lab.example", "Eve", known_to=mira)
    said = comments.say(by=mira, now=NOW, text="@ben what do you think", person=hers)
    assert said.shut_out == ("Ben Carter",)
    assert not Mention.objects.exists()


def test_a_comment_taken_back_takes_its_calls(mira: User, ben: User, ana: Person) -> None:
    said = comments.say(by=mira, now=NOW, text="@ben look", person=ana)
    with pytest.raises(NotAllowed):
        comments.undo(by=ben, entry=said.entry)
    comments.undo(by=mira, entry=said.entry)
    ben.refresh_from_db()
    assert (Comment.objects.count(), Mention.objects.count(), ben.unread_mentions) == (0, 0, 0)
    with pytest.raises(Refused):
        comments.undo(by=mira, entry=said.entry)
    with pytest.raises(Refused):
        comments.say(by=mira, now=NOW, text="  ", person=ana)


def test_words_of_a_comment_are_not_in_the_log(mira: User, ana: Person) -> None:
    comments.say(by=mira, now=NOW, text="she is leaving the firm", person=ana)
    assert "leaving" not in str(list(LogEntry.objects.values_list("after", "before")))


def test_a_typed_line_becomes_a_task_with_its_day(mira: User, ana: Person) -> None:
    entry = tasks.add(by=mira, line="call Ana on Friday", moment=MOMENT, person=ana)
    task = Task.objects.get()
    assert (task.text, task.due_date, task.owner) == ("call Ana", date(2026, 5, 29), mira)
    done = tasks.finish(by=mira, task=task, now=NOW)
    task.refresh_from_db()
    assert task.done_at == MOMENT
    tasks.undo(by=mira, entry=done)
    task.refresh_from_db()
    assert task.done_at is None
    dropped = tasks.drop(by=mira, task=task)
    tasks.undo(by=mira, entry=dropped)
    assert Task.objects.get().public_id == task.public_id
    with pytest.raises(Refused):
        tasks.undo(by=mira, entry=done)
    tasks.undo(by=mira, entry=entry)
    assert not Task.objects.exists()


def test_a_task_for_a_colleague_about_somebody_they_may_know(mira: User, ben: User, ana: Person) -> None:
    tasks.add(by=mira, line="send the plan", moment=MOMENT, owner=ben, person=ana)
    task = access.tasks(ben).get()
    tasks.finish(by=ben, task=task, now=NOW)
    hers = person("eve@lab.example", "Eve", known_to=mira)
    with pytest.raises(Refused, match="may not know of Eve"):
        tasks.add(by=mira, line="call", moment=MOMENT, owner=ben, person=hers)
    with pytest.raises(Task.DoesNotExist):
        tasks.finish(by=colleague("Zoe"), task=task, now=NOW)


def test_a_talk_is_an_act_of_ours_and_answers_what_they_asked(mira: User, ana: Person) -> None:
    letter(mira, ana, NOW - DAY)
    entry = events.log_call(by=mira, person=ana, outcome="talked", now=NOW, minutes=12, note="She wants two sites.")
    event = Event.objects.get()
    assert (event.text, event.minutes, event.outcome) == ("She wants two sites.", 12, "talked")
    touches = values.touches(ana, access.scope_of(mira))
    assert [(t.side, t.channel, t.minutes, t.human) for t in touches][-1] == ("us", "call", 12, True)
    assert Dirty.objects.filter(kind="person", ref=ana.pk).exists()
    Dirty.objects.all().delete()
    events.undo(by=mira, entry=entry)
    assert not Event.objects.exists()
    assert Touch.objects.filter(channel="call").count() == 0
    assert Dirty.objects.filter(kind="person", ref=ana.pk).exists()


@pytest.mark.parametrize(("outcome", "counts"), [("no answer", True), ("voicemail", True), ("wrong number", False)])
def test_a_try_has_no_length_and_a_wrong_number_counts_for_nothing(
    mira: User, ana: Person, outcome: str, counts: bool
) -> None:
    events.log_call(by=mira, person=ana, outcome=outcome, now=NOW, minutes=9)
    assert Event.objects.get().minutes == 0
    assert bool(values.touches(ana, access.scope_of(mira))) is counts


def test_a_talk_without_a_length_has_the_usual_one(mira: User, ana: Person) -> None:
    events.log_call(by=mira, person=ana, outcome="talked", now=NOW)
    assert Event.objects.get().minutes == events.USUAL_MINUTES
    for wrong in ({"outcome": "sang"}, {"outcome": "talked", "minutes": 601}, {"outcome": "talked", "at": NOW + 1}):
        with pytest.raises(Refused):
            events.log_call(by=mira, person=ana, now=NOW, **wrong)  # type: ignore[arg-type]


def test_a_note_is_on_the_timeline_and_no_act(mira: User, ben: User, ana: Person) -> None:
    deal = deals.open_deal(by=mira, wanted=deals.Wanted("Lab"), now=NOW)
    entry = events.note(by=mira, text="Moves in July", now=NOW, person=ana)
    events.note(by=mira, text="Needs a pilot", now=NOW, deal=access.deals(ben).get(public_id=deal.thing_id))
    assert access.events(ben).count() == 2
    assert Touch.objects.get().noise
    assert values.touches(ana, access.scope_of(mira)) == ()
    events.undo(by=mira, entry=entry)
    assert not Touch.objects.exists()
    assert access.events(ben).count() == 1


def test_roles(mira: User, ana: Person) -> None:
    eve = colleague("Eve", "reader")
    comments.say(by=eve, now=NOW, text="a word", person=ana)
    for refused in (
        lambda: claims.claim(by=eve, person=ana, now=NOW),
        lambda: tasks.add(by=eve, line="x", moment=MOMENT),
        lambda: events.log_call(by=eve, person=ana, outcome="talked", now=NOW),
        lambda: cover.give(by=eve, to=mira, from_date=TODAY, until_date=TODAY, today=TODAY),
    ):
        with pytest.raises(NotAllowed):
            refused()
