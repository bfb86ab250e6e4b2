"""Which conversations each firm has, and when: the eighteen months before the demo day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sellwright.demo.cast import Firm, firms
from sellwright.demo.days import workday
from sellwright.demo.office import Letter, Office
from sellwright.demo.play import Gathering, Scene, opening, play
from sellwright.demo.scripts import Script, scripts

FIRST_DAY = date(2024, 11, 12)
LAST_DAY = date(2026, 5, 8)  # nothing unplanned happens in the last days before the demo
_QUIET = date(2026, 5, 4)  # after this day no ordinary conversation ends with a word of theirs

_CARE = ("support", "technical", "order", "renewal", "support", "expansion", "smalltalk", "support", "reschedule")
_COURSE = {
    "customer": (*_CARE, "complaint", "support", "referral", "order", "visit", "renewal", "technical"),
    "won": (
        "first", "discovery", "technical", "reschedule", "pricing", "pilot", "procurement", "onboarding", "order",
        "support", "support", "expansion", "smalltalk", "renewal",
    ),
    "open": ("first", "discovery", "reschedule", "technical", "technical", "pricing", "visit"),
    "lost": ("first", "discovery", "technical", "pricing", "lost"),
    "nodecision": ("first", "discovery", "technical", "pricing", "fade"),
    "nurture": ("first",),
    "chased": (),
    "lead": (),
    "little": (),
    "ordering": ("first", "technical", "pricing", "procurement", "onboarding", "support"),
    "leaning": ("first", "pricing", "onboarding", "support"),
    "even": ("first", "discovery", "technical", "procurement", "support"),
}  # fmt: skip
# (first day of the story, days it may be moved by)
_BEGINS = {
    "customer": (FIRST_DAY, 30),
    "won": (date(2024, 12, 2), 150),
    "open": (date(2025, 8, 4), 150),
    "lost": (date(2024, 12, 2), 260),
    "nodecision": (date(2025, 1, 7), 300),
    "nurture": (date(2025, 2, 3), 40),
}
# Firms with a part on the demo day: their ordinary mail ends before that part begins.
_ENDS = {
    "nordlab.example": date(2026, 4, 10), "tessinpharma.example": date(2026, 2, 20),
    "wexcombe.example": date(2025, 4, 10), "calderbattery.example": date(2026, 3, 20),
    "foersterbraeu.example": date(2026, 3, 27), "museolagorda.example": date(2026, 4, 17),
    "ferrocast.example": date(2026, 4, 10), "lindholmclinic.example": date(2026, 2, 20),
    "whitcombehops.example": date(2026, 2, 27), "silverbeck.example": date(2026, 4, 10),
    "grandvalley.example": date(2025, 10, 10), "metrica-bio.example": date(2025, 10, 10),
    "hafenspeicher.example": date(2025, 10, 10),
    "stonecroftdairy.example": date(2026, 2, 13),
}  # fmt: skip


def perform(seed: int, office: Office) -> list[Gathering]:
    """Play every firm's conversations into `office`; the meetings agreed in them come back."""
    left = Counter({script.name: script.uses for script in scripts()})
    gatherings: list[Gathering] = []
    for firm in firms():
        rng = Random(f"{seed}:plot:{firm.domain}")
        gatherings += _story(firm, left, rng, office)
    return gatherings


def _story(firm: Firm, left: Counter[str], rng: Random, office: Office) -> list[Gathering]:
    begin, leeway = _BEGINS.get(firm.arc, (date(2025, 1, 7), 60))
    end = _ENDS.get(firm.domain, LAST_DAY)
    day = workday(begin + timedelta(days=rng.randrange(leeway)), 0)
    course = _COURSE[firm.arc]
    chosen = _choose(firm, course, left, rng)
    # Room for each conversation, so that a story fills the time it has.
    room = max(12, ((end - day).days - 10) // max(1, len(chosen))) if firm.arc in ("customer", "won", "open") else 26
    used: list[Gathering] = []
    for script in chosen:
        scene = Scene(firm, script, script.uses - left[script.name], rng)

        def fits(letters: list[Letter]) -> bool:
            last = letters[-1]
            return last.at.date() <= end and (last.sender.ours or last.at.date() <= _QUIET)

        if play(scene, opening(day, firm.zone, rng), office, fits):
            left[script.name] -= 1
            used += scene.gatherings
            spoken = scene.letters[-1].at.date()
            day = workday(max(spoken + timedelta(days=4), day + timedelta(days=rng.randrange(room // 2, room + 8))), 0)
        if day >= end:
            break
    return used


def _choose(firm: Firm, course: Sequence[str], left: Counter[str], rng: Random) -> list[Script]:
    """A script for each step of the course, the least used first; steps without one are left out."""
    taken: list[Script] = []
    for stage in course:
        able = [
            script
            for script in scripts()
            if script.stage == stage and script.lang == firm.lang and left[script.name] > 0 and script not in taken
            and (not script.two or len(firm.people) > 1)
        ]  # fmt: skip
        if able:
            most = max(left[script.name] for script in able)
            taken.append(rng.choice([script for script in able if left[script.name] >= most]))
    return taken
