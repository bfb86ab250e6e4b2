"""A file by the whole way: brought, said whose, read by the job, told; again; taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sellwright.jobs import taking_in
from sellwright.store.models import Intake, Item, Message, Person, Sighting, User
from sellwright.store.models.jobs import Job
from tests.firm_rows import workspace
from tests.server.test_add_mail import MAIL

pytestmark = pytest.mark.django_db(transaction=True)


def bring(client: Client) -> Intake:
    client.post("/add/file", {"file": SimpleUploadedFile("takeout.mbox", MAIL)})
    row = Intake.objects.latest("pk")
    offered = client.get(f"/add/{row.public_id}").context["form"].initial  # taken as it stands
    answer = client.post(f"/add/{row.public_id}/begin", offered)
    assert answer.status_code == 302
    assert Job.objects.filter(name="take_in", arguments__intake=row.public_id).exists()
    taking_in.take_in(intake=row.public_id)
    row.refresh_from_db()
    return row


def test_a_file_is_read_told_the_second_time_adds_nothing_and_goes_again(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    cache.clear()
    settings.HOME, settings.UPLOADS = tmp_path, tmp_path / "uploads"
    workspace()
    client.force_login(User.objects.create_user("mira@kestrel.example", name="Mira", role="seller"))
    first = bring(client)
    assert (first.state, Message.objects.count()) == ("done", 2)
    page = client.get(f"/add/{first.public_id}").content.decode()
    assert "What became of every item in it" in page
    assert "hx-get" not in page.partition('id="intake-state"')[2].partition(">")[0]
    assert Item.objects.filter(intake=first, outcome="stored").count() == 2
    assert Person.objects.filter(key="ana@lab.example").exists()

    again = bring(client)
    assert Message.objects.count() == 2
    assert not Item.objects.filter(intake=again, outcome="stored").exists()
    assert "Nothing new" in client.get(f"/add/{again.public_id}").content.decode()

    for row in (again, first):
        client.post(f"/add/{row.public_id}/undo")
        taking_in.undo_intake(intake=row.public_id)
    assert (Message.objects.count(), Sighting.objects.count(), Item.objects.count()) == (0, 0, 0)
    assert [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()] == []
    assert "taken back" in client.get(f"/add/{first.public_id}").content.decode()
