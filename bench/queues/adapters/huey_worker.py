"""Huey's consumer for one lane: a worker thread and its scheduler."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from huey.consumer import Consumer

    from queues.adapters import huey_sql

    Consumer(getattr(huey_sql, sys.argv[1]), workers=1, max_delay=0.5, initial_delay=0.5, backoff=1.0).run()
