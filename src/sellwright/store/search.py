"""Finding people, firms, deals and mail by words, as far as a scope may know of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from sellwright.interactions import concepts
from sellwright.interactions.record_fields import phone
from sellwright.interactions.words_concepts import BROAD, CONCEPTS
from sellwright.store.dialects import full_text
from sellwright.store.models import Deal, Firm, Message, Person, Scope, Sighting, Standing
from sellwright.store.models.sorting import folded
from sellwright.store.ready import ready
from sellwright.store.scopes import boxes_of, messages_in

_WORD = re.compile(r"[^\W_]+")
STEPS = (64, 960)  # hits whose rights are checked, until enough may be read; of a word met more often, the newest
NAMES_LOOKED_AT = 200
LIKE_LOOKED_AT = 1_000
LIKE_IT = 200  # of them: letters whose answers may answer the same question again
MOST_WORDS = 120  # of one question, with all that means the same
EXACT = 50  # rows of one name
SHORT = 3  # letters; a shorter beginning tells nothing


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found."""

    kind: str  # person, firm, deal, mail
    public_id: str
    title: str
    detail: str
    at: float = 0.0  # seconds since 1970 UTC; 0.0 where time means nothing


def words_in(text: str, most: int = 8) -> list[str]:
    """The words of a query, in lower case."""
    return [word.lower() for word in _WORD.findall(text)][:most]


def names(scope: Scope, text: str, most: int = 8) -> list[Hit]:
    """People, firms and deals whose name or address holds every word as a beginning, at most so many of each kind;
    heard of last come first."""
    words = words_in(text)
    if not words:
        return []
    refs: dict[str, list[int]] = {}
    for kind, ref in full_text().find_names(words, NAMES_LOOKED_AT):
        refs.setdefault(kind, []).append(ref)
    return [
        *_people(scope, tuple(refs.get("person", ())))[:most],
        *_firms(scope, tuple(refs.get("firm", ())))[:most],
        *_deals(tuple(refs.get("deal", ())))[:most],
    ]


def people(text: str, most: int) -> list[int]:
    """Ids of rows of people whose name, address or firm holds every word as a beginning, whoever may know of them:
    for narrowing rows that are a viewer's already."""
    return refs("person", text, most)


def refs(kind: str, text: str, most: int) -> list[int]:
    """The same of any kind that has a name: person, firm, deal."""
    words = words_in(text)
    return [ref for held, ref in full_text().find_names(words, most) if held == kind] if words else []


def exact(kind: str, text: str) -> list[int]:
    """Ids of the rows of a kind that are called just this, or have just this address: by indexes, at most EXACT."""
    whole, address = folded(text), text.strip().lower()
    if not whole:
        return []
    found = [f"SELECT id FROM store_{kind} WHERE sort_name = %s"]
    given = [whole]
    if kind in _ADDRESSES:
        found += _ADDRESSES[kind]
        given += [address] * len(_ADDRESSES[kind])
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION '.join(found)} LIMIT {EXACT}", given)
        return [pk for (pk,) in cursor.fetchall()]


_ADDRESSES = {
    "person": (
        "SELECT id FROM store_person WHERE key = %s",
        "SELECT person_id FROM store_address WHERE email = %s AND person_id IS NOT NULL",
    ),
    "firm": ("SELECT id FROM store_firm WHERE domain = %s",),
}


def _people(scope: Scope, ids: tuple[int, ...]) -> list[Hit]:
    known = {
        pk: (public_id, name or key, firm or domain or key, last_at)
        for last_at, pk, public_id, name, key, firm, domain in sorted(_standing(scope.pk, ids), reverse=True)
    }
    hits = [Hit("person", *found) for found in known.values()]
    for pk, public_id, name, key, firm, domain in _by_hand(ids):
        if pk not in known:
            hits.append(Hit("person", public_id, name or key, firm or domain or key))
    return hits


@ready
def _standing(scope: int, ids: tuple[int, ...]) -> QuerySet[Any, Any]:
    """Plain columns: a standing's row is large. In no order: asked for one, SQLite goes through all of the scope."""
    rows = Standing.objects.filter(scope=scope, person__in=ids).order_by()
    return rows.values_list(
        "last_at", "person_id", "person__public_id", "person__name", "person__key", "person__firm__name",
        "person__firm__domain",
    )  # fmt: skip


