"""What of the workspace goes into the open folder, read from the tables themselves: a table nobody thought of is taken
whole. Only what is derived, and what must not leave, is named here, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.constraints import UniqueConstraint

from sellwright.store.models import Address, Deal, Event, Firm, Mailbox, Message, Person, Thread, User

Model = type[models.Model]

# Made anew from what is exported (docs/decisions/0014): never the only copy of anything.
DERIVED: dict[str, str] = {
    "Dirty": "marks of work that waits",
    "Scope": "who reads which mailboxes together, from shares",
    "Standing": "how things stand with somebody, from mail",
    "Promised": "promises, from standings",
    "Place": "places in a day, from standings",
    "DaySums": "sums of places",
    "SignsLooked": "how far standings were looked through for deals",
    "WordingLetter": "letters whose wording counts",
    "WordingSegment": "numbers of wordings, from letters",
    "WordingPiece": "numbers of wordings, from letters",
    "WordingGone": "numbers of wordings, from letters",
    "PersonValue": "values of own fields as they are looked for, from `extra`",
    "FirmValue": "values of own fields as they are looked for, from `extra`",
    "DealValue": "values of own fields as they are looked for, from `extra`",
    "Twin": "pairs that look alike, found again by a search",
    "TwinSearch": "how far that search is",
    "Outlook": "the forecast made ready, from deals",
}
LEFT_OUT: dict[str, str] = {
    "Job": "work that waits in this database",
    "TimetableTurn": "when the clock last rang in this database",
    "EntryLink": "ways in: made anew",
    "ExportKey": "locks private rows; stands locked at the head of their files",
    "LockedPart": "private rows still locked: they go as the files they came in",
    "Token": "ways in for programs: made anew",
    "KeptAnswer": "what programs were answered today",
    "Webhook": "has a secret shared with another program: set up anew",
    "Delivery": "what such an address was told",
}
APPS_LEFT_OUT: dict[str, str] = {
    "auth": "Django's groups and permissions, of which no page makes use",
    "contenttypes": "Django's list of tables",
    "sessions": "who is signed in",
    "account": "how members sign in: made anew",
    "mfa": "second factors and passkeys: made anew",
    "socialaccount": "ties to a sign-in of others: made anew",
}
FIELDS_LEFT_OUT: dict[str, str] = {
    "User.password": "a secret",
    "User.last_login": "of this installation",
    "User.is_superuser": "no page makes use of it",
    "User.groups": "no page makes use of it",
    "User.user_permissions": "no page makes use of it",
    "User.scope": "derived from shares",
    "Workspace.mail_password": "a secret",
    "Workspace.apps_secret": "a secret",
    "SignOn.secret_sealed": "a secret",
    "Account.secret": "a secret: the account asks to sign in again",
    "Account.trouble": "after an import every account asks to sign in again",
    "Account.error": "after an import every account asks to sign in again",
    "Account.failures": "after an import every account asks to sign in again",
    "Account.again_at": "after an import every account asks to sign in again",
    "Inlet.secret": "a secret",
    "Inlet.old_secret": "a secret",
    "Inlet.old_until": "goes with the old secret",
    "Stage.usual_days": "derived from moves",
    "Stage.usual_stays": "derived from moves",
    "Letter.raw": "stands in the .mbox of its mailbox; here is said where",
}
# Rows of a table that are not exported although the table is.
ONLY: dict[str, models.Q] = {"Touch": models.Q(event__by_hand=True)}  # all others are derived
ONLY_WHY: dict[str, str] = {"Touch": "of calls and notes written down by hand; all others are derived"}
# Whose a row is beside the rights of what it hangs off: members by these fields, nobody else.
PERSONAL: dict[str, tuple[str, ...]] = {
    "Draft": ("author",),
    "CallNote": ("user",),
    "CallTurn": ("user",),
    "Decision": ("user",),
    "MorningMail": ("user",),
    "Task": ("owner", "by"),
    "BulkEdit": ("by",),
    "Booking": ("page__user",),
    "View": ("owner",),
    "LogEntry": ("by",),  # of letters being written only (readers)
}
PERSONAL_UNLESS: dict[str, str] = {"View": "shared"}  # a field that opens the row to everybody
# Rows with rights of their own: what hangs off them has the same.
KINDS: tuple[Model, ...] = (Mailbox, Message, Thread, Event, Person, Address, Firm, Deal)
_PLURALS = {"Person": "people", "Binned": "binned", "Over": "over", "Forgotten": "forgotten", "Same": "same"}


@dataclass(frozen=True, slots=True)
class Link:
    """A field that names a row of another table. `paths`: the columns it is named by, from the table it stands in."""

    name: str
    attname: str
    target: Model
    paths: tuple[str, ...]
    is_hard: bool  # the row cannot be without it

    @property
    def is_number(self) -> bool:
        """Named by the number of its row: its table has nothing else to name it by."""
        return self.paths == (self.attname,)


@dataclass(frozen=True, slots=True)
class Noun:
    """A table as a file of the folder: `name` is that of the file."""

    name: str
    model: Model
    fields: tuple[models.Field[Any, Any], ...]  # plain columns, without the row's number
    links: tuple[Link, ...]
    has_number: bool

    @property
    def label(self) -> str:
        """The table's class."""
        return self.model.__name__


