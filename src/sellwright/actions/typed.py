"""What somebody typed into a cell of a list, as a value of its column (store.lists.cells), or refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions.refusing import Refused
from sellwright.store import clock
from sellwright.store.lists import cells
from sellwright.store.lists.conditions import number_in
from sellwright.store.lists.nouns import Column
from sellwright.store.models import Firm, Stage, User
from sellwright.store.models.sorting import folded

LONGEST = {"name": 200, "title": 200, "telephone": 60, "place": 300, "link": 300, "industry": 120, "next_step": 300}
MOST_LETTERS = 10_000  # of a long text


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is known to fit its column, and how it is said."""

    held: Any  # None: empty
    said: str


def deed_of(noun: str, column: str) -> str:
    """Which deed an edit of this column is."""
    return "deal" if noun == "deal" else "assign" if column == "owner" else "person"


def column_of(noun: str, key: str) -> Column:
    """The column, which can be edited. Raises Refused when there is none (any more)."""
    found = cells.column_of(noun, key)
    if found is None:
        raise Refused(_("This column cannot be changed here."))
    return found


def read(by: User, column: Column, typed: Sequence[str]) -> Value:
    """What somebody typed or chose, as a value of the column. Raises Refused in words when it is none."""
    text = next((one.strip() for one in typed if one.strip()), "")
    if column.kind == "choices":
        return _choices(column, typed)
    if column.key == "name" and not text:
        raise Refused(_("A name cannot be empty."), "value")
    if column.key == "stage" and not text:
        raise Refused(_("A deal stands in a stage."), "value")
    if not text:
        return Value(None, "")
    if column.kind in ("owner", "colleague"):
        return _colleague(column, text, by)
    if column.kind == "stage":
        return _stage(text)
    if column.kind in ("firm", "person"):
        return _firm(by, text) if column.kind == "firm" else _person(by, text)
    if column.kind in ("number", "money"):
        return _number(column, text)
    if column.kind == "date":
        return _day(text)
    if column.kind == "moment":
        return _moment(text, clock.zone(by))
    if column.kind == "yes_no":
        yes = text.casefold() in ("yes", "1", "true", "on")
        return Value(yes, _("yes") if yes else _("no"))
    if column.kind == "choice":
        return Value(found := _choice(column, text), found)
    return _text(column, text)


def _text(column: Column, text: str) -> Value:
    text = text.replace("\0", "")
    if column.kind == "long":
        if len(text) > MOST_LETTERS:
            raise Refused(_("At most %(most)d characters.") % {"most": MOST_LETTERS}, "value")
        return Value(text, " ".join(text.split())[:60])
    line, most = " ".join(text.split()), LONGEST.get(column.key, 300)
    if len(line) > most:
        raise Refused(_("At most %(most)d characters.") % {"most": most}, "value")
    if column.kind == "email":
        try:
            validate_email(line)
        except ValidationError:
            raise Refused(_("That is not an e-mail address."), "value") from None
    if column.kind == "phone" and sum(char.isdigit() for char in line) < 3:
        raise Refused(_("A telephone number has figures."), "value")
    if column.kind == "link" and not line.startswith(("http://", "https://")):
        if "." not in line or " " in line or ":" in line.partition("/")[0]:
            raise Refused(_("A link begins with https:// and has no spaces."), "value")
        line = f"https://{line}"
    return Value(line, line)


def _number(column: Column, text: str) -> Value:
    found = number_in(text)
    if found is None:
        raise Refused(_("That is not a number."), "value")
    if column.key == "headcount":
        if not (0 <= found < 10_000_000 and found == int(found)):
            raise Refused(_("How many people: a whole number, at least 0."), "value")
        return Value(int(found), str(int(found)))
    if column.field:
        number = int(found) if found.is_integer() else found
        return Value(number, str(number))
    if not 0 <= found < 10**12:
        raise Refused(_("An amount is at least 0 and under a thousand billion."), "value")
    amount = str(Decimal(str(found)).quantize(Decimal("0.01")))
    return Value(amount, amount)


def _day(text: str) -> Value:
    try:
        return Value(date.fromisoformat(text).isoformat(), text)
    except ValueError:
        raise Refused(_("A day is written like 2026-11-22."), "value") from None


def _moment(text: str, zone: ZoneInfo) -> Value:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(_("A day and time are written like 2026-11-22T09:30."), "value") from None
    found = found if found.tzinfo is not None else found.replace(tzinfo=zone)
    return Value(found.isoformat(timespec="minutes"), text)


def _choice(column: Column, text: str) -> str:
    for choice in column.choices:
        if folded(choice) == folded(text):
            return choice
    raise Refused(_("“%(word)s” is not one of the choices of %(field)s.") % {"word": text[:60], "field": column.name},
                  "value")  # fmt: skip


def _choices(column: Column, typed: Sequence[str]) -> Value:
    words = [part.strip() for one in typed for part in one.split(";") if part.strip()]
    found = list(dict.fromkeys(_choice(column, word) for word in words))
    return Value(found or None, ", ".join(found))


def _colleague(column: Column, text: str, by: User) -> Value:
    user = by if text == "me" else User.objects.filter(public_id=text).first()
    user = user or User.objects.filter(email=text.lower()).first()
    if user is None:
        raise Refused(_("There is no such colleague."), "value")
    if not user.is_active:
        raise Refused(_("That colleague has left."), "value")
    return Value(user.public_id if column.field else user.pk, str(user))


def _stage(text: str) -> Value:
    found = Stage.objects.filter(public_id=text).first()
    if found is None:
        raise Refused(_("There is no such stage."), "value")
    return Value(found.pk, found.name)


def _firm(by: User, text: str) -> Value:
    known = access.firms(by)
    found = known.filter(public_id=text).first() or known.filter(domain=text.lower()).first()
    found = found or known.filter(sort_name=folded(text)).order_by("pk").first()
    if found is None:
        raise Refused(_("There is no firm “%(name)s” here. Add it under Firms first.") % {"name": text[:60]}, "value")
    return Value(found.pk, str(found))


def _person(by: User, text: str) -> Value:
    known = access.people(by)
    found = known.filter(public_id=text).first() or known.filter(addresses__email=text.lower()).first()
    if found is None:
        same = list(known.filter(sort_name=folded(text)).order_by("pk")[:2])
        if len(same) > 1:
            raise Refused(_("More than one person has this name. Write their address."), "value")
        found = same[0] if same else None
    if found is None:
        raise Refused(_("There is nobody like that here."), "value")
    return Value(found.public_id, str(found))


def said(column: Column, value: Any) -> str:
    """A stored value in words, for notices."""
    if value is None or value == "":
        return _("nothing")
    if column.key == "owner":
        return str(User.objects.filter(pk=value).first() or "")
    if column.key == "firm":
        return str(Firm.objects.filter(pk=value).first() or "")
    if column.key == "stage":
        return str(Stage.objects.filter(pk=value).values_list("name", flat=True).first() or "")
    if column.kind == "colleague":
        return str(User.objects.filter(public_id=value).first() or "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
