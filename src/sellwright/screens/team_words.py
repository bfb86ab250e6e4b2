"""What pages of team work share: comments and tasks as their parts want them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sellwright.actions.comments import Said
from sellwright.screens import deal_words, words
from sellwright.store.models import Comment, Mention, Task, User

MOST_COMMENTS = 30
_AT = re.compile(r"(?<![\w@.])@(?=\w)")


@dataclass(frozen=True)
class ShownComment:
    """Context of parts/comment.html."""

    id: str
    who: str
    initials: str
    at: datetime
    html: SafeString


@dataclass(frozen=True)
class ShownTask:
    """Context of parts/task.html."""

    id: str
    words: str
    due: str
    late: bool
    done: bool
    done_url: str
    about: str
    about_url: str
    by: str
    url: str = ""
    typed_due: str = ""


@dataclass(frozen=True)
class Member:
    """A colleague to choose."""

    id: str
    name: str


def comments(rows: QuerySet[Comment], now: datetime) -> tuple[list[ShownComment], bool]:
    """The newest comments, oldest first, and whether there are older ones."""
    held = list(
        rows.select_related("by").prefetch_related("mentions__user").order_by("-at", "-pk")[: MOST_COMMENTS + 1]
    )
    return [comment(row, now) for row in reversed(held[:MOST_COMMENTS])], len(held) > MOST_COMMENTS


def comment(row: Comment, now: datetime) -> ShownComment:
    """One comment; whom it called stands out."""
    who = str(row.by) if row.by else _("somebody who left")
    called = [mention.user for mention in row.mentions.all()]
    initials = row.by.initials if row.by else "?"
    return ShownComment(row.public_id, who, initials, row.at.astimezone(now.tzinfo), html(row.text, called))


def html(text: str, called: Iterable[User]) -> SafeString:
    """The text made safe, with line breaks, its mentions marked."""
    names = sorted({name for user in called for name in (user.email, user.name, *user.name.split()[:1]) if name},
                   key=len, reverse=True)  # fmt: skip
    pieces: list[str] = []
    at = 0
    for mark in _AT.finditer(text):
        rest = text[mark.end() :]
        name = next((name for name in names if rest.lower().startswith(name.lower())), None)
        if name is not None and mark.start() >= at:
            end = mark.end() + len(name)
            pieces += [
                escape(text[at : mark.start()]),
                f'<span class="mention">{escape(text[mark.start() : end])}</span>',
            ]
            at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces).replace("\n", "<br>"))  # noqa: S308  (every piece is escaped above)


def task(row: Task, now: datetime, viewer: User) -> ShownTask:
    """One task."""
    about, about_url = "", ""
    if row.person is not None:
        about, about_url = str(row.person), reverse("person", args=[row.person.public_id])
    elif row.deal is not None:
        about, about_url = row.deal.name, reverse("deal", args=[row.deal.public_id])
    by = ""
    if row.owner_id != viewer.pk:
        by = _("for %(who)s") % {"who": row.owner}
    elif row.by_id not in (None, viewer.pk):
        by = _("from %(who)s") % {"who": row.by}
    late = row.done_at is None and row.due_date is not None and row.due_date < now.date()
    due = words.when(row.done_at.timestamp(), now) if row.done_at else deal_words.day(row.due_date, now)
    return ShownTask(
        row.public_id, row.text, due, late, row.done_at is not None, reverse("task_done", args=[row.public_id]),
        about, about_url, by, url=reverse("task_change", args=[row.public_id]),
        typed_due=row.due_date.isoformat() if row.due_date else "",
    )  # fmt: skip


def said(kept: Said) -> str:
    """The notice after a comment: what did not come of its mentions."""
    if kept.shut_out:
        return _("Said. %(who)s may not know of this and was not called.") % {"who": ", ".join(kept.shut_out)}
    if kept.unclear:
        return _("Said. Several colleagues are called %(who)s: write the whole name to call one.") % {
            "who": ", ".join(kept.unclear)
        }
    return _("Said.")


def members(but: User | None = None) -> list[Member]:
    """Colleagues to choose from."""
    rows: QuerySet[User] = User.objects.filter(is_active=True).order_by("name", "email")
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return [Member(row.public_id, str(row)) for row in rows[:500]]


def unread(user: User) -> QuerySet[Mention]:
    """Mentions not read yet."""
    return Mention.objects.filter(user=user, seen_at=None)
