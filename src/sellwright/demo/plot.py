"""Which conversations each firm has, and when: the eighteen months before the demo day."""

from __future__ import annotations

from collections import Counter
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

_CARE = ("order", "support", "technical", "order", "renewal", "support", "order", "expansion", "smalltalk", "support")
_COURSE = {
    "customer": (
        *_CARE,
        "order",
        "reschedule",
        "complaint",
        "support",
        "referral",
        "order",
        "visit",
        "renewal",
        "technical",
        "order",
        "support",
    ),
    "won": (
        "first",
        "discovery",
        "quote",
        "technical",
        "reschedule",
        "pricing",
        "pilot",
        "procurement",
        "order",
        "onboarding",
        "order",
        "support",
        "order",
        "support",
        "expansion",
        "smalltalk",
        "renewal",
    ),
    "open": ("first", "discovery", "quote", "reschedule", "technical", "technical", "pricing", "visit"),
    "lost": ("first", "discovery", "quote", "technical", "pricing", "lost"),
    "nodecision": ("first", "discovery", "quote", "technical", "pricing", "fade"),
    "nurture": ("first", "quote"),
    "chased": (),
    "lead": (),
    "little": (),
    "ordering": ("first", "quote", "technical", "pricing", "procurement", "order", "onboarding", "support"),
    "leaning": ("first", "quote", "order", "pricing", "onboarding", "support"),
    "even": ("first", "discovery", "quote", "technical", "procurement", "order", "support"),
}
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


Chosen = tuple[Script, int]  # a script, and which of its uses this is


def perform(seed: int, office: Office) -> list[Gathering]:
    """Play every firm's conversations into `office`; the meetings agreed in them come back."""
    gatherings: list[Gathering] = []
    for firm, chosen in _choose(seed).items():
        gatherings += _story(firm, chosen, Random(f"{seed}:plot:{firm.domain}"), office)
    return gatherings


def _story(firm: Firm, chosen: list[Chosen], rng: Random, office: Office) -> list[Gathering]:
    begin, leeway = _BEGINS.get(firm.arc, (date(2025, 1, 7), 60))
    end = _ENDS.get(firm.domain, LAST_DAY)
    day = workday(begin + timedelta(days=rng.randrange(leeway)), 0)
    # Room for each conversation, so that a story fills the time it has.
    spread = firm.arc in ("customer", "won", "open")
    room = max(12, ((end - day).days - 10) // max(1, len(chosen))) if spread else 26
    used: list[Gathering] = []
    for script, use in chosen:
        if day >= end:
            break
        scene = Scene(firm, script, use, rng)

        def fits(letters: list[Letter]) -> bool:
            last = letters[-1]
            return last.at.date() <= end and (last.sender.ours or last.at.date() <= _QUIET)

        if play(scene, opening(day, firm.zone, rng), office, fits):
            used += scene.gatherings
            spoken = scene.letters[-1].at.date()
            day = workday(max(spoken + timedelta(days=4), day + timedelta(days=rng.randrange(room // 2, room + 8))), 0)
    return used


def _choose(seed: int) -> dict[Firm, list[Chosen]]:
    """A script for each step of each firm's course, the least used first; firms take turns, so that none is left
    without. Steps for which no script is left are passed over."""
    rng = Random(f"{seed}:choice")
    left = Counter({script.name: script.uses for script in scripts()})
    taken: dict[Firm, list[Chosen]] = {firm: [] for firm in firms()}
    for step in range(max(map(len, _COURSE.values()))):
        for firm, chosen in taken.items():
            course = _COURSE[firm.arc]
            able = _able(firm, course[step], left, chosen) if step < len(course) else []
            if able:
                most = max(left[script.name] for script in able)
                script = rng.choice([script for script in able if left[script.name] >= most])
                chosen.append((script, script.uses - left[script.name]))
                left[script.name] -= 1
    return taken


def _able(firm: Firm, stage: str, left: Counter[str], chosen: list[Chosen]) -> list[Script]:
    had = {script.name for script, _ in chosen}
    return [
        script
        for script in scripts()
        if script.stage == stage and script.lang == firm.lang and left[script.name] > 0 and script.name not in had
        and (not script.two or len(firm.people) > 1)
    ]  # fmt: skip
