"""What the morning mail and the brief before a meeting say, as plain text in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.store import briefs, days, values
from sellwright.store.models import Event, Person, User, Workspace
from sellwright.today.brief import SECTIONS, Brief

MOST_TASKS = 20
MOST_PEOPLE = 4  # of a meeting, each with a brief


def day(user: User, workspace: Workspace, now: datetime) -> tuple[str, str]:
    """Subject and text of the morning mail; both empty when nobody needs them and nothing is to be done."""
    today = days.day(user, workspace)
    acting = [lane for lane in today.lanes if lane.entries and lane.lane != "waiting on purpose"]
    count = sum(len(lane.entries) for lane in acting)
    tasks = _tasks(user, now)
    if not count and not tasks:
        return "", ""
    date = formats.date_format(now, _("l j F"))
    need = ngettext("%(n)d person needs you", "%(n)d people need you", count) % {"n": count}
    lines = [f"{date}. {today.opening}", ""]
    for lane in acting:
        lines += [_(lane.lane.capitalize()).upper()]
        for entry in lane.entries:
            lines += [f"- {entry.person.name or entry.person.key}: {entry.reason}", f"  {entry.next_step}"]
        lines.append("")
    if tasks:
        lines += [_("TO DO"), *(f"- {text}" for text in tasks), ""]
    left = len(today.left_for_tomorrow)
    if left:
        lines += [
            ngettext("%(n)d more is left for tomorrow.", "%(n)d more are left for tomorrow.", left) % {"n": left},
            "",
        ]
    lines += list(_foot(reverse("today")))
    return f"{date}: {need}", "\n".join(lines)


def _tasks(user: User, now: datetime) -> list[str]:
    rows = access.tasks(user).filter(owner=user, done_at=None, due_date__lte=now.date()).order_by("due_date", "pk")
    return [row.text for row in rows[:MOST_TASKS]]


def meeting(user: User, workspace: Workspace, now: datetime, event: Event) -> tuple[str, str]:
    """Subject and text of the brief before a meeting; empty when there is nobody of theirs the reader may know."""
    ids = event.touches.values_list("person_id", flat=True)
    people = list(access.people(user).filter(pk__in=list(ids)).select_related("firm").order_by("pk")[:MOST_PEOPLE])
    if not people:
        return "", ""
    at = formats.time_format(datetime.fromtimestamp(event.at, now.tzinfo).time(), "H:i")
    title = event.title or _("Meeting")
    lines = [f"{at} {title}", ""]
    scope, in_force = access.scope_of(user), values.settings_of(workspace)
    for person in people:
        lines += [str(person).upper(), *_brief(briefs.make(person, scope, now, in_force)), ""]
        lines += list(_link(reverse("person", args=[person.public_id])))
    return f"{at} {title}: {_names(people)}", "\n".join([*lines, *_foot(reverse("today"))])


def _names(people: list[Person]) -> str:
    return ", ".join(str(person) for person in people)


def _brief(made: Brief) -> Iterator[str]:
    for name in SECTIONS:
        yield from (f"- {line.text}" for line in made.section(name))


def _link(path: str) -> Iterator[str]:
    """An address, where this server has one that others reach."""
    if settings.PUBLIC_URL:
        yield from (settings.PUBLIC_URL + path, "")


def _foot(path: str) -> Iterator[str]:
    yield from _link(path)
    yield "-- "
    yield _("You get this because you asked for it. Switch it off under your name, Morning mail.")
