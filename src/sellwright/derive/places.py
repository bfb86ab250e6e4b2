"""One person's place in one user's day: made anew when their mail, a decision or the day changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sellwright.interactions import addresses
from sellwright.interactions.values import Relationship, Touch
from sellwright.mailroom import codec
from sellwright.settings import Settings
from sellwright.store import briefs, clock, day_sums, days, desks, values
from sellwright.store.models import (
    Decision,
    Letter,
    Person,
    Place,
    Standing,
    User,
    Workspace,
)
from sellwright.store.scopes import addresses_of, boxes_of
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
    """One place at once, after that user's own decision about them."""
    workspace = Workspace.objects.first()
    if workspace is not None:
        _Placing(user, workspace, values.settings_of(workspace)).place([person.pk])


def place(person_ids: Sequence[int], workspace: Workspace, settings: Settings) -> None:
    """The places of these people in everybody's day. Inside a transaction."""
    for user in User.objects.filter(is_active=True, scope__isnull=False).select_related("scope"):
        _Placing(user, workspace, settings).place(person_ids)


class _Placing:
    """Places people in one user's day."""

    def __init__(self, user: User, workspace: Workspace, settings: Settings) -> None:
        self.user = user
        self.settings = settings
        self.now = clock.moment(workspace, user)
        inboxes = desks.desks_among(boxes_of(user.scope)) if user.scope else []
        self.desks = [one.pk for one in inboxes]  # inboxes of several people that the user is one of
        shared = {str(address).lower() for one in inboxes for address in one.addresses} - {user.email.lower()}
        self.mine = addresses_of(user) - shared
        self.through: set[int] = set()  # of the people being placed: who wrote to such an inbox
        self.claimed: dict[int, int] = {}  # and whom a member of it answers

    def place(self, person_ids: Sequence[int]) -> None:
        """Makes, changes or drops the rows."""
        standings = {
            standing.person_id: standing
            for standing in Standing.objects.filter(scope=self.user.scope_id, person__in=person_ids)
            .select_related("person__firm").prefetch_related("person__addresses", "person__wants__message")
        }  # fmt: skip
        held, before = day_sums.begin(self.user, person_ids, self.now.date())
        decided = {d.person_id: d for d in Decision.objects.filter(user=self.user, person__in=list(standings))}
        touches = self._touches([standing.person for standing in standings.values()])
        if self.desks:
            self.through = desks.came_through(list(standings), self.desks)
            self.claimed = desks.claimed(self.through, self.desks)
        made = []
        for pk, standing in standings.items():
            look = self._look(standing, touches.get(pk), decided.get(pk))
            if look is not None and not look.is_nothing:
                made.append(self._row(pk, look))
        gone = set(held) - {row.person_id for row in made}
        if gone:
            Place.objects.filter(user=self.user, person__in=gone).delete()
        if made:
            Place.objects.bulk_create(
                made, batch_size=100, update_conflicts=True, unique_fields=("user", "person"), update_fields=_KEPT
            )
        if gone or made:
            day_sums.change(self.user, before, made)

    def _touches(self, people: Sequence[Person]) -> dict[int, tuple[Touch, ...]]:
        """What stands between us and these people, but for those whom somebody else looks after."""
        scope = self.user.scope
        assert scope is not None
        mine = [person for person in people if person.owner_id is None or person.owner_id == self.user.pk]
        return values.touches_of(mine, scope, self.now.timestamp() + briefs.AHEAD)  # whom one meets soon is not chased

    def _look(self, standing: Standing, touches: tuple[Touch, ...] | None, decision: Decision | None) -> Look | None:
        if touches is None:
            return None
        person = standing.person
        asked, promised = values.followed(standing, self.now.timestamp())
        relationship = Relationship(values.person(person), values.relation_of(standing), touches, asked, promised)
        if person.owner_id is None and not self._is_mine(relationship) and not self._is_open(person, relationship):
            return None
        said = days.said_of(decision)
        frame = plan.frame_of(
            self.settings, self.now, days.words_of(person.wants.all(), person.key),
            {person.key: said} if said else {}, FirstWords(),
        )  # fmt: skip
        return plan.look(relationship, frame)

    def _is_mine(self, relationship: Relationship) -> bool:
        """Whether the user takes part, rather than only a colleague whose mail they may read too."""
        return any(not one.author or one.author in self.mine for one in relationship.touches)

    def _is_open(self, person: Person, relationship: Relationship) -> bool:
        """Whether they turned to all of us: to an address of no person, or to an inbox of several people, which is
        everybody's until one of them answers."""
        if person.pk in self.through:
            return self.claimed.get(person.pk, self.user.pk) == self.user.pk
        return any(addresses.is_role(one.author) for one in relationship.touches)

    def _row(self, person_id: int, look: Look) -> Place:
        entry, out = look.entry, look.out or ("", "")
        return Place(
            user=self.user, person_id=person_id, look=days.pack_look(look),
            lane=LANES.index(entry.lane) if entry else None, relation=_counted_as(look),
            order_1=look.rank[0], order_2=look.rank[1], order_3=look.rank[2], since=entry.since if entry else 0.0,
            out=out[0][:60], out_where=out[1], wrote=look.wrote, promised=min(look.promised, 30_000),
            late=min(look.late, 30_000), unanswered=look.unanswered, on_date=self.now.date(),
        )  # fmt: skip


_KEPT = (
    "look", "lane", "relation", "order_1", "order_2", "order_3", "since", "out", "out_where", "wrote", "promised",
    "late", "unanswered", "on_date",
)  # fmt: skip


def _counted_as(look: Look) -> str:
    """The kind a place is sorted and capped by: an unknown person is capped only where nobody of ours ever answered."""
    kind = look.entry.relation if look.entry else ""
    return "answered" if kind == "unknown" and look.rank[1] != plan.STRANGER else kind
