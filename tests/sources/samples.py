"""One small true-to-life file for every source, and the way tests read one."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from sellwright.interactions.values import Found
from sellwright.protocols.finding import source_of

LETTER = (
    b"From: Anna Berg <anna@berg.example>\nTo: us@kestrel.example\nSubject: The sensor\n"
    b"Date: Tue, 14 May 2024 09:30:00 +0200\nMessage-ID: <1@berg.example>\n\nDoes it fit?\n"
)
LETTER_AT = 1715671800.0  # date -u -d '2024-05-14 07:30' +%s
SECOND = (
    b"From: Bo <bo@firm.example>\nTo: us@kestrel.example\nSubject: Re\nDate: Wed, 15 May 2024 12:00:00 GMT\n\nYes.\n"
)
SECOND_AT = 1715774400.0
BOX = (
    b"From anna@berg.example Tue May 14 07:30:00 2024\n"
    + LETTER
    + b"\nFrom - Wed May 15 12:00:00 2024\n"
    + SECOND
    + b"\n"
)
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:m1@x\r\nDTSTAMP:20240501T080000Z\r\n"
    "DTSTART:20240514T080000Z\r\nDTEND:20240514T090000Z\r\nSUMMARY:Visit\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
WHATSAPP = (
    "14.05.24, 09:30 - Messages and calls are end-to-end encrypted.\n"
    "14.05.24, 09:31 - Anna Berg: Does it fit?\nSecond line\n14.05.24, 09:40 - Us: Yes\n"
)
LINKEDIN = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
    "c1,,Anna Berg,https://www.linkedin.com/in/anna-berg,Us Me,https://www.linkedin.com/in/us-me,"
    '2024-05-14 07:30:00 UTC,,"Does it fit, really?",INBOX\n'
)
CALLS = "Date,Number,Name,Type,Duration\n2024-05-14 09:30:00,+49 30 1234,Anna Berg,Incoming,95\n"


def read(path: Path) -> list[Found]:
    """Every value of a path, the way the product reads it."""
    return [entry.load() for entry in source_of(path).entries(path)]


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def maildir(folder: Path) -> Path:
    for part in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new"):
        (folder / part).mkdir(parents=True)
    write(folder / "cur" / "1715671800.M1P1.host:2,S", LETTER)
    write(folder / ".Sent" / "cur" / "1715774400.M2P1.host:2,RS", SECOND)
    return folder


def thunderbird(folder: Path) -> Path:
    write(folder / "prefs.js", "user_pref();\n")
    write(folder / "Mail" / "Local Folders" / "Inbox", BOX)
    write(folder / "Mail" / "Local Folders" / "Inbox.msf", '// <!-- <mdb:mork:z v="1.4"/> -->')
    write(folder / "Mail" / "Local Folders" / "Archives.sbd" / "2024", BOX)
    return folder


def emlx(mail: bytes, flags: int = 1) -> bytes:
    plist = f'<?xml version="1.0"?><plist version="1.0"><dict><key>flags</key><integer>{flags}</integer></dict></plist>'
    return f"{len(mail):<10}\n".encode() + mail + plist.encode()


def apple_mail(folder: Path) -> Path:
    inbox = folder / "INBOX.mbox" / "AB-12" / "Data"
    write(inbox / "Messages" / "1.emlx", emlx(LETTER))
    write(inbox / "Messages" / "2.partial.emlx", emlx(SECOND))
    write(inbox / "Attachments" / "2" / "2" / "offer.pdf", b"%PDF-1.7")
    return folder


ARCHIVED = {"x/in.mbox": BOX, "b.ics": EVENT.encode()}
# name of a source: (what writes a sample into a folder, kinds of value it gives in order)
SAMPLES: dict[str, tuple[Callable[[Path], Path], list[str]]] = {
    "mbox": (lambda f: write(f / "takeout.mbox", BOX), ["RawMail", "RawMail"]),
    "eml": (lambda f: write(f / "letter.eml", LETTER), ["RawMail"]),
    "maildir": (lambda f: maildir(f / "Maildir"), ["RawMail", "RawMail"]),
    "folder": (lambda f: write(f / "letters" / "a.eml", LETTER).parent, ["RawMail"]),
    "thunderbird": (lambda f: thunderbird(f / "profile"), ["RawMail", "RawMail", "Refused", "RawMail", "RawMail"]),
    "apple_mail": (lambda f: apple_mail(f / "V10"), ["Refused", "RawMail", "RawMail"]),
    "zip": (lambda f: write(f / "a.zip", zipped(ARCHIVED)), ["RawMail", "RawMail", "Meeting"]),
    "packed": (lambda f: write(f / "in.mbox.gz", gzip.compress(BOX)), ["RawMail", "RawMail"]),
    "tar": (lambda f: write(f / "a.tar", tarred({"x/1": LETTER, "x/cmds": b"mv a b\n"})), ["RawMail", "Refused"]),
    "ics": (lambda f: write(f / "c.ics", EVENT), ["Meeting"]),
    "linkedin": (lambda f: write(f / "messages.csv", LINKEDIN), ["Chat"]),
    "whatsapp": (lambda f: write(f / "chat.txt", WHATSAPP), ["Refused", "Chat", "Chat"]),
    "calls": (lambda f: write(f / "calls.csv", CALLS), ["Call"]),
    "pst": (lambda f: write(f / "a.pst", b"!BDN" + b"\0" * 600), []),
}  # fmt: skip
