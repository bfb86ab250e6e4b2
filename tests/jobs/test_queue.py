"""The queue's states, one compare-and-set at a time."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sellwright.jobs import queue, worker
from sellwright.jobs.prune_failed_jobs import prune_failed_jobs
from sellwright.jobs.timetable import Clock
from sellwright.store.models import Job
from tests.with_django import ON_POSTGRES

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)
SECRET = "the words of a letter"
ran: list[Any] = []


@queue.job("test_note")
def note(**arguments: Any) -> None:
    ran.append(arguments)


@queue.job("test_break", attempts=3)
def broken() -> None:
    raise ValueError(SECRET)


@queue.job("test_part", lane="long")
def part() -> None:
    raise queue.Again(datetime(2100, 1, 1, tzinfo=UTC))


def taken(lane: queue.Lane = "quick") -> queue.Taken:
    found = queue.take(lane, LEASE)
    assert found is not None
    return found


def only() -> Job:
    return Job.objects.get()


def make_due() -> None:
    Job.objects.update(due_at=timezone.now())


def test_a_job_is_called_with_its_arguments_and_leaves_no_row() -> None:
    ran.clear()
    queue.enqueue("test_note", person=3, words=["a", None, 1.5])
    worker.run(taken())
    assert ran == [{"person": 3, "words": ["a", None, 1.5]}]
    assert not Job.objects.exists()


def test_what_is_rolled_back_asks_for_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue.enqueue("test_note")
        queue.enqueue("test_note", key="k")
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_only_known_jobs_with_json_arguments() -> None:
    with pytest.raises(queue.UnknownJob):
        queue.enqueue("no_such_job")
    for wrong in (object(), {1}, (1, 2), {1: 2}, float("nan"), b"x"):
        with pytest.raises(TypeError):
            queue.enqueue("test_note", value=wrong)
    assert not Job.objects.exists()


def test_two_bodies_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="test_note"):
        queue.job("test_note")(lambda: None)


def test_the_files_of_the_folder_register_themselves() -> None:
    assert queue.kind_of("prune_failed_jobs").body is prune_failed_jobs


def test_the_one_due_longest_comes_first_and_none_before_its_time() -> None:
    now = timezone.now()
    for minutes, n in ((-1, 1), (-3, 2), (-2, 3), (5, 4)):
        queue.enqueue("test_note", after=now + timedelta(minutes=minutes), n=n)
    assert [taken().arguments["n"] for _ in range(3)] == [2, 3, 1]
    assert queue.take("quick", LEASE) is None


def test_a_lane_does_not_take_from_the_other() -> None:
    queue.enqueue("test_part")
    assert only().lane == "long"
    assert queue.take("quick", LEASE) is None
    queue.enqueue("test_note", lane="long")
    assert {taken("long").name, taken("long").name} == {"test_part", "test_note"}


def test_waiting_jobs_of_a_key_are_one_at_the_earlier_time() -> None:
    now = timezone.now()
    early, late = now + timedelta(hours=1), now + timedelta(hours=2)
    queue.enqueue("test_note", key="k", after=late, n=1)
    queue.enqueue("test_note", key="k", after=early, n=2)
    queue.enqueue("test_note", key="k", after=late, n=3)
    assert (only().due_at, only().arguments) == (early, {"n": 1})
    queue.enqueue("test_note", key="other")
    queue.enqueue("test_note")
    queue.enqueue("test_note")
    queue.enqueue("test_break", key="k")
    assert Job.objects.count() == 5


def test_a_duplicate_does_not_cut_short_the_wait_after_a_failure() -> None:
    queue.enqueue("test_break", key="k")
    worker.run(taken())
    until = only().due_at
    queue.enqueue("test_break", key="k")
    assert only().due_at == until > timezone.now()


def test_one_that_runs_is_followed_by_a_new_one_never_joined() -> None:
    queue.enqueue("test_note", key="k")
    first = taken()
    queue.enqueue("test_note", key="k")
    assert Job.objects.count() == 2
    assert queue.take("quick", LEASE) is None
    queue.enqueue("test_note", key="another")  # does not wait behind it
    assert taken().pk not in (first.pk, Job.objects.get(state="ready").pk)
    assert queue.done(first)
    assert taken().name == "test_note"


def test_nobody_takes_what_another_took() -> None:
    queue.enqueue("test_note")
    pk = only().pk
    assert taken().pk == pk
    assert queue._claimed(pk, timezone.now() + LEASE) is None


def test_failures_wait_longer_each_time_then_stay_failed_without_words(caplog: pytest.LogCaptureFixture) -> None:
    queue.enqueue("test_break")
    waits = []
    for _ in range(2):
        make_due()
        with caplog.at_level(logging.INFO):
            worker.run(taken())
        waits.append((only().due_at - timezone.now()).total_seconds())
        assert only().state == "ready"
    assert 8 < waits[0] <= 11 and 35 < waits[1] <= 44
    make_due()
    worker.run(taken())
    row = only()
    assert (row.state, row.failures, row.error_class, row.claim) == ("failed", 3, "ValueError", "")
    assert row.ended_at is not None and row.lease_until is None
    assert row.error_id in caplog.text and "broken" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET not in repr(Job.objects.values())
    assert queue.take("quick", LEASE) is None


def test_the_longest_wait_is_an_hour() -> None:
    assert queue.wait(200) <= 1.1 * timedelta(hours=1)


def test_a_name_nobody_knows_any_more_fails_like_any_other() -> None:
    queue.enqueue("test_note")
    Job.objects.update(name="gone")
    worker.run(taken())
    assert (only().state, only().failures) == ("ready", 1)
    assert only().error_class == "sellwright.jobs.queue.UnknownJob"


def test_a_body_that_did_a_part_is_put_back_unharmed() -> None:
    queue.enqueue("test_part")
    worker.run(taken("long"))
    row = only()
    assert (row.state, row.failures, row.losses, row.due_at.year) == ("ready", 0, 0, 2100)


def test_a_lease_that_ran_out_gives_the_job_back_and_ends_the_old_claim() -> None:
    queue.enqueue("test_note")
    old = taken()
    assert queue.give_back_lost() == 0
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert queue.give_back_lost() == 1
    new = taken()
    assert (new.pk, only().losses) == (old.pk, 1)
    assert not queue.done(old)
    assert not queue.put_back(old)
    assert not queue.failed(old, ValueError(), "x")
    assert queue.renew([old.claim], LEASE) == 0
    assert only().state == "running"
    assert queue.done(new)


def test_a_renewed_lease_does_not_run_out() -> None:
    queue.enqueue("test_note")
    ours = taken()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert queue.renew([ours.claim], LEASE) == 1
    assert queue.give_back_lost() == 0


def test_a_job_that_kills_its_worker_each_time_is_given_up() -> None:
    queue.enqueue("test_note")
    for _ in range(queue.LOSSES_ALLOWED):
        taken()
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert queue.give_back_lost() == 1
    assert (only().state, only().error_class) == ("failed", "WorkerLost")


def test_an_idle_look_takes_no_write_lock(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1) as seen:
        assert queue.take("quick", LEASE) is None
    assert seen[0]["sql"].startswith("SELECT")
    with django_assert_num_queries(1) as seen:
        assert queue.give_back_lost() == 0
    assert seen[0]["sql"].startswith("SELECT")


def test_a_turn_that_cannot_be_taken_does_not_end_the_worker(caplog: pytest.LogCaptureFixture) -> None:
    class Wrong(Clock):
        def tick(self, now: datetime) -> list[str]:
            raise RuntimeError(SECRET)

    queue.enqueue("test_note")
    ours = taken()
    Job.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
    held = worker._Held()
    held.add(ours)
    worker._keep(held, worker.Pace(lease=60), Wrong([]))
    lease = only().lease_until
    assert lease is not None and lease > timezone.now() + timedelta(seconds=50)
    assert "RuntimeError" in caplog.text and SECRET not in caplog.text


def test_failed_jobs_go_after_a_month() -> None:
    now = timezone.now()
    for days in (29, 31):
        queue.enqueue("test_note")
        Job.objects.filter(state="ready").update(state="failed", ended_at=now - timedelta(days=days))
    queue.enqueue("test_note")
    prune_failed_jobs()
    assert Job.objects.filter(state="failed").count() == 1
    assert Job.objects.count() == 2


if ON_POSTGRES:  # on SQLite there is one writer at a time

    def elsewhere(work: Any) -> Any:
        """What `work` gives on a connection of its own."""
        answer: list[Any] = []

        def there() -> None:
            answer.append(work())
            connection.close()

        thread = threading.Thread(target=there)
        thread.start()
        thread.join(10)
        assert answer, "it waits for the other transaction"
        return answer[0]

    @pytest.mark.django_db(transaction=True)
    def test_one_that_stands_for_a_new_one_does_not_start_before_that_transaction_ends() -> None:
        queue.enqueue("test_note", key="k")
        with transaction.atomic():
            queue.enqueue("test_note", key="k")
            assert elsewhere(lambda: queue.take("quick", LEASE)) is None
        assert taken().name == "test_note"

    @pytest.mark.django_db(transaction=True)
    def test_two_that_put_in_the_same_keys_do_not_wait_for_each_other() -> None:
        queue.enqueue("test_note", key="k")
        with transaction.atomic():
            queue.enqueue("test_note", key="k")
            elsewhere(lambda: queue.enqueue("test_note", key="k"))
        assert Job.objects.count() == 2
        taken()
        assert queue.take("quick", LEASE) is None  # one after the other
