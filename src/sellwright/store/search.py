"""Finding people, firms, deals and mail by words, as far as a scope may know of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sellwright.interactions import concepts
from sellwright.interactions.words_concepts import BROAD, CONCEPTS
from sellwright.store.dialects import full_text
from sellwright.store.models import Deal, Firm, Message, Person, Scope, Standing
from sellwright.store.scopes import messages_in

_WORD = re.compile(r"[^\W_]+")
LOOKED_AT = 1_000  # newest hits looked at before rights are checked; a word met more often finds its newest
NAMES_LOOKED_AT = 200
LIKE_IT = 200  # of them: letters whose answers may answer the same question again
MOST_WORDS = 120  # of one question, with all that means the same
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
    """People, firms and deals whose name or address holds every word as a beginning; heard of last come first."""
    words = words_in(text)
    if not words:
        return []
    refs: dict[str, list[int]] = {}
    for kind, ref in full_text().find_names(words, NAMES_LOOKED_AT):
        refs.setdefault(kind, []).append(ref)
    found = [
        *_people(scope, refs.get("person", []), most),
        *_firms(scope, refs.get("firm", [])),
        *_deals(refs.get("deal", [])),
    ]
    return found[:most]


def people(text: str, most: int) -> list[int]:
    """Ids of rows of people whose name, address or firm holds every word as a beginning, whoever may know of them:
    for narrowing rows that are a viewer's already."""
    words = words_in(text)
    return [ref for kind, ref in full_text().find_names(words, most) if kind == "person"] if words else []


def _people(scope: Scope, ids: list[int], most: int) -> list[Hit]:
    """Plain columns of as many as are shown: a standing's row is large."""
    columns = ("person_id", "person__public_id", "person__name", "person__key", "person__firm__name",
               "person__firm__domain", "last_at")  # fmt: skip
    rows = Standing.objects.filter(scope=scope, person__in=ids).order_by("-last_at", "-id")
    hits, met = [], set()
    for pk, public_id, name, key, firm, domain, last_at in rows.values_list(*columns)[:most]:
        met.add(pk)
        hits.append(Hit("person", public_id, name or key, firm or domain or key, last_at))
    if len(hits) == most:
        return hits
    by_hand = Person.objects.filter(pk__in=ids, by_hand=True).exclude(pk__in=met).select_related("firm")
    return hits + [Hit("person", row.public_id, str(row), str(row.firm) if row.firm else row.key) for row in by_hand]


def _firms(scope: Scope, ids: list[int]) -> list[Hit]:
    known = Standing.objects.filter(scope=scope, firm__in=ids).values("firm")
    rows = Firm.objects.filter(pk__in=known).order_by("name", "domain")[:NAMES_LOOKED_AT]
    return [Hit("firm", row.public_id, str(row), row.domain or "") for row in rows]


def _deals(ids: list[int]) -> list[Hit]:
    rows = Deal.objects.filter(pk__in=ids, proposed=False).select_related("stage").order_by("-opened_at")
    return [Hit("deal", row.public_id, row.name, row.outcome or row.stage.name, row.opened_at) for row in rows]


def mail(scope: Scope, text: str, most: int = 20) -> list[Hit]:
    """Mail that holds every word (the last as a beginning), newest first among the last thousand hits."""
    words = words_in(text)
    if not words:
        return []
    ids = full_text().find_mail(words, LOOKED_AT)
    columns = ("public_id", "subject", "opening", "sender__name", "sender__email", "at")
    rows = messages_in(scope).filter(pk__in=ids).order_by("-at", "-id").values_list(*columns)[:most]
    return [
        Hit("mail", public_id, subject or opening or "(no subject)", name or email, at)
        for public_id, subject, opening, name, email, at in rows
    ]


def letters_alike(scope: Scope, questions: Sequence[str], before: float, most: int) -> list[int]:
    """Ids of letters of ours, older than `before`, that may answer some of the questions: those that speak of the same
    matter in whatever words, and those that answered a letter that did. Every question gets its share of `most`."""
    wanted = [words for question in questions if (words := _matter(question))]
    share = most // (2 * max(len(wanted), 1))
    sent = messages_in(scope).filter(direction="out", kind="human", at__lte=before)
    found: dict[int, None] = {}
    for words in wanted:
        ids = full_text().find_mail_any(words, LOOKED_AT)
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
    """Make people findable by name, addresses and firm. Prefetch `addresses` and `firm`."""
    full_text().add_names(
        (
            "person",
            row.pk,
            " ".join([row.name, row.key, *(a.email for a in row.addresses.all()), str(row.firm) if row.firm else ""]),
        )
        for row in people
    )


def index_firms(firms: Iterable[Firm]) -> None:
    """Make firms findable."""
    full_text().add_names(("firm", row.pk, f"{row.name} {row.domain or ''}") for row in firms)


def index_deal(deal: Deal) -> None:
    """Make a deal findable."""
    full_text().add_names([("deal", deal.pk, f"{deal.name} {deal.firm or ''}")])


def forget_names(kind: str, ids: Iterable[int]) -> None:
    """They can no longer be found."""
    full_text().drop_names(kind, ids)


__all__ = [
    "Hit", "Message", "forget_mail", "forget_names", "index_deal", "index_firms", "index_mail", "index_people",
    "letters_alike", "mail", "names", "people", "words_in",
]  # fmt: skip
