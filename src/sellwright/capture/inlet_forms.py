"""What visitors of a website write into a form: judged, made into a notification mail, stored as any such mail is.

The mail is from a machine of ours and carries the visitor in its fields and its Reply-To, so that the visitor is who
wrote (interactions.forms). Nobody proved that the address is theirs, and the message is marked so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from sellwright.capture import inlet_ledger
from sellwright.capture.inlet_ledger import Answer
from sellwright.derive.opening import open_all
from sellwright.derive.storing import Read
from sellwright.interactions import addresses, kept_out, words_forms
from sellwright.interactions.values import Message, RawMail, Refused
from sellwright.protocols.files import Entry
from sellwright.store import values
from sellwright.store.models import Inlet, Workspace

MOST_BYTES = 64_000
MOST_FIELDS = 60
LONGEST_NAME = 60
LONGEST_VALUE = 20_000
HONEYPOT = "homepage"  # nobody sees it; who fills it in is a robot
NEXT = "_next"  # where the visitor is led afterwards
TRY = "_try"  # from the inlet's own page: looked at, and not stored
ROBOT = "filled in by a robot"
TWICE = "the same words a second time that day"
TRIED = "a try from its own page"
KEPT_OUT = "kept out, as you said"
NO_ORIGIN = "from a page that is not allowed"
UNPROVEN = "unproven_sender"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent: fields in their order, each with its name as the page calls it."""

    fields: tuple[tuple[str, str], ...]
    origin: str = ""  # of the page, as the browser says; '' where it says nothing

    def first(self, names: frozenset[str]) -> str:
        """The first field under one of these names (folded) that holds something."""
        return next((value for name, value in self.fields if _folded(name) in names and value), "")


