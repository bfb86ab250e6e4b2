"""Contexts of the pages about mail that comes in: plain values for the templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.screens import spoken
from sellwright.store import intakes
from sellwright.store.models import Intake, Mailbox, User

State = Intake.State
RUNNING = (State.WAITING, State.READING, State.SORTING, State.UNDOING)
LISTED = 100


@dataclass(frozen=True)
class ShownIntake:
    """Context of add_mail/intake.html and its parts."""

    id: str
    name: str
    url: str
    mailbox: str
    mailbox_url: str
    state: str
    label: str
    running: bool
    error: str = ""
    first_look: bool = False
    wait: int = 0  # seconds until the part asks again
    progress_url: str = ""
    done: int = 0
    total: int = 0
    counts: tuple[dict[str, str], ...] = ()
    left: str = ""
    account: dict[str, Any] | None = None
    reasons: tuple[dict[str, Any], ...] = ()
    nothing_new: str = ""
    undo_url: str = ""
    go_on_url: str = ""
    leaving: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class ShownMailbox:
    """One line of the list of mailboxes."""

    title: str
    url: str
    detail: str


def path_of(intake: Intake) -> Path:
    """Where a brought file lies."""
    return Path(intake.path)


def waiting(intake: Intake) -> dict[str, str]:
    """Context of add_mail/begin.html: a file nobody has said yet whose it is."""
    return {
        "name": intake.name,
        "size": filesizeformat(intake.bytes_total) if intake.bytes_total else "",
        "begin_url": reverse("intake_begin", args=[intake.public_id]),
        "away_url": reverse("intake_away", args=[intake.public_id]),
    }


def of(intake: Intake, now: datetime) -> ShownIntake:
    """One intake: how far it is, or its account."""
    running = intake.state in RUNNING
    base: dict[str, Any] = {
        "id": intake.public_id,
        "name": intake.name,
        "url": reverse("intake", args=[intake.public_id]),
        "mailbox": intake.mailbox.title,
        "mailbox_url": reverse("mailbox", args=[intake.mailbox.public_id]),
        "state": intake.state,
        "label": label(intake.state),
        "running": running,
        "error": intake.error.replace(intake.path, intake.name) if intake.path else intake.error,
        "first_look": intake.first_look_done and running and intake.state != State.UNDOING,
    }
    if running:
        return ShownIntake(**base, **_running(intake, now))
    if intake.state == State.UNDONE:
        return ShownIntake(**base)
    return ShownIntake(**base, **_ended(intake))


def mailboxes(user: User) -> list[ShownMailbox]:
    """One's own mailboxes that hold something, and those of colleagues one may read whole."""
    begun = Q(intakes__begun_at__isnull=False) | Q(intakes__state=State.LIVE)
    live = Count("intakes", filter=begun & ~Q(intakes__state=State.UNDONE))
    rows = Mailbox.objects.filter(owner=user).annotate(live=live).filter(live__gt=0).order_by("title", "pk")[:LISTED]
    own = [ShownMailbox(row.title, reverse("mailbox", args=[row.public_id]), ", ".join(row.addresses)) for row in rows]
    shared = access.whole_mailboxes(user).exclude(owner=user).select_related("owner")[:LISTED]
    return own + [ShownMailbox(row.title, "", _("shared by %(name)s") % {"name": row.owner}) for row in shared]


def open_intakes(user: User) -> list[dict[str, str]]:
    """What one brought and that still wants an answer or runs."""
    wanting = Q(begun_at=None) & ~Q(state=State.LIVE) | Q(state__in=RUNNING)
    rows = Intake.objects.filter(by=user).filter(wanting).order_by("-pk")[:20]
    return [
        {
            "name": row.name,
            "url": reverse("intake", args=[row.public_id]),
            "label": _("waits for you to say whose it is") if row.begun_at is None else label(row.state),
        }
        for row in rows
    ]


