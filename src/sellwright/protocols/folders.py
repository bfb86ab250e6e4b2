"""Folders on disk, with the habits of the mail programs that keep mail in them.

The habits are known here once, because a home folder may hold a Maildir, a Thunderbird profile and loose .eml files
side by side; the sources for each add only how to recognise it and what it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from sellwright.interactions.failures import CannotRead
from sellwright.protocols.disk import Stood, blob_at, shown, walk
from sellwright.protocols.files import (
    DAMAGED,
    INDEX,
    KEPT_ATTACHMENT,
    NO_PERMISSION,
    NOT_A_MESSAGE,
    PARTLY_WRITTEN,
    Blob,
    Entry,
    refusal,
)  # fmt: skip
from sellwright.protocols.finding import entries_inside
from sellwright.protocols.mails import single_mail

_FLAGS = {"T": "Trash", "D": "Draft"}
_PROGRAM_FILES = ("maildirfolder", "subscriptions", "courierimapuiddb", "courierimapsubscribed")
_APPLE_ATTACHMENT = re.compile(r"(?:^|/)Attachments/\d+/")
_NamesFolder = Callable[[str], tuple[str, ...]]


def no_labels(name: str) -> tuple[str, ...]:
    """The labels of a file in a folder that no mail program keeps: none."""
    return ()


def folder_entries(folder: Path, labels_of: _NamesFolder = no_labels, prefix: str = "") -> Iterator[Entry]:
    """Every item below a folder, named `prefix` and its place below the folder. `labels_of` gives a file's labels from
    that name. Raises CannotRead when no file stands in it at all."""
    stood = None
    for stood in walk(folder):
        name = prefix + stood.name
        reason = stood.refused or _habit(stood)
        if reason:
            yield refusal(name, reason, size=stood.size)
            continue
        above, _, last = stood.name.rpartition("/")
        blob = blob_at(stood.path, name, stood.size, stood.modified, labels_of(name))
        if above.rpartition("/")[2] in ("cur", "new") and "." in last and not last.endswith((".eml", ".emlx", ".ics")):
            blob = replace(blob, labels=maildir_labels(above) + _flag_labels(last) + blob.labels)
            yield from _maildir_mail(blob)
        else:
            yield from entries_inside(blob)
    if stood is None and not prefix:
        raise CannotRead(f"{shown(str(folder))} holds no files.", "Export or copy it again, then try once more.")


def _habit(stood: Stood) -> str:
    """Why a file is passed over by its place or name, or ''."""
    above, _, name = stood.name.rpartition("/")
    if above.rpartition("/")[2] == "tmp" and (Path(stood.path).parent.parent / "cur").is_dir():
        return PARTLY_WRITTEN
    if _APPLE_ATTACHMENT.search(stood.name):
        return KEPT_ATTACHMENT
    if name.startswith("._") or name == ".DS_Store":
        return NOT_A_MESSAGE
    if name.endswith(".msf") or name.startswith("dovecot") or name in _PROGRAM_FILES:
        return INDEX
    return ""


def maildir_labels(above: str) -> tuple[str, ...]:
    """The folder a Maildir file stands in, from 'x/.Archive.2024/cur': ('Archive/2024',); the inbox has none."""
    folder = above.rpartition("/")[0].rpartition("/")[2]
    return (folder[1:].replace(".", "/"),) if folder.startswith(".") and len(folder) > 1 else ()


def _flag_labels(name: str) -> tuple[str, ...]:
    return tuple(_FLAGS[flag] for flag in name.rpartition(":2,")[2] if flag in _FLAGS) if ":2," in name else ()


def _maildir_mail(blob: Blob) -> Iterator[Entry]:
    """A mail by where it stands, whatever it begins with."""
    try:
        yield from single_mail(blob)
    except OSError as error:
        yield refusal(blob.name, NO_PERMISSION if isinstance(error, PermissionError) else DAMAGED, str(error))
