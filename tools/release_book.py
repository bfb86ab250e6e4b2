"""Writes the small book of a release into the database in use: what upgrades are tested with, for good.

Run with the source of that release on an empty database, then back it up with the newest (docs/running/upgrade.md):

    git worktree add ../release v0.1.0
    PYTHONPATH=../release/src SELLWRIGHT_HOME=/empty/folder .venv/bin/python tools/release_book.py
    SELLWRIGHT_HOME=/empty/folder .venv/bin/sellwright backup tests/upgrade/books/0.1.0-sqlite.zip

It uses only what every release has: the demo firm, cut down to its newest letters, and a few rows of each kind by hand.
"""

from __future__ import annotations

import csv
import mailbox
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

LETTERS, DEALS = 45, 6


def cut(folder: Path) -> None:
    """Leaves the newest letters and the deals of people who wrote some of them."""
    held = mailbox.mbox(folder / "kestrel.mbox", create=False)
    keys = list(held.keys())
    kept = [held.get_bytes(key, from_=True) for key in keys[-LETTERS:]]
    held.close()
    (folder / "kestrel.mbox").write_bytes(b"\n".join(kept))
    whole = b"".join(kept).decode("utf-8", "replace")
    with (folder / "deals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [row for row in rows if row["contact"] in whole][:DEALS] or rows[:DEALS]
    with (folder / "deals.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for name in ("calendar.ics", "calls.csv"):
        _shorten(folder / name)


def _shorten(file: Path) -> None:
    """The last few events, or lines."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        lines = text.splitlines(keepends=True)
        file.write_text("".join([lines[0], *lines[-6:]]), encoding="utf-8")
        return
    head, *events = text.split("BEGIN:VEVENT")
    last, _, tail = events[-1].partition("END:VEVENT")
    kept = "".join("BEGIN:VEVENT" + event for event in events[-8:-1])
    file.write_bytes((head + kept + "BEGIN:VEVENT" + last + "END:VEVENT" + tail).encode())


def by_hand() -> None:
    """A second member, a share, a task, a note, a draft, an upload of one's own."""
    from django.conf import settings

    from sellwright.actions import entering, sharing, tasks
    from sellwright.store.models import Draft, Mailbox, User

    owner = User.objects.get()
    owner.set_password("a password of the demo")
    owner.save()
    token = entering.invite(by=owner, email="iris@kestrel.example", role="seller")[1]
    iris = entering.join(token, entering.Newcomer("Iris Aldous", "iris@kestrel.example", "a password of the demo"))
    for box in Mailbox.objects.filter(owner=owner):
        sharing.share(by=owner, mailbox=box, level="whole", team=None)
    Draft.objects.create(author=owner, subject="A draft of an older version", text="Dear Anna,\n\nas we said.\n")
    tasks.add(by=owner, line="Look at the trial again", moment=datetime.now(UTC), owner=iris)
    folder = settings.UPLOADS / "kept1"
    folder.mkdir(parents=True)
    (folder / "letter.eml").write_bytes(b"From: a@b.example\n\nAn upload.\n")


def main() -> None:
    """Fills the database in use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from sellwright import __version__
    from sellwright.demo import kestrel
    from sellwright.server import demo_desk

    call_command("migrate", verbosity=0, interactive=False)
    folder = Path(tempfile.mkdtemp()) / "demo-mail"
    folder.mkdir()
    kestrel.write(folder)
    cut(folder)
    demo_desk.load(folder, whole=True)
    by_hand()
    sys.stderr.write(f"The book of {__version__} is written.\n")


if __name__ == "__main__":
    main()
