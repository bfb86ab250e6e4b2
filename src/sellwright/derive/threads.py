"""Puts messages into threads as they are stored: by the ids they name, and carefully by subject
(docs/reference/threads.md). The order in which mail arrives does not matter for what the headers say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import QuerySet

from sellwright.interactions.threads import DAY, MAX_PARENTS, SUBJECT_DAYS
from sellwright.store import bulk, dirty
from sellwright.store.models import Message, Thread, ThreadKey

LOOK_BACK = 50  # earlier messages of the same subject looked at
HELD = 4_000  # messages of a batch's subjects read at once; of more, only those nearest to each new one
PEOPLE = 6  # addresses compared: the writer and the first few readers
_READ = ("id", "mid", "at", "sender_id", "recipients", "message_id", "parents", "bare", "is_reply", "thread_id")


@dataclass(slots=True, kw_only=True)
class Node:
    """What threading reads of a message; names as in the table. `id` is 0 until it is stored."""

    mid: str
    at: float
    sender_id: int
    recipients: str
    message_id: str
    parents: str
    bare: int
    is_reply: bool
    thread_id: int | None = None
    id: int = 0


def join(rows: Sequence[Node]) -> None:
    """Gives every new message its thread, before it is stored, joining threads that turn out to be one."""
    named = [_keys(row) for row in rows]
    known = dict(bulk.pick(ThreadKey, ("key", "thread_id"), "key", (key for keys in named for key in keys)))
    _join(rows, named, known)


def _join(rows: Sequence[Node], named: Sequence[list[str]], known: dict[str, int]) -> None:
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
    thread_of.update(zip(fresh, bulk.insert_blank(Thread, len(fresh)), strict=True))
    new_keys: dict[str, int] = {}
    for root, numbers in groups.items():
        for number in numbers:
            rows[number].thread_id = thread_of[root]
            new_keys.update((key, thread_of[root]) for key in named[number] if key not in known)
    bulk.insert(ThreadKey, ("key", "thread_id"), sorted(new_keys.items()), again=False)


def _keys(row: Node) -> list[str]:
    """The keys of a message: its own id first (or a key of its own), then those it names."""
    parents = row.parents.split()
    if len(parents) > MAX_PARENTS:
        parents = [*parents[: MAX_PARENTS - 1], parents[-1]]
    return list(dict.fromkeys(_key(one) for one in (row.message_id or f"row {row.mid}", *parents)))


def _key(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def rebuild(thread_ids: Iterable[int]) -> None:
    """Threads some of whose messages are gone, made anew from those that are left, as if there had never been more."""
    for thread in thread_ids:
        rows = _nodes(Message.objects.filter(thread=thread).order_by("pk"))
        ThreadKey.objects.filter(thread=thread).delete()
        named = [_keys(row) for row in rows]
        known = {named[0][0]: thread} if named else {}
        _join(rows, named, known)
        ThreadKey.objects.bulk_create([ThreadKey(key=key, thread_id=thread) for key in known], ignore_conflicts=True)
        bulk.update(Message, ("thread_id",), [(row.thread_id, row.id) for row in rows])
        join_by_subject(rows)
        dirty.mark_threads({thread, *(row.thread_id for row in rows if row.thread_id)})


def _merge(kept: int, others: Iterable[int]) -> None:
    """Threads that are one: all under the oldest."""
    gone = [other for other in others if other != kept]
    if not gone:
        return
    Message.objects.filter(thread__in=gone).update(thread=kept)
    ThreadKey.objects.filter(thread__in=gone).update(thread=kept)
    Thread.objects.filter(pk__in=gone).delete()
    dirty.mark_threads([kept])


def join_by_subject(rows: Sequence[Node]) -> None:
    """Replies whose headers name nothing we have join the newest earlier message of the same subject between the same
    people, at most 30 days older. Looks both ways, since mail may be stored in any order. The cost of a batch does not
    grow with how many messages bear a subject."""
    bound = [row for row in rows if row.bare]
    lone = _lone(_replies_near(bound))
    subjects = {row.bare for row in lone}
    bound = [row for row in bound if row.bare in subjects]
    new, lone_ids = {row.id for row in bound}, {row.id for row in lone}
    moved: dict[int, int] = {}
    for group in _around(bound):
        for place, reply in enumerate(group):
            earlier = group[max(0, place - LOOK_BACK) : place]
            if reply.id in lone_ids and (reply.id in new or any(one.id in new for one in earlier)):
                _join_nearest(reply, earlier, moved)
    for row in rows:
        row.thread_id = _now(row.thread_id, moved)


def _replies_near(rows: Sequence[Node]) -> list[Node]:
    """The replies with the subjects of these rows that stand within reach of any of them: of many only the nearest."""
    if not rows:
        return []
    replies = Message.objects.filter(bare__in={row.bare for row in rows}, is_reply=True)
    found = _nodes(_within_reach(replies, rows)[: HELD + 1])
    return found if len(found) <= HELD else [row for group in _nearest(rows) for row in group if row.is_reply]


def _around(rows: Sequence[Node]) -> list[list[Node]]:
    """For each subject the messages near these rows, oldest first."""
    if not rows:
        return []
    near = Message.objects.filter(bare__in={row.bare for row in rows})
    found = _nodes(_within_reach(near, rows)[: HELD + 1])
    return _grouped(found) if len(found) <= HELD else _nearest(rows)


def _within_reach(messages: QuerySet[Message], rows: Sequence[Node]) -> QuerySet[Message]:
    span = [row.at for row in rows]
    return messages.filter(at__gte=min(span) - SUBJECT_DAYS * DAY, at__lte=max(span) + SUBJECT_DAYS * DAY)


def _nearest(rows: Sequence[Node]) -> list[list[Node]]:
    found: dict[int, Node] = {}
    for row in rows:
        same = Message.objects.filter(bare=row.bare)
        before = same.filter(at__lte=row.at).order_by("-at", "-id")[: LOOK_BACK + 1]
        after = same.filter(at__gte=row.at).order_by("at", "id")[: LOOK_BACK + 1]
        found.update((one.id, one) for one in (*_nodes(before), *_nodes(after)))
    return _grouped(found.values())


def _grouped(rows: Iterable[Node]) -> list[list[Node]]:
    groups: dict[int, list[Node]] = {}
    for row in sorted(rows, key=lambda one: (one.at, one.mid)):
        groups.setdefault(row.bare, []).append(row)
    return list(groups.values())


def _nodes(messages: QuerySet[Message]) -> list[Node]:
    return [Node(**dict(zip(_READ, columns, strict=True))) for columns in messages.values_list(*_READ)]


def _lone(replies: Sequence[Node]) -> list[Node]:
    """Those among these whose headers name nothing we have."""
    named = {one for reply in replies for one in reply.parents.split()}
    threads = {reply.thread_id for reply in replies if reply.parents}
    rows = Message.objects.filter(thread__in=threads, message_id__in=named)
    held = set(rows.values_list("message_id", flat=True)) if named else set()
    return [
        reply for reply in replies if held.isdisjoint(one for one in reply.parents.split() if one != reply.message_id)
    ]


def _join_nearest(reply: Node, earlier: Sequence[Node], moved: dict[int, int]) -> None:
    """Joins the threads of a reply and of the newest earlier message it can answer; `moved` says where each went."""
    for older in reversed(earlier):
        if reply.at - older.at > SUBJECT_DAYS * DAY:
            return
        if answers_by_subject(reply, older):
            one, other = _now(reply.thread_id, moved), _now(older.thread_id, moved)
            if one is not None and other is not None and one != other:
                kept, gone = sorted((one, other))
                _merge(kept, [gone])
                moved[gone] = kept
            return


def _now(thread: int | None, moved: dict[int, int]) -> int | None:
    while thread in moved:
        thread = moved[thread]
    return thread


def answers_by_subject(reply: Node, older: Node) -> bool:
    """Whether a reply of the same subject can be the answer to an earlier message: at most 30 days later, the writers
    of both in both, and two people at least. Somebody who writes again must have been answering already."""
    if reply.mid == older.mid or reply.at - older.at > SUBJECT_DAYS * DAY:
        return False
    now, then = _people(reply), _people(older)
    if now[0] not in then or then[0] not in now:
        return False
    if now[0] == then[0]:
        return older.is_reply and len(set(now) & set(then)) > 1
    return True


def _people(row: Node) -> list[int]:
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
