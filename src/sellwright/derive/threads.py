"""Puts messages into threads as they are stored: by the ids they name, and carefully by subject
(docs/reference/threads.md). The order in which mail arrives does not matter for what the headers say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from sellwright.interactions.threads import DAY, MAX_PARENTS, SUBJECT_DAYS, nearest_first
from sellwright.interactions.values import Message as MessageValue
from sellwright.store import bulk, dirty
from sellwright.store.models import Message, Thread, ThreadKey

LOOK_BACK = 50  # earlier messages of the same subject looked at
MOST_REPLIES = 2_000  # of one subject looked at for one batch
PEOPLE = 6  # addresses compared: the writer and the first few readers


def join(rows: Sequence[Message], values: Sequence[MessageValue]) -> None:
    """Gives every new message its thread, before it is stored, joining threads that turn out to be one."""
    named = [_keys(row, value) for row, value in zip(rows, values, strict=True)]
    known = dict(ThreadKey.objects.filter(key__in={key for keys in named for key in keys}).values_list("key", "thread"))
    merging = _Merging()
    for keys in named:
        places: list[object] = [known.get(key, key) for key in keys]
        for place in places[1:]:
            merging.join(places[0], place)
    groups: dict[object, list[int]] = {}
    for number, keys in enumerate(named):
        groups.setdefault(merging.find(known.get(keys[0], keys[0])), []).append(number)
    thread_of: dict[object, int] = {}
    for root in groups:
        old = sorted(place for place in merging.members(root) if isinstance(place, int))
        if old:
            thread_of[root] = old[0]
            _merge(old[0], old[1:])
    fresh = [root for root in groups if root not in thread_of]
    for root, thread in zip(fresh, Thread.objects.bulk_create([Thread() for _ in fresh]), strict=True):
        thread_of[root] = thread.pk
    new_keys: dict[str, int] = {}
    for root, numbers in groups.items():
        for number in numbers:
            rows[number].thread_id = thread_of[root]
            new_keys.update((key, thread_of[root]) for key in named[number] if key not in known)
    bulk.insert(ThreadKey, ("key", "thread_id"), sorted(new_keys.items()), again=False)


def _keys(row: Message, value: MessageValue) -> list[str]:
    """The keys of a message: its own id first (or a key of its own), then those it names."""
    parents = nearest_first(value.in_reply_to, value.references)
    if len(parents) > MAX_PARENTS:
        parents = (*parents[: MAX_PARENTS - 1], parents[-1])
    own = value.message_id or f"row {row.mid}"
    return list(dict.fromkeys(_key(one) for one in (own, *parents) if one))


def _key(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _merge(kept: int, others: Iterable[int]) -> None:
    """Threads that are one: all under the oldest."""
    gone = [other for other in others if other != kept]
    if not gone:
        return
    Message.objects.filter(thread__in=gone).update(thread=kept)
    ThreadKey.objects.filter(thread__in=gone).update(thread=kept)
    Thread.objects.filter(pk__in=gone).delete()
    dirty.mark_threads([kept])


def join_by_subject(rows: Sequence[Message]) -> None:
    """Replies whose headers name nothing we have join the newest earlier message of the same subject between the same
    people, at most 30 days older. Looks both ways, since mail may be stored in any order."""
    subjects = {row.bare for row in rows if row.bare}
    lone = Message.objects.filter(bare__in=subjects, is_reply=True).order_by("at", "id")
    span = [row.at for row in rows]
    if span:
        lone = lone.filter(at__gte=min(span), at__lte=max(span) + SUBJECT_DAYS * DAY)
    candidates = list(lone[:MOST_REPLIES])
    held: dict[int | None, set[str]] = {}
    threads = {reply.thread_id for reply in candidates if reply.parents}
    for thread, message_id in Message.objects.filter(thread__in=threads).values_list("thread", "message_id"):
        held.setdefault(thread, set()).add(message_id)
    for reply in candidates:
        if not held.get(reply.thread_id, set()).isdisjoint(reply.parents.split()):
            continue  # its headers have said all
        earlier = Message.objects.filter(bare=reply.bare, at__lte=reply.at, at__gte=reply.at - SUBJECT_DAYS * DAY)
        for older in earlier.exclude(pk=reply.pk).order_by("-at", "-id")[:LOOK_BACK]:
            if _same_people(reply, older):
                if older.thread_id is not None and reply.thread_id is not None and older.thread_id != reply.thread_id:
                    kept, gone = sorted((older.thread_id, reply.thread_id))
                    _merge(kept, [gone])
                    for row in rows:
                        if row.thread_id == gone:
                            row.thread_id = kept
                break


def _same_people(reply: Message, older: Message) -> bool:
    """Whether the writers of both are in both, and two people at least are. Somebody who writes again must have been
    answering already."""
    now, then = _people(reply), _people(older)
    if now[0] not in then or then[0] not in now:
        return False
    if now[0] == then[0]:
        return older.is_reply and len(set(now) & set(then)) > 1
    return True


def _people(row: Message) -> list[int]:
    return [row.sender_id, *map(int, row.recipients.split()[: PEOPLE - 1])]


class _Merging:
    """Union of keys and threads."""

    def __init__(self) -> None:
        self._up: dict[object, object] = {}
        self._members: dict[object, set[object]] = {}

    def find(self, one: object) -> object:
        while (up := self._up.get(one, one)) != one:
            one = up
        return one

    def members(self, root: object) -> set[object]:
        return self._members.get(root, {root})

    def join(self, one: object, other: object) -> None:
        a, b = self.find(one), self.find(other)
        if a != b:
            self._up[b] = a
            self._members[a] = self.members(a) | self.members(b)
