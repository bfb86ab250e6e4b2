"""Pieces of a record: addresses, telephones, places, hosts, moments, and prints of what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from zlib import crc32

from sellwright.interactions import addresses, record_fields
from sellwright.interactions.column_kinds import class_of
from sellwright.interactions.column_values import Wrong, currency_in, plain

MOST_PHONES = 60  # characters
digits = lru_cache(maxsize=10_000)(record_fields.phone)


@lru_cache(maxsize=50_000)
def firm_key(name: str) -> str:
    """A firm's name as it is compared: without case, accents and legal form."""
    return record_fields.firm(name) or name.casefold()


def print_of(value: Any) -> int:
    """A short print of a value: tells whether somebody changed it since."""
    return crc32(value.encode("utf-8", "replace") if type(value) is str else repr(value).encode("utf-8", "replace"))


def emails(cell: str) -> list[str] | Wrong | None:
    """The addresses in a cell, in the form used everywhere."""
    text = plain(cell)
    if not text:
        return None
    if class_of(text) == "email":
        return [addresses.normal(text)]
    parsed = addresses.parse(text.replace(" ::: ", ",").replace(";", ",").removeprefix("mailto:"))
    found = [one.email for one in parsed if class_of(one.email) == "email"]
    return found or Wrong(f"no e-mail address: {text[:60]}")


def place(held: Mapping[str, Any]) -> str:
    """Street, postcode and town, region, country on one line."""
    town = " ".join(str(part) for name in ("postcode", "city") for part in held.get(name, ()))
    parts = [*held.get("street", ()), town, *held.get("region", ()), *held.get("country", ())]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def phones(phones: Sequence[str]) -> str:
    """Telephone numbers on one line, as many as fit."""
    if len(phones) == 1:
        return phones[0][:MOST_PHONES]
    out = ""
    for phone in dict.fromkeys(phones):
        longer = f"{out} / {phone}" if out else phone
        if len(longer) > MOST_PHONES:
            break
        out = longer
    return out or phones[0][:MOST_PHONES]


def host(link: str) -> str:
    """The host of a link; '' when it is none."""
    host = link.partition("://")[2] if "://" in link else link
    host = host.partition("/")[0].partition("?")[0].partition(":")[0].lower().rpartition("@")[2]
    return host if "." in host and " " not in host else ""


@lru_cache(maxsize=50_000)
def alike(name: str, domain: str) -> bool:
    """Whether a firm's name and a domain may be the same firm's: one begins the other, or its initials do."""
    label = domain.partition(".")[0].replace("-", "")
    words = record_fields.firm(name).split()
    joined = "".join(words)
    return bool(words) and (
        label.startswith(joined[:5]) or joined.startswith(label) or words[0] in label
        or (len(words) > 1 and label.startswith("".join(word[0] for word in words)))
    )  # fmt: skip


def currency(said: Any, usual: str) -> str:
    """The currency a cell names, else the usual one."""
    word = str(said or "").strip()
    found = currency_in(word) if word else ""
    return found or usual


def seconds(value: Any) -> float | None:
    """A day or moment as seconds since 1970 UTC; None when it is none."""
    if not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def print_of_words(parts: Sequence[str]) -> str:
    """A print of words that stand for a number."""
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()