def name_of(model: Model) -> str:
    """The file of a table: its class in the plural, word by word: DealPerson is deal_people."""
    *words, last = re.findall(r"[A-Z][a-z]*", model.__name__)
    return "_".join([*words, _PLURALS.get(last) or _plural(last)]).lower()


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s"


@cache
def nouns() -> tuple[Noun, ...]:
    """Every table that is exported, each after those that its rows name where that can be."""
    found = [model for model in apps.get_app_config("store").get_models() if is_exported(model)]
    return tuple(_noun(model) for model in _in_order(found))


def is_exported(model: Model) -> bool:
    """Whether a table is in the folder."""
    return model._meta.app_label == "store" and model.__name__ not in DERIVED and model.__name__ not in LEFT_OUT


def left_out(field: models.Field[Any, Any]) -> bool:
    """Whether a field stays here though its table goes."""
    return f"{field.model.__name__}.{field.name}" in FIELDS_LEFT_OUT


def named_by(model: Model) -> tuple[str, ...]:
    """The columns a row of a table is named by in other files: its public id, else what else is one row's alone;
    `pk`, its number, where there is nothing."""
    fields = [field for field in model._meta.concrete_fields if not left_out(field)]
    names = {field.name for field in fields}
    if "public_id" in names and model._meta.get_field("public_id").unique:  # type: ignore[union-attr]
        return ("public_id",)
    single = [f for f in fields if f.unique and not f.null and not isinstance(f, models.AutoField)]
    for one in sorted(single, key=lambda f: f.is_relation):
        return _named_by_field(one)
    for rule in model._meta.constraints:
        if isinstance(rule, UniqueConstraint) and rule.condition is None and rule.fields:
            parts = [model._meta.get_field(name) for name in rule.fields]
            if not any(part.null for part in parts):  # type: ignore[union-attr]
                return tuple(path for part in parts for path in _named_by_field(part))
    return ("pk",)


def _named_by_field(field: Any) -> tuple[str, ...]:
    if not field.is_relation:
        return (field.name,)
    paths = named_by(field.related_model)
    return tuple(field.attname if path == "pk" else f"{field.name}__{path}" for path in paths)


def hangs_off(model: Model) -> Iterator[tuple[str, str]]:
    """Where a row's rights come from: (kind, path to its id), through links that a row cannot be without. A kind is a
    class of KINDS or, of a member's own rows, "User" with one path a field of PERSONAL."""
    if model in KINDS:
        yield model.__name__, "pk"
    for name in PERSONAL.get(model.__name__, ()):
        yield "User", f"{name}_id"
    for field in model._meta.concrete_fields:
        if not field.is_relation or left_out(field) or not is_hard(field):
            continue
        target = field.related_model
        if target in KINDS:
            yield target.__name__, field.attname
        elif target is not User and target is not model and is_exported(target):  # type: ignore[arg-type]
            for kind, path in hangs_off(target):  # type: ignore[arg-type]
                yield kind, field.attname if path == "pk" else f"{field.name}__{path}"


def is_hard(field: Any) -> bool:
    """Whether a row goes with what this field names. A line of the log is as private as whom it is about."""
    if field.model.__name__ == "LogEntry" and field.name == "person":
        return True
    return field.remote_field.on_delete in (models.CASCADE, models.PROTECT)


def _noun(model: Model) -> Noun:
    plain: list[models.Field[Any, Any]] = []
    links: list[Link] = []
    for field in model._meta.concrete_fields:
        if left_out(field) or isinstance(field, models.AutoField):
            continue
        if field.is_relation:
            paths = _named_by_field(field)
            links.append(Link(field.name, field.attname, field.related_model, paths, is_hard(field)))  # type: ignore[arg-type]
        else:
            plain.append(field)
    for many in model._meta.many_to_many:
        if not left_out(many):
            raise TypeError(f"{model.__name__}.{many.name}: say what an export does with it (archive.nouns)")
    return Noun(name_of(model), model, tuple(plain), tuple(links), isinstance(model._meta.pk, models.AutoField))


def _in_order(found: list[Model]) -> list[Model]:
    """Tables after those they name. Links that go round in a circle are put in once all rows are there."""
    placed: list[Model] = []
    waiting = list(found)
    while waiting:
        free = [model for model in waiting if not (_needs(model) & set(waiting)) - {model}]
        free = free or [model for model in waiting if not (_needs(model, hard=True) & set(waiting)) - {model}]
        free = free[:1] if free else waiting[:1]
        placed += free
        waiting = [model for model in waiting if model not in free]
    return placed


def _needs(model: Model, *, hard: bool = False) -> set[Model]:
    return {
        field.related_model  # type: ignore[misc]
        for field in model._meta.concrete_fields
        if field.is_relation and not left_out(field) and (not hard or not field.null)
    }
