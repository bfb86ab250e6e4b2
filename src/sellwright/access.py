"""Who may see and do what. Every door (screen, part, search, download, log, action) asks here and nowhere else.

Least rights: mail is its owner's until shared; only what is shared whole enters numbers. Roles say which deeds; rows
say whose. tests/access walks the matrix role x deed x whose x door.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from sellwright.store import dirty, merged
from sellwright.store.models import (
    DaySums,
    Deal,
    Draft,
    Event,
    EventSighting,
    Firm,
    LogEntry,
    Mailbox,
    Message,
    Person,
    Place,
    Scope,
    Share,
    Sighting,
    Standing,
    Task,
    Touch,
    User,
)
from sellwright.store.models.mailboxes import Level
from sellwright.store.ready import ready
from sellwright.store.scopes import boxes_of, events_in, messages_in, touches_in

# What each role may do beyond reading. "own" deeds touch only what is the user's own.
_WORK = frozenset({
    "correct_relation", "decide", "claim", "assign", "note", "log_call", "comment", "task", "deal", "person",
    "letter", "add_mail", "share_own", "cover", "export_own", "merge", "token",
})  # fmt: skip
_RUN = frozenset({
    "settings", "invite", "roles", "folders", "sign_on", "outside", "log", "pipelines", "undo_any_intake", "webhooks",
    "undo_any_merge", "erase_person",
})  # fmt: skip
DEEDS: dict[str, frozenset[str]] = {
    "owner": _WORK | _RUN | {"import", "erase_workspace", "any_token", "export_workspace"},
    "leader": _WORK | {"import", "pipelines", "log"},
    "operations": _WORK | {"import"} | (_RUN - {"roles", "folders", "sign_on", "outside"}),
    "seller": _WORK,
    "builder": frozenset(
        {"note", "comment", "task", "ship_want", "letter", "add_mail", "share_own", "decide", "token"}
    ),
    "reader": frozenset({"comment", "token"}),
}


class NotAllowed(PermissionDenied):
    """Refused. `args[0]` is the sentence for the person; a page answers it with 403."""


def may(user: User, deed: str) -> bool:
    """Whether somebody's role allows a deed at all."""
    return user.is_active and deed in DEEDS.get(user.role, frozenset())


def check(user: User, deed: str) -> None:
    """Raises NotAllowed unless the role allows the deed."""
    if not may(user, deed):
        sentence = _("Your role here (%(role)s) does not allow this. An owner can change it under Members.")
        raise NotAllowed(sentence % {"role": user.get_role_display()})


def whole_mailboxes(user: User) -> QuerySet[Mailbox]:
    """The mailboxes a user may read whole: their own, and those shared whole with them."""
    shared = Share.objects.filter(mailbox=OuterRef("pk"), level=Level.WHOLE).filter(_reaches(user))
    return Mailbox.objects.filter(Q(owner=user) | Exists(shared)).order_by("pk")


def _reaches(user: User) -> Q:
    everybody = Q(team=None, user=None) | Q(user=user)
    return everybody | Q(team=user.team_id) if user.team_id else everybody


@dataclass(frozen=True, slots=True)
class _Reach:
    """Ids of mailboxes: those somebody reads whole, and those of which they are told less."""

    whole: tuple[int, ...]
    partly: tuple[int, ...]


def _reach(user: User) -> _Reach:
    """One query; none after `settle`."""
    settled: _Reach | None = getattr(user, "_settled_reach", None)
    if settled is not None:
        return settled
    whole, partly = set(), set()
    for pk, owner, level in _mailboxes(user.pk, user.team_id or 0):
        if owner == user.pk or level == Level.WHOLE:
            whole.add(pk)
        elif level in (Level.HAPPENED, Level.SUBJECT):
            partly.add(pk)
    return _Reach(tuple(sorted(whole)), tuple(sorted(partly - whole)))


@ready
def _mailboxes(user: int, team: int) -> QuerySet[Any, Any]:
    """A user's own mailboxes and those shared with everybody, with a team (0: none) or with them, and how much."""
    everybody = Q(shares__team=None, shares__user=None)
    shown = Q(shares__isnull=False) & (everybody | Q(shares__team=team) | Q(shares__user=user))
    return Mailbox.objects.filter(Q(owner=user) | shown).order_by().values_list("pk", "owner_id", "shares__level")


