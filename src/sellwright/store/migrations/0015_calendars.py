"""A meeting stands in many calendars: who shows it moves to a table of its own. A meeting that does not repeat is known
by its UID alone from now on, so that one that is moved stays the same one. And the pages on which times are taken."""

import hashlib
import json
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def move(apps: Any, schema_editor: Any) -> None:
    """Where events came from, and what they are called."""
    Event, EventSighting = apps.get_model("store", "Event"), apps.get_model("store", "EventSighting")
    Dirty, Item = apps.get_model("store", "Dirty"), apps.get_model("store", "Item")
    Event.objects.filter(mailbox=None).update(by_hand=True)
    rows = Event.objects.exclude(mailbox=None).exclude(intake=None)
    shows = (
        EventSighting(event_id=event, mailbox_id=mailbox, intake_id=intake)
        for event, mailbox, intake in rows.values_list("pk", "mailbox_id", "intake_id").iterator()
    )
    EventSighting.objects.bulk_create(shows, batch_size=500)
    for pk, old, new, body in _renamed(Event):
        Event.objects.filter(pk=pk).update(ref=new, body=body)
        Item.objects.filter(outcome="skipped", detail=old).update(detail=new)
        Dirty.objects.get_or_create(kind="event", ref=pk)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table may not be changed in this transaction


def _renamed(Event: Any) -> list[tuple[int, str, str, str]]:
    """Meetings of which a UID has but one: id of the row, name before, name now, body."""
    meetings = Event.objects.filter(kind="meeting", by_hand=False).exclude(body="")
    alone: dict[str, int] = {}
    for pk, body in meetings.values_list("pk", "body").iterator():
        uid = json.loads(body)[3]
        alone[uid] = 0 if uid in alone else pk
    found = []
    for pk, ref, body in meetings.values_list("pk", "ref", "body").iterator():
        row = json.loads(body)
        if row[3] and alone[row[3]] == pk:
            row[1] = hashlib.blake2b(f"{row[3]}\0".encode(errors="replace"), digest_size=10).hexdigest()
            found.append((pk, ref, row[1], json.dumps(row, ensure_ascii=False, separators=(",", ":"))))
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_live"),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.FloatField()),
                ("until", models.FloatField()),
                ("name", models.CharField(max_length=120)),
                ("email", models.CharField(max_length=254)),
                ("line", models.CharField(blank=True, max_length=600)),
                ("zone", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("made_at", models.FloatField()),
                ("changed_at", models.FloatField()),
                ("moves", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.FloatField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BookingPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("is_open", models.BooleanField(default=False)),
                ("title", models.CharField(max_length=120)),
                ("text", models.CharField(blank=True, max_length=600)),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("buffer_minutes", models.PositiveSmallIntegerField(default=10)),
                ("notice_hours", models.PositiveSmallIntegerField(default=24)),
                ("days_ahead", models.PositiveSmallIntegerField(default=21)),
                ("hours", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="EventSighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.AddField(
            model_name="event",
            name="by_hand",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="booking",
            name="event",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="booking", to="store.event"
            ),
        ),
        migrations.AddField(
            model_name="bookingpage",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="booking_page", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="page",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="store.bookingpage"
            ),
        ),
        migrations.AddField(
            model_name="eventsighting",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="store.event"
            ),
        ),
        migrations.AddField(
            model_name="eventsighting",
            name="intake",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="event_sightings", to="store.intake"
            ),
        ),
        migrations.AddField(
            model_name="eventsighting",
            name="item",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.item"
            ),
        ),
        migrations.AddField(
            model_name="eventsighting",
            name="mailbox",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="event_sightings", to="store.mailbox"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["page", "-changed_at"], name="booking_newest"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("page", "at"), name="one_booking_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="eventsighting",
            index=models.Index(fields=["mailbox", "event"], name="event_sighting_mailbox"),
        ),
        migrations.AddConstraint(
            model_name="eventsighting",
            constraint=models.UniqueConstraint(
                fields=("event", "mailbox", "intake"), name="one_event_sighting_an_intake"
            ),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="event",
            name="intake",
        ),
        migrations.RemoveField(
            model_name="event",
            name="mailbox",
        ),
    ]
