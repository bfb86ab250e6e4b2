"""An intake whose job was given up says so, and is read on where it stopped."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from sellwright.jobs import taking_in, worker
from sellwright.jobs.lost_intakes import tell_of_lost_intakes
from sellwright.store.models import Intake, Message
from sellwright.store.models.jobs import Job
from tests.derive import posts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(tmp_path: Path) -> Intake:
    posts.workspace()
    file = posts.mbox(tmp_path / "a.mbox", posts.talks(4))
    found = posts.begun(file, posts.mailbox())
    Intake.objects.filter(pk=found.pk).update(state="reading", begun_at=timezone.now() - timedelta(minutes=5))
    return found


def job_of(row: Intake, state: str) -> Job:
    now = timezone.now()
    return Job.objects.create(
        name="take_in", lane="long", key=row.public_id, arguments={"intake": row.public_id}, made_at=now, due_at=now,
        state=state, error_id="ab12cd34" if state == "failed" else "",
    )  # fmt: skip


def test_an_intake_with_a_job_that_waits_is_left_alone(row: Intake) -> None:
    job_of(row, "ready")
    tell_of_lost_intakes()
    row.refresh_from_db()
    assert (row.state, row.error) == ("reading", "")


def test_one_whose_job_was_given_up_says_so_and_is_read_on(row: Intake, client: Client) -> None:
    job_of(row, "failed")
    tell_of_lost_intakes()
    row.refresh_from_db()
    assert row.state == "failed"
    assert "ab12cd34" in row.error
    client.force_login(row.mailbox.owner)
    page = client.get(f"/add/{row.public_id}").content.decode()
    assert "ab12cd34" in page
    assert f"/add/{row.public_id}/go-on" in page
    client.post(f"/add/{row.public_id}/go-on")
    waits = Job.objects.get(name="take_in", state="ready")
    assert waits.key == row.public_id
    taking_in.take_in(intake=row.public_id)
    row.refresh_from_db()
    assert (row.state, row.error) == ("done", "")
    assert Message.objects.count() == row.items.filter(outcome="stored").count() > 0


def test_nobody_reads_on_what_did_not_stop_or_is_anothers(row: Intake, client: Client) -> None:
    client.force_login(row.mailbox.owner)
    client.post(f"/add/{row.public_id}/go-on")
    assert not Job.objects.filter(name="take_in").exists()
    Intake.objects.filter(pk=row.pk).update(state="failed")
    client.force_login(posts.mailbox("tom@kestrel.example").owner)
    assert client.post(f"/add/{row.public_id}/go-on").status_code == 404
    assert not Job.objects.filter(name="take_in").exists()


def test_a_fault_that_stays_ends_as_a_sentence(row: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(taking_in, "_read", broken)
    job_of(row, "ready")
    for _ in range(3):
        Job.objects.update(due_at=timezone.now())
        taken = worker.queue.take("long", timedelta(minutes=1))
        assert taken is not None
        worker.run(taken)
    tell_of_lost_intakes()
    row.refresh_from_db()
    assert row.state == "failed"
    assert "fault of ours" in row.error
