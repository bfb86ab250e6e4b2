"""The wording of the letters we sent: what the margin of a letter asks, and how it is kept (docs/decisions/0019).

Letters wait in a table until `fold` makes a segment of them (stats.segment): arrays of numbers, searched in place. The
segments stand in the database; each machine keeps a copy in its data folder and maps it into memory, so that all
processes share one. A letter is in a segment once for each mailbox it lies in: only mailboxes that the reader of the
margin may read whole are counted, and letters that wait still are counted too.
"""

from __future__ import annotations

import math
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from sellwright.mailroom import codec
from sellwright.mailroom.letters import firm_word
from sellwright.measures.fingerprint import VERSION, Index, Known, Sent, SentenceMark
from sellwright.settings import Settings
from sellwright.stats.segment import Segment
from sellwright.store import bulk, wording_files
from sellwright.store.models import (
    Letter,
    Message,
    Person,
    Scope,
    Sighting,
    Touch,
    WordingGone,
    WordingLetter,
    WordingSegment,
)
from sellwright.store.wording_files import Held

WAITING_READ = 200  # letters not yet in a segment that the margin reads itself, the newest
MOMENT = 600.0  # seconds: "now" is rounded up to this, so that what was found stays good for a while
_VIEWS = 120  # segments narrowed to a scope, kept by a process
_KNOWN = 16  # letters being written of which a process remembers what it found
_BATCH = 500
_QUOTED = re.compile(r"^[ \t]{0,9}>.*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Margin:
    """What the margin says. `share`: F, 0..1, None when the letter is too short to say. `sentences`: to how many
    other readers each was sent. `behind`: letters wait that were not looked at."""

    share: float | None
    sentences: tuple[SentenceMark, ...]
    words: int
    behind: bool


def rules(settings: Settings) -> str:
    """What a segment was made with: segments of other rules are made anew."""
    return f"{VERSION}|{settings.shingle_words}|{settings.twin_jaccard}"


def add(messages: Iterable[int]) -> None:
    """These messages (ids of rows) were filed, or met in another mailbox: the letters of ours among them are to be
    counted. In the transaction of the filing; two queries for 500 messages. Doing it again changes nothing."""
    ids = sorted(set(messages))
    for begin in range(0, len(ids), _BATCH):
        rows = bulk.pick(Message, ("id", "direction", "kind"), "id", ids[begin : begin + _BATCH])
        ours = [pk for pk, direction, kind in rows if direction == "out" and kind == "human"]
        pairs = sorted(set(bulk.pick(Sighting, ("message_id", "mailbox_id"), "message_id", ours)))
        columns = ("message_id", "mailbox_id", "is_folded")
        bulk.insert(WordingLetter, columns, [(*pair, False) for pair in pairs], again=False)


def forget(messages: Iterable[int]) -> None:
    """These messages (ids of rows) were taken out of a mailbox: where they lie no longer they count no longer. To be
    called once their sightings are gone and before they are themselves, in that transaction."""
    seen = Sighting.objects.filter(message=OuterRef("message_id"), mailbox=OuterRef("mailbox_id"))
    _take_back(messages, WordingLetter.objects.filter(~Exists(seen)))


def again(messages: Iterable[int]) -> None:
    """Who got these letters was settled anew (two people were one): count them afresh."""
    ids = list(messages)
    _take_back(ids, WordingLetter.objects.all())
    add(ids)


def _take_back(messages: Iterable[int], rows: QuerySet[WordingLetter]) -> None:
    ids, numbers = sorted(set(messages)), list[int]()
    for begin in range(0, len(ids), _BATCH):
        held = rows.filter(message__in=ids[begin : begin + _BATCH])
        found = list(held.values_list("pk", "message_id", "mailbox_id", "is_folded"))
        numbers += [wording_files.number(message, mailbox) for _, message, mailbox, is_folded in found if is_folded]
        WordingLetter.objects.filter(pk__in=[row[0] for row in found]).delete()
    told: set[str] = set()
    while numbers and (segments := WordingSegment.objects.filter(is_ready=True).exclude(key__in=told)):
        for segment in segments:  # and once more, if segments were merged meanwhile
            told.add(segment.key)
            here = wording_files.opened(segment).letters
            these = here[np.isin(here, np.array(numbers, np.uint64))]
            gone = [WordingGone(segment=segment, letter=letter) for letter in these.tolist()]
            WordingGone.objects.bulk_create(gone, ignore_conflicts=True, batch_size=300)


def look(text: str, person: Person | None, scope: Scope, settings: Settings, now: float) -> Margin:
    """The margin of a draft to `person`, from what the scope may read whole. Three queries."""
    at = math.ceil(now / MOMENT) * MOMENT
    names = (person.name, firm_word(person.firm.domain or "") if person.firm else "") if person is not None else ()
    readers = (str(person.pk),) if person is not None else ()
    index, behind, state = _shelf.index(scope, settings)
    known = _shelf.known((state, readers, at, settings))
    found = index.glance(Sent(own_words(text), readers, at, tuple(name for name in names if name)), settings, known)
    return Margin(found.share, found.sentences, len(text.split()), behind)


def own_words(text: str) -> str:
    """A draft without what it quotes and without its signature. Every character stays where it was."""
    without = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    signature = _SIGNATURE.search(without)
    return without[: signature.start()] if signature else without


def letters(waits: Sequence[tuple[int, int]]) -> Iterator[tuple[str, Sent]]:
    """Letters to be put into an index, from (message, mailbox): named by both, with their readers and what to mask."""
    ids = sorted({message for message, _ in waits})
    rows = Message.objects.filter(direction="out", kind="human")
    for begin in range(0, len(ids), _BATCH):
        part = ids[begin : begin + _BATCH]
        times = dict(rows.filter(pk__in=part).values_list("pk", "at"))
        packed = dict(Letter.objects.filter(pk__in=times).values_list("message_id", "packed"))
        readers: dict[int, dict[str, tuple[str, str]]] = {}
        touches = Touch.objects.filter(message__in=times, side="us")
        columns = ("message_id", "person_id", "person__name", "person__firm__domain")
        for message, reader, name, domain in touches.values_list(*columns):
            readers.setdefault(message, {})[str(reader)] = (name, firm_word(domain or ""))
        inside = set(part)
        for message, mailbox in waits:
            if message not in inside or message not in packed or message not in readers:
                continue
            to = readers[message]
            words = tuple(word for pair in to.values() for word in pair if word)
            sent = Sent(codec.unpack(packed[message]).new_text, tuple(sorted(to)), times[message], words)
            yield wording_files.name(message, mailbox), sent


class _Shelf:
    """What a process keeps open: segments narrowed to scopes, letters that wait, and what was found lately."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._views: OrderedDict[tuple[object, ...], Segment | None] = OrderedDict()
        self._known: OrderedDict[object, Known] = OrderedDict()
        self._tails: OrderedDict[tuple[str, str], tuple[frozenset[tuple[int, int]], Index]] = OrderedDict()

    def index(self, scope: Scope, settings: Settings) -> tuple[Index, bool, object]:
        """The index of what a scope may read, whether letters wait unread, and what it stands on."""
        boxes = tuple(map(int, scope.key.split()))
        rows = list(WordingSegment.objects.filter(is_ready=True, rules=rules(settings)).order_by("pk"))
        gone: dict[int, list[int]] = {}
        for segment, letter in WordingGone.objects.order_by("pk").values_list("segment_id", "letter"):
            gone.setdefault(segment, []).append(letter)
        waiting = WordingLetter.objects.filter(mailbox__in=boxes, is_folded=False).order_by("-pk")
        waits = list(waiting.values_list("message_id", "mailbox_id")[: WAITING_READ + 1])
        with self._lock:
            parts = []
            for row in rows:
                for number, part in enumerate(wording_files.opened(row).parts):
                    view = self._view((row.key, number, boxes, tuple(gone.get(row.pk, ()))), part)
                    if view is not None:
                        parts.append(view)
            read = frozenset(waits[:WAITING_READ])
            tail = self._tail((scope.key, rules(settings)), read, settings)
            marks = tuple((row.key, tuple(gone.get(row.pk, ()))) for row in rows)
            return Index.over([*parts, *tail.parts()], settings), len(waits) > WAITING_READ, (boxes, marks, read)

    def known(self, state: object) -> Known:
        """What was found before on the same ground."""
        with self._lock:
            found = self._known.pop(state, None)
            if found is None or found.is_full:
                found = Known()
            self._known[state] = found
            while len(self._known) > _KNOWN:
                self._known.popitem(last=False)
            return found

    def _view(self, key: tuple[object, ...], part: Held) -> Segment | None:
        if key not in self._views:
            _, _, boxes, gone = key
            self._views[key] = narrowed(part, boxes, gone)  # type: ignore[arg-type]
        self._views.move_to_end(key)
        while len(self._views) > _VIEWS:
            self._views.popitem(last=False)
        return self._views[key]

    def _tail(self, key: tuple[str, str], waits: frozenset[tuple[int, int]], settings: Settings) -> Index:
        """Letters that wait. Those read before stay read while none of them is taken back."""
        held, index = self._tails.pop(key, (frozenset(), None))
        if index is None or not held <= waits:
            held, index = frozenset(), Index(settings)
        for name, letter in letters(sorted(waits - held)):
            index.add(name, letter)
        self._tails[key] = (waits, index)
        while len(self._tails) > _KNOWN:
            self._tails.popitem(last=False)
        return index


def narrowed(part: Held, boxes: Sequence[int], gone: Sequence[int]) -> Segment | None:
    """A segment with only what was sent from these mailboxes and is not gone; None when that is nothing."""
    segment = part.segment
    stays = np.isin(part.letters >> wording_files.SHIFT, np.array(boxes, np.uint64))
    if gone:
        stays &= ~np.isin(part.letters, np.array(gone, np.uint64))
    keep = stays[segment.receipt_letter]
    if keep.all():
        return segment
    if not keep.any():
        return None
    bodies = len(segment.receipt_at) - 1
    of = np.repeat(np.arange(bodies), np.diff(segment.receipt_at))
    at = np.zeros(bodies + 1, np.uint32)
    np.cumsum(np.bincount(of[keep], minlength=bodies), out=at[1:])
    return replace(
        segment, receipt_at=at, receipt_reader=segment.receipt_reader[keep], receipt_time=segment.receipt_time[keep],
        receipt_letter=segment.receipt_letter[keep],
    )  # fmt: skip


_shelf = _Shelf()
