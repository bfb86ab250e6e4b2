"""What gunicorn is told beyond its words: it stops when whoever started it is gone, so that nothing outlives serve."""

from __future__ import annotations

import os
import signal
import threading
import time


def on_starting(server: object) -> None:
    """Called by gunicorn in its first process, before it begins."""
    threading.Thread(
        target=_stop_with_parent, args=(int(os.environ.get("SELLWRIGHT_PARENT") or os.getppid()),), daemon=True
    ).start()


def _stop_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)
