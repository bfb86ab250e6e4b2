"""One person's place in one user's day, worked out anew at once: after that user's own decision about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sellwright.mailroom import codec
from sellwright.store import clock, days, values
from sellwright.store.models import DaySums, Decision, Letter, Person, Place, User, Workspace
from sellwright.today import plan
from sellwright.today.brief import first_words
from sellwright.today.day import LANES
from sellwright.today.plan import Look


class FirstWords(Mapping[str, str]):
    """The first sentence or so of a letter by its stable id, fetched when a reason quotes it; most never are."""

    def __getitem__(self, mid: str) -> str:
        packed = Letter.objects.filter(message__mid=mid).values_list("packed", flat=True).first()
        if packed is None:
            raise KeyError(mid)
        return first_words(codec.unpack(packed).new_text)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def refresh(user: User, person: Person) -> None:
    """Makes the place anew if the person has one in this user's day, and lets the sums of the day be made anew."""
    workspace = Workspace.objects.first()
    held = Place.objects.filter(user=user, person=person).first()
    if workspace is None or held is None or user.scope is None:
        return
    settings, now = values.settings_of(workspace), clock.moment(workspace, user)
    said = days.said_of(Decision.objects.filter(user=user, person=person).first())
    wants = person.wants.filter(shipped_at__isnull=False, told_at=None).select_related("message")
    frame = plan.frame_of(
        settings, now, days.words_of(wants, person.key), {person.key: said} if said else {}, FirstWords()
    )
    look = plan.look(values.relationship(person, user.scope, now.timestamp(), settings), frame)
    _write(held, look)
    DaySums.objects.filter(user=user).delete()


def _write(held: Place, look: Look) -> None:
    entry, out = look.entry, look.out or ("", "")
    held.look = days.pack_look(look)
    held.lane = LANES.index(entry.lane) if entry else None
    held.order_1, held.order_2, held.order_3 = look.rank[:3]
    held.since = entry.since if entry else 0.0
    held.out, held.out_where = out
    held.wrote, held.unanswered = look.wrote, look.unanswered
    held.promised, held.late = look.promised, look.late
    held.save()
