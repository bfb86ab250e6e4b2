"""`python -m sellwright.jobs [quick] [long] [out]`: a worker as a process of its own.

SIGTERM and Ctrl-C stop it kindly. It also stops when whoever started it is gone: no worker outlives its server.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

import django


def main(words: list[str]) -> int:
    """Works the lanes named, or all. Returns 0 once asked to stop, 2 for a lane there is not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    django.setup()
    from sellwright.jobs import queue, worker

    unknown = sorted(set(words) - set(queue.LANES))
    if unknown:
        sys.stderr.write(f"There is no lane {', '.join(unknown)}; there are {', '.join(queue.LANES)}.\n")
        return 2
    queue.register_all()  # a file that cannot be imported ends the worker now, not at its first job
    stop = threading.Event()
    parent = int(os.environ.get("SELLWRIGHT_PARENT") or os.getppid())
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    threading.Thread(target=_stop_with_parent, args=(parent, stop), daemon=True).start()
    worker.run_worker([lane for lane in queue.LANES if not words or lane in words], stop)
    return 0


def _stop_with_parent(parent: int, stop: threading.Event) -> None:
    while not stop.wait(1.0):
        if os.getppid() != parent:
            stop.set()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
