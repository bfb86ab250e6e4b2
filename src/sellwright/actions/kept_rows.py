"""What deeds on rows with a version share (commitments, open roles, offers, concessions, goals): add, change, drop,
the log, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.deal_rows import ChangedMeanwhile
from sellwright.actions.refusing import Refused
from sellwright.store.models import Deal, LogEntry, Message, Person, User
from sellwright.store.models.offers import Kept

MOST = 100  # rows of a kind that a deal holds
Row = TypeVar("Row", bound=Kept)


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of row: how deeds on it are called, and the columns that the log keeps. `may` answers whether somebody may
    touch a row (by raising)."""

    model: type[Kept]
    word: str
    columns: tuple[str, ...]
    may: Callable[[User, Any], None]

    @property
    def deeds(self) -> tuple[str, str, str]:
        """Their names in the log."""
        return f"add_{self.word}", f"change_{self.word}", f"drop_{self.word}"

    def plain(self, row: Kept) -> dict[str, Any]:
        """The row as JSON values."""
        return {name: _json(getattr(row, name)) for name in self.columns}

    def put(self, row: Kept, held: Mapping[str, Any]) -> None:
        """Sets columns from JSON values; what they name and is gone by now stays empty."""
        for name in self.columns:
            field = self.model._meta.get_field(name.removesuffix("_id"))
            value = held.get(name)
            if isinstance(field, models.ForeignKey):
                gone = value is not None and not field.related_model._default_manager.filter(pk=value).exists()  # type: ignore[union-attr]
                value = None if gone else value
            else:
                value = field.to_python(value)  # type: ignore[union-attr]
            setattr(row, name, value)


def of_a_deal(by: User, row: Any) -> None:
    """Raises unless the row's deal may be changed by somebody."""
    access.check(by, "deal")
    access.deals(by).get(pk=row.deal_id)


def add(by: User, noun: Noun, row: Kept, *, person: Person | None = None) -> LogEntry:
    """Keeps a new row."""
    with transaction.atomic():
        noun.may(by, row)
        deal, rows = getattr(row, "deal_id", None), cast(Any, noun.model)._default_manager
        if deal is not None and rows.filter(deal_id=deal).count() >= MOST:
            raise Refused(_("A deal holds at most %(most)d of these.") % {"most": MOST})
        row.by = by
        row.save()
        return log.write(by, f"add_{noun.word}", row, person=person, after=noun.plain(row))


def change(by: User, noun: Noun, row: Row, values: Mapping[str, Any], version: int | None = None) -> LogEntry:
    """Changes columns. Raises ChangedMeanwhile when `version` is given and no longer stands."""
    with transaction.atomic():
        held = _taken(by, noun, row.public_id)
        if version is not None and held.version != version:
            raise ChangedMeanwhile(_("Somebody changed this meanwhile. It is shown as it stands now."))
        before = noun.plain(held)
        for name, value in values.items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        return log.write(by, f"change_{noun.word}", held, person=_person(held), before=before, after=noun.plain(held))


def drop(by: User, noun: Noun, row: Kept) -> LogEntry:
    """Takes a row out, as written by mistake."""
    with transaction.atomic():
        held = _taken(by, noun, row.public_id)
        done = log.write(by, f"drop_{noun.word}", held, person=_person(held), before=_whole(noun, held))
        held.delete()
        return done


def undo(by: User, noun: Noun, entry: LogEntry) -> LogEntry:
    """Puts back what stood before. Refused when it is another's, or was changed since."""
    if entry.by_id != by.pk or entry.deed not in noun.deeds:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        deed = f"undo_{entry.deed}"
        if entry.deed.startswith("drop_"):
            if not entry.before or noun.model._default_manager.filter(public_id=entry.thing_id).exists():
                raise Refused(_("This was changed since, so it was not undone."))
            row = noun.model(public_id=entry.thing_id, by=by, made_at=entry.before["made_at"])
            noun.put(row, entry.before)
            noun.may(by, row)
            row.save()
            return log.write(by, deed, row, person=_person(row), after=noun.plain(row))
        row = _taken(by, noun, entry.thing_id)
        if noun.plain(row) != entry.after:
            raise Refused(_("This was changed since, so it was not undone."))
        done = log.write(by, deed, row, person=_person(row), before=entry.after, after=entry.before)
        if entry.deed.startswith("add_"):
            row.delete()
            return done
        noun.put(row, entry.before)
        row.version += 1
        row.save()
        return done


def _taken(by: User, noun: Noun, public_id: str) -> Kept:
    row = noun.model._default_manager.select_for_update().get(public_id=public_id)
    noun.may(by, row)
    return row


def _whole(noun: Noun, row: Kept) -> dict[str, Any]:
    return {**noun.plain(row), "made_at": row.made_at}


def _person(row: Kept) -> Person | None:
    return getattr(row, "person", None)


def _json(value: object) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def line(text: str, field: str, most: int = 300) -> str:
    """One line of text, or Refused."""
    found = " ".join(text.split())
    if len(found) > most:
        raise Refused(_("At most %(most)d characters.") % {"most": most}, field)
    return found


def money(amount: Decimal | None, field: str) -> Decimal | None:
    """An amount with two places, or Refused."""
    if amount is None:
        return None
    if not amount.is_finite() or not 0 <= amount < 10**12:
        raise Refused(_("An amount is at least 0 and under a thousand billion."), field)
    return amount.quantize(Decimal("0.01"))


def currency(typed: str) -> str:
    """Three letters, or Refused."""
    found = typed.strip().upper()
    if not (len(found) == 3 and found.isascii() and found.isalpha()):
        raise Refused(_("A currency has three letters, such as EUR."), "currency")
    return found


def in_deal(by: User, deal: Deal, person: Person | None) -> Person | None:
    """The person, if they are in the deal and `by` may know of them; else Refused."""
    if person is None:
        return None
    found = access.people(by).filter(pk=person.pk, deal_parts__deal=deal).first()
    if found is None:
        raise Refused(_("They are not among the people of this deal. Add them there first."), "person")
    return found


def letter_of(by: User, deal: Deal, ref: str) -> Message | None:
    """A letter with the people of a deal by its id, among those `by` may read; Refused for any other."""
    if not ref:
        return None
    touch = access.touches(by).filter(person__deal_parts__deal=deal, message__mid=ref).select_related("message").first()
    if touch is None:
        raise Refused(_("That is no letter with the people of this deal that you may read."), "shown_by")
    return touch.message
