"""Deals: opened, changed, moved, closed, opened again; their people; proposals accepted or waved away.

Deals are the team's. Who saves an older state than the one that stands is told so and nothing is written; a drag only
minds whether the card still lies where it was seen. Every deed can be taken back as long as nothing followed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import deal_rows, log, pipelines
from sellwright.actions.deal_rows import DAY, ChangedMeanwhile
from sellwright.actions.refusing import Refused
from sellwright.derive import stays
from sellwright.jobs import looking_ahead
from sellwright.store import search
from sellwright.store.models import Deal, DealPerson, Firm, LogEntry, Person, Stage, StageMove, User

DEEDS = (
    "open_deal", "change_deal", "move_deal", "order_deal", "close_deal", "reopen_deal", "accept_deal", "wave_deal",
    "add_deal_person", "drop_deal_person", "part_deal_person",
)  # fmt: skip
MOST_PEOPLE = 30
LONGEST_ABOUT = 10_000
LONGEST = {"name": 200, "next_step": 300, "outcome_reason": 300}
OUTCOMES = tuple(Deal.Outcome.values)
_MOVED = ["stage_id", "stage_since", "rank", "evidence_id", "moved_by_id"]
_CLOSED = ["outcome", "outcome_reason", "closed_at"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wrote into the form of a deal."""

    name: str
    firm: Firm | None = None
    owner: User | None = None
    amount: Decimal | None = None
    currency: str = "EUR"
    next_step: str = ""
    next_step_date: date | None = None
    expected_date: date | None = None
    about: str = ""


def open_deal(
    *, by: User, wanted: Wanted, now: float, stage: Stage | None = None, person: Person | None = None
) -> LogEntry:
    """A new deal at the top of a stage (the first of the first pipeline). `now` in seconds since 1970 UTC."""
    access.check(by, "deal")
    values = _checked(wanted)
    with transaction.atomic():
        if stage is None:
            stage = pipelines.first().stages.first()
        if stage is None:
            raise Refused(_("The pipeline has no stage."), "stage")
        firm_id = values.pop("firm_id")
        if person is not None:
            person = access.people(by).get(pk=person.pk)
            firm_id = firm_id or person.firm_id
        deal = Deal(stage=stage, opened_at=now, stage_since=now, rank=deal_rows.top(stage.pk), firm_id=firm_id)
        for name, value in values.items():
            setattr(deal, name, value)
        deal.save()
        search.index_deal(deal)
        if person is not None:
            DealPerson.objects.create(deal=deal, person=person)
        looking_ahead.soon()
        return log.write(by, "open_deal", deal, after={"name": deal.name, "stage_id": stage.pk})


def change(*, by: User, deal: Deal, wanted: Wanted, version: int) -> LogEntry:
    """Saves the form of a deal as it was opened at `version`. Raises ChangedMeanwhile when that is not the newest."""
    access.check(by, "deal")
    values = _checked(wanted)
    with transaction.atomic():
        held = deal_rows.taken(by, deal, version)
        names = [name for name, value in values.items() if getattr(held, name) != value]
        before = deal_rows.plain(held, names)
        for name in names:
            setattr(held, name, values[name])
        deal_rows.put(held, after := deal_rows.plain(held, names))
        search.index_deal(held)
        return log.write(by, "change_deal", held, before=before, after=after)


def move(
    *, by: User, deal: Deal, stage: Stage, now: float, seen_in: str = "", above: str = "", below: str = ""
) -> LogEntry:
    """Moves a deal to a stage, or within its own, right above or below another card (public ids; neither: the top).

    `seen_in` is the public id of the stage it was dragged from: ChangedMeanwhile when somebody moved it since. The
    letter that shows the move is linked where there is one; a move is never refused for want of it.
    """
    access.check(by, "deal")
    with transaction.atomic():
        held = deal_rows.taken(by, deal)
        if held.outcome:
            raise ChangedMeanwhile(_("This deal is closed. Open it again to move it."))
        if seen_in and held.stage.public_id != seen_in:
            raise ChangedMeanwhile(deal_rows.changed_by(held))
        if held.stage_id == stage.pk:
            before = deal_rows.plain(held, ["rank"])
            deal_rows.put(held, after := {"rank": deal_rows.beside(stage.pk, held, above, below)})
            return log.write(by, "order_deal", held, before=before, after=after)
        return _move(by, held, stage, now, deal_rows.beside(stage.pk, held, above, below))


def _move(by: User, held: Deal, stage: Stage, now: float, rank: float) -> LogEntry:
    before = deal_rows.plain(held, _MOVED)
    shown = deal_rows.evidence(by, held, held.stage_since or held.opened_at, now)
    step = StageMove.objects.create(
        deal=held, from_stage_id=held.stage_id, to_stage=stage, at=now, by=by, message=shown, days=_days(held, now)
    )
    after = {
        "stage_id": stage.pk,
        "stage_since": now,
        "rank": rank,
        "evidence_id": shown.pk if shown else None,
        "moved_by_id": by.pk,
    }
    left = held.stage_id
    deal_rows.put(held, after)
    stays.usual_anew(left)
    return log.write(by, "move_deal", held, before=before, after={**after, "step": step.pk})


