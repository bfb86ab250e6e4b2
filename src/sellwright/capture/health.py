"""Evidence of how an account is: when its server was last asked, when it last answered, what is wrong and what to do.
There is no flag that says it is well."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_noop as _

from sellwright.capture.failures import CaptureError, TryLater
from sellwright.store.models import Account

FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0  # seconds before a server that failed is asked again by itself
REFUSED_WAIT, REFUSED_LONGEST = 3600.0, 6 * 3600.0  # where a person has to do something: more would lock accounts
FAULT = _("Something of ours broke while this was read. It is tried again, and the log says where.")


def well(accounts: Iterable[int], now: datetime) -> None:
    """Their servers answered as they should."""
    Account.objects.filter(pk__in=accounts).update(
        tried_at=now, heard_at=now, trouble="", error="", failures=0, again_at=None
    )


def failed(account: int, failure: CaptureError, failures: int, now: datetime) -> float:
    """Notes a failure, the nth in a row; returns the seconds until it is tried again."""
    wait = wait_after(failure, failures)
    Account.objects.filter(pk=account).update(
        tried_at=now, trouble=failure.trouble.value, error=failure.message[:300], failures=F("failures") + 1,
        again_at=now + timedelta(seconds=wait),
    )  # fmt: skip
    return wait


def wait_after(failure: CaptureError, failures: int) -> float:
    """Twice as long each time, a quarter at random, so that what failed together does not come back together; never
    less than the server said."""
    is_ours = isinstance(failure, TryLater)
    first, longest = (FIRST_WAIT, LONGEST_WAIT) if is_ours else (REFUSED_WAIT, REFUSED_LONGEST)
    wait: float = min(first * 2.0 ** min(failures - 1, 16), longest) * random.uniform(0.75, 1.25)
    said = failure.seconds if isinstance(failure, TryLater) else None
    return max(wait, said or 0.0)
