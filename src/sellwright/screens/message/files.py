"""What is attached to a mail: listed, and handed out as a download, never opened here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright.interactions import mime
from sellwright.screens import words

_ODD = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")

_LETTER = ("text/plain", "text/html")


@dataclass(frozen=True)
class ShownFile:
    """One attachment."""

    name: str
    content_type: str
    size: str
    url: str


def parts(mail: mime.Part) -> list[mime.Part]:
    """The parts that are files, in order: whatever is no letter text, and text that says it is a file. A mail inside
    the mail is one file."""
    found: list[mime.Part] = []
    waiting = [mail]
    while waiting:
        part = waiting.pop(0)
        if part.content_type.startswith("multipart/"):
            waiting = [*part.parts, *waiting]
        elif part is not mail and (part.content_type not in _LETTER or part.disposition == "attachment"):
            found.append(part)
    return found


def show(mail: mime.Part, ref: str) -> tuple[ShownFile, ...]:
    """Every file with its size and where it is handed out."""
    return tuple(
        ShownFile(
            name=name_of(part, number),
            content_type=part.content_type,
            size=words.size(len(part.payload())),
            url=reverse("message_file", args=[ref, number]),
        )
        for number, part in enumerate(parts(mail), start=1)
    )


def name_of(part: mime.Part, number: int) -> str:
    """A name that is safe to save under: no path, no marks that turn it round."""
    name = part.name
    if not name and part.content_type == "message/rfc822":
        subject = part.parts[0].headers.get("subject") if part.parts else ""
        name = (subject or _("mail")) + ".eml"
    clean = _ODD.sub(" ", name).strip(" .")
    return clean[-120:] or _("file %(n)d") % {"n": number}
