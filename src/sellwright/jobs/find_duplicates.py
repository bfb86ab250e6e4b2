"""Looks for people and firms that are probably one: the whole book each night and when somebody asks, newcomers in
between. It suggests; nothing becomes one by itself (docs/decisions/0034-merging.md)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from sellwright.jobs import queue
from sellwright.jobs.queue import job
from sellwright.store import search
from sellwright.store.models import Person, TwinSearch
from sellwright.store.sqlite.turns import standing_back

NOUNS = ("person", "firm")
FEW = 500  # newcomers compared one by one; after a larger import the whole book is gone through
AT_ONCE = 20  # rows a job compares
NAMED = 100  # people made findable in one transaction


@job("find_duplicates", lane="long", attempts=3)
def find_duplicates() -> None:
    """One search over the whole book. Safe to run again: rows are what the last run found."""
    from sellwright.derive import twin_search  # heavy, and needed by workers only

    for noun in NOUNS:
        if not twin_search.whole(noun, lambda: not queue.stopping()):
            raise queue.Again


@job("find_new_duplicates", lane="long")
def find_new_duplicates() -> None:
    """Whoever came since the last look, imported or met in mail."""
    from sellwright.derive import twin_search

    for noun in NOUNS:
        ids = twin_search.newcomers(noun, FEW + 1)
        if len(ids) > FEW or (ids and not TwinSearch.objects.filter(noun=noun, done_at__isnull=False).exists()):
            search_all()
            return
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            twin_search.few(noun, some)
            twin_search.looked_at(noun, some[-1])
            if queue.stopping():
                raise queue.Again


@job("compare_with_others")
def compare_with_others(*, noun: str, ids: list[int]) -> None:
    """These rows were changed, or made one with others, or are themselves again."""
    from sellwright.derive import twin_search

    twin_search.few(noun, ids)


@job("name_people_again")
def name_people_again(*, ids: list[int]) -> None:
    """People of firms that were made one are found by the name of that one."""
    for start in range(0, len(ids), NAMED):
        with standing_back(), transaction.atomic():
            rows = Person.objects.filter(pk__in=ids[start : start + NAMED])
            search.index_people(rows.select_related("firm").prefetch_related("addresses"))


def search_all() -> None:
    """Have the whole book searched; asked often, done once."""
    with transaction.atomic():
        for noun in NOUNS:
            TwinSearch.objects.get_or_create(noun=noun)
        TwinSearch.objects.filter(state="").update(state="waiting", asked_at=timezone.now())
        queue.enqueue("find_duplicates", key="find_duplicates")


def look_at(noun: str, ids: Sequence[int]) -> None:
    """Have these rows compared with all others, once this transaction is through."""
    for start in range(0, len(ids), AT_ONCE):
        queue.enqueue("compare_with_others", noun=noun, ids=list(ids[start : start + AT_ONCE]))


def name_again(ids: Sequence[int]) -> None:
    """Have these people found by their firm's name as it is now."""
    if ids:
        queue.enqueue("name_people_again", ids=list(ids))
