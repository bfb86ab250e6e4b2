"""`sellwright.jobs` works these lanes (several: threads of one process), with a lease of 3 s."""

import signal
import sys
import threading

import django

if __name__ == "__main__":
    django.setup()
    from queues.adapters import own  # noqa: F401
    from sellwright.jobs.timetable import Clock
    from sellwright.jobs.worker import Pace, run_worker

    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    run_worker(sys.argv[1:], stop, pace=Pace(lease=3.0, beat=0.8), clock=Clock([]))
