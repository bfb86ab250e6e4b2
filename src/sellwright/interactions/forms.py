"""Form and shop notifications: a machine's mail with a human inside.

The human is found by what the form printed ("Name:", "Email:", "Message:" in a dozen languages) or by Reply-To. A
notification must come from a machine, or say that it is one: a human who forwards a form, or signs with "Email:", is no
form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sellwright.interactions import words_forms as words
from sellwright.interactions.values import Address

MAX_READ = 20_000  # characters of a notification that are read

_EMAIL = re.compile(r"[\w.+'&-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_FIELD = re.compile(
    r"^[ \t>*•|#-]{0,6}\*{0,2}([^\n:：=|\t]{1,40}?)\*{0,2}[ \t]{0,4}(?:[:：=|\t]|\?$)\*{0,2}[ \t|]{0,6}(.*)$"
)
_SIGNATURE = re.compile(r"^--\s*$")
_PLACED_BY = re.compile(
    r"\bplaced by ([^\n]{2,60}?)\s*$"
    r"|\b(?:message|enquiry|inquiry|submission|request|anfrage|nachricht) (?:from|by|von|de) ([^\n:|]{2,60}?)\s*$",
    re.I,
)
_STORE_ONLY = re.compile(r"website|contact|form|store|shop|your|our|https?|www", re.I)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form carries: who filled it in, what they wrote, and how many of its fields were known."""

    person: Address
    text: str
    fields: int


def looks_like(low: str, local: str, domain: str) -> bool:
    """Whether a lower-case subject or the sender is of the kind that carries forms; cheap, and no proof."""
    if low.startswith(("re:", "aw:", "fw:", "fwd:", "wg:", "sv:", "tr:", "rv:", "vs:")):
        return False
    if local in words.SENDERS or _carries_forms(domain):
        return True
    if low.isascii() and not any(map(low.__contains__, words.SUBJECT_STEMS)):
        return False
    return any(map(low.__contains__, words.SUBJECTS))


@lru_cache(maxsize=16384)
def _carries_forms(domain: str) -> bool:
    return any(map(domain.__contains__, words.FORM_HOSTS))


def says_form(text: str, subject: str) -> bool:
    """Whether the mail calls itself a form's: in its subject, or in its first or last lines."""
    low = subject.lower()
    if any(map(low.__contains__, words.SUBJECTS)):
        return True
    ends = (text[:400] + "\n" + text[-400:]).lower()
    return any(map(ends.__contains__, words.FOOTERS))


def read(text: str, subject: str, sender: Address, reply_to: Address | None) -> Filled | None:
    """The human a notification carries, or None when it names nobody who could be answered."""
    fields = _fields(text[:MAX_READ])
    found = [kind for kind, _ in fields]
    email = next(
        (m.group(0).lower() for kind, value in fields if kind == "email" for m in [_EMAIL.search(value)] if m), ""
    )
    name = _name(fields)
    if not email:
        # "From: Anna Berg <anna@berg.example>" carries both.
        for kind, value in fields:
            inside = _EMAIL.search(value) if kind == "name" else None
            if inside:
                email = inside.group(0).lower()
                break
    if not email and reply_to is not None and reply_to.email != sender.email:
        email = reply_to.email
    if not email:
        return None
    if not name and reply_to is not None and reply_to.email == email:
        name = reply_to.name
    if not name:
        named = _PLACED_BY.search(subject)
        name = next((group for group in named.groups() if group), "") if named else ""
        name = "" if _STORE_ONLY.search(name) or "@" in name else name
    message = "\n".join(value for kind, value in fields if kind == "message").strip()
    return Filled(Address(email, name), message, len(set(found)))


def _name(fields: list[tuple[str, str]]) -> str:
    first = next((value for kind, value in fields if kind == "name" and value), "")
    last = next((value for kind, value in fields if kind == "last" and value), "")
    name = _EMAIL.sub("", first).strip(" <>()[]\"'\t")
    if last and last.lower() not in name.lower():
        name = f"{name} {last.strip()}".strip()
    return " ".join(name.split())[:80]


def _fields(text: str) -> list[tuple[str, str]]:
    """(kind, value) of every known field, in order. The value stands behind the label or on the lines below it."""
    fields: list[tuple[str, str]] = []
    kind, lines = "", list[str]()
    for line in text.split("\n"):
        label, value = _label(line)
        if label or _SIGNATURE.match(line):
            if kind:
                fields.append((kind, "\n".join(lines).strip()))
            kind, lines = label, [value] if value else []
        elif kind == "message":
            lines.append(line.rstrip())
        elif kind and not lines and line.strip():
            lines.append(line.strip())
    if kind:
        fields.append((kind, "\n".join(lines).strip()))
    return fields


def _label(line: str) -> tuple[str, str]:
    """The kind of field a line begins, and what stands behind its label; ('', '') for any other line."""
    if len(line) > 2000:
        return "", ""
    field = _FIELD.match(line)
    if field:
        name, value = field.group(1).strip(" *_\"'[]()").lower(), field.group(2).strip(" *")
        if line.rstrip().endswith("?") and not value:
            name += "?"
    else:
        name, value = line.strip(" \t*_#>[]\"'").lower(), ""
        if len(name) > 40:
            return "", ""
    name = name.removesuffix(" (required)").removesuffix(" *").removesuffix("*").strip()
    for kind, names in _KINDS:
        if name in names:
            return kind, value
    return "", ""


_KINDS = (
    ("email", words.EMAIL_FIELDS),
    ("last", words.LAST_NAME_FIELDS),
    ("name", words.NAME_FIELDS),
    ("message", words.MESSAGE_FIELDS),
    ("other", words.OTHER_FIELDS),
)
