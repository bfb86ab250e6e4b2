"""Whether somebody is free when help is needed (card C4): slack seen from the side of those who ask."""

from __future__ import annotations

from dataclasses import dataclass

from sellwright.interactions.care import Requests
from sellwright.stats import erlang

VERSION = 1
BOOKED = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Shares 0..1; times in minutes, infinite where requests come faster than they can be handled."""

    busy: float  # share of the time of those on duty
    waits: float  # share of requests that find nobody free
    mean_wait: float
    beyond: float  # share that waits longer than it should
    people: tuple[tuple[int, float, float], ...]  # with one person fewer and up to two more: (people, waits, mean wait)
    booked: tuple[tuple[float, float], ...]  # if those on duty were busy so much: (share busy, waits)
    in_row: float  # how many wait on average (Little: arrivals x wait)


def measure(requests: Requests) -> Waiting:
    """Erlang's C for requests that come by chance; `spread` widens the mean wait only (stats/erlang.py)."""
    count, minutes = requests.on_duty, requests.minutes
    load = requests.per_hour * minutes / 60
    mean = erlang.mean_wait(count, load, minutes, requests.spread)
    around = range(max(1, count - 1), count + 3)
    return Waiting(
        busy=load / count,
        waits=erlang.wait_chance(count, load),
        mean_wait=mean,
        beyond=erlang.wait_beyond(count, load, minutes, requests.within),
        people=tuple(
            (c, erlang.wait_chance(c, load), erlang.mean_wait(c, load, minutes, requests.spread)) for c in around
        ),
        booked=tuple((busy, erlang.wait_chance(count, busy * count)) for busy in BOOKED),
        in_row=requests.per_hour * mean / 60,
    )
