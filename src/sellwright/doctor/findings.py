"""One thing that was looked at, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["well", "look", "bad"]
EXIT: dict[State, int] = {"well": 0, "look": 1, "bad": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at; `said` is a sentence for a person, never with a secret; `next_step` says what to do."""

    what: str
    state: State
    said: str
    next_step: str = ""


def well(what: str, said: str) -> Finding:
    """As it should be."""
    return Finding(what, "well", said)


def look(what: str, said: str, next_step: str) -> Finding:
    """It runs, and somebody should look at it."""
    return Finding(what, "look", said, next_step)


def bad(what: str, said: str, next_step: str) -> Finding:
    """It does not work, or data are in danger."""
    return Finding(what, "bad", said, next_step)


def exit_code(findings: Iterable[Finding]) -> int:
    """0 all well, 1 something to look at, 2 something is wrong."""
    return max((EXIT[one.state] for one in findings), default=0)


def as_json(findings: Iterable[Finding], version: str) -> dict[str, Any]:
    """The document of `sellwright doctor --json`."""
    held = list(findings)
    states: list[State] = ["bad", "look", "well"]
    return {
        "schema": "doctor/1",
        "version": version,
        "exit_code": exit_code(held),
        "counts": {state: sum(one.state == state for one in held) for state in states},
        "findings": [asdict(one) for one in held],
    }
