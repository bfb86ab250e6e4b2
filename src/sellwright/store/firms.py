"""A firm's numbers over what one scope may read: the acts of all its people together."""

from __future__ import annotations

from sellwright.interactions.values import Pledge
from sellwright.measures import effort as measure
from sellwright.measures.effort import Effort
from sellwright.settings import Settings
from sellwright.store import values
from sellwright.store.models import Firm, Scope, Standing
from sellwright.store.scopes import touches_in

MOST_TOUCHES = 4000  # the newest acts of a firm that enter its share: what is older has faded to nothing
MOST_PEOPLE = 200  # whose promises are looked at, those heard of last


def effort(scope: Scope, firm: Firm, settings: Settings, now: float) -> Effort:
    """The effort share of a firm (docs/measures/effort.md). `now` in seconds since 1970 UTC. Two queries."""
    rows = touches_in(scope).filter(person__firm=firm, noise=False, at__lte=now).order_by("-at", "-id")
    columns = list(rows.values_list("person__key", *values.TOUCH_COLUMNS)[:MOST_TOUCHES])
    touches = [values.touch(row[1:], row[0]) for row in reversed(columns)]
    pledges: list[Pledge] = []
    for standing in Standing.objects.filter(scope=scope, firm=firm).order_by("-last_at", "-id")[:MOST_PEOPLE]:
        pledges += values.followed(standing, now)[1]
    return measure.measure(touches, settings, now, pledges, subject=str(firm))
