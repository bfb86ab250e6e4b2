"""What the jobs of the test do."""

import time

from django.db import transaction

from queues.models import Effect, Started

SECRET = "what-a-letter-said"


def body(n: int, seconds: float = 0.0, burn: bool = False, fail: int = 0) -> None:
    """Notes its start, works, leaves its effect once. With `fail` it raises that many times first."""
    Started.objects.create(job=n, at=time.time())
    if fail and Started.objects.filter(job=n).count() <= fail:
        raise ValueError(SECRET)
    if burn:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            sum(range(1000))
    else:
        time.sleep(seconds)
    with transaction.atomic():
        Effect.objects.get_or_create(job=n, defaults={"at": time.time()})