def close(*, by: User, deal: Deal, outcome: str, reason: str, now: float, version: int | None = None) -> LogEntry:
    """Won, lost or no decision. Lost and no decision need a reason: it is what a team learns from."""
    access.check(by, "deal")
    reason = _line(reason, "outcome_reason")
    if outcome not in OUTCOMES:
        raise Refused(_("Say whether it was won, lost, or not decided."), "outcome")
    if outcome != Deal.Outcome.WON and not reason:
        raise Refused(_("A word on why helps the next one. Write it in a few words."), "outcome_reason")
    with transaction.atomic():
        held = deal_rows.taken(by, deal, version)
        if held.outcome:
            raise ChangedMeanwhile(deal_rows.changed_by(held))
        before = deal_rows.plain(held, _CLOSED)
        step = StageMove.objects.create(
            deal=held, from_stage_id=held.stage_id, to_stage=None, at=now, by=by, days=_days(held, now),
            message=deal_rows.evidence(by, held, held.stage_since or held.opened_at, now),
        )  # fmt: skip
        after = {"outcome": outcome, "outcome_reason": reason, "closed_at": now}
        deal_rows.put(held, after)
        stays.usual_anew(held.stage_id)
        return log.write(by, "close_deal", held, before=before, after={**after, "step": step.pk})


def reopen(*, by: User, deal: Deal, now: float) -> LogEntry:
    """Opens a closed deal again in the stage it was closed in, at the top; its time there begins anew."""
    access.check(by, "deal")
    with transaction.atomic():
        held = deal_rows.taken(by, deal)
        if not held.outcome:
            raise ChangedMeanwhile(_("This deal is open."))
        before = deal_rows.plain(held, [*_CLOSED, *_MOVED])
        step = StageMove.objects.create(deal=held, from_stage=None, to_stage_id=held.stage_id, at=now, by=by)
        after = {
            "outcome": "", "outcome_reason": "", "closed_at": None, "stage_id": held.stage_id, "stage_since": now,
            "rank": deal_rows.top(held.stage_id), "evidence_id": None, "moved_by_id": by.pk,
        }  # fmt: skip
        deal_rows.put(held, after)
        return log.write(by, "reopen_deal", held, before=before, after={**after, "step": step.pk})


def accept(*, by: User, deal: Deal, now: float) -> LogEntry:
    """A proposed deal becomes a deal, of whoever accepts it."""
    names = ["proposed", "owner_id", "rank", "opened_at", "stage_since", "waved_at", "waved_by_id"]
    return _decide(by, deal, "accept_deal", names, now)


def wave(*, by: User, deal: Deal, now: float) -> LogEntry:
    """A proposed deal is none. It is kept, so that its thread is not proposed again."""
    return _decide(by, deal, "wave_deal", ["waved_at", "waved_by_id"], now)


def _decide(by: User, deal: Deal, deed: str, names: list[str], now: float) -> LogEntry:
    access.check(by, "deal")
    with transaction.atomic():
        held = deal_rows.taken(by, deal)
        if not held.proposed or (deed == "wave_deal" and held.waved_at is not None):
            raise ChangedMeanwhile(deal_rows.changed_by(held))
        before = deal_rows.plain(held, names)
        if deed == "wave_deal":
            after: dict[str, Any] = {"waved_at": now, "waved_by_id": by.pk}
        else:
            rank = deal_rows.top(held.stage_id)
            after = dict(zip(names, (False, by.pk, rank, now, now, None, None), strict=True))
        deal_rows.put(held, after)
        return log.write(by, deed, held, before=before, after=after)


def named(*, by: User, typed: str) -> Person:
    """Whom somebody means by a name, an address or a public id, among those they may know of; Refused for nobody."""
    known = access.people(by)
    found = known.filter(public_id=typed).first() or known.filter(addresses__email=typed.lower()).first()
    if found is None and typed:
        same = list(known.filter(name__iexact=typed)[:2])
        if len(same) > 1:
            raise Refused(_("Several people are called that. Type the address."), "person")
        found = same[0] if same else None
    if found is None:
        raise Refused(_("Nobody here has that name or address. Add them under People first."), "person")
    return found


def add_person(*, by: User, deal: Deal, person: Person, part: str = "") -> LogEntry:
    """Somebody takes part in a deal: decides, uses, pays, checks. Another part for whoever is in it already."""
    access.check(by, "deal")
    part = _line(part, "part", 60)
    with transaction.atomic():
        held = deal_rows.taken(by, deal)
        person = access.people(by).get(pk=person.pk)
        row = held.people.filter(person=person).first()
        if row is not None:
            before, row.part = {"part": row.part}, part
            row.save(update_fields=["part"])
            return log.write(by, "part_deal_person", held, person=person, before=before, after={"part": part})
        if held.people.count() >= MOST_PEOPLE:
            raise Refused(_("A deal has at most %(most)d people.") % {"most": MOST_PEOPLE}, "person")
        held.people.create(person=person, part=part)
        return log.write(by, "add_deal_person", held, person=person, after={"part": part})


