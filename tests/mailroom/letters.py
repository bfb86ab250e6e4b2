"""Small mailboxes, written in a test's own words."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

ME = "mira@ourfirm.example"
ANNA = "Anna Berg <anna.berg@nordlab.example>"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def letter(day: float, sender: str, to: str, text: str, subject: str = "Sensors", **more: str) -> bytes:
    """One mail, `day` days after 2 March 2026 09:00 UTC. `more`: message_id, in_reply_to, cc and other headers."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(START + timedelta(days=day))
    digits = zlib.crc32(f"{day}{sender}{text}".encode())
    mail["Message-ID"] = more.pop("message_id", f"<{digits}@test.example>")
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def mbox(file: Path, mails: list[bytes]) -> Path:
    """Write an mbox (mboxrd)."""
    with file.open("wb") as out:
        for mail in mails:
            lines = (b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in mail.split(b"\n"))
            out.write(b"From sender@test.example Mon Mar  2 09:00:00 2026\n" + b"\n".join(lines) + b"\n\n")
    return file


def exchange() -> list[bytes]:
    """We write, she asks back, we answer, she asks again."""
    return [
        letter(0, ME, ANNA, "Hello Anna, which of your two labs should we look at first?", message_id="<1@x>"),
        letter(
            1,
            ANNA,
            ME,
            "Hello Mira, the one in Lund. Do you calibrate on site?",
            message_id="<2@x>",
            in_reply_to="<1@x>",
        ),
        letter(2, ME, ANNA, "Yes we do. I will send you the dates by Friday.", message_id="<3@x>", in_reply_to="<2@x>"),
        letter(9, ANNA, ME, "Thank you. What would a second sensor cost?", message_id="<4@x>", in_reply_to="<3@x>"),
    ]