@ready
def _by_hand(ids: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = Person.objects.filter(pk__in=ids, by_hand=True).order_by("-pk")
    return rows.values_list("pk", "public_id", "name", "key", "firm__name", "firm__domain")


def _firms(scope: Scope, ids: tuple[int, ...]) -> list[Hit]:
    rows = _known_firms(scope.pk, ids)
    return [Hit("firm", public_id, name or domain or "", domain or "") for public_id, name, domain in rows]


@ready
def _known_firms(scope: int, ids: tuple[int, ...]) -> QuerySet[Any, Any]:
    """Asked firm by firm: a join would go through all standings of the scope."""
    known = Exists(Standing.objects.filter(scope=scope, firm=OuterRef("pk")))
    return Firm.objects.filter(known, pk__in=ids).order_by("name", "domain").values_list("public_id", "name", "domain")


def _deals(ids: tuple[int, ...]) -> list[Hit]:
    return [Hit("deal", one, name, outcome or stage, at) for one, name, outcome, stage, at in _open_deals(ids)]


@ready
def _open_deals(ids: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = Deal.objects.filter(pk__in=ids, proposed=False).order_by("-opened_at")
    return rows.values_list("public_id", "name", "outcome", "stage__name", "opened_at")


def mail(scope: Scope, text: str, most: int = 20) -> list[Hit]:
    """Mail that holds every word, newest first among those stored last. Where there is not enough of it, the last word
    counts as a beginning; a short one always does."""
    words = words_in(text)
    if not words:
        return []
    found: list[tuple[Any, ...]] = []
    if len(words[-1]) > SHORT:
        found = _readable(scope, words, most, whole=True)
    if len(found) < most:
        found = _readable(scope, words, most, whole=False)
    found.sort(key=lambda row: row[-2:], reverse=True)
    return [
        Hit("mail", public_id, subject or opening or "(no subject)", name or email, at)
        for public_id, subject, opening, name, email, at, _pk in found[:most]
    ]


def _readable(scope: Scope, words: Sequence[str], most: int, *, whole: bool) -> list[tuple[Any, ...]]:
    """The hits a scope may read, stored last first, looked at in steps until there are enough of them."""
    found: list[tuple[Any, ...]] = []
    boxes, before = tuple(boxes_of(scope)), None
    for step in STEPS:
        ids = full_text().find_mail(words, step, before=before, whole=whole)
        found += _letters(boxes, tuple(ids))
        if len(found) >= most or len(ids) < step:
            break
        before = ids[-1]
    return found


@ready
def _letters(boxes: tuple[int, ...], ids: tuple[int, ...]) -> QuerySet[Any, Any]:
    seen = Exists(Sighting.objects.filter(message=OuterRef("pk"), mailbox__in=boxes))
    rows = Message.objects.filter(seen, pk__in=ids).order_by()
    return rows.values_list("public_id", "subject", "opening", "sender__name", "sender__email", "at", "pk")


def letters_alike(scope: Scope, questions: Sequence[str], before: float, most: int) -> list[int]:
    """Ids of letters of ours, older than `before`, that may answer some of the questions: those that speak of the same
    matter in whatever words, and those that answered a letter that did. Every question gets its share of `most`."""
    wanted = [words for question in questions if (words := _matter(question))]
    share = most // (2 * max(len(wanted), 1))
    sent = messages_in(scope).filter(direction="out", kind="human", at__lte=before)
    found: dict[int, None] = {}
    for words in wanted:
        ids = full_text().find_mail_any(words, LIKE_LOOKED_AT)
        ours = set(sent.filter(pk__in=ids).values_list("pk", flat=True))
        found |= dict.fromkeys([one for one in ids if one in ours][:share])
        like = messages_in(scope).filter(pk__in=ids[:LIKE_IT], direction="in", kind="human").values("mid")
        replies = sent.filter(parent_mid__in=like).order_by("-at", "-id").values_list("pk", flat=True)
        found |= dict.fromkeys(replies[:share])
    return list(found)


def _matter(question: str) -> list[str]:
    """The words by which letters on the same matter are found; "*" ends a beginning. Nothing when it names none."""
    reading = concepts.read(question)
    telling = reading.concepts - BROAD
    rare = {f"{stem}*" for stem in reading.words if len(stem) > SHORT}
    if not telling and len(rare) < 2:
        return []
    same = {word for name in telling for word in CONCEPTS[name].split() if "_" not in word}
    return [*sorted(rare), *sorted(same - rare)][:MOST_WORDS]


def index_mail(rows: Sequence[tuple[int, str, str]]) -> None:
    """Make messages findable: (id, subject, what was written)."""
    full_text().add_mail(rows)


def forget_mail(ids: Sequence[int]) -> None:
    """They can no longer be found."""
    full_text().drop_mail(ids)


def index_people(people: Iterable[Person]) -> None:
    """Make people findable by name, addresses, firm and telephone. Prefetch `addresses` and `firm`."""
    full_text().add_names(
        (
            "person",
            row.pk,
            " ".join(
                [
                    row.name,
                    row.key,
                    *(a.email for a in row.addresses.all()),
                    str(row.firm) if row.firm else "",
                    phone(row.telephone),
                ]
            ),
        )
        for row in people
    )


def index_firms(firms: Iterable[Firm]) -> None:
    """Make firms findable."""
    full_text().add_names(("firm", row.pk, f"{row.name} {row.domain or ''} {phone(row.telephone)}") for row in firms)


def index_deal(deal: Deal) -> None:
    """Make a deal findable."""
    full_text().add_names([("deal", deal.pk, f"{deal.name} {deal.firm or ''}")])


def index_new(kind: str, rows: Sequence[tuple[int, str]]) -> None:
    """Make many rows findable that never were: (id, words). Several times as fast as one by one."""
    full_text().add_new_names(kind, rows)


def index_again(kind: str, ref: int) -> None:
    """One row by what it is called now."""
    if kind == "person":
        index_people(Person.objects.filter(pk=ref).select_related("firm").prefetch_related("addresses"))
    elif kind == "firm":
        index_firms(Firm.objects.filter(pk=ref))
    else:
        for deal in Deal.objects.filter(pk=ref).select_related("firm"):
            index_deal(deal)


def forget_names(kind: str, ids: Iterable[int]) -> None:
    """They can no longer be found."""
    full_text().drop_names(kind, ids)


__all__ = [
    "Hit", "Message", "exact", "forget_mail", "forget_names", "index_again", "index_deal", "index_firms", "index_mail",
    "index_new", "index_people", "letters_alike", "mail", "names", "people", "words_in",
]  # fmt: skip
