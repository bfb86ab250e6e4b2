"""Covers what names an erased person wherever others wrote of them: every text column of every table, and mail."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Set
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from django.apps import apps
from django.db import models, transaction

from sellwright.archive.naming import covered
from sellwright.derive.texts import plain
from sellwright.mailroom import codec
from sellwright.store import dirty, search, wordings
from sellwright.store.models import Deal, Firm, Letter, Person
from sellwright.store.models import Message as MessageRow

BATCH = 500
LETTERS = 50
_KEPT = ("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References")
_ENCODED = re.compile(rb"base64|quoted-printable|=\?", re.IGNORECASE)


def tables(pattern: re.Pattern[str], but: Mapping[Any, Set[int]]) -> dict[str, int]:
    """Covers it in every text of every table but that of mail, and but these rows (ids by table); how many rows of
    which were changed."""
    counts: dict[str, int] = {}
    for model in apps.get_models(include_auto_created=True):
        if model is Letter or model._meta.proxy:
            continue
        texts = [field for field in model._meta.concrete_fields if _is_text(field)]
        if texts and (changed := _table(model, texts, pattern, but.get(model, frozenset()))):
            counts[model.__name__] = changed
    return counts


def _is_text(field: models.Field[Any, Any]) -> bool:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return isinstance(field, kinds) and not field.primary_key and field.name != "public_id"


def _table(model: Any, texts: list[models.Field[Any, Any]], pattern: re.Pattern[str], but: Set[int]) -> int:
    names, changed, last = [field.attname for field in texts], 0, None
    rows = model._default_manager.order_by("pk")
    while page := list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", *names)[:BATCH]):
        last = page[-1][0]
        for pk, *values in page:
            fresh = {name: covered(value, pattern) for name, value in zip(names, values, strict=True)}
            different = {n: fresh[n] for n, value in zip(names, values, strict=True) if fresh[n] != value}
            if different and pk not in but:
                with transaction.atomic():
                    model._default_manager.filter(pk=pk).update(**different)
                    _find_again(model, pk)
                changed += 1
    return changed


def _find_again(model: Any, pk: int) -> None:
    if model is Person:
        search.index_people(Person.objects.filter(pk=pk).select_related("firm").prefetch_related("addresses"))
        dirty.mark_people([pk])
    elif model is Firm:
        search.index_firms(Firm.objects.filter(pk=pk))
    elif model is Deal:
        search.index_deal(Deal.objects.select_related("firm").get(pk=pk))


def letters(pattern: re.Pattern[str]) -> int:
    """Covers it in the mail of others. A letter that held it keeps its words and loses its other parts: what is inside
    attachments and pictures cannot be covered. Returns how many."""
    changed, last = 0, 0
    while page := list(Letter.objects.filter(pk__gt=last).order_by("pk")[:LETTERS]):
        last = page[-1].pk
        for row in page:
            raw = zlib.decompress(bytes(row.raw))
            if pattern.search(row.packed) or _mentions(raw, pattern):
                _cover_letter(row, raw, pattern)
                changed += 1
    return changed


def _mentions(raw: bytes, pattern: re.Pattern[str]) -> bool:
    if pattern.search(raw.decode("utf-8", "replace")) or pattern.search(raw.decode("latin-1")):
        return True
    return bool(_ENCODED.search(raw)) and any(pattern.search(text) for text in _texts(raw))


def _texts(raw: bytes) -> Iterator[str]:
    """Every header and text part, decoded as far as that goes."""
    parsed = message_from_bytes(raw, policy=policy.compat32)
    for part in parsed.walk():
        for value in part.values():
            yield _header(str(value))
        if part.get_content_maintype() in ("text", "message"):
            yield _decoded(part)


def _header(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("latin-1")


def _cover_letter(row: Letter, raw: bytes, pattern: re.Pattern[str]) -> None:
    packed = json.dumps(covered(json.loads(row.packed), pattern), ensure_ascii=False, separators=(",", ":"))
    subject, words, _files = codec.unpack_words(packed)
    with transaction.atomic():
        Letter.objects.filter(pk=row.pk).update(packed=packed, raw=zlib.compress(_rebuilt(raw, pattern), 1))
        search.forget_mail([row.pk])
        search.index_mail([(row.pk, plain(subject), plain(words))])
        wordings.again([row.pk])
        dirty.mark_threads(
            MessageRow.objects.filter(pk=row.pk, thread__isnull=False).values_list("thread_id", flat=True)
        )


def _rebuilt(raw: bytes, pattern: re.Pattern[str]) -> bytes:
    """The same mail as plain words, with the headers that a reader needs."""
    parsed = message_from_bytes(raw, policy=policy.compat32)
    plain_parts = [part for part in parsed.walk() if part.get_content_type() == "text/plain"]
    html = [part for part in parsed.walk() if part.get_content_type() == "text/html"] if not plain_parts else []
    body = "\n".join(_decoded(part) for part in plain_parts) or "\n".join(_without_tags(_decoded(p)) for p in html)
    lines = []
    for name in _KEPT:
        value = parsed.get(name)
        if value is not None:
            lines.append(f"{name}: {' '.join(covered(_header(str(value)), pattern).split())}")
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    text = "\n".join(lines) + "\n\n" + str(covered(body, pattern))
    return text.encode("utf-8", "replace")


def _without_tags(html: str) -> str:
    return re.sub(r"<[^<>]{0,2000}>", " ", html)
