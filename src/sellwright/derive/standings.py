"""How things stand with a person, per scope: effort, what was asked and promised, and the dossier that tells who they
are. In two steps, so that the order of people never matters: first each person from their own acts, then, firm by
firm, who they are to us."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from sellwright.interactions.values import Kind, Pledge, RelationKind
from sellwright.interactions.values import Touch as TouchValue
from sellwright.mailroom import codec, following
from sellwright.mailroom.book import DAY, HORIZON_DAYS
from sellwright.measures import effort, relation
from sellwright.measures.pledges import words_of
from sellwright.measures.relation import Dossier, Lessons
from sellwright.settings import Settings
from sellwright.store import bulk, dirty
from sellwright.store.lists import promises
from sellwright.store.models import (
    Correction,
    Deal,
    DealPerson,
    EventSighting,
    Letter,
    Person,
    Scope,
    Sighting,
    Standing,
    Touch,
    User,
)
from sellwright.store.values import TOUCH_COLUMNS, touch

AHEAD = 40  # letters read at once
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
EVERYBODY = 0  # no mailbox's id: what was logged by hand
_EXTRA = ("person_id", "message_id", "event_id", "event__by_hand", "kind", "tells", "message__found")
_KEPT = (
    "firm", "relation", "relation_body", "dossier", "followed", "effort_share", "effort_verdict", "first_at", "last_at",
    "theirs", "ours", "computed_at",
)  # fmt: skip


class _Words(Mapping[str, str]):
    """The words of one person's letters by stable id, fetched when evidence is looked for in them: with each asked for
    come those after it, which are asked for next."""

    def __init__(self, letters: Sequence[tuple[str, int]]) -> None:
        self._letters = letters  # (mid, id of row), oldest first
        self._place = {mid: place for place, (mid, _) in enumerate(letters)}
        self._packed: dict[int, str] = {}

    def __getitem__(self, mid: str) -> str:
        place = self._place[mid]
        pk = self._letters[place][1]
        if pk not in self._packed:
            ahead = [one for _, one in self._letters[place : place + AHEAD] if one not in self._packed]
            self._packed.update(bulk.pick(Letter, ("message_id", "packed"), "message_id", ahead))
        return words_of(*codec.unpack_words(self._packed[pk]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)


def stand(person_ids: Sequence[int], settings: Settings, now: float) -> None:
    """Makes the standings of these people anew in every scope that may read anything of theirs, all but who they are
    to us. Marks their firms and places. Inside a transaction."""
    people = {row.pk: row for row in Person.objects.filter(pk__in=person_ids)}
    rows = _acts(person_ids)
    seen = _seen_in(rows)
    deals = _known_by_deals(people.values())
    scopes = _scopes()
    kept = set()
    made: list[Standing] = []
    for pk, person in people.items():
        acts = rows.get(pk, [])
        if acts and person.first_at != acts[0][1]:
            Person.objects.filter(pk=pk).update(first_at=acts[0][1])
        places = set().union(*(_places(act, seen) for act in acts))
        for scope, mailboxes in scopes.items():
            if mailboxes.isdisjoint(places) and EVERYBODY not in places:
                continue
            readable = [act for act in acts if not _places(act, seen).isdisjoint({EVERYBODY, *mailboxes})]
            if readable:
                known = deals.get(pk) or deals.get(-(person.firm_id or 0))
                made.append(_standing(person, scope, readable, (settings, now, known)))
                kept.add((scope, pk))
    for pk, scope_id in Standing.objects.filter(person__in=person_ids).values_list("person_id", "scope_id"):
        if (scope_id, pk) not in kept:
            Standing.objects.filter(person=pk, scope=scope_id).delete()
    Standing.objects.bulk_create(
        made, batch_size=100, update_conflicts=True, unique_fields=("scope", "person"), update_fields=_KEPT
    )
    promises.lay_out(person_ids, made, now)
    firms = {row.firm_id for row in people.values() if row.firm_id is not None}
    dirty.mark_firms(firms)
    alone = [pk for pk, row in people.items() if row.firm_id is None]
    if alone:
        _judge(Standing.objects.filter(person__in=alone), settings)
    dirty.mark_places(person_ids)


def judge_firms(firm_ids: Sequence[int], settings: Settings) -> None:
    """Who the people of these firms are to us, each from their own dossier and their firm's. Inside a transaction."""
    _judge(Standing.objects.filter(firm__in=firm_ids), settings)


