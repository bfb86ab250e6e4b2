"""Run as a script by the kill tests, never imported by them: a database with an account, and a listener one may kill.

python kill_listener.py begin PORT USER  makes the tables, a workspace, an account that is to be read
python kill_listener.py listen           a listener that writes little at a time
python kill_listener.py told FILE        writes what the database tells to FILE
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from sellwright.capture import health, imap_folder, ledger, listening  # noqa: E402
from sellwright.capture.listening_seats import Gate  # noqa: E402
from sellwright.store import sealed  # noqa: E402
from sellwright.store.models import Account, Dirty, Item, Message, Sighting  # noqa: E402
from tests.capture.dovecot import PASSWORD  # noqa: E402
from tests.derive import posts  # noqa: E402


def begin(port: str, user: str) -> None:
    call_command("migrate", verbosity=0)
    workspace = posts.workspace()
    workspace.reach = ["127.0.0.1"]
    workspace.save()
    where = {"host": "127.0.0.1", "port": int(port), "security": "none", "user": user}
    secret = sealed.seal(json.dumps({"password": PASSWORD}))
    Account.objects.create(mailbox=posts.mailbox(), kind="imap", address=posts.ME, where=where, secret=secret)


def listen() -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    ledger.BATCH, imap_folder.TOGETHER = 4, 12  # more moments between two transactions
    health.FIRST_WAIT = 0.2
    Gate.look = lambda self, moment: True  # nobody derives here
    listening.listen(stop, print)


def told(file: str) -> None:
    rows = Item.objects.filter(is_gone=False).values_list("intake__folder__name", "path", "outcome")
    found = {
        "rows": sorted(map(list, rows)),
        "gone": Item.objects.filter(is_gone=True).count(),
        "stored": sorted(Sighting.objects.values_list("message__mid", flat=True)),
        "messages": Message.objects.count(),
        "left": list(Account.objects.get().folders.filter(is_read=True).values_list("name", "low_uid", "on_server")),
        "marked": Dirty.objects.filter(kind="thread").count(),
    }
    Path(file).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
