"""Mentions, newest first; following one, or "all read", marks it read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import comments
from sellwright.screens import team_words
from sellwright.screens.asking import back, bench, number
from sellwright.screens.team_words import ShownComment
from sellwright.store import clock
from sellwright.store.models import Mention, User

PIECE = 30


@dataclass(frozen=True)
class ShownMention:
    """One call: the comment, what it is about, whether it was read."""

    url: str
    about: str
    comment: ShownComment
    unread: bool


def page(request: HttpRequest) -> HttpResponse:
    """One piece of the list (`?after=<number>`: older ones)."""
    user, workspace = bench(request)
    now = clock.moment(workspace, user)
    rows = _mine(user)
    after = number(request.GET.get("after", ""))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PIECE + 1])
    more, found = len(found) > PIECE, found[:PIECE]
    shown = [
        ShownMention(
            reverse("mention", args=[row.pk]),
            str(row.comment.person or row.comment.deal or ""),
            team_words.comment(row.comment, now),
            row.seen_at is None,
        )
        for row in found
    ]
    older = f"{reverse('mentions')}?after={found[-1].pk}" if more else ""
    paging = {"before_url": "", "after_url": older, "said": ""} if more else None
    unread = any(one.unread for one in shown)
    return render(request, "mentions/page.html", {"mentions": shown, "paging": paging, "unread": unread})


def _mine(user: User) -> QuerySet[Mention]:
    """One's own, about whom or what one may (still) know."""
    rows = Mention.objects.filter(user=user).select_related("comment__by", "comment__person", "comment__deal")
    rows = rows.prefetch_related("comment__mentions__user")
    return rows.filter(comment__person__in=access.people(user)) | rows.filter(comment__deal__in=access.deals(user))


def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Leads to the person or deal, and marks this one read."""
    user, _workspace = bench(request)
    row = get_object_or_404(_mine(user), pk=number)
    comments.seen(by=user, rows=Mention.objects.filter(pk=row.pk))
    about = row.comment
    if about.person is not None:
        return redirect(reverse("person", args=[about.person.public_id]) + "#comments")
    assert about.deal is not None
    return redirect(reverse("deal", args=[about.deal.public_id]) + "#comments")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All of them are read."""
    user, _workspace = bench(request)
    comments.seen(by=user, rows=Mention.objects.all())
    return back(request, _("All read."), to=reverse("mentions"))