def origin_of(url: str) -> str:
    """ "https://kestrel.example" of any address there; '' for what is none."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def may_stand(inlet: Inlet, origin: str) -> bool:
    """Whether the form may stand on such a page. A browser that says nothing of the page is believed."""
    return not inlet.origins or not origin or origin in inlet.origins


def leads_to(inlet: Inlet, url: str) -> str:
    """Where a visitor is led: only pages of the origins that were allowed; '' for any other."""
    return url if url and origin_of(url) in inlet.origins else ""


def take(inlet: Inlet, filled: Filled, now: datetime, *, is_try: bool = False) -> Answer:
    """One form. Whatever comes of it, the account says so. Robots are told what people are told."""
    if not inlet_ledger.is_open(inlet):
        return inlet_ledger.CLOSED
    if not may_stand(inlet, filled.origin):
        inlet_ledger.count(inlet, Refused("", "failed", NO_ORIGIN), now)
        return Answer(403, {"error": "This page may not send forms here."})
    if any(name == HONEYPOT and value for name, value in filled.fields):
        inlet_ledger.count(inlet, Refused("", "skipped", ROBOT), now)
        return Answer(200, {"taken": True})
    wrong = _wrong(filled)
    if wrong:
        inlet_ledger.count(inlet, Refused("", "failed", f"refused: {next(iter(wrong))} missing or wrong"), now)
        return Answer(422, {"error": "Not taken.", "fields": wrong})
    if is_try:
        path = f"{inlet_ledger.TRIED}/{now.isoformat()}"
        inlet_ledger.note(inlet, path, _size(filled), Refused(path, "skipped", TRIED))
        return Answer(200, {"taken": True})
    return _stored(inlet, filled, now)


def _stored(inlet: Inlet, filled: Filled, now: datetime) -> Answer:
    print_ = _print(filled)
    path = f"{now:%Y-%m-%d}/{print_}"
    email = addresses.normal(filled.first(_EMAIL))
    own = [str(one) for one in inlet.mailbox.addresses]
    try:
        with transaction.atomic():
            if inlet_ledger.known(inlet, path):
                raise IntegrityError
            if kept_out.keeps_out(inlet.mailbox.never, [email, *own], own):
                inlet_ledger.note(inlet, path, _size(filled), Refused(path, "skipped", KEPT_OUT))
            else:
                inlet_ledger.store(inlet, _opened(inlet, filled, path, now), now)
    except IntegrityError:  # a second press of the button
        inlet_ledger.count(inlet, Refused("", "skipped", TWICE), now)
    return Answer(201, {"taken": True})


def _opened(inlet: Inlet, filled: Filled, path: str, now: datetime) -> Read:
    data = mail(inlet, filled, now)
    workspace = Workspace.objects.get()
    entry = Entry(path, len(data), now.timestamp(), lambda: RawMail(path, data))
    [read] = open_all([entry], values.settings_of(workspace))
    found = read.found
    if isinstance(found, Message):
        found = replace(found, marks=tuple(dict.fromkeys((*found.marks, UNPROVEN))))
    return replace(read, found=found, print=blake2b(data, digest_size=16).hexdigest())


def mail(inlet: Inlet, filled: Filled, now: datetime) -> bytes:
    """The notification, as bytes: known fields first, the others after them, what was written last."""
    own = str(inlet.mailbox.addresses[0]) if inlet.mailbox.addresses else inlet.mailbox.owner.email
    domain = own.rpartition("@")[2] or "localhost"
    email, name = addresses.normal(filled.first(_EMAIL)), _name(filled)
    said = EmailMessage(policy=SMTP)
    said["From"] = Address("Web form", "noreply", domain)
    said["To"] = own
    said["Reply-To"] = Address(_plain(name), addr_spec=email)
    said["Subject"] = f"New message from your website form: {_plain(inlet.title)}"
    said["Date"] = format_datetime(now)
    said["Message-ID"] = f"<{_print(filled)}.{now:%Y%m%d}.{inlet.public_id}@{domain}>"
    said.set_content(_body(filled, name, email))
    return said.as_bytes()


def _body(filled: Filled, name: str, email: str) -> str:
    lines = [f"Name: {name}"] if name else []
    lines.append(f"Email: {email}")
    told = {filled.first(names) for names in (_EMAIL, *_NAMES)}
    others = [(label, value) for label, value in filled.fields if value and value not in told]
    message = "\n".join(value for label, value in others if _folded(label) in _MESSAGE)
    for label, value in others:
        if _folded(label) not in _MESSAGE and not label.startswith("_") and label != HONEYPOT:
            lines.append(f"{_plain(label)[:LONGEST_NAME]}: {' '.join(value.split())}")
    if message:
        lines += ["Message:", *map(_unlike_a_label, message.split("\n"))]
    return "\n".join(lines) + "\n"


def _unlike_a_label(line: str) -> str:
    """A line of a message that reads like the name of a field, or ends a letter, stays a line of the message."""
    begins = _folded(line.partition(":")[0].partition("=")[0])
    named = any(begins in names for names in (_EMAIL, *_NAMES, _MESSAGE, _OTHER))
    return f"· {line}" if named or line.strip() == "--" else line


def _wrong(filled: Filled) -> dict[str, str]:
    """What is missing, by field."""
    wrong: dict[str, str] = {}
    email = filled.first(_EMAIL)
    try:
        validate_email(email)
        Address(addr_spec=email)
    except (ValidationError, ValueError, IndexError):
        wrong["email"] = "is no e-mail address"
    if email and addresses.is_machine(email.lower()):
        wrong["email"] = "is the address of a machine"
    told = [name for name, value in filled.fields if value and not name.startswith("_")]
    if len(told) < 2:
        wrong["message"] = "is missing"
    return wrong


def tidied(fields: Sequence[tuple[str, str]] | Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Fields as they are taken: names and texts without what no mail holds. ValueError when there are too many, one is
    too long, or one is no text."""
    given = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
    if len(given) > MOST_FIELDS:
        raise ValueError(f"has more than {MOST_FIELDS} fields")
    found = []
    for name, value in given:
        if isinstance(value, bool) or not isinstance(value, str | int | float | None):
            raise ValueError(f"holds a field that is no text: {name[:LONGEST_NAME]}")
        text = "" if value is None else str(value)
        if len(name) > LONGEST_NAME or len(text) > LONGEST_VALUE:
            raise ValueError(f"holds a field that is too long: {name[:LONGEST_NAME]}")
        kept = "".join(
            one for one in text.replace("\r\n", "\n").replace("\r", "\n") if one == "\n" or one.isprintable()
        )
        found.append((_plain(name), kept.strip()))
    return tuple(found)


def _name(filled: Filled) -> str:
    first, last = map(filled.first, _NAMES)
    whole = first if not last or last.lower() in first.lower() else f"{first} {last}"
    return " ".join(whole.split())[:80]


def _folded(name: str) -> str:
    """A field's name for comparing: "E-Mail-Adresse", "e_mail_adresse" and "email adresse" are one."""
    return "".join(one for one in name.lower() if one.isalnum())


def _plain(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _size(filled: Filled) -> int:
    return sum(len(name) + len(value) for name, value in filled.fields)


def _print(filled: Filled) -> str:
    held = "\0".join(f"{name}\1{value}" for name, value in filled.fields if not name.startswith("_"))
    return blake2b(held.encode("utf-8", "replace"), digest_size=12).hexdigest()


_EMAIL = frozenset(map(_folded, words_forms.EMAIL_FIELDS))
_NAMES = tuple(frozenset(map(_folded, one)) for one in (words_forms.NAME_FIELDS, words_forms.LAST_NAME_FIELDS))
_MESSAGE = frozenset(map(_folded, words_forms.MESSAGE_FIELDS))
_OTHER = frozenset(map(_folded, words_forms.OTHER_FIELDS))