def _acts(person_ids: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """By person: TOUCH_COLUMNS (0 to 13), person, message, event, whether that was by hand, kind, tells, found."""
    rows: dict[int, list[tuple[Any, ...]]] = {}
    found = Touch.objects.filter(person__in=person_ids, noise=False).order_by("at", "ref")
    for columns in found.values_list(*TOUCH_COLUMNS, *_EXTRA):
        rows.setdefault(columns[14], []).append(columns)
    return rows


def _seen_in(acts: Mapping[int, Sequence[tuple[Any, ...]]]) -> dict[int, set[int]]:
    """By message, and by minus the event's id: the mailboxes that show it."""
    seen: dict[int, set[int]] = {}
    messages = (act[15] for group in acts.values() for act in group if act[15] is not None)
    for message, mailbox in bulk.pick(Sighting, ("message_id", "mailbox_id"), "message_id", messages):
        seen.setdefault(message, set()).add(mailbox)
    events = (act[16] for group in acts.values() for act in group if act[16] is not None and not act[17])
    for event, mailbox in bulk.pick(EventSighting, ("event_id", "mailbox_id"), "event_id", events):
        seen.setdefault(-event, set()).add(mailbox)
    return seen


def _scopes() -> dict[int, set[int]]:
    """Scopes somebody uses, with their mailboxes."""
    used = User.objects.filter(scope__isnull=False).values("scope")
    return {scope.pk: {int(one) for one in scope.key.split()} for scope in Scope.objects.filter(pk__in=used)}


def _places(act: tuple[Any, ...], seen: Mapping[int, set[int]]) -> set[int]:
    """The mailboxes that show what an act stands in."""
    if act[15] is not None:
        return seen.get(act[15], set())
    return {EVERYBODY} if act[17] else seen.get(-act[16], set())


def _standing(
    person: Person, scope: int, acts: Sequence[tuple[Any, ...]], context: tuple[Settings, float, tuple[str, str] | None]
) -> Standing:
    settings, now, known = context
    touches = [touch(act[:14], person.key) for act in acts]
    since = now - HORIZON_DAYS * DAY
    recent = [(one, act[20] or "") for one, act in zip(touches, acts, strict=True) if one.at >= since]
    followed = ""
    if any(found for _, found in recent):
        letters = [(act[0], act[15]) for act in acts if act[15] is not None and act[1] >= since]
        words = _Words(letters)
        followed = "\n".join(following.follow([one for one, _ in recent], [found for _, found in recent], words))
    pledges: tuple[Pledge, ...] = following.read(followed.split("\n"), now, since)[1] if followed else ()
    found = effort.measure(touches, settings, now, pledges, ranges=False, subject=person.key)
    human = [one for one in touches if one.human]
    return Standing(
        scope_id=scope, person=person, firm_id=person.firm_id, followed=followed,
        dossier=_dumps(asdict(_dossier(person, touches, acts, known))),
        effort_share=found.share if found.result().number is not None else None, effort_verdict=found.verdict[:60],
        first_at=touches[0].at, last_at=(human or touches)[-1].at, computed_at=now,
        theirs=sum(one.side == "them" for one in human), ours=sum(one.side == "us" for one in human),
    )  # fmt: skip


def _dossier(
    person: Person, touches: Sequence[TouchValue], acts: Sequence[tuple[Any, ...]], known: tuple[str, str] | None
) -> Dossier:
    dossier = Dossier(person.key, name=person.name)
    for one, act in zip(touches, acts, strict=True):
        kind = act[18]
        if one.channel == "meeting":
            dossier.add_meeting(one.id)
        elif one.channel != "mail":
            dossier.add(one.id, one.side, at=one.at, opens=one.opens)
        else:
            if one.side == "us" and not one.human and kind == "human":
                kind = "newsletter"  # to many at once: an announcement
            dossier.add(one.id, one.side, act[19].split(), at=one.at, kind=cast(Kind, kind),
                        opens=one.opens)  # fmt: skip
    if known:
        dossier.know(cast(RelationKind, known[0]), known[1])
    return dossier


def _known_by_deals(people: Iterable[Person]) -> dict[int, tuple[str, str]]:
    """By person (and by minus the firm's id): what a deal says of who they are."""
    ids = [row.pk for row in people]
    firms = {row.firm_id for row in people if row.firm_id is not None}
    known: dict[int, tuple[str, str]] = {}
    parts: dict[int, list[int]] = {}
    for number, person in bulk.pick(DealPerson, ("deal_id", "person_id"), "person_id", ids):
        parts.setdefault(number, []).append(person)
    numbers = {*parts, *(number for (number,) in bulk.pick(Deal, ("id",), "firm_id", firms))}
    if not numbers:
        return known
    deals = Deal.objects.filter(pk__in=numbers, proposed=False).exclude(outcome__in=("lost", "no decision"))
    for deal in deals.order_by("outcome", "pk"):  # won ones last, so that they stay
        said = ("customer" if deal.outcome == "won" else "prospect", f"deal '{deal.name}', {deal.outcome or 'open'}")
        for person in parts.get(deal.pk, []):
            known[person] = said
        if deal.firm_id is not None:
            known[-deal.firm_id] = said
    return known


def _judge(rows: Any, settings: Settings) -> None:
    standings = list(rows.select_related("person__firm").order_by("scope_id", "person__key"))
    if not standings:
        return
    corrections, lessons = _corrections(standings)
    groups: dict[tuple[int, int | None], list[tuple[Standing, Dossier]]] = {}
    for standing in standings:
        groups.setdefault((standing.scope_id, standing.firm_id), []).append((standing, _read(standing.dossier)))
    changed: list[Standing] = []
    for (_, firm), members in groups.items():
        domain = (members[0][0].person.firm.domain or "") if firm is not None and members[0][0].person.firm else ""
        whole = Dossier(domain, domain) if domain else None
        for _, dossier in members:
            dossier.firm = domain
            if whole is not None:
                whole.absorb(dossier)
        for standing, dossier in members:
            found = relation.judge(dossier, whole, settings, corrections, lessons=lessons)
            body = _dumps(asdict(found))
            if body != standing.relation_body:
                standing.relation, standing.relation_body = found.kind, body
                changed.append(standing)
    bulk.update(Standing, ("relation", "relation_body"), [(one.relation, one.relation_body, one.pk) for one in changed])
    dirty.mark_places({standing.person_id for standing in changed})


def _corrections(standings: Sequence[Standing]) -> tuple[dict[str, RelationKind], Lessons | None]:
    """What people said, by Person.key or domain, and what it teaches about others."""
    said: dict[str, RelationKind] = {}
    corrected: list[tuple[Dossier, RelationKind]] = []
    for row in Correction.objects.select_related("person", "firm"):
        key = row.person.key if row.person else (row.firm.domain or "") if row.firm else ""
        if key:
            said[key] = cast(RelationKind, row.kind)
        about = Standing.objects.filter(person=row.person) if row.person else Standing.objects.filter(firm=row.firm)
        corrected += [
            (_read(body), cast(RelationKind, row.kind))
            for body in about.filter(scope=standings[0].scope_id).values_list("dossier", flat=True)[:50]
        ]
    return said, relation.taught(corrected) if corrected else None


def _read(body: str) -> Dossier:
    row: dict[str, Any] = json.loads(body)
    row["ids"] = {mark: tuple(ids) for mark, ids in row["ids"].items()}
    return Dossier(**row)