@ready
def _kept_scope(pk: int) -> QuerySet[Scope]:
    return Scope.objects.filter(pk=pk).order_by()


def scope_of(user: User) -> Scope:
    """The user's scope, made when their set of mailboxes is new. Its standings follow behind."""
    settled: Scope | None = getattr(user, "_settled_scope", None)
    if settled is not None:
        return settled
    wanted = _reach(user).whole
    key = " ".join(map(str, wanted))
    if user.scope_id is not None and not User.scope.is_cached(user):
        user.scope = next(iter(_kept_scope(user.scope_id)), None)
    if user.scope is not None and user.scope.key == key:
        return user.scope
    if user.scope is not None and _grown(user, user.scope, wanted):
        return user.scope
    with transaction.atomic():
        return _moved(user, key, wanted)


def _moved(user: User, key: str, wanted: tuple[int, ...]) -> Scope:
    """The user reads by the scope of these mailboxes from now on."""
    scope, made = Scope.objects.get_or_create(key=key)
    if made:
        scope.mailboxes.set(wanted)
    if user.scope is not None and not set(user.scope.key.split()) <= set(map(str, wanted)):
        # Words of mail they may no longer read stand in their day: it goes at once, and is made anew behind.
        Place.objects.filter(user=user).delete()
        DaySums.objects.filter(user=user).delete()
    if made or not scope.users.exists():  # standings of a scope that nobody reads by are not kept up
        dirty.mark_scopes([scope.pk])
    user.scope = scope
    user.save(update_fields=["scope"])
    return scope


def _grown(user: User, scope: Scope, wanted: tuple[int, ...]) -> bool:
    """A mailbox that holds nothing yet changes nothing in what is known: the scope of its only reader grows by it, and
    nobody's standing has to be made anew."""
    held = set(boxes_of(scope))
    new = set(wanted) - held
    if not new or not held <= set(wanted) or scope.users.exclude(pk=user.pk).exists():
        return False
    if Sighting.objects.filter(mailbox__in=new).exists() or EventSighting.objects.filter(mailbox__in=new).exists():
        return False
    key = " ".join(map(str, wanted))
    with transaction.atomic():
        if Scope.objects.filter(key=key).exists():
            return False
        Scope.objects.filter(pk=scope.pk).update(key=key)
        scope.key = key
        scope.mailboxes.set(wanted)
    return True


def settle(user: User) -> Scope:
    """Looks the scope up once for a whole request: later calls of `scope_of` with this very object cost no query."""
    user._settled_scope = user._settled_reach = None  # type: ignore[attr-defined]
    user._settled_reach = _reach(user)  # type: ignore[attr-defined]
    user._settled_scope = scope_of(user)  # type: ignore[attr-defined]
    return user._settled_scope  # type: ignore[attr-defined,no-any-return]


def messages(user: User) -> QuerySet[Message]:
    """Messages a user may read whole."""
    return messages_in(scope_of(user))


def touches(user: User) -> QuerySet[Touch]:
    """Touches a user may see whole: of readable messages, of own or shared calendars, and what was logged by hand."""
    return touches_in(scope_of(user))


def hidden_touches(user: User, person: Person) -> int:
    """How many acts with a person a user is told of without reading them ("and 3 messages you may not read")."""
    reach = _reach(user)
    return _hidden.count(person.pk, reach.whole or (0,), reach.partly)


@ready
def _hidden(person: int, whole: tuple[int, ...], partly: tuple[int, ...]) -> QuerySet[Touch]:
    seen = Sighting.objects.filter(message=OuterRef("message_id"), mailbox__in=whole)
    told = Sighting.objects.filter(message=OuterRef("message_id"), mailbox__in=partly)
    return Touch.objects.filter(Exists(told), ~Exists(seen), person=person, noise=False)


