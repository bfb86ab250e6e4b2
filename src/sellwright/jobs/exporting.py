"""All that was captured of one mailbox, written into one .zip: its mail as mbox, its meetings as iCalendar, everything
as JSON lines, and a list of these files with their hashes.

Written a little at a time into a folder of the mailbox's own, so that a program ended in between goes on where it
stood: `state.json` says up to which row, and how long each file was then. Kept for a day.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count

from sellwright import __version__
from sellwright.mailroom import codec
from sellwright.protocols import calendar_text
from sellwright.protocols.mbox_text import boxed
from sellwright.store.models import Event, EventSighting, Item, Letter, Mailbox, Message, Sighting

KEPT = timedelta(days=1)
BATCH = 200  # rows between two looks at whether to stop
_CHUNK = 1 << 20
_BCC = re.compile(rb"^(?:resent-)?bcc[ \t]*:(?:[^\n]*\n)(?:[ \t][^\n]*\n)*", re.I | re.M)
_ID = re.compile(r"[a-z0-9]{1,16}")
MAIL, CALENDAR, LINES, LIST = "mail.mbox", "calendar.ics", "interactions.jsonl", "manifest.json"


@dataclass(frozen=True, slots=True)
class State:
    """How far an export is. `step`: asked, mail, events, packing, ready. `last`: the last row written of that step."""

    step: str
    asked_at: str  # ISO 8601, UTC
    last: int = 0
    messages: int = 0
    events: int = 0
    total: int = 0  # messages and events in all
    mail_bytes: int = 0
    calendar_bytes: int = 0
    lines_bytes: int = 0
    ready_at: str = ""
    name: str = ""

    @property
    def done(self) -> int:
        """Messages and events written so far."""
        return self.messages + self.events


def folder_of(mailbox: str) -> Path:
    """Where a mailbox's export lies, by its public id."""
    if not _ID.fullmatch(mailbox):
        raise ValueError("no public id")
    return Path(settings.HOME) / "exports" / mailbox


def ask(mailbox: str, now: datetime) -> None:
    """Begins a new one; an earlier one that is ready goes, one being written goes on."""
    held = state_of(mailbox)
    if held is None or held.step == "ready":
        drop(mailbox)
        folder_of(mailbox).mkdir(parents=True, mode=0o700)
        _keep(mailbox, State("asked", now.isoformat()))