def _running(intake: Intake, now: datetime) -> dict[str, Any]:
    progress = intakes.progress(intake, now)
    undoing = intake.state == State.UNDOING
    counts = [{"number": localize(progress.items), "label": ngettext("item", "items", progress.items)}]
    if progress.total and intake.state == State.READING:
        sizes = {"done": filesizeformat(progress.done), "total": filesizeformat(progress.total)}
        counts.append({"number": sizes["done"], "label": _("of %(total)s") % sizes})
    return {
        "wait": 2 if progress.seconds_so_far < 60 else 5 if progress.seconds_so_far < 600 else 15,
        "progress_url": reverse("intake_progress", args=[intake.public_id]),
        "done": progress.done if intake.state == State.READING else 0,
        "total": progress.total if intake.state == State.READING else 0,
        "counts": () if undoing else tuple(counts),
        "left": _left(progress.seconds_left) if intake.state == State.READING else "",
    }


def _ended(intake: Intake) -> dict[str, Any]:
    account = intakes.account(intake)
    words = {"stored": _("Stored"), "skipped": _("Skipped"), "failed": _("Failed")}
    numbers = {"stored": account.stored, "skipped": account.skipped, "failed": account.failed}
    groups = [
        {
            "label": words[outcome],
            "number": localize(numbers[outcome]),
            "reasons": [
                {"label": spoken.failure(reason.words), "number": localize(reason.number)}
                for reason in account.reasons
                if reason.outcome == outcome and reason.words
            ],
        }
        for outcome in words
    ]
    nothing = ""
    if account.total and not account.stored and account.repeated:
        nothing = _("Nothing new: all of it was here already, so nothing was added.")
    return {
        "account": {
            "title": _("What became of every item in it"),
            "groups": groups,
            "total_label": _("All items in the file"),
            "total": localize(account.total),
        },
        "reasons": tuple(
            {"label": spoken.failure(reason.words), "number": localize(reason.number), "examples": reason.examples}
            for reason in account.reasons
            if reason.examples
        ),
        "nothing_new": nothing,
        "undo_url": reverse("intake_undo", args=[intake.public_id]),
        "go_on_url": reverse("intake_go_on", args=[intake.public_id]) if _may_go_on(intake) else "",
        "leaving": _leaving(intake),
    }


def _may_go_on(intake: Intake) -> bool:
    """Whether reading it again can help: it was begun, or the fault was ours; else the file is not what we can read."""
    return intake.state == State.FAILED and (intake.items_done > 0 or intake.error.startswith(intakes.OUR_FAULT))


def _leaving(intake: Intake) -> tuple[str, ...]:
    found = intakes.leaving(intake)
    lines = [
        ngettext(
            "%(n)s message goes, with what was read from it.",
            "%(n)s messages go, with what was read from them.",
            found.goes,
        )
        % {"n": localize(found.goes)}
    ]
    if found.events:
        lines.append(
            ngettext("%(n)s meeting or call goes.", "%(n)s meetings or calls go.", found.events)
            % {"n": localize(found.events)}
        )
    if found.stays:
        lines.append(
            ngettext(
                "%(n)s message stays: it lies in another file or mailbox too.",
                "%(n)s messages stay: they lie in another file or mailbox too.",
                found.stays,
            )
            % {"n": localize(found.stays)}
        )
    lines.append(_("What you wrote here yourself stays: notes, deals, tasks, letters, corrections."))
    return tuple(lines)


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}
    hours = round(seconds / 3600)
    return ngettext("about %(n)d hour left", "about %(n)d hours left", hours) % {"n": hours}


def label(state: str) -> str:
    """What a state means to a person."""
    return {
        State.WAITING: _("It will be read in a moment."),
        State.READING: _("It is being read."),
        State.SORTING: _("All is stored. People, threads and numbers follow."),
        State.DONE: _("It is read."),
        State.FAILED: _("It could not be read to its end."),
        State.UNDOING: _("It is being taken back."),
        State.UNDONE: _("It was taken back. Nothing of it is here any more."),
        State.LIVE: _("It is read as it changes."),
    }[State(state)]
