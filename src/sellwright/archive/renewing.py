"""After an import: marks all that is derived, and makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from sellwright import access
from sellwright.derive import outlooks, settling
from sellwright.store import clock, dirty, folding, search, values, wordings
from sellwright.store.lists.values import rebuild
from sellwright.store.models import Deal, Event, Firm, Message, Person, Thread, Touch, User, Workspace

_PAGE = 2_000


def mark_all() -> None:
    """Makes names findable and marks everything that is to be derived. Inside the transaction of the rows."""
    for noun in ("person", "firm", "deal"):
        rebuild(noun)
    for page in _ids(Person):
        search.index_people(Person.objects.filter(pk__in=page).select_related("firm").prefetch_related("addresses"))
    for page in _ids(Firm):
        search.index_firms(Firm.objects.filter(pk__in=page))
    for page in _ids(Deal):
        for deal in Deal.objects.filter(pk__in=page).select_related("firm"):
            search.index_deal(deal)
    for page in _ids(Message):
        wordings.add(page)
    for page in _ids(Thread):
        dirty.mark_threads(page)
    for page in _ids(Event):
        dirty.mark_events(Event.objects.filter(pk__in=page, by_hand=False).values_list("pk", flat=True))
    dirty.mark_people(Touch.objects.values_list("person_id", flat=True).distinct())  # with what was written by hand
    for user in User.objects.filter(is_active=True).order_by("pk"):
        access.scope_of(user)


def renew(say: Callable[[str], None] = lambda words: None) -> None:
    """Derives what is marked. What is not done when this is ended goes on with the next start of the workbench."""
    workspace = Workspace.objects.first()
    if workspace is None:
        return
    say("Putting days and standings together")
    settling.settle()
    outlooks.make(clock.now(workspace), timezone.now().timestamp())
    say("Reading how letters are worded")
    while folding.fold(values.settings_of(workspace)):
        pass


def _ids(model: Any) -> Iterator[list[int]]:
    last = 0
    while page := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_PAGE]):
        yield page
        last = page[-1]