def drop_person(*, by: User, deal: Deal, person: Person) -> LogEntry:
    """Somebody no longer takes part."""
    access.check(by, "deal")
    with transaction.atomic():
        held = deal_rows.taken(by, deal)
        row = held.people.filter(person=person, person__in=access.people(by)).first()
        if row is None:
            raise Refused(_("They are not part of this deal (any more)."))
        done = log.write(by, "drop_deal_person", held, person=row.person, before={"part": row.part})
        row.delete()
        return done


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before one of these deeds. Refused when it is another's, or something followed it."""
    access.check(by, "deal")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        held = deal_rows.taken(by, access.deals(by).get(public_id=entry.thing_id))
        if entry.deed.endswith("_deal_person"):
            return _undo_person(by, held, entry)
        if entry.deed == "open_deal":
            return _undo_open(by, held, entry)
        after = {name: value for name, value in entry.after.items() if name != "step"}
        if deal_rows.plain(held, list(after)) != after:
            raise ChangedMeanwhile(_("Something was changed since, so this was not undone."))
        deal_rows.put(held, _with_people_left(entry.before))
        if "step" in entry.after:
            _take_back_step(entry.after["step"])
        return log.write(by, f"undo_{entry.deed}", held, before=after, after=entry.before)


def _with_people_left(before: Mapping[str, Any]) -> dict[str, Any]:
    """Colleagues and firms that were deleted since stay empty instead of breaking the undo."""
    kept = dict(before)
    for name, rows in (("owner_id", User.objects), ("firm_id", Firm.objects)):
        if kept.get(name) is not None and not rows.filter(pk=kept[name]).exists():
            kept[name] = None
    return kept


def _take_back_step(pk: int) -> None:
    step = StageMove.objects.filter(pk=pk).first()
    if step is not None:
        step.delete()
        if step.from_stage_id is not None:
            stays.usual_anew(step.from_stage_id)


def _undo_open(by: User, held: Deal, entry: LogEntry) -> LogEntry:
    kept = (
        held.comments, held.tasks, held.events, held.unknowns, held.moves, held.commitments, held.offers,
        held.open_roles, held.concessions,
    )  # fmt: skip
    if held.version > 1 or any(rows.exists() for rows in kept):
        raise ChangedMeanwhile(_("Something was kept with this deal since, so it was not taken back."))
    done = log.write(by, "undo_open_deal", held, before=entry.after)
    looking_ahead.soon()
    held.delete()
    return done


def _undo_person(by: User, held: Deal, entry: LogEntry) -> LogEntry:
    assert entry.person_id is not None
    person = access.people(by).get(pk=entry.person_id)
    row = held.people.filter(person=person).first()
    if (row.part if row else None) != entry.after.get("part"):
        raise ChangedMeanwhile(_("Something was changed since, so this was not undone."))
    if row is not None and not entry.before:
        row.delete()
    else:
        held.people.update_or_create(person=person, defaults={"part": entry.before["part"]})
    return log.write(by, f"undo_{entry.deed}", held, person=person, before=entry.after, after=entry.before)


def _days(deal: Deal, now: float) -> float:
    return max(0.0, now - deal.stage_since) / DAY if deal.stage_since else stays.NOT_KNOWN


def _checked(wanted: Wanted) -> dict[str, Any]:
    """The fields of a form, or Refused by the first that does not do."""
    name = _line(wanted.name, "name")
    if not name:
        raise Refused(_("A deal needs a name."), "name")
    if wanted.amount is not None and not 0 <= wanted.amount < 10**12:
        raise Refused(_("An amount is at least 0 and under a thousand billion."), "amount")
    currency = wanted.currency.strip().upper()
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise Refused(_("A currency has three letters, such as EUR."), "currency")
    about = wanted.about.replace("\r\n", "\n").strip()
    if len(about) > LONGEST_ABOUT:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST_ABOUT}, "about")
    if wanted.owner is not None and not wanted.owner.is_active:
        raise Refused(_("That colleague has left."), "owner")
    return {
        "name": name,
        "firm_id": wanted.firm.pk if wanted.firm else None,
        "owner_id": wanted.owner.pk if wanted.owner else None,
        "amount": wanted.amount.quantize(Decimal("0.01")) if wanted.amount is not None else None,
        "currency": currency,
        "next_step": _line(wanted.next_step, "next_step"),
        "next_step_date": wanted.next_step_date,
        "expected_date": wanted.expected_date,
        "about": about,
    }


def _line(text: str, field: str, most: int = 0) -> str:
    line = " ".join(text.split())
    most = most or LONGEST[field]
    if len(line) > most:
        raise Refused(_("At most %(most)d characters.") % {"most": most}, field)
    return line
