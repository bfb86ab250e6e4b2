"""Folding: letters that wait become a segment of wording, small segments become larger ones.

Each step is safe to run twice and beside another: what it took is removed in the transaction that puts the result in
its place, and a step that finds it already taken leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sellwright.measures.fingerprint import Index
from sellwright.settings import Settings
from sellwright.stats import segment as segments
from sellwright.store import wording_files, wordings
from sellwright.store.models import WordingGone, WordingLetter, WordingSegment

MOST = 4000  # letters in one step: about two seconds
FULL = 80_000_000  # bytes of a segment that is merged no more
_BATCH = 500
_WORN = 10  # a segment is made anew when one letter in so many is gone
_ABANDONED = timedelta(hours=6)


class _Taken(Exception):
    """Another did it meanwhile."""


def fold(settings: Settings) -> bool:
    """One step. True when there is more to do."""
    WordingSegment.objects.filter(is_ready=False, made_at__lt=timezone.now() - _ABANDONED).delete()
    try:
        more = _renew(settings) or _take_in(settings) or _merge(settings)
    except _Taken:
        more = True
    if not more:
        wording_files.sweep()
    return more


def _renew(settings: Settings) -> bool:
    """Lets the letters of one segment wait again, if it was made with other rules or many of its letters are gone."""
    for row in WordingSegment.objects.filter(is_ready=True).order_by("pk"):
        gone = row.gone.count()
        if row.rules == wordings.rules(settings) and gone * _WORN <= row.letters:
            continue
        held = wording_files.opened(row)
        taken_back = set(row.gone.values_list("letter", flat=True))
        stay = {int(letter & wording_files.MESSAGE) for letter in held.letters if int(letter) not in taken_back}
        with transaction.atomic():
            row.is_ready = False
            row.save(update_fields=["is_ready"])
            _wait_again(stay)
        row.delete()
        return True
    return False


def _take_in(settings: Settings) -> bool:
    """Makes a segment of the letters that wait longest."""
    rows = WordingLetter.objects.filter(is_folded=False).order_by("pk")
    waits = list(rows.values_list("pk", "message_id", "mailbox_id")[:MOST])
    if not waits:
        return False
    index = Index(settings)
    for name, letter in wordings.letters([(message, mailbox) for _, message, mailbox in waits]):
        index.add(name, letter)
    ids = [pk for pk, _, _ in waits]
    if len(index):
        wording_files.write(index, wordings.rules(settings), lambda _row: _folded(ids))
    else:  # nobody outside got them
        with transaction.atomic():
            _folded(ids)
    return True


def _merge(settings: Settings) -> bool:
    """Puts the last two segments together while they are small, or about as large as each other."""
    rows = list(WordingSegment.objects.filter(is_ready=True).order_by("-pk")[:2])
    if len(rows) < 2:
        return False
    last, before = rows
    if before.size + last.size > FULL or last.size * 4 < before.size:
        return False
    one, other = wording_files.opened(before).parts, wording_files.opened(last).parts
    if len(one) != 1 or len(other) != 1:
        return False
    made = segments.merge(one[0].segment, other[0].segment, settings.shingle_words, settings.twin_jaccard)

    def finish(row: WordingSegment) -> None:
        old = WordingSegment.objects.select_for_update().filter(pk__in=[before.pk, last.pk], is_ready=True)
        if len(old) != 2:
            raise _Taken
        gone = WordingGone.objects.filter(segment__in=old).values_list("letter", flat=True)
        WordingGone.objects.bulk_create([WordingGone(segment=row, letter=letter) for letter in gone], batch_size=300)
        WordingSegment.objects.filter(pk__in=[before.pk, last.pk]).update(is_ready=False)

    wording_files.write(Index.over([made], settings), wordings.rules(settings), finish)
    for row in rows:
        row.delete()  # its pieces are many: outside the transaction that others wait for
    return True


def _folded(ids: Iterable[int]) -> None:
    """These letters wait no longer, all or none."""
    left = list(ids)
    for begin in range(0, len(left), _BATCH):
        part = left[begin : begin + _BATCH]
        if WordingLetter.objects.filter(pk__in=part, is_folded=False).update(is_folded=True) != len(part):
            raise _Taken


def _wait_again(messages: Iterable[int]) -> None:
    left = list(messages)
    for begin in range(0, len(left), _BATCH):
        WordingLetter.objects.filter(message__in=left[begin : begin + _BATCH]).update(is_folded=False)
