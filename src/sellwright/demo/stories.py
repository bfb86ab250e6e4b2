"""The conversations that make the demo day: dated to the minute, each with the lane or band it was written for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from random import Random

from sellwright.demo.cast import Firm, firms
from sellwright.demo.office import Letter, Office
from sellwright.demo.play import Scene, play
from sellwright.demo.scripts import Script, parse

# Whom Today should show for Clara Voss on the demo day, and why (docs/reference/demo.md).
TODAY = {
    "waiting on you": (
        "ohlsen@foersterbraeu.example", "annika.reuter@nordlab.example", "p.zielinski@balticferment.example",
    ),
    "you promised": (
        "ines.caldeira@ferrocast.example", "camille.ferrand@montbleu.example", "m.oyelaran@silverbeck.example",
        "ruth.pallister@hilltopobservatory.example", "owen.tuddenham@saltmarshbio.example",
    ),
    "moved toward you": ("joanna.hartley@wexcombe.example", "ravi@calderbattery.example"),
    "worth a word": (
        "peter@whitcombehops.example", "sofia.marchetti@tessinpharma.example", "karin.holm@lindholmclinic.example",
        "alice@stonecroftdairy.example",
    ),
    "waiting on purpose": (
        "gordon.pell@aldergate.example", "sigrid.aune@fjordseed.example", "v.brenner@brennerglas.example",
        "stella.munro@orchardcold.example",
    ),
}  # fmt: skip
# How the relationship stands by the way it was written. "chased": letters without an answer, whatever the share.
EFFORT = {
    "gordon.pell@aldergate.example": "chased",
    "sigrid.aune@fjordseed.example": "chased",
    "v.brenner@brennerglas.example": "chased",
    "stella.munro@orchardcold.example": "one-sided",
    "daniel.frey@metrica-bio.example": "even",
    "imke@hafenspeicher.example": "leaning in",
    "greta@grandvalley.example": "order-taking",
    "mats.ekdahl@ostvik.example": "too little",
}
# People who also write from home.
SECOND_ADDRESSES = {"elena.fortis.vlc@gmail.com": ("Elena Fortis", "elena.fortis@museolagorda.example")}


def _stories() -> Iterator[tuple[Script, Firm]]:
    by_domain = {firm.domain: firm for firm in firms()}
    folder = files("sellwright.demo").joinpath("letters")
    for name in ("story-demo-day.txt", "story-ordering.txt"):
        for script in parse(folder.joinpath(name).read_text("utf-8")):
            yield script, by_domain[script.stage]


def perform(seed: int, office: Office) -> list[Letter]:
    """Post every story; all letters come back in order of the files."""
    told: list[Letter] = []
    for script, firm in _stories():
        scene = Scene(firm, script, 0, Random(f"{seed}:story:{script.name}"))
        play(scene, datetime.fromisoformat("2026-01-01T09:00+01:00"), office, lambda letters: True)
        told += scene.letters
    return told