def state_of(mailbox: str) -> State | None:
    """The state, None where nobody asked for one."""
    try:
        return State(**json.loads((folder_of(mailbox) / "state.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def file_of(mailbox: str) -> Path | None:
    """The .zip, once it is ready."""
    held = state_of(mailbox)
    path = folder_of(mailbox) / "export.zip"
    return path if held is not None and held.step == "ready" and path.exists() else None


def drop(mailbox: str) -> None:
    """Deletes whatever is there."""
    shutil.rmtree(folder_of(mailbox), ignore_errors=True)


def drop_old(now: datetime) -> int:
    """Deletes exports older than a day, finished or not; returns how many."""
    found = 0
    for folder in (Path(settings.HOME) / "exports").glob("*"):
        held = state_of(folder.name) if _ID.fullmatch(folder.name) else None
        made = datetime.fromisoformat(held.ready_at or held.asked_at) if held else datetime.min.replace(tzinfo=UTC)
        if now - made > KEPT:
            shutil.rmtree(folder, ignore_errors=True)
            found += 1
    return found


def go_on(box: Mailbox, stopping: Callable[[], bool], now: datetime) -> bool:
    """Writes on. True once it is ready, False when it was asked to stop before. Safe to call again at any time."""
    held = state_of(box.public_id)
    if held is None:
        return True
    if held.step == "asked":
        total = (
            box.sightings.values("message").distinct().count() + box.event_sightings.values("event").distinct().count()
        )
        held = replace(held, step="mail", total=total)
    while held.step in ("mail", "events"):
        if stopping():
            return False
        held = _mail(box, held) if held.step == "mail" else _events(box, held)
        _keep(box.public_id, held)
    if held.step == "packing":
        if not _packed(box, held, stopping, now):
            return False
        name = f"{box.title} {now.date()}.zip"
        _keep(box.public_id, replace(held, step="ready", ready_at=now.isoformat(), name=name))
    return True


def _mail(box: Mailbox, held: State) -> State:
    seen = Sighting.objects.filter(mailbox=box, message__gt=held.last).values("message").distinct().order_by("message")
    ids = list(seen.values_list("message_id", flat=True)[:BATCH])
    if not ids:
        return replace(held, step="events", last=0)
    own = set(box.addresses)
    rows = Message.objects.filter(pk__in=ids).select_related("sender").order_by("pk")
    letters = Letter.objects.in_bulk(ids)
    with _at(box, MAIL, held.mail_bytes) as mail, _at(box, LINES, held.lines_bytes) as lines:
        for row in rows:
            letter = letters.get(row.pk)
            if letter is None:
                continue
            raw = zlib.decompress(bytes(letter.raw))
            mail.write(boxed(raw if row.sender.email in own else without_bcc(raw), row.sender.email, row.at))
            lines.write(_line("message", codec.unpack(letter.packed), thread=row.thread_id, direction=row.direction))
        return replace(
            held, last=ids[-1], messages=held.messages + len(ids), mail_bytes=mail.tell(), lines_bytes=lines.tell()
        )


def _events(box: Mailbox, held: State) -> State:
    seen = EventSighting.objects.filter(mailbox=box, event__gt=held.last).values("event").distinct().order_by("event")
    ids = list(seen.values_list("event_id", flat=True)[:BATCH])
    with _at(box, CALENDAR, held.calendar_bytes) as calendar, _at(box, LINES, held.lines_bytes) as lines:
        if not held.calendar_bytes:
            calendar.write(calendar_text.HEAD)
        for row in Event.objects.filter(pk__in=ids).exclude(body="").order_by("pk"):
            value = codec.unpack_event(row.body)
            lines.write(_line(row.kind, value))
            calendar.write(calendar_text.written(value))
        if not ids:
            calendar.write(calendar_text.TAIL)
            return replace(held, step="packing", calendar_bytes=calendar.tell())
        return replace(
            held, last=ids[-1], events=held.events + len(ids), calendar_bytes=calendar.tell(), lines_bytes=lines.tell()
        )


def without_bcc(raw: bytes) -> bytes:
    """A mail without the header that names whom others were not to know of: the copy that is kept may be its
    writer's."""
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\n\r\n")) if at >= 0]
    end = min(ends) + 1 if ends else len(raw)
    return _BCC.sub(b"", raw[:end]) + raw[end:]


def _line(kind: str, value: Any, **more: Any) -> bytes:
    held = {
        name: part for name, part in asdict(value).items() if name not in ("path", "text", "spans") or kind == "chat"
    }
    return json.dumps({"kind": kind, **more, **held}, default=_plain, ensure_ascii=False).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _packed(box: Mailbox, held: State, stopping: Callable[[], bool], now: datetime) -> bool:
    """The .zip, out of the parts; begun anew when it was cut off."""
    folder = folder_of(box.public_id)
    parts = [name for name in (MAIL, CALENDAR, LINES) if (folder / name).exists()]
    files = []
    (folder / "export.part").touch(mode=0o600)
    with zipfile.ZipFile(folder / "export.part", "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for name in parts:
            seen, size = sha256(), 0
            with packed.open(_entry(name, now), "w", force_zip64=True) as out:
                for chunk in _chunks(folder / name):
                    if stopping():
                        return False
                    out.write(chunk)
                    seen.update(chunk)
                    size += len(chunk)
            files.append({"name": name, "bytes": size, "sha256": seen.hexdigest()})
        text = json.dumps(_manifest(box, held, files, now), indent=2, ensure_ascii=False)
        packed.writestr(_entry(LIST, now), text)
    (folder / "export.part").replace(folder / "export.zip")
    for name in parts:
        (folder / name).unlink()
    return True


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, now.timetuple()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return info


def _manifest(box: Mailbox, held: State, files: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    counted = Item.objects.filter(intake__mailbox=box).values_list("outcome", "reason").annotate(number=Count("pk"))
    return {
        "made_by": f"Sellwright {__version__}",
        "made_at": now.isoformat(),
        "mailbox": box.title,
        "addresses": box.addresses,
        "messages": held.messages,
        "events": held.events,
        "files": files,
        "account": [{"outcome": o, "reason": r, "items": n} for o, r, n in counted.order_by("outcome", "reason")],
    }


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _at(box: Mailbox, name: str, size: int) -> Any:
    """The part, open for writing at `size`: what a run wrote that was cut off before it said so is overwritten."""
    path = folder_of(box.public_id) / name
    path.touch(mode=0o600)
    file = path.open("r+b")
    file.truncate(size)
    file.seek(size)
    return file


def _keep(mailbox: str, held: State) -> None:
    path = folder_of(mailbox) / "state.json"
    fresh = path.with_suffix(".part")
    fresh.write_text(json.dumps(asdict(held)), encoding="utf-8")
    fresh.replace(path)
