"""`sellwright listen`: the listener as a process of its own. `sellwright serve` starts it beside web and workers.

SIGTERM and Ctrl-C stop it kindly, between two transactions. It also stops when whoever started it is gone. A second one
waits until the first has ended, however that ended.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

import django


def main(say: Callable[[str], None]) -> int:
    """Listens until it is told to stop; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    django.setup()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    parent = int(os.environ.get("SELLWRIGHT_PARENT") or os.getppid())
    threading.Thread(target=_stop_with_parent, args=(parent, stop), daemon=True).start()
    listen(stop, say)
    return 0


def listen(stop: threading.Event, say: Callable[[str], None]) -> None:
    """Takes the one turn there is at listening, and reads all accounts until `stop` is set."""
    from django.db import DatabaseError, InterfaceError

    from sellwright.capture.listener import TROUBLE, Listener
    from sellwright.store.dialects import turn

    told = False
    while not stop.is_set():
        lock = turn("listener")
        try:
            if lock.take():
                Listener(stop).run()
                lock.leave()
            elif not told:
                say("Another listener is at work; this one takes over when it ends.")
                told = True
        except (DatabaseError, InterfaceError):
            stop.wait(TROUBLE)
        stop.wait(1.0)


def _stop_with_parent(parent: int, stop: threading.Event) -> None:
    while not stop.wait(1.0):
        if os.getppid() != parent:
            stop.set()
