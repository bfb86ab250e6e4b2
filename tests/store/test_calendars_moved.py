"""Calendars taken in before a meeting could stand in several: nothing is lost, and what comes again is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sellwright.archive import steps
from sellwright.interactions.values import Meeting
from sellwright.mailroom import codec
from sellwright.protocols.meetings import meeting_id

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime(2026, 6, 1, 10, tzinfo=UTC)


def migrated(*targets: str) -> Any:
    executor = MigrationExecutor(connection)
    executor.loader = steps.long_way()  # it has every step to stand on
    wanted = [("store", name) for name in targets] or executor.loader.graph.leaf_nodes("store")
    executor.migrate(wanted)
    return executor.loader.project_state(wanted).apps


def body(ref: str, uid: str, at: datetime) -> str:
    return codec.pack_event(Meeting(ref, "c.ics", uid, at, at + timedelta(hours=1), "Visit", None, ()))


@pytest.mark.long  # the upgrade from a release goes through the same step
def test_events_keep_their_mailbox_and_single_meetings_get_their_lasting_name() -> None:
    try:
        old = migrated("0014_live")
        user = old.get_model("store", "User").objects.create(email="m@k.example", role="seller")
        box = old.get_model("store", "Mailbox").objects.create(owner=user, title="M")
        intake = old.get_model("store", "Intake").objects.create(mailbox=box, name="c.ics", path="", state="done")
        events = old.get_model("store", "Event").objects
        weekly = [DAY + timedelta(weeks=n) for n in range(2)]
        refs = {"single": "a" * 20, "one": meeting_id("w@k", weekly[0]), "two": meeting_id("w@k", weekly[1])}
        events.create(
            ref=refs["single"], kind="meeting", at=1, mailbox=box, intake=intake, body=body(refs["single"], "s@k", DAY)
        )
        for name, at in zip(("one", "two"), weekly, strict=True):
            events.create(
                ref=refs[name], kind="meeting", at=2, mailbox=box, intake=intake, body=body(refs[name], "w@k", at)
            )
        events.create(ref="note", kind="note", at=3, text="by hand")
        old.get_model("store", "Item").objects.create(
            intake=intake, path="x", size=1, outcome="skipped", reason="the same message again", detail=refs["single"]
        )
        new = migrated()
        now = new.get_model("store", "Event").objects
        assert set(now.filter(by_hand=True).values_list("ref", flat=True)) == {"note"}
        assert set(now.filter(by_hand=False).values_list("ref", flat=True)) == {
            meeting_id("s@k", None), refs["one"], refs["two"],
        }  # fmt: skip
        single = codec.unpack_event(now.get(at=1).body)
        assert single.id == meeting_id("s@k", None) and isinstance(single, Meeting) and single.uid == "s@k"
        shows = new.get_model("store", "EventSighting").objects.values_list("mailbox", "intake", "item")
        assert list(shows) == [(box.pk, intake.pk, None)] * 3
        assert new.get_model("store", "Item").objects.get().detail == single.id
        assert set(new.get_model("store", "Dirty").objects.filter(kind="event").values_list("ref", flat=True)) == {
            now.get(at=1).pk
        }
    finally:
        migrated()
