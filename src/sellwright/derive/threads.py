"""Puts messages into threads as they are stored: by the ids they name, and carefully by subject
(docs/reference/threads.md). The order in which mail arrives does not matter for what the headers say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from sellwright.interactions.threads import DAY, MAX_PARENTS, SUBJECT_DAYS
from sellwright.store import bulk, dirty
from sellwright.store.models import Message, Thread, ThreadKey

LOOK_BACK = 50  # earlier messages of the same subject looked at
HELD = 4_000  # messages of a batch's subjects read at once; of more, only those nearest to each new one
PEOPLE = 6  # addresses compared: the writer and the first few readers
_READ = ("mid", "thread_id", "message_id", "parents", "bare", "is_reply", "at", "sender_id", "recipients")


def join(rows: Sequence[Message]) -> None:
    """Gives every new message its thread, before it is stored, joining threads that turn out to be one."""
    named = [_keys(row) for row in rows]
    known = dict(ThreadKey.objects.filter(key__in={key for keys in named for key in keys}).values_list("key", "thread"))
    _join(rows, named, known)


def _join(rows: Sequence[Message], named: Sequence[list[str]], known: dict[str, int]) -> None:
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


def _keys(row: Message) -> list[str]:
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
        rows = list(Message.objects.filter(thread=thread).order_by("pk").only(*_READ))
        ThreadKey.objects.filter(thread=thread).delete()
        named = [_keys(row) for row in rows]
        known = {named[0][0]: thread} if named else {}
        _join(rows, named, known)
        ThreadKey.objects.bulk_create([ThreadKey(key=key, thread_id=thread) for key in known], ignore_conflicts=True)
        Message.objects.bulk_update(rows, ["thread"], batch_size=200)
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


def join_by_subject(rows: Sequence[Message]) -> None:
    """Replies whose headers name nothing we have join the newest earlier message of the same subject between the same
    people, at most 30 days older. Looks both ways, since mail may be stored in any order. The cost of a batch does not
    grow with how many messages bear a subject."""
    new = {row.pk for row in rows if row.bare}
    around = _around([row for row in rows if row.bare])
    pairs: list[tuple[Message, list[Message]]] = []
    for group in around:
        for place, reply in enumerate(group):
            earlier = group[max(0, place - LOOK_BACK) : place]
            if reply.is_reply and (reply.pk in new or any(one.pk in new for one in earlier)):
                pairs.append((reply, earlier))
    lone = _lone([reply for reply, _ in pairs])
    moved: dict[int, int] = {}
    for reply, earlier in pairs:
        if reply.pk in lone:
            _join_nearest(reply, earlier, moved)
    for row in rows:
        row.thread_id = _now(row.thread_id, moved)


def _around(rows: Sequence[Message]) -> list[list[Message]]:
    """For each subject the messages near these rows, oldest first."""
    if not rows:
        return []
    span = [row.at for row in rows]
    subjects = {row.bare for row in rows}
    replied = set(Message.objects.filter(bare__in=subjects, is_reply=True).values_list("bare", flat=True).distinct())
    near = Message.objects.filter(
        bare__in=replied, at__gte=min(span) - SUBJECT_DAYS * DAY, at__lte=max(span) + SUBJECT_DAYS * DAY
    ).only(*_READ)
    found = {row.pk: row for row in near[: HELD + 1]} if replied else {}
    if len(found) > HELD:
        found = {}
        for row in rows:
            same = Message.objects.filter(bare=row.bare).only(*_READ)
            before = same.filter(at__lte=row.at).order_by("-at", "-id")[: LOOK_BACK + 1]
            after = same.filter(at__gte=row.at).order_by("at", "id")[: LOOK_BACK + 1]
            found.update((one.pk, one) for one in (*before, *after))
    groups: dict[int, list[Message]] = {}
    for row in sorted(found.values(), key=lambda one: (one.at, one.mid)):
        groups.setdefault(row.bare, []).append(row)
    return list(groups.values())


def _lone(replies: Sequence[Message]) -> set[int]:
    """Those among these whose headers name nothing we have."""
    named = {one for reply in replies for one in reply.parents.split()}
    threads = {reply.thread_id for reply in replies if reply.parents}
    held = set(
        Message.objects.filter(thread__in=threads, message_id__in=named).values_list("message_id", flat=True)
    ) if named else set()  # fmt: skip
    return {reply.pk for reply in replies if held.isdisjoint(one for one in reply.parents.split()
                                                             if one != reply.message_id)}  # fmt: skip


def _join_nearest(reply: Message, earlier: Sequence[Message], moved: dict[int, int]) -> None:
    """Joins the threads of a reply and of the newest earlier message it can answer; `moved` says where each went."""
    for older in reversed(earlier):
        if reply.at - older.at > SUBJECT_DAYS * DAY:
            return
        if _same_people(reply, older):
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