def hidden_rows(user: User, person: Person) -> QuerySet[Touch]:
    """Those acts, newest first, each with `level` ("happened" or "subject"): time and side may be shown, and the
    subject when the level says so."""
    subjects = Share.objects.filter(
        _reaches(user), level=Level.SUBJECT, mailbox__sightings__message=OuterRef("message_id")
    )
    level = Case(When(Exists(subjects), then=Value(Level.SUBJECT.value)), default=Value(Level.HAPPENED.value))
    reach = _reach(user)
    rows: QuerySet[Touch] = _hidden.make(person.pk, reach.whole, reach.partly)
    return rows.annotate(level=level).order_by("-at", "-id")


def standings(user: User) -> QuerySet[Standing]:
    """The relationships a user may know of."""
    return Standing.objects.filter(scope=scope_of(user))


def people(user: User) -> QuerySet[Person]:
    """People a user may know of: with readable mail, added by hand, or of whom they are told that mail exists."""
    return people_in(scope_of(user).pk, *told_boxes(user))


def people_in(scope: int, *told: int) -> QuerySet[Person]:
    """People one may know of by a scope (its row id) and mailboxes of which one is told less."""
    known = Q(Exists(Standing.objects.filter(person=OuterRef("pk"), scope=scope))) | Q(by_hand=True)
    if told:
        known |= Q(Exists(Touch.objects.filter(person=OuterRef("pk"), message__sightings__mailbox__in=told)))
    return Person.objects.filter(known)


def told_boxes(user: User) -> tuple[int, ...]:
    """Ids of mailboxes of which a user is told that there is mail, without reading it."""
    return _reach(user).partly


def person(user: User, public_id: str) -> Person | None:
    """The person of an address, if the user may know of them. The address of one who was made one with another leads
    to that one."""
    scope, told = scope_of(user).pk, told_boxes(user)
    for found in _person(public_id, scope, *told, by="public_id"):
        return found
    kept = merged.person(public_id)
    return next(iter(_person(kept, scope, *told, by="pk")), None) if kept is not None else None


def firms(user: User) -> QuerySet[Firm]:
    """Firms a user may know of: added by hand, or with somebody they may know of."""
    return Firm.objects.filter(Q(by_hand=True) | Exists(people(user).filter(firm=OuterRef("pk"))))


def listed(user: User, noun: str) -> QuerySet[Any]:
    """The rows of a list (person, firm, deal) that a user may know of."""
    return people(user) if noun == "person" else firms(user) if noun == "firm" else team_deals(user)


def person_again(user: User, row: Person) -> Person:
    """The same person, read anew inside a transaction. Raises Person.DoesNotExist when the user may no longer know."""
    for found in _person(row.pk, scope_of(user).pk, *told_boxes(user), by="pk"):
        return found
    raise Person.DoesNotExist


@ready
def _person(value: int | str, scope: int, *told: int, by: str) -> QuerySet[Person]:
    return people_in(scope, *told).filter(**{by: value})


def deals(user: User) -> QuerySet[Deal]:
    """Deals are the team's: everybody here sees them. A proposal read from a thread is seen by who may read that."""
    readable = Sighting.objects.filter(message__thread=OuterRef("thread"), mailbox__in=boxes_of(scope_of(user)))
    return Deal.objects.filter(Q(proposed=False) | Exists(readable))


def team_deals(user: User) -> QuerySet[Deal]:
    """Deals without the proposals: the team's, seen by everybody here. Cheaper to ask for than `deals`."""
    return Deal.objects.filter(proposed=False) if user.is_active else Deal.objects.none()


def events(user: User) -> QuerySet[Event]:
    """Events of readable mailboxes, and those logged by hand."""
    return events_in(scope_of(user))


def drafts(user: User) -> QuerySet[Draft]:
    """One's own only, whatever the role."""
    return Draft.objects.filter(author=user)


def tasks(user: User) -> QuerySet[Task]:
    """One's own, and those one gave to others."""
    return Task.objects.filter(Q(owner=user) | Q(by=user))


def log(user: User) -> QuerySet[LogEntry]:
    """The log of writes: all of it for roles that run the workspace, else one's own deeds. Values about people whom
    the reader may not know stay out."""
    rows = LogEntry.objects.all() if may(user, "log") else LogEntry.objects.filter(by=user)
    rows = rows.exclude(Q(thing="draft") & ~Q(by=user))  # nobody counts another's drafts, or what they binned
    return rows.filter(Q(person=None) | Q(by=user) | Exists(people(user).filter(pk=OuterRef("person"))))
